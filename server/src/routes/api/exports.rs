//! `GET /rounds/{id}/exports/{ranking|attempts|answers|participation|items}.{csv|xlsx}`, streamed.

use axum::extract::State;
use axum::response::Response;
use khao_domain::ids::RoundId;
use khao_engine::exports::{ExportFormat, ExportKind};

use super::replies::file_stream;
use crate::problem::Fault;
use crate::routes::body::InPath;
use crate::routes::table::{Access, Route, get};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let of_kind = |kind| ExportFormat::ALL.map(|format| route(kind, format));
    ExportKind::ALL.into_iter().flat_map(of_kind).collect()
}

fn route(kind: ExportKind, format: ExportFormat) -> Route {
    let handler = move |State(app): State<App>, visit: Visit, InPath(id): InPath<RoundId>| async move {
        download(&app, &visit, id, kind, format).await
    };
    get(path(kind, format), Access::Staff(kind.action()), handler)
        .says(says(kind))
        .answers_with(200, media(format))
}

/// Written out, so that it can be searched for.
const fn path(kind: ExportKind, format: ExportFormat) -> &'static str {
    use ExportFormat::{Csv, Xlsx};
    match (kind, format) {
        (ExportKind::Ranking, Csv) => "/api/v1/rounds/{id}/exports/ranking.csv",
        (ExportKind::Ranking, Xlsx) => "/api/v1/rounds/{id}/exports/ranking.xlsx",
        (ExportKind::Attempts, Csv) => "/api/v1/rounds/{id}/exports/attempts.csv",
        (ExportKind::Attempts, Xlsx) => "/api/v1/rounds/{id}/exports/attempts.xlsx",
        (ExportKind::Answers, Csv) => "/api/v1/rounds/{id}/exports/answers.csv",
        (ExportKind::Answers, Xlsx) => "/api/v1/rounds/{id}/exports/answers.xlsx",
        (ExportKind::Participation, Csv) => "/api/v1/rounds/{id}/exports/participation.csv",
        (ExportKind::Participation, Xlsx) => "/api/v1/rounds/{id}/exports/participation.xlsx",
        (ExportKind::Items, Csv) => "/api/v1/rounds/{id}/exports/items.csv",
        (ExportKind::Items, Xlsx) => "/api/v1/rounds/{id}/exports/items.xlsx",
    }
}

const fn says(kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Ranking => "The ranking with full names: as it was fixed, or as it would be now.",
        ExportKind::Attempts => "A row per attempt.",
        ExportKind::Answers => "A row per answer.",
        ExportKind::Participation => "Participation per unit.",
        ExportKind::Items => "Figures per question.",
    }
}

/// As the description of the API names it: without parameters.
pub(super) fn media(format: ExportFormat) -> &'static str {
    let whole = format.media_type();
    whole.split_once(';').map_or(whole, |(media, _)| media)
}

async fn download(
    app: &App,
    visit: &Visit,
    id: RoundId,
    kind: ExportKind,
    format: ExportFormat,
) -> Result<Response, Fault> {
    let export = app.engine.export(&visit.actor, id, kind, format).await?;
    Ok(file_stream(export))
}
