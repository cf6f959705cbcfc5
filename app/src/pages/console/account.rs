//! `/console/accounts/{id}`: one account: its role and unit, its sessions, and what to do when its owner cannot get in.

use khao_domain::ids::AccountId;
use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::accounts::{PATH, state};
use super::new_account::place_fields;
use crate::components::button;
use crate::components::console_nav::Section;
use crate::components::crumbs::crumbs;
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::pages::account::sessions::{self, SessionLine};

#[derive(Debug, Clone)]
pub struct ConsoleAccountView {
    pub id: AccountId,
    pub username: String,
    pub role: Role,
    /// The unit's name; empty where the account is bound to none.
    pub unit_name: String,
    pub created_at: Timestamp,
    pub disabled: bool,
    pub has_second_factor: bool,
    pub typed: Typed,
    pub sessions: Vec<SessionLine>,
    pub reader: Reader,
    pub problems: Vec<Problem>,
}

/// Who looks at the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Changes nothing.
    Auditor,
    Administrator,
    /// An administrator whose own account it is: nobody locks themselves out.
    Owner,
}

/// What stands in the form: as stored, or as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub full_name: String,
    pub role: String,
    /// A unit's code.
    pub unit: String,
}

pub fn page(lang: Lang, view: ConsoleAccountView) -> AnyView {
    let path = format!("{PATH}/{}", view.id);
    let may_change = view.reader != Reader::Auditor;
    let steps = may_change.then(|| steps(lang, &path, &view));
    let form = may_change.then(|| change_form(lang, &path, &view));
    let about = about(lang, &view);
    let sessions = sessions::table(lang, view.sessions, may_change.then_some(path.as_str()));
    view! {
        {crumbs(vec![Section::Accounts.crumb(lang)])}
        <div class="narrow">
            <h1>{view.username}</h1>
            {error_summary(&view.problems, &["full_name", "role", "unit"])}
            <section class="sheet">{facts(about)}</section>
            {form} {steps}
            <section class="sheet">
                <h2>{lang.say("Các phiên đang mở", "Open sessions")}</h2>
                {sessions}
            </section>
        </div>
    }
    .into_any()
}

fn about(lang: Lang, view: &ConsoleAccountView) -> Vec<(&'static str, String)> {
    let or_none = |text: &str| {
        if text.is_empty() {
            lang.say("Toàn cơ quan", "The whole authority").to_owned()
        } else {
            text.to_owned()
        }
    };
    vec![
        (lang.say("Vai trò", "Role"), view.role.name(lang).to_owned()),
        (lang.say("Đơn vị", "Unit"), or_none(&view.unit_name)),
        (
            lang.say("Trạng thái", "State"),
            state(lang, view.disabled).to_owned(),
        ),
        (
            lang.say("Xác thực hai bước", "Two-step verification"),
            if view.has_second_factor {
                lang.say("Có", "Yes").to_owned()
            } else {
                lang.say("Không", "No").to_owned()
            },
        ),
        (lang.say("Tạo lúc", "Created"), view.created_at.minute_in(lang)),
    ]
}

fn change_form(lang: Lang, path: &str, view: &ConsoleAccountView) -> AnyView {
    let Typed {
        full_name,
        role,
        unit,
    } = &view.typed;
    view! {
        <section class="sheet">
            <h2>{lang.say("Vai trò và đơn vị", "Role and unit")}</h2>
            <form method="post" action=path.to_owned()>
                {place_fields(lang, full_name, Some(role.as_str()), unit, &view.problems)}
                <div class="row">{button::action("change", lang.say("Lưu", "Save"))}</div>
            </form>
        </section>
    }
    .into_any()
}

fn steps(lang: Lang, path: &str, view: &ConsoleAccountView) -> AnyView {
    let lock = match (view.disabled, view.reader) {
        (true, _) => Some(button::quiet_action("unlock", lang.say("Mở khóa", "Unlock"))),
        (false, Reader::Owner) => None,
        (false, _) => Some(button::quiet_action(
            "lock",
            lang.say("Khóa tài khoản", "Lock the account"),
        )),
    };
    let totp = view.has_second_factor.then(|| {
        button::quiet_action(
            "totp-off",
            lang.say("Gỡ xác thực hai bước", "Take two-step verification off"),
        )
    });
    let end = (!view.sessions.is_empty())
        .then(|| button::quiet_action("end-all", lang.say("Kết thúc mọi phiên", "End all sessions")));
    view! {
        <section class="sheet">
            <h2>{lang.say("Khi không vào được", "When its owner cannot get in")}</h2>
            <p class="soft">
                {lang.say(
                    "Kiểm tra đúng người trước khi cấp liên kết hoặc gỡ xác thực; việc này được ghi vào nhật ký.",
                    "Make sure who asks before you make a link or take verification off; it is recorded in the audit.",
                )}
            </p>
            <form method="post" action=path.to_owned()>
                <div class="row">
                    {button::quiet_action("reset", lang.say("Tạo liên kết đặt lại mật khẩu", "Make a password reset link"))}
                    {totp} {end} {lock}
                </div>
            </form>
        </section>
    }
    .into_any()
}
