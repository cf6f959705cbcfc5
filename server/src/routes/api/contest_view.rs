//! A contest and its rounds as the API shows them.

use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::contest::settings::ContestSettings;
use khao_domain::time::Timestamp;
use khao_engine::contest::contests::{ConsentText, Contest, Counts};
use khao_engine::contest::groups::Group;
use khao_engine::contest::rounds::Round;
use khao_engine::markdown;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::attachments::{AttachmentShown, attachment_shown};
use super::corrections::{CorrectionShown, correction_shown};
use super::settings::settings_schema;
use super::values::Time;

#[derive(Debug, Serialize, ToSchema)]
pub struct ContestList {
    pub contests: Vec<ContestShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ContestShown {
    pub slug: String,
    pub title: String,
    pub status: Status,
}

/// `draft` appears to organisers only; a contest is never `published`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Draft,
    Upcoming,
    Open,
    Closed,
    Published,
}

/// What an organiser has done with a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Draft,
    Announced,
    Closed,
    Frozen,
    Published,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ContestPage {
    slug: String,
    title: String,
    rules_html: String,
    status: Status,
    groups: Vec<GroupShown>,
    rounds: Vec<RoundShown>,
    consents: Vec<ConsentShown>,
    /// Documents to read, such as the signed rules.
    attachments: Vec<AttachmentShown>,
    counts: CountsShown,
    server_time: Time,
    /// The rules as they were written; for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rules: Option<String>,
    /// Whose it is, for staff; absent where it is the whole authority's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unit_id: Option<Uuid>,
    /// For staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = settings_schema)]
    settings: Option<ContestSettings>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GroupShown {
    id: Uuid,
    name: String,
    /// The group's own, or else the contest's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    min_age: Option<u8>,
}

/// With it anybody can check the commitment and draw the papers again.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevealedShown {
    /// Lower-case hexadecimal.
    secret: String,
    /// The rules at the announcement, in Markdown.
    rules: String,
    /// What was corrected after the announcement, the oldest first; the newest of an item counts.
    corrections: Vec<CorrectionShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RoundShown {
    id: Uuid,
    name: String,
    opens_at: Time,
    closes_at: Time,
    status: Status,
    duration_s: u32,
    questions: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    commitment: Option<String>,
    /// With the ranking published: what the commitment hid.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    revealed: Option<RevealedShown>,
    /// For staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    state: Option<State>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentShown {
    purpose: String,
    text_version: String,
    text_html: String,
    required: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CountsShown {
    participants: i64,
    attempts: i64,
    submitted: i64,
}

impl Status {
    fn of(status: Option<RoundStatus>) -> Self {
        match status {
            None => Self::Draft,
            Some(RoundStatus::Upcoming) => Self::Upcoming,
            Some(RoundStatus::Open) => Self::Open,
            Some(RoundStatus::Closed) => Self::Closed,
            Some(RoundStatus::Published) => Self::Published,
        }
    }

    pub fn of_contest(contest: &Contest, now: Timestamp) -> Self {
        if contest.is_public() {
            Self::of(Some(contest.status(now)))
        } else {
            Self::Draft
        }
    }
}

impl From<RoundState> for State {
    fn from(state: RoundState) -> Self {
        match state {
            RoundState::Draft => Self::Draft,
            RoundState::Announced => Self::Announced,
            RoundState::Closed => Self::Closed,
            RoundState::Frozen => Self::Frozen,
            RoundState::Published => Self::Published,
        }
    }
}

/// `for_staff`: with drafts, settings and states.
pub fn contest_page(contest: &Contest, counts: Counts, now: Timestamp, for_staff: bool) -> ContestPage {
    let rounds = contest
        .rounds
        .iter()
        .filter(|round| for_staff || round.is_public());
    ContestPage {
        slug: contest.slug.clone(),
        title: contest.title.clone(),
        rules_html: contest.rules_html.clone(),
        status: Status::of_contest(contest, now),
        groups: contest
            .groups
            .iter()
            .map(|group| group_shown(contest, group))
            .collect(),
        rounds: rounds.map(|round| round_shown(round, now, for_staff)).collect(),
        consents: contest.consents.iter().map(consent_shown).collect(),
        attachments: contest
            .attachments
            .iter()
            .map(|one| attachment_shown(&contest.slug, one))
            .collect(),
        counts: CountsShown {
            participants: counts.participants,
            attempts: counts.attempts,
            submitted: counts.submitted,
        },
        server_time: Time(now),
        rules: for_staff.then(|| contest.rules_markdown.clone()),
        unit_id: contest.unit.filter(|_| for_staff).map(|unit| unit.0),
        settings: for_staff.then(|| contest.settings.clone()),
    }
}

fn group_shown(contest: &Contest, group: &Group) -> GroupShown {
    GroupShown {
        id: group.id.0,
        name: group.name.clone(),
        min_age: contest.min_age_in(group),
    }
}

pub fn round_shown(round: &Round, now: Timestamp, for_staff: bool) -> RoundShown {
    RoundShown {
        id: round.id.0,
        name: round.name.clone(),
        opens_at: Time(round.opens_at),
        closes_at: Time(round.closes_at),
        status: Status::of(round.status(now)),
        duration_s: round.duration_s,
        questions: round.questions,
        commitment: round.commitment.clone(),
        revealed: round.revealed.as_ref().map(|revealed| RevealedShown {
            secret: revealed.secret.clone(),
            rules: revealed.rules.clone(),
            corrections: revealed.corrections.iter().map(correction_shown).collect(),
        }),
        state: for_staff.then(|| round.state.into()),
    }
}

fn consent_shown(consent: &ConsentText) -> ConsentShown {
    ConsentShown {
        purpose: consent.purpose.clone(),
        text_version: consent.text_version.clone(),
        text_html: markdown::block(&consent.text),
        required: consent.required,
    }
}
