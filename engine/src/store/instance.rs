//! What a province made its own: one row of texts, one emblem.

use sqlx::FromRow;

use super::{StoreResult, Tx};

const SETTINGS: &str = "SELECT settings FROM instance WHERE id = 1";

pub(crate) async fn settings(tx: &mut Tx) -> StoreResult<Option<String>> {
    Ok(on!(tx, db => sqlx::query_scalar(SETTINGS).fetch_optional(&mut **db).await)?)
}

const SET: &str = "INSERT INTO instance (id, settings, changed_at) VALUES (1, $1, $2)
    ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, changed_at = excluded.changed_at";

pub(crate) async fn set(tx: &mut Tx, settings: &str, now: i64) -> StoreResult<()> {
    on!(tx, db => sqlx::query(SET).bind(settings).bind(now).execute(&mut **db).await.map(drop))?;
    Ok(())
}

/// An emblem without its content.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct EmblemRecord {
    pub(crate) hash: String,
    pub(crate) kind: String,
    pub(crate) width: i64,
    pub(crate) height: i64,
}

const EMBLEM: &str = "SELECT hash, kind, width, height FROM emblem WHERE id = 1";

pub(crate) async fn emblem(tx: &mut Tx) -> StoreResult<Option<EmblemRecord>> {
    Ok(on!(tx, db => sqlx::query_as(EMBLEM).fetch_optional(&mut **db).await)?)
}

const CONTENT: &str = "SELECT content FROM emblem WHERE hash = $1";

pub(crate) async fn emblem_content(tx: &mut Tx, hash: &str) -> StoreResult<Option<Vec<u8>>> {
    Ok(on!(tx, db => sqlx::query_scalar(CONTENT).bind(hash).fetch_optional(&mut **db).await)?)
}

const SET_EMBLEM: &str = "INSERT INTO emblem (id, hash, kind, width, height, content)
    VALUES (1, $1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, kind = excluded.kind, width = excluded.width,
        height = excluded.height, content = excluded.content";

pub(crate) async fn set_emblem(tx: &mut Tx, emblem: &EmblemRecord, content: &[u8]) -> StoreResult<()> {
    on!(tx, db => sqlx::query(SET_EMBLEM)
        .bind(&emblem.hash).bind(&emblem.kind).bind(emblem.width).bind(emblem.height).bind(content)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const DELETE_EMBLEM: &str = "DELETE FROM emblem WHERE id = 1";

/// False where there was none.
pub(crate) async fn delete_emblem(tx: &mut Tx) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(DELETE_EMBLEM).execute(&mut **db).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
