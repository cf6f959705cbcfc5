//! `/first-run`: the first administrator, by the one-time code the server has printed.

use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};

#[derive(Debug, Clone)]
pub struct FirstRunView {
    pub code: String,
    pub username: String,
    pub problems: Vec<Problem>,
}

pub fn page(view: FirstRunView) -> AnyView {
    view! {
        <div class="slim">
            <h1>"Tạo tài khoản quản trị đầu tiên"</h1>
            <p class="soft">
                "Mã dùng một lần được in ra khi máy chủ khởi động lần đầu."
            </p>
            {error_summary(&view.problems, &["code", "username", "password"])}
            <form class="sheet" method="post" action="/first-run">
                {Field::new("code", "Mã dùng một lần", Input::Code)
                    .value(view.code)
                    .autocomplete("one-time-code")
                    .required()
                    .problems(&view.problems)
                    .view()}
                {Field::new("username", "Tên đăng nhập", Input::Code)
                    .value(view.username)
                    .autocomplete("username")
                    .required()
                    .problems(&view.problems)
                    .view()}
                {Field::new("password", "Mật khẩu", Input::Password)
                    .hint("Từ 12 ký tự. Một câu dài, dễ nhớ là tốt nhất.")
                    .autocomplete("new-password")
                    .required()
                    .problems(&view.problems)
                    .view()}
                <div class="row">{button::submit("Tạo tài khoản")}</div>
            </form>
        </div>
    }
    .into_any()
}
