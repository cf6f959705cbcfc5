//! `/console/surveys/{slug}/form/items/{item}`: one item with all its texts.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::form::Form;
use khao_domain::survey::typed::{KINDS, TypedItem};
use leptos::prelude::*;

use super::preview::previewed;
use super::{Head, in_each_language, language_fields, language_words};
use crate::components::button;
use crate::components::choices::{Choice, Pick, card};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::select::{SelectOption, choice_of, with_none};
use crate::components::text_area::text_area;

#[derive(Debug, Clone)]
pub struct ItemView {
    pub head: Head,
    /// Its languages, scales and factors.
    pub form: Form,
    pub revision: i64,
    /// The section that it stands in.
    pub section: Option<String>,
    /// The id it is found by.
    pub stored_id: String,
    pub typed: TypedItem,
    /// The form was sent and not taken.
    pub is_refused: bool,
    /// What was refused, or what keeps it from being fielded.
    pub problems: Vec<Problem>,
}

const FIELDS: [&str; 10] = [
    "id", "kind", "factor", "show_if", "skips", "scale", "rows", "options", "least", "most",
];

pub fn page(lang: Lang, view: &ItemView) -> AnyView {
    let mut fields = language_fields(&view.form, "text");
    fields.extend(language_fields(&view.form, "hint"));
    fields.extend(FIELDS.map(str::to_owned));
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let summary = view.is_refused.then(|| error_summary(&view.problems, &fields));
    let title = format!("{} {}", lang.say("Câu", "Item"), view.stored_id);
    let purpose = lang.say(
        "Nội dung, cách trả lời và khi nào câu này hiện. Câu chưa xong vẫn lưu được; chỗ còn thiếu được nêu ở đây.",
        "What it says, how it is answered, and when it is met. Half-done items are kept too; what is missing is told here.",
    );
    let here = format!("{}/items/{}", view.head.form_path(), view.stored_id);
    let content = view! {
        {view.head.above_in_form(lang)}
        {heading(title, purpose)}
        {summary}
        <form class="sheet" method="post" action=here>
            {button::default_action("save")}
            {button::hidden("revision", view.revision.to_string())}
            {kept(&view.typed)}
            {texts(lang, view)}
            {kind(lang, view)}
            {answers(lang, view)}
            {logic(lang, view)}
            <div class="row">
                {button::action("save", lang.say("Lưu câu", "Save the item"))}
                {button::quiet_action("next", lang.say("Lưu và sang câu sau", "Save, and on to the next"))}
            </div>
        </form>
    };
    previewed(lang, &view.head, view.section.as_deref(), content.into_any())
}

fn texts(lang: Lang, view: &ItemView) -> AnyView {
    let (typed, problems) = (&view.typed, &view.problems);
    view! {
        {in_each_language(lang, &view.form, "text", lang.say("Nội dung câu", "Text"), &typed.texts, problems)}
        {in_each_language(lang, &view.form, "hint", lang.say("Gợi ý dưới câu", "Hint"), &typed.hints, problems)}
    }
    .into_any()
}

/// The kind decides which fields there are; its button draws the form anew with what was typed.
fn kind(lang: Lang, view: &ItemView) -> AnyView {
    let kinds = KINDS.map(|(kind, title)| SelectOption::new(kind, title.in_lang(lang)));
    let chosen = choice_of(
        "kind".to_owned(),
        lang.say("Kiểu trả lời", "Kind"),
        lang.say(
            "Đổi kiểu giữ lại những gì đã gõ.",
            "What was typed is kept when the kind changes.",
        ),
        kinds.to_vec(),
        &view.typed.kind,
        &view.problems,
    );
    let required = Choice::text(
        "yes",
        lang.say("Bắt buộc trả lời", "It must be answered"),
        view.typed.required,
    );
    view! {
        <div class="finder">{chosen} {button::quiet_action("kind", lang.say("Đổi kiểu", "Change the kind"))}</div>
        {card("required", Pick::Any, required)}
    }
    .into_any()
}

fn has_scale(kind: &str) -> bool {
    matches!(kind, "rating" | "matrix")
}

fn has_options(kind: &str) -> bool {
    matches!(kind, "single_choice" | "multiple_choice" | "ranking")
}

fn has_bounds(kind: &str) -> bool {
    matches!(kind, "multiple_choice" | "number" | "date")
}

/// What fields of other kinds hold, for whoever comes back to them.
fn kept(typed: &TypedItem) -> AnyView {
    let kind = typed.kind.as_str();
    let fields = [
        ("scale", has_scale(kind), typed.scale.clone()),
        ("rows", kind == "matrix", typed.rows.clone()),
        ("options", has_options(kind), typed.options.clone()),
        ("least", has_bounds(kind), typed.least.clone()),
        ("most", has_bounds(kind), typed.most.clone()),
    ];
    fields
        .into_iter()
        .filter(|(_, is_shown, value)| !is_shown && !value.is_empty())
        .map(|(name, _, value)| button::hidden(name, value))
        .collect_view()
        .into_any()
}

/// The columns of a list, in words.
fn columns(lang: Lang, form: &Form) -> String {
    let languages: Vec<&str> = form
        .languages
        .iter()
        .map(|language| language_words(lang, language))
        .collect();
    languages.join(" | ")
}

/// What a kind can be besides.
fn variant_words(lang: Lang, kind: &str) -> Option<&'static str> {
    Some(match kind {
        "rating" => lang.say("Vẽ các mức bằng gương mặt", "Draw the steps as faces"),
        "number" => lang.say("Chỉ nhận số nguyên", "Whole numbers only"),
        "text" => lang.say("Trả lời dài, nhiều dòng", "A long answer of several lines"),
        _ => return None,
    })
}

