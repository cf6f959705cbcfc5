//! `GET /guide`

use axum::http::StatusCode;
use khao_app::pages::guide::page;

use super::context::{Page, PageResult};
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get("/guide", Access::Public, show)]
}

async fn show(page_of: Page) -> PageResult {
    Ok(page_of.show(StatusCode::OK, "Hướng dẫn", page()).await)
}
