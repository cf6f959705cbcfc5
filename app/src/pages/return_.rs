//! `/contests/{slug}/return`: back to one's entry by code and birth date.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::crumbs::{content_crumb, crumbs};
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};

#[derive(Debug, Clone)]
pub struct ReturnView {
    pub slug: String,
    pub contest_title: String,
    pub re_entry_code: String,
    pub birth_date: String,
    /// One neutral problem without a pointer where code and date do not fit together.
    pub problems: Vec<Problem>,
}

pub fn page(lang: Lang, view: ReturnView) -> AnyView {
    view! {
        <div class="slim">
            {crumbs(vec![content_crumb(format!("/contests/{}", view.slug), view.contest_title)])}
            <h1>{lang.say("Vào lại bằng mã dự thi", "Return with your code")}</h1>
            {error_summary(&view.problems, &["re_entry_code", "birth_date"])}
            <form class="sheet" method="post" action=format!("/contests/{}/return", view.slug)>
                {Field::new("re_entry_code", lang.say("Mã dự thi", "Code"), Input::Code)
                    .value(view.re_entry_code)
                    .hint(lang.say("Mười hai chữ và số; không phân biệt chữ hoa, chữ thường.", "Twelve letters and digits; capitals make no difference."))
                    .required()
                    .problems(&view.problems)
                    .view()}
                {Field::new("birth_date", lang.say("Ngày sinh", "Date of birth"), Input::Date)
                    .value(view.birth_date)
                    .hint(lang.say("Ngày/tháng/năm, ví dụ 05/01/1990.", "Day/month/year, such as 05/01/1990."))
                    .autocomplete("bday")
                    .required()
                    .problems(&view.problems)
                    .view()}
                <div class="row">{button::submit(lang.say("Vào thi", "Go in"))}</div>
            </form>
            <p class="soft small">
                {lang.say("Mất mã? Xin liên hệ đầu mối của đơn vị hoặc ban tổ chức để được cấp lại.", "Lost your code? The coordinator of your unit or the organisers can give you a new one.")}
            </p>
        </div>
    }
    .into_any()
}
