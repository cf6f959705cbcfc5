//! `/console/rounds/{id}/figures`

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::figures::{FiguresView, ItemsPart, page};
use khao_domain::ids::RoundId;
use khao_engine::figures::FigureFilter;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::{chosen, group_options, unit_options};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery};
use crate::routes::figures;
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::pages::named_unit::unit_in_address;
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get(
        "/console/rounds/{id}/figures",
        Access::Staff(Action::ReadContests),
        show,
    )]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    group: String,
    unit: String,
}

async fn show(page_of: Page, InPath(id): InPath<RoundId>, InQuery(params): InQuery<Params>) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let units = engine.units().await?;
    let filter = FigureFilter {
        group: chosen("/group", &params.group)?,
        unit: unit_in_address(&units, "/unit", &params.unit)?,
    };
    let shown = engine.round_figures(actor, id, filter).await?;
    let (contest, round) = engine.reached_round(actor, id).await?;
    let given = |id: String| Some(id).filter(|id| !id.is_empty());
    let view = FiguresView {
        round: id,
        round_name: round.name.clone(),
        contest_slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        as_of: shown.as_of,
        groups: group_options(&contest),
        units: unit_options(actor, &units, filter.unit, shown.units.iter().map(|unit| unit.id)),
        group: given(params.group),
        unit: filter.unit.map(|unit| unit.to_string()),
        scores: figures::scores(&shown),
        arrivals: figures::arrivals(&shown),
        participation: figures::units(&shown),
        items: items(&page_of, id).await?,
    };
    let title = format!("{}: {}", lang.say("Biểu đồ", "Figures"), round.name);
    Ok(page_of
        .show_console(Section::Contests, StatusCode::OK, &title, page(lang, view))
        .await)
}

async fn items(page_of: &Page, id: RoundId) -> Result<ItemsPart, Fault> {
    if page_of.actor().may(Action::ExportFigures).is_err() {
        return Ok(ItemsPart::Hidden);
    }
    let engine = &page_of.app.engine;
    Ok(match engine.item_analysis_soon(page_of.actor(), id).await? {
        Some(analysis) => ItemsPart::Counted(figures::items(&analysis), analysis.as_of),
        None => ItemsPart::Counting,
    })
}
