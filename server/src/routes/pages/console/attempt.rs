//! `/console/attempts/{id}`: time for one attempt, and whether it counts.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::components::told::GrantLine;
use khao_app::pages::console::attempt::{ConsoleAttemptView, TypedAttempt, page};
use khao_domain::contest::round::RoundState;
use khao_domain::ids::AttemptId;
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::contest::extra_time::{GrantScope, NewGrant};
use khao_engine::error::{Error, Result};
use khao_engine::policy::Action;

use super::extra_time::{in_form, new_grant};
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/attempts/{id}";

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::InspectContests);
    let run = Access::Staff(Action::RunContests);
    vec![get(PATH, read, show), post(PATH, run, step).takes_form()]
}

async fn show(page_of: Page, InPath(id): InPath<AttemptId>) -> PageResult {
    respond(&page_of, id, StatusCode::OK, TypedAttempt::default(), Vec::new()).await
}

async fn step(page_of: Page, InPath(id): InPath<AttemptId>, form: Form) -> PageResult {
    let reason = if form.text("action") == "time" {
        "time_reason"
    } else {
        "reason"
    };
    match take(&page_of, id, &form).await {
        Ok(done) => Ok(see_done(&format!("/console/attempts/{id}"), done)),
        Err(error) => {
            let (status, problems) = refused(in_form(error, ("minutes", reason)))?;
            let typed = TypedAttempt {
                minutes: form.text("minutes").to_owned(),
                time_reason: form.text("time_reason").to_owned(),
                reason: form.text("reason").to_owned(),
            };
            respond(&page_of, id, status, typed, problems).await
        }
    }
}

async fn take(page_of: &Page, id: AttemptId, form: &Form) -> Result<Done> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    match form.text("action") {
        "void" => {
            engine.void_attempt(actor, id, form.text("reason")).await?;
            Ok(Done::AttemptVoided)
        }
        "restore" => {
            engine.restore_attempt(actor, id).await?;
            Ok(Done::AttemptRestored)
        }
        "time" => {
            let file = engine.attempt_file(actor, id).await?;
            let (seconds, reason) = new_grant(form, ("minutes", "time_reason")).map_err(Error::Invalid)?;
            let new = NewGrant {
                seconds,
                reason,
                scope: GrantScope::Person(file.person.id),
            };
            engine
                .give_time(actor, file.attempt.round, new, form.key.clone())
                .await?;
            Ok(Done::TimeGiven)
        }
        _ => Err(Error::invalid(
            "/action",
            said("Không có bước này.", "There is no such step."),
        )),
    }
}

async fn respond(
    page_of: &Page,
    id: AttemptId,
    status: StatusCode,
    typed: TypedAttempt,
    problems: Vec<Problem>,
) -> PageResult {
    let file = page_of.engine().attempt_file(page_of.actor(), id).await?;
    let attempt = file.attempt;
    let state = attempt.round_state;
    let view = ConsoleAttemptView {
        id,
        person: file.person.id,
        person_name: file.person.full_name.clone(),
        round_name: attempt.round_name,
        ordinal: attempt.ordinal,
        started_at: attempt.started_at,
        deadline: attempt.deadline,
        submitted_at: attempt.submitted_at,
        is_open: attempt.is_open,
        voided: attempt.voided,
        grants: file
            .grants
            .into_iter()
            .map(|grant| GrantLine {
                seconds: grant.seconds,
                reason: grant.reason,
            })
            .collect(),
        is_ranked: matches!(state, RoundState::Frozen | RoundState::Published),
        form_id: page_of.form_id(),
        typed,
        problems,
    };
    Ok(page_of
        .show_console(
            Section::Contests,
            status,
            &file.person.full_name,
            page_of.inspected(Action::RunContests, page(page_of.lang(), &view)),
        )
        .await)
}
