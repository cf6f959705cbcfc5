//! `/contests/{slug}/return`: back to one's entry by code and birth date.

use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::crumbs::crumbs;
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

pub fn page(view: ReturnView) -> AnyView {
    view! {
        <div class="slim">
            {crumbs(vec![(format!("/contests/{}", view.slug), view.contest_title)])}
            <h1>"Vào lại bằng mã dự thi"</h1>
            {error_summary(&view.problems, &["re_entry_code", "birth_date"])}
            <form class="sheet" method="post" action=format!("/contests/{}/return", view.slug)>
                {Field::new("re_entry_code", "Mã dự thi", Input::Code)
                    .value(view.re_entry_code)
                    .hint("Mười hai chữ và số; không phân biệt chữ hoa, chữ thường.")
                    .required()
                    .problems(&view.problems)
                    .view()}
                {Field::new("birth_date", "Ngày sinh", Input::Date)
                    .value(view.birth_date)
                    .hint("Ngày/tháng/năm, ví dụ 05/01/1990.")
                    .autocomplete("bday")
                    .required()
                    .problems(&view.problems)
                    .view()}
                <div class="row">{button::submit("Vào thi")}</div>
            </form>
            <p class="soft small">
                "Mất mã? Xin liên hệ đầu mối của đơn vị hoặc ban tổ chức để được cấp lại."
            </p>
        </div>
    }
    .into_any()
}
