//! Units and their dated head-counts.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::UnitId;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct UnitRecord {
    pub(crate) id: Uuid,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) name_folded: String,
    pub(crate) parent_id: Option<Uuid>,
    pub(crate) path: String,
    pub(crate) lineage: String,
}

const ALL: &str = "SELECT id, code, name, name_folded, parent_id, path, lineage FROM units ORDER BY lineage";

pub(crate) async fn all(tx: &mut Tx) -> StoreResult<Vec<UnitRecord>> {
    Ok(on!(tx, db => sqlx::query_as(ALL).fetch_all(&mut **db).await)?)
}

const UPSERT: &str = "INSERT INTO units (id, code, name, name_folded, parent_id, path, lineage)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_folded = excluded.name_folded,
        parent_id = excluded.parent_id, path = excluded.path, lineage = excluded.lineage";

pub(crate) async fn upsert(tx: &mut Tx, unit: &UnitRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(UPSERT)
        .bind(unit.id).bind(&unit.code).bind(&unit.name).bind(&unit.name_folded)
        .bind(unit.parent_id).bind(&unit.path).bind(&unit.lineage)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const UPSERT_HEADCOUNT: &str = "INSERT INTO headcounts (unit_id, counted_on, headcount) VALUES ($1, $2, $3)
    ON CONFLICT (unit_id, counted_on) DO UPDATE SET headcount = excluded.headcount";

pub(crate) async fn upsert_headcount(
    tx: &mut Tx,
    unit: UnitId,
    counted_on: &str,
    headcount: i64,
) -> StoreResult<()> {
    on!(tx, db => sqlx::query(UPSERT_HEADCOUNT).bind(unit.0).bind(counted_on).bind(headcount)
        .execute(&mut **db).await.map(drop))?;
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