fn answers(lang: Lang, view: &ItemView) -> AnyView {
    let typed = &view.typed;
    let kind = typed.kind.as_str();
    let variant = variant_words(lang, kind)
        .map(|words| card("variant", Pick::Any, Choice::text("yes", words, typed.variant)));
    view! {
        {has_scale(kind).then(|| scale(lang, view))}
        {(kind == "matrix").then(|| rows(lang, view))}
        {has_options(kind).then(|| options(lang, view))}
        {has_bounds(kind).then(|| bounds(lang, view))}
        {variant}
    }
    .into_any()
}

fn scale(lang: Lang, view: &ItemView) -> AnyView {
    let scales = view.form.scales.iter();
    let options = scales.map(|scale| {
        let steps: Vec<&str> = scale
            .steps
            .iter()
            .map(|step| view.form.read(&step.label, lang.tag()))
            .collect();
        SelectOption::new(scale.id.clone(), format!("{} ({})", scale.id, steps.join(", ")))
    });
    choice_of(
        "scale".to_owned(),
        lang.say("Thang", "Scale"),
        "",
        with_none(lang.say("Chưa chọn", "None yet"), options.collect()),
        &view.typed.scale,
        &view.problems,
    )
}

fn rows(lang: Lang, view: &ItemView) -> AnyView {
    let label = match lang {
        Lang::Vi => format!("Các dòng, mỗi dòng: mã | {}", columns(lang, &view.form)),
        Lang::En => format!("Rows, a line each: id | {}", columns(lang, &view.form)),
    };
    let hint = lang.say(
        "Nhân tố của riêng một dòng đứng trong ngoặc sau mã, ví dụ a1 (access) | Nơi ngồi chờ | Waiting area.",
        "A row's own factor stands in brackets behind its id, such as a1 (access) | Waiting area.",
    );
    text_area("rows", label, hint, &view.typed.rows, &view.problems)
}

fn options(lang: Lang, view: &ItemView) -> AnyView {
    let label = match lang {
        Lang::Vi => format!("Các phương án, mỗi dòng: mã | {}", columns(lang, &view.form)),
        Lang::En => format!("Options, a line each: id | {}", columns(lang, &view.form)),
    };
    let hint = lang.say(
        "Ví dụ: nu | Nữ | Female. Dấu * sau mã là phương án “khác”, có ô ghi rõ.",
        "Such as: f | Female. An asterisk behind the id marks “other”, with a field to say what.",
    );
    text_area("options", label, hint, &view.typed.options, &view.problems)
}

fn bounds(lang: Lang, view: &ItemView) -> AnyView {
    let typed = &view.typed;
    let (least, most, input) = match typed.kind.as_str() {
        "multiple_choice" => (
            lang.say("Chọn ít nhất", "Choose at least"),
            lang.say("Chọn nhiều nhất", "Choose at most"),
            Input::Number,
        ),
        "date" => (
            lang.say("Sớm nhất", "The first day"),
            lang.say("Muộn nhất", "The last day"),
            Input::Date,
        ),
        _ => (
            lang.say("Nhỏ nhất", "At least"),
            lang.say("Lớn nhất", "At most"),
            Input::Number,
        ),
    };
    let field = |name: &'static str, label, value: &str| {
        Field::new(name, label, input)
            .value(value)
            .problems(&view.problems)
            .view()
    };
    view! {
        <div class="languages">
            {field("least", least, &typed.least)} {field("most", most, &typed.most)}
        </div>
    }
    .into_any()
}

fn logic(lang: Lang, view: &ItemView) -> AnyView {
    let (typed, problems) = (&view.typed, &view.problems);
    let factors = view.form.factors.iter();
    let factors = factors.map(|factor| {
        let title = view.form.read(&factor.title, lang.tag()).to_owned();
        SelectOption::content(factor.id.clone(), title)
    });
    let factor = (!view.form.factors.is_empty()).then(|| {
        choice_of(
            "factor".to_owned(),
            lang.say("Nhân tố", "Factor"),
            "",
            with_none(lang.say("Không thuộc nhân tố nào", "None"), factors.collect()),
            &typed.factor,
            problems,
        )
    });
    let show_if = Field::new("show_if", lang.say("Chỉ hiện khi", "Shown if"), Input::Code)
        .value(&typed.show_if)
        .hint(lang.say(
            "Điều kiện trên các câu đứng trước, ví dụ used_service = yes and age >= 18. Để trống thì luôn hiện.",
            "A condition on earlier items, such as used_service = yes and age >= 18. Empty: always.",
        ))
        .problems(problems);
    let skips = text_area(
        "skips",
        lang.say("Nhảy tới", "Skips"),
        lang.say(
            "Mỗi dòng: điều kiện -> mã phần hoặc câu sau, hoặc end để kết thúc; ví dụ used_service = no -> end.",
            "A line each: condition -> a later section or item, or end; such as used_service = no -> end.",
        ),
        &typed.skips,
        problems,
    );
    let id = Field::new("id", lang.say("Mã câu", "Id"), Input::Code)
        .value(&typed.id)
        .required()
        .hint(lang.say(
            "Giữ nguyên mã qua các đợt để so sánh được số liệu.",
            "Keep it from wave to wave, so that figures can be compared.",
        ))
        .problems(problems);
    view! {
        {factor}
        {show_if.view()}
        {skips}
        {id.view()}
    }
    .into_any()
}
