//! How a round went: scores and arrivals, counted by the database.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{GroupId, RoundId};
use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

/// Which attempts are counted; voided ones never are.
#[derive(Debug, Clone)]
pub(crate) struct CountedAttempts {
    pub(crate) round: RoundId,
    pub(crate) group: Option<GroupId>,
    /// Of the lineages of units; empty is all of them.
    pub(crate) lineage: (String, String),
}

impl CountedAttempts {
    fn group_id(&self) -> Uuid {
        self.group.map_or(Uuid::nil(), |group| group.0)
    }
}

/// 10 is a full score.
#[derive(Debug, FromRow)]
pub(crate) struct Tenth {
    pub(crate) tenth: i64,
    pub(crate) attempts: i64,
}

const TENTHS: &str = "SELECT tenth, count(*) AS attempts FROM (
        SELECT CASE WHEN max_score_hundredths > 0 THEN score_hundredths * 10 / max_score_hundredths
            ELSE 0 END AS tenth
        FROM attempts WHERE round_id = $1 AND NOT voided AND sealed_at IS NOT NULL AND ($2 OR group_id = $3)
            AND ($4 = '' OR unit_id IN (SELECT u.id FROM units u WHERE u.lineage >= $4 AND u.lineage < $5)))
        AS attempts
    GROUP BY tenth";

pub(crate) async fn tenths(tx: &mut Tx, counted: &CountedAttempts) -> StoreResult<Vec<Tenth>> {
    Ok(on!(tx, db => sqlx::query_as(TENTHS)
        .bind(counted.round.0).bind(counted.group.is_none()).bind(counted.group_id())
        .bind(&counted.lineage.0).bind(&counted.lineage.1).fetch_all(&mut **db).await)?)
}

/// What happened in one span of time, the first of which has the number 0.
#[derive(Debug, FromRow)]
pub(crate) struct Slot {
    pub(crate) slot: i64,
    pub(crate) attempts: i64,
}

const STARTED: &str = "SELECT (started_at - $6) / $7 AS slot, count(*) AS attempts FROM attempts
    WHERE round_id = $1 AND NOT voided AND ($2 OR group_id = $3)
        AND ($4 = '' OR unit_id IN (SELECT u.id FROM units u WHERE u.lineage >= $4 AND u.lineage < $5))
    GROUP BY slot";

const SUBMITTED: &str = "SELECT (submitted_at - $6) / $7 AS slot, count(*) AS attempts FROM attempts
    WHERE round_id = $1 AND NOT voided AND submitted_at IS NOT NULL AND ($2 OR group_id = $3)
        AND ($4 = '' OR unit_id IN (SELECT u.id FROM units u WHERE u.lineage >= $4 AND u.lineage < $5))
    GROUP BY slot";

/// Attempts that began, by spans of `width` microseconds from `origin` on.
pub(crate) async fn started(
    tx: &mut Tx,
    counted: &CountedAttempts,
    spans: (Timestamp, i64),
) -> StoreResult<Vec<Slot>> {
    slots(tx, STARTED, counted, spans).await
}

/// Attempts that were handed in, or were taken in at their deadline.
pub(crate) async fn submitted(
    tx: &mut Tx,
    counted: &CountedAttempts,
    spans: (Timestamp, i64),
) -> StoreResult<Vec<Slot>> {
    slots(tx, SUBMITTED, counted, spans).await
}

async fn slots(
    tx: &mut Tx,
    text: &'static str,
    counted: &CountedAttempts,
    (origin, width): (Timestamp, i64),
) -> StoreResult<Vec<Slot>> {
    Ok(on!(tx, db => sqlx::query_as(text)
        .bind(counted.round.0).bind(counted.group.is_none()).bind(counted.group_id())
        .bind(&counted.lineage.0).bind(&counted.lineage.1).bind(origin.0).bind(width)
        .fetch_all(&mut **db).await)?)
}
