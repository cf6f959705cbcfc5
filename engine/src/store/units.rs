//! Units and their dated head-counts.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use uuid::Uuid;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize, Deserialize)]
pub(crate) struct UnitRecord {
    pub(crate) id: Uuid,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) name_folded: String,
    pub(crate) parent_id: Option<Uuid>,
    pub(crate) path: String,
    pub(crate) lineage: String,
    /// Days as `2025-07-01`.
    pub(crate) valid_from: Option<String>,
    pub(crate) valid_until: Option<String>,
}

const ALL: &str = "SELECT id, code, name, name_folded, parent_id, path, lineage, valid_from, valid_until
    FROM units ORDER BY lineage";

pub(crate) async fn all(tx: &mut Tx) -> StoreResult<Vec<UnitRecord>> {
    Ok(on!(tx, db => sqlx::query_as(ALL).fetch_all(&mut **db).await)?)
}

/// A file's units as JSON rows: thousands of them in the time of one short transaction, for saves wait for it.
const UPSERT_SQLITE: &str = "INSERT INTO units (id, code, name, name_folded, parent_id, path, lineage,
        valid_from, valid_until)
    SELECT unhex(v ->> 0), v ->> 1, v ->> 2, v ->> 3, unhex(v ->> 4), v ->> 5, v ->> 6,
        v ->> 7, v ->> 8
    FROM (SELECT value AS v FROM json_each($1)) WHERE true
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_folded = excluded.name_folded,
        parent_id = excluded.parent_id, path = excluded.path, lineage = excluded.lineage,
        valid_from = excluded.valid_from, valid_until = excluded.valid_until";
/// The same rows; PostgreSQL casts what JSON holds.
const UPSERT_POSTGRES: &str = "INSERT INTO units (id, code, name, name_folded, parent_id, path, lineage,
        valid_from, valid_until)
    SELECT (v ->> 0)::uuid, v ->> 1, v ->> 2, v ->> 3, (v ->> 4)::uuid, v ->> 5, v ->> 6,
        v ->> 7, v ->> 8
    FROM (SELECT value AS v FROM json_array_elements($1::json)) AS rows
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_folded = excluded.name_folded,
        parent_id = excluded.parent_id, path = excluded.path, lineage = excluded.lineage,
        valid_from = excluded.valid_from, valid_until = excluded.valid_until";

