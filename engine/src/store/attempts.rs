//! Attempts: one row each, from start to result.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{AttemptId, ContestId, ParticipantId, RoundId, UnitId};
use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct AttemptRecord {
    pub(crate) id: Uuid,
    pub(crate) round_id: Uuid,
    pub(crate) participant_id: Uuid,
    pub(crate) group_id: Uuid,
    pub(crate) unit_id: Uuid,
    pub(crate) ordinal: i64,
    pub(crate) client_nonce: String,
    pub(crate) started_at: i64,
    pub(crate) deadline: i64,
    pub(crate) last_save_at: i64,
    pub(crate) sealed_at: Option<i64>,
    pub(crate) submitted_at: Option<i64>,
    pub(crate) duration_ms: Option<i64>,
    pub(crate) answers: Option<String>,
    pub(crate) score_hundredths: Option<i64>,
    pub(crate) max_score_hundredths: Option<i64>,
    pub(crate) prediction: Option<i64>,
    pub(crate) voided: bool,
    /// Of a voided one.
    pub(crate) void_reason: Option<String>,
}

/// Inserts only into a round that is still announced: a start never slips in behind the closing.
const START_SQLITE: &str = "INSERT INTO attempts (id, round_id, participant_id, group_id, unit_id, ordinal,
    client_nonce, started_at, deadline, last_save_at, voided)
    SELECT $1, r.id, $3, $4, $5, $6, $7, $8, $9, $10, false FROM rounds r WHERE r.id = $2 AND r.state = 'announced'
    ON CONFLICT DO NOTHING";
/// The row lock makes the closing wait; SQLite's one writer needs none.
const START_POSTGRES: &str = "INSERT INTO attempts (id, round_id, participant_id, group_id, unit_id, ordinal,
    client_nonce, started_at, deadline, last_save_at, voided)
    SELECT $1, r.id, $3, $4, $5, $6, $7, $8, $9, $10, false
    FROM (SELECT id FROM rounds WHERE id = $2 AND state = 'announced' FOR SHARE) r
    ON CONFLICT DO NOTHING";

/// False where it was there already, or the round is closed.
pub(crate) async fn start(tx: &mut Tx, row: &AttemptRecord) -> StoreResult<bool> {
    let text = dialect!(tx, START_SQLITE, START_POSTGRES);
    let rows = on!(tx, db => sqlx::query(text)
        .bind(row.id).bind(row.round_id).bind(row.participant_id).bind(row.group_id).bind(row.unit_id)
        .bind(row.ordinal).bind(&row.client_nonce).bind(row.started_at).bind(row.deadline).bind(row.last_save_at)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const INSERT_SEALED: &str = "INSERT INTO attempts (id, round_id, participant_id, group_id, unit_id, ordinal,
    client_nonce, started_at, deadline, last_save_at, sealed_at, submitted_at, duration_ms, answers,
    score_hundredths, max_score_hundredths, prediction, voided)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, false)";

/// A whole attempt at once: for the demo's synthetic ones.
pub(crate) async fn insert_sealed(tx: &mut Tx, row: &AttemptRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT_SEALED)
        .bind(row.id).bind(row.round_id).bind(row.participant_id).bind(row.group_id).bind(row.unit_id)
        .bind(row.ordinal).bind(&row.client_nonce).bind(row.started_at).bind(row.deadline).bind(row.last_save_at)
        .bind(row.sealed_at).bind(row.submitted_at).bind(row.duration_ms).bind(&row.answers)
        .bind(row.score_hundredths).bind(row.max_score_hundredths).bind(row.prediction)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

/// Whoever seals for lack of time and has not heard of extra time (submission before the seal, and before the deadline)
/// changes nothing.
const SEAL: &str = "UPDATE attempts SET sealed_at = $2, submitted_at = $3, duration_ms = $4
    WHERE id = $1 AND sealed_at IS NULL AND ($3 >= $2 OR deadline <= $3)";

/// False where it was sealed before, or has been given time. From here on no save is taken.
pub(crate) async fn seal(
    tx: &mut Tx,
    id: AttemptId,
    sealed_at: Timestamp,
    submitted_at: Timestamp,
    duration_ms: i64,
) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(SEAL).bind(id.0).bind(sealed_at.0).bind(submitted_at.0).bind(duration_ms)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const VOIDED: &str = "SELECT id FROM attempts WHERE round_id = $1 AND voided";

