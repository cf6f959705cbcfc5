//! `GET|POST /attempts/{id}/complaints` for participants, `GET|POST /rounds/{id}/complaints` for organisers.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::ids::{AttemptId, ComplaintId, RoundId};
use khao_engine::contest::complaints::{Complaint, ComplaintCase};
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::replies::Reply;
use super::values::Time;
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunContests);
    vec![
        get("/api/v1/attempts/{id}/complaints", Access::Participant, mine)
            .says("The own complaints about an attempt, with their answers.")
            .answers::<MyList>(200),
        post("/api/v1/attempts/{id}/complaints", Access::Participant, file)
            .says("Objects to a question or the result, some days after publication; the same again is stored once.")
            .takes::<ComplaintSent>()
            .answers::<ComplaintShown>(201)
            .may_fail(&[409]),
        get("/api/v1/rounds/{id}/complaints", run, list)
            .says("What participants object to, those that wait for an answer first; at most 200.")
            .answers::<CaseList>(200),
        post("/api/v1/rounds/{id}/complaints", run, answer)
            .says("Answers a complaint, once; one that does not wait is not found.")
            .takes::<AnswerSent>()
            .answers_nothing(204),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComplaintSent {
    /// The question of the paper; absent where it is about the result.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 65_535)]
    position: Option<u16>,
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerSent {
    complaint_id: Uuid,
    #[schema(min_length = 1, max_length = 2000)]
    answer: String,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintState {
    Open,
    Answered,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ComplaintShown {
    id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    position: Option<u16>,
    text: String,
    filed_at: Time,
    state: ComplaintState,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    answer: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MyList {
    complaints: Vec<ComplaintShown>,
    /// Until when more can be filed; absent where nothing can.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    open_until: Option<Time>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseList {
    complaints: Vec<CaseShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseShown {
    #[serde(flatten)]
    complaint: ComplaintShown,
    attempt_id: Uuid,
    participant_id: Uuid,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    item_code: Option<String>,
}

async fn mine(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AttemptId>,
) -> Result<Reply<MyList>, Fault> {
    let mine = app.engine.my_complaints(&visit.actor, id).await?;
    Ok(Reply(MyList {
        complaints: mine.complaints.into_iter().map(shown).collect(),
        open_until: mine.open_until.map(Time),
    }))
}

async fn file(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AttemptId>,
    Json { value, .. }: Json<ComplaintSent>,
) -> Result<(StatusCode, Reply<ComplaintShown>), Fault> {
    let filed = app
        .engine
        .complain(&visit.actor, id, value.position, &value.text)
        .await?;
    Ok((StatusCode::CREATED, Reply(shown(filed))))
}

async fn list(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
) -> Result<Reply<CaseList>, Fault> {
    let cases = app.engine.complaints(&visit.actor, id).await?;
    Ok(Reply(CaseList {
        complaints: cases.into_iter().map(case).collect(),
    }))
}

async fn answer(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
    Json { value, .. }: Json<AnswerSent>,
) -> Result<StatusCode, Fault> {
    let complaint = ComplaintId(value.complaint_id);
    app.engine
        .answer_complaint(&visit.actor, (id, complaint), &value.answer)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(complaint: Complaint) -> ComplaintShown {
    ComplaintShown {
        id: complaint.id.0,
        position: complaint.position,
        text: complaint.text,
        filed_at: Time(complaint.filed_at),
        state: match complaint.answer {
            Some(_) => ComplaintState::Answered,
            None => ComplaintState::Open,
        },
        answer: complaint.answer.map(|(answer, _)| answer),
    }
}

fn case(case: ComplaintCase) -> CaseShown {
    CaseShown {
        attempt_id: case.attempt.0,
        participant_id: case.participant.0,
        name: case.name,
        item_code: case.item,
        complaint: shown(case.complaint),
    }
}