/// Writes the units, no code twice, parents before their children.
pub(crate) async fn upsert(tx: &mut Tx, units: &[&UnitRecord]) -> StoreResult<()> {
    let row = |unit: &&UnitRecord| {
        serde_json::json!([
            unit.id.simple().to_string(),
            unit.code,
            unit.name,
            unit.name_folded,
            unit.parent_id.map(|id| id.simple().to_string()),
            unit.path,
            unit.lineage,
            unit.valid_from,
            unit.valid_until,
        ])
    };
    let batch = super::to_json(&units.iter().map(row).collect::<Vec<_>>());
    let text = dialect!(tx, UPSERT_SQLITE, UPSERT_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(&batch).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const UPSERT_HEADCOUNTS_SQLITE: &str = "INSERT INTO headcounts (unit_id, counted_on, headcount)
    SELECT unhex(v ->> 0), v ->> 1, v ->> 2 FROM (SELECT value AS v FROM json_each($1)) WHERE true
    ON CONFLICT (unit_id, counted_on) DO UPDATE SET headcount = excluded.headcount";
/// The same rows; PostgreSQL casts what JSON holds.
const UPSERT_HEADCOUNTS_POSTGRES: &str = "INSERT INTO headcounts (unit_id, counted_on, headcount)
    SELECT (v ->> 0)::uuid, v ->> 1, (v ->> 2)::bigint
    FROM (SELECT value AS v FROM json_array_elements($1::json)) AS rows
    ON CONFLICT (unit_id, counted_on) DO UPDATE SET headcount = excluded.headcount";

/// Writes head-counts, no unit and day twice.
pub(crate) async fn upsert_headcounts(tx: &mut Tx, counts: &[Headcount]) -> StoreResult<()> {
    let row = |count: &Headcount| {
        serde_json::json!([count.unit_id.simple().to_string(), count.counted_on, count.people])
    };
    let batch = super::to_json(&counts.iter().map(row).collect::<Vec<_>>());
    let text = dialect!(tx, UPSERT_HEADCOUNTS_SQLITE, UPSERT_HEADCOUNTS_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(&batch).execute(&mut **db).await.map(drop))?;
    Ok(())
}

#[derive(Debug, Clone, FromRow)]
pub(crate) struct Headcount {
    pub(crate) unit_id: Uuid,
    pub(crate) counted_on: String,
    #[sqlx(rename = "headcount")]
    pub(crate) people: i64,
}

const HEADCOUNTS: &str = "SELECT unit_id, counted_on, headcount FROM headcounts ORDER BY counted_on";

/// Every head-count, the oldest first.
pub(crate) async fn headcounts(tx: &mut Tx) -> StoreResult<Vec<Headcount>> {
    Ok(on!(tx, db => sqlx::query_as(HEADCOUNTS).fetch_all(&mut **db).await)?)
}

const DELETE_HEADCOUNT: &str = "DELETE FROM headcounts WHERE unit_id = $1 AND counted_on = $2";

/// Whether there was one of that day.
pub(crate) async fn delete_headcount(tx: &mut Tx, unit: Uuid, counted_on: &str) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(DELETE_HEADCOUNT).bind(unit).bind(counted_on)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

#[derive(Debug, Clone, FromRow)]
pub(crate) struct Predecessor {
    pub(crate) unit_id: Uuid,
    pub(crate) predecessor_id: Uuid,
}

const PREDECESSORS: &str =
    "SELECT unit_id, predecessor_id FROM unit_predecessors ORDER BY unit_id, predecessor_id";

pub(crate) async fn predecessors(tx: &mut Tx) -> StoreResult<Vec<Predecessor>> {
    Ok(on!(tx, db => sqlx::query_as(PREDECESSORS).fetch_all(&mut **db).await)?)
}

const CLEAR_PREDECESSORS_SQLITE: &str =
    "DELETE FROM unit_predecessors WHERE unit_id IN (SELECT unhex(value) FROM json_each($1))";
/// PostgreSQL casts what JSON holds.
const CLEAR_PREDECESSORS_POSTGRES: &str = "DELETE FROM unit_predecessors WHERE unit_id IN
    (SELECT value::uuid FROM json_array_elements_text($1::json))";
const INSERT_PREDECESSORS_SQLITE: &str = "INSERT INTO unit_predecessors (unit_id, predecessor_id)
    SELECT unhex(value ->> 0), unhex(value ->> 1) FROM json_each($1)";
/// The same rows; PostgreSQL casts what JSON holds.
const INSERT_PREDECESSORS_POSTGRES: &str = "INSERT INTO unit_predecessors (unit_id, predecessor_id)
    SELECT (value ->> 0)::uuid, (value ->> 1)::uuid FROM json_array_elements($1::json)";

/// Each unit's predecessors are those given here from now on; no unit twice.
pub(crate) async fn set_predecessors(tx: &mut Tx, units: &[(Uuid, Vec<Uuid>)]) -> StoreResult<()> {
    let ids = super::ids_json(units.iter().map(|(unit, _)| unit));
    let text = dialect!(tx, CLEAR_PREDECESSORS_SQLITE, CLEAR_PREDECESSORS_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(&ids).execute(&mut **db).await.map(drop))?;
    let pairs = units
        .iter()
        .flat_map(|(unit, from)| from.iter().map(|one| [super::hex(*unit), super::hex(*one)]));
    let pairs = super::to_json(&pairs.collect::<Vec<_>>());
    let text = dialect!(tx, INSERT_PREDECESSORS_SQLITE, INSERT_PREDECESSORS_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(&pairs).execute(&mut **db).await.map(drop))?;
    Ok(())
}
