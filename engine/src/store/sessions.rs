//! Sessions: only hashes of their tokens are kept.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::{AccountId, ParticipantId};
use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

/// A session with what the policy needs to know of its holder.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct SessionRecord {
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) username: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) unit_id: Option<Uuid>,
    pub(crate) participant_id: Option<Uuid>,
    pub(crate) contest_id: Option<Uuid>,
    pub(crate) used_at: i64,
    /// Since when the account has a second factor.
    pub(crate) confirmed_at: Option<i64>,
}

/// A session as its account sees it.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct SessionOfAccount {
    pub(crate) token_hash: Vec<u8>,
    pub(crate) created_at: i64,
    pub(crate) used_at: i64,
    pub(crate) browser: String,
}

#[derive(Debug, Clone)]
pub(crate) struct NewSession {
    pub(crate) token_hash: [u8; 32],
    pub(crate) account: Option<AccountId>,
    pub(crate) participant: Option<ParticipantId>,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    /// In what kind of browser staff opened it; of participants nothing is kept.
    pub(crate) browser: String,
}

const INSERT: &str =
    "INSERT INTO sessions (token_hash, account_id, participant_id, created_at, expires_at, used_at, browser)
    VALUES ($1, $2, $3, $4, $5, $4, $6) ON CONFLICT DO NOTHING";

/// Repeating a derived token changes nothing.
pub(crate) async fn insert(tx: &mut Tx, session: &NewSession) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(&session.token_hash[..]).bind(session.account.map(|id| id.0)).bind(session.participant.map(|id| id.0))
        .bind(session.created_at.0).bind(session.expires_at.0).bind(&session.browser)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const BY_HASH: &str =
    "SELECT s.created_at, s.expires_at, s.account_id, a.username, a.role, a.unit_id, s.participant_id, p.contest_id,
    s.used_at, f.confirmed_at
    FROM sessions s
    LEFT JOIN accounts a ON a.id = s.account_id AND NOT a.disabled
    LEFT JOIN second_factors f ON f.account_id = a.id
    LEFT JOIN participants p ON p.id = s.participant_id
    WHERE s.token_hash = $1 AND (a.id IS NOT NULL OR p.id IS NOT NULL)";

pub(crate) async fn by_hash(tx: &mut Tx, token_hash: &[u8; 32]) -> StoreResult<Option<SessionRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_HASH).bind(&token_hash[..]).fetch_optional(&mut **db).await)?)
}

const DELETE: &str = "DELETE FROM sessions WHERE token_hash = $1";

pub(crate) async fn delete(tx: &mut Tx, token_hash: &[u8; 32]) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE).bind(&token_hash[..]).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const DELETE_OF_PARTICIPANT: &str = "DELETE FROM sessions WHERE participant_id = $1";

/// A new re-entry code ends the sessions that the old one opened.
pub(crate) async fn delete_of_participant(tx: &mut Tx, id: ParticipantId) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE_OF_PARTICIPANT).bind(id.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const DELETE_OF_ACCOUNT: &str = "DELETE FROM sessions WHERE account_id = $1";

pub(crate) async fn delete_of_account(tx: &mut Tx, id: AccountId) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE_OF_ACCOUNT).bind(id.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const OF_ACCOUNT: &str = "SELECT token_hash, created_at, used_at, browser FROM sessions
    WHERE account_id = $1 AND expires_at > $2 ORDER BY used_at DESC, created_at DESC LIMIT 200";

pub(crate) async fn of_account(
    tx: &mut Tx,
    id: AccountId,
    now: Timestamp,
) -> StoreResult<Vec<SessionOfAccount>> {
    Ok(on!(tx, db => sqlx::query_as(OF_ACCOUNT).bind(id.0).bind(now.0).fetch_all(&mut **db).await)?)
}

const DELETE_OTHERS: &str = "DELETE FROM sessions WHERE account_id = $1 AND token_hash <> $2";

/// Every session of the account but this one.
pub(crate) async fn delete_others(tx: &mut Tx, id: AccountId, kept: &[u8; 32]) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE_OTHERS).bind(id.0).bind(&kept[..]).execute(&mut **db).await.map(drop))?;
    Ok(())
}

/// Never shortens: two nodes may have seen the session at once.
const EXTEND: &str = "UPDATE sessions SET expires_at = $2, used_at = $3
    WHERE token_hash = $1 AND expires_at <= $2 AND used_at < $3";

pub(crate) async fn extend(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    to: Timestamp,
    now: Timestamp,
) -> StoreResult<()> {
    on!(tx, db => sqlx::query(EXTEND).bind(&token_hash[..]).bind(to.0).bind(now.0)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const DELETE_EXPIRED: &str = "DELETE FROM sessions WHERE expires_at < $1";

pub(crate) async fn delete_expired(tx: &mut Tx, now: Timestamp) -> StoreResult<()> {
    on!(tx, db => sqlx::query(DELETE_EXPIRED).bind(now.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}