pub(crate) async fn voided(tx: &mut Tx, round: RoundId) -> StoreResult<Vec<Uuid>> {
    Ok(on!(tx, db => sqlx::query_scalar(VOIDED).bind(round.0).fetch_all(&mut **db).await)?)
}

const SET_VOIDED: &str = "UPDATE attempts SET voided = $2, void_reason = $3 WHERE id = $1 AND voided <> $2";

/// False where it was so already. An attempt that has a reason is voided.
pub(crate) async fn set_voided(tx: &mut Tx, id: AttemptId, reason: Option<&str>) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(SET_VOIDED).bind(id.0).bind(reason.is_some()).bind(reason)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const AWAY_FROM_HOME: &str = "SELECT a.id FROM attempts a JOIN participants p ON p.id = a.participant_id
    WHERE a.round_id = $1 AND p.unit_id <> a.unit_id ORDER BY a.id";

/// Those of a round whose people belong to another unit by now.
pub(crate) async fn away_from_home(tx: &mut Tx, round: RoundId) -> StoreResult<Vec<Uuid>> {
    Ok(on!(tx, db => sqlx::query_scalar(AWAY_FROM_HOME).bind(round.0).fetch_all(&mut **db).await)?)
}

const BRING_HOME_SQLITE: &str = "UPDATE attempts
    SET unit_id = (SELECT p.unit_id FROM participants p WHERE p.id = attempts.participant_id)
    WHERE id IN (SELECT unhex(value) FROM json_each($1))";
const BRING_HOME_POSTGRES: &str = "UPDATE attempts
    SET unit_id = (SELECT p.unit_id FROM participants p WHERE p.id = attempts.participant_id)
    WHERE id IN (SELECT value::uuid FROM json_array_elements_text($1::json))";

