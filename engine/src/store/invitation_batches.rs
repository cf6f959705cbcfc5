//! Invitations to waves: batches, and the hashes of their tokens. Only a batch's row ever changes.

use serde_json::json;
use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::contest::commitment::hex;
use khao_domain::ids::{BatchId, WaveId};

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct BatchRecord {
    pub(crate) id: Uuid,
    pub(crate) wave_id: Uuid,
    pub(crate) ordinal: i64,
    pub(crate) stratum: Option<i64>,
    pub(crate) unit_id: Option<Uuid>,
    pub(crate) sent: i64,
    pub(crate) made_at: i64,
    pub(crate) valid_until: Option<i64>,
    pub(crate) revoked: bool,
    pub(crate) opened: Vec<u8>,
    pub(crate) started: Vec<u8>,
    pub(crate) completed: Vec<u8>,
    pub(crate) refused: i64,
    pub(crate) not_reached: i64,
}

const INSERT: &str =
    "INSERT INTO invitation_batches (id, wave_id, ordinal, stratum, unit_id, sent, made_at, valid_until, revoked, opened,
        started, completed, refused, not_reached)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

pub(crate) async fn insert(tx: &mut Tx, batch: &BatchRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(batch.id).bind(batch.wave_id).bind(batch.ordinal).bind(batch.stratum).bind(batch.unit_id)
        .bind(batch.sent).bind(batch.made_at).bind(batch.valid_until).bind(batch.revoked).bind(&batch.opened)
        .bind(&batch.started).bind(&batch.completed).bind(batch.refused).bind(batch.not_reached)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const ADD_TOKENS_SQLITE: &str = "INSERT INTO invitation_tokens (token_hash, batch_id, place)
    SELECT unhex(v ->> 0), $2, v ->> 1 FROM (SELECT value AS v FROM json_each($1))";
const ADD_TOKENS_POSTGRES: &str = "INSERT INTO invitation_tokens (token_hash, batch_id, place)
    SELECT decode(v ->> 0, 'hex'), $2, (v ->> 1)::bigint FROM (SELECT value AS v FROM json_array_elements($1::json)) AS rows";

/// The hashes come sorted: their places say nothing of the order in which the tokens are given out.
pub(crate) async fn add_tokens(tx: &mut Tx, batch: BatchId, sorted: &[[u8; 32]]) -> StoreResult<()> {
    let rows: Vec<_> = (0_i64..)
        .zip(sorted)
        .map(|(place, hash)| json!([hex(hash), place]))
        .collect();
    let text = dialect!(tx, ADD_TOKENS_SQLITE, ADD_TOKENS_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(super::to_json(&rows)).bind(batch.0)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

#[derive(Debug, Clone, Copy, FromRow)]
pub(crate) struct TokenRecord {
    pub(crate) batch_id: Uuid,
    pub(crate) place: i64,
}

const TOKEN: &str = "SELECT batch_id, place FROM invitation_tokens WHERE token_hash = $1";

pub(crate) async fn token(tx: &mut Tx, hash: &[u8; 32]) -> StoreResult<Option<TokenRecord>> {
    Ok(on!(tx, db => sqlx::query_as(TOKEN).bind(&hash[..]).fetch_optional(&mut **db).await)?)
}

const BY_ID: &str =
    "SELECT id, wave_id, ordinal, stratum, unit_id, sent, made_at, valid_until, revoked, opened, started, completed,
        refused, not_reached FROM invitation_batches WHERE id = $1";
/// On SQLite the write connection is the lock.
const LOCK_POSTGRES: &str =
    "SELECT id, wave_id, ordinal, stratum, unit_id, sent, made_at, valid_until, revoked, opened, started, completed,
        refused, not_reached FROM invitation_batches WHERE id = $1 FOR NO KEY UPDATE";

pub(crate) async fn by_id(tx: &mut Tx, id: BatchId) -> StoreResult<Option<BatchRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut **db).await)?)
}

/// The same, and nobody else changes the batch until this transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: BatchId) -> StoreResult<Option<BatchRecord>> {
    let text = dialect!(tx, BY_ID, LOCK_POSTGRES);
    Ok(on!(tx, db => sqlx::query_as(text).bind(id.0).fetch_optional(&mut **db).await)?)
}

const OF_WAVE: &str =
    "SELECT id, wave_id, ordinal, stratum, unit_id, sent, made_at, valid_until, revoked, opened, started, completed,
        refused, not_reached FROM invitation_batches WHERE wave_id = $1 ORDER BY ordinal";

pub(crate) async fn of_wave(tx: &mut Tx, wave: WaveId) -> StoreResult<Vec<BatchRecord>> {
    Ok(on!(tx, db => sqlx::query_as(OF_WAVE).bind(wave.0).fetch_all(&mut **db).await)?)
}

const UPDATE: &str =
    "UPDATE invitation_batches SET revoked = $2, opened = $3, started = $4, completed = $5, refused = $6,
    not_reached = $7 WHERE id = $1";

pub(crate) async fn update(tx: &mut Tx, batch: &BatchRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(UPDATE)
        .bind(batch.id).bind(batch.revoked).bind(&batch.opened).bind(&batch.started).bind(&batch.completed)
        .bind(batch.refused).bind(batch.not_reached)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}
