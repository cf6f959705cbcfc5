//! What browsers are told with every answer.

use std::sync::Arc;

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use data_encoding::BASE64;
use khao_engine::random::Random;

/// The nonce of one page: only scripts that carry it run.
pub fn nonce(random: &Random) -> Arc<str> {
    BASE64.encode(&random.bytes::<16>()).into()
}

const FIXED: [(HeaderName, HeaderValue); 5] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ),
];

/// An answer for programs is never a document that loads or runs anything.
const POLICY_OF_ANSWERS: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
);

/// A page and the one within it; every other page frames nothing and stands in no frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    Around,
    Within,
}

/// `nonce`: empty for programs.
pub fn set(response: &mut Response, path: &str, nonce: &str, secure: bool) {
    let framing = response.extensions_mut().remove::<Framing>();
    let headers = response.headers_mut();
    headers.reserve(FIXED.len() + 4);
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    let is_strict = headers.contains_key(header::CONTENT_SECURITY_POLICY);
    let policy = if nonce.is_empty() {
        Ok(POLICY_OF_ANSWERS)
    } else {
        HeaderValue::from_str(&content_security_policy(nonce, framing))
    };
    // A file that somebody uploaded comes with a policy that allows nothing.
    if !is_strict && let Ok(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if !path.starts_with("/assets/") && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if secure {
        let value = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
}

fn content_security_policy(nonce: &str, framing: Option<Framing>) -> String {
    let frames = match framing {
        None => "frame-src 'none'; frame-ancestors 'none'",
        Some(Framing::Around) => "frame-src 'self'; frame-ancestors 'none'",
        Some(Framing::Within) => "frame-src 'none'; frame-ancestors 'self'",
    };
    format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; \
         {frames}; form-action 'self'"
    )
}
