//! Materialised rankings of rounds and contests.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct RevisionRecord {
    pub(crate) revision: i64,
    pub(crate) frozen_at: i64,
    pub(crate) published_at: Option<i64>,
    pub(crate) participants: i64,
    pub(crate) all_correct: i64,
    /// Data, or the words of older rows; empty for the first.
    pub(crate) reason: String,
    /// How many corrections of the round it holds.
    pub(crate) corrections: i64,
    pub(crate) frozen_by: Option<Uuid>,
    pub(crate) approved_by: Option<Uuid>,
    pub(crate) approved_at: Option<i64>,
    pub(crate) published_by: Option<Uuid>,
    /// In the same way, why somebody made it by hand; empty where nobody did.
    pub(crate) own_reason: String,
}

macro_rules! revisions {
    ($rest:literal) => {
        concat!(
            "SELECT revision, frozen_at, published_at, participants, all_correct, reason, corrections, frozen_by,
            approved_by, approved_at, published_by, own_reason FROM ranking_revisions WHERE scope_id = $1 ",
            $rest
        )
    };
}

pub(crate) async fn latest(tx: &mut Tx, scope: Uuid) -> StoreResult<Option<RevisionRecord>> {
    const LATEST: &str = revisions!("ORDER BY revision DESC LIMIT 1");
    Ok(on!(tx, db => sqlx::query_as(LATEST).bind(scope).fetch_optional(&mut **db).await)?)
}

/// The newest that is public.
pub(crate) async fn published(tx: &mut Tx, scope: Uuid) -> StoreResult<Option<RevisionRecord>> {
    const PUBLISHED: &str = revisions!("AND published_at IS NOT NULL ORDER BY revision DESC LIMIT 1");
    Ok(on!(tx, db => sqlx::query_as(PUBLISHED).bind(scope).fetch_optional(&mut **db).await)?)
}

/// The number of the newest that is public, or of the first where none is.
pub(crate) async fn published_number(tx: &mut Tx, scope: Uuid) -> StoreResult<i64> {
    Ok(published(tx, scope).await?.map_or(1, |row| row.revision))
}

/// Every revision, the first one first.
pub(crate) async fn revisions(tx: &mut Tx, scope: Uuid) -> StoreResult<Vec<RevisionRecord>> {
    const ALL: &str = revisions!("ORDER BY revision");
    Ok(on!(tx, db => sqlx::query_as(ALL).bind(scope).fetch_all(&mut **db).await)?)
}

const INSERT_REVISION: &str = "INSERT INTO ranking_revisions
    (scope_id, revision, frozen_at, published_at, participants, all_correct, reason, corrections, frozen_by,
    published_by, own_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

pub(crate) async fn insert_revision(tx: &mut Tx, scope: Uuid, row: &RevisionRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT_REVISION).bind(scope).bind(row.revision).bind(row.frozen_at)
        .bind(row.published_at).bind(row.participants).bind(row.all_correct).bind(&row.reason)
        .bind(row.corrections).bind(row.frozen_by).bind(row.published_by).bind(&row.own_reason)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const PUBLISH: &str = "UPDATE ranking_revisions SET published_at = $3, published_by = $4
    WHERE scope_id = $1 AND revision = $2 AND published_at IS NULL";

/// False where it is public already.
pub(crate) async fn publish(
    tx: &mut Tx,
    scope: Uuid,
    revision: i64,
    (now, by): (Timestamp, Option<Uuid>),
) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(PUBLISH).bind(scope).bind(revision).bind(now.0).bind(by)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const APPROVE: &str = "UPDATE ranking_revisions SET approved_at = $3, approved_by = $4
    WHERE scope_id = $1 AND revision = $2 AND published_at IS NULL AND approved_at IS NULL";

/// False where it is approved or public already.
pub(crate) async fn approve(
    tx: &mut Tx,
    scope: Uuid,
    revision: i64,
    (now, by): (Timestamp, Option<Uuid>),
) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(APPROVE).bind(scope).bind(revision).bind(now.0).bind(by)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const WAITING: &str = "SELECT r.contest_id, r.id FROM rounds r JOIN ranking_revisions v ON v.scope_id = r.id
    WHERE v.published_at IS NULL
        AND v.revision = (SELECT max(n.revision) FROM ranking_revisions n WHERE n.scope_id = r.id)
    ORDER BY r.contest_id, r.id";

/// (contest, round) of every round whose newest ranking is not public.
pub(crate) async fn waiting(tx: &mut Tx) -> StoreResult<Vec<(Uuid, Uuid)>> {
    Ok(on!(tx, db => sqlx::query_as(WAITING).fetch_all(&mut **db).await)?)
}

/// One line of a ranking; names are joined when it is read, so that erasing a person anonymises it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub(crate) struct EntryRecord {
    pub(crate) group_ordinal: i64,
    pub(crate) place: i64,
    pub(crate) rank: i64,
    pub(crate) group_id: Uuid,
    pub(crate) participant_id: Uuid,
    pub(crate) attempt_id: Uuid,
    pub(crate) unit_id: Uuid,
    pub(crate) score_hundredths: i64,
    pub(crate) max_score_hundredths: i64,
    pub(crate) prediction_error: Option<i64>,
    pub(crate) duration_ms: i64,
    pub(crate) submitted_at: i64,
}

