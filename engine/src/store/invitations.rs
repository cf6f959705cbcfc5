//! One-time links: to a new account, and to a new password. Only hashes of their codes are kept.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{AccountId, InvitationId};
use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct InvitationRecord {
    pub(crate) id: Uuid,
    pub(crate) role: String,
    pub(crate) unit_id: Option<Uuid>,
    pub(crate) full_name: String,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
}

const INSERT: &str =
    "INSERT INTO invitations (id, code_hash, role, unit_id, full_name, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

pub(crate) async fn insert(tx: &mut Tx, row: &InvitationRecord, code_hash: &[u8; 32]) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(row.id).bind(&code_hash[..]).bind(&row.role).bind(row.unit_id).bind(&row.full_name)
        .bind(row.created_at).bind(row.expires_at)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const OPEN: &str = "SELECT i.id, i.role, i.unit_id, i.full_name, i.created_at, i.expires_at
    FROM invitations i LEFT JOIN units u ON u.id = i.unit_id
    WHERE i.expires_at > $1 AND ($2 = '' OR (u.lineage >= $2 AND u.lineage < $3))
    ORDER BY i.created_at DESC, i.id LIMIT 200";

/// Those that can still be used, the newest first. `span`: of the lineages of their units; empty is all of them.
pub(crate) async fn open(
    tx: &mut Tx,
    now: Timestamp,
    (from, to): (&str, &str),
) -> StoreResult<Vec<InvitationRecord>> {
    Ok(on!(tx, db => sqlx::query_as(OPEN).bind(now.0).bind(from).bind(to).fetch_all(&mut **db).await)?)
}

const BY_CODE: &str = "SELECT id, role, unit_id, full_name, created_at, expires_at FROM invitations
    WHERE code_hash = $1 AND expires_at > $2";

pub(crate) async fn by_code(
    tx: &mut Tx,
    code_hash: &[u8; 32],
    now: Timestamp,
) -> StoreResult<Option<InvitationRecord>> {
    Ok(
        on!(tx, db => sqlx::query_as(BY_CODE).bind(&code_hash[..]).bind(now.0).fetch_optional(&mut **db).await)?,
    )
}

const DELETE: &str = "DELETE FROM invitations WHERE id = $1";

/// False where it is gone already: of two who use one link at once, one comes too late.
pub(crate) async fn delete(tx: &mut Tx, id: InvitationId) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(DELETE).bind(id.0)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const PUT_RESET: &str = "INSERT INTO password_resets (account_id, code_hash, expires_at) VALUES ($1, $2, $3)
    ON CONFLICT (account_id) DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at";

/// A new link puts the one before out of use.
pub(crate) async fn put_reset(
    tx: &mut Tx,
    account: AccountId,
    code_hash: &[u8; 32],
    expires_at: Timestamp,
) -> StoreResult<()> {
    on!(tx, db => sqlx::query(PUT_RESET).bind(account.0).bind(&code_hash[..]).bind(expires_at.0)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const RESET_BY_CODE: &str = "SELECT account_id FROM password_resets WHERE code_hash = $1 AND expires_at > $2";

pub(crate) async fn reset_by_code(
    tx: &mut Tx,
    code_hash: &[u8; 32],
    now: Timestamp,
) -> StoreResult<Option<Uuid>> {
    Ok(
        on!(tx, db => sqlx::query_scalar(RESET_BY_CODE).bind(&code_hash[..]).bind(now.0)
        .fetch_optional(&mut **db).await)?,
    )
}

const DELETE_RESET: &str = "DELETE FROM password_resets WHERE code_hash = $1";

/// False where it is gone already.
pub(crate) async fn delete_reset(tx: &mut Tx, code_hash: &[u8; 32]) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(DELETE_RESET).bind(&code_hash[..])
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const DELETE_EXPIRED: &str = "DELETE FROM invitations WHERE expires_at < $1";
const DELETE_EXPIRED_RESETS: &str = "DELETE FROM password_resets WHERE expires_at < $1";

pub(crate) async fn delete_expired(tx: &mut Tx, now: Timestamp) -> StoreResult<()> {
    for text in [DELETE_EXPIRED, DELETE_EXPIRED_RESETS] {
        on!(tx, db => sqlx::query(text).bind(now.0).execute(&mut **db).await.map(drop))?;
    }
    Ok(())
}
