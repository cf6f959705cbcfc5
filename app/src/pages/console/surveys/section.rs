//! `/console/surveys/{slug}/form/sections/{section}`: what a section is called and says.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::form::Form;
use leptos::prelude::*;

use super::preview::previewed;
use super::{Head, in_each_language, language_fields};
use crate::components::button;
use crate::components::choices::{Choice, Pick, card};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;

#[derive(Debug, Clone)]
pub struct SectionView {
    pub head: Head,
    /// For its languages.
    pub form: Form,
    pub revision: i64,
    /// The id it is found by.
    pub stored_id: String,
    pub typed: TypedSection,
    /// The form was sent and not taken.
    pub is_refused: bool,
    /// What was refused, or what keeps it from being fielded.
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone, Default)]
pub struct TypedSection {
    pub id: String,
    /// One for each language.
    pub titles: Vec<String>,
    pub texts: Vec<String>,
    pub shuffle: bool,
    pub show_if: String,
}

pub fn page(lang: Lang, view: &SectionView) -> AnyView {
    let here = format!("{}/sections/{}", view.head.form_path(), view.stored_id);
    let mut fields = language_fields(&view.form, "title");
    fields.extend(language_fields(&view.form, "text"));
    fields.extend(["id", "show_if"].map(str::to_owned));
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let summary = view.is_refused.then(|| error_summary(&view.problems, &fields));
    let (typed, problems) = (&view.typed, &view.problems);
    let show_if = Field::new("show_if", lang.say("Chỉ hiện khi", "Shown if"), Input::Code)
        .value(&typed.show_if)
        .hint(lang.say(
            "Điều kiện trên các câu đứng trước, ví dụ used_service = yes. Để trống thì luôn hiện.",
            "A condition on earlier items, such as used_service = yes. Empty: always.",
        ))
        .problems(problems);
    let id = Field::new("id", lang.say("Mã phần", "Id"), Input::Code)
        .value(&typed.id)
        .required()
        .problems(problems);
    let content = view! {
        {view.head.above_in_form(lang)}
        {heading(lang.say("Sửa phần", "Edit the section"), lang.say("Một phần là các câu hiện cùng nhau trên một trang của phiếu.", "A section is the items that are shown together on one page of the form."))}
        {summary}
        <form class="sheet" method="post" action=here>
            {button::default_action("save")}
            {button::hidden("revision", view.revision.to_string())}
            {in_each_language(lang, &view.form, "title", lang.say("Tên phần", "Title"), &typed.titles, problems)}
            {in_each_language(lang, &view.form, "text", lang.say("Lời dẫn", "Text"), &typed.texts, problems)}
            {card("shuffle", Pick::Any, Choice::text("yes", lang.say("Mỗi người gặp các câu theo thứ tự ngẫu nhiên riêng", "Each respondent meets the items in an order of their own"), typed.shuffle))}
            {show_if.view()}
            {id.view()}
            <div class="row">{button::action("save", lang.say("Lưu phần", "Save the section"))}</div>
        </form>
    };
    previewed(lang, &view.head, Some(&view.stored_id), content.into_any())
}
