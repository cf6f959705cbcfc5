//! `GET /rounds/{id}/figures/{scores|arrivals|units|items}.svg`, the tables of the first three as CSV and XLSX, and
//! `GET /contests/{slug}/exports/daily-participation.{csv|xlsx}`. The table of the items is an export of the round.

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use khao_app::figures::Drawing;
use khao_domain::ids::{GroupId, RoundId, UnitId};
use khao_engine::error::Error;
use khao_engine::exports::ExportFormat;
use khao_engine::figures::{FigureFilter, FigureTable};
use khao_engine::policy::Action;
use serde::Deserialize;

use super::exports::media;
use super::paging::UUID;
use super::replies::{attachment, file_stream};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery};
use crate::routes::figures;
use crate::routes::table::{Access, Route, get};
use crate::security::visit::Visit;
use crate::state::App;

const SVG: &str = "image/svg+xml";

pub fn routes() -> Vec<Route> {
    let of_table = |table| ExportFormat::ALL.map(|format| table_route(table, format));
    let mut routes: Vec<Route> = FigureTable::ALL.into_iter().flat_map(of_table).collect();
    routes.extend(FigureTable::ALL.map(picture_route));
    routes.push(
        get(
            "/api/v1/rounds/{id}/figures/items.svg",
            Access::Staff(Action::ExportFigures),
            items,
        )
        .says("How many knew each question, against what it tells apart, as a picture.")
        .answers_with(200, SVG),
    );
    routes.extend(ExportFormat::ALL.map(daily_route));
    routes
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Params {
    group: Option<GroupId>,
    unit: Option<UnitId>,
}

impl Params {
    const fn filter(&self) -> FigureFilter {
        FigureFilter {
            group: self.group,
            unit: self.unit,
        }
    }
}

fn filtered(route: Route) -> Route {
    route
        .query(
            "group",
            UUID,
            "Attempts of one group; units are counted with all of theirs.",
        )
        .query("unit", UUID, "One unit with everything below it.")
}

fn picture_route(table: FigureTable) -> Route {
    let path = match table {
        FigureTable::Scores => "/api/v1/rounds/{id}/figures/scores.svg",
        FigureTable::Arrivals => "/api/v1/rounds/{id}/figures/arrivals.svg",
        FigureTable::Units => "/api/v1/rounds/{id}/figures/units.svg",
    };
    let handler = move |State(app): State<App>,
                        visit: Visit,
                        InPath(id): InPath<RoundId>,
                        InQuery(params): InQuery<Params>| async move {
        picture(&app, &visit, id, &params, table).await
    };
    filtered(get(path, Access::Staff(Action::ReadContests), handler))
        .says(match table {
            FigureTable::Scores => "How scores lie, as a picture.",
            FigureTable::Arrivals => "When attempts began and were handed in, as a picture.",
            FigureTable::Units => "Participation per unit, as a picture.",
        })
        .answers_with(200, SVG)
}

fn table_route(table: FigureTable, format: ExportFormat) -> Route {
    use ExportFormat::{Csv, Xlsx};
    let path = match (table, format) {
        (FigureTable::Scores, Csv) => "/api/v1/rounds/{id}/figures/scores.csv",
        (FigureTable::Scores, Xlsx) => "/api/v1/rounds/{id}/figures/scores.xlsx",
        (FigureTable::Arrivals, Csv) => "/api/v1/rounds/{id}/figures/arrivals.csv",
        (FigureTable::Arrivals, Xlsx) => "/api/v1/rounds/{id}/figures/arrivals.xlsx",
        (FigureTable::Units, Csv) => "/api/v1/rounds/{id}/figures/units.csv",
        (FigureTable::Units, Xlsx) => "/api/v1/rounds/{id}/figures/units.xlsx",
    };
    let handler = move |State(app): State<App>,
                        visit: Visit,
                        InPath(id): InPath<RoundId>,
                        InQuery(params): InQuery<Params>| async move {
        let filter = params.filter();
        let export = app
            .engine
            .export_figures(&visit.actor, id, filter, (table, format))
            .await?;
        Ok::<_, Fault>(file_stream(export))
    };
    filtered(get(path, Access::Staff(Action::ReadContests), handler))
        .says(match table {
            FigureTable::Scores => "Attempts by tenths of the most possible score.",
            FigureTable::Arrivals => "Attempts that began and that were handed in, by spans of time.",
            FigureTable::Units => "Participation of the units right below the one looked at.",
        })
        .answers_with(200, media(format))
}

fn daily_route(format: ExportFormat) -> Route {
    let path = match format {
        ExportFormat::Csv => "/api/v1/contests/{slug}/exports/daily-participation.csv",
        ExportFormat::Xlsx => "/api/v1/contests/{slug}/exports/daily-participation.xlsx",
    };
    let handler = move |State(app): State<App>, visit: Visit, InPath(slug): InPath<String>| async move {
        let export = app
            .engine
            .export_daily_participation(&visit.actor, &slug, format)
            .await?;
        Ok::<_, Fault>(file_stream(export))
    };
    get(path, Access::Staff(Action::ReadContests), handler)
        .says("Participation per unit at the end of each day; days that were missed are missing.")
        .answers_with(200, media(format))
}

async fn picture(
    app: &App,
    visit: &Visit,
    id: RoundId,
    params: &Params,
    table: FigureTable,
) -> Result<Response, Fault> {
    let shown = app
        .engine
        .round_figures(&visit.actor, id, params.filter())
        .await?;
    let drawing = match table {
        FigureTable::Scores => figures::scores(&shown).draw(visit.lang),
        FigureTable::Arrivals => figures::arrivals(&shown).draw(visit.lang),
        FigureTable::Units => figures::units(&shown).draw(visit.lang),
    };
    file(app, visit, id, &drawing).await
}

async fn items(State(app): State<App>, visit: Visit, InPath(id): InPath<RoundId>) -> Result<Response, Fault> {
    let analysis = app.engine.item_analysis_soon(&visit.actor, id).await?;
    let analysis = analysis.ok_or(Error::Busy { retry_after_s: 5 })?;
    let drawing = figures::items(&analysis).draw(visit.lang);
    file(&app, &visit, id, &drawing).await
}

async fn file(app: &App, visit: &Visit, id: RoundId, drawing: &Drawing) -> Result<Response, Fault> {
    let (contest, round) = app.engine.reached_round(&visit.actor, id).await?;
    let file_name = format!("{}-{}-{}.svg", contest.slug, round.ordinal, drawing.name);
    let body = Body::from(drawing.svg().to_owned());
    Ok(attachment(&file_name, SVG, None, body))
}
