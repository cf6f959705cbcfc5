//! `POST /surveys/{slug}/responses`, `POST /surveys/{slug}/responses/batch`.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::ids::UnitId;
use khao_domain::lang::{Lang, said};
use khao_domain::survey::wave::Channel;
use khao_engine::error::Error;
use khao_engine::policy::Action;
use khao_engine::survey::responding::SentResponse;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::replies::Reply;
use super::values::Slug;
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::objects::objects;
use crate::routes::table::{Access, Route, post};
use crate::security::visit::Visit;
use crate::state::App;

/// What one call may bring.
const BATCH_MOST: usize = 200;

pub fn routes() -> Vec<Route> {
    vec![
        post("/api/v1/surveys/{slug}/responses", Access::Public, respond)
            .says("Stores a response; the same client is stored once and answered alike.")
            .takes::<ResponseSent>()
            .answers::<SurveyReceipt>(201)
            .may_fail(&[401, 403, 409, 429]),
        post(
            "/api/v1/surveys/{slug}/responses/batch",
            Access::Staff(Action::CollectResponses),
            respond_all,
        )
        .says("Stores what interviewers took down; a bad one is refused alone, and one over quota is kept as such.")
        .takes::<ResponseBatch>()
        .answers::<ResponseResults>(200),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResponseSent {
    /// The `version` of the form that was answered.
    #[schema(minimum = 1)]
    form_version: i64,
    /// Of an invitation, where the wave asks only those who have one; with `web`, and without unit and desk.
    #[serde(default)]
    #[schema(max_length = 100)]
    token: Option<String>,
    /// `web`, `qr`, `kiosk`, `interviewer` or `paper`; the last two are sent by staff.
    #[schema(value_type = String)]
    channel: Channel,
    #[serde(default)]
    unit_id: Option<Uuid>,
    #[serde(default)]
    #[schema(max_length = 80)]
    desk: Option<String>,
    /// In which the form was read.
    #[schema(max_length = 20)]
    language: String,
    /// By the id of the question: a step's value, `{"option": id}`, `{"options": […]}`, `{"number": n}`, `{"text": s}`,
    /// `{"date": "YYYY-MM-DD"}`, `{"order": […]}` or `{"agreed": true}`.
    #[schema(value_type = Object)]
    answers: Map<String, Value>,
    /// Made at random by the client before it first sends.
    #[schema(min_length = 1, max_length = 100)]
    client_id: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResponseBatch {
    #[serde(deserialize_with = "objects")]
    #[schema(max_items = 200)]
    responses: Vec<ResponseSent>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SurveyReceipt {
    receipt: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ResponseResults {
    /// In the order of the responses.
    results: Vec<ResponseResult>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ResponseResult {
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    receipt: Option<String>,
    /// Why it was not stored, as a single call would tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    problem: Option<Value>,
}

async fn respond(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, .. }: Json<ResponseSent>,
) -> Result<(StatusCode, Reply<SurveyReceipt>), Fault> {
    if value.token.is_some() {
        app.limits.one_time_code(visit.address)?;
    }
    let sent = sent(value);
    let receipt = app.engine.respond(&visit.actor, &slug.0, sent).await?;
    Ok((StatusCode::CREATED, Reply(SurveyReceipt { receipt })))
}

async fn respond_all(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, .. }: Json<ResponseBatch>,
) -> Result<Reply<ResponseResults>, Fault> {
    if value.responses.len() > BATCH_MOST {
        let detail = said(
            "Mỗi lần gửi có nhiều nhất 200 phiếu.",
            "A call brings 200 responses at most.",
        );
        return Err(Fault::invalid("/responses", detail));
    }
    let taken = value.responses.into_iter().map(sent).collect();
    let stored = app.engine.respond_batch(&visit.actor, &slug.0, taken).await?;
    let result = |stored: Result<String, Error>| match stored {
        Ok(receipt) => ResponseResult {
            status: 201,
            receipt: Some(receipt),
            problem: None,
        },
        Err(error) => refused(error.into(), visit.lang),
    };
    Ok(Reply(ResponseResults {
        results: stored.into_iter().map(result).collect(),
    }))
}

fn sent(value: ResponseSent) -> SentResponse {
    SentResponse {
        form_version: value.form_version,
        channel: value.channel,
        unit: value.unit_id.map(UnitId),
        desk: value.desk,
        language: value.language,
        answers: value.answers,
        client_id: value.client_id,
        token: value.token,
    }
}

fn refused(fault: Fault, lang: Lang) -> ResponseResult {
    ResponseResult {
        status: fault.status.as_u16(),
        receipt: None,
        problem: Some(fault.told(lang)),
    }
}
