//! The chain of staff actions: append-only.

use sqlx::FromRow;
use uuid::Uuid;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct AuditRecord {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) action: String,
    pub(crate) object_id: String,
    pub(crate) detail: String,
    pub(crate) from_address: Option<String>,
    pub(crate) mac: Vec<u8>,
}

const LAST: &str = "SELECT seq, at, actor_id, action, object_id, detail, from_address, mac FROM audit
    ORDER BY seq DESC LIMIT 1";
/// One appender at a time: on SQLite the write connection sees to it, on PostgreSQL this lock until the commit.
const LOCK_POSTGRES: &str = "SELECT 1::bigint FROM (SELECT pg_advisory_xact_lock(7304610001)) AS locked";

pub(crate) async fn last_for_append(tx: &mut Tx) -> StoreResult<Option<AuditRecord>> {
    if let Tx::Postgres(db) = tx {
        sqlx::query_scalar::<_, i64>(LOCK_POSTGRES)
            .fetch_one(&mut **db)
            .await?;
    }
    Ok(on!(tx, db => sqlx::query_as(LAST).fetch_optional(&mut **db).await)?)
}

const INSERT: &str = "INSERT INTO audit (seq, at, actor_id, action, object_id, detail, from_address, mac)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

pub(crate) async fn insert(tx: &mut Tx, row: &AuditRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(row.seq).bind(row.at).bind(row.actor_id).bind(&row.action).bind(&row.object_id)
        .bind(&row.detail).bind(&row.from_address).bind(&row.mac)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const PAGE: &str = "SELECT seq, at, actor_id, action, object_id, detail, from_address, mac FROM audit
    WHERE seq > $1 ORDER BY seq LIMIT $2";

pub(crate) async fn page(tx: &mut Tx, after: i64, limit: i64) -> StoreResult<Vec<AuditRecord>> {
    Ok(on!(tx, db => sqlx::query_as(PAGE).bind(after).bind(limit).fetch_all(&mut **db).await)?)
}

/// Which rows; what is empty or the utmost asks for nothing.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) since: i64,
    /// Before this time.
    pub(crate) until: i64,
    /// A pattern of `LIKE`.
    pub(crate) action: String,
    pub(crate) object_id: String,
    /// The utmost id: anybody.
    pub(crate) actor_id: Uuid,
}

const FOUND: &str = "SELECT seq, at, actor_id, action, object_id, detail, from_address, mac FROM audit
    WHERE seq < $1 AND at >= $2 AND at < $3 AND action LIKE $4 AND (object_id = $5 OR $5 = '')
        AND (actor_id = $6 OR $6 = $7)
    ORDER BY seq DESC LIMIT $8";

/// The newest first, before this one.
pub(crate) async fn found(
    tx: &mut Tx,
    wanted: &Wanted,
    before: i64,
    limit: i64,
) -> StoreResult<Vec<AuditRecord>> {
    Ok(on!(tx, db => sqlx::query_as(FOUND)
        .bind(before).bind(wanted.since).bind(wanted.until).bind(&wanted.action).bind(&wanted.object_id)
        .bind(wanted.actor_id).bind(Uuid::max()).bind(limit)
        .fetch_all(&mut **db).await)?)
}

const COUNT: &str = "SELECT COUNT(*) FROM audit
    WHERE at >= $1 AND at < $2 AND action LIKE $3 AND (object_id = $4 OR $4 = '')
        AND (actor_id = $5 OR $5 = $6)";

pub(crate) async fn count(tx: &mut Tx, wanted: &Wanted) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(COUNT)
        .bind(wanted.since).bind(wanted.until).bind(&wanted.action).bind(&wanted.object_id)
        .bind(wanted.actor_id).bind(Uuid::max())
        .fetch_one(&mut **db).await)?)
}

/// `Nguyễn Văn A (nva)`: two people may have one name.
const NAMES: &str = "SELECT id, CASE WHEN full_name = '' THEN username
    ELSE full_name || ' (' || username || ')' END FROM accounts ORDER BY username";

/// Everybody who may stand in a row.
pub(crate) async fn names(tx: &mut Tx) -> StoreResult<Vec<(Uuid, String)>> {
    Ok(on!(tx, db => sqlx::query_as(NAMES).fetch_all(&mut **db).await)?)
}
