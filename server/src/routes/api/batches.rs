//! `GET|POST /surveys/{slug}/waves/{wave}/invitations`, `PATCH …/{batch}`: whom a wave asks, and how many came.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use khao_domain::ids::{BatchId, UnitId, WaveId};
use khao_domain::lang::said;
use khao_domain::survey::invitation::InvitationToken;
use khao_domain::survey::turnout::Turnout;
use khao_domain::table;
use khao_engine::error::Error;
use khao_engine::exports::ExportFormat;
use khao_engine::policy::Action;
use khao_engine::survey::batches::{Batch, BatchChange, NewBatch, Slips};
use khao_engine::survey::surveys::Wave;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::paging::{UUID, after, cut, limit};
use super::replies::{Reply, attachment};
use super::values::{Slug, Time};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery, Json};
use crate::routes::table::{Access, Route, get, patch, post};
use crate::security::visit::{Visit, base};
use crate::state::App;

const LIST: &str = "/api/v1/surveys/{slug}/waves/{wave}/invitations";

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunSurveys);
    vec![
        get(LIST, Access::Staff(Action::ReadSurveys), list)
            .says("Batches of invitations in their order, and how far those came who were invited; never a token.")
            .paged(UUID)
            .answers::<InvitationBatches>(200),
        post(LIST, run, make)
            .says("Makes a batch of at least 20 invitations. Their tokens are in this answer, and nowhere else ever again.")
            .takes::<NewBatchBody>()
            .answers_with(201, "text/csv")
            .may_fail(&[409]),
        patch(
            "/api/v1/surveys/{slug}/waves/{wave}/invitations/{batch}",
            run,
            change,
        )
        .says("Takes a batch back, or writes down how many refused and were not reached.")
        .takes::<BatchChangeBody>()
        .answers::<InvitationBatch>(200),
    ]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    limit: Option<u32>,
    after: Option<Uuid>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBatchBody {
    #[schema(minimum = 20, maximum = 2000)]
    count: u32,
    /// The name of one of the wave's strata.
    #[serde(default)]
    #[schema(max_length = 120)]
    stratum: Option<String>,
    #[serde(default)]
    unit_id: Option<Uuid>,
    /// Absent: as long as the wave.
    #[serde(default)]
    valid_until: Option<Time>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchChangeBody {
    /// `true` takes the batch back, for good: its tokens are taken no more.
    #[serde(default)]
    revoked: Option<bool>,
    #[serde(default)]
    #[schema(maximum = 2000)]
    refused: Option<u32>,
    #[serde(default)]
    #[schema(maximum = 2000)]
    not_reached: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationBatches {
    batches: Vec<InvitationBatch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<Uuid>,
    /// Of all batches that the caller sees.
    turnout: TurnoutShown,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationBatch {
    id: Uuid,
    ordinal: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    stratum: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unit_id: Option<Uuid>,
    made_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    valid_until: Option<Time>,
    revoked: bool,
    turnout: TurnoutShown,
}

#[derive(Debug, Serialize, ToSchema)]
struct TurnoutShown {
    sent: u64,
    opened: u64,
    started: u64,
    completed: u64,
    refused: u64,
    not_reached: u64,
    /// Completed of sent, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    response_rate: Option<f64>,
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    InPath((slug, wave)): InPath<(Slug, WaveId)>,
    InQuery(query): InQuery<Query>,
) -> Result<Reply<InvitationBatches>, Fault> {
    let limit = limit(query.limit)?;
    let survey = app.engine.console_survey(&visit.actor, &slug.0).await?;
    let of = survey.wave(wave).ok_or(Error::NotFound)?;
    let mut batches = app.engine.batches(&visit.actor, &slug.0, wave).await?;
    let mut all = Turnout::default();
    for batch in &batches {
        all += batch.turnout;
    }
    if let Some(last) = query.after
        && !after(&mut batches, |batch| batch.id.0 == last)
    {
        batches.clear();
    }
    let next = cut(&mut batches, limit, |batch| batch.id.0);
    Ok(Reply(InvitationBatches {
        batches: batches.iter().map(|batch| shown(of, batch)).collect(),
        next,
        turnout: turnout(all),
    }))
}

async fn make(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    InPath((slug, wave)): InPath<(Slug, WaveId)>,
    Json { value, .. }: Json<NewBatchBody>,
) -> Result<Response, Fault> {
    let survey = app.engine.console_survey(&visit.actor, &slug.0).await?;
    let of = survey.wave(wave).ok_or(Error::NotFound)?;
    let stratum = match value.stratum {
        None => None,
        Some(name) => {
            let found = of.strata.iter().position(|stratum| stratum.name == name.trim());
            Some(found.ok_or_else(|| {
                let detail = said("Đợt không có tầng này.", "The wave has no such stratum.");
                Fault::invalid("/stratum", detail)
            })?)
        }
    };
    let new = NewBatch {
        stratum,
        unit: value.unit_id.map(UnitId),
        count: value.count,
        valid_until: value.valid_until.map(|time| time.0),
    };
    let at = (slug.0.as_str(), wave);
    let (_, source) = app.engine.make_batch(&visit.actor, at, new).await?;
    let slips = app.engine.slips(&visit.actor, at, &source).await?;
    let mut response = file(&app, &headers, &slug.0, of, &slips).await?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// A line for each invitation, for whoever prints and sends them.
pub async fn file(
    app: &App,
    headers: &HeaderMap,
    slug: &str,
    wave: &Wave,
    slips: &Slips,
) -> Result<Response, Fault> {
    let batch = &slips.batch;
    let units = app.engine.units().await?;
    let unit = batch
        .unit
        .map(|unit| units.name(unit).to_owned())
        .unwrap_or_default();
    let stratum = stratum_name(wave, batch).unwrap_or_default();
    let base = base(app, headers);
    let head = ["token", "address", "stratum", "unit"].map(str::to_owned);
    let line = |token: &InvitationToken| {
        [
            token.to_string(),
            address(&base, slug, token),
            stratum.clone(),
            unit.clone(),
        ]
    };
    let rows = std::iter::once(head).chain(slips.tokens.iter().map(line));
    let name = format!("{slug}-invitations-{}.csv", batch.ordinal);
    let bytes = Body::from(table::write(rows));
    let count = slips.tokens.len().to_string();
    Ok(attachment(
        &name,
        ExportFormat::Csv.media_type(),
        Some(count),
        bytes,
    ))
}

/// What opens the form for the one who was invited. What stands behind the `#` is sent to nobody.
pub fn address(base: &str, slug: &str, token: &InvitationToken) -> String {
    format!("{base}/surveys/{slug}#{}", token.as_str())
}

fn stratum_name(wave: &Wave, batch: &Batch) -> Option<String> {
    let stratum = batch.stratum.and_then(|place| wave.strata.get(place));
    stratum.map(|stratum| stratum.name.clone())
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    InPath((slug, wave, batch)): InPath<(Slug, WaveId, BatchId)>,
    Json { value, .. }: Json<BatchChangeBody>,
) -> Result<Reply<InvitationBatch>, Fault> {
    let survey = app.engine.console_survey(&visit.actor, &slug.0).await?;
    let of = survey.wave(wave).ok_or(Error::NotFound)?;
    if value.revoked == Some(false) {
        let detail = said(
            "Lô thư mời đã hủy thì không dùng lại được.",
            "A batch that was taken back stays so.",
        );
        return Err(Fault::invalid("/revoked", detail));
    }
    let change = BatchChange {
        revoke: value.revoked.unwrap_or_default(),
        refused: value.refused,
        not_reached: value.not_reached,
    };
    let at = (slug.0.as_str(), wave);
    let changed = app.engine.change_batch(&visit.actor, at, batch, change).await?;
    Ok(Reply(shown(of, &changed)))
}

fn shown(wave: &Wave, batch: &Batch) -> InvitationBatch {
    InvitationBatch {
        id: batch.id.0,
        ordinal: batch.ordinal,
        stratum: stratum_name(wave, batch),
        unit_id: batch.unit.map(|unit| unit.0),
        made_at: Time(batch.made_at),
        valid_until: batch.valid_until.map(Time),
        revoked: batch.revoked,
        turnout: turnout(batch.turnout),
    }
}

fn turnout(of: Turnout) -> TurnoutShown {
    TurnoutShown {
        sent: of.sent,
        opened: of.opened,
        started: of.started,
        completed: of.completed,
        refused: of.refused,
        not_reached: of.not_reached,
        response_rate: of.response_rate().map(|rate| (rate * 100.0).round() / 100.0),
    }
}
