//! `POST /contests/{slug}/participants`: entering. For staff: finding a person and issuing a code anew.

use axum::extract::State;
use axum::response::Response;
use khao_domain::ids::ParticipantId;
use khao_domain::people::entry::{Consent, EntryForm, GuardianForm};
use khao_engine::people::codes::{FOUND_MOST, FoundPerson};
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::replies::{Reply, with_session};
use super::values::{Slug, Time};
use crate::problem::Fault;
use crate::routes::body::{InPath, InQuery, Json};
use crate::routes::objects::{objects, optional_object};
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::Visit;
use crate::state::App;

const NAME_QUERY: &str =
    r#"{"type":"string","maxLength":200,"pattern":"^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$"}"#;

pub fn routes() -> Vec<Route> {
    let find_people = Access::Staff(Action::FindPeople);
    let reissue = Access::Staff(Action::ReissueCodes);
    vec![
        post("/api/v1/contests/{slug}/participants", Access::Public, enter)
            .says("Enters a contest: a person, once. Opens a session.")
            .takes::<NewParticipant>()
            .answers::<Entered>(201)
            .may_fail(&[403, 409, 429])
            .once()
            .hot(),
        get("/api/v1/contests/{slug}/participants", find_people, find)
            .says("People of a contest by name; a coordinator finds those of the own units.")
            .query("query", NAME_QUERY, "Part of the name, without regard to diacritics.")
            .answers::<FoundPeople>(200),
        post("/api/v1/participants/{id}/re-entry-code", reissue, reissue_code)
            .says("Issues a re-entry code anew, after the person was checked; the old code and its sessions end.")
            .answers::<NewCode>(200),
    ]
}

/// A missing field is told like an empty one, so that every mistake is told at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParticipant {
    #[serde(default)]
    #[schema(required = true, min_length = 1, max_length = 100)]
    full_name: String,
    #[serde(default)]
    #[schema(required = true, format = Date)]
    birth_date: String,
    #[schema(schema_with = sex)]
    sex: Option<String>,
    #[schema(max_length = 20)]
    phone: Option<String>,
    #[schema(max_length = 254)]
    email: Option<String>,
    #[serde(default)]
    #[schema(required = true, format = Uuid)]
    unit_id: String,
    #[serde(default)]
    #[schema(required = true, format = Uuid)]
    group_id: String,
    #[schema(max_length = 40)]
    staff_code: Option<String>,
    /// Of people under the contest's age of consent.
    #[serde(default, deserialize_with = "optional_object")]
    guardian: Option<Guardian>,
    #[serde(default, deserialize_with = "objects")]
    #[schema(required = true)]
    consents: Vec<ConsentGiven>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Guardian {
    #[serde(default)]
    #[schema(required = true, min_length = 1, max_length = 100)]
    full_name: String,
    #[serde(default)]
    #[schema(required = true, min_length = 1, max_length = 20)]
    phone: String,
    #[serde(default, deserialize_with = "objects")]
    #[schema(required = true)]
    consents: Vec<ConsentGiven>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentGiven {
    #[serde(default)]
    #[schema(required = true, min_length = 1)]
    purpose: String,
    #[serde(default)]
    #[schema(required = true, min_length = 1)]
    text_version: String,
}

fn sex() -> utoipa::openapi::schema::Object {
    super::values::one_of(&["female", "male", "other"])
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Entered {
    participant_id: Uuid,
    re_entry_code: String,
    token: String,
    expires_at: Time,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    #[serde(default)]
    query: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FoundPeople {
    participants: Vec<Found>,
    /// There are more than are shown: a longer name finds fewer.
    more: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    id: Uuid,
    full_name: String,
    #[schema(format = Date)]
    birth_date: String,
    unit: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NewCode {
    re_entry_code: String,
}

async fn enter(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    Json { value, key }: Json<NewParticipant>,
) -> Result<Response, Fault> {
    app.limits.entry(visit.address)?;
    let entered = app.engine.enter(&slug.0, &form_of(value), key).await?;
    let body = Entered {
        participant_id: entered.participant.0,
        re_entry_code: entered.code.to_string(),
        token: entered.session.token.expose().to_owned(),
        expires_at: Time(entered.session.expires_at),
    };
    with_session(&app, &visit, &entered.session, body).await
}

async fn find(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    InQuery(query): InQuery<Search>,
) -> Result<Reply<FoundPeople>, Fault> {
    let contest = app.engine.console_contest(&visit.actor, &slug.0).await?;
    let mut people = app
        .engine
        .find_people(&visit.actor, contest.id, &query.query)
        .await?;
    let more = people.len() > FOUND_MOST;
    people.truncate(FOUND_MOST);
    let found = |person: FoundPerson| Found {
        id: person.id.0,
        full_name: person.full_name,
        birth_date: person.birth_date,
        unit: person.unit,
    };
    Ok(Reply(FoundPeople {
        participants: people.into_iter().map(found).collect(),
        more,
    }))
}

async fn reissue_code(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<ParticipantId>,
) -> Result<Reply<NewCode>, Fault> {
    let code = app.engine.reissue_code(&visit.actor, id).await?;
    Ok(Reply(NewCode {
        re_entry_code: code.to_string(),
    }))
}

fn form_of(new: NewParticipant) -> EntryForm {
    EntryForm {
        full_name: new.full_name,
        birth_date: new.birth_date,
        sex: new.sex,
        phone: new.phone,
        email: new.email,
        unit_id: new.unit_id,
        group_id: new.group_id,
        staff_code: new.staff_code,
        guardian: new.guardian.map(|guardian| GuardianForm {
            full_name: guardian.full_name,
            phone: guardian.phone,
            consents: consents_of(guardian.consents),
        }),
        consents: consents_of(new.consents),
    }
}

fn consents_of(given: Vec<ConsentGiven>) -> Vec<Consent> {
    given
        .into_iter()
        .map(|one| Consent {
            purpose: one.purpose,
            text_version: one.text_version,
        })
        .collect()
}
