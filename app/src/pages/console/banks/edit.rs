//! `/console/banks/{id}/new` and `/console/banks/{id}/items/{code}/edit`: an item of any kind as a plain form.

use khao_domain::bank::formats::csv::form::{ItemForm, OPTION_NAMES, kinds};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::bank::difficulties;
use super::compare::{Difference, table};
use super::item::{LookView, look};
use super::{BankHead, above};
use crate::components::button;
use crate::components::choices::{Choice, Choices, Pick, short_choices};
use crate::components::done::{self, Done};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input, error_of, id_of, told};
use crate::components::heading::heading;
use crate::components::notice;
use crate::components::said::words;
use crate::components::select::{SelectOption, choice_of};
use crate::components::text_area::text_area;

#[derive(Debug, Clone)]
pub struct EditView {
    pub bank: BankHead,
    /// The item's code; none where it is new.
    pub code: Option<String>,
    /// The version the form was filled with; 0 where it is new.
    pub from_revision: i64,
    pub form: ItemForm,
    pub problems: Vec<Problem>,
    /// Worth a look, and no obstacle.
    pub remarks: Vec<Problem>,
    /// What was checked, as participants would see it.
    pub preview: Option<LookView>,
    /// It is stored; what is worth a look is told on this page.
    pub is_saved: bool,
    /// Somebody else was faster: what is stored beside what was typed.
    pub conflict: Vec<Difference>,
}

const FIELDS: [&str; 22] = [
    "code",
    "kind",
    "topic",
    "difficulty",
    "stem",
    "option.a",
    "option.b",
    "option.c",
    "option.d",
    "option.e",
    "option.f",
    "option.g",
    "option.h",
    "correct",
    "key",
    "tolerance",
    "points",
    "explanation",
    "source",
    "valid_from",
    "valid_until",
    "language",
];

pub fn page(lang: Lang, view: &EditView) -> AnyView {
    let here = match &view.code {
        Some(code) => format!("{}/edit", view.bank.item_path(code)),
        None => format!("{}/new", view.bank.path()),
    };
    let title = match (&view.code, lang) {
        (Some(code), Lang::Vi) => format!("Sửa câu {code}"),
        (Some(code), Lang::En) => format!("Change item {code}"),
        (None, _) => lang.say("Thêm câu hỏi", "Add an item").to_owned(),
    };
    let between = view
        .code
        .as_ref()
        .map(|code| (view.bank.item_path(code), code.clone()));
    let saved = view.is_saved.then(|| saved(lang, view));
    let preview = view.preview.clone().map(|shown| look(lang, shown));
    view! {
        {above(lang, &view.bank, between)}
        {heading(title, lang.say("Mỗi lần lưu là một bản mới, các bản cũ vẫn còn; câu vào đề khi người khác đã duyệt.", "Every save is a new version and the old ones stay; it enters papers once somebody else has approved it."))}
        {error_summary(&view.problems, &FIELDS)}
        {saved}
        {conflict(lang, view.conflict.clone())}
        {remarks(lang, &view.remarks)}
        {preview}
        {kind_form(lang, &here, view)}
        {item_form(lang, here.clone(), view)}
    }
    .into_any()
}

fn saved(lang: Lang, view: &EditView) -> AnyView {
    let back = view
        .code
        .as_ref()
        .map(|code| button::quiet_link(view.bank.item_path(code), lang.say("Xem câu hỏi", "See the item")));
    view! {
        {done::notice(lang, Done::ItemSaved)}
        <div class="row">{back}</div>
    }
    .into_any()
}

fn conflict(lang: Lang, rows: Vec<Difference>) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let said = lang.say(
        "Người khác vừa sửa câu này. Nội dung ông/bà gõ vẫn ở dưới; bấm Lưu lần nữa sẽ thay bản đang lưu.",
        "Somebody else has just changed this item. What you typed is below; saving again replaces what is stored.",
    );
    let labels = (lang.say("Đang lưu", "Stored"), lang.say("Của ông/bà", "Yours"));
    let view = view! {
        <section role="alert">
            {notice::careful(said)} <div class="sheet">{table(lang, labels, rows)}</div>
        </section>
    };
    Some(view.into_any())
}

fn remarks(lang: Lang, remarks: &[Problem]) -> Option<AnyView> {
    if remarks.is_empty() {
        return None;
    }
    let lines = remarks
        .iter()
        .map(|remark| view! { <li>{words(remark.detail.clone())}</li> })
        .collect_view();
    let view = view! {
        <div class="note" role="status">
            <h2>{lang.say("Nên xem lại (vẫn lưu được)", "Worth a look (you can still save)")}</h2>
            <ul>{lines}</ul>
        </div>
    };
    Some(view.into_any())
}

/// The kind decides which fields there are; changing it opens the page anew.
fn kind_form(lang: Lang, here: &str, view: &EditView) -> AnyView {
    let options = kinds(lang)
        .map(|(name, word)| SelectOption::new(name, word))
        .collect();
    let label = lang.say("Loại câu hỏi", "Kind");
    let kind = choice_of(
        "kind".to_owned(),
        label,
        "",
        options,
        &view.form.kind,
        &view.problems,
    );
    view! {
        <form class="filter row" method="get" action=here.to_owned()>
            {kind} {button::submit(lang.say("Đổi loại", "Change the kind"))}
        </form>
    }
    .into_any()
}

