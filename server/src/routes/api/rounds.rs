//! `POST /contests/{slug}/rounds`, `PATCH /rounds/{id}`, and the steps of a round's life.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::ids::RoundId;
use khao_engine::contest::rounds::RoundPlan;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::contest_view::{RoundShown, round_shown};
use super::replies::Reply;
use super::values::{Slug, Time};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery, Json};
use crate::routes::pages::refused_named as named;
use crate::routes::table::{Access, Route, delete, patch, post};
use crate::security::visit::Visit;
use crate::state::App;

const FINGERPRINT: &str = r#"{"type":"string","pattern":"^[0-9a-f]{64}$"}"#;

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunContests);
    vec![
        post("/api/v1/contests/{slug}/rounds", run, create)
            .says("Adds a round as a draft.")
            .takes::<NewRound>()
            .answers::<RoundShown>(201)
            .once(),
        patch("/api/v1/rounds/{id}", run, change)
            .says("Changes a draft; an announced round is what its commitment says.")
            .takes::<RoundChange>()
            .answers::<RoundShown>(200)
            .may_fail(&[409]),
        delete("/api/v1/rounds/{id}", run, remove)
            .says("Removes a draft.")
            .answers_nothing(204)
            .may_fail(&[409]),
        post("/api/v1/rounds/{id}/announcement", run, announce)
            .says("Freezes bank revisions, blueprints and settings, and makes the commitment to them public.")
            .query(
                "reviewed",
                FINGERPRINT,
                "What the review said it was of: refused with 409 where the contest is another one by now.",
            )
            .answers::<Announced>(200)
            .may_fail(&[409, 422]),
        post("/api/v1/rounds/{id}/closing", run, close)
            .says("Closes the round: no attempt starts any more.")
            .answers::<RoundShown>(200)
            .may_fail(&[409]),
        post("/api/v1/rounds/{id}/freezing", run, freeze)
            .says("Fixes the ranking; only when no attempt is open.")
            .answers::<Frozen>(200)
            .may_fail(&[409]),
        post("/api/v1/rounds/{id}/approval", run, approve)
            .says("Approves the fixed ranking, where the contest asks for a second person.")
            .answers::<RoundShown>(200)
            .may_fail(&[409]),
        post("/api/v1/rounds/{id}/remaking", run, remake)
            .says("Makes a fixed ranking anew from the data as they are; it waits for its publication.")
            .takes::<Remaking>()
            .answers::<RoundShown>(200)
            .may_fail(&[409]),
        post("/api/v1/rounds/{id}/publication", run, publish)
            .says("Publishes the fixed ranking.")
            .answers::<RoundShown>(200)
            .may_fail(&[409]),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRound {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    opens_at: Time,
    /// The first instant after the round.
    closes_at: Time,
    #[schema(minimum = 60, maximum = 86_400)]
    duration_s: u32,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundChange {
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    opens_at: Option<Time>,
    closes_at: Option<Time>,
    #[schema(minimum = 60, maximum = 86_400)]
    duration_s: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reviewed {
    reviewed: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Remaking {
    /// Published with the ranking.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Announced {
    commitment: String,
    /// The highest revision of the banks it draws from.
    bank_revision: i64,
}

/// What predictions are compared with.
#[derive(Debug, Serialize, ToSchema)]
pub struct Frozen {
    participants: i64,
    all_correct: i64,
}

async fn create(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, key }: Json<NewRound>,
) -> Result<(StatusCode, Reply<RoundShown>), Fault> {
    let plan = RoundPlan {
        name: value.name,
        opens_at: value.opens_at.0,
        closes_at: value.closes_at.0,
        duration_s: value.duration_s,
    };
    let round = app.engine.create_round(&visit.actor, &slug.0, plan, key).await?;
    let shown = round_shown(&round, app.engine.now(), true);
    Ok((StatusCode::CREATED, Reply(shown)))
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
    Json { value, .. }: Json<RoundChange>,
) -> Result<Reply<RoundShown>, Fault> {
    let (_, present) = app.engine.reached_round(&visit.actor, id).await?;
    let plan = RoundPlan {
        name: value.name.unwrap_or(present.name),
        opens_at: value.opens_at.map_or(present.opens_at, |time| time.0),
        closes_at: value.closes_at.map_or(present.closes_at, |time| time.0),
        duration_s: value.duration_s.unwrap_or(present.duration_s),
    };
    let round = app.engine.change_round(&visit.actor, id, plan).await?;
    Ok(Reply(round_shown(&round, app.engine.now(), true)))
}

async fn remove(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
) -> Result<StatusCode, Fault> {
    app.engine.remove_round(&visit.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn announce(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
    InQuery(query): InQuery<Reviewed>,
) -> Result<Reply<Announced>, Fault> {
    let (engine, actor) = (&app.engine, &visit.actor);
    let announced = match &query.reviewed {
        Some(reviewed) => engine.announce_round_reviewed(actor, id, reviewed).await?,
        None => engine.announce_round(actor, id).await?,
    };
    Ok(Reply(Announced {
        commitment: announced.commitment,
        bank_revision: announced.bank_revision,
    }))
}

async fn close(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
) -> Result<Reply<RoundShown>, Fault> {
    app.engine.close_round(&visit.actor, id).await?;
    shown(&app, id).await
}

async fn freeze(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
) -> Result<Reply<Frozen>, Fault> {
    let work = app.engine.begin_freezing(&visit.actor, id).await?;
    let truth = work.ended().await?;
    Ok(Reply(Frozen {
        participants: truth.participants,
        all_correct: truth.all_correct,
    }))
}

async fn remake(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
    Json { value, .. }: Json<Remaking>,
) -> Result<Reply<RoundShown>, Fault> {
    let made = app.engine.remake_ranking(&visit.actor, id, &value.reason).await;
    made.map_err(|error| named(error, |_| "/reason".to_owned()))?;
    shown(&app, id).await
}

async fn approve(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
) -> Result<Reply<RoundShown>, Fault> {
    app.engine.approve_round(&visit.actor, id).await?;
    shown(&app, id).await
}

async fn publish(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
) -> Result<Reply<RoundShown>, Fault> {
    app.engine.publish_round(&visit.actor, id).await?;
    shown(&app, id).await
}

async fn shown(app: &App, id: RoundId) -> Result<Reply<RoundShown>, Fault> {
    let (_, round) = app.engine.contest_of_round(id).await?;
    Ok(Reply(round_shown(&round, app.engine.now(), true)))
}