/// A batch as JSON rows: a million entries in statements of a thousand.
const INSERT_SQLITE: &str = "INSERT INTO ranking_entries (scope_id, revision, group_ordinal, place, rank, group_id,
    participant_id, attempt_id, unit_id, score_hundredths, max_score_hundredths, prediction_error, duration_ms,
    submitted_at)
    SELECT $1, $2, v ->> 0, v ->> 1, v ->> 2, unhex(v ->> 3), unhex(v ->> 4), unhex(v ->> 5), unhex(v ->> 6),
        v ->> 7, v ->> 8, v ->> 9, v ->> 10, v ->> 11
    FROM (SELECT value AS v FROM json_each($3))";
/// The same rows; PostgreSQL casts what JSON holds.
const INSERT_POSTGRES: &str = "INSERT INTO ranking_entries (scope_id, revision, group_ordinal, place, rank, group_id,
    participant_id, attempt_id, unit_id, score_hundredths, max_score_hundredths, prediction_error, duration_ms,
    submitted_at)
    SELECT $1, $2, (v ->> 0)::bigint, (v ->> 1)::bigint, (v ->> 2)::bigint, (v ->> 3)::uuid, (v ->> 4)::uuid,
        (v ->> 5)::uuid, (v ->> 6)::uuid, (v ->> 7)::bigint, (v ->> 8)::bigint, (v ->> 9)::bigint,
        (v ->> 10)::bigint, (v ->> 11)::bigint
    FROM (SELECT value AS v FROM json_array_elements($3::json)) AS rows";

pub(crate) async fn insert_entries(
    tx: &mut Tx,
    scope: Uuid,
    revision: i64,
    entries: &[EntryRecord],
) -> StoreResult<()> {
    let rows: Vec<_> = entries.iter().map(entry_json).collect();
    let batch = super::to_json(&rows);
    let text = dialect!(tx, INSERT_SQLITE, INSERT_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(scope).bind(revision).bind(&batch).execute(&mut **db).await.map(drop))?;
    Ok(())
}

fn entry_json(entry: &EntryRecord) -> serde_json::Value {
    serde_json::json!([
        entry.group_ordinal,
        entry.place,
        entry.rank,
        entry.group_id.simple().to_string(),
        entry.participant_id.simple().to_string(),
        entry.attempt_id.simple().to_string(),
        entry.unit_id.simple().to_string(),
        entry.score_hundredths,
        entry.max_score_hundredths,
        entry.prediction_error,
        entry.duration_ms,
        entry.submitted_at,
    ])
}

const DELETE: &str = "DELETE FROM ranking_entries WHERE scope_id = $1 AND revision = $2";

/// Clears what a freezing left that never came to its end.
pub(crate) async fn delete_entries(tx: &mut Tx, scope: Uuid, revision: i64) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE).bind(scope).bind(revision).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const ALL: &str =
    "SELECT group_ordinal, place, rank, group_id, participant_id, attempt_id, unit_id, score_hundredths,
    max_score_hundredths, prediction_error, duration_ms, submitted_at FROM ranking_entries
    WHERE scope_id = $1 AND revision = $2 ORDER BY group_ordinal, place";

pub(crate) async fn all(tx: &mut Tx, scope: Uuid, revision: i64) -> StoreResult<Vec<EntryRecord>> {
    Ok(on!(tx, db => sqlx::query_as(ALL).bind(scope).bind(revision).fetch_all(&mut **db).await)?)
}

