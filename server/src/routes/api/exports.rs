//! `GET /rounds/{id}/exports/{ranking|attempts|answers|participation|items}.csv`, streamed.

use axum::extract::State;
use axum::response::Response;
use khao_domain::ids::RoundId;
use khao_engine::exports::ExportKind;

use super::replies::csv_stream;
use crate::problem::Fault;
use crate::routes::body::InPath;
use crate::routes::table::{Access, Route, get};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    ExportKind::ALL.into_iter().map(route).collect()
}

fn route(kind: ExportKind) -> Route {
    let (path, says) = match kind {
        ExportKind::Ranking => (
            "/api/v1/rounds/{id}/exports/ranking.csv",
            "The ranking with full names: as it was fixed, or as it would be now.",
        ),
        ExportKind::Attempts => ("/api/v1/rounds/{id}/exports/attempts.csv", "A row per attempt."),
        ExportKind::Answers => ("/api/v1/rounds/{id}/exports/answers.csv", "A row per answer."),
        ExportKind::Participation => (
            "/api/v1/rounds/{id}/exports/participation.csv",
            "Participation per unit.",
        ),
        ExportKind::Items => ("/api/v1/rounds/{id}/exports/items.csv", "Figures per question."),
    };
    let handler = move |State(app): State<App>, visit: Visit, InPath(id): InPath<RoundId>| async move {
        download(&app, &visit, id, kind).await
    };
    get(path, Access::Staff(kind.action()), handler)
        .says(says)
        .answers_with(200, "text/csv")
}

async fn download(app: &App, visit: &Visit, id: RoundId, kind: ExportKind) -> Result<Response, Fault> {
    let export = app.engine.export(&visit.actor, id, kind).await?;
    Ok(csv_stream(export))
}
