//! `/console/rounds/{id}/figures`

use std::str::FromStr;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::select::SelectOption;
use khao_app::components::unit_choice::UnitOptions;
use khao_app::pages::console::figures::{FiguresView, ItemsPart, page};
use khao_domain::ids::{RoundId, UnitId};
use khao_domain::lang::said;
use khao_engine::figures::{FigureFilter, RoundFigures};
use khao_engine::people::units::{Unit, UnitTree};
use khao_engine::policy::{Action, Actor};
use serde::Deserialize;

use super::group_options;
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
        units: unit_options(actor, &units, filter.unit, &shown),
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

/// The id that was chosen from a list; nothing is everything.
fn chosen<T: FromStr>(name: &str, id: &str) -> Result<Option<T>, Fault> {
    if id.is_empty() {
        return Ok(None);
    }
    let id = id
        .parse()
        .map_err(|_| Fault::invalid(name, said("Không có mã này.", "There is no such id.")))?;
    Ok(Some(id))
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

/// The way up from the unit that is looked at, and those right below it.
fn unit_options(
    actor: &Actor,
    units: &UnitTree,
    looked_at: Option<UnitId>,
    shown: &RoundFigures,
) -> UnitOptions {
    let scope = actor.unit_scope();
    let mut above: Vec<&Unit> = Vec::new();
    let mut at = looked_at;
    while let Some(unit) = at.and_then(|id| units.get(id)) {
        if scope.is_none_or(|scope| units.is_within(unit.id, scope)) {
            above.push(unit);
        }
        at = unit.parent;
    }
    above.reverse();
    let below = shown.units.iter().filter(|unit| Some(unit.id) != looked_at);
    let option = |unit: &Unit| SelectOption::content(unit.id.to_string(), &unit.name);
    let chosen = above.last().copied().map(option);
    let below = below.map(|unit| SelectOption::content(unit.id.to_string(), &unit.name));
    UnitOptions::of(above.into_iter().map(option).chain(below), chosen)
}
