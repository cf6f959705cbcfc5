//! Items of banks, one row per version.

use sqlx::FromRow;

use khao_domain::bank::item::Item;
use khao_domain::ids::BankId;

use super::{StoreResult, Tx, from_json, to_json};

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

const STAGE: &str = "INSERT INTO items (bank_id, code, from_revision, until_revision, content)
    VALUES ($1, $2, $3, NULL, $4)";

/// Adds a version that becomes visible with revision `from`.
pub(crate) async fn stage(tx: &mut Tx, bank: BankId, item: &Item, from: i64) -> StoreResult<()> {
    let content = to_json(item);
    on!(tx, db => sqlx::query(STAGE).bind(bank.0).bind(&item.code).bind(from).bind(&content)
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

/// Takes away what an import left that never came to its flip.
pub(crate) async fn unstage(tx: &mut Tx, bank: BankId, revision: i64) -> StoreResult<()> {
    for text in [UNSTAGE, UNSTAGE_ENDS] {
        on!(tx, db => sqlx::query(text).bind(bank.0).bind(revision).execute(&mut **db).await.map(drop))?;
    }
    Ok(())
}
