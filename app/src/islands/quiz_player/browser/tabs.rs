//! Other tabs of the same attempt: one sends at a time, and each hears what the others gave and what is stored.
//!
//! Neither is needed for anything to be right: the server takes an answer twice, and the highest seq counts. Both are
//! looked for before they are used.

use js_sys::{Function, Object, Promise, Reflect};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, MessageEvent};

use super::events::{after_ms, listen};
use crate::client::{Entry, list};

/// A tab that the system has put to sleep may hold the lock; nobody waits for it longer than this.
const PATIENCE_MS: i32 = 4_000;

/// What tabs tell each other.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum News {
    /// Answered, kept on this device, and not known to be stored.
    Given(Entry),
    Stored(Vec<Entry>),
    HandedIn,
}

impl News {
    fn to_json(&self) -> String {
        match self {
            Self::Given(entry) => format!(r#"{{"given":{}}}"#, entry.to_json()),
            Self::Stored(entries) => format!(r#"{{"stored":{}}}"#, list(entries)),
            Self::HandedIn => r#""handed_in""#.to_owned(),
        }
    }
}

pub(super) struct Tabs {
    channel: Option<BroadcastChannel>,
    name: String,
}

impl Tabs {
    pub(super) fn of(attempt_id: &str) -> Self {
        let name = format!("khao-{attempt_id}");
        let known = Reflect::has(&js_sys::global(), &"BroadcastChannel".into()).unwrap_or(false);
        let channel = (known && !attempt_id.is_empty()).then(|| BroadcastChannel::new(&name).ok());
        Self {
            channel: channel.flatten(),
            name,
        }
    }

    pub(super) fn tell(&self, news: &News) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&news.to_json().into());
        }
    }

    pub(super) fn hear(&self, mut heard: impl FnMut(News) + 'static) {
        let Some(channel) = &self.channel else { return };
        listen(channel, "message", move |event| {
            let text = event
                .dyn_into::<MessageEvent>()
                .ok()
                .and_then(|event| event.data().as_string());
            if let Some(news) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                heard(news);
            }
        });
    }

    /// The turn to send; it ends when the value is dropped. None where tabs cannot wait for each other.
    pub(super) async fn turn(&self) -> Option<Turn> {
        let navigator = web_sys::window()?.navigator();
        let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
        let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
        let mut end = None;
        let held = Promise::new(&mut |resolve, _| end = Some(resolve));
        let turn = Turn(end?);
        let got = Promise::new(&mut |resolve, _| {
            after_ms(PATIENCE_MS, {
                let resolve = resolve.clone();
                move || drop(resolve.call0(&JsValue::NULL))
            });
            let held = held.clone();
            let granted = Closure::once_into_js(move |_: JsValue| -> Promise {
                drop(resolve.call0(&JsValue::NULL));
                held
            });
            let options = Object::new();
            drop(request.call3(&locks, &self.name.clone().into(), &options, &granted));
        });
        JsFuture::from(got).await.ok()?;
        Some(turn)
    }
}

pub(super) struct Turn(Function);

impl Drop for Turn {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::NULL);
    }
}
