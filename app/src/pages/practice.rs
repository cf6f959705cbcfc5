//! `/contests/{slug}/practice`: three questions about nothing but the paper itself. No clock, and nothing is stored.

use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::settings::Presentation;
use leptos::prelude::*;

use super::paper::{AnswerOption, Question, Sheet, dots, practice_bar, practice_panels, sheet};
use crate::components::notice;
use crate::components::safe_html::SafeHtml;

#[derive(Debug, Clone)]
pub struct PracticeView {
    pub slug: String,
    pub contest_title: String,
    /// What the form held when it was sent, by position; none before that.
    pub sent: Option<[Vec<String>; 3]>,
}

struct Exercise {
    kind: ItemKindName,
    stem: &'static str,
    options: &'static [&'static str],
}

/// About using the page: nobody is examined here.
const EXERCISES: [Exercise; 3] = [
    Exercise {
        kind: ItemKindName::SingleChoice,
        stem: "Chọn một phương án bất kỳ. Bấm vào đâu trong khung của phương án cũng được.",
        options: &["Phương án thứ nhất", "Phương án thứ hai", "Phương án thứ ba"],
    },
    Exercise {
        kind: ItemKindName::MultipleChoice,
        stem: "Câu này chọn được nhiều phương án. Hãy chọn hai phương án, rồi bỏ chọn một.",
        options: &["Màu xanh", "Màu vàng", "Màu đỏ", "Màu tím"],
    },
    Exercise {
        kind: ItemKindName::Number,
        stem: "Hãy nhập số 25000. Viết liền các chữ số, không có dấu chấm.",
        options: &[],
    },
];

pub fn page(view: PracticeView) -> AnyView {
    let path = format!("/contests/{}/practice", view.slug);
    let is_sent = view.sent.is_some();
    let sent = view.sent.unwrap_or_default();
    let questions: Vec<Question> = (1..)
        .zip(EXERCISES)
        .zip(sent)
        .map(|((position, exercise), held)| question(position, &exercise, held))
        .collect();
    let dots = dots(&questions, "#paper");
    let sheet = sheet(Sheet {
        path,
        overview: None,
        questions,
        problems: Vec::new(),
        presentation: Presentation::OneAtATime,
    });
    view! {
        {practice_bar("Bài thử")}
        <div class="narrow paper">
            <h1>"Làm thử"</h1>
            <p class="soft">{view.contest_title}</p>
            {is_sent
                .then(|| {
                    notice::calm("Đây là bài thử: không có gì được lưu hay chấm điểm. Bài thật trả lời như vậy.")
                })}
            {dots}
            {sheet}
            {practice_panels(format!("/contests/{}", view.slug))}
        </div>
    }
    .into_any()
}

fn question(position: u16, exercise: &Exercise, held: Vec<String>) -> Question {
    let options = (1..)
        .zip(exercise.options)
        .map(|(id, text): (u16, _)| AnswerOption {
            id: id.to_string(),
            text: SafeHtml::sanitised(*text),
        });
    let is_typed = exercise.options.is_empty();
    let typed = held.first().filter(|_| is_typed).cloned();
    Question {
        position,
        kind: exercise.kind,
        stem: SafeHtml::sanitised(exercise.stem),
        options: options.collect(),
        seq: 0,
        chosen: if is_typed { Vec::new() } else { held },
        typed: typed.unwrap_or_default(),
        conflict: None,
    }
}
