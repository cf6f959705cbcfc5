//! `POST /language`: the visitor's own choice, kept in a cookie.

use axum::http::{HeaderMap, header};
use khao_domain::lang::Lang;

use super::context::{Page, PageResult, see_other, with_cookie};
use crate::routes::body::Form;
use crate::routes::table::{Access, Route, post};
use crate::security::cookies;

pub fn routes() -> Vec<Route> {
    vec![post("/language", Access::Public, choose).takes_form()]
}

/// Whatever is no language of ours means the usual one.
async fn choose(page_of: Page, headers: HeaderMap, form: Form) -> PageResult {
    let lang = Lang::parse(form.text("lang")).unwrap_or_default();
    let cookie = cookies::set_lang(lang, page_of.app.settings.secure);
    Ok(with_cookie(see_other(&back(form.text("back"), &headers)), cookie))
}

/// The page the form stood in: as it says, else as the browser says.
fn back(given: &str, headers: &HeaderMap) -> String {
    own(given).unwrap_or_else(|| left(headers))
}

/// The page that a request came from, by the address the browser names; home where it names none, or another site's.
pub fn left(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let named = || {
        let (_, address) = text(header::REFERER)?.split_once("://")?;
        own(address.strip_prefix(text(header::HOST)?)?)
    };
    named().unwrap_or_else(|| "/".to_owned())
}

/// An address of ours.
pub fn own(path: &str) -> Option<String> {
    let path = path.split('#').next()?;
    // What another site is named by in an address of ours; browsers leave out tabs and ends of lines.
    let leads_away =
        path.starts_with("//") || path.contains('\\') || !path.bytes().all(|byte| byte.is_ascii_graphic());
    (path.starts_with('/') && !leads_away).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[track_caller]
    fn check(referer: &'static str, expected: &str) {
        let headers = [
            (header::HOST, HeaderValue::from_static("khao.vn:8080")),
            (header::REFERER, HeaderValue::from_static(referer)),
        ];
        let headers = headers.into_iter().collect();
        assert_eq!(left(&headers), expected, "{referer}");
        assert_eq!(back("", &headers), expected, "{referer}");
        // What the form says is looked at in the same way.
        let path = referer.split_once("khao.vn:8080").map_or("", |(_, path)| path);
        assert_eq!(back(path, &HeaderMap::new()), expected, "{referer}");
        assert_eq!(back("/login", &headers), "/login", "{referer}");
    }

    #[test]
    fn the_way_leads_back_and_nowhere_else() {
        check("http://khao.vn:8080/contests/a?b=c", "/contests/a?b=c");
        check("https://khao.vn:8080/", "/");
        for stranger in [
            "https://evil.example/x",
            "https://khao.vn:80801/x",
            "https://khao.vn:8080.evil.example/x",
            "https://khao.vn:8080//evil.example",
            "https://khao.vn:8080/\\evil.example",
            "https://khao.vn:8080/\t/evil.example",
            "about:blank",
            "",
        ] {
            check(stranger, "/");
        }
        assert_eq!(back("", &HeaderMap::new()), "/");
        assert_eq!(back("https://evil.example", &HeaderMap::new()), "/");
        assert_eq!(back("/a\r\nb: c", &HeaderMap::new()), "/");
    }
}
