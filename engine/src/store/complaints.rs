//! What participants object to, and what they were answered.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{AttemptId, ComplaintId, RoundId};
use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct ComplaintRecord {
    pub(crate) id: Uuid,
    pub(crate) round_id: Uuid,
    pub(crate) attempt_id: Uuid,
    pub(crate) participant_id: Uuid,
    pub(crate) position: Option<i64>,
    pub(crate) body: String,
    pub(crate) filed_at: i64,
    pub(crate) answer: Option<String>,
    pub(crate) answered_at: Option<i64>,
}

const LOCK: &str = "SELECT 1 FROM attempts WHERE id = $1";
/// On SQLite the write connection is the lock.
const LOCK_POSTGRES: &str = "SELECT 1 FROM attempts WHERE id = $1 FOR UPDATE";

/// Two complaints about one attempt are filed one after the other.
pub(crate) async fn lock_attempt(tx: &mut Tx, attempt: AttemptId) -> StoreResult<()> {
    let text = dialect!(tx, LOCK, LOCK_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(attempt.0).fetch_optional(&mut **db).await.map(drop))?;
    Ok(())
}

const INSERT: &str =
    "INSERT INTO complaints (id, round_id, attempt_id, participant_id, position, body, filed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub(crate) async fn insert(tx: &mut Tx, row: &ComplaintRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT).bind(row.id).bind(row.round_id).bind(row.attempt_id)
        .bind(row.participant_id).bind(row.position).bind(&row.body).bind(row.filed_at)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, round_id, attempt_id, participant_id, position, body, filed_at, answer, answered_at
            FROM complaints ",
            $rest
        )
    };
}

/// The first one first.
pub(crate) async fn of_attempt(tx: &mut Tx, attempt: AttemptId) -> StoreResult<Vec<ComplaintRecord>> {
    const OF_ATTEMPT: &str = select!("WHERE attempt_id = $1 ORDER BY filed_at, id");
    Ok(on!(tx, db => sqlx::query_as(OF_ATTEMPT).bind(attempt.0).fetch_all(&mut **db).await)?)
}

/// A complaint with what the paper of its attempt is drawn from.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct CaseRecord {
    #[sqlx(flatten)]
    pub(crate) complaint: ComplaintRecord,
    pub(crate) group_id: Uuid,
    pub(crate) client_nonce: String,
}

const OF_ROUND: &str =
    "SELECT c.id, c.round_id, c.attempt_id, c.participant_id, c.position, c.body, c.filed_at,
    c.answer, c.answered_at, a.group_id, a.client_nonce
    FROM complaints c JOIN attempts a ON a.id = c.attempt_id WHERE c.round_id = $1
    ORDER BY CASE WHEN c.answered_at IS NULL THEN 0 ELSE 1 END, c.filed_at, c.id LIMIT $2";

/// What waits for an answer first, then by the time of filing.
pub(crate) async fn of_round(tx: &mut Tx, round: RoundId, limit: i64) -> StoreResult<Vec<CaseRecord>> {
    Ok(on!(tx, db => sqlx::query_as(OF_ROUND).bind(round.0).bind(limit).fetch_all(&mut **db).await)?)
}

const ANSWER: &str = "UPDATE complaints SET answer = $3, answered_at = $4, answered_by = $5
    WHERE id = $1 AND round_id = $2 AND answered_at IS NULL";

/// False where the round has no such complaint that waits.
pub(crate) async fn answer(
    tx: &mut Tx,
    (round, id): (RoundId, ComplaintId),
    answer: &str,
    (now, by): (Timestamp, Option<Uuid>),
) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(ANSWER).bind(id.0).bind(round.0).bind(answer).bind(now.0).bind(by)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
