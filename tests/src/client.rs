//! Clients as they come: nobody, a browser with a cookie, a program with a token. None follows a redirect.

use std::sync::{Arc, Mutex};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder, redirect};
use serde_json::Value;

/// Cheap to clone; clones of a browser share its cookie.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    session: Session,
}

#[derive(Debug, Clone)]
enum Session {
    None,
    /// `name=value`, as the server last set it.
    Cookie(Arc<Mutex<Option<String>>>),
    Bearer(String),
}

impl Client {
    /// Nobody, about whom the server at `base` knows nothing.
    pub fn anonymous(base: &str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self {
            http,
            base: base.trim_end_matches('/').to_owned(),
            session: Session::None,
        }
    }

    /// The same connections, without a session.
    #[must_use]
    pub fn without_session(&self) -> Self {
        self.with(Session::None)
    }

    /// A browser that keeps the session cookie and says that its forms come from our own pages.
    #[must_use]
    pub fn browser(&self) -> Self {
        self.with(Session::Cookie(Arc::default()))
    }

    /// A program.
    #[must_use]
    pub fn bearer(&self, token: &str) -> Self {
        self.with(Session::Bearer(token.to_owned()))
    }

    /// A browser in which this session is open already.
    #[must_use]
    pub fn browser_with(&self, token: &str) -> Self {
        self.with(Session::Cookie(Arc::new(Mutex::new(Some(format!(
            "sid={token}"
        ))))))
    }

    fn with(&self, session: Session) -> Self {
        Self {
            session,
            ..self.clone()
        }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// The session cookie, `name=value`.
    pub fn cookie(&self) -> Option<String> {
        match &self.session {
            Session::Cookie(cookie) => cookie.lock().unwrap().clone(),
            _ => None,
        }
    }

    pub fn request(&self, method: &str, path: &str) -> Request<'_> {
        let method: Method = method.parse().unwrap();
        let mut builder = self.http.request(method, format!("{}{path}", self.base));
        match &self.session {
            Session::None => {}
            Session::Bearer(token) => builder = builder.bearer_auth(token),
            Session::Cookie(_) => {
                builder = builder.header("sec-fetch-site", "same-origin");
                if let Some(cookie) = self.cookie() {
                    builder = builder.header("cookie", cookie);
                }
            }
        }
        Request {
            client: self,
            builder,
            what: path.to_owned(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.request("GET", path).send().await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.request("DELETE", path).send().await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.request("POST", path).json(body).send().await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.request("PUT", path).json(body).send().await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.request("PATCH", path).json(body).send().await
    }

    pub async fn form(&self, path: &str, fields: &[(String, String)]) -> Answer {
        self.request("POST", path).form(fields).send().await
    }

    /// A file in the part that imports read.
    pub async fn upload(&self, path: &str, file: &[u8]) -> Answer {
        self.request("POST", path).file("file", file).send().await
    }
}

/// A request that can still be changed.
pub struct Request<'c> {
    client: &'c Client,
    builder: RequestBuilder,
    what: String,
}

impl Request<'_> {
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().unwrap();
        self.builder = self.builder.header(name, HeaderValue::from_str(value).unwrap());
        self
    }

    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string().into_bytes())
    }

    #[must_use]
    pub fn form(self, fields: &[(String, String)]) -> Self {
        let url = reqwest::Url::parse_with_params("http://form/", fields).unwrap();
        let body = url.query().unwrap_or_default().to_owned();
        self.body("application/x-www-form-urlencoded", body.into_bytes())
    }

    #[must_use]
    pub fn body(mut self, kind: &str, body: Vec<u8>) -> Self {
        self.builder = self.builder.header("content-type", kind).body(body);
        self
    }

    #[must_use]
    pub fn file(mut self, part: &str, file: &[u8]) -> Self {
        let content = Part::bytes(file.to_vec()).file_name("tep.csv");
        self.builder = self.builder.multipart(Form::new().part(part.to_owned(), content));
        self
    }

    /// The answer, or the words of a connection that broke.
    pub async fn try_send(self) -> Result<Answer, String> {
        let told = |error: reqwest::Error| format!("{}: {error:?}", self.what);
        let response = self.builder.send().await.map_err(told)?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.bytes().await.map_err(told)?.to_vec();
        let answer = Answer {
            what: self.what,
            status,
            headers,
            body,
        };
        if let (Session::Cookie(kept), Some(set)) = (&self.client.session, answer.header("set-cookie")) {
            let pair = set.split(';').next().unwrap_or_default();
            // Other cookies are for the stories that want them.
            if pair.split('=').next().is_some_and(|name| name.ends_with("sid")) {
                *kept.lock().unwrap() = Some(pair.to_owned()).filter(|pair| !pair.ends_with('='));
            }
        }
        Ok(answer)
    }

    pub async fn send(self) -> Answer {
        self.try_send().await.unwrap()
    }
}

#[derive(Debug, Clone)]
pub struct Answer {
    /// The path that was asked, for messages.
    pub what: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The JSON in the body; `null` where there is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    #[expect(
        clippy::return_self_not_must_use,
        reason = "often nothing but the status is asked for"
    )]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status,
            status,
            "{}: {}",
            self.what,
            String::from_utf8_lossy(&self.body)
        );
        self
    }

    /// A problem document of this status and kind, with all that one must have.
    #[track_caller]
    pub fn problem(&self, status: u16, kind: &str) -> Value {
        let body = self.json();
        let said = (self.status, body["type"].as_str().unwrap_or_default());
        assert_eq!(
            said,
            (status, kind),
            "{}: {}",
            self.what,
            String::from_utf8_lossy(&self.body)
        );
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        assert_eq!(body["status"], status);
        assert!(!body["title"].as_str().unwrap_or_default().is_empty(), "{body}");
        assert!(!body["detail"].as_str().unwrap_or_default().is_empty(), "{body}");
        assert_eq!(body["request_id"].as_str(), self.header("x-request-id"));
        body
    }

    /// The pointers of a problem document, sorted.
    #[track_caller]
    pub fn pointers(&self, status: u16) -> Vec<String> {
        let body = self.problem(status, "#invalid");
        let mut pointers: Vec<String> = body["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|error| error["pointer"].as_str().unwrap_or_default().to_owned())
            .collect();
        pointers.sort();
        pointers
    }
}

/// The string at a JSON pointer, which must be there.
#[track_caller]
pub fn text_at(value: &Value, pointer: &str) -> String {
    match value.pointer(pointer).and_then(Value::as_str) {
        Some(text) => text.to_owned(),
        None => panic!("no text at {pointer} of {value}"),
    }
}
