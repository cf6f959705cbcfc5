//! Corrections of announced rounds, and how far their attempts have been scored anew.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{ContestId, RoundId};

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct CorrectionRecord {
    pub(crate) ordinal: i64,
    pub(crate) bank_id: Uuid,
    pub(crate) item_code: String,
    pub(crate) kind: String,
    pub(crate) right_answer: String,
    pub(crate) reason: String,
    pub(crate) made_by: Option<Uuid>,
    pub(crate) made_at: i64,
}

const INSERT: &str = "INSERT INTO corrections
    (round_id, ordinal, bank_id, item_code, kind, right_answer, reason, made_by, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const COUNT_UP: &str = "UPDATE rounds SET corrections = $2 WHERE id = $1";

pub(crate) async fn insert(tx: &mut Tx, round: RoundId, row: &CorrectionRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(round.0).bind(row.ordinal).bind(row.bank_id).bind(&row.item_code).bind(&row.kind)
        .bind(&row.right_answer).bind(&row.reason).bind(row.made_by).bind(row.made_at)
        .execute(&mut **db).await.map(drop))?;
    on!(tx, db => sqlx::query(COUNT_UP).bind(round.0).bind(row.ordinal).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const OF_ROUND: &str = "SELECT ordinal, bank_id, item_code, kind, right_answer, reason, made_by, made_at
    FROM corrections WHERE round_id = $1 ORDER BY ordinal";

/// The oldest first.
pub(crate) async fn of_round(tx: &mut Tx, round: RoundId) -> StoreResult<Vec<CorrectionRecord>> {
    Ok(on!(tx, db => sqlx::query_as(OF_ROUND).bind(round.0).fetch_all(&mut **db).await)?)
}

/// A correction with the round it is of.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct PublicRecord {
    pub(crate) round_id: Uuid,
    #[sqlx(flatten)]
    pub(crate) correction: CorrectionRecord,
}

const PUBLIC: &str = "SELECT c.round_id, c.ordinal, c.bank_id, c.item_code, c.kind, c.right_answer, c.reason,
    c.made_by, c.made_at
    FROM corrections c JOIN rounds r ON r.id = c.round_id
    WHERE r.contest_id = $1 AND r.state = 'published' AND c.ordinal <= (
        SELECT p.corrections FROM ranking_revisions p WHERE p.scope_id = r.id AND p.published_at IS NOT NULL
        ORDER BY p.revision DESC LIMIT 1)
    ORDER BY c.round_id, c.ordinal";

/// Those that the public rankings of a contest's rounds hold, the oldest of each round first.
pub(crate) async fn public_of_contest(tx: &mut Tx, contest: ContestId) -> StoreResult<Vec<PublicRecord>> {
    Ok(on!(tx, db => sqlx::query_as(PUBLIC).bind(contest.0).fetch_all(&mut **db).await)?)
}

const HOLD: &str = "SELECT corrections FROM rounds WHERE id = $1";
/// On SQLite the write connection is the lock.
const HOLD_POSTGRES: &str = "SELECT corrections FROM rounds WHERE id = $1 FOR SHARE";

/// How many there are; until this transaction ends nobody adds one.
pub(crate) async fn hold(tx: &mut Tx, round: RoundId) -> StoreResult<i64> {
    let text = dialect!(tx, HOLD, HOLD_POSTGRES);
    let count: Option<i64> =
        on!(tx, db => sqlx::query_scalar(text).bind(round.0).fetch_optional(&mut **db).await)?;
    Ok(count.unwrap_or(0))
}

/// How many a round has, and how many its scores and rankings hold.
#[derive(Debug, Clone, Copy, FromRow)]
pub(crate) struct Counted {
    pub(crate) corrections: i64,
    pub(crate) corrected: i64,
}

const COUNTED: &str = "SELECT corrections, corrected FROM rounds WHERE id = $1";

pub(crate) async fn counted(tx: &mut Tx, round: RoundId) -> StoreResult<Option<Counted>> {
    Ok(on!(tx, db => sqlx::query_as(COUNTED).bind(round.0).fetch_optional(&mut **db).await)?)
}

const WAITING: &str = "SELECT id FROM rounds WHERE corrected < corrections ORDER BY id";

/// Rounds with corrections that are not worked in yet.
pub(crate) async fn waiting(tx: &mut Tx) -> StoreResult<Vec<Uuid>> {
    Ok(on!(tx, db => sqlx::query_scalar(WAITING).fetch_all(&mut **db).await)?)
}

const WORKED_IN: &str = "UPDATE rounds SET corrected = $2 WHERE id = $1 AND corrected < $2";

pub(crate) async fn set_worked_in(tx: &mut Tx, round: RoundId, corrections: i64) -> StoreResult<()> {
    on!(tx, db => sqlx::query(WORKED_IN).bind(round.0).bind(corrections).execute(&mut **db).await.map(drop))?;
    Ok(())
}

/// How far the scoring anew has come.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct RescoringRecord {
    pub(crate) corrections: i64,
    pub(crate) total: i64,
    pub(crate) done: i64,
    pub(crate) after_participant: Uuid,
    pub(crate) after_ordinal: i64,
}

