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
    pub(crate) full_name: String,
    /// Username and name, to be searched in.
    pub(crate) folded: String,
    pub(crate) created_at: i64,
    pub(crate) disabled: bool,
    /// Since when a second factor is asked for.
    pub(crate) confirmed_at: Option<i64>,
}

const INSERT: &str = "INSERT INTO accounts
    (id, username, password_hash, role, unit_id, created_at, disabled, full_name, folded)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// False where the username is taken.
pub(crate) async fn insert(tx: &mut Tx, account: &AccountRecord) -> StoreResult<bool> {
    let done = on!(tx, db => sqlx::query(INSERT)
        .bind(account.id).bind(&account.username).bind(&account.password_hash).bind(&account.role)
        .bind(account.unit_id).bind(account.created_at).bind(account.disabled)
        .bind(&account.full_name).bind(&account.folded)
        .execute(&mut **db).await.map(drop));
    match done {
        Ok(()) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.username, a.password_hash, a.role, a.unit_id, a.full_name, a.folded, a.created_at,
            a.disabled, f.confirmed_at
            FROM accounts a LEFT JOIN second_factors f ON f.account_id = a.id ",
            $rest
        )
    };
}

const BY_USERNAME: &str = select!("WHERE a.username = $1");

pub(crate) async fn by_username(tx: &mut Tx, username: &str) -> StoreResult<Option<AccountRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_USERNAME).bind(username).fetch_optional(&mut **db).await)?)
}

const BY_ID: &str = select!("WHERE a.id = $1");

pub(crate) async fn by_id(tx: &mut Tx, id: AccountId) -> StoreResult<Option<AccountRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut **db).await)?)
}

const LOCK: &str = "SELECT 1 FROM accounts WHERE id = $1";
/// On SQLite the write connection is the lock.
const LOCK_POSTGRES: &str = "SELECT 1 FROM accounts WHERE id = $1 FOR NO KEY UPDATE";

/// Until this transaction ends nobody else changes the account.
pub(crate) async fn lock(tx: &mut Tx, id: AccountId) -> StoreResult<()> {
    let text = dialect!(tx, LOCK, LOCK_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(id.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const UPDATE: &str = "UPDATE accounts SET role = $2, unit_id = $3, full_name = $4, folded = $5, disabled = $6
    WHERE id = $1";

/// Everything but the password.
pub(crate) async fn update(tx: &mut Tx, account: &AccountRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(UPDATE)
        .bind(account.id).bind(&account.role).bind(account.unit_id).bind(&account.full_name)
        .bind(&account.folded).bind(account.disabled)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const SET_PASSWORD: &str = "UPDATE accounts SET password_hash = $2 WHERE id = $1";

pub(crate) async fn set_password(tx: &mut Tx, id: AccountId, hash: &str) -> StoreResult<()> {
    on!(tx, db => sqlx::query(SET_PASSWORD).bind(id.0).bind(hash).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const COUNT_ACTIVE: &str = "SELECT count(*) FROM accounts WHERE role = $1 AND NOT disabled";

pub(crate) async fn count_active(tx: &mut Tx, role: &str) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(COUNT_ACTIVE).bind(role).fetch_one(&mut **db).await)?)
}

const HAS_OTHER_ACTIVE: &str =
    "SELECT EXISTS (SELECT 1 FROM accounts WHERE role = $1 AND NOT disabled AND id <> $2)";

/// Whether somebody else has the role, and can log in.
pub(crate) async fn has_other_active(tx: &mut Tx, role: &str, id: AccountId) -> StoreResult<bool> {
    Ok(on!(tx, db => sqlx::query_scalar(HAS_OTHER_ACTIVE).bind(role).bind(id.0).fetch_one(&mut **db).await)?)
}

/// Which accounts; what is empty or none asks for nothing.
#[derive(Debug)]
pub(crate) struct Part<'p> {
    pub(crate) folded: &'p str,
    pub(crate) role: &'p str,
    pub(crate) disabled: Option<bool>,
    /// Of the lineages of their units; empty is all of them.
    pub(crate) span: (&'p str, &'p str),
}

const PAGE: &str = select!(
    "LEFT JOIN units u ON u.id = a.unit_id
    WHERE a.username > $1 AND a.folded LIKE '%' || $2 || '%' AND ($3 = '' OR a.role = $3)
    AND a.disabled IN ($4, $5) AND ($6 = '' OR (u.lineage >= $6 AND u.lineage < $7))
    ORDER BY a.username LIMIT $8"
);

pub(crate) async fn page(
    tx: &mut Tx,
    after: &str,
    part: &Part<'_>,
    limit: i64,
) -> StoreResult<Vec<AccountRecord>> {
    let states = (part.disabled.unwrap_or(false), part.disabled.unwrap_or(true));
    Ok(
        on!(tx, db => sqlx::query_as(PAGE).bind(after).bind(part.folded).bind(part.role)
        .bind(states.0).bind(states.1).bind(part.span.0).bind(part.span.1).bind(limit)
        .fetch_all(&mut **db).await)?,
    )
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
