//! Extra time: who got how much, and which attempts have grown by it.

use std::collections::HashMap;

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{AttemptId, GrantId, RoundId};

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct GrantRecord {
    pub(crate) id: Uuid,
    pub(crate) round_id: Uuid,
    pub(crate) participant_id: Option<Uuid>,
    pub(crate) unit_id: Option<Uuid>,
    pub(crate) seconds: i64,
    pub(crate) reason: String,
    pub(crate) granted_at: i64,
    pub(crate) last_save_at: i64,
}

const INSERT: &str = "INSERT INTO time_grants
    (id, round_id, participant_id, unit_id, seconds, reason, granted_at, last_save_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

pub(crate) async fn insert(tx: &mut Tx, grant: &GrantRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(grant.id).bind(grant.round_id).bind(grant.participant_id).bind(grant.unit_id).bind(grant.seconds)
        .bind(&grant.reason).bind(grant.granted_at).bind(grant.last_save_at)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

macro_rules! select {
    ($($rest:literal),+) => {
        concat!(
            "SELECT g.id, g.round_id, g.participant_id, g.unit_id, g.seconds, g.reason, g.granted_at, g.last_save_at
            FROM time_grants g ", $($rest),+
        )
    };
}

pub(crate) async fn by_id(tx: &mut Tx, id: GrantId) -> StoreResult<Option<GrantRecord>> {
    const BY_ID: &str = select!("WHERE g.id = $1");
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut **db).await)?)
}

/// The newest first.
pub(crate) async fn of_round(tx: &mut Tx, round: RoundId) -> StoreResult<Vec<GrantRecord>> {
    const OF_ROUND: &str = select!("WHERE g.round_id = $1 ORDER BY g.granted_at DESC, g.id DESC");
    Ok(on!(tx, db => sqlx::query_as(OF_ROUND).bind(round.0).fetch_all(&mut **db).await)?)
}

/// What an attempt has grown by, the first grant first.
pub(crate) async fn of_attempt(tx: &mut Tx, attempt: AttemptId) -> StoreResult<Vec<GrantRecord>> {
    const OF_ATTEMPT: &str = select!(
        "JOIN granted_attempts a ON a.grant_id = g.id WHERE a.attempt_id = $1 ORDER BY g.granted_at, g.id"
    );
    Ok(on!(tx, db => sqlx::query_as(OF_ATTEMPT).bind(attempt.0).fetch_all(&mut **db).await)?)
}

const LATEST_END: &str = "SELECT max(last_save_at) FROM time_grants WHERE round_id = $1";

/// Until when somebody who was given time may still be at work; none where nobody was.
pub(crate) async fn latest_end(tx: &mut Tx, round: RoundId) -> StoreResult<Option<i64>> {
    Ok(on!(tx, db => sqlx::query_scalar(LATEST_END).bind(round.0).fetch_one(&mut **db).await)?)
}

const GROWN_COUNTS: &str = "SELECT a.grant_id, count(*) FROM granted_attempts a
    JOIN time_grants g ON g.id = a.grant_id WHERE g.round_id = $1 GROUP BY a.grant_id";

/// How many attempts have grown by each grant of a round; a grant by which none has is not there.
pub(crate) async fn grown_counts(tx: &mut Tx, round: RoundId) -> StoreResult<HashMap<Uuid, i64>> {
    let counts: Vec<(Uuid, i64)> =
        on!(tx, db => sqlx::query_as(GROWN_COUNTS).bind(round.0).fetch_all(&mut **db).await)?;
    Ok(counts.into_iter().collect())
}

const TO_GROW: &str = "SELECT a.id FROM attempts a WHERE a.round_id = $1 AND a.sealed_at IS NULL
    AND a.started_at <= $3 AND a.last_save_at >= $3
    AND ($4 = 0 OR a.participant_id = $5)
    AND a.unit_id IN (SELECT u.id FROM units u WHERE u.lineage >= $6 AND u.lineage < $7)
    AND NOT EXISTS (SELECT 1 FROM granted_attempts g WHERE g.attempt_id = a.id AND g.grant_id = $2)
    ORDER BY a.id";

