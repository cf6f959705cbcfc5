//! `GET /audit`, `GET /audit/exports/audit.{csv|xlsx}`.

use axum::extract::State;
use axum::response::Response;
use khao_domain::contest::answer::SEQ_MAX;
use khao_domain::ids::AccountId;
use khao_domain::lang::said;
use khao_domain::time::CivilDate;
use khao_engine::audit::{AuditEntry, AuditFilter};
use khao_engine::exports::ExportFormat;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::exports::media;
use super::paging::{UUID, cut, limit, one_more};
use super::replies::{Reply, file_stream};
use super::units::WORDS;
use super::values::Time;
use crate::problem::Fault;
use crate::routes::body::InQuery;
use crate::routes::pages::audit_words;
use crate::routes::table::{Access, Route, get};
use crate::security::visit::Visit;
use crate::state::App;

const GROUP: &str = r#"{"type":"string","pattern":"^[a-z]*$"}"#;
const DAY: &str = r#"{"type":"string","format":"date"}"#;
const AFTER: &str = r#"{"type":"integer","minimum":0,"maximum":9007199254740991}"#;

pub fn routes() -> Vec<Route> {
    vec![
        get("/api/v1/audit", Access::Staff(Action::ReadAudit), list)
            .says("What staff did, the oldest first.")
            .paged(AFTER)
            .answers::<AuditPage>(200),
        audit_file("/api/v1/audit/exports/audit.csv", ExportFormat::Csv),
        audit_file("/api/v1/audit/exports/audit.xlsx", ExportFormat::Xlsx),
    ]
}

fn audit_file(path: &'static str, format: ExportFormat) -> Route {
    let handler = move |State(app): State<App>, visit: Visit, InQuery(wanted): InQuery<Wanted>| async move {
        let export = app
            .engine
            .export_audit(&visit.actor, &wanted.filter()?, format, audit_words)
            .await?;
        Ok::<Response, Fault>(file_stream(export))
    };
    get(path, Access::Staff(Action::ReadAudit), handler)
        .says("What staff did, the newest first.")
        .query("account", UUID, "Of this account only.")
        .query(
            "group",
            GROUP,
            "What stands before the dot of an action, such as units.",
        )
        .query("since", DAY, "From this day on.")
        .query("until", DAY, "To the end of this day.")
        .query("object", WORDS, "What was acted on.")
        .answers_with(200, media(format))
}

/// Which rows a file holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Wanted {
    account: Option<AccountId>,
    group: String,
    since: Option<CivilDate>,
    until: Option<CivilDate>,
    object: String,
}

impl Wanted {
    fn filter(self) -> Result<AuditFilter, Fault> {
        if !self.group.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(Fault::invalid(
                "/group",
                said(
                    "Nhóm việc chỉ có chữ thường, ví dụ units.",
                    "A group of actions has small letters only, such as units.",
                ),
            ));
        }
        Ok(AuditFilter {
            account: self.account,
            group: self.group,
            since: self.since,
            until: self.until,
            object: self.object,
        })
    }
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
    /// The account; absent for the first-run page, for the holders of one-time links and of recovery codes, and for
    /// what the server does by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    actor_id: Option<Uuid>,
    action: String,
    /// What was acted on: an id, or empty.
    object: String,
    /// A JSON object as text: `name`, `contest`, `changed` (field, from, to) and `facts`; plain words in old rows.
    detail: String,
    /// The address it came from; absent for the command line, for what the server does by itself, and for old rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    from: Option<String>,
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
        .ok_or_else(|| {
            Fault::invalid(
                "/after",
                said(
                    "Trang sau bắt đầu từ một số thứ tự.",
                    "The next page begins at a sequence number.",
                ),
            )
        })?;
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
        from: entry.from,
    }
}
