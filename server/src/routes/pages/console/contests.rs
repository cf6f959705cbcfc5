//! `GET /console`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::banks::list::BankLine;
use khao_app::pages::console::contests::{ContestLine, ContestsView, page};
use khao_engine::error::Error;
use khao_engine::policy::Action;

use super::banks::line;
use super::waiting_rankings;
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::pages::home::public_status;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get("/console", Access::Staff(Action::SeeConsole), show)]
}

/// How many banks the first page of whoever works on items shows.
const BANKS_SHOWN: u32 = 50;

/// What waits in banks, for roles that write or judge items and look after no contest.
async fn banks_of(page_of: &Page) -> Result<Option<Vec<BankLine>>, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let works_on_items = actor.may(Action::ManageBanks).is_ok() || actor.may(Action::ApproveItems).is_ok();
    if !works_on_items || actor.may(Action::ReadContests).is_ok() {
        return Ok(None);
    }
    let units = engine.units().await?;
    let banks = engine.bank_summaries(actor, None, BANKS_SHOWN).await?;
    Ok(Some(banks.into_iter().map(|one| line(&units, one)).collect()))
}

async fn show(page_of: Page) -> PageResult {
    let engine = page_of.engine();
    let now = engine.now();
    let mut lines = Vec::new();
    let mut waiting = Vec::new();
    let rankings = page_of.engine().waiting_rankings(page_of.actor()).await?;
    let contests = match engine.contests(page_of.actor()).await {
        // Some roles have no work here, or none yet: they see the frame.
        Err(Error::Forbidden) => Vec::new(),
        contests => contests?,
    };
    for contest in contests {
        let of_contest = rankings.iter().filter(|one| one.contest == contest.id);
        waiting.extend(of_contest.filter_map(|one| {
            let round = contest.round(one.round)?;
            let of = format!("{}, {}", contest.title, round.name);
            Some(waiting_rankings::view(&page_of, one, of))
        }));
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
    let may_create = page_of.actor().may(Action::RunContests).is_ok();
    let first_steps = if may_create && lines.is_empty() {
        let has_units = !engine.units().await?.all().is_empty();
        let has_banks = !engine.drawable_banks(page_of.actor()).await?.is_empty();
        Some((has_units, has_banks))
    } else {
        None
    };
    let view = ContestsView {
        may_create,
        first_steps,
        may_read: page_of.actor().may(Action::ReadContests).is_ok(),
        contests: lines,
        running: page_of.engine().running_works(page_of.actor()).await?,
        banks: banks_of(&page_of).await?,
        may_make_banks: page_of.actor().may(Action::ManageBanks).is_ok(),
        waiting,
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