const RESCORING: &str = "SELECT corrections, total, done, after_participant, after_ordinal FROM rescorings
    WHERE round_id = $1";

pub(crate) async fn rescoring(tx: &mut Tx, round: RoundId) -> StoreResult<Option<RescoringRecord>> {
    Ok(on!(tx, db => sqlx::query_as(RESCORING).bind(round.0).fetch_optional(&mut **db).await)?)
}

const PUT_RESCORING: &str = "INSERT INTO rescorings
    (round_id, corrections, total, done, after_participant, after_ordinal) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (round_id) DO UPDATE SET corrections = excluded.corrections, total = excluded.total,
        done = excluded.done, after_participant = excluded.after_participant, after_ordinal = excluded.after_ordinal";

pub(crate) async fn put_rescoring(tx: &mut Tx, round: RoundId, row: &RescoringRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(PUT_RESCORING).bind(round.0).bind(row.corrections).bind(row.total).bind(row.done)
        .bind(row.after_participant).bind(row.after_ordinal).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const SEALED_COUNT: &str =
    "SELECT count(*) FROM attempts WHERE round_id = $1 AND score_hundredths IS NOT NULL";

pub(crate) async fn scored_count(tx: &mut Tx, round: RoundId) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(SEALED_COUNT).bind(round.0).fetch_one(&mut **db).await)?)
}

/// A scored attempt with what its score follows from.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ScoredRecord {
    pub(crate) id: Uuid,
    pub(crate) participant_id: Uuid,
    pub(crate) ordinal: i64,
    pub(crate) group_id: Uuid,
    pub(crate) unit_id: Uuid,
    pub(crate) client_nonce: String,
    pub(crate) answers: Option<String>,
    pub(crate) submitted_at: i64,
    pub(crate) duration_ms: i64,
    pub(crate) score_hundredths: i64,
    pub(crate) max_score_hundredths: i64,
    pub(crate) prediction: Option<i64>,
    pub(crate) voided: bool,
}

const SCORED: &str =
    "SELECT id, participant_id, ordinal, group_id, unit_id, client_nonce, answers, submitted_at,
    duration_ms, score_hundredths, max_score_hundredths, prediction, voided FROM attempts
    WHERE round_id = $1 AND (participant_id, ordinal) > ($2, $3) AND sealed_at IS NOT NULL
        AND score_hundredths IS NOT NULL
    ORDER BY participant_id, ordinal LIMIT $4";

/// The next attempts after (participant, ordinal), sealed ones only.
pub(crate) async fn scored_after(
    tx: &mut Tx,
    round: RoundId,
    (participant, ordinal): (Uuid, i64),
    limit: i64,
) -> StoreResult<Vec<ScoredRecord>> {
    Ok(
        on!(tx, db => sqlx::query_as(SCORED).bind(round.0).bind(participant).bind(ordinal).bind(limit)
        .fetch_all(&mut **db).await)?,
    )
}

/// (attempt, score, most possible).
pub(crate) type NewScore = (Uuid, i64, i64);

const SET_SQLITE: &str = "UPDATE attempts SET score_hundredths = v ->> 1, max_score_hundredths = v ->> 2
    FROM (SELECT value AS v FROM json_each($1)) WHERE id = unhex(v ->> 0)";
/// The same rows; PostgreSQL casts what JSON holds.
const SET_POSTGRES: &str = "UPDATE attempts SET score_hundredths = (v ->> 1)::bigint,
    max_score_hundredths = (v ->> 2)::bigint
    FROM (SELECT value AS v FROM json_array_elements($1::json)) AS rows WHERE id = (v ->> 0)::uuid";

pub(crate) async fn set_scores(tx: &mut Tx, scores: &[NewScore]) -> StoreResult<()> {
    if scores.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = scores
        .iter()
        .map(|(id, score, most)| serde_json::json!([id.simple().to_string(), score, most]))
        .collect();
    let batch = super::to_json(&rows);
    let text = dialect!(tx, SET_SQLITE, SET_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(&batch).execute(&mut **db).await.map(drop))?;
    Ok(())
}
