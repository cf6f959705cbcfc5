//! `POST /rounds/{round_id}/attempts`, `GET /attempts/{id}`, `PUT /attempts/{id}/answers`.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::answer::parse_canonical;
use khao_domain::decimal::Decimal;
use khao_domain::ids::{AttemptId, RoundId};
use khao_domain::lang::said;
use khao_engine::SavedPosition;
use khao_engine::contest::attempts::{AttemptView, NewAnswer, QuestionView, SavedAnswer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::replies::Reply;
use super::values::{AnswerValue, Time, present};
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::objects::objects;
use crate::routes::table::{Access, Route, get, post, put};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let mine = Access::Participant;
    vec![
        post("/api/v1/rounds/{round_id}/attempts", mine, start)
            .says("Starts an attempt, or returns the one there is.")
            .takes::<Start>()
            .answers::<Attempt>(201)
            .answers::<Attempt>(200)
            .may_fail(&[409, 429])
            .hot(),
        get("/api/v1/attempts/{id}", mine, resume)
            .says("Resumes an attempt, on any device.")
            .answers::<Attempt>(200),
        put("/api/v1/attempts/{id}/answers", mine, save)
            .says("Saves answers; the answer comes after they are durable.")
            .takes::<Answers>()
            .answers::<SavedAnswers>(200)
            .may_fail(&[409, 429])
            .hot(),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// Random text of the client's, which enters the draw.
    #[serde(default)]
    #[schema(max_length = 128)]
    client_nonce: Option<String>,
    /// Which attempt, from 1; without it the latest is returned.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 4_294_967_295_u64)]
    ordinal: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AttemptStatus {
    Open,
    Sealed,
}

#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "the contract's names")]
pub struct Attempt {
    attempt_id: Uuid,
    round_id: Uuid,
    ordinal: u32,
    status: AttemptStatus,
    started_at: Time,
    deadline: Time,
    server_time: Time,
    questions: Vec<Question>,
    saved: Vec<SavedOne>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Question {
    position: u16,
    #[schema(value_type = Kind)]
    kind: ItemKindName,
    stem_html: String,
    /// In the order drawn.
    options: Vec<OptionShown>,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, nullable = false)]
    min: Option<serde_json::Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, nullable = false)]
    max: Option<serde_json::Number>,
}

/// The words of [`ItemKindName`] for the description.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
pub enum Kind {
    SingleChoice,
    MultipleChoice,
    TrueFalse,
    Number,
    Text,
    Prediction,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OptionShown {
    id: String,
    text_html: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SavedOne {
    position: u16,
    seq: i64,
    /// `null`: cleared.
    value: Option<AnswerValue>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    #[serde(deserialize_with = "objects")]
    #[schema(max_items = 200)]
    answers: Vec<Answer>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    #[schema(minimum = 1, maximum = 65_535)]
    position: u16,
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_u64)]
    seq: i64,
    /// `null` clears.
    #[serde(deserialize_with = "present")]
    #[schema(required = true)]
    value: Option<AnswerValue>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SavedAnswers {
    saved: Vec<SavedNow>,
    deadline: Time,
    server_time: Time,
}

#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::option_option, reason = "absent and null say different things")]
pub struct SavedNow {
    position: u16,
    /// The highest one stored.
    seq: i64,
    /// What is stored, where it is not what was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<AnswerValue>)]
    value: Option<Option<AnswerValue>>,
    /// The same seq holds another value: what was sent is not stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    conflict: Option<bool>,
}

/// Each person's requests are counted by themselves: a school shares one address.
pub fn count(app: &App, visit: &Visit) -> Result<(), Fault> {
    let (person, _) = visit.actor.participant()?;
    Ok(app.limits.answers(person.0.into_bytes())?)
}

async fn start(
    State(app): State<App>,
    visit: Visit,
    InPath(round): InPath<RoundId>,
    Json { value, .. }: Json<Start>,
) -> Result<(StatusCode, Reply<Attempt>), Fault> {
    count(&app, &visit)?;
    let nonce = value.client_nonce.unwrap_or_default();
    let (view, is_new) = app
        .engine
        .start(&visit.actor, round, value.ordinal, &nonce)
        .await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Reply(attempt_of(view))))
}

async fn resume(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AttemptId>,
) -> Result<Reply<Attempt>, Fault> {
    let view = app.engine.attempt(&visit.actor, id).await?;
    Ok(Reply(attempt_of(view)))
}

async fn save(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AttemptId>,
    Json { value, .. }: Json<Answers>,
) -> Result<Reply<SavedAnswers>, Fault> {
    count(&app, &visit)?;
    if value.answers.len() > 200 {
        return Err(Fault::invalid(
            "/answers",
            said(
                "Mỗi lần lưu có tối đa 200 câu.",
                "At most 200 answers are saved at once.",
            ),
        ));
    }
    let answers: Vec<NewAnswer> = value
        .answers
        .into_iter()
        .map(|answer| NewAnswer {
            position: answer.position,
            seq: answer.seq,
            value: answer.value.map(|value| value.0),
        })
        .collect();
    let saved = app.engine.save(&visit.actor, id, &answers).await?;
    Ok(Reply(SavedAnswers {
        saved: saved.positions.into_iter().map(saved_now).collect(),
        deadline: Time(saved.deadline),
        server_time: Time(saved.server_time),
    }))
}

fn attempt_of(view: AttemptView) -> Attempt {
    Attempt {
        attempt_id: view.id.0,
        round_id: view.round.0,
        ordinal: view.ordinal,
        status: if view.sealed {
            AttemptStatus::Sealed
        } else {
            AttemptStatus::Open
        },
        started_at: Time(view.started_at),
        deadline: Time(view.deadline),
        server_time: Time(view.server_time),
        questions: view.questions.into_iter().map(question_of).collect(),
        saved: view.saved.into_iter().map(saved_of).collect(),
    }
}

fn question_of(question: QuestionView) -> Question {
    Question {
        position: question.position,
        kind: question.kind,
        stem_html: question.stem_html.to_string(),
        options: options_of(question.options),
        required: question.required,
        min: question.min.map(Decimal::to_json),
        max: question.max.map(Decimal::to_json),
    }
}

pub fn options_of(options: Vec<(String, std::sync::Arc<str>)>) -> Vec<OptionShown> {
    let shown = |(id, html): (String, std::sync::Arc<str>)| OptionShown {
        id,
        text_html: html.to_string(),
    };
    options.into_iter().map(shown).collect()
}

fn saved_of(answer: SavedAnswer) -> SavedOne {
    SavedOne {
        position: answer.position,
        seq: answer.seq,
        value: answer.value.map(AnswerValue),
    }
}

fn saved_now(saved: SavedPosition) -> SavedNow {
    let stored = |value: Option<String>| value.as_deref().and_then(parse_canonical).map(AnswerValue);
    SavedNow {
        position: saved.position,
        seq: saved.seq,
        value: saved.other.map(stored),
        conflict: saved.conflict.then_some(true),
    }
}
