//! Reading requests: every rejection is a problem that names the field.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use khao_domain::problem::Problem;
use khao_engine::IdempotencyKey;
use khao_engine::error::Error;
use serde::de::DeserializeOwned;

use crate::problem::Fault;
use crate::routes::objects::Object;
use crate::state::App;

/// A JSON body, with the idempotency key it came under.
#[derive(Debug)]
pub struct Json<T> {
    pub value: T,
    pub key: Option<IdempotencyKey>,
}

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let scope = format!("{} {}", request.method(), request.uri().path());
        let key = request.headers().get("idempotency-key").cloned();
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|rejection| too_large(&rejection))?;
        let value = parse(&bytes)?;
        let key = match key {
            None => None,
            Some(text) => {
                let text = text
                    .to_str()
                    .ok()
                    .filter(|text| text.bytes().all(|byte| byte.is_ascii_graphic()))
                    .ok_or_else(|| Fault::invalid("/Idempotency-Key", "Khóa không hợp lệ."))?;
                Some(IdempotencyKey::new(&scope, text, &bytes)?)
            }
        };
        Ok(Self { value, key })
    }
}

fn too_large(rejection: &BytesRejection) -> Fault {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Fault::too_large()
    } else {
        Fault::unreadable()
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    if holds_nul(bytes) {
        return Err(Fault::invalid("", "Nội dung có ký tự NUL, không lưu được."));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let Object(value) = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer_of(error.path());
        Fault::invalid(&pointer, &format!("Nội dung JSON không đúng: {}", error.inner()))
    })?;
    reader
        .end()
        .map_err(|error| Fault::invalid("", &format!("Nội dung JSON không đúng: {error}")))?;
    Ok(value)
}

/// Whether some text holds U+0000, which PostgreSQL cannot keep. In JSON it can only be written as an escape.
fn holds_nul(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let escape = &rest[at + 1..];
        if escape.starts_with(b"u0000") {
            return true;
        }
        // What follows a backslash belongs to it, another backslash too.
        rest = escape.get(1..).unwrap_or_default();
    }
    false
}

/// A path such as `answers[0].value` as a JSON pointer.
fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                format!("/{}", key.replace('~', "~0").replace('/', "~1"))
            }
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// Parameters in the path; one that does not parse names nothing there is.
pub struct InPath<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for InPath<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let found: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, app).await;
        found
            .map(|Path(value)| Self(value))
            .map_err(|_| Fault::not_found())
    }
}

/// Parameters in the query.
pub struct InQuery<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for InQuery<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let found: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, app).await;
        found.map(|Query(value)| Self(value)).map_err(|error| {
            Fault::from(Error::Invalid(vec![Problem::at(
                "/query",
                format!("Tham số không đúng: {}", error.body_text()),
            )]))
        })
    }
}

/// A plain form: its fields in order, and the key of its hidden `form_id`.
#[derive(Debug)]
pub struct Form {
    fields: Vec<(String, String)>,
    pub key: Option<IdempotencyKey>,
}

impl Form {
    /// The first value under a name; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// A field that holds something.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name).trim()).filter(|value| !value.is_empty())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }
}

impl FromRequest<App> for Form {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let scope = format!("{} {}", request.method(), request.uri().path());
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|rejection| too_large(&rejection))?;
        let fields: Vec<(String, String)> = form_urlencoded::parse(&bytes).into_owned().collect();
        let form_id = fields
            .iter()
            .find(|(name, value)| name == "form_id" && !value.is_empty());
        let key = match form_id {
            Some((_, id)) => Some(IdempotencyKey::new(&scope, id, &bytes)?),
            None => None,
        };
        Ok(Self { fields, key })
    }
}

/// An uploaded file: the one part called `file`.
pub struct Upload(pub Vec<u8>);

impl FromRequest<App> for Upload {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let missing = || Fault::invalid("/file", "Cần một tệp trong phần «file» của biểu mẫu.");
        let mut parts = axum::extract::Multipart::from_request(request, app)
            .await
            .map_err(|_| Fault::unreadable())?;
        let broken = |error: axum::extract::multipart::MultipartError| {
            if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Fault::too_large()
            } else {
                Fault::unreadable()
            }
        };
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            if part.name() == Some("file") {
                return Ok(Self(part.bytes().await.map_err(broken)?.to_vec()));
            }
        }
        Err(missing())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_nul_is_found_and_an_escaped_backslash_is_none() {
        assert!(holds_nul(br#"{"a":"b\u0000"}"#));
        assert!(holds_nul(br#"{"a":"\\\u0000"}"#));
        assert!(!holds_nul(br#"{"a":"\\u0000"}"#));
        assert!(!holds_nul(br#"{"a":"\u0001\""#));
        assert!(!holds_nul(br"\"));
    }

    #[test]
    fn a_mistake_is_pointed_at() {
        #[derive(Debug, serde::Deserialize)]
        struct Body {
            #[expect(dead_code, reason = "only its reading is tried")]
            list: Vec<u8>,
        }
        let fault = parse::<Body>(br#"{"list":[1,"x"]}"#).unwrap_err();
        assert_eq!(fault.errors[0].pointer, "/list/1");
        assert!(parse::<Body>(br#"{"list":[]} x"#).is_err());
        assert!(parse::<Body>(b"[[]]").is_err());
    }
}
