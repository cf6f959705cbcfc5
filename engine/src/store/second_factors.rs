//! Second factors of staff: a sealed secret each, and codes for the day the device is lost.

use khao_domain::ids::AccountId;
use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

const PUT: &str = "INSERT INTO second_factors (account_id, sealed_secret, last_step) VALUES ($1, $2, 0)
    ON CONFLICT (account_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, last_step = 0
    WHERE second_factors.confirmed_at IS NULL";

/// False where a confirmed one is there: it is taken off first.
pub(crate) async fn put(tx: &mut Tx, account: AccountId, sealed_secret: &[u8]) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(PUT).bind(account.0).bind(sealed_secret)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const SEALED_SECRET: &str = "SELECT sealed_secret FROM second_factors WHERE account_id = $1";

/// Confirmed or not.
pub(crate) async fn sealed_secret(tx: &mut Tx, account: AccountId) -> StoreResult<Option<Vec<u8>>> {
    Ok(on!(tx, db => sqlx::query_scalar(SEALED_SECRET).bind(account.0).fetch_optional(&mut **db).await)?)
}

const CONFIRM: &str = "UPDATE second_factors SET confirmed_at = $2, last_step = $3
    WHERE account_id = $1 AND confirmed_at IS NULL";

pub(crate) async fn confirm(tx: &mut Tx, account: AccountId, now: Timestamp, step: i64) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(CONFIRM).bind(account.0).bind(now.0).bind(step)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const TAKE_STEP: &str = "UPDATE second_factors SET last_step = $2
    WHERE account_id = $1 AND last_step < $2 AND confirmed_at IS NOT NULL";

/// False where a code of this step or a later one was taken before.
pub(crate) async fn take_step(tx: &mut Tx, account: AccountId, step: i64) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(TAKE_STEP).bind(account.0).bind(step)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const DELETE_CODES: &str = "DELETE FROM recovery_codes WHERE account_id = $1";
const DELETE: &str = "DELETE FROM second_factors WHERE account_id = $1";

/// With its recovery codes; false where there was none.
pub(crate) async fn delete(tx: &mut Tx, account: AccountId) -> StoreResult<bool> {
    on!(tx, db => sqlx::query(DELETE_CODES).bind(account.0).execute(&mut **db).await.map(drop))?;
    let rows = on!(tx, db => sqlx::query(DELETE).bind(account.0)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const INSERT_CODE: &str = "INSERT INTO recovery_codes (account_id, code_hash) VALUES ($1, $2)";

pub(crate) async fn insert_code(tx: &mut Tx, account: AccountId, code_hash: &[u8; 32]) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT_CODE).bind(account.0).bind(&code_hash[..])
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

/// Writes nothing new: until this transaction ends nobody takes the factor off.
const HOLD: &str = "UPDATE second_factors SET last_step = last_step
    WHERE account_id = $1 AND confirmed_at IS NOT NULL";

/// False where there is no confirmed factor; the codes there were open nothing any more.
pub(crate) async fn clear_codes(tx: &mut Tx, account: AccountId) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(HOLD).bind(account.0)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    on!(tx, db => sqlx::query(DELETE_CODES).bind(account.0).execute(&mut **db).await.map(drop))?;
    Ok(rows == 1)
}

const TAKE_CODE: &str = "DELETE FROM recovery_codes WHERE account_id = $1 AND code_hash = $2";

/// False where there is no such code, or not any more.
pub(crate) async fn take_code(tx: &mut Tx, account: AccountId, code_hash: &[u8; 32]) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(TAKE_CODE).bind(account.0).bind(&code_hash[..])
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const CODES_LEFT: &str = "SELECT count(*) FROM recovery_codes WHERE account_id = $1";

pub(crate) async fn codes_left(tx: &mut Tx, account: AccountId) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(CODES_LEFT).bind(account.0).fetch_one(&mut **db).await)?)
}
