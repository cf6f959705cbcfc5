//! `/console/participants/{id}`: one person of a contest and their attempts.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::person::{AttemptLine, AttemptState, PersonView, page};
use khao_domain::ids::ParticipantId;
use khao_engine::people::person::PersonsAttempt;
use khao_engine::policy::Action;

use crate::routes::body::InPath;
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::table::{Access, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get(
        "/console/participants/{id}",
        Access::Staff(Action::RunContests),
        show,
    )]
}

async fn show(page_of: Page, InPath(id): InPath<ParticipantId>) -> PageResult {
    let person = page_of.engine().person(page_of.actor(), id).await?;
    let units = page_of.engine().units().await?;
    let group = person.contest.group(person.group);
    let view = PersonView {
        id,
        contest_slug: person.contest.slug.clone(),
        contest_title: person.contest.title.clone(),
        name: person.full_name.clone(),
        birth_date: person.birth_date,
        unit: units.name(person.unit).to_owned(),
        group: group.map_or_else(String::new, |group| group.name.clone()),
        attempts: person.attempts.into_iter().map(line).collect(),
    };
    Ok(page_of
        .show_console(
            Section::Contests,
            StatusCode::OK,
            &person.full_name,
            page(page_of.lang(), view),
        )
        .await)
}

fn line(attempt: PersonsAttempt) -> AttemptLine {
    let state = match (attempt.voided.is_some(), attempt.is_open) {
        (true, _) => AttemptState::Voided,
        (false, true) => AttemptState::Open,
        (false, false) => AttemptState::Submitted,
    };
    AttemptLine {
        id: attempt.id,
        round_name: attempt.round_name,
        ordinal: attempt.ordinal,
        started_at: attempt.started_at,
        state,
    }
}
