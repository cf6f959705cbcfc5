//! Steps that many items of a bank take at once: `POST /banks/{id}/steps/{step}`.

use axum::extract::State;
use khao_domain::bank::item::Difficulty;
use khao_domain::bank::lifecycle::Step;
use khao_domain::ids::BankId;
use khao_engine::bank::review::{BulkReport, BulkStep, LeftOut, right_to};
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::replies::Reply;
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::table::{Access, Route, post};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let manage = Access::Staff(Action::ManageBanks);
    vec![
        step("/api/v1/banks/{id}/steps/review", Step::Review)
            .says("Somebody else than their authors has looked at drafts."),
        step("/api/v1/banks/{id}/steps/approval", Step::Approve).says("Reviewed items may enter papers."),
        step("/api/v1/banks/{id}/steps/return", Step::SendBack)
            .says("Sends items back to their authors, with a note of what to change."),
        step("/api/v1/banks/{id}/steps/retirement", Step::Retire).says("Papers hold the items no more."),
        step("/api/v1/banks/{id}/steps/restoration", Step::Restore)
            .says("What was retired is what it was before, or draft again where it was changed since."),
        post("/api/v1/banks/{id}/steps/topic", manage, topic)
            .says("Gives items this topic; what was approved is draft again.")
            .takes::<TopicForMany>()
            .answers::<Stepped>(200)
            .may_fail(&[409]),
        post("/api/v1/banks/{id}/steps/difficulty", manage, difficulty)
            .says("Gives items this difficulty; what was approved is draft again.")
            .takes::<DifficultyForMany>()
            .answers::<Stepped>(200)
            .may_fail(&[409]),
    ]
}

fn step(path: &'static str, step: Step) -> Route {
    let handler = move |State(app): State<App>,
                        visit: Visit,
                        InPath(id): InPath<BankId>,
                        Json { value, .. }: Json<StepForMany>| async move {
        take(&app, &visit, id, &value.codes, BulkStep::Step(step, value.note)).await
    };
    post(path, Access::Staff(right_to(step)), handler)
        .takes::<StepForMany>()
        .answers::<Stepped>(200)
        .may_fail(&[409])
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepForMany {
    #[schema(min_items = 1, max_items = 5_000)]
    codes: Vec<String>,
    /// Whoever sends items back must say what to change.
    #[serde(default)]
    #[schema(max_length = 1_000)]
    note: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TopicForMany {
    #[schema(min_items = 1, max_items = 5_000)]
    codes: Vec<String>,
    #[schema(min_length = 1, max_length = 120)]
    topic: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DifficultyForMany {
    #[schema(min_items = 1, max_items = 5_000)]
    codes: Vec<String>,
    #[schema(value_type = u8, minimum = 1, maximum = 5)]
    difficulty: Difficulty,
}

/// All in one revision of the bank.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stepped {
    /// Codes.
    changed: Vec<String>,
    left_out: Vec<LeftOutShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOutShown {
    code: String,
    /// `missing`: there is no such item; `own`: the caller wrote it; `status`: the step does not start from its status, or
    /// changes nothing.
    #[schema(value_type = String)]
    reason: &'static str,
}

async fn topic(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<BankId>,
    Json { value, .. }: Json<TopicForMany>,
) -> Result<Reply<Stepped>, Fault> {
    take(&app, &visit, id, &value.codes, BulkStep::Topic(value.topic)).await
}

async fn difficulty(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<BankId>,
    Json { value, .. }: Json<DifficultyForMany>,
) -> Result<Reply<Stepped>, Fault> {
    let step = BulkStep::Difficulty(value.difficulty);
    take(&app, &visit, id, &value.codes, step).await
}

async fn take(
    app: &App,
    visit: &Visit,
    id: BankId,
    codes: &[String],
    step: BulkStep,
) -> Result<Reply<Stepped>, Fault> {
    let BulkReport { changed, left_out } = app.engine.change_items(&visit.actor, id, codes, step).await?;
    let left = |(code, why)| LeftOutShown {
        code,
        reason: match why {
            LeftOut::Missing => "missing",
            LeftOut::Own => "own",
            LeftOut::Status => "status",
        },
    };
    Ok(Reply(Stepped {
        changed,
        left_out: left_out.into_iter().map(left).collect(),
    }))
}
