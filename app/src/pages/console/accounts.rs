//! `/console/accounts`: staff accounts, searched and filtered, and the invitations that nobody has used yet.

use khao_domain::ids::{AccountId, InvitationId};
use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::content::content;
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::field::{Field, Input};
use crate::components::heading::heading;
use crate::components::next_page::next_page;
use crate::components::select::{SelectOption, select};

#[derive(Debug, Clone)]
pub struct AccountsView {
    pub query: String,
    pub role: Option<Role>,
    /// `active` or `locked`.
    pub state: String,
    pub accounts: Vec<AccountLine>,
    /// The address of the next page.
    pub next: Option<String>,
    pub invitations: Vec<InvitationLine>,
    /// Or only reads.
    pub may_change: bool,
}

#[derive(Debug, Clone)]
pub struct AccountLine {
    pub id: AccountId,
    pub username: String,
    pub full_name: String,
    pub role: Role,
    /// Empty where the account is bound to none.
    pub unit: String,
    pub disabled: bool,
    pub has_second_factor: bool,
}

#[derive(Debug, Clone)]
pub struct InvitationLine {
    pub id: InvitationId,
    pub full_name: String,
    pub role: Role,
    pub unit: String,
    pub expires_at: Timestamp,
}

pub const PATH: &str = "/console/accounts";

pub fn page(lang: Lang, view: AccountsView) -> AnyView {
    let new = view.may_change.then(|| {
        button::link(
            "/console/accounts/new".to_owned(),
            lang.say("Thêm tài khoản", "Add an account"),
        )
    });
    view! {
        {heading(lang.say("Tài khoản", "Accounts"), lang.say("Người làm việc trên bảng điều hành: mỗi người một tài khoản, vai trò quyết định họ làm được gì.", "Those who work on the console: an account each, and the role decides what it may do."))}
        <div class="row">{new}</div>
        {filters(lang, &view.query, view.role, &view.state)}
        <div class="sheet">{list(lang, view.accounts)} {next_page(lang, view.next)}</div>
        {invitations(lang, view.invitations, view.may_change)}
    }
    .into_any()
}

/// Roles as a list to choose from.
fn roles(lang: Lang) -> Vec<SelectOption> {
    let option = |role: Role| SelectOption::new(role.as_str(), role.name(lang));
    Role::ALL.map(option).into()
}

/// The same, each with what it may do.
pub(super) fn explained_roles(lang: Lang) -> Vec<SelectOption> {
    let option = |role: Role| {
        let label = format!("{}: {}", role.name(lang), may(lang, role));
        SelectOption::new(role.as_str(), label)
    };
    Role::ALL.map(option).into()
}

const fn may(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Administrator => lang.say(
            "mọi việc, cả tài khoản, đơn vị và thiết lập",
            "everything, accounts, units and settings too",
        ),
        Role::Organiser => lang.say(
            "lập, thông báo, điều hành và công bố cuộc thi; soạn câu hỏi",
            "sets up, announces, runs and publishes contests; writes items",
        ),
        Role::QuestionWriter => lang.say("soạn và nhập câu hỏi", "writes and imports items"),
        Role::Reviewer => lang.say("thẩm định và duyệt câu hỏi", "reviews and approves items"),
        Role::Coordinator => lang.say(
            "theo dõi đơn vị mình, cấp lại mã dự thi",
            "follows the own unit, issues codes anew",
        ),
        Role::Marker | Role::Interviewer => lang.say("chưa có việc nào", "has no work yet"),
        Role::Auditor => lang.say(
            "xem mọi thứ và nhật ký, không thay đổi gì",
            "sees everything and the audit, changes nothing",
        ),
    }
}

