//! The island's end of the JSON API: what is sent, what comes back, and what an answer means. One request is one call
//! of [`call`]; when to try again is for the caller to decide.

mod wire;

use khao_domain::contest::answer::Value;
use serde::Deserialize;

pub use wire::list;

/// An answer on its way, and as it lies in the outbox; `null` clears.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Entry {
    pub position: u16,
    pub seq: i64,
    #[serde(deserialize_with = "wire::value")]
    pub value: Option<Value>,
}

impl Entry {
    pub fn to_json(&self) -> String {
        wire::write(self)
    }
}

/// What a save was answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SavedAnswers {
    pub saved: Vec<SavedAnswer>,
    /// RFC 3339, as are all times here; the browser reads them.
    pub deadline: String,
    pub server_time: String,
}

/// The newest answer of a position.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SavedAnswer {
    pub position: u16,
    pub seq: i64,
    /// What is stored, where it is not what was sent.
    #[serde(default, deserialize_with = "wire::present")]
    pub value: Option<Option<Value>>,
}

/// An attempt as it is stored; its questions are in the page already.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StoredAttempt {
    pub status: AttemptStatus,
    pub saved: Vec<Entry>,
    pub deadline: String,
    pub server_time: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptStatus {
    Open,
    Sealed,
}

/// Why a call did not do its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No answer came, or none that makes sense: it may have been done all the same.
    Unreachable,
    /// The server asks to come back, perhaps after so many seconds.
    Later { retry_after_s: Option<u32> },
    /// Places in what was sent, each with what is wrong there.
    Invalid(Vec<(usize, String)>),
    /// The attempt is handed in, or its time is up.
    Closed,
    /// No session, or one that does not own the attempt.
    SignedOut,
}

/// A problem document.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: String,
    errors: Vec<PlaceOfError>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct PlaceOfError {
    pointer: String,
    detail: String,
}

/// What an answer that is no success means.
pub fn refusal(status: u16, retry_after: Option<&str>, body: &str) -> Refusal {
    let problem: Problem = serde_json::from_str(body).unwrap_or_default();
    match (status, problem.kind.as_str()) {
        (409, "#attempt-closed") => Refusal::Closed,
        (401 | 403 | 404, _) => Refusal::SignedOut,
        (422, _) if !problem.errors.is_empty() => {
            Refusal::Invalid(problem.errors.into_iter().map(place).collect())
        }
        // Whole seconds are what our server sends; a date, from something in between, is left to the usual pauses.
        (429 | 503, _) => Refusal::Later {
            retry_after_s: retry_after.and_then(|text| text.trim().parse().ok()),
        },
        _ => Refusal::Unreachable,
    }
}

/// `/answers/{index}/…` names a place in what was sent.
fn place(error: PlaceOfError) -> (usize, String) {
    let index = error
        .pointer
        .split('/')
        .nth(2)
        .and_then(|index| index.parse().ok());
    (index.unwrap_or(0), error.detail)
}

#[cfg(feature = "hydrate")]
pub use browser::{Call, ask, call, read_time_ms};

#[cfg(feature = "hydrate")]
mod browser {
    use js_sys::{Date, Reflect};
    use serde::de::DeserializeOwned;
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{AbortController, Request, RequestInit, Response, Window};

    use super::{Refusal, refusal};

    /// Longer than a database takes to fail over.
    const PATIENCE_MS: i32 = 20_000;

