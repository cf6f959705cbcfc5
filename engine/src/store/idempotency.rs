//! What was answered under an idempotency key, for a day.

use sqlx::FromRow;

use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

#[derive(Debug, FromRow)]
pub(crate) struct Replay {
    pub(crate) body_hash: Vec<u8>,
    pub(crate) answer: String,
}

const FIND: &str = "SELECT body_hash, answer FROM idempotency WHERE key_hash = $1 AND expires_at > $2";

pub(crate) async fn find(tx: &mut Tx, key_hash: &[u8; 32], now: Timestamp) -> StoreResult<Option<Replay>> {
    Ok(on!(tx, db => sqlx::query_as(FIND).bind(&key_hash[..]).bind(now.0).fetch_optional(&mut **db).await)?)
}

const INSERT: &str =
    "INSERT INTO idempotency (key_hash, body_hash, answer, expires_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (key_hash) DO UPDATE SET body_hash = excluded.body_hash, answer = excluded.answer,
        expires_at = excluded.expires_at WHERE idempotency.expires_at <= $5";

/// False where a twin request was faster.
pub(crate) async fn insert(
    tx: &mut Tx,
    key_hash: &[u8; 32],
    body_hash: &[u8; 32],
    answer: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    let expires = now.plus_seconds(24 * 3600);
    let rows = on!(tx, db => sqlx::query(INSERT).bind(&key_hash[..]).bind(&body_hash[..]).bind(answer)
        .bind(expires.0).bind(now.0).execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const DELETE_EXPIRED: &str = "DELETE FROM idempotency WHERE expires_at < $1";

pub(crate) async fn delete_expired(tx: &mut Tx, now: Timestamp) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE_EXPIRED).bind(now.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}
