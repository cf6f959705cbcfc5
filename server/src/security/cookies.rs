//! The session cookie, and the one that remembers a language.

use axum::http::{HeaderMap, HeaderValue, header};
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use khao_engine::people::sessions::Opened;

const SECURE_NAME: &str = "__Host-sid";
const PLAIN_NAME: &str = "sid";
const LANG_NAME: &str = "lang";
const LANG_KEPT_S: u32 = 365 * 24 * 3600;

pub fn name(secure: bool) -> &'static str {
    if secure { SECURE_NAME } else { PLAIN_NAME }
}

/// The session token a browser sent.
pub fn token(headers: &HeaderMap, secure: bool) -> Option<&str> {
    value(headers, name(secure))
}

/// The language a visitor chose.
pub fn lang(headers: &HeaderMap) -> Option<Lang> {
    value(headers, LANG_NAME).and_then(Lang::parse)
}

/// Remembers the language a visitor chose.
pub fn set_lang(lang: Lang, secure: bool) -> Option<HeaderValue> {
    HeaderValue::from_str(&lang_cookie(lang, secure)).ok()
}

fn lang_cookie(lang: Lang, secure: bool) -> String {
    let value = lang.tag();
    let mark = mark(secure);
    format!("{LANG_NAME}={value}; Path=/; Max-Age={LANG_KEPT_S}; HttpOnly; SameSite=Lax{mark}")
}

const fn mark(secure: bool) -> &'static str {
    if secure { "; Secure" } else { "" }
}

fn value<'h>(headers: &'h HeaderMap, wanted: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value)
}

pub fn set(opened: &Opened, now: Timestamp, secure: bool) -> Option<HeaderValue> {
    let max_age = opened.expires_at.seconds_since(now).max(0);
    HeaderValue::from_str(&cookie(opened.token.expose(), max_age, secure)).ok()
}

pub fn clear(secure: bool) -> Option<HeaderValue> {
    HeaderValue::from_str(&cookie("", 0, secure)).ok()
}

fn cookie(value: &str, max_age: i64, secure: bool) -> String {
    let mark = mark(secure);
    format!(
        "{}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{mark}",
        name(secure)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_cookie_of_the_mode_is_read() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("a=b; sid=plain; __Host-sid=safe"),
        );
        assert_eq!(token(&headers, true), Some("safe"));
        assert_eq!(token(&headers, false), Some("plain"));
    }

    #[test]
    fn a_language_is_remembered_for_a_year() {
        let kept = "Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax";
        assert_eq!(lang_cookie(Lang::En, true), format!("lang=en; {kept}; Secure"));
        assert_eq!(lang_cookie(Lang::Vi, false), format!("lang=vi; {kept}"));
        let mut headers = HeaderMap::new();
        assert_eq!(lang(&headers), None);
        headers.insert(header::COOKIE, HeaderValue::from_static("sid=x; lang=en"));
        assert_eq!(lang(&headers), Some(Lang::En));
        headers.insert(header::COOKIE, HeaderValue::from_static("lang=fr"));
        assert_eq!(lang(&headers), None);
    }

    #[test]
    fn a_secure_cookie_is_bound_to_the_host() {
        let text = cookie("t", 60, true);
        assert_eq!(
            text,
            "__Host-sid=t; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
        );
    }
}
