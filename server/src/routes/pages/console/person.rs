//! `/console/participants/{id}`: one person of a contest and their attempts.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::corrected::CorrectionLine;
use khao_app::components::done::Done;
use khao_app::pages::console::person::{AttemptLine, AttemptState, PersonView, RankedLine, TypedEntry, page};
use khao_domain::ids::ParticipantId;
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use khao_engine::contest::remaking::RankedAs;
use khao_engine::people::correction::{Correction, EntryCorrection};
use khao_engine::people::person::{Person, PersonsAttempt, PersonsCorrection};
use khao_engine::people::units::Unit;
use khao_engine::policy::Action;

use super::group_options;
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::named_unit::{unit_named, unit_options};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/participants/{id}";

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::InspectContests);
    let run = Access::Staff(Action::RunContests);
    vec![get(PATH, read, show), post(PATH, run, correct).takes_form()]
}

async fn show(page_of: Page, InPath(id): InPath<ParticipantId>) -> PageResult {
    respond(&page_of, id, StatusCode::OK, None, Vec::new()).await
}

async fn correct(page_of: Page, InPath(id): InPath<ParticipantId>, form: Form) -> PageResult {
    let field = |name: &str| form.text(name).trim().to_owned();
    let typed = TypedEntry {
        full_name: field("full_name"),
        birth_date: field("birth_date"),
        phone: field("phone"),
        email: field("email"),
        unit_id: field("unit_id"),
        group_id: field("group_id"),
        reason: field("reason"),
    };
    let units = page_of.engine().units().await?;
    let unit = match unit_named(&units, "/unit_id", &typed.unit_id) {
        Ok(unit) => unit.map_or_else(String::new, |unit| unit.to_string()),
        Err(problem) => {
            return respond(
                &page_of,
                id,
                StatusCode::UNPROCESSABLE_ENTITY,
                Some(typed),
                vec![problem],
            )
            .await;
        }
    };
    let change = Correction {
        full_name: Some(typed.full_name.clone()),
        birth_date: Some(typed.birth_date.clone()),
        phone: Some(typed.phone.clone()),
        email: Some(typed.email.clone()),
        unit_id: Some(unit),
        group_id: Some(typed.group_id.clone()),
        reason: typed.reason.clone(),
    };
    match page_of.engine().correct_entry(page_of.actor(), id, change).await {
        Ok(()) => Ok(see_done(
            &format!("/console/participants/{id}"),
            Done::EntryCorrected,
        )),
        Err(error) => {
            let (status, problems) = refused(error)?;
            respond(&page_of, id, status, Some(typed), problems).await
        }
    }
}

/// As it stands.
fn stored(person: &Person) -> TypedEntry {
    let birth_date = CivilDate::parse(&person.birth_date).map(CivilDate::vietnamese);
    TypedEntry {
        full_name: person.full_name.clone(),
        birth_date: birth_date.unwrap_or_default(),
        phone: person.phone.clone().unwrap_or_default(),
        email: person.email.clone().unwrap_or_default(),
        unit_id: person.unit.to_string(),
        group_id: person.group.to_string(),
        reason: String::new(),
    }
}

async fn respond(
    page_of: &Page,
    id: ParticipantId,
    status: StatusCode,
    typed: Option<TypedEntry>,
    problems: Vec<Problem>,
) -> PageResult {
    let person = page_of.engine().person(page_of.actor(), id).await?;
    let ranked_as = page_of.engine().ranked_as(page_of.actor(), id).await?;
    let units = page_of.engine().units().await?;
    let today = page_of.engine().now().local_date();
    let is_offered = |unit: &&Unit| unit.id == person.unit || unit.validity.holds_on(today);
    let group = person.contest.group(person.group);
    let typed = typed.unwrap_or_else(|| stored(&person));
    let view = PersonView {
        id,
        groups: group_options(&person.contest),
        units: unit_options(
            &units,
            units.all().iter().filter(is_offered),
            typed.unit_id.parse().ok(),
            |unit| &unit.path,
        ),
        typed,
        problems,
        contest_slug: person.contest.slug.clone(),
        contest_title: person.contest.title.clone(),
        name: person.full_name.clone(),
        birth_date: person.birth_date,
        unit: units.name(person.unit).to_owned(),
        group: group.map_or_else(String::new, |group| group.name.clone()),
        ranked_as: ranked_as.into_iter().map(ranked).collect(),
        attempts: person.attempts.into_iter().map(line).collect(),
        corrections: person.corrections.into_iter().map(correction).collect(),
    };
    Ok(page_of
        .show_console(
            Section::Contests,
            status,
            &person.full_name,
            page_of.inspected(Action::RunContests, page(page_of.lang(), view)),
        )
        .await)
}

fn ranked(shown: RankedAs) -> RankedLine {
    RankedLine {
        round: shown.round,
        round_name: shown.round_name,
        revision: shown.revision,
        name: shown.full_name,
    }
}

fn correction(one: PersonsCorrection) -> CorrectionLine {
    CorrectionLine {
        by: Some(one.by),
        ..correction_line(one.made)
    }
}

/// As its person reads it.
pub(in crate::routes::pages) fn correction_line(made: EntryCorrection) -> CorrectionLine {
    CorrectionLine {
        at: made.at,
        by: None,
        fields: made.fields,
        reason: made.reason,
    }
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
