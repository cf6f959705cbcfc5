//! Question banks; their items stand in `items`.

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::ids::BankId;

use super::{StoreResult, Tx};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct BankRecord {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) revision: i64,
    pub(crate) created_at: i64,
    pub(crate) unit_id: Option<Uuid>,
}

const INSERT: &str =
    "INSERT INTO banks (id, name, language, revision, created_at, unit_id) VALUES ($1, $2, $3, $4, $5, $6)";

pub(crate) async fn insert(tx: &mut Tx, bank: &BankRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT)
        .bind(bank.id).bind(&bank.name).bind(&bank.language).bind(bank.revision).bind(bank.created_at)
        .bind(bank.unit_id)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const BY_ID: &str = "SELECT id, name, language, revision, created_at, unit_id FROM banks
    WHERE id = $1 AND revision >= 0";

pub(crate) async fn by_id(tx: &mut Tx, id: BankId) -> StoreResult<Option<BankRecord>> {
    Ok(on!(tx, db => sqlx::query_as(BY_ID).bind(id.0).fetch_optional(&mut **db).await)?)
}

/// SQLite knows no arrays: the ids come as a JSON list of hexadecimal texts.
const NAMES_SQLITE: &str = "SELECT id, name FROM banks
    WHERE revision >= 0 AND id IN (SELECT unhex(value) FROM json_each($1))";
const NAMES_POSTGRES: &str = "SELECT id, name FROM banks WHERE revision >= 0 AND id = ANY($1)";

/// What banks are called.
pub(crate) async fn names(tx: &mut Tx, ids: &[Uuid]) -> StoreResult<Vec<(Uuid, String)>> {
    Ok(match tx {
        Tx::Sqlite(db) => {
            let ids = super::ids_json(ids);
            sqlx::query_as(NAMES_SQLITE)
                .bind(ids)
                .fetch_all(&mut **db)
                .await?
        }
        Tx::Postgres(db) => {
            sqlx::query_as(NAMES_POSTGRES)
                .bind(ids)
                .fetch_all(&mut **db)
                .await?
        }
    })
}

/// A bank that nobody owns lies in no span but the whole one, which is asked for as none.
const PAGE: &str = "SELECT b.id, b.name, b.language, b.revision, b.created_at, b.unit_id
    FROM banks b LEFT JOIN units u ON u.id = b.unit_id
    WHERE b.id > $1 AND b.revision >= 0 AND ($2 = '' OR (u.lineage >= $2 AND u.lineage < $3)) ORDER BY b.id LIMIT $4";

/// `span`: of the lineages of owners; empty is every bank.
pub(crate) async fn page(
    tx: &mut Tx,
    after: Uuid,
    (from, to): (&str, &str),
    limit: i64,
) -> StoreResult<Vec<BankRecord>> {
    Ok(
        on!(tx, db => sqlx::query_as(PAGE).bind(after).bind(from).bind(to).bind(limit)
        .fetch_all(&mut **db).await)?,
    )
}

const LOCK: &str = "SELECT 1 FROM banks WHERE id = $1";
/// On SQLite the write connection is the lock. Items refer to the bank, and need not wait.
const LOCK_POSTGRES: &str = "SELECT 1 FROM banks WHERE id = $1 FOR NO KEY UPDATE";
const SET_OWNER: &str = "UPDATE banks SET unit_id = $2 WHERE id = $1";

