//! The language of an answer.

use axum::http::{HeaderMap, header};
use khao_domain::lang::Lang;

use super::cookies;
use crate::problem::Audience;

/// What the visitor chose. Pages are Vietnamese until then, whatever the browser prefers: those of officials are often
/// set up in English by whoever sold the machine. A program says what it wants.
pub fn of(audience: Audience, headers: &HeaderMap) -> Lang {
    let preferred = match audience {
        Audience::Program => accepted(headers),
        Audience::Person => None,
    };
    cookies::lang(headers).or(preferred).unwrap_or_default()
}

/// Ours of what `Accept-Language` lists, with the greatest weight; the first of several.
fn accepted(headers: &HeaderMap) -> Option<Lang> {
    let listed = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(Lang, f32)> = None;
    for one in listed.split(',') {
        let (range, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let tag = range
            .split('-')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let weight = weight
            .trim()
            .strip_prefix("q=")
            .and_then(|weight| weight.parse().ok());
        if let (Some(lang), Some(weight)) = (Lang::parse(&tag), weight)
            && weight > best.map_or(0.0, |(_, best)| best)
        {
            best = Some((lang, weight));
        }
    }
    best.map(|(lang, _)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[track_caller]
    fn check(path: &str, accepted: &'static str, cookie: Option<&'static str>, expected: Lang) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
        if let Some(cookie) = cookie {
            headers.insert(header::COOKIE, HeaderValue::from_static(cookie));
        }
        assert_eq!(
            of(Audience::of(path), &headers),
            expected,
            "{path} {accepted} {cookie:?}"
        );
    }

    #[test]
    fn a_browsers_preference_does_not_turn_pages() {
        check("/", "en-US,en;q=0.9", None, Lang::Vi);
        check("/", "en", Some("lang=en"), Lang::En);
        check("/console", "vi", Some("lang=en"), Lang::En);
    }

    #[test]
    fn a_program_is_answered_in_what_it_accepts() {
        let api = "/api/v1/contests";
        check(api, "en-GB", None, Lang::En);
        check(api, "vi;q=0.5, en;q=0.8", None, Lang::En);
        check(api, "en;q=0, fr", None, Lang::Vi);
        check(api, "en, vi", None, Lang::En);
        check(api, "*", None, Lang::Vi);
        check(api, "en;q=x", None, Lang::Vi);
        check(api, "en", Some("lang=vi"), Lang::Vi);
    }
}