/// A line with the names it was fixed with: the person's, where the person is still known, and the unit's, where the
/// ranking kept its units.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct NamedEntry {
    #[sqlx(flatten)]
    pub(crate) entry: EntryRecord,
    pub(crate) full_name: Option<String>,
    pub(crate) publish_name: Option<bool>,
    pub(crate) unit_name: Option<String>,
}

macro_rules! named {
    ($($rest:tt)+) => {
        concat!(
            "SELECT e.group_ordinal, e.place, e.rank, e.group_id, e.participant_id, e.attempt_id, e.unit_id,
            e.score_hundredths, e.max_score_hundredths, e.prediction_error, e.duration_ms, e.submitted_at,
            coalesce((SELECT f.full_name FROM former_names f WHERE f.participant_id = e.participant_id
                AND f.changed_at > v.frozen_at ORDER BY f.changed_at LIMIT 1), p.full_name) AS full_name,
            p.publish_name, k.name AS unit_name
            FROM ranking_entries e
            JOIN ranking_revisions v ON v.scope_id = e.scope_id AND v.revision = e.revision
            LEFT JOIN participants p ON p.id = e.participant_id
            LEFT JOIN ranking_units k
                ON k.scope_id = e.scope_id AND k.revision = e.revision AND k.unit_id = e.unit_id
            WHERE e.scope_id = $1 AND e.revision = $2 AND e.group_ordinal >= $3 AND e.group_ordinal <= $4 ",
            $($rest)+
        )
    };
}

/// People of these units, as JSON; of all where none are named.
macro_rules! of_units {
    (sqlite) => {
        "AND ($5 IS NULL OR e.unit_id IN (SELECT unhex(value) FROM json_each($5))) "
    };
    (postgres) => {
        "AND ($5::text IS NULL OR e.unit_id IN (SELECT value::uuid FROM json_array_elements_text($5::json))) "
    };
}

macro_rules! page {
    ($dialect:ident) => {
        named!(
            of_units!($dialect),
            "AND (e.group_ordinal > $6 OR (e.group_ordinal = $6 AND e.place > $7))
            ORDER BY e.group_ordinal, e.place LIMIT $8"
        )
    };
}

const PAGE_SQLITE: &str = page!(sqlite);
/// The same; PostgreSQL reads JSON in its own way.
const PAGE_POSTGRES: &str = page!(postgres);

/// Which part of a ranking: after a place, of a span of groups, of some units.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) after: (i64, i64),
    pub(crate) groups: (i64, i64),
    /// None is all of them.
    pub(crate) units: Option<Vec<Uuid>>,
    pub(crate) limit: i64,
}

impl Part {
    fn units_json(&self) -> Option<String> {
        self.units.as_ref().map(super::ids_json)
    }
}

pub(crate) async fn page(
    tx: &mut Tx,
    scope: Uuid,
    revision: i64,
    part: &Part,
) -> StoreResult<Vec<NamedEntry>> {
    let text = dialect!(tx, PAGE_SQLITE, PAGE_POSTGRES);
    Ok(on!(tx, db => sqlx::query_as(text)
        .bind(scope).bind(revision).bind(part.groups.0).bind(part.groups.1).bind(part.units_json())
        .bind(part.after.0).bind(part.after.1).bind(part.limit)
        .fetch_all(&mut **db).await)?)
}

macro_rules! search {
    ($dialect:ident) => {
        named!(
            of_units!($dialect),
            "AND (e.group_ordinal > $6 OR (e.group_ordinal = $6 AND e.place > $7))
            AND ($8 = '' OR coalesce((SELECT f.name_folded FROM former_names f
                WHERE f.participant_id = e.participant_id AND f.changed_at > v.frozen_at
                ORDER BY f.changed_at LIMIT 1), p.name_folded) LIKE '%' || $8 || '%')
            ORDER BY e.group_ordinal, e.place LIMIT $9"
        )
    };
}

/// As a page, of people whose name holds a text; none means everybody, erased people too.
const SEARCH_SQLITE: &str = search!(sqlite);
const SEARCH_POSTGRES: &str = search!(postgres);