/// Attempts that were open when the time was given, and have not grown by it yet, by id. It looks through all open ones
/// of the round, so it is asked outside of the transactions that write. `lineage`: the span of the units meant.
pub(crate) async fn to_grow(
    tx: &mut Tx,
    grant: &GrantRecord,
    lineage: (&str, &str),
) -> StoreResult<Vec<Uuid>> {
    let one_person = i64::from(grant.participant_id.is_some());
    let person = grant.participant_id.unwrap_or_default();
    Ok(on!(tx, db => sqlx::query_scalar(TO_GROW)
        .bind(grant.round_id).bind(grant.id).bind(grant.granted_at).bind(one_person).bind(person)
        .bind(lineage.0).bind(lineage.1)
        .fetch_all(&mut **db).await)?)
}

/// An attempt that is to grow, and until when it takes answers before it has.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct Growing {
    pub(crate) id: Uuid,
    pub(crate) last_save_at: i64,
}

/// By id alone: with the round SQLite would take the round's index.
const STILL_OPEN_SQLITE: &str = "SELECT a.id, a.last_save_at FROM attempts a
    WHERE a.id IN (SELECT unhex(value) FROM json_each($1)) AND a.sealed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM granted_attempts g WHERE g.attempt_id = a.id AND g.grant_id = $2)
    ORDER BY a.id";
/// Locked in the order in which the journal locks them; on SQLite the write connection is the lock.
const STILL_OPEN_POSTGRES: &str = "SELECT a.id, a.last_save_at FROM attempts a
    WHERE a.id IN (SELECT value::uuid FROM json_array_elements_text($1::json)) AND a.sealed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM granted_attempts g WHERE g.attempt_id = a.id AND g.grant_id = $2)
    ORDER BY a.id FOR UPDATE OF a";

/// Those of the attempts that are still open and have not grown; nobody else changes them until this transaction ends.
pub(crate) async fn still_to_grow(tx: &mut Tx, id: GrantId, attempts: &[Uuid]) -> StoreResult<Vec<Growing>> {
    let text = dialect!(tx, STILL_OPEN_SQLITE, STILL_OPEN_POSTGRES);
    let batch = super::ids_json(attempts.iter());
    Ok(on!(tx, db => sqlx::query_as(text).bind(&batch).bind(id.0).fetch_all(&mut **db).await)?)
}

const GROW_SQLITE: &str = "UPDATE attempts SET deadline = deadline + $2, last_save_at = last_save_at + $2
    WHERE id IN (SELECT unhex(value) FROM json_each($1))";
const GROW_POSTGRES: &str = "UPDATE attempts SET deadline = deadline + $2, last_save_at = last_save_at + $2
    WHERE id IN (SELECT value::uuid FROM json_array_elements_text($1::json))";
const MARK_SQLITE: &str = "INSERT INTO granted_attempts (attempt_id, grant_id)
    SELECT unhex(value), $2 FROM json_each($1)";
const MARK_POSTGRES: &str = "INSERT INTO granted_attempts (attempt_id, grant_id)
    SELECT value::uuid, $2 FROM json_array_elements_text($1::json)";

pub(crate) async fn grow(
    tx: &mut Tx,
    attempts: &[Growing],
    (grant, micros): (GrantId, i64),
) -> StoreResult<()> {
    let batch = super::ids_json(attempts.iter().map(|attempt| &attempt.id));
    let grow = dialect!(tx, GROW_SQLITE, GROW_POSTGRES);
    let mark = dialect!(tx, MARK_SQLITE, MARK_POSTGRES);
    on!(tx, db => {
        sqlx::query(grow).bind(&batch).bind(micros).execute(&mut **db).await?;
        sqlx::query(mark).bind(&batch).bind(grant.0).execute(&mut **db).await?;
    });
    Ok(())
}

const SET_END: &str = "UPDATE time_grants SET last_save_at = $2 WHERE id = $1 AND last_save_at < $2";

/// Written with the attempts that grew.
pub(crate) async fn set_end(tx: &mut Tx, id: GrantId, last_save_at: i64) -> StoreResult<()> {
    on!(tx, db => sqlx::query(SET_END).bind(id.0).bind(last_save_at).execute(&mut **db).await.map(drop))?;
    Ok(())
}
