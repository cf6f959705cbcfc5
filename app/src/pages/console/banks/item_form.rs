//! The form of an item of any kind: its kind decides which fields there are, and what the others hold is kept.

use khao_domain::bank::formats::csv::form::{ItemForm, OPTION_NAMES, kinds};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use super::bank::difficulties;
use super::edit::EditView;
use crate::components::button;
use crate::components::choices::{Choice, Choices, Pick, short_choices};
use crate::components::field::{Field, Input, error_of, id_of, told};
use crate::components::select::{SelectOption, choice_of};
use crate::components::text_area::text_area;

/// The fields, with what they are called.
const LABELS: [(&str, &str, &str); 22] = [
    ("code", "Mã câu hỏi", "Code"),
    ("kind", "Loại câu hỏi", "Kind"),
    ("topic", "Chủ đề", "Topic"),
    (
        "difficulty",
        "Độ khó (1 dễ, 5 khó)",
        "Difficulty (1 easy, 5 hard)",
    ),
    ("stem", "Nội dung", "Question"),
    ("option.a", "Phương án A", "Option A"),
    ("option.b", "Phương án B", "Option B"),
    ("option.c", "Phương án C", "Option C"),
    ("option.d", "Phương án D", "Option D"),
    ("option.e", "Phương án E", "Option E"),
    ("option.f", "Phương án F", "Option F"),
    ("option.g", "Phương án G", "Option G"),
    ("option.h", "Phương án H", "Option H"),
    ("correct", "Đáp án", "Key"),
    ("key", "Đáp án", "Key"),
    ("tolerance", "Sai số", "Tolerance"),
    ("points", "Điểm (mặc định 1)", "Points (1 by default)"),
    ("explanation", "Giải thích", "Explanation"),
    ("source", "Nguồn", "Source"),
    ("valid_from", "Hiệu lực từ", "Valid from"),
    ("valid_until", "Hiệu lực đến", "Valid until"),
    ("language", "Ngôn ngữ", "Language"),
];

/// For the summary of mistakes.
pub(super) fn labels(lang: Lang) -> Vec<(&'static str, &'static str)> {
    LABELS
        .iter()
        .map(|&(name, vietnamese, english)| (name, lang.say(vietnamese, english)))
        .collect()
}

fn label(lang: Lang, name: &str) -> &'static str {
    let found = LABELS.iter().find(|(known, ..)| *known == name);
    found.map_or("", |&(_, vietnamese, english)| lang.say(vietnamese, english))
}

/// What a tick that stands alone sends.
const TICKED: char = 'x';

fn has_options(kind: &str) -> bool {
    matches!(kind, "single_choice" | "multiple_choice")
}

fn is_scored(kind: &str) -> bool {
    !matches!(kind, "participants" | "all_correct")
}

/// The kind decides which fields there are; its button draws the form anew with what was typed.
fn kind_choice(lang: Lang, view: &EditView) -> AnyView {
    let options = kinds(lang)
        .map(|(name, word)| SelectOption::new(name, word))
        .collect();
    let kind = choice_of(
        "kind".to_owned(),
        label(lang, "kind"),
        lang.say(
            "Đổi loại giữ lại những gì đã gõ.",
            "What was typed is kept when the kind changes.",
        ),
        options,
        &view.form.kind,
        &view.problems,
    );
    view! {
        <div class="finder">
            {kind} {button::quiet_action("kind", lang.say("Đổi loại", "Change the kind"))}
        </div>
    }
    .into_any()
}

/// What fields of other kinds hold, for whoever comes back to them.
fn kept(form: &ItemForm) -> AnyView {
    let mut fields: Vec<(&'static str, String)> = Vec::new();
    let asks_for_a_key = matches!(form.kind.as_str(), "true_false" | "number" | "text");
    if !asks_for_a_key {
        fields.push(("key", form.key.clone()));
    }
    if !is_scored(&form.kind) {
        fields.push(("points", form.points.clone()));
    }
    if !has_options(&form.kind) {
        for ((name, letter), option) in OPTION_NAMES.iter().zip('a'..).zip(&form.options) {
            fields.push((*name, option.text.clone()));
            if option.correct {
                fields.push(("correct", letter.to_string()));
            }
            if option.pinned {
                fields.push(("pinned", letter.to_string()));
            }
        }
    }
    if form.kind != "number" {
        fields.push(("tolerance", form.tolerance.clone()));
    }
    if form.keep_order && !has_options(&form.kind) {
        fields.push(("keep_order", TICKED.to_string()));
    }
    if form.partial && form.kind != "multiple_choice" {
        fields.push(("partial", TICKED.to_string()));
    }
    fields
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| button::hidden(name, value))
        .collect_view()
        .into_any()
}

/// Shown by the script that listens to them.
fn keys(lang: Lang) -> AnyView {
    view! {
        <p class="hint" data-keys="" hidden>
            {lang.say("Phím tắt: ", "Keys: ")} <kbd>"Ctrl+S"</kbd> {lang.say(" lưu, ", " saves, ")} <kbd>"Ctrl+Enter"</kbd>
            {lang.say(" kiểm tra, ", " checks, ")} <kbd>"Alt+1"</kbd> " … " <kbd>"Alt+8"</kbd>
            {lang.say(" đánh dấu đáp án thứ nhất … thứ tám.", " marks the first … eighth answer as right.")}
        </p>
    }
    .into_any()
}

