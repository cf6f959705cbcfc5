//! `/login`: for staff.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};

#[derive(Debug, Clone)]
pub struct LoginView {
    pub username: String,
    /// One neutral problem without a pointer where name and password do not fit together.
    pub problems: Vec<Problem>,
}

pub fn page(lang: Lang, view: LoginView) -> AnyView {
    view! {
        <div class="slim">
            <h1>{lang.say("Đăng nhập", "Log in")}</h1>
            <p class="soft">
                {lang.say("Dành cho ban tổ chức và đầu mối đơn vị. Thí sinh vào thi từ trang của cuộc thi.", "For organisers and coordinators of units. Participants go in from the contest's page.")}
            </p>
            {error_summary(&view.problems, &["username", "password"])}
            <form class="sheet" method="post" action="/login">
                {Field::new("username", lang.say("Tên đăng nhập", "Username"), Input::Code)
                    .value(view.username)
                    .autocomplete("username")
                    .required()
                    .problems(&view.problems)
                    .view()}
                {Field::new("password", lang.say("Mật khẩu", "Password"), Input::Password)
                    .autocomplete("current-password")
                    .required()
                    .problems(&view.problems)
                    .view()}
                <div class="row">{button::submit(lang.say("Đăng nhập", "Log in"))}</div>
            </form>
        </div>
    }
    .into_any()
}
