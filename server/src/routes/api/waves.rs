//! `POST /surveys/{slug}/waves`, `PATCH /surveys/{slug}/waves/{wave}`.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::ids::{UnitId, WaveId};
use khao_domain::survey::quota::Quota;
use khao_domain::survey::strata::Stratum;
use khao_domain::survey::wave::{Channel, Span};
use khao_engine::error::Error;
use khao_engine::policy::Action;
use khao_engine::survey::fielding::{NewWave, WaveChange};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::replies::Reply;
use super::surveys::{SurveyDraft, draft};
use super::values::{Slug, Time};
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::objects::objects;
use crate::routes::table::{Access, Route, patch, post};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunSurveys);
    vec![
        post("/api/v1/surveys/{slug}/waves", run, field)
            .says("Freezes the form as the next version, and plans when it takes answers.")
            .takes::<NewWaveBody>()
            .answers::<SurveyDraft>(201),
        patch("/api/v1/surveys/{slug}/waves/{wave}", run, change_wave)
            .says("Renames a wave, moves its end, and before it opens its beginning.")
            .takes::<WaveChangeBody>()
            .answers::<SurveyDraft>(200),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWaveBody {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    opens_at: Time,
    closes_at: Time,
    /// `web`, `qr`, `kiosk`, `interviewer`, `paper`.
    #[schema(value_type = Vec<String>, min_items = 1, max_items = 5)]
    channels: Vec<Channel>,
    #[serde(default, deserialize_with = "objects")]
    #[schema(max_items = 100)]
    quotas: Vec<QuotaBody>,
    /// What the sample is drawn from, at most 50 with 5,000 units each; a unit belongs to one at most.
    #[serde(default, deserialize_with = "objects")]
    strata: Vec<StratumBody>,
    /// Over `web` and `qr` only whoever holds an invitation answers.
    #[serde(default)]
    invited_only: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StratumBody {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// With everything below them.
    #[serde(default)]
    unit_ids: Vec<Uuid>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotaBody {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// Which responses it counts; all where it is empty.
    #[serde(default)]
    #[schema(max_length = 1000)]
    condition: String,
    #[schema(minimum = 1, maximum = 10_000_000)]
    most: u32,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WaveChangeBody {
    #[serde(default)]
    #[schema(min_length = 1, max_length = 120)]
    name: Option<String>,
    #[serde(default)]
    opens_at: Option<Time>,
    #[serde(default)]
    closes_at: Option<Time>,
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, min_items = 1, max_items = 5)]
    channels: Option<Vec<Channel>>,
}

async fn field(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, .. }: Json<NewWaveBody>,
) -> Result<(StatusCode, Reply<SurveyDraft>), Fault> {
    let quota = |quota: QuotaBody| Quota {
        name: quota.name,
        condition: quota.condition,
        most: quota.most,
    };
    let stratum = |stratum: StratumBody| Stratum {
        name: stratum.name,
        units: stratum.unit_ids.into_iter().map(UnitId).collect(),
    };
    let new = NewWave {
        name: value.name,
        span: Span {
            opens_at: value.opens_at.0,
            closes_at: value.closes_at.0,
        },
        channels: value.channels,
        quotas: value.quotas.into_iter().map(quota).collect(),
        strata: value.strata.into_iter().map(stratum).collect(),
        invited_only: value.invited_only,
    };
    let survey = app.engine.field_wave(&visit.actor, &slug.0, new).await?;
    Ok((StatusCode::CREATED, draft(&app, &visit, &survey)))
}

async fn change_wave(
    State(app): State<App>,
    visit: Visit,
    InPath((slug, id)): InPath<(Slug, WaveId)>,
    Json { value, .. }: Json<WaveChangeBody>,
) -> Result<Reply<SurveyDraft>, Fault> {
    let survey = app.engine.console_survey(&visit.actor, &slug.0).await?;
    let present = survey.wave(id).ok_or(Error::NotFound)?.span;
    let moved = value.opens_at.is_some() || value.closes_at.is_some();
    let change = WaveChange {
        name: value.name,
        span: moved.then_some(Span {
            opens_at: value.opens_at.map_or(present.opens_at, |time| time.0),
            closes_at: value.closes_at.map_or(present.closes_at, |time| time.0),
        }),
        channels: value.channels,
    };
    let survey = app.engine.change_wave(&visit.actor, &slug.0, id, change).await?;
    Ok(draft(&app, &visit, &survey))
}
