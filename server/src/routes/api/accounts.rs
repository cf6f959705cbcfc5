//! `GET|POST /accounts`, `PATCH /accounts/{id}`.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::ids::{AccountId, UnitId};
use khao_domain::people::role::Role;
use khao_engine::people::accounts::{Account, NewAccount};
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::paging::{cut, limit, one_more};
use super::replies::Reply;
use super::values::{Time, one_of};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery, Json};
use crate::routes::table::{Access, Route, get, patch, post};
use crate::security::visit::Visit;
use crate::state::App;

const AFTER: &str = r#"{"type":"string","pattern":"^[a-z0-9._@-]{3,64}$"}"#;

pub fn routes() -> Vec<Route> {
    let manage = Access::Staff(Action::ManageAccounts);
    vec![
        get("/api/v1/accounts", manage, list)
            .says("Staff accounts by name.")
            .paged(AFTER)
            .answers::<AccountList>(200),
        post("/api/v1/accounts", manage, create)
            .says("Creates a staff account.")
            .takes::<NewAccountBody>()
            .answers::<AccountShown>(201)
            .may_fail(&[409])
            .once(),
        patch("/api/v1/accounts/{id}", manage, change)
            .says("Locks a staff account, which ends its sessions, or opens it again.")
            .takes::<AccountChange>()
            .answers::<AccountShown>(200),
    ]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    limit: Option<u32>,
    after: Option<String>,
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
    /// Of coordinators: the unit they look after.
    #[serde(default)]
    unit_id: Option<Uuid>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    /// Neither one's own account nor the last administrator's.
    disabled: bool,
}

fn role() -> utoipa::openapi::schema::Object {
    one_of(&["administrator", "organiser", "coordinator"])
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
    #[schema(schema_with = role)]
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unit_id: Option<Uuid>,
    created_at: Time,
    disabled: bool,
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    InQuery(query): InQuery<Query>,
) -> Result<Reply<AccountList>, Fault> {
    let limit = limit(query.limit)?;
    let after = match query.after {
        Some(name) if !is_username(&name) => {
            return Err(Fault::invalid(
                "/after",
                "Trang sau bắt đầu từ một tên đăng nhập.",
            ));
        }
        after => after.unwrap_or_default(),
    };
    let mut accounts = app.engine.accounts(&visit.actor, &after, one_more(limit)).await?;
    let next = cut(&mut accounts, limit, |account| account.username.clone());
    Ok(Reply(AccountList {
        accounts: accounts.into_iter().map(shown).collect(),
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
    };
    let account = app.engine.create_account_once(&visit.actor, new, key).await?;
    Ok((StatusCode::CREATED, Reply(shown(account))))
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AccountId>,
    Json { value, .. }: Json<AccountChange>,
) -> Result<Reply<AccountShown>, Fault> {
    let account = app
        .engine
        .disable_account(&visit.actor, id, value.disabled)
        .await?;
    Ok(Reply(shown(account)))
}

fn shown(account: Account) -> AccountShown {
    AccountShown {
        id: account.id.0,
        username: account.username,
        role: account.role,
        unit_id: account.unit.map(|unit| unit.0),
        created_at: Time(account.created_at),
        disabled: account.disabled,
    }
}
