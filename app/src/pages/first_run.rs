//! `/first-run`: the first administrator, by the one-time code the server has printed.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};

#[derive(Debug, Clone)]
pub struct FirstRunView {
    pub code: String,
    pub username: String,
    pub full_name: String,
    pub problems: Vec<Problem>,
}

pub fn page(lang: Lang, view: FirstRunView) -> AnyView {
    view! {
        <div class="slim">
            <h1>{lang.say("Tạo tài khoản quản trị đầu tiên", "Create the first administrator")}</h1>
            <p class="soft">
                {lang.say("Mã dùng một lần được in ra khi máy chủ khởi động lần đầu.", "The one-time code is printed when the server starts for the first time.")}
            </p>
            {error_summary(&view.problems, &["code", "full_name", "username", "password", "password_again"])}
            <form class="sheet" method="post" action="/first-run">
                {Field::new("code", lang.say("Mã dùng một lần", "One-time code"), Input::Code)
                    .value(view.code)
                    .autocomplete("one-time-code")
                    .required()
                    .problems(&view.problems)
                    .view()}
                {Field::new("full_name", lang.say("Họ và tên", "Full name"), Input::Text)
                    .value(view.full_name)
                    .hint(lang.say("Hiện trong danh sách tài khoản và nhật ký.", "Shown in the list of accounts and in the audit."))
                    .autocomplete("name")
                    .problems(&view.problems)
                    .view()}
                {Field::new("username", lang.say("Tên đăng nhập", "Username"), Input::Code)
                    .value(view.username)
                    .autocomplete("username")
                    .required()
                    .problems(&view.problems)
                    .view()}
                {Field::new("password", lang.say("Mật khẩu", "Password"), Input::Password)
                    .hint(lang.say("Từ 12 ký tự. Một câu dài, dễ nhớ là tốt nhất.", "12 characters or more. A long sentence that is easy to remember is best."))
                    .autocomplete("new-password")
                    .required()
                    .problems(&view.problems)
                    .view()}
                {Field::new("password_again", lang.say("Nhập lại mật khẩu", "The password again"), Input::Password)
                    .autocomplete("new-password")
                    .required()
                    .problems(&view.problems)
                    .view()}
                <div class="row">{button::submit(lang.say("Tạo tài khoản", "Create the account"))}</div>
            </form>
        </div>
    }
    .into_any()
}
