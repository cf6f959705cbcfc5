//! Files that people uploaded: `/emblem/{name}` and `/contests/{slug}/files/{id}/{name}`. No browser takes one for a page
//! of ours: the type is named and not guessed at, and the policy of the answer allows nothing.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use futures_util::stream;
use khao_domain::ids::AttachmentId;
use khao_engine::contest::attachments::Attachment;
use khao_engine::error::Error;

use super::context::{Page, PageResult};
use crate::problem::Fault;
use crate::routes::body::InPath;
use crate::routes::table::{Access, Route, get};
use crate::state::App;

/// Where a browser shows it after all, nothing in it runs, loads or sends.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; sandbox; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
);

pub fn routes() -> Vec<Route> {
    vec![
        get("/emblem/{name}", Access::Public, emblem),
        get("/contests/{slug}/files/{id}/{name}", Access::Public, attachment),
    ]
}

/// The name carries the content's hash, so that browsers may keep it for good.
async fn emblem(page_of: Page, InPath(name): InPath<String>) -> PageResult {
    let (emblem, content) = page_of.engine().emblem(&name).await?;
    let body = Body::from(Bytes::from_owner(content));
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    Ok(file(body, emblem.kind.media_type(), kept))
}

async fn attachment(
    page_of: Page,
    InPath((slug, id, name)): InPath<(String, AttachmentId, String)>,
    headers: HeaderMap,
) -> PageResult {
    let found = page_of.engine().attachment(page_of.actor(), &slug, id).await?;
    if found.file_name() != name {
        return Err(Fault::not_found());
    }
    let tag = format!("\"{}\"", HEXLOWER.encode(&found.sha256));
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|given| {
            given
                .split(',')
                .any(|one| one.trim().trim_start_matches("W/") == tag)
        });
    // Asked about each time: a document that was taken away, or is not public yet, is not shown from a store.
    let asked = HeaderValue::from_static("no-cache");
    let mut response = if known {
        // A browser takes these over for what it holds: the policy must be there again.
        let headers = [
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::CACHE_CONTROL, asked),
        ];
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        let mut response = file(pieces(page_of.app.clone(), &found), "application/pdf", asked);
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, found.bytes.into());
        response
    };
    let own = [
        (header::ETAG, tag),
        (header::CONTENT_DISPOSITION, found.disposition()),
    ];
    for (name, value) in own {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

/// Read as the client takes them. Where one is gone meanwhile the body breaks off, and never looks whole.
fn pieces(app: App, found: &Attachment) -> Body {
    let (id, last) = (found.id, found.chunks());
    let chunks = stream::unfold((app, 0), move |(app, ordinal)| async move {
        if ordinal >= last {
            return None;
        }
        let chunk = match app.engine.attachment_chunk(id, ordinal).await {
            Ok(Some(chunk)) => Ok(Bytes::from(chunk)),
            Ok(None) => Err(Error::NotFound),
            Err(error) => Err(error),
        };
        let next = if chunk.is_ok() { ordinal + 1 } else { last };
        Some((chunk, (app, next)))
    });
    Body::from_stream(chunks)
}

fn file(body: Body, media_type: &'static str, kept: HeaderValue) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, kept),
    ];
    (headers, body).into_response()
}
