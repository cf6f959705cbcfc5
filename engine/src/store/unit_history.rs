//! How the units came to be as they are: their revision, their imports, and units that go again.

use sqlx::FromRow;
use uuid::Uuid;

use super::{StoreResult, Tx};

const REVISION: &str = "SELECT revision FROM unit_state WHERE id = 1";

pub(crate) async fn revision(tx: &mut Tx) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(REVISION).fetch_one(&mut **db).await)?)
}

const ADVANCE: &str = "UPDATE unit_state SET revision = revision + 1 WHERE id = 1 AND revision = $1";

/// False where somebody else changed the units since; otherwise everybody else waits for this transaction.
pub(crate) async fn advance(tx: &mut Tx, from: i64) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(ADVANCE).bind(from)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

#[derive(Debug, Clone, FromRow)]
pub(crate) struct ImportRecord {
    pub(crate) id: Uuid,
    pub(crate) at: i64,
    pub(crate) revision: i64,
    pub(crate) counts: String,
    pub(crate) undo: Option<String>,
}

const FORGET_UNDO: &str = "UPDATE unit_imports SET undo = NULL WHERE undo IS NOT NULL";

/// What it would take to undo an import is of no use once something else was done.
pub(crate) async fn forget_undo(tx: &mut Tx) -> StoreResult<()> {
    on!(tx, db => sqlx::query(FORGET_UNDO).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const INSERT_IMPORT: &str =
    "INSERT INTO unit_imports (id, at, revision, counts, undo) VALUES ($1, $2, $3, $4, $5)";

pub(crate) async fn insert_import(tx: &mut Tx, import: &ImportRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT_IMPORT)
        .bind(import.id).bind(import.at).bind(import.revision).bind(&import.counts).bind(&import.undo)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const IMPORT: &str = "SELECT id, at, revision, counts, undo FROM unit_imports WHERE id = $1";

pub(crate) async fn import(tx: &mut Tx, id: Uuid) -> StoreResult<Option<ImportRecord>> {
    Ok(on!(tx, db => sqlx::query_as(IMPORT).bind(id).fetch_optional(&mut **db).await)?)
}

/// What it would take to undo one is large, and not needed to say that it can be.
const IMPORTS: &str = "SELECT id, at, revision, counts, CASE WHEN undo IS NULL THEN NULL ELSE '' END AS undo
    FROM unit_imports WHERE revision < $1 ORDER BY revision DESC LIMIT $2";

/// The newest first, before a revision of the units; without what undoes them.
pub(crate) async fn imports(tx: &mut Tx, before: i64, limit: i64) -> StoreResult<Vec<ImportRecord>> {
    Ok(on!(tx, db => sqlx::query_as(IMPORTS).bind(before).bind(limit).fetch_all(&mut **db).await)?)
}

const IN_RESULTS_SQLITE: &str = "SELECT EXISTS (SELECT 1 FROM attempts
        WHERE unit_id IN (SELECT unhex(value) FROM json_each($1)))
    OR EXISTS (SELECT 1 FROM ranking_entries WHERE unit_id IN (SELECT unhex(value) FROM json_each($1)))";
/// PostgreSQL casts what JSON holds.
const IN_RESULTS_POSTGRES: &str = "SELECT EXISTS (SELECT 1 FROM attempts
        WHERE unit_id IN (SELECT value::uuid FROM json_array_elements_text($1::json)))
    OR EXISTS (SELECT 1 FROM ranking_entries
        WHERE unit_id IN (SELECT value::uuid FROM json_array_elements_text($1::json)))";

/// Whether results count for one of the units; whatever else refers to them does so by a foreign key.
pub(crate) async fn are_in_results(tx: &mut Tx, units: &[Uuid]) -> StoreResult<bool> {
    let text = dialect!(tx, IN_RESULTS_SQLITE, IN_RESULTS_POSTGRES);
    let ids = super::ids_json(units);
    Ok(on!(tx, db => sqlx::query_scalar(text).bind(&ids).fetch_one(&mut **db).await)?)
}

