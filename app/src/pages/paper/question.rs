//! One question of a paper, with what is answered so far.

use khao_domain::bank::item::ItemKindName;
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::choices::{Choice, Label, Pick, options};
use crate::components::field::{Field, Input, error_id, error_of, id_of, told};
use crate::components::label_list::label_list;
use crate::components::safe_html::{SafeHtml, safe_inline};
use crate::text::pages as text;

/// A question as its participant sees it: there is no room here for a key.
#[derive(Debug, Clone)]
pub struct Question {
    pub position: u16,
    pub kind: ItemKindName,
    pub stem: SafeHtml,
    /// In the order drawn; empty for numbers, texts and predictions.
    pub options: Vec<AnswerOption>,
    /// The version of the stored answer; 0 where there is none.
    pub seq: i64,
    /// Ids of the options chosen.
    pub chosen: Vec<String>,
    /// What was typed, for numbers and texts.
    pub typed: String,
    pub conflict: Option<Conflict>,
}

#[derive(Debug, Clone)]
pub struct AnswerOption {
    pub id: String,
    pub text: SafeHtml,
}

/// The same question was answered elsewhere meanwhile; the fields show this page's own answer.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// As this page sent it; empty where it had no answer.
    pub here: Vec<Label>,
    /// As it is stored.
    pub stored: Vec<Label>,
}

impl Question {
    /// The field's name, `a.{position}`.
    pub fn name(&self) -> String {
        format!("a.{}", self.position)
    }

    pub const fn is_answered(&self) -> bool {
        !self.chosen.is_empty() || !self.typed.is_empty()
    }
}

pub(super) fn card(lang: Lang, question: Question, problems: &[Problem]) -> AnyView {
    let position = question.position;
    let kind = kind_name(question.kind);
    let foot = foot(lang, &question, problems);
    // The note on a conflict says all there is to say.
    let problems = if question.conflict.is_some() {
        &[]
    } else {
        problems
    };
    let seq = question.seq.to_string();
    let name = question.name();
    let choosing = pick(question.kind);
    // Single fields carry their own id and their own mistake.
    let id = choosing.map(|_| id_of(&name));
    let error = choosing.and_then(|_| error_of(&name, problems));
    let conflict = question
        .conflict
        .clone()
        .map(|one| conflict_note(lang, &name, one));
    let stem = question.stem.clone();
    let body = match choosing {
        Some(pick) => cards(question, pick),
        None => single_field(lang, &question, problems),
    };
    view! {
        <li id=format!("q-{position}") data-position=position.to_string() data-kind=kind>
            <fieldset class="sheet" id=id tabindex="-1" aria-describedby=state_id(position)>
                <legend>
                    <span class="number soft small">{text::question(lang, position)}</span>
                    " "
                    {safe_inline(stem)}
                </legend>
                <button class="mark lively" type="button" data-player="mark" aria-pressed="false">
                    {lang.say("Đánh dấu xem lại", "Mark to look at again")}
                </button>
                {conflict}
                {told(&name, error)}
                {(choosing == Some(Pick::Any)).then(|| view! { <p class="hint soft small">{lang.say("Chọn tất cả phương án đúng.", "Choose all the right options.")}</p> })}
                {body}
                {button::hidden(format!("s.{position}"), seq)}
                {foot}
            </fieldset>
        </li>
    }
    .into_any()
}

/// Whoever comes to a question hears whether it is saved.
fn state_id(position: u16) -> String {
    format!("state-{position}")
}

/// The kind as the player reads it.
const fn kind_name(kind: ItemKindName) -> &'static str {
    match kind {
        ItemKindName::SingleChoice => "single_choice",
        ItemKindName::MultipleChoice => "multiple_choice",
        ItemKindName::TrueFalse => "true_false",
        ItemKindName::Number => "number",
        ItemKindName::Text => "text",
        ItemKindName::Prediction => "prediction",
    }
}

/// Whether it is saved, in a place that is always there.
fn foot(lang: Lang, question: &Question, problems: &[Problem]) -> AnyView {
    let is_refused = error_of(&question.name(), problems).is_some();
    let (state, words) = if question.conflict.is_some() {
        ("elsewhere", lang.say("Chưa lưu", "Not saved"))
    } else if is_refused {
        ("refused", lang.say("Chưa lưu", "Not saved"))
    } else if question.seq > 0 && question.is_answered() {
        ("saved", lang.say("Đã lưu", "Saved"))
    } else {
        ("empty", "")
    };
    view! {
        <div class="answer-foot">
            <p class="answer-state" id=state_id(question.position) data-state=state>{words}</p>
            <button class="link" type="button" data-player="restore" hidden>
                {lang.say("Lấy lại câu trả lời tại đây", "Take back the answer from here")}
            </button>
        </div>
    }
    .into_any()
}

/// How options are picked; `None` where something is typed.
const fn pick(kind: ItemKindName) -> Option<Pick> {
    match kind {
        ItemKindName::SingleChoice | ItemKindName::TrueFalse => Some(Pick::One),
        ItemKindName::MultipleChoice => Some(Pick::Any),
        ItemKindName::Number | ItemKindName::Text | ItemKindName::Prediction => None,
    }
}

fn cards(question: Question, pick: Pick) -> AnyView {
    let name = question.name();
    let chosen = question.chosen;
    let is_chosen = |id: &str| chosen.iter().any(|other| other == id);
    let choices = question
        .options
        .into_iter()
        .map(|option| {
            let chosen = is_chosen(&option.id);
            Choice {
                value: option.id,
                label: Label::Html(option.text),
                chosen,
            }
        })
        .collect();
    options(&name, pick, choices)
}

fn single_field(lang: Lang, question: &Question, problems: &[Problem]) -> AnyView {
    let (label, input, hint) = match question.kind {
        ItemKindName::Prediction => (
            lang.say("Số dự đoán", "Your prediction"),
            Input::Number,
            lang.say(
                "Chỉ dùng để phân hạng khi bằng điểm.",
                "Only used as a tie-break.",
            ),
        ),
        ItemKindName::Number => (
            lang.say("Trả lời bằng số", "Answer with a number"),
            Input::Number,
            "",
        ),
        _ => (lang.say("Trả lời", "Answer"), Input::Text, ""),
    };
    Field::new(question.name(), label, input)
        .required_sometimes()
        .hint(hint)
        .value(&question.typed)
        .problems(problems)
        .view()
}

fn conflict_note(lang: Lang, name: &str, conflict: Conflict) -> AnyView {
    view! {
        <div class="note" id=error_id(name)>
            <p>{lang.say("Câu này đã được sửa ở nơi khác.", "This question was changed elsewhere.")}</p>
            {label_list(lang.say("Đang lưu", "Saved"), conflict.stored, lang.say("Không có câu trả lời.", "No answer."))}
            {label_list(lang.say("Trên trang này", "On this page"), conflict.here, lang.say("Không có câu trả lời.", "No answer."))}
        </div>
    }
    .into_any()
}
