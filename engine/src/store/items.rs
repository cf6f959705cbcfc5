//! Items of banks, one row per version.

use std::collections::HashMap;

use sqlx::FromRow;
use uuid::Uuid;

use khao_domain::bank::item::{Item, ItemStatus};
use khao_domain::contest::feasibility::Waiting;
use khao_domain::ids::BankId;

use super::{StoreResult, Tx, from_json, to_json};

/// A version with whoever made it.
#[derive(Debug, FromRow)]
pub(crate) struct VersionRecord {
    pub(crate) code: String,
    pub(crate) content: String,
    pub(crate) from_revision: i64,
    pub(crate) changed_by: Option<Uuid>,
    pub(crate) changed_at: i64,
    /// Who wrote what it asks; another one than who approved it.
    pub(crate) content_by: Option<Uuid>,
    pub(crate) note: String,
}

impl VersionRecord {
    pub(crate) fn item(&self) -> StoreResult<Item> {
        from_json(&self.content, "items", "content", &self.code)
    }
}

/// A version that is about to be.
#[derive(Debug, Clone)]
pub(crate) struct NewVersion {
    pub(crate) item: Item,
    pub(crate) content_by: Option<Uuid>,
    pub(crate) note: String,
}

#[derive(FromRow)]
struct ItemRecord {
    code: String,
    content: String,
}

const OF_REVISION: &str = "SELECT code, content FROM items
    WHERE bank_id = $1 AND from_revision <= $2 AND (until_revision IS NULL OR until_revision > $2)";

/// The items of a bank's revision, in no order.
pub(crate) async fn of_revision(tx: &mut Tx, bank: BankId, revision: i64) -> StoreResult<Vec<Item>> {
    let rows: Vec<ItemRecord> =
        on!(tx, db => sqlx::query_as(OF_REVISION).bind(bank.0).bind(revision).fetch_all(&mut **db).await)?;
    rows.iter()
        .map(|row| from_json(&row.content, "items", "content", &row.code))
        .collect()
}

macro_rules! versions {
    ($rest:literal) => {
        concat!(
            "SELECT code, content, from_revision, changed_by, changed_at, content_by, note FROM items
            WHERE bank_id = $1 AND ",
            $rest
        )
    };
}

const SINCE: &str = versions!(
    "from_revision > $2 AND from_revision <= $3 AND (until_revision IS NULL OR until_revision > $3)"
);

/// What is visible in revision `to` and was not yet in revision `from`.
pub(crate) async fn since(tx: &mut Tx, bank: BankId, from: i64, to: i64) -> StoreResult<Vec<VersionRecord>> {
    Ok(on!(tx, db => sqlx::query_as(SINCE).bind(bank.0).bind(from).bind(to).fetch_all(&mut **db).await)?)
}

const ENDED: &str = "SELECT code FROM items
    WHERE bank_id = $1 AND until_revision > $2 AND until_revision <= $3";

/// Codes of which a version ended after revision `from`, and until revision `to`.
pub(crate) async fn ended(tx: &mut Tx, bank: BankId, from: i64, to: i64) -> StoreResult<Vec<String>> {
    Ok(on!(tx, db => sqlx::query_scalar(ENDED).bind(bank.0).bind(from).bind(to).fetch_all(&mut **db).await)?)
}

const HISTORY: &str = versions!("code = $2 AND from_revision <= $3 ORDER BY from_revision DESC");

/// All versions of one item up to a revision, the newest first.
pub(crate) async fn history(
    tx: &mut Tx,
    bank: BankId,
    code: &str,
    revision: i64,
) -> StoreResult<Vec<VersionRecord>> {
    Ok(
        on!(tx, db => sqlx::query_as(HISTORY).bind(bank.0).bind(code).bind(revision)
        .fetch_all(&mut **db).await)?,
    )
}

const BEGUN_IN: &str = "SELECT code FROM items WHERE bank_id = $1 AND from_revision = $2";

/// Codes of the versions that a revision brought.
pub(crate) async fn begun_in(tx: &mut Tx, bank: BankId, revision: i64) -> StoreResult<Vec<String>> {
    Ok(on!(tx, db => sqlx::query_scalar(BEGUN_IN).bind(bank.0).bind(revision).fetch_all(&mut **db).await)?)
}

const COUNT_BEGUN_IN: &str = "SELECT count(*) FROM items WHERE bank_id = $1 AND from_revision = $2";
const COUNT_ENDED_IN: &str = "SELECT count(*) FROM items WHERE bank_id = $1 AND until_revision = $2";

/// How many versions a revision brought, and how many it replaced.
pub(crate) async fn count_in(tx: &mut Tx, bank: BankId, revision: i64) -> StoreResult<(i64, i64)> {
    let begun = on!(tx, db => sqlx::query_scalar(COUNT_BEGUN_IN).bind(bank.0).bind(revision).fetch_one(&mut **db).await)?;
    let ended = on!(tx, db => sqlx::query_scalar(COUNT_ENDED_IN).bind(bank.0).bind(revision).fetch_one(&mut **db).await)?;
    Ok((begun, ended))
}

