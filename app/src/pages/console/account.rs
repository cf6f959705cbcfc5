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
use crate::components::heading::heading;
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
            {heading(view.username, lang.say("Người này được làm gì, ở đơn vị nào, đang dùng máy nào; và giúp khi không vào được.", "What this person may do, for which unit and from which devices; and help when they cannot get in."))}
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

/// A button, and what becomes of it for the account's owner.
struct Way {
    action: &'static str,
    label: &'static str,
    effect: &'static str,
}

fn steps(lang: Lang, path: &str, view: &ConsoleAccountView) -> AnyView {
    let forms = ways(lang, view).into_iter().map(|way| {
        view! {
            <form class="step" method="post" action=path.to_owned()>
                <p class="soft small">{way.effect}</p>
                <div class="row">{button::quiet_action(way.action, way.label)}</div>
            </form>
        }
    });
    view! {
        <section class="sheet">
            <h2>{lang.say("Khi không vào được", "When its owner cannot get in")}</h2>
            <p class="soft">
                {match lang {
                    Lang::Vi => format!(
                        "Kiểm tra đúng người dùng tài khoản {} trước khi bấm; mỗi việc được ghi vào nhật ký.",
                        view.username,
                    ),
                    Lang::En => format!(
                        "Make sure who asks is the owner of {}; each of these is recorded in the audit.",
                        view.username,
                    ),
                }}
            </p>
            {forms.collect_view()}
        </section>
    }
    .into_any()
}

/// Those there are now.
fn ways(lang: Lang, view: &ConsoleAccountView) -> Vec<Way> {
    let mut ways = vec![Way {
        action: "reset",
        label: lang.say("Tạo liên kết đặt lại mật khẩu", "Make a password reset link"),
        effect: lang.say(
            "Ai mở liên kết thì đặt được mật khẩu mới; khi đặt xong, mật khẩu cũ hết dùng được và mọi phiên kết thúc.",
            "Whoever opens the link sets a new password; then the old one stops working and all sessions end.",
        ),
    }];
    ways.extend(view.has_second_factor.then(|| Way {
        action: "totp-off",
        label: lang.say("Gỡ xác thực hai bước", "Take two-step verification off"),
        effect: lang.say(
            "Khóa trên điện thoại và các mã khôi phục của người này mất hẳn ngay. Từ lần đăng nhập sau chỉ cần mật khẩu, \
             cho đến khi người này thiết lập lại ở trang Tài khoản của tôi.",
            "The key in their phone and the recovery codes are gone for good. From the next log-in on the password is \
             enough, until they set it up again on the page My account.",
        ),
    }));
    ways.extend((!view.sessions.is_empty()).then(|| Way {
        action: "end-all",
        label: lang.say("Kết thúc mọi phiên", "End all sessions"),
        effect: lang.say(
            "Người này bị đưa ra khỏi mọi máy ngay, việc đang gõ chưa lưu bị mất; vẫn đăng nhập lại được.",
            "They are logged out everywhere at once, and what is typed and not saved is lost; they can log in again.",
        ),
    }));
    ways.extend(locking(lang, view));
    ways
}

/// Nobody locks themselves out.
fn locking(lang: Lang, view: &ConsoleAccountView) -> Option<Way> {
    if view.disabled {
        return Some(Way {
            action: "unlock",
            label: lang.say("Mở khóa", "Unlock"),
            effect: lang.say(
                "Người này đăng nhập lại được bằng mật khẩu cũ.",
                "They can log in again, with the password they had.",
            ),
        });
    }
    (view.reader != Reader::Owner).then(|| Way {
        action: "lock",
        label: lang.say("Khóa tài khoản", "Lock the account"),
        effect: lang.say(
            "Người này ra khỏi mọi máy ngay và không đăng nhập được cho đến khi mở khóa; việc đã làm giữ nguyên.",
            "They are logged out everywhere and cannot log in until it is unlocked; what they did stays.",
        ),
    })
}
