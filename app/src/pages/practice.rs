//! `/contests/{slug}/practice`: three questions about nothing but the paper itself. No clock, and nothing is stored.

use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::settings::Presentation;
use khao_domain::lang::Lang;
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
    options: Vec<&'static str>,
}

/// About using the page: nobody is examined here.
fn exercises(lang: Lang) -> [Exercise; 3] {
    [
        Exercise {
            kind: ItemKindName::SingleChoice,
            stem: lang.say(
                "Chọn một phương án bất kỳ. Bấm vào đâu trong khung của phương án cũng được.",
                "Choose any option. You may press anywhere in its box.",
            ),
            options: vec![
                lang.say("Phương án thứ nhất", "The first option"),
                lang.say("Phương án thứ hai", "The second option"),
                lang.say("Phương án thứ ba", "The third option"),
            ],
        },
        Exercise {
            kind: ItemKindName::MultipleChoice,
            stem: lang.say(
                "Câu này chọn được nhiều phương án. Hãy chọn hai phương án, rồi bỏ chọn một.",
                "Several options may be chosen here. Choose two, then take one back.",
            ),
            options: vec![
                lang.say("Màu xanh", "Green"),
                lang.say("Màu vàng", "Yellow"),
                lang.say("Màu đỏ", "Red"),
                lang.say("Màu tím", "Violet"),
            ],
        },
        Exercise {
            kind: ItemKindName::Number,
            stem: lang.say(
                "Hãy nhập số 25000. Viết liền các chữ số, không có dấu chấm.",
                "Type the number 25000. The digits in one piece, without a separator.",
            ),
            options: Vec::new(),
        },
    ]
}

pub fn page(lang: Lang, view: PracticeView) -> AnyView {
    let path = format!("/contests/{}/practice", view.slug);
    let is_sent = view.sent.is_some();
    let sent = view.sent.unwrap_or_default();
    let questions: Vec<Question> = (1..)
        .zip(exercises(lang))
        .zip(sent)
        .map(|((position, exercise), held)| question(position, &exercise, held))
        .collect();
    let dots = dots(lang, &questions, "#paper");
    let sheet = sheet(
        lang,
        Sheet {
            path,
            overview: None,
            questions,
            problems: Vec::new(),
            presentation: Presentation::OneAtATime,
        },
    );
    view! {
        {practice_bar(lang, lang.say("Bài thử", "Practice"))}
        <div class="narrow paper">
            <h1>{lang.say("Làm thử", "Practise")}</h1>
            <p class="soft" lang=lang.of_content()>{view.contest_title}</p>
            {is_sent
                .then(|| {
                    notice::calm(lang.say("Đây là bài thử: không có gì được lưu hay chấm điểm. Bài thật trả lời như vậy.", "This is practice: nothing is stored or scored. Real papers are answered like this."))
                })}
            {dots}
            {sheet}
            {practice_panels(lang, format!("/contests/{}", view.slug))}
        </div>
    }
    .into_any()
}

fn question(position: u16, exercise: &Exercise, held: Vec<String>) -> Question {
    let options = (1..)
        .zip(&exercise.options)
        .map(|(id, text): (u16, _)| AnswerOption {
            id: id.to_string(),
            text: SafeHtml::ours(*text),
        });
    let is_typed = exercise.options.is_empty();
    let typed = held.first().filter(|_| is_typed).cloned();
    Question {
        position,
        kind: exercise.kind,
        stem: SafeHtml::ours(exercise.stem),
        options: options.collect(),
        seq: 0,
        chosen: if is_typed { Vec::new() } else { held },
        typed: typed.unwrap_or_default(),
        conflict: None,
    }
}
