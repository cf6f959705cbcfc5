//! `/console/rounds/{id}/live`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::board::{BoardUnit, BoardView, page};
use khao_domain::ids::{RoundId, UnitId};
use khao_engine::contest::participation::UnitParticipation;
use khao_engine::people::units::UnitTree;
use khao_engine::policy::Action;
use serde::Deserialize;

use crate::assets;
use crate::routes::body::{InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::pages::ranking::parsed;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get(
        "/console/rounds/{id}/live",
        Access::Staff(Action::ReadContests),
        show,
    )]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    /// Whose units to show; empty is all.
    unit: String,
}

async fn show(page_of: Page, InPath(id): InPath<RoundId>, InQuery(params): InQuery<Params>) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let chosen: Option<UnitId> = parsed(&params.unit)?;
    let board = engine.board(actor, id, chosen).await?;
    let tree = engine.units().await?;
    let (contest, round) = engine.reached_round(actor, id).await?;
    let view = BoardView {
        round: id,
        round_name: round.name.clone(),
        contest_title: contest.title.clone(),
        slug: contest.slug.clone(),
        chosen: chosen.map(|unit| (unit, tree.name(unit).to_owned())),
        whole: board.whole.headcount.zip(board.whole.rate),
        uncounted: board.uncounted,
        as_of: board.as_of,
        entered: board.entered,
        in_progress: board.in_progress,
        submitted: board.submitted,
        scores: board.scores,
        units_total: board.units_total,
        units: board.units.into_iter().map(|unit| line(&tree, unit)).collect(),
    };
    Ok(page_of
        .show_console_with(
            assets::manifest().board,
            Section::Contests,
            (StatusCode::OK, &round.name),
            page(page_of.lang(), view),
        )
        .await)
}

fn line(tree: &UnitTree, unit: UnitParticipation) -> BoardUnit {
    BoardUnit {
        has_units: tree.children(Some(unit.id)).next().is_some(),
        id: unit.id,
        name: unit.name,
        headcount: unit.headcount,
        participants: unit.participants,
        submitted: unit.submitted,
        rate: unit.rate,
    }
}
