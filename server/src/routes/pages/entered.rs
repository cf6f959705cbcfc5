//! `GET /contests/{slug}/entered`: the code, shown to the session that entered.

use axum::http::StatusCode;
use khao_app::pages::entered::{EnteredView, page};

use super::context::{Page, PageResult};
use super::ready::own_entry;
use crate::routes::body::InPath;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get("/contests/{slug}/entered", Access::Participant, show)]
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let (me, contest) = own_entry(&page_of, &slug).await?;
    let view = EnteredView {
        slug,
        contest_title: contest.title.clone(),
        name: me.full_name,
        re_entry_code: me.code.to_string(),
    };
    Ok(page_of
        .show(
            StatusCode::OK,
            page_of.lang().say("Đã ghi danh", "Entered"),
            page(page_of.lang(), view),
        )
        .await)
}