pub(super) fn item_form(lang: Lang, here: String, view: &EditView) -> AnyView {
    let form = &view.form;
    let code = view.code.is_none().then(|| {
        Field::new("code", label(lang, "code"), Input::Code)
            .value(&form.code)
            .required()
            .problems(&view.problems)
            .view()
    });
    view! {
        <form class="sheet" method="post" action=here data-writing="">
            {button::default_action("check")} {kept(form)}
            {button::hidden("from_revision", view.from_revision.to_string())} {kind_choice(lang, view)} {code}
            {Field::new("topic", label(lang, "topic"), Input::Text)
                .value(&form.topic)
                .suggestions(&view.topics)
                .required()
                .problems(&view.problems)
                .view()}
            {choice_of(
                "difficulty".to_owned(),
                label(lang, "difficulty"),
                "",
                difficulties(),
                &form.difficulty,
                &view.problems,
            )}
            {text_area("stem", label(lang, "stem"), "", &form.stem, &view.problems)}
            {key_fields(lang, form, &view.problems)} {about(lang, form, &view.problems)}
            <div class="row">
                {button::quiet_action("check", lang.say("Kiểm tra", "Check"))}
                {button::action("save", lang.say("Lưu", "Save"))}
            </div>
            {keys(lang)}
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
                legend: label(lang, "key"),
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
            {Field::new("tolerance", label(lang, "tolerance"), Input::Number)
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
    let pick = if form.kind == "single_choice" {
        "radio"
    } else {
        "checkbox"
    };
    let rows = OPTION_NAMES
        .iter()
        .zip('a'..)
        .enumerate()
        .map(|(place, (name, letter))| {
            let option = form.options.get(place).cloned().unwrap_or_default();
            view! {
                <div class="option-row">
                    {Field::new(*name, label(lang, name), Input::Text)
                        .value(option.text)
                        .required_sometimes()
                        .problems(problems)
                        .view()} {tick(pick, "correct", letter, lang.say("đúng", "right"), option.correct)}
                    {tick("checkbox", "pinned", letter, lang.say("cố định", "keeps its place"), option.pinned)}
                </div>
            }
        })
        .collect_view();
    let wrong = ["correct", "pinned"]
        .into_iter()
        .filter_map(|name| told(name, error_of(name, problems)))
        .collect_view();
    let partial = (form.kind == "multiple_choice").then(|| {
        let words = lang.say("Chấm từng phần", "Part marks");
        tick("checkbox", "partial", TICKED, words, form.partial)
    });
    let order = lang.say("Không xáo phương án", "Keep their order");
    view! {
        <fieldset id=id_of("correct") tabindex="-1">
            <legend>{lang.say("Các phương án", "Options")}</legend>
            <p class="hint">
                {lang.say(
                    "Phương án cố định đứng yên khi các phương án khác được xáo, ví dụ «Cả ba ý trên».",
                    "An option that keeps its place stays there when the others are shuffled, such as “All of the above”.",
                )}
            </p>
            {wrong} {rows} {tick("checkbox", "keep_order", TICKED, order, form.keep_order)} {partial}
        </fieldset>
    }
    .into_any()
}

fn tick(pick: &'static str, name: &'static str, value: char, label: &'static str, checked: bool) -> AnyView {
    view! {
        <label class="tick">
            <input type=pick name=name value=value.to_string() checked=checked />
            {label}
        </label>
    }
    .into_any()
}

fn about(lang: Lang, form: &ItemForm, problems: &[Problem]) -> AnyView {
    let field = |name: &'static str, value: &str, input: Input| {
        Field::new(name, label(lang, name), input)
            .value(value)
            .problems(problems)
            .view()
    };
    let points = is_scored(&form.kind).then(|| field("points", &form.points, Input::Number));
    view! {
        {points}
        {text_area(
            "explanation",
            lang.say("Giải thích (không bắt buộc)", "Explanation (optional)"),
            "",
            &form.explanation,
            problems,
        )}
        {field("source", &form.source, Input::Text)}
        {field("valid_from", &form.valid_from, Input::Date)}
        {field("valid_until", &form.valid_until, Input::Date)}
        {field("language", &form.language, Input::Code)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use khao_domain::bank::formats::csv::form::OptionForm;

    use super::*;

    #[test]
    fn changing_the_kind_loses_nothing() {
        let option = OptionForm {
            text: "Sở Nội vụ".to_owned(),
            correct: true,
            pinned: true,
        };
        for (kind, _) in kinds(Lang::Vi) {
            let form = ItemForm {
                kind: kind.to_owned(),
                options: vec![option.clone()],
                key: "7".to_owned(),
                keep_order: true,
                partial: true,
                tolerance: "1".to_owned(),
                points: "2".to_owned(),
                ..ItemForm::default()
            };
            let shown = key_fields(Lang::Vi, &form, &[]).to_html() + &about(Lang::Vi, &form, &[]).to_html();
            let html = shown + &kept(&form).to_html();
            for name in [
                "option.a",
                "correct",
                "pinned",
                "key",
                "keep_order",
                "partial",
                "tolerance",
                "points",
            ] {
                assert!(html.contains(&format!("name=\"{name}\"")), "{kind} loses {name}");
            }
        }
    }
}
