//! `GET /audit`.

use axum::extract::State;
use khao_domain::contest::answer::SEQ_MAX;
use khao_engine::audit::AuditEntry;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::paging::{cut, limit, one_more};
use super::replies::Reply;
use super::values::Time;
use crate::problem::Fault;
use crate::routes::body::InQuery;
use crate::routes::table::{Access, Route, get};
use crate::security::visit::Visit;
use crate::state::App;

const AFTER: &str = r#"{"type":"integer","minimum":0,"maximum":9007199254740991}"#;

pub fn routes() -> Vec<Route> {
    vec![
        get("/api/v1/audit", Access::Staff(Action::ReadAudit), list)
            .says("What staff did, the oldest first.")
            .paged(AFTER)
            .answers::<AuditPage>(200),
    ]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    limit: Option<u32>,
    after: Option<u64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AuditPage {
    entries: Vec<AuditShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AuditShown {
    seq: i64,
    at: Time,
    /// The account; absent for the first-run page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    actor_id: Option<Uuid>,
    action: String,
    /// What was acted on: an id, or empty.
    object: String,
    detail: String,
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    InQuery(query): InQuery<Query>,
) -> Result<Reply<AuditPage>, Fault> {
    let limit = limit(query.limit)?;
    let after = i64::try_from(query.after.unwrap_or(0))
        .ok()
        .filter(|after| *after <= SEQ_MAX)
        .ok_or_else(|| Fault::invalid("/after", "Trang sau bắt đầu từ một số thứ tự."))?;
    let mut entries = app
        .engine
        .audit_page(&visit.actor, after, one_more(limit))
        .await?;
    let next = cut(&mut entries, limit, |entry| entry.seq);
    Ok(Reply(AuditPage {
        entries: entries.into_iter().map(shown).collect(),
        next,
    }))
}

fn shown(entry: AuditEntry) -> AuditShown {
    AuditShown {
        seq: entry.seq,
        at: Time(entry.at),
        actor_id: entry.actor,
        action: entry.action,
        object: entry.object,
        detail: entry.detail,
    }
}
