//! While a round runs: extra time, attempts that do not count, messages to everybody in a contest.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::ids::{AttemptId, MessageId, ParticipantId, RoundId, UnitId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::contest::extra_time::{Grant, GrantScope, NewGrant};
use khao_engine::contest::messages::{Message, NewMessage};
use khao_engine::error::Error;
use khao_engine::people::correction::Correction;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::replies::Reply;
use super::values::{Slug, Time};
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::table::{Access, Route, delete, get, patch, post};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::InspectContests);
    let run = Access::Staff(Action::RunContests);
    vec![
        post("/api/v1/rounds/{id}/extra-time", run, give_time)
            .says("Lets attempts that are open now grow: of one person, of a unit with all below, or of everybody.")
            .takes::<ExtraTime>()
            .answers::<GrantShown>(201)
            .may_fail(&[409])
            .once(),
        get("/api/v1/rounds/{id}/extra-time", read, grants)
            .says("The extra time that was given, the newest first.")
            .answers::<GrantList>(200),
        post("/api/v1/attempts/{id}/void", run, void)
            .says("Takes an attempt out of counts and rankings, until the ranking is fixed; its person is told why.")
            .takes::<Voiding>()
            .answers_nothing(204)
            .may_fail(&[409]),
        delete("/api/v1/attempts/{id}/void", run, restore)
            .says("Lets a voided attempt count again, until the ranking is fixed.")
            .answers_nothing(204)
            .may_fail(&[409]),
        patch("/api/v1/participants/{id}", run, correct)
            .says("Corrects what a person entered, for a reason that is told to the person; the group only while there is no attempt.")
            .takes::<EntryCorrection>()
            .answers_nothing(204)
            .may_fail(&[409]),
        post("/api/v1/contests/{slug}/messages", run, add_message)
            .says("Tells everybody in a contest something, on its page, in the lobby and on the paper.")
            .takes::<MessageToAll>()
            .answers::<MessageShown>(201)
            .once(),
        get("/api/v1/contests/{slug}/messages", read, messages)
            .says("The messages of a contest that were not withdrawn, the newest first.")
            .answers::<MessageList>(200),
        delete("/api/v1/contests/{slug}/messages/{id}", run, withdraw)
            .says("Withdraws a message.")
            .answers_nothing(204),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtraTime {
    #[schema(minimum = 60, maximum = 21_600)]
    seconds: u32,
    /// Participants read it.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
    /// Of one person.
    participant_id: Option<Uuid>,
    /// Of a unit with all below it.
    unit_id: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GrantShown {
    id: Uuid,
    seconds: u32,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    participant_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_id: Option<Uuid>,
    granted_at: Time,
    /// How many attempts have grown.
    attempts: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GrantList {
    grants: Vec<GrantShown>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Voiding {
    /// Its person reads it.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryCorrection {
    full_name: Option<String>,
    birth_date: Option<String>,
    /// Empty: none.
    phone: Option<String>,
    /// Empty: none.
    email: Option<String>,
    unit_id: Option<String>,
    group_id: Option<String>,
    /// Its person reads it.
    #[serde(default)]
    #[schema(required = true, min_length = 1, max_length = 200)]
    reason: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageToAll {
    /// Plain text.
    #[schema(min_length = 1, max_length = 500)]
    text: String,
    /// From when it is shown; at once where there is none.
    from: Option<Time>,
    /// The first instant at which it is not shown any more.
    until: Option<Time>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MessageShown {
    id: Uuid,
    text: String,
    from: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Time>,
    created_at: Time,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MessageList {
    messages: Vec<MessageShown>,
}

fn grant_shown(grant: Grant) -> GrantShown {
    let (participant_id, unit_id) = match grant.scope {
        GrantScope::Everybody => (None, None),
        GrantScope::Unit(id) => (None, Some(id.0)),
        GrantScope::Person(id) => (Some(id.0), None),
    };
    GrantShown {
        id: grant.id.0,
        seconds: grant.seconds,
        reason: grant.reason,
        participant_id,
        unit_id,
        granted_at: Time(grant.granted_at),
        attempts: grant.attempts,
    }
}

fn message_shown(message: &Message) -> MessageShown {
    MessageShown {
        id: message.id.0,
        text: message.text.clone(),
        from: Time(message.from),
        until: message.until.map(Time),
        created_at: Time(message.created_at),
    }
}

async fn give_time(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
    Json { value, key }: Json<ExtraTime>,
) -> Result<(StatusCode, Reply<GrantShown>), Fault> {
    let scope = match (value.participant_id, value.unit_id) {
        (None, None) => GrantScope::Everybody,
        (None, Some(unit)) => GrantScope::Unit(UnitId(unit)),
        (Some(person), None) => GrantScope::Person(ParticipantId(person)),
        (Some(_), Some(_)) => {
            let detail = said(
                "Chỉ chọn một: một người, hoặc một đơn vị.",
                "Choose one only: a person, or a unit.",
            );
            return Err(Error::Invalid(vec![Problem::at("/unit_id", detail)]).into());
        }
    };
    let new = NewGrant {
        seconds: value.seconds,
        reason: value.reason,
        scope,
    };
    let grant = app.engine.give_time(&visit.actor, id, new, key).await?;
    Ok((StatusCode::CREATED, Reply(grant_shown(grant))))
}

async fn grants(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<RoundId>,
) -> Result<Reply<GrantList>, Fault> {
    let grants = app.engine.grants_of_round(&visit.actor, id).await?;
    Ok(Reply(GrantList {
        grants: grants.into_iter().map(grant_shown).collect(),
    }))
}

async fn void(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AttemptId>,
    Json { value, .. }: Json<Voiding>,
) -> Result<StatusCode, Fault> {
    app.engine.void_attempt(&visit.actor, id, &value.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn restore(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<AttemptId>,
) -> Result<StatusCode, Fault> {
    app.engine.restore_attempt(&visit.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn correct(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<ParticipantId>,
    Json { value, .. }: Json<EntryCorrection>,
) -> Result<StatusCode, Fault> {
    let change = Correction {
        full_name: value.full_name,
        birth_date: value.birth_date,
        phone: value.phone,
        email: value.email,
        unit_id: value.unit_id,
        group_id: value.group_id,
        reason: value.reason,
    };
    app.engine.correct_entry(&visit.actor, id, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn add_message(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, key }: Json<MessageToAll>,
) -> Result<(StatusCode, Reply<MessageShown>), Fault> {
    let new = NewMessage {
        text: value.text,
        from: value.from.map(|time| time.0),
        until: value.until.map(|time| time.0),
    };
    let message = app.engine.add_message(&visit.actor, &slug.0, new, key).await?;
    Ok((StatusCode::CREATED, Reply(message_shown(&message))))
}

async fn messages(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
) -> Result<Reply<MessageList>, Fault> {
    let contest = app.engine.console_contest(&visit.actor, &slug.0).await?;
    Ok(Reply(MessageList {
        messages: contest.messages.iter().map(message_shown).collect(),
    }))
}

async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    InPath((slug, id)): InPath<(Slug, MessageId)>,
) -> Result<StatusCode, Fault> {
    app.engine.withdraw_message(&visit.actor, &slug.0, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
