//! `/console/surveys/{slug}/form/scales`: the scales that items are rated on, and the factors they belong to.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::form::Form;
use leptos::prelude::*;

use super::{Head, language_words};
use crate::components::button;
use crate::components::choices::removal;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::text_area::text_area;

#[derive(Debug, Clone)]
pub struct ScalesView {
    pub head: Head,
    /// For its languages.
    pub form: Form,
    pub revision: i64,
    pub scales: Vec<TypedScale>,
    pub factors: String,
    /// The form was sent and not taken.
    pub is_refused: bool,
    pub problems: Vec<Problem>,
}

/// The fields of a scale carry its number: `id.0`.
#[derive(Debug, Clone, Default)]
pub struct TypedScale {
    pub id: String,
    /// A step a line.
    pub steps: String,
    pub unknown: String,
    pub is_removed: bool,
}

pub fn page(lang: Lang, view: &ScalesView) -> AnyView {
    let here = format!("{}/scales", view.head.form_path());
    let of_scale = |nth: usize| ["id", "steps", "unknown"].map(|name| format!("{name}.{nth}"));
    let mut fields: Vec<String> = (0..view.scales.len()).flat_map(of_scale).collect();
    fields.push("factors".to_owned());
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let summary = view.is_refused.then(|| error_summary(&view.problems, &fields));
    let cards = view
        .scales
        .iter()
        .enumerate()
        .map(|(nth, scale)| card(lang, view, nth, scale))
        .collect_view();
    let languages: Vec<&str> = view
        .form
        .languages
        .iter()
        .map(|language| language_words(lang, language))
        .collect();
    let order = match lang {
        Lang::Vi => format!("Thứ tự các cột: {}.", languages.join(" | ")),
        Lang::En => format!("The columns are: {}.", languages.join(" | ")),
    };
    view! {
        {view.head.above_in_form(lang)}
        {heading(
            lang.say("Thang và nhân tố", "Scales and factors"),
            lang.say(
                "Các mức mà câu đánh giá dùng chung, và các nhân tố mà số liệu được gộp theo.",
                "The steps that ratings share, and the factors that figures are summed up to.",
            ),
        )}
        {summary}
        <p class="soft">{order}</p>
        <form method="post" action=here>
            {button::default_action("save")}
            {button::hidden("revision", view.revision.to_string())}
            {cards}
            <div class="sheet">
                {text_area(
                    "factors",
                    lang.say("Nhân tố", "Factors"),
                    lang.say(
                        "Mỗi dòng: mã | tên theo từng ngôn ngữ | tên phần lớn theo từng ngôn ngữ (nếu có).",
                        "A line each: id | title in each language | title of its part in each language, where there is one.",
                    ),
                    &view.factors,
                    &view.problems,
                )}
            </div>
            <div class="row">
                {button::action("save", lang.say("Lưu tất cả", "Save all"))}
                {button::quiet_action("add", lang.say("Lưu và thêm một thang", "Save and add a scale"))}
            </div>
        </form>
    }
    .into_any()
}

fn card(lang: Lang, view: &ScalesView, nth: usize, scale: &TypedScale) -> AnyView {
    let problems = &view.problems;
    let number = nth + 1;
    let id = Field::new(
        format!("id.{nth}"),
        format!("{} {number}", lang.say("Mã thang", "Id of scale")),
        Input::Code,
    )
    .value(&scale.id)
    .required()
    .problems(problems);
    let unknown = Field::new(
        format!("unknown.{nth}"),
        format!("{} {number}", lang.say("Không biết, thang", "Don't know, scale")),
        Input::Text,
    )
    .value(&scale.unknown)
    .hint(lang.say(
        "Giá trị | nhãn theo từng ngôn ngữ, ví dụ 9 | Không biết | Don't know; trả lời này không tính vào điểm.",
        "Value | label in each language, such as 9 | I do not know; it does not count.",
    ))
    .problems(problems);
    let steps = text_area(
        format!("steps.{nth}"),
        format!("{} {number}", lang.say("Các mức, thang", "Steps, scale")),
        lang.say(
            "Mỗi dòng: giá trị | nhãn theo từng ngôn ngữ; mức kém nhất trước.",
            "A line each: value | label in each language; the worst first.",
        ),
        &scale.steps,
        problems,
    );
    let remove = removal(
        &format!("remove.{nth}"),
        scale.is_removed,
        lang.say("Xóa thang này khi lưu", "Delete this scale when saving"),
    );
    view! { <div class="sheet">{id.view()} {steps} {unknown.view()} {remove}</div> }.into_any()
}
