//! The outbox on this device: an ordered log in `IndexedDB`, one row an answer, under attempt, seq and position.
//! Where the browser refuses one, answers live as long as the page.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbTransaction, IdbTransactionMode};

use crate::client::Entry;
use crate::islands::database::{Done, finished, open};
use crate::islands::quiz_player::outbox::Key;

const DATABASE: &str = "khao";
const TABLE: &str = "answers";
/// Answers of other attempts that nobody came back for are forgotten after a day.
const OTHERS_KEPT_MS: i64 = 24 * 3600 * 1000;

pub(super) struct Store {
    database: Option<IdbDatabase>,
    attempt_id: String,
}

impl Store {
    pub(super) async fn open(attempt_id: &str) -> Self {
        let database = if attempt_id.is_empty() {
            None
        } else {
            open(DATABASE, &[TABLE]).await.ok()
        };
        Self {
            database,
            attempt_id: attempt_id.to_owned(),
        }
    }

    /// What is kept outlives the page.
    pub(super) const fn is_lasting(&self) -> bool {
        self.database.is_some()
    }

    fn key(&self, (seq, position): Key) -> JsValue {
        format!("{}|{seq:016}|{position:05}", self.attempt_id).into()
    }

    fn own(&self) -> Done<IdbKeyRange> {
        let bound = |end: &str| JsValue::from(format!("{}|{end}", self.attempt_id));
        IdbKeyRange::bound(&bound(""), &bound("~"))
    }

    fn begin(&self, mode: IdbTransactionMode) -> Done<(IdbTransaction, IdbObjectStore)> {
        let database = self.database.as_ref().ok_or(JsValue::NULL)?;
        let transaction = database.transaction_with_str_and_mode(TABLE, mode)?;
        let table = transaction.object_store(TABLE)?;
        Ok((transaction, table))
    }

    /// Returns once it is kept; an error where it cannot be.
    pub(super) async fn keep(&self, entry: &Entry) -> Done<()> {
        let row = entry.to_json();
        let (transaction, table) = self.begin(IdbTransactionMode::Readwrite)?;
        table.put_with_key(&row.into(), &self.key((entry.seq, entry.position)))?;
        finished(&transaction, "complete", &["error", "abort"]).await
    }

    /// What is kept of this attempt, the earliest first.
    pub(super) async fn all(&self) -> Done<Vec<Entry>> {
        let (transaction, table) = self.begin(IdbTransactionMode::Readonly)?;
        let request = table.get_all_with_key(&self.own()?.into())?;
        finished(&transaction, "complete", &["error", "abort"]).await?;
        let rows: Array = request.result()?.dyn_into()?;
        let read = |row: JsValue| serde_json::from_str(&row.as_string()?).ok();
        Ok(rows.iter().filter_map(read).collect())
    }

    /// What is not needed any more; a row left behind does no harm, it is recognised when it is read.
    pub(super) fn forget(&self, keys: &[Key]) {
        if keys.is_empty() {
            return;
        }
        if let Ok((_, table)) = self.begin(IdbTransactionMode::Readwrite) {
            for key in keys {
                let _ = table.delete(&self.key(*key));
            }
        }
    }

    /// Everything of this attempt; returns once it is gone.
    pub(super) async fn wipe(&self) -> Done<()> {
        let (transaction, table) = self.begin(IdbTransactionMode::Readwrite)?;
        table.delete(&self.own()?.into())?;
        finished(&transaction, "complete", &["error", "abort"]).await
    }

    /// What others left on a shared machine. The middle of a key tells its time.
    pub(super) async fn forget_others(&self, server_ms: i64) -> Done<()> {
        let (transaction, table) = self.begin(IdbTransactionMode::Readonly)?;
        let request = table.get_all_keys()?;
        finished(&transaction, "complete", &["error", "abort"]).await?;
        let keys: Array = request.result()?.dyn_into()?;
        let is_old = |key: &JsValue| {
            let text = key.as_string().unwrap_or_default();
            let seq = text.split('|').nth(1).and_then(|seq| seq.parse::<i64>().ok());
            !text.starts_with(&self.attempt_id) && seq.is_none_or(|seq| seq < server_ms - OTHERS_KEPT_MS)
        };
        let (_, table) = self.begin(IdbTransactionMode::Readwrite)?;
        for key in keys.iter().filter(is_old) {
            table.delete(&key)?;
        }
        Ok(())
    }
}
