//! `IndexedDB`: what outlives the page.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventTarget, IdbDatabase, IdbOpenDbRequest};

use super::events::{after_ms, once};

/// Some browsers leave a request without an answer for ever.
const PATIENCE_MS: i32 = 3_000;

pub(in crate::islands) type Done<T> = Result<T, JsValue>;

/// The database with its tables, made where it is not there.
pub(in crate::islands) async fn open(name: &str, tables: &'static [&'static str]) -> Done<IdbDatabase> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let factory = window.indexed_db()?.ok_or(JsValue::NULL)?;
    let request: IdbOpenDbRequest = factory.open_with_u32(name, 1)?;
    let made = request.clone();
    once(&request, "upgradeneeded", move |_| {
        let database = made.result().and_then(JsCast::dyn_into::<IdbDatabase>);
        if let Ok(database) = database {
            for table in tables {
                let _ = database.create_object_store(table);
            }
        }
    });
    finished(&request, "success", &["error", "blocked"]).await?;
    request.result()?.dyn_into()
}

/// Waits for an event that means success, or for one that means failure, or in vain.
pub(in crate::islands) async fn finished(target: &EventTarget, good: &str, bad: &[&str]) -> Done<()> {
    let promise = Promise::new(&mut |resolve, reject| {
        once(target, good, move |_| {
            let _ = resolve.call0(&JsValue::NULL);
        });
        for name in bad {
            let reject = reject.clone();
            once(target, name, move |_| {
                let _ = reject.call0(&JsValue::NULL);
            });
        }
        after_ms(PATIENCE_MS, move || {
            let _ = reject.call0(&JsValue::NULL);
        });
    });
    JsFuture::from(promise).await.map(|_| ())
}

/// Asks the browser not to clear what is kept here when it runs short of room.
pub(in crate::islands) fn ask_to_last() {
    if let Some(window) = web_sys::window() {
        let storage = window.navigator().storage();
        if !storage.is_undefined() {
            let _ = storage.persist();
        }
    }
}
