//! `/console/units/new`, and the fields of a unit wherever they are filled in.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::console_nav::Section;
use crate::components::crumbs::crumbs;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;

/// What is typed of a unit.
#[derive(Debug, Clone, Default)]
pub struct UnitFields {
    pub code: String,
    pub name: String,
    pub parent_code: String,
    pub valid_from: String,
    pub valid_until: String,
    pub predecessor_codes: String,
}

#[derive(Debug, Clone)]
pub struct NewUnitView {
    pub typed: UnitFields,
    pub problems: Vec<Problem>,
}

pub const FIELDS: [&str; 6] = [
    "code",
    "name",
    "parent_code",
    "valid_from",
    "valid_until",
    "predecessor_codes",
];

pub fn page(lang: Lang, view: NewUnitView) -> AnyView {
    let code = Field::new("code", lang.say("Mã đơn vị", "Code"), Input::Code)
        .value(view.typed.code.clone())
        .hint(lang.say(
            "Không đổi được về sau; tệp nhập nhận ra đơn vị theo mã này.",
            "Cannot be changed later: files know a unit by it.",
        ))
        .required()
        .problems(&view.problems)
        .view();
    view! {
        <div class="narrow">
            {crumbs(vec![Section::Units.crumb(lang)])}
            {heading(lang.say("Thêm đơn vị", "Add a unit"), lang.say("Thêm một cơ quan hay địa phương để người dự thi chọn được; nhiều đơn vị thì nhập từ tệp.", "Add an authority or a place that people can choose; import a file where there are many."))}
            {error_summary(&view.problems, &FIELDS)}
            <form class="sheet" method="post" action="/console/units/new">
                {code} {fields(lang, view.typed, &view.problems)}
                {button::submit(lang.say("Thêm đơn vị", "Add the unit"))}
            </form>
        </div>
    }
    .into_any()
}

/// All fields but the code.
pub(super) fn fields(lang: Lang, typed: UnitFields, problems: &[Problem]) -> AnyView {
    let field = |name: &'static str, label: &'static str, value: String, input| {
        Field::new(name, label, input).value(value).problems(problems)
    };
    view! {
        {field("name", lang.say("Tên đơn vị", "Name"), typed.name, Input::Text).required().view()}
        {field("parent_code", lang.say("Đơn vị cấp trên", "The unit above it"), typed.parent_code, Input::Text)
            .hint(lang.say("Mã, hoặc một phần tên. Để trống nếu là cấp cao nhất.", "Its code, or a part of its name; empty at the top."))
            .view()}
        {field("valid_from", lang.say("Có hiệu lực từ ngày", "Valid from"), typed.valid_from, Input::Date)
            .hint(lang.say("Ví dụ: 01/07/2025.", "For example 01/07/2025."))
            .view()}
        {field("valid_until", lang.say("Hết hiệu lực từ ngày", "No longer valid from"), typed.valid_until, Input::Date)
            .hint(lang.say("Từ ngày này không ai chọn được đơn vị nữa; dữ liệu cũ vẫn giữ.", "From this day on nobody can choose it; old data stays."))
            .view()}
        {field("predecessor_codes", lang.say("Hình thành từ các đơn vị", "Made from the units"), typed.predecessor_codes, Input::Text)
            .hint(lang.say("Mã của các đơn vị trước đó, cách nhau bằng dấu chấm phẩy.", "Codes of the units before it, separated by semicolons."))
            .view()}
    }
    .into_any()
}
