//! Who does a periodic or exclusive piece of work, among all nodes.

use uuid::Uuid;

use khao_domain::time::Timestamp;

use super::{StoreResult, Tx};

const TAKE: &str = "INSERT INTO leases (name, holder, expires_at) VALUES ($1, $2, $3)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
    WHERE leases.expires_at < $4";

/// True where nobody held the lease, and it is ours until `until`; whoever holds it does not get it twice.
pub(crate) async fn take_free(
    tx: &mut Tx,
    name: &str,
    holder: Uuid,
    until: Timestamp,
    now: Timestamp,
) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(TAKE).bind(name).bind(holder).bind(until.0).bind(now.0)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const EXTEND: &str = "UPDATE leases SET expires_at = $3 WHERE name = $1 AND holder = $2";

/// False where another node has taken it over.
pub(crate) async fn extend(tx: &mut Tx, name: &str, holder: Uuid, until: Timestamp) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(EXTEND).bind(name).bind(holder).bind(until.0)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const RELEASE: &str = "DELETE FROM leases WHERE name = $1 AND holder = $2";

pub(crate) async fn release(tx: &mut Tx, name: &str, holder: Uuid) -> StoreResult<()> {
    on!(tx, db => sqlx::query(RELEASE).bind(name).bind(holder).execute(&mut **db).await.map(drop))?;
    Ok(())
}
