//! `/console/accounts/new`: inviting somebody by a one-time link, or making an account with a password.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::accounts::explained_roles;
use crate::components::button;
use crate::components::console_nav::Section;
use crate::components::crumbs::crumbs;
use crate::components::error_summary::error_summary;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::select::{choice_of, with_none};

#[derive(Debug, Clone, Default)]
pub struct NewAccountView {
    pub full_name: String,
    /// As chosen; empty before.
    pub role: String,
    /// A unit's code.
    pub unit: String,
    pub username: String,
    /// Sent twice, the form makes one account.
    pub form_id: String,
    pub problems: Vec<Problem>,
}

/// A one-time link right after it was made.
#[derive(Debug, Clone)]
pub struct LinkView {
    /// The whole address, with the code behind its `#`.
    pub link: String,
    pub expires_at: Timestamp,
}

const FIELDS: [&str; 5] = ["full_name", "role", "unit", "username", "password"];

pub fn page(lang: Lang, view: NewAccountView) -> AnyView {
    let chosen = Some(view.role.as_str()).filter(|role| !role.is_empty());
    view! {
        {crumbs(vec![Section::Accounts.crumb(lang)])}
        <div class="narrow">
            {heading(lang.say("Thêm tài khoản", "Add an account"), lang.say("Mời một người làm việc trên bảng điều hành, với đúng vai trò và đơn vị của họ.", "Invite somebody to the console, with the role and the unit that are theirs."))}
            {error_summary(&view.problems, &FIELDS)}
            <form method="post" action="/console/accounts/new">
                {button::default_action("invite")} {button::hidden("form_id", view.form_id)}
                <fieldset class="sheet">
                    <legend>{lang.say("Người dùng", "Who it is for")}</legend>
                    {place_fields(lang, &view.full_name, chosen, &view.unit, &view.problems)}
                    <div class="row">{button::action("invite", lang.say("Tạo liên kết mời", "Make an invitation"))}</div>
                    <p class="soft">
                        {lang.say(
                            "Người được mời tự chọn tên đăng nhập và mật khẩu. Liên kết dùng một lần, trong 7 ngày.",
                            "The invited person chooses username and password. The link works once, within 7 days.",
                        )}
                    </p>
                </fieldset>
                <fieldset class="sheet">
                    <legend>{lang.say("Hoặc đặt sẵn mật khẩu", "Or with a password")}</legend>
                    {Field::new("username", lang.say("Tên đăng nhập", "Username"), Input::Code)
                        .value(view.username)
                        .required_sometimes()
                        .problems(&view.problems)
                        .view()}
                    {Field::new("password", lang.say("Mật khẩu", "Password"), Input::Password)
                        .hint(lang.say("Từ 12 ký tự.", "12 characters or more."))
                        .autocomplete("new-password")
                        .required_sometimes()
                        .problems(&view.problems)
                        .view()}
                    <div class="row">
                        {button::quiet_action("create", lang.say("Tạo tài khoản", "Create the account"))}
                    </div>
                </fieldset>
            </form>
        </div>
    }
    .into_any()
}

/// Name, role and unit: of somebody new, or of an account there is.
pub(super) fn place_fields(
    lang: Lang,
    full_name: &str,
    role: Option<&str>,
    unit: &str,
    problems: &[Problem],
) -> AnyView {
    view! {
        {Field::new("full_name", lang.say("Họ và tên", "Full name"), Input::Text)
            .value(full_name)
            .required_sometimes()
            .problems(problems)
            .view()}
        {choice_of(
            "role".to_owned(),
            lang.say("Vai trò", "Role"),
            "",
            with_none(lang.say("Chọn vai trò", "Choose a role"), explained_roles(lang)),
            role.unwrap_or_default(),
            problems,
        )}
        {Field::new("unit", lang.say("Đơn vị (mã hoặc một phần tên)", "Unit (its code, or a part of its name)"), Input::Text)
            .value(unit)
            .hint(lang.say(
                "Tài khoản chỉ thấy phần việc của đơn vị này và cấp dưới. Để trống: toàn cơ quan. Đầu mối đơn vị bắt buộc có; quản trị thì không.",
                "The account sees only what belongs to this unit and those below. Empty: the whole authority. Coordinators need one, administrators have none.",
            ))
            .required_sometimes()
            .problems(problems)
            .view()}
    }
    .into_any()
}

/// The link, shown this once.
pub fn link_page(lang: Lang, title: &'static str, back: String, view: LinkView) -> AnyView {
    view! {
        {crumbs(vec![Section::Accounts.crumb(lang)])}
        <div class="narrow">
            {heading(title, lang.say("Chép liên kết và gửi cho đúng người; ai có liên kết này là vào được.", "Copy the link and send it to the right person; whoever has it gets in."))}
            {link_note(lang, view)}
            <div class="row">{button::link(back, lang.say("Tôi đã chép liên kết", "I have copied the link"))}</div>
        </div>
    }
    .into_any()
}

fn link_note(lang: Lang, view: LinkView) -> AnyView {
    let until = view.expires_at.minute_in(lang);
    let until = match lang {
        Lang::Vi => {
            format!("Dùng một lần, đến {until}. Liên kết chỉ hiện lần này; xin gửi riêng cho người nhận.")
        }
        Lang::En => {
            format!("Works once, until {until}. The link is shown this once; send it to its reader alone.")
        }
    };
    view! {
        <section class="note calm" role="status">
            <p class="mono">{view.link}</p>
            <p>{until}</p>
        </section>
    }
    .into_any()
}
