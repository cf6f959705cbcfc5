//! `/console/rounds/{id}/extra-time`: time for everybody at work, or for those of a unit.

use std::collections::HashMap;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::extra_time::{ExtraTimeView, GivenLine, TypedTime, page};
use khao_domain::ids::{ParticipantId, RoundId};
use khao_domain::problem::Problem;
use khao_engine::contest::extra_time::{Grant, GrantScope, NewGrant};
use khao_engine::error::Error;
use khao_engine::people::units::{Unit, UnitTree};
use khao_engine::policy::Action;

use super::setup::numbers::whole;
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::named_unit::{unit_named, unit_options};
use crate::routes::pages::refused::{named, refused};
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/rounds/{id}/extra-time";

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::InspectContests);
    let run = Access::Staff(Action::RunContests);
    vec![get(PATH, read, show), post(PATH, run, give).takes_form()]
}

async fn show(page_of: Page, InPath(id): InPath<RoundId>) -> PageResult {
    respond(&page_of, id, StatusCode::OK, TypedTime::default(), Vec::new()).await
}

async fn give(page_of: Page, InPath(id): InPath<RoundId>, form: Form) -> PageResult {
    let unit = form.text("unit_id");
    let units = page_of.engine().units().await?;
    let scope =
        unit_named(&units, "/unit_id", unit).map(|unit| unit.map_or(GrantScope::Everybody, GrantScope::Unit));
    let typed = TypedTime {
        unit_id: unit.to_owned(),
        minutes: form.text("minutes").to_owned(),
        reason: form.text("reason").to_owned(),
    };
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let done = match (scope, new_grant(&form, ("minutes", "reason"))) {
        (Err(problem), _) => Err(Error::Invalid(vec![problem])),
        (_, Err(problems)) => Err(Error::Invalid(problems)),
        (Ok(scope), Ok((seconds, reason))) => {
            let new = NewGrant {
                seconds,
                reason,
                scope,
            };
            engine
                .give_time(actor, id, new, form.key.clone())
                .await
                .map(|_| ())
        }
    };
    match done {
        Ok(()) => Ok(see_done(
            &format!("/console/rounds/{id}/extra-time"),
            Done::TimeGiven,
        )),
        Err(error) => {
            let (status, problems) = refused(in_form(error, ("minutes", "reason")))?;
            respond(&page_of, id, status, typed, problems).await
        }
    }
}

/// Seconds and reason, of fields with these names.
pub(super) fn new_grant(form: &Form, (minutes, reason): (&str, &str)) -> Result<(u32, String), Vec<Problem>> {
    let mut problems = Vec::new();
    let read = whole::<u32>(&format!("/{minutes}"), form.text(minutes), &mut problems);
    match read {
        Some(minutes) => Ok((minutes.saturating_mul(60), form.text(reason).to_owned())),
        None => Err(problems),
    }
}

/// The engine's pointers under the names of the fields.
pub(super) fn in_form(error: Error, (minutes, reason): (&str, &str)) -> Error {
    named(error, |pointer| match pointer {
        "/seconds" => format!("/{minutes}"),
        "/reason" => format!("/{reason}"),
        other => other.to_owned(),
    })
}

async fn respond(
    page_of: &Page,
    id: RoundId,
    status: StatusCode,
    typed: TypedTime,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let (_, round) = engine.reached_round(actor, id).await?;
    let grants = engine.grants_of_round(actor, id).await?;
    let people = engine.people_given_time(actor, id, &grants).await?;
    let units = engine.units().await?;
    let given = grants
        .into_iter()
        .map(|grant| line(&units, &people, grant))
        .collect();
    // Whoever is at work entered in a unit that was valid then: it may have been closed since.
    let days = [round.opens_at.local_date(), engine.now().local_date()];
    let is_offered = |unit: &&Unit| days.iter().any(|day| unit.validity.holds_on(*day));
    let view = ExtraTimeView {
        round: id,
        round_name: round.name,
        form_id: page_of.form_id(),
        under_way: engine.attempts_under_way(actor, id).await?,
        units: unit_options(
            &units,
            units.all().iter().filter(is_offered),
            typed.unit_id.parse().ok(),
            |unit| &unit.path,
        ),
        typed,
        given,
        problems,
    };
    let title = lang.say("Cộng giờ làm bài", "Extra time");
    Ok(page_of
        .show_console(
            Section::Contests,
            status,
            title,
            page_of.inspected(Action::RunContests, page(lang, view)),
        )
        .await)
}

fn line(units: &UnitTree, people: &HashMap<ParticipantId, String>, grant: Grant) -> GivenLine {
    let whom = match grant.scope {
        GrantScope::Everybody => None,
        GrantScope::Unit(unit) => Some(units.name(unit).to_owned()),
        // Somebody who was erased since has no name any more.
        GrantScope::Person(person) => Some(people.get(&person).map_or("–", String::as_str).to_owned()),
    };
    GivenLine {
        whom,
        seconds: grant.seconds,
        reason: grant.reason,
        at: grant.granted_at,
        attempts: grant.attempts,
    }
}
