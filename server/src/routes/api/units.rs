//! `GET /units`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use khao_domain::ids::UnitId;
use khao_engine::people::units::Unit;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::paging::{UUID, after, cut, limit};
use super::replies::revalidated;
use crate::problem::Fault;
use crate::routes::body::InQuery;
use crate::routes::table::{Access, Route, get};
use crate::state::App;

pub(super) const WORDS: &str = r#"{"type":"string","pattern":"^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$"}"#;

pub fn routes() -> Vec<Route> {
    vec![
        get("/api/v1/units", Access::Public, list)
            .says("Units that exist today, found without diacritics or regard to the place of the tone mark.")
            .query("query", WORDS, "Words of the name or path.")
            .query("parent", UUID, "Only the units right below this one.")
            .paged(UUID)
            .answers::<Units>(200)
            .answers_nothing(304),
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

async fn list(
    State(app): State<App>,
    headers: HeaderMap,
    InQuery(query): InQuery<Search>,
) -> Result<Response, Fault> {
    let limit = limit(query.limit)?;
    let tree = app.engine.units().await?;
    let today = app.engine.now().local_date();
    let mut found = tree.search_valid(&query.query, query.parent.map(UnitId), today, usize::MAX);
    if let Some(last) = query.after
        && !after(&mut found, |unit| unit.id.0 == last)
    {
        found.clear();
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
