//! `GET|POST /accounts`, `GET|PATCH /accounts/{id}`, and what administrators do to an account: a link to a new
//! password, an end of its sessions, a second factor taken off.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::ids::{AccountId, SessionId, UnitId};
use khao_domain::lang::said;
use khao_domain::people::role::Role;
use khao_engine::people::accounts::{Account, AccountChange, AccountQuery, NewAccount};
use khao_engine::people::invitations::OneTimeLink;
use khao_engine::people::own_account::SessionLine;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::paging::{cut, limit, one_more};
use super::replies::Reply;
use super::values::{NoMembers, Time, nullable, one_of};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery, Json};
use crate::routes::table::{Access, Route, delete, get, patch, post};
use crate::security::visit::Visit;
use crate::state::App;

const AFTER: &str = r#"{"type":"string","pattern":"^[a-z0-9._@-]{3,64}$"}"#;
const TEXT: &str = r#"{"type":"string","maxLength":100}"#;
const ROLE: &str = r#"{"type":"string","enum":["administrator","organiser","question_writer","reviewer","coordinator","marker","interviewer","auditor"]}"#;
const STATE: &str = r#"{"type":"string","enum":["active","locked"]}"#;

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::ReadAccounts);
    let manage = Access::Staff(Action::ManageAccounts);
    vec![
        get("/api/v1/accounts", read, list)
            .says("Staff accounts by name.")
            .paged(AFTER)
            .query("query", TEXT, "In username and name, without diacritics.")
            .query("role", ROLE, "Of this role only.")
            .query("state", STATE, "In this state only.")
            .answers::<AccountList>(200),
        post("/api/v1/accounts", manage, create)
            .says("Creates a staff account.")
            .takes::<NewAccountBody>()
            .answers::<AccountShown>(201)
            .may_fail(&[409])
            .once(),
        get("/api/v1/accounts/{id}", read, show)
            .says("A staff account.")
            .answers::<AccountShown>(200),
        patch("/api/v1/accounts/{id}", manage, change)
            .says(
                "Changes role, unit or name; locks the account, which ends its sessions, or opens it again.",
            )
            .takes::<AccountChangeBody>()
            .answers::<AccountShown>(200),
        post("/api/v1/accounts/{id}/reset", manage, reset)
            .says("Makes a one-time link to a new password: /reset#CODE.")
            .takes::<NoMembers>()
            .answers::<LinkShown>(201),
        get("/api/v1/accounts/{id}/sessions", read, sessions)
            .says("The account's sessions, the one used last first.")
            .answers::<SessionList>(200),
        delete("/api/v1/accounts/{id}/sessions", manage, end_sessions)
            .says("Ends every session of the account.")
            .answers_nothing(204),
        delete("/api/v1/accounts/{id}/sessions/{session_id}", manage, end_session)
            .says("Ends one session of the account.")
            .answers_nothing(204),
        delete("/api/v1/accounts/{id}/totp", manage, remove_totp)
            .says("Takes the second factor off an account whose device and recovery codes are lost.")
            .answers_nothing(204),
    ]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    limit: Option<u32>,
    after: Option<String>,
    #[serde(default)]
    query: String,
    role: Option<Role>,
    state: Option<AccountState>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AccountState {
    Active,
    Locked,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccountBody {
    #[schema(pattern = "^[a-z0-9._@-]{3,64}$")]
    username: String,
    #[schema(min_length = 12, max_length = 128)]
    password: String,
    #[schema(schema_with = role)]
    role: Role,
    /// What the account is bound to: coordinators need a unit, administrators have none.
    #[serde(default)]
    unit_id: Option<Uuid>,
    #[serde(default)]
    #[schema(max_length = 100)]
    full_name: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent and null say different things")]
pub struct AccountChangeBody {
    /// Neither one's own account nor the last administrator's.
    disabled: Option<bool>,
    #[serde(default, deserialize_with = "told")]
    #[schema(schema_with = role)]
    role: Option<Role>,
    /// `null` unbinds the account.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Uuid>)]
    unit_id: Option<Option<Uuid>>,
    #[schema(max_length = 100)]
    full_name: Option<String>,
}

/// A role that is sent is one: nobody has none.
fn told<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Role>, D::Error> {
    Role::deserialize(deserializer).map(Some)
}

pub(super) fn role() -> utoipa::openapi::schema::Object {
    one_of(&Role::ALL.map(Role::as_str))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AccountList {
    accounts: Vec<AccountShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AccountShown {
    id: Uuid,
    username: String,
    full_name: String,
    #[schema(schema_with = role)]
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unit_id: Option<Uuid>,
    created_at: Time,
    disabled: bool,
    /// A code is asked for at every log-in.
    totp: bool,
}

/// The code stands behind the `#` of a link, never in a path or a query.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkShown {
    code: String,
    expires_at: Time,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SessionList {
    sessions: Vec<SessionShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SessionShown {
    id: Uuid,
    opened_at: Time,
    /// To the minute.
    used_at: Time,
    /// Such as «Chrome, Windows»; empty where it is not known.
    browser: String,
    /// The one that asks.
    current: bool,
}

impl SessionList {
    pub(super) fn of(lines: Vec<SessionLine>) -> Self {
        let shown = |line: SessionLine| SessionShown {
            id: line.id.0,
            opened_at: Time(line.opened_at),
            used_at: Time(line.used_at),
            browser: line.browser,
            current: line.is_current,
        };
        Self {
            sessions: lines.into_iter().map(shown).collect(),
        }
    }
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    InQuery(query): InQuery<Params>,
) -> Result<Reply<AccountList>, Fault> {
    let limit = limit(query.limit)?;
    if query.query.chars().count() > 100 {
        return Err(Fault::invalid(
            "/query",
            said(
                "Nội dung cần tìm dài nhất 100 ký tự.",
                "What to look for has at most 100 characters.",
            ),
        ));
    }
    let after = match query.after {
        Some(name) if !is_username(&name) => {
            return Err(Fault::invalid(
                "/after",
                said(
                    "Trang sau bắt đầu từ một tên đăng nhập.",
                    "The next page begins at a username.",
                ),
            ));
        }
        after => after.unwrap_or_default(),
    };
    let wanted = AccountQuery {
        text: query.query,
        role: query.role,
        disabled: query.state.map(|state| state == AccountState::Locked),
        after,
        limit: one_more(limit),
    };
    let mut accounts = app.engine.accounts(&visit.actor, &wanted).await?;
    let next = cut(&mut accounts, limit, |account| account.username.clone());
    Ok(Reply(AccountList {
        accounts: accounts.into_iter().map(account_shown).collect(),
        next,
    }))
}

fn is_username(name: &str) -> bool {
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._@-".contains(c);
    (3..=64).contains(&name.len()) && name.chars().all(legal)
}

async fn create(
    State(app): State<App>,
    visit: Visit,
    Json { value, key }: Json<NewAccountBody>,
) -> Result<(StatusCode, Reply<AccountShown>), Fault> {
    let new = NewAccount {
        username: value.username,
        password: value.password,
        role: value.role,
        unit: value.unit_id.map(UnitId),
        full_name: value.full_name,
    };
    let account = app.engine.create_account_once(&visit.actor, new, key).await?;
    Ok((StatusCode::CREATED, Reply(account_shown(account))))
}

async fn show(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AccountId>,
) -> Result<Reply<AccountShown>, Fault> {
    let account = app.engine.account(&visit.actor, id).await?;
    Ok(Reply(account_shown(account)))
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AccountId>,
    Json { value, .. }: Json<AccountChangeBody>,
) -> Result<Reply<AccountShown>, Fault> {
    let change = AccountChange {
        full_name: value.full_name,
        role: value.role,
        unit: value.unit_id.map(|unit| unit.map(UnitId)),
        disabled: value.disabled,
    };
    let account = app.engine.change_account(&visit.actor, id, change).await?;
    Ok(Reply(account_shown(account)))
}

async fn reset(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AccountId>,
    Json { .. }: Json<NoMembers>,
) -> Result<(StatusCode, Reply<LinkShown>), Fault> {
    let link = app.engine.reset_link(&visit.actor, id).await?;
    Ok((StatusCode::CREATED, Reply(link_shown(&link))))
}

async fn sessions(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AccountId>,
) -> Result<Reply<SessionList>, Fault> {
    let lines = app.engine.sessions_of(&visit.actor, id).await?;
    Ok(Reply(SessionList::of(lines)))
}

async fn end_sessions(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AccountId>,
) -> Result<StatusCode, Fault> {
    app.engine.end_sessions_of(&visit.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn end_session(
    State(app): State<App>,
    visit: Visit,
    InPath((id, session)): InPath<(AccountId, SessionId)>,
) -> Result<StatusCode, Fault> {
    app.engine.end_session_of(&visit.actor, id, session).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove_totp(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AccountId>,
) -> Result<StatusCode, Fault> {
    app.engine.remove_second_factor(&visit.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) fn account_shown(account: Account) -> AccountShown {
    AccountShown {
        id: account.id.0,
        username: account.username,
        full_name: account.full_name,
        role: account.role,
        unit_id: account.unit.map(|unit| unit.0),
        created_at: Time(account.created_at),
        disabled: account.disabled,
        totp: account.has_second_factor,
    }
}

pub(super) fn link_shown(link: &OneTimeLink) -> LinkShown {
    LinkShown {
        code: link.code.expose().to_owned(),
        expires_at: Time(link.expires_at),
    }
}
