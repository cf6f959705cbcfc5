//! Reading requests: every rejection is a problem that names the field.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use khao_domain::lang::said;
use khao_domain::problem::{Problem, escaped};
use khao_engine::IdempotencyKey;
use khao_engine::error::Error;
use serde::de::DeserializeOwned;

use crate::problem::Fault;
use crate::routes::controls;
use crate::routes::objects::Object;
use crate::routes::reasons::{Reason, of_syntax, of_value};
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
        let key = request.headers().get("idempotency-key").map(|text| {
            (
                text.clone(),
                format!("{} {}", request.method(), request.uri().path()),
            )
        });
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|rejection| too_large(&rejection))?;
        let value = parse(&bytes)?;
        let key = match key {
            None => None,
            Some((text, scope)) => {
                let text = text
                    .to_str()
                    .ok()
                    .filter(|text| text.bytes().all(|byte| byte.is_ascii_graphic()))
                    .ok_or_else(|| {
                        Fault::invalid(
                            "/Idempotency-Key",
                            said("Khóa không hợp lệ.", "The key is not valid."),
                        )
                    })?;
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
    refuse(controls::in_json(bytes))?;
    if let Ok(Object(value)) = serde_json::from_slice(bytes) {
        return Ok(value);
    }
    // Only what does not fit is read again with an eye on where that is: keeping the path costs every field something.
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let Object(value) = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer_of(error.path());
        let inner = error.inner();
        if inner.is_data() {
            pointed(pointer, of_value(&inner.to_string()))
        } else {
            Fault::invalid(&pointer, of_syntax(inner))
        }
    })?;
    reader
        .end()
        .map_err(|error| Fault::invalid("", of_syntax(&error)))?;
    Ok(value)
}

fn refuse(problems: Vec<Problem>) -> Result<(), Fault> {
    if problems.is_empty() {
        return Ok(());
    }
    Err(Error::Invalid(problems).into())
}

/// Refuses fields that hold control characters, by their names.
pub fn readable(fields: &[(String, String)]) -> Result<(), Fault> {
    let pairs = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    refuse(controls::in_fields(pairs))
}

/// The first value under a name; empty where there is none.
pub fn first<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    let mut fields = fields.iter();
    fields
        .find(|(field, _)| field == name)
        .map_or("", |(_, value)| value)
}

fn pointed(pointer: String, reason: Reason) -> Fault {
    let problem = at_member(pointer, reason);
    Fault::invalid(&problem.pointer, problem.detail)
}

/// What does not fit in a value whose place is `parent`.
pub fn misfit(parent: &str, error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let pointer = format!("{parent}{}", pointer_of(error.path()));
    at_member(pointer, of_value(&error.inner().to_string()))
}

/// At the member itself, also where serde's path ends before it.
fn at_member(mut pointer: String, reason: Reason) -> Problem {
    if let Some(member) = reason.member.map(|member| format!("/{}", escaped(&member)))
        && !pointer.ends_with(&member)
    {
        pointer.push_str(&member);
    }
    Problem::at(pointer, reason.detail)
}

/// A path such as `answers[0].value` as a JSON pointer.
fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                format!("/{}", escaped(key))
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
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let pairs: Vec<(String, String)> = pairs.into_owned().collect();
        readable(&pairs)?;
        let found: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, app).await;
        found
            .map(|Query(value)| Self(value))
            .map_err(|error| of_query(&error.body_text()))
    }
}

/// axum says «Failed to deserialize query string: limit: invalid digit found in string».
fn of_query(said: &str) -> Fault {
    let said = said
        .strip_prefix("Failed to deserialize query string: ")
        .unwrap_or(said);
    let is_name = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    match said.split_once(": ").filter(|(name, _)| is_name(name)) {
        Some((name, why)) => pointed(format!("/{name}"), of_value(why)),
        None => pointed(String::new(), of_value(said)),
    }
}

/// A plain form: its fields in order, and the key of its hidden `form_id`.
#[derive(Debug, Clone)]
pub struct Form {
    fields: Vec<(String, String)>,
    pub key: Option<IdempotencyKey>,
}

impl Form {
    /// The first value under a name; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        first(&self.fields, name)
    }

    /// A field that holds something.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name).trim()).filter(|value| !value.is_empty())
    }

    /// Whether it is ticked that a step which does not go back is understood.
    pub fn is_understood(&self) -> bool {
        self.text("understood") == "yes"
    }

    /// The same, of a step that is not taken otherwise.
    pub fn confirmed(&self) -> Result<(), Error> {
        if self.is_understood() {
            return Ok(());
        }
        Err(Error::invalid(
            "",
            said(
                "Xin đánh dấu vào ô xác nhận trước khi thực hiện.",
                "Tick the box before you take the step.",
            ),
        ))
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// With other values under a name.
    pub fn replace<'a>(&mut self, name: &str, values: impl Iterator<Item = &'a str>) {
        self.fields.retain(|(field, _)| field != name);
        self.fields
            .extend(values.map(|value| (name.to_owned(), value.to_owned())));
    }

    #[cfg(test)]
    pub fn of(fields: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            fields: fields.iter().map(owned).collect(),
            key: None,
        }
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
        readable(&fields)?;
        let form_id = fields
            .iter()
            .find(|(name, value)| name == "form_id" && !value.is_empty());
        let key = match form_id {
            Some((_, id)) => Some(IdempotencyKey::new(&scope, id, &kept(&fields))?),
            None => None,
        };
        Ok(Self { fields, key })
    }
}

/// What a form is known again by: never a password, which a quick hash of would tell.
fn kept(fields: &[(String, String)]) -> Vec<u8> {
    let kept = fields.iter().filter(|(name, _)| !name.contains("password"));
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .finish()
        .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use khao_domain::lang::Lang;

    #[test]
    fn a_mistake_is_pointed_at() {
        #[derive(Debug, serde::Deserialize)]
        struct Body {
            #[expect(dead_code, reason = "only its reading is tried")]
            list: Vec<u8>,
        }
        let fault = parse::<Body>(br#"{"list":[1,"x"]}"#).unwrap_err();
        assert_eq!(fault.errors[0].pointer, "/list/1");
        assert_eq!(
            fault.errors[0].detail.in_lang(Lang::Vi),
            "Giá trị phải là một số nguyên từ 0 đến 255."
        );
        let fault = parse::<Body>(b"{}").unwrap_err();
        assert_eq!(fault.errors[0].pointer, "/list");
        assert!(parse::<Body>(br#"{"list":[]} x"#).is_err());
        assert!(parse::<Body>(b"[[]]").is_err());
    }

    #[test]
    fn a_wrong_parameter_is_named() {
        for (said, pointer, detail) in [
            (
                "limit: invalid digit found in string",
                "/limit",
                "Giá trị phải là một số nguyên.",
            ),
            (
                "unknown field `x`, expected `limit`",
                "/x",
                "Ở đây không có trường «x».",
            ),
            (
                "x: unknown field `x`, expected `limit`",
                "/x",
                "Ở đây không có trường «x».",
            ),
            (
                "after: UUID parsing failed: invalid length",
                "/after",
                "Mã này không phải UUID hợp lệ.",
            ),
            (
                "UUID parsing failed: invalid length",
                "",
                "Mã này không phải UUID hợp lệ.",
            ),
        ] {
            let fault = of_query(&format!("Failed to deserialize query string: {said}"));
            let told = (
                fault.errors[0].pointer.as_str(),
                fault.errors[0].detail.in_lang(Lang::Vi),
            );
            assert_eq!(told, (pointer, detail), "{said}");
        }
    }
}
