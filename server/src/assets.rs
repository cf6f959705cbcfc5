//! The embedded front end: what `build.rs` made, served under names that carry their hash.

use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use khao_app::document::{AssetNames, BundleNames};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// One embedded file in three encodings.
pub struct Asset {
    pub name: &'static str,
    pub content_type: &'static str,
    pub bytes: &'static [u8],
    pub br: &'static [u8],
    pub gz: &'static [u8],
}

/// The addresses pages link to.
pub fn manifest() -> &'static AssetNames {
    &NAMES
}

pub fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// `GET /sw.js`: the worker that keeps tablets' pages. Its address is the widest that it may look after, and its page
/// registers it for less; it is asked for anew each time, and may itself load from here only.
pub async fn service_worker() -> Response {
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "no-cache"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
        ),
    ];
    (headers, SERVICE_WORKER).into_response()
}

/// `GET /assets/{name}`. A name never changes its content, so browsers may keep it for good.
pub async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = find(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (coding, body) = encoded(asset, &headers);
    let fixed = [
        (CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
        (VARY, HeaderValue::from_static("Accept-Encoding")),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    let coding: Option<(HeaderName, HeaderValue)> =
        coding.map(|coding| (CONTENT_ENCODING, HeaderValue::from_static(coding)));
    let mut response = (fixed, body).into_response();
    response.headers_mut().extend(coding);
    response
}

/// The smallest form of the file that the client takes.
fn encoded(asset: &'static Asset, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if accepts(accepted, "br") {
        (Some("br"), asset.br)
    } else if accepts(accepted, "gzip") {
        (Some("gzip"), asset.gz)
    } else {
        (None, asset.bytes)
    }
}

/// Whether an `Accept-Encoding` names the coding without refusing it (`q=0`).
pub fn accepts(accepted: &str, coding: &str) -> bool {
    accepted.split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        named && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_used_only_where_it_is_wanted() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("GZIP;q=0.5", "gzip"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "br"));
        assert!(!accepts("brx", "br"));
    }

    #[tokio::test]
    async fn every_linked_file_is_served_in_each_form() {
        for url in [
            manifest().css,
            manifest().arranging,
            manifest().kiosk,
            manifest().office,
            manifest().board,
            manifest().entry,
            manifest().setup,
            manifest().writing,
            manifest().told,
            manifest().invited,
            manifest().offline,
            manifest().participant.js,
            manifest().participant.wasm,
            manifest().field.js,
            manifest().field.wasm,
        ] {
            let name = url.strip_prefix("/assets/").unwrap();
            let asset = find(name).unwrap();
            assert!(
                asset.br.len() < asset.bytes.len() && asset.gz.len() < asset.bytes.len(),
                "{name}"
            );
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br"))]);
            let response = serve(Path(name.to_owned()), headers).await;
            assert_eq!(response.headers()[CONTENT_ENCODING], "br");
            assert_eq!(response.headers()[CONTENT_TYPE], asset.content_type);
            let plain = serve(Path(name.to_owned()), HeaderMap::new()).await;
            assert_eq!(plain.headers().get(CONTENT_ENCODING), None);
        }
        assert!(!SERVICE_WORKER.contains("{{"), "the worker knows its build");
        let missing = serve(Path("participant.js".into()), HeaderMap::new()).await;
        assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    }
}
