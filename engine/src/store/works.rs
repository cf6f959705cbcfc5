//! Long work: how far it is, and what it came to.

use sqlx::FromRow;
use uuid::Uuid;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct WorkRecord {
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) kind: String,
    pub(crate) subject_id: Option<Uuid>,
    pub(crate) started_at: i64,
    pub(crate) done: i64,
    pub(crate) total: i64,
    pub(crate) updated_at: i64,
    pub(crate) ended_at: Option<i64>,
    pub(crate) outcome: Option<String>,
}

const INSERT: &str = "INSERT INTO works
    (id, account_id, kind, subject_id, started_at, done, total, updated_at, ended_at, outcome)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

pub(crate) async fn insert(tx: &mut Tx, work: &WorkRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(work.id).bind(work.account_id).bind(&work.kind).bind(work.subject_id).bind(work.started_at)
        .bind(work.done).bind(work.total).bind(work.updated_at).bind(work.ended_at).bind(&work.outcome)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const ADVANCE: &str = "UPDATE works SET done = $2, total = $3, updated_at = $4
    WHERE id = $1 AND ended_at IS NULL";

/// `counted`: how much is done, of how much.
pub(crate) async fn advance(tx: &mut Tx, id: Uuid, counted: (i64, i64), now: i64) -> StoreResult<()> {
    on!(tx, db => sqlx::query(ADVANCE).bind(id).bind(counted.0).bind(counted.1).bind(now)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const END: &str = "UPDATE works SET done = $2, total = $3, updated_at = $4, ended_at = $4, outcome = $5
    WHERE id = $1 AND ended_at IS NULL";

pub(crate) async fn end(
    tx: &mut Tx,
    id: Uuid,
    counted: (i64, i64),
    now: i64,
    outcome: &str,
) -> StoreResult<()> {
    on!(tx, db => sqlx::query(END).bind(id).bind(counted.0).bind(counted.1).bind(now).bind(outcome)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, account_id, kind, subject_id, started_at, done, total, updated_at, ended_at, outcome
            FROM works ",
            $rest
        )
    };
}

const BY_ID: &str = select!("WHERE id = $1");

pub(crate) async fn by_id(tx: &mut Tx, id: Uuid) -> StoreResult<Option<WorkRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id).fetch_optional(&mut **db).await)?)
}

const OF_ACCOUNT: &str = select!("WHERE account_id = $1 ORDER BY started_at DESC, id LIMIT $2");

/// The newest first.
pub(crate) async fn of_account(tx: &mut Tx, account: Uuid, most: i64) -> StoreResult<Vec<WorkRecord>> {
    Ok(on!(tx, db => sqlx::query_as(OF_ACCOUNT).bind(account).bind(most).fetch_all(&mut **db).await)?)
}

const ENDS_OF_ACCOUNT: &str = "SELECT id, updated_at, ended_at FROM works
    WHERE account_id = $1 ORDER BY started_at DESC, id LIMIT $2";

/// The newest first, each with when it was touched and when it ended; not what they came to.
pub(crate) async fn ends_of_account(
    tx: &mut Tx,
    account: Uuid,
    most: i64,
) -> StoreResult<Vec<(Uuid, i64, Option<i64>)>> {
    Ok(
        on!(tx, db => sqlx::query_as(ENDS_OF_ACCOUNT).bind(account).bind(most)
        .fetch_all(&mut **db).await)?,
    )
}

const DELETE_OLD: &str = "DELETE FROM works WHERE started_at < $1";

pub(crate) async fn delete_old(tx: &mut Tx, before: i64) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE_OLD).bind(before).execute(&mut **db).await.map(drop))?;
    Ok(())
}