/// To the units their people belong to.
pub(crate) async fn bring_home(tx: &mut Tx, attempts: &[Uuid]) -> StoreResult<()> {
    let batch = super::ids_json(attempts);
    let text = dialect!(tx, BRING_HOME_SQLITE, BRING_HOME_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(&batch).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const MOVE_TO_UNIT: &str = "UPDATE attempts SET unit_id = $3 WHERE participant_id = $1 AND round_id IN (
        SELECT r.id FROM rounds r WHERE r.contest_id = $2 AND r.state IN ('announced', 'closed'))";

/// Those of rounds whose ranking is not fixed.
pub(crate) async fn move_to_unit(
    tx: &mut Tx,
    participant: ParticipantId,
    (contest, unit): (ContestId, UnitId),
) -> StoreResult<()> {
    on!(tx, db => sqlx::query(MOVE_TO_UNIT).bind(participant.0).bind(contest.0).bind(unit.0)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const LOCK_OPEN: &str = "SELECT 1 FROM attempts WHERE id = $1 AND sealed_at IS NULL";
/// On SQLite the write connection is the lock.
const LOCK_OPEN_POSTGRES: &str = "SELECT 1 FROM attempts WHERE id = $1 AND sealed_at IS NULL FOR UPDATE";

/// Until this transaction ends nobody else saves to the attempt; false where it is sealed or unknown.
pub(crate) async fn lock_open(tx: &mut Tx, id: AttemptId) -> StoreResult<bool> {
    let text = dialect!(tx, LOCK_OPEN, LOCK_OPEN_POSTGRES);
    let row =
        on!(tx, db => sqlx::query(text).bind(id.0).fetch_optional(&mut **db).await.map(|row| row.is_some()))?;
    Ok(row)
}

const SET_RESULT: &str = "UPDATE attempts SET answers = $2, score_hundredths = $3, max_score_hundredths = $4,
    prediction = $5 WHERE id = $1";

pub(crate) async fn set_result(
    tx: &mut Tx,
    id: AttemptId,
    answers: &str,
    score: i64,
    max_score: i64,
    prediction: Option<i64>,
) -> StoreResult<()> {
    on!(tx, db => sqlx::query(SET_RESULT).bind(id.0).bind(answers).bind(score).bind(max_score).bind(prediction)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

macro_rules! select {
    ($($rest:literal),+) => {
        concat!(
            "SELECT id, round_id, participant_id, group_id, unit_id, ordinal, client_nonce, started_at, deadline,
            last_save_at, sealed_at, submitted_at, duration_ms, answers, score_hundredths, max_score_hundredths,
            prediction, voided, void_reason FROM attempts ", $($rest),+
        )
    };
}

pub(crate) async fn by_id(tx: &mut Tx, id: AttemptId) -> StoreResult<Option<AttemptRecord>> {
    const BY_ID: &str = select!("WHERE id = $1");
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut **db).await)?)
}

/// SQLite knows no arrays: the ids come as a JSON list of hexadecimal texts.
const WHOSE_SQLITE: &str = "SELECT id, participant_id, round_id FROM attempts
    WHERE id IN (SELECT unhex(value) FROM json_each($1))";
const WHOSE_POSTGRES: &str = "SELECT id, participant_id, round_id FROM attempts WHERE id = ANY($1)";

/// Participant and round of attempts.
pub(crate) async fn whose(tx: &mut Tx, ids: &[Uuid]) -> StoreResult<Vec<(Uuid, Uuid, Uuid)>> {
    Ok(match tx {
        Tx::Sqlite(db) => {
            let ids = super::ids_json(ids);
            sqlx::query_as(WHOSE_SQLITE)
                .bind(ids)
                .fetch_all(&mut **db)
                .await?
        }
        Tx::Postgres(db) => {
            sqlx::query_as(WHOSE_POSTGRES)
                .bind(ids)
                .fetch_all(&mut **db)
                .await?
        }
    })
}

/// A person's attempts of a round, the first one first.
pub(crate) async fn of_person(
    tx: &mut Tx,
    round: RoundId,
    participant: ParticipantId,
) -> StoreResult<Vec<AttemptRecord>> {
    const OF_PERSON: &str = select!("WHERE round_id = $1 AND participant_id = $2 ORDER BY ordinal");
    Ok(on!(tx, db => sqlx::query_as(OF_PERSON).bind(round.0).bind(participant.0).fetch_all(&mut **db).await)?)
}

/// A person's attempts in all rounds of their contest, round by round, the first one of each first.
pub(crate) async fn of_person_in_contest(
    tx: &mut Tx,
    contest: ContestId,
    participant: ParticipantId,
) -> StoreResult<Vec<AttemptRecord>> {
    const OF_PERSON: &str = select!(
        "WHERE participant_id = $1
        AND round_id IN (SELECT r.id FROM rounds r WHERE r.contest_id = $2) ORDER BY round_id, ordinal"
    );
    Ok(
        on!(tx, db => sqlx::query_as(OF_PERSON).bind(participant.0).bind(contest.0).fetch_all(&mut **db).await)?,
    )
}

const OVERDUE: &str = "SELECT id FROM attempts WHERE sealed_at IS NULL AND last_save_at < $1
    ORDER BY last_save_at LIMIT $2";

/// Open attempts past deadline and grace.
pub(crate) async fn overdue(tx: &mut Tx, now: Timestamp, limit: i64) -> StoreResult<Vec<Uuid>> {
    Ok(on!(tx, db => sqlx::query_scalar(OVERDUE).bind(now.0).bind(limit).fetch_all(&mut **db).await)?)
}

const OPEN_COUNT: &str = "SELECT count(*) FROM attempts WHERE round_id = $1 AND sealed_at IS NULL";

pub(crate) async fn open_count(tx: &mut Tx, round: RoundId) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(OPEN_COUNT).bind(round.0).fetch_one(&mut **db).await)?)
}

/// What a ranking needs of a sealed, not voided attempt.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct SealedRecord {
    pub(crate) id: Uuid,
    pub(crate) participant_id: Uuid,
    pub(crate) group_id: Uuid,
    pub(crate) unit_id: Uuid,
    pub(crate) submitted_at: i64,
    pub(crate) duration_ms: i64,
    pub(crate) score_hundredths: i64,
    pub(crate) max_score_hundredths: i64,
    pub(crate) prediction: Option<i64>,
}

const SEALED: &str = "SELECT id, participant_id, group_id, unit_id, submitted_at, duration_ms,
    score_hundredths, max_score_hundredths, prediction FROM attempts
    WHERE round_id = $1 AND sealed_at IS NOT NULL AND score_hundredths IS NOT NULL AND NOT voided
    ORDER BY participant_id, ordinal";

pub(crate) async fn sealed(tx: &mut Tx, round: RoundId) -> StoreResult<Vec<SealedRecord>> {
    Ok(on!(tx, db => sqlx::query_as(SEALED).bind(round.0).fetch_all(&mut **db).await)?)
}
