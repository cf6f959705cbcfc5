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

/// Attempts that are alike in all that is shown. Spans of time have numbers, the first of them 0.
#[derive(Debug, Clone, Copy, FromRow)]
pub(crate) struct Alike {
    /// Of the most possible score: 10 is a full one, none an open attempt.
    pub(crate) tenth: Option<i64>,
    pub(crate) started: i64,
    pub(crate) submitted: Option<i64>,
    pub(crate) attempts: i64,
}

/// One pass over the round: finding its rows is what takes time, and what is alike is far less than what there is.
const COUNT: &str = "SELECT tenth, started, submitted, count(*) AS attempts FROM (
        SELECT CASE WHEN sealed_at IS NULL THEN NULL
                WHEN max_score_hundredths > 0 THEN score_hundredths * 10 / max_score_hundredths
                ELSE 0 END AS tenth,
            (started_at - $6) / $7 AS started,
            CASE WHEN sealed_at IS NULL THEN NULL ELSE (submitted_at - $6) / $7 END AS submitted
        FROM attempts WHERE round_id = $1 AND NOT voided AND ($2 OR group_id = $3)
            AND ($4 = '' OR unit_id IN (SELECT u.id FROM units u WHERE u.lineage >= $4 AND u.lineage < $5)))
        AS attempts
    GROUP BY tenth, started, submitted";

/// Spans are `width` microseconds long, from `origin` on.
pub(crate) async fn count(
    tx: &mut Tx,
    counted: &CountedAttempts,
    (origin, width): (Timestamp, i64),
) -> StoreResult<Vec<Alike>> {
    Ok(on!(tx, db => sqlx::query_as(COUNT)
        .bind(counted.round.0).bind(counted.group.is_none()).bind(counted.group_id())
        .bind(&counted.lineage.0).bind(&counted.lineage.1).bind(origin.0).bind(width)
        .fetch_all(&mut **db).await)?)
}
