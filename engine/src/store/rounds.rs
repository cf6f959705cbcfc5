//! Rounds of contests.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::contest::round::RoundState;
use khao_domain::ids::{ContestId, RoundId};
use khao_domain::time::Timestamp;

use super::{StoreError, StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct RoundRecord {
    pub(crate) id: Uuid,
    pub(crate) contest_id: Uuid,
    pub(crate) ordinal: i64,
    pub(crate) name: String,
    pub(crate) opens_at: i64,
    pub(crate) closes_at: i64,
    pub(crate) duration_s: i64,
    pub(crate) state: String,
    pub(crate) secret: Vec<u8>,
    pub(crate) settings: Option<String>,
    /// The contest's rules at the announcement.
    pub(crate) rules: Option<String>,
    pub(crate) commitment: Option<String>,
    pub(crate) closed_at: Option<i64>,
    pub(crate) published_at: Option<i64>,
}

impl RoundRecord {
    pub(crate) fn state(&self) -> StoreResult<RoundState> {
        RoundState::parse(&self.state).ok_or_else(|| self.corrupt("state"))
    }

    pub(crate) fn secret(&self) -> StoreResult<[u8; 32]> {
        <[u8; 32]>::try_from(&self.secret[..]).map_err(|_| self.corrupt("secret"))
    }

    fn corrupt(&self, column: &'static str) -> StoreError {
        StoreError::Corrupt {
            table: "rounds",
            column,
            id: self.id.to_string(),
        }
    }
}

const INSERT: &str = "INSERT INTO rounds
    (id, contest_id, ordinal, name, opens_at, closes_at, duration_s, state, secret)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub(crate) async fn insert(tx: &mut Tx, round: &RoundRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(round.id).bind(round.contest_id).bind(round.ordinal).bind(&round.name).bind(round.opens_at)
        .bind(round.closes_at).bind(round.duration_s).bind(&round.state).bind(&round.secret)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const BY_ID: &str = "SELECT id, contest_id, ordinal, name, opens_at, closes_at, duration_s, state, secret,
    settings, rules, commitment, closed_at, published_at FROM rounds WHERE id = $1";

pub(crate) async fn by_id(tx: &mut Tx, id: RoundId) -> StoreResult<Option<RoundRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut **db).await)?)
}

const LOCK: &str = "SELECT state FROM rounds WHERE id = $1";
/// On SQLite the write connection is the lock.
const LOCK_POSTGRES: &str = "SELECT state FROM rounds WHERE id = $1 FOR UPDATE";

/// The state, which nobody else changes until this transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: RoundId) -> StoreResult<Option<RoundState>> {
    let text = dialect!(tx, LOCK, LOCK_POSTGRES);
    let state: Option<String> =
        on!(tx, db => sqlx::query_scalar(text).bind(id.0).fetch_optional(&mut **db).await)?;
    Ok(state.and_then(|state| RoundState::parse(&state)))
}

const OF_CONTEST: &str =
    "SELECT id, contest_id, ordinal, name, opens_at, closes_at, duration_s, state, secret,
    settings, rules, commitment, closed_at, published_at FROM rounds WHERE contest_id = $1 ORDER BY ordinal";

pub(crate) async fn of_contest(tx: &mut Tx, contest: ContestId) -> StoreResult<Vec<RoundRecord>> {
    Ok(on!(tx, db => sqlx::query_as(OF_CONTEST).bind(contest.0).fetch_all(&mut **db).await)?)
}

const UPDATE: &str =
    "UPDATE rounds SET name = $2, opens_at = $3, closes_at = $4, duration_s = $5 WHERE id = $1";

pub(crate) async fn update(tx: &mut Tx, round: &RoundRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(UPDATE)
        .bind(round.id).bind(&round.name).bind(round.opens_at).bind(round.closes_at).bind(round.duration_s)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const DELETE_DRAFT: &str = "DELETE FROM rounds WHERE id = $1 AND state = 'draft'";

/// False where it is no draft.
pub(crate) async fn delete_draft(tx: &mut Tx, id: RoundId) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(DELETE_DRAFT).bind(id.0)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const ANNOUNCE: &str = "UPDATE rounds SET state = 'announced', settings = $2, rules = $3, commitment = $4,
    announced_at = $5
    WHERE id = $1 AND state = 'draft'";

pub(crate) async fn announce(
    tx: &mut Tx,
    id: RoundId,
    (settings, rules): (&str, &str),
    commitment: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(ANNOUNCE).bind(id.0).bind(settings).bind(rules)
        .bind(commitment).bind(now.0)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const CLOSE: &str =
    "UPDATE rounds SET state = 'closed', closed_at = $2 WHERE id = $1 AND state = 'announced'";
const FREEZE: &str = "UPDATE rounds SET state = 'frozen', frozen_at = $2 WHERE id = $1 AND state = 'closed'";
const PUBLISH: &str =
    "UPDATE rounds SET state = 'published', published_at = $2 WHERE id = $1 AND state = 'frozen'";

/// Steps on to `to`; false where the round was not in the state before it.
pub(crate) async fn step(tx: &mut Tx, id: RoundId, to: RoundState, now: Timestamp) -> StoreResult<bool> {
    let text = match to {
        RoundState::Closed => CLOSE,
        RoundState::Frozen => FREEZE,
        RoundState::Published => PUBLISH,
        RoundState::Draft | RoundState::Announced => return Ok(false),
    };
    let rows = on!(tx, db => sqlx::query(text).bind(id.0).bind(now.0)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