fn filters(lang: Lang, query: &str, role: Option<Role>, state: &str) -> AnyView {
    let states = [
        ("active", lang.say("Đang dùng", "In use")),
        ("locked", lang.say("Đã khóa", "Locked")),
    ]
    .map(|(value, label)| SelectOption::new(value, label));
    let state = Some(state).filter(|state| !state.is_empty());
    view! {
        <form class="sheet" method="get" action=PATH>
            {Field::new("query", lang.say("Tên đăng nhập hoặc họ tên", "Username or name"), Input::Text)
                .value(query)
                .hint(lang.say("Có dấu hay không dấu đều được.", "With or without diacritics."))
                .required_sometimes()
                .view()}
            {select("role", lang.say("Vai trò", "Role"), lang.say("Mọi vai trò", "Every role"), roles(lang), role.map(Role::as_str))}
            {select("state", lang.say("Trạng thái", "State"), lang.say("Mọi trạng thái", "Every state"), states.into(), state)}
            <div class="row">{button::submit(lang.say("Tìm", "Search"))}</div>
        </form>
    }
    .into_any()
}

fn list(lang: Lang, accounts: Vec<AccountLine>) -> AnyView {
    if accounts.is_empty() {
        let none = lang.say(
            "Không có tài khoản nào khớp. Gõ ít chữ hơn, hoặc chọn mọi vai trò và mọi trạng thái.",
            "No account fits. Type less, or choose every role and every state.",
        );
        return view! { <p class="soft">{none}</p> }.into_any();
    }
    let columns = [
        Column::heading(lang.say("Tên đăng nhập", "Username")),
        Column::text(lang.say("Họ và tên", "Full name")),
        Column::text(lang.say("Vai trò", "Role")),
        Column::text(lang.say("Đơn vị", "Unit")),
        Column::text(lang.say("Trạng thái", "State")),
        Column::text(lang.say("Hai bước", "Two-step")),
    ];
    let rows = accounts.into_iter().map(|account| cells(lang, account)).collect();
    data_table(lang.say("Các tài khoản", "Accounts"), &columns, rows)
}

fn cells(lang: Lang, account: AccountLine) -> Vec<AnyView> {
    vec![
        link_cell(format!("{PATH}/{}", account.id), account.username),
        content(lang, account.full_name),
        cell(account.role.name(lang)),
        content(lang, account.unit),
        cell(state(lang, account.disabled)),
        cell(if account.has_second_factor {
            lang.say("Có", "Yes")
        } else {
            lang.say("Không", "No")
        }),
    ]
}

pub(super) const fn state(lang: Lang, disabled: bool) -> &'static str {
    if disabled {
        lang.say("Đã khóa", "Locked")
    } else {
        lang.say("Đang dùng", "In use")
    }
}

fn invitations(lang: Lang, lines: Vec<InvitationLine>, may_change: bool) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(lang.say("Người được mời", "Invited")),
        Column::text(lang.say("Vai trò", "Role")),
        Column::text(lang.say("Đơn vị", "Unit")),
        Column::text(lang.say("Hết hạn", "Expires")),
        Column::text(lang.say("Thu hồi", "Take back")),
    ];
    let rows = lines.into_iter().map(|line| {
        let name = if line.full_name.is_empty() {
            lang.say("Chưa ghi tên", "No name").to_owned()
        } else {
            line.full_name
        };
        let revoke = if may_change {
            revoke(lang, line.id, &name)
        } else {
            cell("")
        };
        vec![
            cell(name),
            cell(line.role.name(lang)),
            content(lang, line.unit),
            cell(line.expires_at.minute_in(lang)),
            revoke,
        ]
    });
    let table = data_table(
        lang.say("Các lời mời đang chờ", "Invitations under way"),
        &columns,
        rows.collect(),
    );
    let view = view! {
        <h2>{lang.say("Lời mời chưa dùng", "Invitations not used yet")}</h2>
        <p class="soft small">
            {lang.say(
                "Thu hồi thì liên kết mời hết dùng được ngay và không lấy lại được; muốn mời tiếp phải tạo lời mời mới.",
                "Taken back, the link stops working at once and for good; to invite again, make a new one.",
            )}
        </p>
        <div class="sheet">{table}</div>
    };
    Some(view.into_any())
}

fn revoke(lang: Lang, id: InvitationId, name: &str) -> AnyView {
    let label = match lang {
        Lang::Vi => format!("Thu hồi lời mời {name}"),
        Lang::En => format!("Take back the invitation of {name}"),
    };
    view! {
        <form method="post" action=PATH>
            {button::hidden("invitation_id", id.to_string())}
            {button::link_action("revoke", lang.say("Thu hồi", "Take back"), label)}
        </form>
    }
    .into_any()
}
