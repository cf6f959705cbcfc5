//! `GET /console/contests/{slug}/winners`: the list to print and to sign.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::winners::page;
use khao_engine::policy::Action;

use crate::routes::body::InPath;
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::pages::winners::winners_view;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get(
        "/console/contests/{slug}/winners",
        Access::Staff(Action::ExportPersonalData),
        show,
    )]
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let lists = engine.winners(actor, &slug).await?;
    let contest = engine.console_contest(actor, &slug).await?;
    let has_prizes = !engine.prizes(actor, &slug).await?.prizes.is_empty();
    let view = winners_view(lang, &contest, &lists);
    let title = lang.say("Danh sách đạt giải", "Winners");
    let content = page(lang, view, has_prizes);
    Ok(page_of
        .show_console(Section::Contests, StatusCode::OK, title, content)
        .await)
}