/// Until this transaction ends nobody else gives the bank away, deletes it or begins to draw from it.
pub(crate) async fn lock(tx: &mut Tx, id: BankId) -> StoreResult<()> {
    let text = dialect!(tx, LOCK, LOCK_POSTGRES);
    on!(tx, db => sqlx::query(text).bind(id.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}

pub(crate) async fn set_owner(tx: &mut Tx, id: BankId, unit: Option<Uuid>) -> StoreResult<()> {
    on!(tx, db => sqlx::query(SET_OWNER).bind(id.0).bind(unit).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const SET_REVISION: &str = "UPDATE banks SET revision = $3 WHERE id = $1 AND revision = $2";

/// The flip that makes staged items visible; false where another import was faster.
pub(crate) async fn set_revision(tx: &mut Tx, id: BankId, from: i64, to: i64) -> StoreResult<bool> {
    let rows = on!(tx, db => sqlx::query(SET_REVISION).bind(id.0).bind(from).bind(to)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

#[derive(Debug, FromRow)]
pub(crate) struct RevisionRecord {
    pub(crate) revision: i64,
    pub(crate) kind: String,
    pub(crate) made_by: Option<Uuid>,
    pub(crate) made_at: i64,
}

const INSERT_REVISION: &str =
    "INSERT INTO bank_revisions (bank_id, revision, kind, made_by, made_at) VALUES ($1, $2, $3, $4, $5)";

pub(crate) async fn insert_revision(tx: &mut Tx, id: BankId, record: &RevisionRecord) -> StoreResult<()> {
    on!(tx, db => sqlx::query(INSERT_REVISION)
        .bind(id.0).bind(record.revision).bind(&record.kind).bind(record.made_by).bind(record.made_at)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const REVISION: &str =
    "SELECT revision, kind, made_by, made_at FROM bank_revisions WHERE bank_id = $1 AND revision = $2";

/// None of revisions older than this table.
pub(crate) async fn revision(tx: &mut Tx, id: BankId, revision: i64) -> StoreResult<Option<RevisionRecord>> {
    Ok(on!(tx, db => sqlx::query_as(REVISION).bind(id.0).bind(revision).fetch_optional(&mut **db).await)?)
}

const REVISIONS: &str = "SELECT revision, kind, made_by, made_at FROM bank_revisions
    WHERE bank_id = $1 AND revision <= $2 ORDER BY revision DESC LIMIT $3";

/// The newest first, from revision `newest` on.
pub(crate) async fn revisions(
    tx: &mut Tx,
    id: BankId,
    newest: i64,
    limit: i64,
) -> StoreResult<Vec<RevisionRecord>> {
    Ok(
        on!(tx, db => sqlx::query_as(REVISIONS).bind(id.0).bind(newest).bind(limit)
        .fetch_all(&mut **db).await)?,
    )
}

const RENAME: &str = "UPDATE banks SET name = $2 WHERE id = $1";

pub(crate) async fn rename(tx: &mut Tx, id: BankId, name: &str) -> StoreResult<()> {
    on!(tx, db => sqlx::query(RENAME).bind(id.0).bind(name).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const USES: &str = "SELECT (SELECT count(*) FROM contest_groups WHERE bank_id = $1)
    + (SELECT count(*) FROM round_groups WHERE bank_id = $1)";

/// How many groups of contests, and of announced rounds, draw from the bank.
pub(crate) async fn uses(tx: &mut Tx, id: BankId) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(USES).bind(id.0).fetch_one(&mut **db).await)?)
}

const FROZEN_SINCE: &str = "SELECT count(*) FROM round_groups WHERE bank_id = $1 AND bank_revision >= $2";

/// How many groups of announced rounds draw from this revision of the bank, or from a later one.
pub(crate) async fn frozen_since(tx: &mut Tx, id: BankId, revision: i64) -> StoreResult<i64> {
    Ok(on!(tx, db => sqlx::query_scalar(FROZEN_SINCE).bind(id.0).bind(revision).fetch_one(&mut **db).await)?)
}

const HIDE: &str = "UPDATE banks SET revision = -1 WHERE id = $1";

/// A bank without a revision is nobody's any more, and waits to be cleared away.
pub(crate) async fn hide(tx: &mut Tx, id: BankId) -> StoreResult<()> {
    on!(tx, db => sqlx::query(HIDE).bind(id.0).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const HIDDEN: &str = "SELECT id FROM banks WHERE revision < 0 ORDER BY id LIMIT 100";

pub(crate) async fn hidden(tx: &mut Tx) -> StoreResult<Vec<Uuid>> {
    Ok(on!(tx, db => sqlx::query_scalar(HIDDEN).fetch_all(&mut **db).await)?)
}

const CLEAR: &str = "DELETE FROM items WHERE bank_id = $1 AND (code, from_revision) IN
    (SELECT code, from_revision FROM items WHERE bank_id = $1 ORDER BY code, from_revision LIMIT $2)";

/// How many versions of items went; fewer than `most` were the last.
pub(crate) async fn clear(tx: &mut Tx, id: BankId, most: i64) -> StoreResult<u64> {
    Ok(on!(tx, db => sqlx::query(CLEAR).bind(id.0).bind(most)
        .execute(&mut **db).await.map(|done| done.rows_affected()))?)
}

const DELETE_REVISIONS: &str = "DELETE FROM bank_revisions WHERE bank_id = $1";
const DELETE: &str = "DELETE FROM banks WHERE id = $1";

/// Once its items are cleared away.
pub(crate) async fn delete(tx: &mut Tx, id: BankId) -> StoreResult<()> {
    for text in [DELETE_REVISIONS, DELETE] {
        on!(tx, db => sqlx::query(text).bind(id.0).execute(&mut **db).await.map(drop))?;
    }
    Ok(())
}
