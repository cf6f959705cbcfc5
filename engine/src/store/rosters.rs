//! Lists of people who are expected to take part: written whole, and looked up by who enters.

use serde_json::json;
use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{ContestId, ParticipantId};
use khao_domain::time::Timestamp;

use super::participants::ParticipantRecord;
use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct RosterRecord {
    pub(crate) id: Uuid,
    pub(crate) ordinal: i64,
    pub(crate) full_name: String,
    pub(crate) name_folded: String,
    pub(crate) sort_key: Vec<u8>,
    pub(crate) unit_id: Uuid,
    pub(crate) staff_code: Option<String>,
    pub(crate) staff_folded: Option<String>,
    pub(crate) birth_date: Option<String>,
    pub(crate) participant_id: Option<Uuid>,
}

/// Which list counts, and how often it has changed.
#[derive(Debug, Clone, Copy, FromRow)]
pub(crate) struct RosterState {
    pub(crate) roster_id: Option<Uuid>,
    pub(crate) roster_changes: i64,
}

const STATE: &str = "SELECT roster_id, roster_changes FROM contests WHERE id = $1";

pub(crate) async fn state(tx: &mut Tx, contest: ContestId) -> StoreResult<Option<RosterState>> {
    Ok(on!(tx, db => sqlx::query_as(STATE).bind(contest.0).fetch_optional(&mut **db).await)?)
}

/// Whoever enters shares this lock (see `participants::insert`): nobody enters unseen while the list changes. On SQLite
/// the write connection is the lock.
const LOCK_POSTGRES: &str = "SELECT 1::bigint FROM (SELECT pg_advisory_xact_lock($1)) AS locked";

pub(crate) async fn lock(tx: &mut Tx, contest: ContestId) -> StoreResult<()> {
    if let Tx::Postgres(db) = tx {
        sqlx::query(LOCK_POSTGRES)
            .bind(super::participants::roster_lock(contest.0))
            .execute(&mut **db)
            .await?;
    }
    Ok(())
}

const BECOME: &str = "UPDATE contests SET roster_id = $2, roster_changes = roster_changes + 1
    WHERE id = $1 AND roster_changes = $3";

/// The flip; false where the list has changed since it was read.
pub(crate) async fn become_list(
    tx: &mut Tx,
    contest: ContestId,
    roster: Option<Uuid>,
    changes: i64,
) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(BECOME).bind(contest.0).bind(roster).bind(changes)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const NOTE_CHANGE: &str = "UPDATE contests SET roster_changes = roster_changes + 1 WHERE id = $1";

