//! Compresses what is long and safe to compress.
//!
//! Only the paper is: it alone is longer than the first packets a server may send, and it holds neither a secret nor
//! anything of its own address. A page with both would tell a secret by its length, compressed (BREACH): the lobby holds
//! the re-entry code, and a contest's page the visitor's name beside the address that its language form returns to. Both
//! are shorter than those first packets.

use std::io::Write;

use axum::body::{Body, to_bytes};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::assets::accepts;

/// The answer as it was, or smaller where the client takes it so.
pub async fn compressed(request: &HeaderMap, response: Response) -> Response {
    let accepted = request.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let (mut head, body) = response.into_parts();
    head.headers
        .append(VARY, HeaderValue::from_static("Accept-Encoding"));
    if !accepted.is_some_and(|accepted| accepts(accepted, "gzip")) {
        return Response::from_parts(head, body);
    }
    // A page is in memory: reading it neither waits nor fails.
    let page = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let Ok(small) = gzip(&page) else {
        return Response::from_parts(head, Body::from(page));
    };
    head.headers.remove(CONTENT_LENGTH);
    head.headers
        .insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    Response::from_parts(head, Body::from(small))
}

/// The fastest level: most of the gain for a fraction of the time.
fn gzip(page: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(page.len() / 3), Compression::fast());
    encoder.write_all(page)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn asked(encodings: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(encodings))])
    }

    async fn page_for(request: &HeaderMap) -> (Option<HeaderValue>, Vec<u8>) {
        let page = Response::new(Body::from("Câu hỏi. ".repeat(500)));
        let response = compressed(request, page).await;
        assert_eq!(response.headers()[VARY], "Accept-Encoding");
        let coding = response.headers().get(CONTENT_ENCODING).cloned();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (coding, body.to_vec())
    }

    #[tokio::test]
    async fn a_page_comes_compressed_to_whom_can_read_it() {
        let (coding, small) = page_for(&asked("br, gzip")).await;
        assert_eq!(coding.unwrap(), "gzip");
        assert!(small.len() < 500, "{}", small.len());
        let mut page = String::new();
        flate2::read::GzDecoder::new(&small[..])
            .read_to_string(&mut page)
            .unwrap();
        assert_eq!(page, "Câu hỏi. ".repeat(500));
        for request in [HeaderMap::new(), asked("gzip;q=0, br")] {
            let (coding, whole) = page_for(&request).await;
            assert_eq!((coding, whole.as_slice()), (None, page.as_bytes()));
        }
    }
}
