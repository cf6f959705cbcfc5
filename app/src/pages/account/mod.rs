//! `/account`: staff and their own password, sessions and second factor.

mod second_factor;
pub mod sessions;

use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use khao_domain::problem::Problem;
use leptos::prelude::*;

use self::sessions::SessionLine;
use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::facts::facts;
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::notice;

#[derive(Debug, Clone)]
pub struct AccountView {
    pub username: String,
    pub full_name: String,
    pub role: Role,
    /// Empty where the account is bound to none.
    pub unit: String,
    pub second_factor: SecondFactor,
    /// The authority wants one of everybody, and this account has none.
    pub must_set_up: bool,
    pub sessions: Vec<SessionLine>,
    pub problems: Vec<Problem>,
}

/// How far the second factor is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondFactor {
    None,
    /// Waits for a first code.
    Drawn {
        secret: String,
        uri: String,
    },
    /// Has just been confirmed; the codes are shown this once.
    Confirmed {
        recovery_codes: Vec<String>,
    },
    /// Other codes have just been drawn; they are shown this once.
    Renewed {
        recovery_codes: Vec<String>,
    },
    On {
        recovery_codes_left: i64,
    },
}

/// The fields there are, for the summary of mistakes to lead to.
const fn fields(state: &SecondFactor) -> &'static [&'static str] {
    match state {
        SecondFactor::None | SecondFactor::On { .. } => &["old_password", "new_password", "totp_password"],
        SecondFactor::Drawn { .. } => &["old_password", "new_password", "code"],
        SecondFactor::Confirmed { .. } | SecondFactor::Renewed { .. } => &["old_password", "new_password"],
    }
}

pub fn page(lang: Lang, view: AccountView) -> AnyView {
    let mut pairs = vec![
        (lang.say("Tên đăng nhập", "Username"), view.username),
        (lang.say("Vai trò", "Role"), view.role.name(lang).to_owned()),
    ];
    if !view.full_name.is_empty() {
        pairs.push((lang.say("Họ và tên", "Full name"), view.full_name));
    }
    if !view.unit.is_empty() {
        pairs.push((lang.say("Đơn vị", "Unit"), view.unit));
    }
    let must = view.must_set_up.then(|| {
        notice::careful(lang.say(
            "Cơ quan yêu cầu xác thực hai bước. Xin thiết lập dưới đây; trước đó chưa mở được trang nào khác của bảng điều hành.",
            "The authority requires two-step verification. Set it up below; no other page of the console opens before.",
        ))
    });
    view! {
        <div class="narrow">
            {heading(lang.say("Tài khoản của tôi", "My account"), lang.say("Mật khẩu, xác thực hai bước và những máy đang dùng tài khoản của ông/bà.", "Your password, two-step verification, and the devices that use your account."))}
            {error_summary(&view.problems, fields(&view.second_factor))}
            {must}
            <section class="sheet">{facts(pairs)}</section>
            {second_factor::section(lang, view.second_factor, &view.problems)}
            {password(lang, &view.problems)}
            {own_sessions(lang, view.sessions)}
        </div>
    }
    .into_any()
}

fn password(lang: Lang, problems: &[Problem]) -> AnyView {
    view! {
        <section class="sheet">
            <h2>{lang.say("Đổi mật khẩu", "Change the password")}</h2>
            <form method="post" action="/account">
                {Field::new("old_password", lang.say("Mật khẩu hiện tại", "Present password"), Input::Password)
                    .autocomplete("current-password")
                    .required()
                    .problems(problems)
                    .view()}
                {Field::new("new_password", lang.say("Mật khẩu mới", "New password"), Input::Password)
                    .hint(lang.say(
                        "Từ 12 ký tự. Các phiên khác của tài khoản sẽ kết thúc.",
                        "12 characters or more. The account's other sessions will end.",
                    ))
                    .autocomplete("new-password")
                    .required()
                    .problems(problems)
                    .view()}
                <div class="row">{button::action("password", lang.say("Đổi mật khẩu", "Change the password"))}</div>
            </form>
        </section>
    }
    .into_any()
}

fn own_sessions(lang: Lang, lines: Vec<SessionLine>) -> AnyView {
    let others = lines.iter().any(|line| !line.is_current).then(|| {
        view! {
            <form method="post" action="/account">
                <p class="soft small">
                    {lang.say(
                        "Mọi máy khác ra khỏi tài khoản ngay, việc đang gõ ở đó chưa lưu bị mất; máy này vẫn dùng tiếp.",
                        "All other devices are logged out at once, and what is typed there and not saved is lost; this one stays.",
                    )}
                </p>
                <div class="row">
                    {button::quiet_action("end-others", lang.say("Kết thúc mọi phiên khác", "End all other sessions"))}
                </div>
            </form>
        }
    });
    view! {
        <section class="sheet">
            <h2>{lang.say("Các phiên đang mở", "Open sessions")}</h2>
            {sessions::table(lang, lines, Some("/account"))}
            {others}
        </section>
    }
    .into_any()
}
