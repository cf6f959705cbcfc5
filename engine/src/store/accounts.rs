//! Staff accounts.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::AccountId;
use khao_domain::time::Timestamp;

use super::{StoreResult, Tx, is_unique_violation};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct AccountRecord {
    pub(crate) id: Uuid,
    pub(crate) username: String,
    pub(crate) password_hash: String,
    pub(crate) role: String,
    pub(crate) unit_id: Option<Uuid>,
    pub(crate) created_at: i64,
    pub(crate) disabled: bool,
}

const INSERT: &str = "INSERT INTO accounts (id, username, password_hash, role, unit_id, created_at, disabled)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// False where the username is taken.
pub(crate) async fn insert(tx: &mut Tx, account: &AccountRecord) -> StoreResult<bool> {
    let done = on!(tx, db => sqlx::query(INSERT)
        .bind(account.id).bind(&account.username).bind(&account.password_hash).bind(&account.role)
        .bind(account.unit_id).bind(account.created_at).bind(account.disabled)
        .execute(&mut **db).await.map(drop));
    match done {
        Ok(()) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

const BY_USERNAME: &str = "SELECT id, username, password_hash, role, unit_id, created_at, disabled FROM accounts WHERE username = $1";

pub(crate) async fn by_username(tx: &mut Tx, username: &str) -> StoreResult<Option<AccountRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_USERNAME).bind(username).fetch_optional(&mut **db).await)?)
}

const BY_ID: &str =
    "SELECT id, username, password_hash, role, unit_id, created_at, disabled FROM accounts WHERE id = $1";

pub(crate) async fn by_id(tx: &mut Tx, id: AccountId) -> StoreResult<Option<AccountRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut **db).await)?)
}

const SET_DISABLED: &str = "UPDATE accounts SET disabled = $2 WHERE id = $1 AND disabled <> $2";

/// False where it was so already.
pub(crate) async fn set_disabled(tx: &mut Tx, id: AccountId, disabled: bool) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(SET_DISABLED).bind(id.0).bind(disabled)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const COUNT_ACTIVE: &str = "SELECT count(*) FROM accounts WHERE role = $1 AND NOT disabled";

pub(crate) async fn count_active(tx: &mut Tx, role: &str) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(COUNT_ACTIVE).bind(role).fetch_one(&mut **db).await)?)
}

const PAGE: &str = "SELECT id, username, password_hash, role, unit_id, created_at, disabled FROM accounts
    WHERE username > $1 ORDER BY username LIMIT $2";

pub(crate) async fn page(tx: &mut Tx, after: &str, limit: i64) -> StoreResult<Vec<AccountRecord>> {
    Ok(on!(tx, db => sqlx::query_as(PAGE).bind(after).bind(limit).fetch_all(&mut **db).await)?)
}

const COUNT: &str = "SELECT count(*) FROM accounts";

pub(crate) async fn count(tx: &mut Tx) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(COUNT).fetch_one(&mut **db).await)?)
}

impl AccountRecord {
    pub(crate) fn created_at(&self) -> Timestamp {
        Timestamp(self.created_at)
    }
}
