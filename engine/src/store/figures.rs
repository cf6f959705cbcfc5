//! Counts for boards and exports: voided attempts are in none but that of persons who started.

use futures_util::TryStreamExt;
use sqlx::FromRow;
use tokio::sync::mpsc::Sender;
use uuid::Uuid;

use khao_domain::ids::{ContestId, RoundId};

use super::{StoreResult, Tx};

/// How many of a unit took part in a round.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct UnitFigure {
    pub(crate) unit_id: Uuid,
    pub(crate) participants: i64,
    pub(crate) submitted: i64,
}

const PER_UNIT: &str = "SELECT unit_id, count(DISTINCT participant_id) AS participants,
    count(DISTINCT CASE WHEN sealed_at IS NOT NULL THEN participant_id END) AS submitted
    FROM attempts WHERE round_id = $1 AND NOT voided GROUP BY unit_id";

pub(crate) async fn per_unit(tx: &mut Tx, round: RoundId) -> StoreResult<Vec<UnitFigure>> {
    Ok(on!(tx, db => sqlx::query_as(PER_UNIT).bind(round.0).fetch_all(&mut **db).await)?)
}

/// Whoever started did, also where the attempt was voided: it is a truth that predictions are held against.
const PERSONS_STARTED: &str = "SELECT count(DISTINCT participant_id) FROM attempts WHERE round_id = $1";

pub(crate) async fn persons_started(tx: &mut Tx, round: RoundId) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(PERSONS_STARTED).bind(round.0).fetch_one(&mut **db).await)?)
}

#[derive(Debug, Clone, Copy, Default, FromRow)]
pub(crate) struct AttemptFigures {
    pub(crate) attempts: i64,
    pub(crate) submitted: i64,
}

const OF_CONTEST: &str = "SELECT count(*) AS attempts, count(a.sealed_at) AS submitted FROM attempts a
    JOIN rounds r ON r.id = a.round_id WHERE r.contest_id = $1 AND NOT a.voided";

pub(crate) async fn of_contest(tx: &mut Tx, contest: ContestId) -> StoreResult<AttemptFigures> {
    Ok(on!(tx, db => sqlx::query_as(OF_CONTEST).bind(contest.0).fetch_one(&mut **db).await)?)
}

/// One attempt with its person, for exports.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ExportRecord {
    pub(crate) id: Uuid,
    pub(crate) participant_id: Uuid,
    pub(crate) group_id: Uuid,
    pub(crate) unit_id: Uuid,
    pub(crate) ordinal: i64,
    pub(crate) client_nonce: String,
    pub(crate) started_at: i64,
    pub(crate) deadline: i64,
    pub(crate) sealed_at: Option<i64>,
    pub(crate) submitted_at: Option<i64>,
    pub(crate) duration_ms: Option<i64>,
    pub(crate) answers: Option<String>,
    pub(crate) score_hundredths: Option<i64>,
    pub(crate) max_score_hundredths: Option<i64>,
    pub(crate) prediction: Option<i64>,
    pub(crate) voided: bool,
    pub(crate) full_name: Option<String>,
    pub(crate) birth_date: Option<String>,
    pub(crate) staff_code: Option<String>,
}

/// Vietnamese name order; people whose row was erased come last.
const EXPORT: &str = "SELECT a.id, a.participant_id, a.group_id, a.unit_id, a.ordinal, a.client_nonce, a.started_at,
    a.deadline, a.sealed_at, a.submitted_at, a.duration_ms, a.answers, a.score_hundredths, a.max_score_hundredths,
    a.prediction, a.voided, p.full_name, p.birth_date, p.staff_code
    FROM attempts a LEFT JOIN participants p ON p.id = a.participant_id
    WHERE a.round_id = $1 ORDER BY p.sort_key NULLS LAST, a.id";

/// Streams a round's attempts into a channel, in constant memory; stops where nobody listens any more.
pub(crate) async fn export(tx: &mut Tx, round: RoundId, out: &Sender<ExportRecord>) -> StoreResult<()> {
    on!(tx, db => {
        let mut rows = sqlx::query_as(EXPORT).bind(round.0).fetch(&mut **db);
        while let Some(row) = rows.try_next().await? {
            if out.send(row).await.is_err() {
                break;
            }
        }
    });
    Ok(())
}

const COUNT: &str = "SELECT count(*) FROM attempts WHERE round_id = $1";

pub(crate) async fn count_of_round(tx: &mut Tx, round: RoundId) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(COUNT).bind(round.0).fetch_one(&mut **db).await)?)
}

#[derive(Debug, FromRow)]
pub(crate) struct GroupFigure {
    pub(crate) group_id: Uuid,
    pub(crate) sealed: i64,
}

const SEALED_PER_GROUP: &str = "SELECT group_id, count(*) AS sealed FROM attempts
    WHERE round_id = $1 AND sealed_at IS NOT NULL GROUP BY group_id";

pub(crate) async fn sealed_per_group(tx: &mut Tx, round: RoundId) -> StoreResult<Vec<GroupFigure>> {
    Ok(on!(tx, db => sqlx::query_as(SEALED_PER_GROUP).bind(round.0).fetch_all(&mut **db).await)?)
}

/// How many people of a unit entered a contest.
#[derive(Debug, FromRow)]
pub(crate) struct UnitPeople {
    pub(crate) unit_id: Uuid,
    pub(crate) people: i64,
}

const ENTERED_PER_UNIT: &str =
    "SELECT unit_id, count(*) AS people FROM participants WHERE contest_id = $1 GROUP BY unit_id";

pub(crate) async fn entered_per_unit(tx: &mut Tx, contest: ContestId) -> StoreResult<Vec<UnitPeople>> {
    Ok(on!(tx, db => sqlx::query_as(ENTERED_PER_UNIT).bind(contest.0).fetch_all(&mut **db).await)?)
}

/// Attempts of a unit with one tenth of the most possible score: 10 is a full one, none an open attempt.
#[derive(Debug, FromRow)]
pub(crate) struct UnitTenth {
    pub(crate) unit_id: Uuid,
    pub(crate) tenth: Option<i64>,
    pub(crate) attempts: i64,
}

const TENTHS_PER_UNIT: &str = "SELECT unit_id, tenth, count(*) AS attempts FROM (
        SELECT unit_id, CASE WHEN sealed_at IS NULL THEN NULL
            WHEN max_score_hundredths > 0 THEN score_hundredths * 10 / max_score_hundredths
            ELSE 0 END AS tenth
        FROM attempts WHERE round_id = $1 AND NOT voided) AS attempts
    GROUP BY unit_id, tenth";

pub(crate) async fn tenths_per_unit(tx: &mut Tx, round: RoundId) -> StoreResult<Vec<UnitTenth>> {
    Ok(on!(tx, db => sqlx::query_as(TENTHS_PER_UNIT).bind(round.0).fetch_all(&mut **db).await)?)
}
