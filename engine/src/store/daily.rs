//! Participation at the end of each day.

use futures_util::TryStreamExt;
use sqlx::FromRow;
use tokio::sync::mpsc::Sender;
use uuid::Uuid;

use khao_domain::ids::ContestId;
use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

/// From the announcement of the first round to the day after the last one closed; drafts are nobody's yet.
const DUE: &str = "SELECT c.id FROM contests c
    WHERE EXISTS (SELECT 1 FROM rounds r WHERE r.contest_id = c.id AND r.announced_at < $2 AND r.closes_at >= $1)
        AND NOT EXISTS (SELECT 1 FROM daily_participation d WHERE d.contest_id = c.id AND d.day = $3)
    ORDER BY c.id";

/// Contests that were under way on `day`, which ended at `end`, and of which that day is not written yet.
pub(crate) async fn due(
    tx: &mut Tx,
    day: &str,
    (closed_from, end): (Timestamp, Timestamp),
) -> StoreResult<Vec<Uuid>> {
    Ok(
        on!(tx, db => sqlx::query_scalar(DUE).bind(closed_from.0).bind(end.0).bind(day)
        .fetch_all(&mut **db).await)?,
    )
}

/// How many people of a unit had entered.
#[derive(Debug, FromRow)]
pub(crate) struct Entered {
    pub(crate) unit_id: Uuid,
    pub(crate) people: i64,
}

const ENTERED: &str = "SELECT unit_id, count(*) AS people FROM participants
    WHERE contest_id = $1 AND created_at < $2 GROUP BY unit_id";

pub(crate) async fn entered(tx: &mut Tx, contest: ContestId, end: Timestamp) -> StoreResult<Vec<Entered>> {
    Ok(on!(tx, db => sqlx::query_as(ENTERED).bind(contest.0).bind(end.0).fetch_all(&mut **db).await)?)
}

/// How many people of a unit had taken part in any round.
#[derive(Debug, FromRow)]
pub(crate) struct TookPart {
    pub(crate) unit_id: Uuid,
    pub(crate) started: i64,
    pub(crate) submitted: i64,
}

const TOOK_PART: &str = "SELECT a.unit_id, count(DISTINCT a.participant_id) AS started,
        count(DISTINCT CASE WHEN a.submitted_at < $2 THEN a.participant_id END) AS submitted
    FROM attempts a JOIN rounds r ON r.id = a.round_id
    WHERE r.contest_id = $1 AND a.started_at < $2 AND NOT a.voided GROUP BY a.unit_id";

pub(crate) async fn took_part(tx: &mut Tx, contest: ContestId, end: Timestamp) -> StoreResult<Vec<TookPart>> {
    Ok(on!(tx, db => sqlx::query_as(TOOK_PART).bind(contest.0).bind(end.0).fetch_all(&mut **db).await)?)
}

/// One unit on one day, with everything below it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(crate) struct DayRecord {
    pub(crate) day: String,
    pub(crate) unit_id: Uuid,
    pub(crate) unit_code: String,
    pub(crate) unit_name: String,
    pub(crate) entered: i64,
    pub(crate) started: i64,
    pub(crate) submitted: i64,
    pub(crate) headcount: Option<i64>,
}

const INSERT_SQLITE: &str = "INSERT INTO daily_participation
    (contest_id, counted_at, day, unit_id, unit_code, unit_name, entered, started, submitted, headcount)
    SELECT $1, $2, v ->> 0, unhex(v ->> 1), v ->> 2, v ->> 3, v ->> 4, v ->> 5, v ->> 6, v ->> 7
    FROM (SELECT value AS v FROM json_each($3)) WHERE true ON CONFLICT DO NOTHING";
/// The same rows; PostgreSQL casts what JSON holds.
const INSERT_POSTGRES: &str = "INSERT INTO daily_participation
    (contest_id, counted_at, day, unit_id, unit_code, unit_name, entered, started, submitted, headcount)
    SELECT $1, $2, v ->> 0, (v ->> 1)::uuid, v ->> 2, v ->> 3, (v ->> 4)::bigint, (v ->> 5)::bigint,
        (v ->> 6)::bigint, (v ->> 7)::bigint
    FROM (SELECT value AS v FROM json_array_elements($3::json)) AS rows ON CONFLICT DO NOTHING";

/// A day that is there already stays as it is.
pub(crate) async fn insert(
    tx: &mut Tx,
    contest: ContestId,
    rows: &[DayRecord],
    now: Timestamp,
) -> StoreResult<()> {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            let unit = row.unit_id.simple().to_string();
            serde_json::json!([
                row.day,
                unit,
                row.unit_code,
                row.unit_name,
                row.entered,
                row.started,
                row.submitted,
                row.headcount
            ])
        })
        .collect();
    let batch = super::to_json(&rows);
    let text = dialect!(tx, INSERT_SQLITE, INSERT_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(contest.0).bind(now.0).bind(&batch)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const COUNT: &str = "SELECT count(*) FROM daily_participation WHERE contest_id = $1
    AND ($2 = '' OR unit_id IN (SELECT u.id FROM units u WHERE u.lineage >= $2 AND u.lineage < $3))";

/// `lineage`: the span of the units meant; empty is all of them, those that are gone included.
pub(crate) async fn count(tx: &mut Tx, contest: ContestId, lineage: &(String, String)) -> StoreResult<i64> {
    Ok(
        on!(tx, db => sqlx::query_scalar(COUNT).bind(contest.0).bind(&lineage.0).bind(&lineage.1)
        .fetch_one(&mut **db).await)?,
    )
}

const ALL: &str = "SELECT day, unit_id, unit_code, unit_name, entered, started, submitted, headcount
    FROM daily_participation WHERE contest_id = $1
    AND ($2 = '' OR unit_id IN (SELECT u.id FROM units u WHERE u.lineage >= $2 AND u.lineage < $3))
    ORDER BY day, unit_code, unit_id";

/// Streams the days of a contest into a channel, the first one first; stops where nobody listens any more.
pub(crate) async fn export(
    tx: &mut Tx,
    contest: ContestId,
    lineage: &(String, String),
    out: &Sender<DayRecord>,
) -> StoreResult<()> {
    on!(tx, db => {
        let mut rows = sqlx::query_as(ALL).bind(contest.0).bind(&lineage.0).bind(&lineage.1).fetch(&mut **db);
        while let Some(row) = rows.try_next().await? {
            if out.send(row).await.is_err() {
                break;
            }
        }
    });
    Ok(())
}
