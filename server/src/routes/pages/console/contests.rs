//! `GET /console`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::contests::{ContestLine, ContestsView, page};
use khao_engine::error::Error;
use khao_engine::policy::Action;

use super::work;
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
    let contests = match engine.contests(page_of.actor()).await {
        // Some roles have no work here, or none yet: they see the frame.
        Err(Error::Forbidden) => Vec::new(),
        contests => contests?,
    };
    for contest in contests {
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
        may_create: page_of.actor().may(Action::RunContests).is_ok(),
        may_read: page_of.actor().may(Action::ReadContests).is_ok(),
        contests: lines,
        running: work::running(&page_of).await?,
    };
    Ok(page_of
        .show_console(
            Section::Contests,
            StatusCode::OK,
            page_of.lang().say("Bảng điều hành", "Console"),
            page(page_of.lang(), view),
        )
        .await)
}
