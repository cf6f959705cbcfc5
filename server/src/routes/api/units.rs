//! `GET /units` and `POST /units/imports`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use khao_domain::ids::UnitId;
use khao_engine::people::units::Unit;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::paging::{UUID, cut, limit};
use super::replies::{Reply, revalidated};
use crate::problem::Fault;
use crate::routes::body::InQuery;
use crate::routes::multipart::Upload;
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::Visit;
use crate::state::App;

const WORDS: &str = r#"{"type":"string","pattern":"^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$"}"#;

pub fn routes() -> Vec<Route> {
    vec![
        get("/api/v1/units", Access::Public, list)
            .says("Units, found without diacritics or regard to the place of the tone mark.")
            .query("query", WORDS, "Words of the name or path.")
            .query("parent", UUID, "Only the units right below this one.")
            .paged(UUID)
            .answers::<Units>(200)
            .answers_nothing(304),
        post(
            "/api/v1/units/imports",
            Access::Staff(Action::ManageUnits),
            import,
        )
        .says("Imports units and head-counts from CSV or XLSX: code, name, parent_code, headcount, headcount_date.")
        .takes_file()
        .answers::<UnitsImported>(200),
    ]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    #[serde(default)]
    query: String,
    parent: Option<Uuid>,
    after: Option<Uuid>,
    limit: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Units {
    units: Vec<UnitShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnitShown {
    id: Uuid,
    code: String,
    name: String,
    /// Names from the root down.
    path: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnitsImported {
    new: u32,
    changed: u32,
    same: u32,
}

async fn list(
    State(app): State<App>,
    headers: HeaderMap,
    InQuery(query): InQuery<Search>,
) -> Result<Response, Fault> {
    let limit = limit(query.limit)?;
    let tree = app.engine.units().await?;
    let mut found = tree.search(&query.query, query.parent.map(UnitId), usize::MAX);
    if let Some(after) = query.after {
        let at = found.iter().position(|unit| unit.id.0 == after);
        found.drain(..at.map_or(found.len(), |at| at + 1));
    }
    let next = cut(&mut found, limit, |unit| unit.id.0);
    let shown = |unit: &Unit| UnitShown {
        id: unit.id.0,
        code: unit.code.clone(),
        name: unit.name.clone(),
        path: unit.path.clone(),
    };
    let body = Units {
        units: found.into_iter().map(shown).collect(),
        next,
    };
    revalidated(&headers, &body)
}

async fn import(
    State(app): State<App>,
    visit: Visit,
    Upload(file): Upload,
) -> Result<Reply<UnitsImported>, Fault> {
    let done = app.engine.import_units(&visit.actor, &file).await?;
    Ok(Reply(UnitsImported {
        new: done.new,
        changed: done.changed,
        same: done.same,
    }))
}
