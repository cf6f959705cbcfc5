//! `/attempts/{id}/overview`: what is unanswered, and handing in what is stored.

use axum::http::StatusCode;
use khao_app::pages::overview::{OverviewView, page};
use khao_domain::ids::AttemptId;

use super::context::{Page, PageResult, see_other};
use super::paper::answered;
use crate::routes::body::{Form, InPath};
use crate::routes::table::{Access, Route, get, post};

pub fn routes() -> Vec<Route> {
    vec![
        get("/attempts/{id}/overview", Access::Participant, show),
        post("/attempts/{id}/overview", Access::Participant, send)
            .takes_form()
            .hot(),
    ]
}

async fn show(page_of: Page, InPath(id): InPath<AttemptId>) -> PageResult {
    let attempt = page_of.engine().attempt(page_of.actor(), id).await?;
    if attempt.sealed {
        return Ok(see_other(&format!("/attempts/{id}/receipt")));
    }
    let is_answered = |position| answered(&attempt).any(|answer| answer.position == position);
    let positions = attempt.questions.iter().map(|question| question.position);
    let view = OverviewView {
        attempt_id: id,
        round_name: attempt.round_name.clone(),
        deadline: attempt.deadline,
        now: attempt.server_time,
        total: attempt.questions.len(),
        unanswered: positions.filter(|position| !is_answered(*position)).collect(),
    };
    Ok(page_of
        .show_live(
            StatusCode::OK,
            page_of.lang().say("Xem lại bài", "Look over the paper"),
            page(page_of.lang(), view),
        )
        .await)
}

/// The form carries no answers: only what is stored is handed in.
async fn send(page_of: Page, InPath(id): InPath<AttemptId>, form: Form) -> PageResult {
    let (person, _) = page_of.actor().participant()?;
    page_of.app.limits.answers(*person.0.as_bytes())?;
    if form.text("action") != "submit" {
        return Ok(see_other(&format!("/attempts/{id}/overview")));
    }
    page_of.engine().submit(page_of.actor(), id).await?;
    Ok(see_other(&format!("/attempts/{id}/receipt")))
}
