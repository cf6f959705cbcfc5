//! `/contests/{slug}/practice`: a paper to try the page on. What is sent is shown again and forgotten.

use axum::http::StatusCode;
use khao_app::pages::practice::{PracticeView, page};

use super::context::{Page, PageResult};
use crate::routes::body::{Form, InPath};
use crate::routes::table::{Access, Route, get, post};

/// Longer than anything one would type to try it.
const CHARS_MOST: usize = 100;

pub fn routes() -> Vec<Route> {
    vec![
        get("/contests/{slug}/practice", Access::Public, show),
        post("/contests/{slug}/practice", Access::Public, send).takes_form(),
    ]
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    respond(&page_of, slug, None).await
}

async fn send(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    let held = |name: &str| {
        let fields = form.all(name).take(10);
        fields
            .map(|field| field.chars().take(CHARS_MOST).collect())
            .collect()
    };
    let sent = ["a.1", "a.2", "a.3"].map(held);
    respond(&page_of, slug, Some(sent)).await
}

async fn respond(page_of: &Page, slug: String, sent: Option<[Vec<String>; 3]>) -> PageResult {
    let contest = page_of.engine().public_contest(&slug).await?;
    let view = PracticeView {
        slug,
        contest_title: contest.title.clone(),
        sent,
    };
    Ok(page_of
        .show_live(
            StatusCode::OK,
            page_of.lang().say("Làm thử", "Practise"),
            page(page_of.lang(), view),
        )
        .await)
}
