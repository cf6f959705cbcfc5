//! `POST /attempts/{id}/submission` and `GET /attempts/{id}/result`.

use axum::extract::State;
use khao_domain::bank::item::ItemKindName;
use khao_domain::ids::AttemptId;
use khao_engine::contest::results::{AttemptResult, Receipt, ResultItem};
use serde::Serialize;
use utoipa::ToSchema;

use super::attempts::{Kind, OptionShown, count, options_of};
use super::replies::Reply;
use super::values::{AnswerValue, NoMembers, Points, Time};
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let mine = Access::Participant;
    vec![
        post("/api/v1/attempts/{id}/submission", mine, submit)
            .says("Hands in; repeating it gives the same answer.")
            .takes::<NoMembers>()
            .answers::<Submission>(200)
            .may_fail(&[429])
            .hot(),
        get("/api/v1/attempts/{id}/result", mine, result)
            .says("The own answers beside keys and explanations, once the rules release them.")
            .answers::<ResultPage>(200),
    ]
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Submission {
    submitted_at: Time,
    receipt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    score: Option<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    max_score: Option<Points>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ResultPage {
    #[serde(flatten)]
    submission: Submission,
    items: Vec<Item>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Item {
    position: u16,
    #[schema(value_type = Kind)]
    kind: ItemKindName,
    stem_html: String,
    options: Vec<OptionShown>,
    /// The own one; `null` where the question was left out.
    answer: Option<AnswerValue>,
    is_correct: bool,
    score: Points,
    max_score: Points,
    /// The ids of the right options.
    key: Vec<String>,
    /// The right number or text, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    key_text: Option<String>,
    explanation_html: String,
    source: String,
}

async fn submit(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AttemptId>,
    Json {
        value: NoMembers {}, ..
    }: Json<NoMembers>,
) -> Result<Reply<Submission>, Fault> {
    count(&app, &visit)?;
    app.engine.submit(&visit.actor, id).await?;
    let receipt = app.engine.receipt(&visit.actor, id).await?;
    Ok(Reply(submission_of(receipt)))
}

async fn result(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AttemptId>,
) -> Result<Reply<ResultPage>, Fault> {
    let AttemptResult { receipt, items } = app.engine.result(&visit.actor, id).await?;
    Ok(Reply(ResultPage {
        submission: submission_of(receipt),
        items: items.into_iter().map(item_of).collect(),
    }))
}

fn submission_of(receipt: Receipt) -> Submission {
    let points = |hundredths: u32| Points(i64::from(hundredths));
    Submission {
        submitted_at: Time(receipt.submitted_at),
        receipt: receipt.receipt,
        score: receipt.score.map(|(score, _)| points(score)),
        max_score: receipt.score.map(|(_, most)| points(most)),
    }
}

fn item_of(item: ResultItem) -> Item {
    Item {
        position: item.position,
        kind: item.kind,
        stem_html: item.stem_html.to_string(),
        options: options_of(item.options),
        answer: item.answer.map(AnswerValue),
        is_correct: item.is_correct,
        score: Points(i64::from(item.score_hundredths)),
        max_score: Points(i64::from(item.max_score_hundredths)),
        key: item.key,
        key_text: item.key_text,
        explanation_html: item.explanation_html,
        source: item.source,
    }
}
