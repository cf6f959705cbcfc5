//! Documents of contests, in pieces, so that no statement holds a whole one.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{AttachmentId, ContestId};

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct AttachmentRecord {
    pub(crate) id: Uuid,
    pub(crate) contest_id: Uuid,
    pub(crate) title: String,
    pub(crate) file_name: String,
    pub(crate) sha256: Vec<u8>,
    pub(crate) bytes: i64,
    pub(crate) created_at: i64,
}

const INSERT: &str = "INSERT INTO attachments
    (id, contest_id, title, file_name, sha256, bytes, created_at, visible)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Nobody sees it before [`show`].
pub(crate) async fn stage(tx: &mut Tx, file: &AttachmentRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(file.id).bind(file.contest_id).bind(&file.title).bind(&file.file_name).bind(&file.sha256)
        .bind(file.bytes).bind(file.created_at).bind(false)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const INSERT_CHUNK: &str =
    "INSERT INTO attachment_chunks (attachment_id, ordinal, content) VALUES ($1, $2, $3)";

pub(crate) async fn stage_chunk(
    tx: &mut Tx,
    id: AttachmentId,
    ordinal: i64,
    content: &[u8],
) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT_CHUNK).bind(id.0).bind(ordinal).bind(content)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const SHOW: &str = "UPDATE attachments SET visible = $2 WHERE id = $1 AND visible <> $2";

/// The flip; false where it was so already, or the document is gone.
pub(crate) async fn show(tx: &mut Tx, id: AttachmentId, visible: bool) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(SHOW).bind(id.0).bind(visible)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const OF_CONTEST: &str = "SELECT id, contest_id, title, file_name, sha256, bytes, created_at FROM attachments
    WHERE contest_id = $1 AND visible = $2 ORDER BY created_at, id";

pub(crate) async fn of_contest(tx: &mut Tx, contest: ContestId) -> StoreResult<Vec<AttachmentRecord>> {
    Ok(
        on!(tx, db => sqlx::query_as(OF_CONTEST).bind(contest.0).bind(true)
        .fetch_all(&mut **db).await)?,
    )
}

const CHUNK: &str = "SELECT content FROM attachment_chunks WHERE attachment_id = $1 AND ordinal = $2";

pub(crate) async fn chunk(tx: &mut Tx, id: AttachmentId, ordinal: i64) -> StoreResult<Option<Vec<u8>>> {
    Ok(on!(tx, db => sqlx::query_scalar(CHUNK).bind(id.0).bind(ordinal).fetch_optional(&mut **db).await)?)
}

const INVISIBLE: &str =
    "SELECT id FROM attachments WHERE visible = $1 AND created_at < $2 ORDER BY id LIMIT 100";

/// What was begun before this time and never shown, or taken away and not cleared.
pub(crate) async fn invisible_since(tx: &mut Tx, before: i64) -> StoreResult<Vec<Uuid>> {
    Ok(
        on!(tx, db => sqlx::query_scalar(INVISIBLE).bind(false).bind(before)
        .fetch_all(&mut **db).await)?,
    )
}

const DELETE_CHUNKS: &str = "DELETE FROM attachment_chunks WHERE attachment_id = $1 AND ordinal IN
    (SELECT ordinal FROM attachment_chunks WHERE attachment_id = $1 ORDER BY ordinal LIMIT $2)";

/// How many went; fewer than `most` were the last.
pub(crate) async fn delete_chunks(tx: &mut Tx, id: AttachmentId, most: i64) -> StoreResult<u64> {
    Ok(on!(tx, db => sqlx::query(DELETE_CHUNKS).bind(id.0).bind(most)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?)
}

const DELETE: &str = "DELETE FROM attachments WHERE id = $1";

pub(crate) async fn delete(tx: &mut Tx, id: AttachmentId) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE).bind(id.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}