/// A list that is being written from what was read before is refused then.
pub(crate) async fn note_change(tx: &mut Tx, contest: ContestId) -> StoreResult<()> {
    on!(tx, db => sqlx::query(NOTE_CHANGE).bind(contest.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const BEGIN: &str = "INSERT INTO rosters (id, contest_id, began_at) VALUES ($1, $2, $3)";

pub(crate) async fn begin(tx: &mut Tx, id: Uuid, contest: ContestId, at: Timestamp) -> StoreResult<()> {
    on!(tx, db => sqlx::query(BEGIN).bind(id).bind(contest.0).bind(at.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const STAGE_SQLITE: &str = "INSERT INTO roster_people (id, roster_id, ordinal, full_name, name_folded, sort_key,
        unit_id, staff_code, staff_folded, birth_date, participant_id)
    SELECT unhex(v ->> 0), $2, v ->> 1, v ->> 2, v ->> 3, unhex(v ->> 4), unhex(v ->> 5), v ->> 6, v ->> 7, v ->> 8,
        (SELECT p.id FROM participants p WHERE p.id = unhex(v ->> 9))
    FROM (SELECT value AS v FROM json_each($1))";
/// The same rows; PostgreSQL casts what JSON holds.
const STAGE_POSTGRES: &str =
    "INSERT INTO roster_people (id, roster_id, ordinal, full_name, name_folded, sort_key,
        unit_id, staff_code, staff_folded, birth_date, participant_id)
    SELECT (v ->> 0)::uuid, $2, (v ->> 1)::bigint, v ->> 2, v ->> 3, decode(v ->> 4, 'hex'), (v ->> 5)::uuid,
        v ->> 6, v ->> 7, v ->> 8, (SELECT p.id FROM participants p WHERE p.id = (v ->> 9)::uuid)
    FROM (SELECT value AS v FROM json_array_elements($1::json)) AS rows";

/// Rows of a list that is not the contest's yet. Whoever was erased meanwhile meets none.
pub(crate) async fn stage(tx: &mut Tx, roster: Uuid, people: &[RosterRecord]) -> StoreResult<()> {
    let row = |person: &RosterRecord| {
        json!([
            super::hex(person.id),
            person.ordinal,
            person.full_name,
            person.name_folded,
            khao_domain::contest::commitment::hex(&person.sort_key),
            super::hex(person.unit_id),
            person.staff_code,
            person.staff_folded,
            person.birth_date,
            person.participant_id.map(super::hex),
        ])
    };
    let batch = super::to_json(&people.iter().map(row).collect::<Vec<_>>());
    let text = dialect!(tx, STAGE_SQLITE, STAGE_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(&batch).bind(roster).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const WHOLE: &str =
    "SELECT id, ordinal, full_name, name_folded, sort_key, unit_id, staff_code, staff_folded, birth_date,
    participant_id FROM roster_people WHERE roster_id = $1 ORDER BY ordinal, id";

/// A whole list, in its order.
pub(crate) async fn whole(tx: &mut Tx, roster: Uuid) -> StoreResult<Vec<RosterRecord>> {
    Ok(on!(tx, db => sqlx::query_as(WHOLE).bind(roster).fetch_all(&mut **db).await)?)
}

const FREE: &str =
    "SELECT id, ordinal, full_name, name_folded, sort_key, unit_id, staff_code, staff_folded, birth_date,
    participant_id FROM roster_people
    WHERE roster_id = $1 AND participant_id IS NULL AND (name_folded = $2 OR staff_folded = $3)
    ORDER BY ordinal, id";

/// Rows that nobody has met and that may mean somebody of this name or staff code (empty: none), in their order.
pub(crate) async fn free(
    tx: &mut Tx,
    roster: Uuid,
    name_folded: &str,
    staff_folded: &str,
) -> StoreResult<Vec<RosterRecord>> {
    Ok(
        on!(tx, db => sqlx::query_as(FREE).bind(roster).bind(name_folded).bind(staff_folded)
        .fetch_all(&mut **db).await)?,
    )
}

const MEET: &str = "UPDATE roster_people SET participant_id = $2 WHERE id = $1 AND participant_id IS NULL
    AND EXISTS (SELECT 1 FROM participants p WHERE p.id = $2)";

/// False where somebody else was faster, or the person has been erased meanwhile.
pub(crate) async fn meet(tx: &mut Tx, row: Uuid, person: ParticipantId) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(MEET).bind(row).bind(person.0)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const RELEASE: &str =
    "UPDATE roster_people SET participant_id = NULL WHERE participant_id = $1 AND roster_id = $2";

pub(crate) async fn release(tx: &mut Tx, roster: Uuid, person: ParticipantId) -> StoreResult<()> {
    on!(tx, db => sqlx::query(RELEASE).bind(person.0).bind(roster).execute(&mut **db).await.map(drop))?;
    Ok(())
}

/// What is compared of somebody who has entered.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct EnteredRecord {
    pub(crate) id: Uuid,
    pub(crate) name_folded: String,
    pub(crate) staff_code: Option<String>,
    pub(crate) birth_date: String,
    pub(crate) unit_id: Uuid,
}

impl EnteredRecord {
    pub(crate) fn of(person: &ParticipantRecord) -> Self {
        Self {
            id: person.id,
            name_folded: person.name_folded.clone(),
            staff_code: person.staff_code.clone(),
            birth_date: person.birth_date.clone(),
            unit_id: person.unit_id,
        }
    }
}

const ENTERED: &str = "SELECT id, name_folded, staff_code, birth_date, unit_id FROM participants
    WHERE contest_id = $1 ORDER BY created_at, id";

/// Everybody of a contest, in the order they came.
pub(crate) async fn entered(tx: &mut Tx, contest: ContestId) -> StoreResult<Vec<EnteredRecord>> {
    Ok(on!(tx, db => sqlx::query_as(ENTERED).bind(contest.0).fetch_all(&mut **db).await)?)
}

const LATE: &str = "SELECT p.id, p.name_folded, p.staff_code, p.birth_date, p.unit_id FROM participants p
    WHERE p.contest_id = $1 AND p.created_at >= $2 AND NOT EXISTS (
        SELECT 1 FROM roster_people r WHERE r.participant_id = p.id AND r.roster_id = $3)
    ORDER BY p.created_at, p.id";

/// Who has come since then and meets no row of the list.
pub(crate) async fn late(
    tx: &mut Tx,
    contest: ContestId,
    since: Timestamp,
    roster: Uuid,
) -> StoreResult<Vec<EnteredRecord>> {
    Ok(
        on!(tx, db => sqlx::query_as(LATE).bind(contest.0).bind(since.0).bind(roster)
        .fetch_all(&mut **db).await)?,
    )
}

const REMOVE: &str = "DELETE FROM roster_people WHERE id = $1 AND roster_id = $2";

/// False where the list has no such row.
pub(crate) async fn remove(tx: &mut Tx, roster: Uuid, row: Uuid) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(REMOVE).bind(row).bind(roster)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const OF_CONTEST: &str = "SELECT count(*) FROM rosters WHERE contest_id = $1";

/// How many lists of a contest are there, those that are being written or cleared too.
pub(crate) async fn of_contest(tx: &mut Tx, contest: ContestId) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(OF_CONTEST).bind(contest.0).fetch_one(&mut **db).await)?)
}

const LEFT: &str = "SELECT r.id FROM rosters r WHERE r.began_at < $1
    AND NOT EXISTS (SELECT 1 FROM contests c WHERE c.roster_id = r.id) ORDER BY r.id LIMIT 100";

/// Lists that were begun before this time and are nobody's.
pub(crate) async fn left(tx: &mut Tx, before: Timestamp) -> StoreResult<Vec<Uuid>> {
    Ok(on!(tx, db => sqlx::query_scalar(LEFT).bind(before.0).fetch_all(&mut **db).await)?)
}

const CLEAR: &str = "DELETE FROM roster_people WHERE id IN
    (SELECT id FROM roster_people WHERE roster_id = $1 ORDER BY sort_key, id LIMIT $2)";

/// How many rows went; fewer than `most` were the last.
pub(crate) async fn clear(tx: &mut Tx, roster: Uuid, most: i64) -> StoreResult<u64> {
    Ok(on!(tx, db => sqlx::query(CLEAR).bind(roster).bind(most)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?)
}

const DELETE: &str = "DELETE FROM rosters WHERE id = $1";

pub(crate) async fn delete(tx: &mut Tx, roster: Uuid) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE).bind(roster).execute(&mut **db).await.map(drop))?;
    Ok(())
}
