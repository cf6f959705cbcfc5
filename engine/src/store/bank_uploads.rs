//! Files that are looked over before they are imported, in pieces, so that no statement holds a whole one.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct UploadRecord {
    pub(crate) id: Uuid,
    pub(crate) bank_id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) file_name: String,
    pub(crate) expires_at: i64,
}

const INSERT: &str = "INSERT INTO bank_uploads (id, bank_id, account_id, file_name, expires_at)
    VALUES ($1, $2, $3, $4, $5)";

pub(crate) async fn insert(tx: &mut Tx, upload: &UploadRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(upload.id).bind(upload.bank_id).bind(upload.account_id).bind(&upload.file_name)
        .bind(upload.expires_at)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const INSERT_CHUNK: &str = "INSERT INTO bank_upload_chunks (upload_id, ordinal, content) VALUES ($1, $2, $3)";

pub(crate) async fn insert_chunk(tx: &mut Tx, id: Uuid, ordinal: i64, content: &[u8]) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT_CHUNK).bind(id).bind(ordinal).bind(content)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const BY_ID: &str = "SELECT id, bank_id, account_id, file_name, expires_at FROM bank_uploads
    WHERE id = $1 AND expires_at > $2";

pub(crate) async fn by_id(tx: &mut Tx, id: Uuid, now: Timestamp) -> StoreResult<Option<UploadRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id).bind(now.0).fetch_optional(&mut **db).await)?)
}

const CHUNKS: &str = "SELECT content FROM bank_upload_chunks WHERE upload_id = $1 ORDER BY ordinal";

pub(crate) async fn chunks(tx: &mut Tx, id: Uuid) -> StoreResult<Vec<Vec<u8>>> {
    Ok(on!(tx, db => sqlx::query_scalar(CHUNKS).bind(id).fetch_all(&mut **db).await)?)
}

const EXPIRED: &str = "SELECT id FROM bank_uploads WHERE expires_at <= $1 ORDER BY id LIMIT 100";

pub(crate) async fn expired(tx: &mut Tx, now: Timestamp) -> StoreResult<Vec<Uuid>> {
    Ok(on!(tx, db => sqlx::query_scalar(EXPIRED).bind(now.0).fetch_all(&mut **db).await)?)
}

const DELETE_CHUNKS: &str = "DELETE FROM bank_upload_chunks WHERE upload_id = $1 AND ordinal IN
    (SELECT ordinal FROM bank_upload_chunks WHERE upload_id = $1 ORDER BY ordinal LIMIT $2)";

/// How many went; fewer than `most` were the last.
pub(crate) async fn delete_chunks(tx: &mut Tx, id: Uuid, most: i64) -> StoreResult<u64> {
    Ok(on!(tx, db => sqlx::query(DELETE_CHUNKS).bind(id).bind(most)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?)
}

const DELETE: &str = "DELETE FROM bank_uploads WHERE id = $1";

pub(crate) async fn delete(tx: &mut Tx, id: Uuid) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE).bind(id).execute(&mut **db).await.map(drop))?;
    Ok(())
}
