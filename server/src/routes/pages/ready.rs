//! `GET /contests/{slug}/ready`, and `POST /rounds/{id}/start`.

use std::sync::Arc;

use axum::http::StatusCode;
use khao_app::pages::ready::{NextStep, PastAttempt, ReadyRound, ReadyView, page};
use khao_domain::contest::clock;
use khao_domain::contest::release::Shown;
use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::{AttemptId, RoundId};
use khao_domain::lang::said;
use khao_domain::time::Timestamp;
use khao_engine::contest::contests::Contest;
use khao_engine::contest::own_attempts::OwnAttempt;
use khao_engine::contest::rounds::Round;
use khao_engine::error::Error;
use khao_engine::people::entry::Me;

use super::contest::shown_messages;
use super::context::{Page, PageResult, see_other};
use super::receipt::score;
use crate::problem::Fault;
use crate::routes::body::{Form, InPath};
use crate::routes::table::{Access, Route, get, post};

pub fn routes() -> Vec<Route> {
    vec![
        get("/contests/{slug}/ready", Access::Participant, show),
        post("/rounds/{id}/start", Access::Participant, start)
            .takes_form()
            .hot(),
    ]
}

/// The visitor and the contest; whoever entered another contest has to come back into this one first.
pub(super) async fn own_entry(page_of: &Page, slug: &str) -> Result<(Me, Arc<Contest>), Fault> {
    let contest = page_of.engine().public_contest(slug).await?;
    let me = page_of.engine().me(page_of.actor()).await?;
    if me.contest == contest.id {
        Ok((me, contest))
    } else {
        Err(Error::LogIn.into())
    }
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let (me, contest) = own_entry(&page_of, &slug).await?;
    let attempts = page_of.engine().own_attempts(page_of.actor(), &contest).await?;
    let mut rounds = Vec::new();
    let mut past = Vec::new();
    for round in contest.rounds.iter().filter(|round| round.is_public()) {
        let played = played(round, &attempts);
        let settings = page_of.engine().settings_of_round(round.id).await?;
        rounds.push(line(&page_of, &settings, round, &played));
        past.extend(played.sealed);
    }
    rounds.sort_by_key(|round| match round.next {
        NextStep::Resume { .. } | NextStep::Start { .. } => 0,
        NextStep::Wait => 1,
        NextStep::NoneLeft | NextStep::Over => 2,
    });
    let view = ReadyView {
        slug,
        contest_title: contest.title.clone(),
        name: me.full_name,
        unit: me.unit_name,
        re_entry_code: me.code.to_string(),
        is_ranked: rounds.iter().any(|round| round.is_ranked),
        rounds,
        past,
        messages: shown_messages(&contest, page_of.engine().now()),
    };
    // The player's module comes with this page, before the clock runs.
    Ok(page_of
        .show_live(
            StatusCode::OK,
            page_of.lang().say("Trang dự thi", "My contest"),
            page(page_of.lang(), view),
        )
        .await)
}

/// A person's attempts of one round.
struct Played {
    open: Option<(AttemptId, Timestamp)>,
    sealed: Vec<PastAttempt>,
}

fn played(round: &Round, attempts: &[OwnAttempt]) -> Played {
    let mut played = Played {
        open: None,
        sealed: Vec::new(),
    };
    for attempt in attempts.iter().filter(|attempt| attempt.round == round.id) {
        match &attempt.sealed {
            None => played.open = Some((attempt.id, attempt.deadline)),
            Some(sealed) => played.sealed.push(PastAttempt {
                id: attempt.id,
                round_name: round.name.clone(),
                ordinal: attempt.ordinal,
                submitted_at: sealed.submitted_at,
                score: sealed.score.map(score),
                has_result: sealed.keys_shown == Shown::Now,
                voided: sealed.voided.clone(),
            }),
        }
    }
    played
}

fn line(page_of: &Page, settings: &ContestSettings, round: &Round, played: &Played) -> ReadyRound {
    let now = page_of.engine().now();
    let taken = u32::try_from(played.sealed.len()).unwrap_or(u32::MAX);
    let ordinal = taken.saturating_add(1);
    let next = match (played.open, round.status(now)) {
        (Some((attempt_id, deadline)), _) => NextStep::Resume { attempt_id, deadline },
        (None, Some(RoundStatus::Open)) if settings.attempts.allows(ordinal) => NextStep::Start {
            form_id: page_of.form_id(),
            ordinal,
            deadline: clock::deadline(settings.deadline, now, round.duration_s, round.closes_at, 0),
        },
        (None, Some(RoundStatus::Open)) => NextStep::NoneLeft,
        (None, Some(RoundStatus::Upcoming) | None) => NextStep::Wait,
        (None, Some(RoundStatus::Closed | RoundStatus::Published)) => NextStep::Over,
    };
    ReadyRound {
        id: round.id,
        name: round.name.clone(),
        opens_at: round.opens_at,
        closes_at: round.closes_at,
        closed_early: round.closed_early(),
        duration_s: round.duration_s,
        questions: round.questions,
        next,
        is_ranked: round.state == RoundState::Published,
    }
}

/// The ordinal names the attempt, so that a form sent twice starts one.
async fn start(page_of: Page, InPath(round): InPath<RoundId>, form: Form) -> PageResult {
    let (person, _) = page_of.actor().participant()?;
    page_of.app.limits.answers(*person.0.as_bytes())?;
    let ordinal = match form.given("ordinal") {
        None => None,
        Some(text) => match text.parse() {
            Ok(ordinal) => Some(ordinal),
            Err(_) => {
                return Err(Fault::invalid(
                    "/ordinal",
                    said("Lượt thi phải là một số.", "The attempt must be a number."),
                ));
            }
        },
    };
    let (attempt, _) = page_of
        .engine()
        .start(page_of.actor(), round, ordinal, form.text("client_nonce"))
        .await?;
    let page = if attempt.sealed { "/receipt" } else { "" };
    Ok(see_other(&format!("/attempts/{}{page}", attempt.id)))
}
