//! Files that wait for a decision, in pieces, so that no statement holds a whole one.

use sqlx::FromRow;
use uuid::Uuid;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct UploadRecord {
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) purpose: String,
    pub(crate) file_name: String,
    pub(crate) bytes: i64,
    pub(crate) expires_at: i64,
    /// Empty where the headers say which column is which.
    pub(crate) mapping: String,
}

const INSERT: &str = "INSERT INTO uploads (id, account_id, purpose, file_name, bytes, expires_at, mapping)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub(crate) async fn insert(tx: &mut Tx, upload: &UploadRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(upload.id).bind(upload.account_id).bind(&upload.purpose).bind(&upload.file_name)
        .bind(upload.bytes).bind(upload.expires_at).bind(&upload.mapping)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const INSERT_CHUNK: &str = "INSERT INTO upload_chunks (upload_id, ordinal, content) VALUES ($1, $2, $3)";

pub(crate) async fn insert_chunk(tx: &mut Tx, id: Uuid, ordinal: i64, content: &[u8]) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT_CHUNK).bind(id).bind(ordinal).bind(content)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const BY_ID: &str =
    "SELECT id, account_id, purpose, file_name, bytes, expires_at, mapping FROM uploads WHERE id = $1";

pub(crate) async fn by_id(tx: &mut Tx, id: Uuid) -> StoreResult<Option<UploadRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id).fetch_optional(&mut **db).await)?)
}

const SET_MAPPING: &str = "UPDATE uploads SET mapping = $5
    WHERE id = $1 AND account_id = $2 AND purpose = $3 AND expires_at > $4";

/// False where this account has no such file waiting for this purpose.
pub(crate) async fn set_mapping(
    tx: &mut Tx,
    id: Uuid,
    (account, purpose, now): (Uuid, &str, i64),
    mapping: &str,
) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(SET_MAPPING).bind(id).bind(account).bind(purpose).bind(now).bind(mapping)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const CHUNKS: &str = "SELECT content FROM upload_chunks WHERE upload_id = $1 ORDER BY ordinal";

pub(crate) async fn chunks(tx: &mut Tx, id: Uuid) -> StoreResult<Vec<Vec<u8>>> {
    Ok(on!(tx, db => sqlx::query_scalar(CHUNKS).bind(id).fetch_all(&mut **db).await)?)
}

const TO_CLEAR: &str = "SELECT id FROM uploads WHERE expires_at <= $1
    OR (account_id = $2 AND purpose = $3) ORDER BY id LIMIT 100";

/// What has expired, and what this account uploaded for this purpose before.
pub(crate) async fn to_clear(tx: &mut Tx, now: i64, account: Uuid, purpose: &str) -> StoreResult<Vec<Uuid>> {
    Ok(
        on!(tx, db => sqlx::query_scalar(TO_CLEAR).bind(now).bind(account).bind(purpose)
        .fetch_all(&mut **db).await)?,
    )
}

const DELETE_CHUNKS: &str = "DELETE FROM upload_chunks WHERE upload_id = $1 AND ordinal IN
    (SELECT ordinal FROM upload_chunks WHERE upload_id = $1 ORDER BY ordinal LIMIT $2)";

/// How many went; fewer than `most` were the last.
pub(crate) async fn delete_chunks(tx: &mut Tx, id: Uuid, most: i64) -> StoreResult<u64> {
    Ok(on!(tx, db => sqlx::query(DELETE_CHUNKS).bind(id).bind(most)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?)
}

const DELETE: &str = "DELETE FROM uploads WHERE id = $1";

pub(crate) async fn delete(tx: &mut Tx, id: Uuid) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE).bind(id).execute(&mut **db).await.map(drop))?;
    Ok(())
}
