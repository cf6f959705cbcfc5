//! `/guide`: the guide's readers, its pages from `docs/guide`, and their pictures.

mod explaining;
mod pictures;
mod texts;

use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use khao_app::components::safe_html::SafeHtml;
use khao_app::pages::guide::{self, GuideView};

use super::context::{Page, PageResult};
use crate::problem::Fault;
use crate::routes::body::InPath;
use crate::routes::table::{Access, Route, get};

pub use explaining::explaining;

pub fn routes() -> Vec<Route> {
    vec![
        get("/guide", Access::Public, index),
        get("/guide/{page}", Access::Public, show),
        get("/guide/pictures/{name}", Access::Public, picture),
    ]
}

async fn index(page_of: Page) -> PageResult {
    let lang = page_of.lang();
    let pages: Vec<_> = texts::pages().iter().map(texts::Text::line).collect();
    let title = lang.say("Hướng dẫn", "Guide");
    Ok(page_of
        .show(StatusCode::OK, title, guide::index(lang, &pages))
        .await)
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let lang = page_of.lang();
    let text = texts::pages()
        .iter()
        .find(|text| text.slug == slug)
        .ok_or_else(Fault::not_found)?;
    let others = texts::pages()
        .iter()
        .filter(|other| other.reader == text.reader && other.slug != text.slug);
    let view = GuideView {
        html: SafeHtml::sanitised(text.html.clone()),
        others: others.map(texts::Text::line).collect(),
    };
    Ok(page_of
        .show(StatusCode::OK, &text.title, guide::page(lang, view))
        .await)
}

/// The name carries the content's hash, so that browsers may keep it for good.
async fn picture(InPath(name): InPath<String>) -> PageResult {
    let picture = pictures::at(&name).ok_or_else(Fault::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/webp")),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    Ok((headers, Bytes::from_static(picture.bytes)).into_response())
}
