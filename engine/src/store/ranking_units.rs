//! The units as a ranking was fixed with them.

use sqlx::FromRow;
use uuid::Uuid;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct UnitRecord {
    pub(crate) unit_id: Uuid,
    pub(crate) parent_id: Option<Uuid>,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) headcount: Option<i64>,
}

const INSERT_SQLITE: &str =
    "INSERT INTO ranking_units (scope_id, revision, unit_id, parent_id, code, name, headcount)
    SELECT $1, $2, unhex(v ->> 0), unhex(v ->> 1), v ->> 2, v ->> 3, v ->> 4
    FROM (SELECT value AS v FROM json_each($3))";
/// The same rows; PostgreSQL casts what JSON holds.
const INSERT_POSTGRES: &str =
    "INSERT INTO ranking_units (scope_id, revision, unit_id, parent_id, code, name, headcount)
    SELECT $1, $2, (v ->> 0)::uuid, (v ->> 1)::uuid, v ->> 2, v ->> 3, (v ->> 4)::bigint
    FROM (SELECT value AS v FROM json_array_elements($3::json)) AS rows";

pub(crate) async fn insert(
    tx: &mut Tx,
    (scope, revision): (Uuid, i64),
    units: &[UnitRecord],
) -> StoreResult<()> {
    let rows: Vec<_> = units
        .iter()
        .map(|unit| {
            serde_json::json!([
                super::hex(unit.unit_id),
                unit.parent_id.map(super::hex),
                unit.code,
                unit.name,
                unit.headcount
            ])
        })
        .collect();
    let batch = super::to_json(&rows);
    let text = dialect!(tx, INSERT_SQLITE, INSERT_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(scope).bind(revision).bind(&batch).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const DELETE: &str = "DELETE FROM ranking_units WHERE scope_id = $1 AND revision = $2";

/// Clears what a freezing left that never came to its end.
pub(crate) async fn delete(tx: &mut Tx, (scope, revision): (Uuid, i64)) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE).bind(scope).bind(revision).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const ALL: &str = "SELECT unit_id, parent_id, code, name, headcount FROM ranking_units
    WHERE scope_id = $1 AND revision = $2 ORDER BY code";

pub(crate) async fn all(tx: &mut Tx, (scope, revision): (Uuid, i64)) -> StoreResult<Vec<UnitRecord>> {
    Ok(on!(tx, db => sqlx::query_as(ALL).bind(scope).bind(revision).fetch_all(&mut **db).await)?)
}
