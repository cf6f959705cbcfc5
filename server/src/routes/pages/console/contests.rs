//! `GET /console`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::contests::{ContestLine, ContestsView, page};
use khao_engine::policy::Action;

use crate::routes::pages::context::{Page, PageResult};
use crate::routes::pages::home::public_status;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get("/console", Access::Staff(Action::SeeConsole), show)]
}

async fn show(page_of: Page) -> PageResult {
    let engine = page_of.engine();
    let now = engine.now();
    let mut lines = Vec::new();
    for contest in engine.contests(page_of.actor()).await? {
        // How many entered stands on the contest's public page as well.
        let counts = engine.counts(contest.id).await?;
        lines.push(ContestLine {
            slug: contest.slug.clone(),
            title: contest.title.clone(),
            status: contest.is_public().then(|| public_status(contest.status(now))),
            rounds: u32::try_from(contest.rounds.len()).unwrap_or(u32::MAX),
            participants: counts.participants,
        });
    }
    let view = ContestsView {
        contests: lines,
        may_create: page_of.actor().may(Action::RunContests).is_ok(),
    };
    Ok(page_of
        .show_console(Section::Contests, StatusCode::OK, "Bảng điều hành", page(view))
        .await)
}