/// What refers to a unit by a foreign key, besides other units.
#[derive(Debug, Clone, Copy, FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "each is a table of its own")]
pub(crate) struct Referring {
    pub(crate) people: bool,
    pub(crate) roster: bool,
    pub(crate) accounts: bool,
    pub(crate) contests: bool,
    pub(crate) banks: bool,
    pub(crate) extra_time: bool,
    pub(crate) surveys: bool,
}

const REFERRING: &str = "SELECT EXISTS (SELECT 1 FROM participants WHERE unit_id = $1) AS people,
    EXISTS (SELECT 1 FROM roster_people WHERE unit_id = $1) AS roster,
    EXISTS (SELECT 1 FROM accounts WHERE unit_id = $1)
        OR EXISTS (SELECT 1 FROM invitations WHERE unit_id = $1) AS accounts,
    EXISTS (SELECT 1 FROM contests WHERE unit_id = $1) AS contests,
    EXISTS (SELECT 1 FROM banks WHERE unit_id = $1) AS banks,
    EXISTS (SELECT 1 FROM time_grants WHERE unit_id = $1) AS extra_time,
    EXISTS (SELECT 1 FROM surveys WHERE unit_id = $1)
        OR EXISTS (SELECT 1 FROM responses WHERE unit_id = $1)
        OR EXISTS (SELECT 1 FROM invitation_batches WHERE unit_id = $1) AS surveys";

pub(crate) async fn referring(tx: &mut Tx, unit: Uuid) -> StoreResult<Referring> {
    Ok(on!(tx, db => sqlx::query_as(REFERRING).bind(unit).fetch_one(&mut **db).await)?)
}

const CONTESTS_OF: &str = "SELECT slug, title FROM contests c WHERE EXISTS (
        SELECT 1 FROM participants p JOIN units u ON u.id = p.unit_id
        WHERE p.contest_id = c.id AND u.lineage >= $1 AND u.lineage < $2)
    ORDER BY created_at DESC, slug LIMIT 20";

/// Where people of a span of lineages take part: addresses and titles, the newest first.
pub(crate) async fn contests_of(tx: &mut Tx, (from, to): (&str, &str)) -> StoreResult<Vec<(String, String)>> {
    Ok(on!(tx, db => sqlx::query_as(CONTESTS_OF).bind(from).bind(to).fetch_all(&mut **db).await)?)
}

const DELETE_HEADCOUNTS_SQLITE: &str =
    "DELETE FROM headcounts WHERE unit_id IN (SELECT unhex(value) FROM json_each($1))";
/// PostgreSQL casts what JSON holds.
const DELETE_HEADCOUNTS_POSTGRES: &str = "DELETE FROM headcounts WHERE unit_id IN
    (SELECT value::uuid FROM json_array_elements_text($1::json))";
const DELETE_SQLITE: &str = "DELETE FROM units WHERE id IN (SELECT unhex(value) FROM json_each($1))";
/// PostgreSQL casts what JSON holds.
const DELETE_POSTGRES: &str =
    "DELETE FROM units WHERE id IN (SELECT value::uuid FROM json_array_elements_text($1::json))";

/// The units with their head-counts; what else refers to one of them forbids it.
pub(crate) async fn delete(tx: &mut Tx, units: &[Uuid]) -> StoreResult<()> {
    let ids = super::ids_json(units);
    let headcounts = dialect!(tx, DELETE_HEADCOUNTS_SQLITE, DELETE_HEADCOUNTS_POSTGRES);
    on!(tx, db => sqlx::query(headcounts).bind(&ids).execute(&mut **db).await.map(drop))?;
    let text = dialect!(tx, DELETE_SQLITE, DELETE_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(&ids).execute(&mut **db).await.map(drop))?;
    Ok(())
}