    pub struct Call<'c> {
        pub method: &'c str,
        pub path: &'c str,
        /// JSON; nothing is sent where it is empty.
        pub body: &'c str,
    }

    /// One request, given up after a while.
    pub async fn call<T: DeserializeOwned>(call: Call<'_>) -> Result<T, Refusal> {
        let (status, retry_after, body) = ask(call).await.map_err(|_| Refusal::Unreachable)?;
        if (200..300).contains(&status) {
            serde_json::from_str(&body).map_err(|_| Refusal::Unreachable)
        } else {
            Err(refusal(status, retry_after.as_deref(), &body))
        }
    }

    /// Status, `Retry-After` and body. The abort also ends a body that stops half-way.
    pub async fn ask(call: Call<'_>) -> Result<(u16, Option<String>, String), JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let abort = AbortController::new()?;
        let init = RequestInit::new();
        init.set_method(call.method);
        init.set_signal(Some(&abort.signal()));
        if !call.body.is_empty() {
            init.set_body(&JsValue::from_str(call.body));
            // Also where the page is closed meanwhile; browsers that do not know it pass over it.
            Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE)?;
        }
        let request = Request::new_with_str_and_init(call.path, &init)?;
        if !call.body.is_empty() {
            request.headers().set("content-type", "application/json")?;
        }
        let timer = end_after(&window, abort, PATIENCE_MS)?;
        let read = read(&window, &request).await;
        window.clear_timeout_with_handle(timer);
        read
    }

    async fn read(window: &Window, request: &Request) -> Result<(u16, Option<String>, String), JsValue> {
        let response: Response = JsFuture::from(window.fetch_with_request(request))
            .await?
            .dyn_into()?;
        let retry_after = response.headers().get("retry-after")?;
        let body = JsFuture::from(response.text()?).await?;
        let body = body.as_string().unwrap_or_default();
        Ok((response.status(), retry_after, body))
    }

    fn end_after(window: &Window, abort: AbortController, ms: i32) -> Result<i32, JsValue> {
        let end = Closure::once_into_js(move || abort.abort());
        window.set_timeout_with_callback_and_timeout_and_arguments_0(end.unchecked_ref(), ms)
    }

    /// Unix milliseconds of an RFC 3339 time.
    pub fn read_time_ms(text: &str) -> Option<i64> {
        let ms = Date::parse(text);
        #[expect(clippy::cast_possible_truncation, reason = "dates are far below 2^53 ms")]
        let whole_ms = ms as i64;
        ms.is_finite().then_some(whole_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_apart_by_status_and_type() {
        let of = |status, after, body: &str| refusal(status, after, body);
        assert_eq!(of(409, None, r##"{"type":"#attempt-closed"}"##), Refusal::Closed);
        assert_eq!(of(401, None, r##"{"type":"#log-in"}"##), Refusal::SignedOut);
        assert_eq!(of(404, None, "<html>"), Refusal::SignedOut);
        let later = |retry_after_s| Refusal::Later { retry_after_s };
        assert_eq!(of(503, Some(" 7 "), ""), later(Some(7)));
        assert_eq!(of(429, Some("Wed, 21 Oct 2026 07:28:00 GMT"), ""), later(None));
        for (status, body) in [(500, "{}"), (502, "<html>"), (409, "{}"), (422, "{}")] {
            assert_eq!(of(status, Some("3"), body), Refusal::Unreachable, "{status}");
        }
    }

    #[test]
    fn a_problem_names_its_place_in_what_was_sent() {
        let body = r##"{"type":"#invalid","errors":[{"pointer":"/answers/2/value","detail":"Quá lớn."}]}"##;
        let invalid = Refusal::Invalid(vec![(2, "Quá lớn.".to_owned())]);
        assert_eq!(refusal(422, None, body), invalid);
    }

    #[test]
    fn an_absent_value_is_not_a_cleared_one() {
        let read = |json: &str| serde_json::from_str::<SavedAnswer>(json).unwrap().value;
        assert_eq!(read(r#"{"position":1,"seq":2}"#), None);
        assert_eq!(
            read(r#"{"position":1,"seq":2,"value":null,"conflict":true}"#),
            Some(None)
        );
        let text = Value::Text("a".into());
        assert_eq!(
            read(r#"{"position":1,"seq":2,"value":{"text":"a"}}"#),
            Some(Some(text))
        );
    }
}
