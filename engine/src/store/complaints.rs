//! What participants object to, and what they were answered.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{AttemptId, ComplaintId, ContestId, RoundId};
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
    /// None where the answer does not say.
    pub(crate) upheld: Option<bool>,
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
            "SELECT id, round_id, attempt_id, participant_id, position, body, filed_at, answer, answered_at,
            upheld FROM complaints ",
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

macro_rules! cases {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.round_id, c.attempt_id, c.participant_id, c.position, c.body, c.filed_at, c.answer,
            c.answered_at, c.upheld, a.group_id, a.client_nonce
            FROM complaints c JOIN attempts a ON a.id = c.attempt_id ",
            $rest
        )
    };
}

/// What waits for an answer first, then by the time of filing.
pub(crate) async fn of_round(tx: &mut Tx, round: RoundId, limit: i64) -> StoreResult<Vec<CaseRecord>> {
    const OF_ROUND: &str = cases!(
        "WHERE c.round_id = $1
        ORDER BY CASE WHEN c.answered_at IS NULL THEN 0 ELSE 1 END, c.filed_at, c.id LIMIT $2"
    );
    Ok(on!(tx, db => sqlx::query_as(OF_ROUND).bind(round.0).bind(limit).fetch_all(&mut **db).await)?)
}

/// One of a round's.
pub(crate) async fn by_id(tx: &mut Tx, round: RoundId, id: ComplaintId) -> StoreResult<Option<CaseRecord>> {
    const BY_ID: &str = cases!("WHERE c.id = $1 AND c.round_id = $2");
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id.0).bind(round.0).fetch_optional(&mut **db).await)?)
}

/// Which complaints of a contest to list: of one round or all, with or without an answer, after one.
#[derive(Debug, Clone)]
pub(crate) struct ComplaintPart {
    pub(crate) round: Option<Uuid>,
    pub(crate) answered: bool,
    pub(crate) after: (i64, Uuid),
    pub(crate) limit: i64,
}

/// The first one first.
pub(crate) async fn of_contest(
    tx: &mut Tx,
    contest: ContestId,
    part: &ComplaintPart,
) -> StoreResult<Vec<CaseRecord>> {
    const OF_CONTEST: &str = cases!(
        "WHERE c.round_id IN (SELECT r.id FROM rounds r WHERE r.contest_id = $1)
            AND (c.round_id = $2 OR $2 IS NULL)
            AND CASE WHEN c.answered_at IS NULL THEN 0 ELSE 1 END = $3
            AND (c.filed_at > $4 OR (c.filed_at = $4 AND c.id > $5))
        ORDER BY c.filed_at, c.id LIMIT $6"
    );
    Ok(
        on!(tx, db => sqlx::query_as(OF_CONTEST).bind(contest.0).bind(part.round).bind(i32::from(part.answered))
        .bind(part.after.0).bind(part.after.1).bind(part.limit).fetch_all(&mut **db).await)?,
    )
}

const COUNTS: &str = "SELECT c.round_id, count(*) AS filed, count(c.answered_at) AS answered
    FROM complaints c JOIN rounds r ON r.id = c.round_id WHERE r.contest_id = $1 GROUP BY c.round_id";

/// How many a round has, and how many of them are answered.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ComplaintCount {
    pub(crate) round_id: Uuid,
    pub(crate) filed: i64,
    pub(crate) answered: i64,
}

/// Of the rounds that have any.
pub(crate) async fn counts(tx: &mut Tx, contest: ContestId) -> StoreResult<Vec<ComplaintCount>> {
    Ok(on!(tx, db => sqlx::query_as(COUNTS).bind(contest.0).fetch_all(&mut **db).await)?)
}

const ANSWER: &str = "UPDATE complaints SET answer = $3, answered_at = $4, answered_by = $5, upheld = $6
    WHERE id = $1 AND round_id = $2 AND answered_at IS NULL";

/// False where the round has no such complaint that waits.
pub(crate) async fn answer(
    tx: &mut Tx,
    (round, id): (RoundId, ComplaintId),
    (answer, upheld): (&str, Option<bool>),
    (now, by): (Timestamp, Option<Uuid>),
) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(ANSWER).bind(id.0).bind(round.0).bind(answer).bind(now.0).bind(by)
        .bind(upheld).execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
