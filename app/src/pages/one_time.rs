//! `/invitation` and `/reset`: what the holder of a one-time link does with its code.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::notice;
use crate::islands::one_time_code::OneTimeCode;

#[derive(Debug, Clone, Default)]
pub struct OneTimeView {
    /// As it was typed; the link brings it behind a `#`, which the server never sees.
    pub code: String,
    pub username: String,
    pub problems: Vec<Problem>,
}

/// `/invitation`: a new account.
pub fn invitation(lang: Lang, view: OneTimeView) -> AnyView {
    let username = Field::new("username", lang.say("Tên đăng nhập", "Username"), Input::Code)
        .value(view.username)
        .hint(lang.say(
            "Từ 3 đến 64 ký tự: chữ thường không dấu, chữ số, dấu chấm, gạch nối, gạch dưới hoặc @.",
            "3 to 64 characters: small letters, digits, full stop, hyphen, underscore or @.",
        ))
        .autocomplete("username")
        .required()
        .problems(&view.problems)
        .view();
    view! {
        <div class="slim">
            <h1>{lang.say("Nhận lời mời", "Accept an invitation")}</h1>
            <p class="soft">
                {lang.say(
                    "Ông/bà được mời dùng bảng điều hành. Hãy chọn tên đăng nhập và mật khẩu của mình.",
                    "You have been invited to the console. Choose your username and password.",
                )}
            </p>
            {error_summary(&view.problems, &["code", "username", "password"])}
            <form class="sheet" method="post" action="/invitation">
                {code_field(lang, view.code, &view.problems)} {username} {password_field(lang, &view.problems)}
                <div class="row">{button::submit(lang.say("Tạo tài khoản", "Create the account"))}</div>
            </form>
            <OneTimeCode />
        </div>
    }
    .into_any()
}

/// `/reset`: a new password.
pub fn reset(lang: Lang, view: OneTimeView) -> AnyView {
    view! {
        <div class="slim">
            <h1>{lang.say("Đặt mật khẩu mới", "Choose a new password")}</h1>
            {notice::careful(lang.say(
                "Khi đặt xong, mọi phiên đang mở của tài khoản kết thúc.",
                "Once it is set, every open session of the account ends.",
            ))}
            {error_summary(&view.problems, &["code", "password"])}
            <form class="sheet" method="post" action="/reset">
                {code_field(lang, view.code, &view.problems)} {password_field(lang, &view.problems)}
                <div class="row">{button::submit(lang.say("Đặt mật khẩu", "Set the password"))}</div>
            </form>
            <OneTimeCode />
        </div>
    }
    .into_any()
}

fn code_field(lang: Lang, typed: String, problems: &[Problem]) -> AnyView {
    Field::new(
        "code",
        lang.say("Mã trong liên kết", "Code of the link"),
        Input::Code,
    )
    .value(typed)
    .hint(lang.say(
        "Phần đứng sau dấu # của liên kết; nếu ô này còn trống, xin dán cả liên kết vào.",
        "What stands behind the # of the link; if this is empty, paste the whole link.",
    ))
    .required()
    .problems(problems)
    .view()
}

fn password_field(lang: Lang, problems: &[Problem]) -> AnyView {
    Field::new("password", lang.say("Mật khẩu", "Password"), Input::Password)
        .hint(lang.say(
            "Từ 12 ký tự. Một câu dài, dễ nhớ là tốt nhất.",
            "12 characters or more. A long sentence that is easy to remember is best.",
        ))
        .autocomplete("new-password")
        .required()
        .problems(problems)
        .view()
}
