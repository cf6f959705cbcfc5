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
    Ok(with_cookie(see_other(&back(&headers)), cookie))
}

/// The page the form stood in, by the address the browser names; home where it names none, or another site's.
fn back(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let own = || {
        let (_, address) = text(header::REFERER)?.split_once("://")?;
        let path = address.strip_prefix(text(header::HOST)?)?;
        let path = path.split('#').next()?;
        // What another site is named by in an address of ours.
        let leads_away = path.starts_with("//") || path.contains('\\');
        (path.starts_with('/') && !leads_away).then(|| path.to_owned())
    };
    own().unwrap_or_else(|| "/".to_owned())
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
        assert_eq!(back(&headers.into_iter().collect()), expected, "{referer}");
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
            "about:blank",
            "",
        ] {
            check(stranger, "/");
        }
        assert_eq!(back(&HeaderMap::new()), "/");
    }
}
