//! What everybody in a contest is told.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{ContestId, MessageId};

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct MessageRecord {
    pub(crate) id: Uuid,
    pub(crate) contest_id: Uuid,
    pub(crate) text: String,
    pub(crate) shown_from: i64,
    pub(crate) shown_until: Option<i64>,
    pub(crate) created_at: i64,
}

const INSERT: &str =
    "INSERT INTO contest_messages (id, contest_id, text, shown_from, shown_until, created_at)
    VALUES ($1, $2, $3, $4, $5, $6)";

pub(crate) async fn insert(tx: &mut Tx, message: &MessageRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(message.id).bind(message.contest_id).bind(&message.text).bind(message.shown_from)
        .bind(message.shown_until).bind(message.created_at)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const OF_CONTEST: &str =
    "SELECT id, contest_id, text, shown_from, shown_until, created_at FROM contest_messages
    WHERE contest_id = $1 ORDER BY created_at DESC, id DESC";

/// The newest first.
pub(crate) async fn of_contest(tx: &mut Tx, contest: ContestId) -> StoreResult<Vec<MessageRecord>> {
    Ok(on!(tx, db => sqlx::query_as(OF_CONTEST).bind(contest.0).fetch_all(&mut **db).await)?)
}

const DELETE: &str = "DELETE FROM contest_messages WHERE id = $1 AND contest_id = $2";

/// False where the contest has no such message.
pub(crate) async fn delete(tx: &mut Tx, contest: ContestId, id: MessageId) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(DELETE).bind(id.0).bind(contest.0)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
