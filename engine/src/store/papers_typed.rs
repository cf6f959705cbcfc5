//! First readings of papers, until their second ones have come.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::WaveId;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct TypedRecord {
    pub(crate) wave_id: Uuid,
    pub(crate) number: i64,
    pub(crate) form_id: String,
    pub(crate) typed: String,
}

const INSERT: &str = "INSERT INTO papers_typed (wave_id, number, form_id, typed) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING";

/// False where the paper was read before.
pub(crate) async fn insert(tx: &mut Tx, paper: &TypedRecord) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(INSERT)
        .bind(paper.wave_id).bind(paper.number).bind(&paper.form_id).bind(&paper.typed)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

const ONE: &str =
    "SELECT wave_id, number, form_id, typed FROM papers_typed WHERE wave_id = $1 AND number = $2";

pub(crate) async fn one(tx: &mut Tx, wave: WaveId, number: i64) -> StoreResult<Option<TypedRecord>> {
    Ok(on!(tx, db => sqlx::query_as(ONE).bind(wave.0).bind(number).fetch_optional(&mut **db).await)?)
}

const WAITING: &str = "SELECT number FROM papers_typed WHERE wave_id = $1 ORDER BY number LIMIT $2";

pub(crate) async fn waiting(tx: &mut Tx, wave: WaveId, most: i64) -> StoreResult<Vec<i64>> {
    Ok(on!(tx, db => sqlx::query_scalar(WAITING).bind(wave.0).bind(most).fetch_all(&mut **db).await)?)
}

const ERASE: &str = "DELETE FROM papers_typed WHERE wave_id = $1 AND number = $2";

pub(crate) async fn erase(tx: &mut Tx, wave: WaveId, number: i64) -> StoreResult<()> {
    on!(tx, db => sqlx::query(ERASE).bind(wave.0).bind(number).execute(&mut **db).await.map(drop))?;
    Ok(())
}

/// Those of a wave that there is no more, too.
const HAS_OVER: &str =
    "SELECT count(*) FROM papers_typed WHERE wave_id NOT IN (SELECT id FROM waves WHERE closes_at > $1)";

/// Whether first readings are kept of waves that had closed by then.
pub(crate) async fn has_over(tx: &mut Tx, since: i64) -> StoreResult<bool> {
    let count: i64 = on!(tx, db => sqlx::query_scalar(HAS_OVER).bind(since).fetch_one(&mut **db).await)?;
    Ok(count > 0)
}

const ERASE_OVER: &str =
    "DELETE FROM papers_typed WHERE wave_id NOT IN (SELECT id FROM waves WHERE closes_at > $1)";

pub(crate) async fn erase_over(tx: &mut Tx, since: i64) -> StoreResult<()> {
    on!(tx, db => sqlx::query(ERASE_OVER).bind(since).execute(&mut **db).await.map(drop))?;
    Ok(())
}
