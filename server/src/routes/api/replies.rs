//! Answers that are more than a body: with a cookie, an entity tag, or a file.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use futures_util::stream;
use khao_engine::error::Error;
use khao_engine::exports::{Export, ExportFormat};
use khao_engine::people::sessions::Opened;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::problem::Fault;
use crate::security::cookies;
use crate::security::visit::Visit;
use crate::state::App;

/// A JSON body.
#[derive(Debug)]
pub struct Reply<T>(pub T);

impl<T: Serialize> IntoResponse for Reply<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => ([(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
            Err(error) => Fault::from(Error::Internal(error.to_string())).into_response(),
        }
    }
}

/// A body that anybody may see: kept by caches under its tag, and asked about before it is used again.
pub fn revalidated(headers: &HeaderMap, body: &impl Serialize) -> Result<Response, Fault> {
    let bytes = serde_json::to_vec(body).map_err(|error| Error::Internal(error.to_string()))?;
    let tag = format!("\"{}\"", HEXLOWER.encode(&Sha256::digest(&bytes)[..16]));
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|given| given.trim().trim_start_matches("W/") == tag || given.trim() == "*");
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], bytes).into_response()
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // Staff may see more under the same address.
    headers.insert(header::VARY, HeaderValue::from_static("authorization, cookie"));
    Ok(response)
}

/// 201 with the new session's cookie; the session the caller had before ends.
pub async fn with_session(
    app: &App,
    visit: &Visit,
    opened: &Opened,
    body: impl Serialize,
) -> Result<Response, Fault> {
    // A repeated entry answers with the session it came with.
    if let Some(old) = visit.token.as_ref().filter(|old| **old != opened.token) {
        app.engine.log_out(old).await?;
    }
    let mut response = (StatusCode::CREATED, Reply(body)).into_response();
    if let Some(cookie) = cookies::set(opened, app.engine.now(), app.settings.secure) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// A file as one piece.
pub fn file(name: &str, format: ExportFormat, rows: Option<usize>, bytes: Vec<u8>) -> Response {
    let name = format!("{name}.{}", format.as_str());
    attachment(
        &name,
        format.media_type(),
        rows.map(|rows| rows.to_string()),
        Body::from(bytes),
    )
}

/// A file on its way. It ends with an error where its end did not come: a file that broke off never looks whole.
pub fn file_stream(export: Export) -> Response {
    let chunks = stream::unfold(Some(export.chunks), |chunks| async {
        let mut chunks = chunks?;
        match chunks.recv().await {
            Some(Ok(bytes)) if bytes.is_empty() => {
                // The writer closes after it has made room for the next export.
                while chunks.recv().await.is_some() {}
                None
            }
            Some(Ok(bytes)) => Some((Ok(Bytes::from(bytes)), Some(chunks))),
            Some(Err(error)) => Some((Err(error), None)),
            None => Some((Err(Error::Internal("an export has no end".into())), None)),
        }
    });
    attachment(
        &export.file_name,
        export.format.media_type(),
        Some(export.rows.to_string()),
        Body::from_stream(chunks),
    )
}

/// What browsers keep as a file; `rows`: of a table.
pub fn attachment(file_name: &str, media_type: &'static str, rows: Option<String>, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{file_name}\""));
    if let Ok(value) = disposition {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    if let Some(value) = rows.and_then(|rows| HeaderValue::from_str(&rows).ok()) {
        headers.insert("x-row-count", value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_body_is_not_sent_again() {
        let first = revalidated(&HeaderMap::new(), &["a"]).unwrap();
        assert_eq!(first.status(), StatusCode::OK);
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        let status = |body: &[&str]| revalidated(&headers, &body).unwrap().status();
        assert_eq!(status(&["a"]), StatusCode::NOT_MODIFIED);
        assert_eq!(status(&["b"]), StatusCode::OK);
    }

    #[tokio::test]
    async fn a_file_that_breaks_off_does_not_look_whole() {
        for (pieces, whole) in [
            (vec![Ok(b"a".to_vec()), Ok(Vec::new())], true),
            (vec![Ok(b"a".to_vec())], false),
            (
                vec![Ok(b"a".to_vec()), Err(Error::Internal(String::new()))],
                false,
            ),
        ] {
            let (sink, chunks) = tokio::sync::mpsc::channel(4);
            for piece in pieces {
                sink.send(piece).await.unwrap();
            }
            drop(sink);
            let export = Export {
                file_name: "a.csv".into(),
                format: ExportFormat::Csv,
                rows: 1,
                chunks,
            };
            let body = file_stream(export).into_body();
            assert_eq!(axum::body::to_bytes(body, 100).await.is_ok(), whole);
        }
    }
}
