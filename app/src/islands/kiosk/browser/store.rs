//! What a tablet keeps: responses until they are sent, under random keys and so in no order of time; those the server does
//! not take; and how it was set up.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbObjectStore, IdbTransaction, IdbTransactionMode};

use crate::islands::database::{Done, finished, open};
use crate::islands::kiosk::fielded::{Setup, Waiting};

const DATABASE: &str = "khao-field";
const UNSENT: &str = "unsent";
const REFUSED: &str = "refused";
const SETUPS: &str = "setups";

pub(super) struct Store {
    database: IdbDatabase,
}

impl Store {
    pub(super) async fn open() -> Done<Self> {
        let database = open(DATABASE, &[UNSENT, REFUSED, SETUPS]).await?;
        Ok(Self { database })
    }

    /// Returns once it is kept; an error where it cannot be.
    pub(super) async fn keep(&self, waiting: &Waiting) -> Done<()> {
        let (transaction, table) = self.begin(UNSENT)?;
        table.put_with_key(&row(waiting)?, &waiting.client_id.as_str().into())?;
        done(&transaction).await
    }

    /// By their keys, which are random.
    pub(super) async fn unsent(&self) -> Done<Vec<Waiting>> {
        let (transaction, table) = self.begin(UNSENT)?;
        let request = table.get_all()?;
        done(&transaction).await?;
        let rows: Array = request.result()?.dyn_into()?;
        let read = |row: JsValue| serde_json::from_str(&row.as_string()?).ok();
        Ok(rows.iter().filter_map(read).collect())
    }

    pub(super) async fn forget(&self, client_id: &str) -> Done<()> {
        let (transaction, table) = self.begin(UNSENT)?;
        table.delete(&client_id.into())?;
        done(&transaction).await
    }

    /// Kept, but not sent again.
    pub(super) async fn put_aside(&self, waiting: &Waiting) -> Done<()> {
        let (transaction, table) = self.begin(REFUSED)?;
        table.put_with_key(&row(waiting)?, &waiting.client_id.as_str().into())?;
        done(&transaction).await?;
        self.forget(&waiting.client_id).await
    }

    pub(super) async fn counts(&self) -> Done<(u32, u32)> {
        Ok((self.count(UNSENT).await?, self.count(REFUSED).await?))
    }

    pub(super) async fn setup(&self, slug: &str) -> Done<Option<Setup>> {
        let (transaction, table) = self.begin(SETUPS)?;
        let request = table.get(&slug.into())?;
        done(&transaction).await?;
        let text = request.result()?.as_string();
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// None takes it away.
    pub(super) async fn set_up(&self, slug: &str, setup: Option<&Setup>) -> Done<()> {
        let (transaction, table) = self.begin(SETUPS)?;
        match setup {
            Some(setup) => table.put_with_key(&row(setup)?, &slug.into())?,
            None => table.delete(&slug.into())?,
        };
        done(&transaction).await
    }

    async fn count(&self, name: &'static str) -> Done<u32> {
        let (transaction, table) = self.begin(name)?;
        let request = table.count()?;
        done(&transaction).await?;
        let count = request.result()?.as_f64().unwrap_or_default();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number of rows on a tablet"
        )]
        let count = count as u32;
        Ok(count)
    }

    fn begin(&self, name: &str) -> Done<(IdbTransaction, IdbObjectStore)> {
        let mode = IdbTransactionMode::Readwrite;
        let transaction = self.database.transaction_with_str_and_mode(name, mode)?;
        let table = transaction.object_store(name)?;
        Ok((transaction, table))
    }
}

async fn done(transaction: &IdbTransaction) -> Done<()> {
    finished(transaction, "complete", &["error", "abort"]).await
}

fn row(value: &impl serde::Serialize) -> Done<JsValue> {
    let text = serde_json::to_string(value).map_err(|_| JsValue::NULL)?;
    Ok(text.into())
}
