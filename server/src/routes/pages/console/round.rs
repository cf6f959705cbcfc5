//! `GET /console/rounds/{id}`: how a round goes, and its data as files.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::round::{ConsoleRoundView, UnitLine, page};
use khao_domain::contest::round::RoundState;
use khao_domain::ids::RoundId;
use khao_engine::contest::participation::UnitParticipation;
use khao_engine::exports::ExportKind;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::{complaints, roster, waiting_rankings};
use crate::routes::body::{InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::table::{Access, Route, get};

/// So many units are listed on a page.
const UNITS_MOST: usize = 100;

pub fn routes() -> Vec<Route> {
    vec![get(
        "/console/rounds/{id}",
        Access::Staff(Action::ReadContests),
        show,
    )]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    /// The last unit of the page before.
    after: String,
}

async fn show(page_of: Page, InPath(id): InPath<RoundId>, InQuery(params): InQuery<Params>) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let page_of_units = (params.after.parse().ok(), UNITS_MOST);
    let participation = engine.console_participation(actor, id, page_of_units).await?;
    let (contest, round) = engine.reached_round(actor, id).await?;
    // Nobody can have taken part yet, and there is nothing to download.
    let is_draft = round.state == RoundState::Draft;
    let view = ConsoleRoundView {
        id,
        contest_slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        name: round.name.clone(),
        state: round.state,
        status: round.status(engine.now()),
        closed_early: round.closed_early(),
        as_of: participation.page.as_of,
        participants: participation.participants,
        submitted: participation.submitted,
        open_attempts: actor.unit_scope().is_none().then_some(participation.open),
        units: if is_draft {
            Vec::new()
        } else {
            participation.page.units.into_iter().map(line).collect()
        },
        next_units: participation
            .next
            .filter(|_| !is_draft)
            .map(|after| format!("/console/rounds/{id}?after={after}")),
        may_run: actor.may(Action::InspectContests).is_ok(),
        has_ranking: matches!(round.state, RoundState::Frozen | RoundState::Published)
            && actor.may(Action::ExportPersonalData).is_ok(),
        waiting: engine
            .waiting_ranking_of(actor, id)
            .await?
            .map(|one| waiting_rankings::view(&page_of, &one, String::new())),
        open_complaints: if is_draft {
            None
        } else {
            complaints::open(&page_of, &contest, Some(id)).await?
        },
        missing: if is_draft {
            None
        } else {
            roster::missing(&page_of, &contest, Some(id)).await?
        },
        may_see_corrections: !is_draft && actor.may(Action::ExportFigures).is_ok(),
        downloads: if is_draft { Vec::new() } else { downloads(&page_of) },
    };
    Ok(page_of
        .show_console(
            Section::Contests,
            StatusCode::OK,
            &round.name,
            page(page_of.lang(), view),
        )
        .await)
}

/// Only what the role may fetch; the engine asks again when it does.
pub(super) fn downloads(page_of: &Page) -> Vec<&'static str> {
    let may = |kind: &ExportKind| page_of.actor().may(kind.action()).is_ok();
    ExportKind::ALL
        .into_iter()
        .filter(may)
        .map(ExportKind::as_str)
        .collect()
}

fn line(unit: UnitParticipation) -> UnitLine {
    UnitLine {
        name: unit.name,
        headcount: unit.headcount,
        participants: unit.participants,
        submitted: unit.submitted,
        rate: unit.rate,
    }
}