fn item_form(lang: Lang, here: String, view: &EditView) -> AnyView {
    let form = &view.form;
    let code = view.code.is_none().then(|| {
        Field::new("code", lang.say("Mã câu hỏi", "Code"), Input::Code)
            .value(&form.code)
            .required()
            .problems(&view.problems)
            .view()
    });
    view! {
        <form class="sheet" method="post" action=here>
            {button::default_action("check")} {button::hidden("kind", form.kind.clone())}
            {button::hidden("from_revision", view.from_revision.to_string())} {code}
            {Field::new("topic", lang.say("Chủ đề", "Topic"), Input::Text)
                .value(&form.topic)
                .required()
                .problems(&view.problems)
                .view()}
            {choice_of(
                "difficulty".to_owned(),
                lang.say("Độ khó (1 dễ, 5 khó)", "Difficulty (1 easy, 5 hard)"),
                "",
                difficulties(),
                &form.difficulty,
                &view.problems,
            )}
            {text_area("stem", lang.say("Nội dung", "Question"), "", &form.stem, &view.problems)}
            {key_fields(lang, form, &view.problems)} {about(lang, form, &view.problems)}
            <div class="row">
                {button::quiet_action("check", lang.say("Kiểm tra", "Check"))}
                {button::action("save", lang.say("Lưu", "Save"))}
            </div>
        </form>
    }
    .into_any()
}

fn key_fields(lang: Lang, form: &ItemForm, problems: &[Problem]) -> AnyView {
    let field = |label| {
        Field::new("key", label, Input::Number)
            .value(&form.key)
            .required()
            .problems(problems)
            .view()
    };
    match form.kind.as_str() {
        "single_choice" | "multiple_choice" => options(lang, form, problems),
        "true_false" => {
            let group = Choices {
                name: "key",
                legend: lang.say("Đáp án", "Key"),
                hint: "",
                pick: Pick::One,
                options: vec![
                    Choice::text("true", lang.say("Đúng", "True"), form.key == "true"),
                    Choice::text("false", lang.say("Sai", "False"), form.key == "false"),
                ],
            };
            short_choices(group, problems)
        }
        "number" => view! {
            {field(lang.say("Đáp án (số)", "Key (a number)"))}
            {Field::new("tolerance", lang.say("Sai số", "Tolerance"), Input::Number)
                .value(&form.tolerance)
                .problems(problems)
                .view()}
        }
        .into_any(),
        "text" => text_area(
            "key",
            lang.say("Câu trả lời được chấp nhận", "Accepted answers"),
            lang.say("Mỗi cách viết một dòng.", "One a line."),
            &form.key,
            problems,
        ),
        _ => ().into_any(),
    }
}

fn options(lang: Lang, form: &ItemForm, problems: &[Problem]) -> AnyView {
    let rows = OPTION_NAMES
        .iter()
        .zip('a'..)
        .enumerate()
        .map(|(place, (name, letter))| {
            let option = form.options.get(place).cloned().unwrap_or_default();
            let label = format!(
                "{} {}",
                lang.say("Phương án", "Option"),
                letter.to_ascii_uppercase()
            );
            view! {
                <div class="option-row">
                    {Field::new(*name, label, Input::Text)
                        .value(option.text)
                        .required_sometimes()
                        .problems(problems)
                        .view()} {tick("correct", letter, lang.say("đúng", "right"), option.correct)}
                    {tick("pinned", letter, lang.say("cố định", "keeps its place"), option.pinned)}
                </div>
            }
        })
        .collect_view();
    let wrong = ["correct", "pinned"]
        .into_iter()
        .filter_map(|name| told(name, error_of(name, problems)))
        .collect_view();
    let partial = (form.kind == "multiple_choice").then(|| {
        tick(
            "partial",
            'x',
            lang.say("Chấm từng phần", "Part marks"),
            form.partial,
        )
    });
    view! {
        <fieldset id=id_of("correct") tabindex="-1">
            <legend>{lang.say("Các phương án", "Options")}</legend>
            {wrong} {rows} {tick("keep_order", 'x', lang.say("Không xáo phương án", "Keep their order"), form.keep_order)}
            {partial}
        </fieldset>
    }
    .into_any()
}

fn tick(name: &'static str, value: char, label: &'static str, checked: bool) -> AnyView {
    view! {
        <label class="tick">
            <input type="checkbox" name=name value=value.to_string() checked=checked />
            {label}
        </label>
    }
    .into_any()
}

fn about(lang: Lang, form: &ItemForm, problems: &[Problem]) -> AnyView {
    let is_scored = !matches!(form.kind.as_str(), "participants" | "all_correct");
    let field = |name: &'static str, label: &'static str, value: &str, input: Input| {
        Field::new(name, label, input)
            .value(value)
            .problems(problems)
            .view()
    };
    let points = is_scored.then(|| {
        field(
            "points",
            lang.say("Điểm (mặc định 1)", "Points (1 by default)"),
            &form.points,
            Input::Number,
        )
    });
    view! {
        {points}
        {text_area(
            "explanation",
            lang.say("Giải thích (không bắt buộc)", "Explanation (optional)"),
            "",
            &form.explanation,
            problems,
        )}
        {field("source", lang.say("Nguồn", "Source"), &form.source, Input::Text)}
        {field("valid_from", lang.say("Hiệu lực từ", "Valid from"), &form.valid_from, Input::Date)}
        {field("valid_until", lang.say("Hiệu lực đến", "Valid until"), &form.valid_until, Input::Date)}
        {field("language", lang.say("Ngôn ngữ", "Language"), &form.language, Input::Code)}
    }
    .into_any()
}