pub(crate) async fn search(
    tx: &mut Tx,
    scope: Uuid,
    revision: i64,
    part: &Part,
    folded: &str,
) -> StoreResult<Vec<NamedEntry>> {
    let text = dialect!(tx, SEARCH_SQLITE, SEARCH_POSTGRES);
    Ok(on!(tx, db => sqlx::query_as(text)
        .bind(scope).bind(revision).bind(part.groups.0).bind(part.groups.1).bind(part.units_json())
        .bind(part.after.0).bind(part.after.1).bind(folded).bind(part.limit)
        .fetch_all(&mut **db).await)?)
}

/// Whoever has one of the first ranks of a group, with everybody who shares the last of them.
const FIRST: &str = named!("AND e.rank <= $5 AND e.place <= $6 ORDER BY e.place");

/// `(group's ordinal, ranks, most)`: one row more than `most` where there are more.
pub(crate) async fn first(
    tx: &mut Tx,
    scope: Uuid,
    revision: i64,
    (group, ranks, most): (i64, i64, i64),
) -> StoreResult<Vec<NamedEntry>> {
    Ok(
        on!(tx, db => sqlx::query_as(FIRST).bind(scope).bind(revision).bind(group).bind(group)
        .bind(ranks).bind(most + 1)
        .fetch_all(&mut **db).await)?,
    )
}

macro_rules! total {
    ($dialect:ident) => {
        concat!(
            "SELECT count(*) FROM ranking_entries e
            WHERE e.scope_id = $1 AND e.revision = $2 AND e.group_ordinal >= $3 AND e.group_ordinal <= $4 ",
            of_units!($dialect)
        )
    };
}

const TOTAL_SQLITE: &str = total!(sqlite);
const TOTAL_POSTGRES: &str = total!(postgres);

pub(crate) async fn total(tx: &mut Tx, scope: Uuid, revision: i64, part: &Part) -> StoreResult<i64> {
    let text = dialect!(tx, TOTAL_SQLITE, TOTAL_POSTGRES);
    Ok(on!(tx, db => sqlx::query_scalar(text)
        .bind(scope).bind(revision).bind(part.groups.0).bind(part.groups.1).bind(part.units_json())
        .fetch_one(&mut **db).await)?)
}

const IS_IN_LATEST: &str = "SELECT count(*) FROM ranking_entries WHERE scope_id = $1 AND attempt_id = $2
    AND revision = (SELECT max(v.revision) FROM ranking_revisions v WHERE v.scope_id = $1)";

/// Whether the newest revision counts an attempt.
pub(crate) async fn is_in_latest(tx: &mut Tx, scope: Uuid, attempt: Uuid) -> StoreResult<bool> {
    let count: i64 = on!(tx, db => sqlx::query_scalar(IS_IN_LATEST).bind(scope).bind(attempt)
        .fetch_one(&mut **db).await)?;
    Ok(count > 0)
}

const UNITS: &str = "SELECT DISTINCT unit_id FROM ranking_entries WHERE scope_id = $1 AND revision = $2";

/// Those that somebody of the ranking belongs to.
pub(crate) async fn units(tx: &mut Tx, (scope, revision): (Uuid, i64)) -> StoreResult<Vec<Uuid>> {
    Ok(on!(tx, db => sqlx::query_scalar(UNITS).bind(scope).bind(revision).fetch_all(&mut **db).await)?)
}

/// What a unit's people did in a ranking.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct UnitSum {
    pub(crate) unit_id: Uuid,
    pub(crate) participants: i64,
    pub(crate) score_hundredths: i64,
    pub(crate) max_score_hundredths: i64,
}

// PostgreSQL sums 64-bit integers to numeric.
const SUMS_PER_UNIT: &str = "SELECT unit_id, count(*) AS participants,
    CAST(sum(score_hundredths) AS BIGINT) AS score_hundredths,
    CAST(sum(max_score_hundredths) AS BIGINT) AS max_score_hundredths
    FROM ranking_entries WHERE scope_id = $1 AND revision = $2 AND group_ordinal BETWEEN $3 AND $4
    GROUP BY unit_id";

/// `groups`: the first and the last ordinal.
pub(crate) async fn sums_per_unit(
    tx: &mut Tx,
    scope: Uuid,
    revision: i64,
    groups: (i64, i64),
) -> StoreResult<Vec<UnitSum>> {
    Ok(
        on!(tx, db => sqlx::query_as(SUMS_PER_UNIT).bind(scope).bind(revision).bind(groups.0).bind(groups.1)
        .fetch_all(&mut **db).await)?,
    )
}
