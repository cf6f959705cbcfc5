//! Requests that another site made a browser send are refused before anything is read.

use axum::http::{HeaderMap, Method, header};

/// Whether a request may change something.
///
/// `Sec-Fetch-Site` decides where it is present (every browser we support sends it on secure origins and loopback),
/// then `Origin`; a client that sends neither is no browser, unless it carries a session cookie.
pub fn is_allowed(method: &Method, headers: &HeaderMap, has_session_cookie: bool) -> bool {
    if method == Method::GET || method == Method::HEAD {
        return true;
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    match headers.get(header::ORIGIN) {
        Some(origin) => is_own(origin.to_str().ok(), headers),
        None => !has_session_cookie,
    }
}

fn is_own(origin: Option<&str>, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let origin_host = origin
        .and_then(|origin| origin.split_once("://"))
        .map(|(_, host)| host);
    host.is_some() && origin_host == host
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn check(pairs: &[(&'static str, &'static str)], cookie: bool) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| ((*name).parse().unwrap(), HeaderValue::from_static(value)))
            .collect();
        is_allowed(&Method::POST, &headers, cookie)
    }

    #[test]
    fn only_the_own_site_and_programs_may_post() {
        assert!(check(&[("sec-fetch-site", "same-origin")], true));
        assert!(check(&[("sec-fetch-site", "none")], true));
        assert!(!check(&[("sec-fetch-site", "same-site")], true));
        assert!(!check(&[("sec-fetch-site", "cross-site")], false));
        assert!(!check(
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "http://a"),
                ("host", "a")
            ],
            true
        ));
        assert!(check(&[("origin", "http://a:1"), ("host", "a:1")], true));
        assert!(!check(&[("origin", "http://b"), ("host", "a")], false));
        assert!(!check(&[("origin", "null"), ("host", "a")], false));
        assert!(check(&[], false));
        assert!(!check(&[], true));
    }
}