const WAITING_OF: &str = "SELECT status, count(*) FROM items WHERE bank_id = $1 AND from_revision = $2
    AND until_revision IS NULL AND status IN ('draft', 'reviewed') GROUP BY status";

/// How many of the versions that a revision brought still wait for approval.
pub(crate) async fn waiting_of(tx: &mut Tx, bank: BankId, revision: i64) -> StoreResult<Waiting> {
    let counts: Vec<(String, i64)> = on!(tx, db => sqlx::query_as(WAITING_OF).bind(bank.0).bind(revision)
        .fetch_all(&mut **db).await)?;
    let of = |status: ItemStatus| {
        let count = counts.iter().find(|(name, _)| name == status.as_str());
        count.map_or(0, |(_, count)| u32::try_from(*count).unwrap_or(u32::MAX))
    };
    Ok(Waiting {
        drafts: of(ItemStatus::Draft),
        reviewed: of(ItemStatus::Reviewed),
    })
}

const BEGUN_BY_REVISION: &str = "SELECT from_revision, count(*) FROM items
    WHERE bank_id = $1 AND from_revision BETWEEN $2 AND $3 GROUP BY from_revision";
const ENDED_BY_REVISION: &str = "SELECT until_revision, count(*) FROM items
    WHERE bank_id = $1 AND until_revision BETWEEN $2 AND $3 GROUP BY until_revision";

type ByRevision = HashMap<i64, i64>;

/// As [`count_in`], of every revision of [from, to].
pub(crate) async fn counts_in(
    tx: &mut Tx,
    bank: BankId,
    (from, to): (i64, i64),
) -> StoreResult<(ByRevision, ByRevision)> {
    let begun: Vec<(i64, i64)> = on!(tx, db => sqlx::query_as(BEGUN_BY_REVISION).bind(bank.0).bind(from).bind(to)
        .fetch_all(&mut **db).await)?;
    let ended: Vec<(i64, i64)> = on!(tx, db => sqlx::query_as(ENDED_BY_REVISION).bind(bank.0).bind(from).bind(to)
        .fetch_all(&mut **db).await)?;
    Ok((begun.into_iter().collect(), ended.into_iter().collect()))
}

const ENDED_IN: &str = versions!("until_revision = $2");

/// The versions that a revision replaced.
pub(crate) async fn ended_in(tx: &mut Tx, bank: BankId, revision: i64) -> StoreResult<Vec<VersionRecord>> {
    Ok(on!(tx, db => sqlx::query_as(ENDED_IN).bind(bank.0).bind(revision).fetch_all(&mut **db).await)?)
}

const COUNTS: &str = "SELECT status, count(*) FROM items
    WHERE bank_id = $1 AND from_revision <= $2 AND (until_revision IS NULL OR until_revision > $2)
    GROUP BY status";

/// How many items of a revision have which status.
pub(crate) async fn counts(tx: &mut Tx, bank: BankId, revision: i64) -> StoreResult<Vec<(String, i64)>> {
    Ok(on!(tx, db => sqlx::query_as(COUNTS).bind(bank.0).bind(revision).fetch_all(&mut **db).await)?)
}

const STAGE: &str = "INSERT INTO items
    (bank_id, code, from_revision, until_revision, content, status, changed_by, changed_at, content_by, note)
    VALUES ($1, $2, $3, NULL, $4, $5, $6, $7, $8, $9)";

/// Adds a version that becomes visible with revision `from`. `changed`: by whom and when.
pub(crate) async fn stage(
    tx: &mut Tx,
    bank: BankId,
    version: &NewVersion,
    from: i64,
    changed: (Option<Uuid>, i64),
) -> StoreResult<()> {
    let item = &version.item;
    let content = to_json(item);
    on!(tx, db => sqlx::query(STAGE).bind(bank.0).bind(&item.code).bind(from).bind(&content)
        .bind(item.status.as_str()).bind(changed.0).bind(changed.1).bind(version.content_by)
        .bind(&version.note)
        .execute(&mut **db).await.map(drop))?;
    Ok(())
}

const STAGE_END: &str = "UPDATE items SET until_revision = $3
    WHERE bank_id = $1 AND code = $2 AND until_revision IS NULL AND from_revision < $3";

/// Ends the version that `stage` replaces; it stays visible until revision `until`.
pub(crate) async fn stage_end(tx: &mut Tx, bank: BankId, code: &str, until: i64) -> StoreResult<()> {
    on!(tx, db => sqlx::query(STAGE_END).bind(bank.0).bind(code).bind(until).execute(&mut **db).await.map(drop))?;
    Ok(())
}

const UNSTAGE: &str = "DELETE FROM items WHERE bank_id = $1 AND from_revision > $2";
const UNSTAGE_ENDS: &str =
    "UPDATE items SET until_revision = NULL WHERE bank_id = $1 AND until_revision > $2";

/// Takes away what a change left that never came to its flip.
pub(crate) async fn unstage(tx: &mut Tx, bank: BankId, revision: i64) -> StoreResult<()> {
    for text in [UNSTAGE, UNSTAGE_ENDS] {
        on!(tx, db => sqlx::query(text).bind(bank.0).bind(revision).execute(&mut **db).await.map(drop))?;
    }
    Ok(())
}
