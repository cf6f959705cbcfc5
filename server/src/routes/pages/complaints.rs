//! `/attempts/{id}/complaints`: objecting to a question or the result, and reading the answers.

use axum::http::StatusCode;
use khao_app::pages::complaints::{ComplaintLine, ComplaintsView, TypedComplaint, page};
use khao_domain::contest::release::Shown;
use khao_domain::ids::AttemptId;
use khao_domain::problem::Problem;
use khao_engine::contest::complaints::Complaint;
use khao_engine::error::Error;
use serde::Deserialize;

use super::console::shortened;
use super::context::{Page, PageResult, see_other};
use super::refused::refused;
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::table::{Access, Route, get, post};

/// So much of a question tells it from the others, in a list on a phone.
const STEM_CHARS: usize = 60;

const PATH: &str = "/attempts/{id}/complaints";

pub fn routes() -> Vec<Route> {
    vec![
        get(PATH, Access::Participant, show),
        post(PATH, Access::Participant, send).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    /// The question whose link was followed.
    position: String,
}

async fn show(page_of: Page, InPath(id): InPath<AttemptId>, InQuery(params): InQuery<Params>) -> PageResult {
    let typed = TypedComplaint {
        position: params.position,
        text: String::new(),
    };
    respond(&page_of, id, StatusCode::OK, typed, Vec::new()).await
}

async fn send(page_of: Page, InPath(id): InPath<AttemptId>, form: Form) -> PageResult {
    let typed = TypedComplaint {
        position: form.text("position").to_owned(),
        text: form.text("text").to_owned(),
    };
    match take(&page_of, id, &typed).await {
        Ok(()) => Ok(see_other(&PATH.replace("{id}", &id.to_string()))),
        Err(error) => {
            let (status, problems) = refused(error)?;
            respond(&page_of, id, status, typed, problems).await
        }
    }
}

async fn take(page_of: &Page, id: AttemptId, typed: &TypedComplaint) -> Result<(), Error> {
    let position = match typed.position.as_str() {
        "" => None,
        // No paper has a question of that number.
        text => Some(text.parse().unwrap_or(0)),
    };
    page_of
        .engine()
        .complain(page_of.actor(), id, position, &typed.text)
        .await
        .map(drop)
}

async fn respond(
    page_of: &Page,
    id: AttemptId,
    status: StatusCode,
    typed: TypedComplaint,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let mine = engine.my_complaints(actor, id).await?;
    let attempt = engine.attempt(actor, id).await?;
    let contest = engine.contest(attempt.contest).await?;
    let has_result = attempt.sealed && engine.receipt(actor, id).await?.keys_shown == Shown::Now;
    let mut questions = vec![String::new(); usize::from(mine.questions)];
    if has_result && mine.open_until.is_some() {
        for item in engine.result(actor, id).await?.items {
            if let Some(stem) = questions.get_mut(usize::from(item.position).saturating_sub(1)) {
                *stem = shortened(&item.stem, STEM_CHARS);
            }
        }
    }
    let view = ComplaintsView {
        attempt_id: id,
        contest_title: contest.title.clone(),
        round_name: attempt.round_name,
        questions,
        open_until: mine.open_until,
        has_result,
        typed,
        complaints: mine.complaints.into_iter().map(line).collect(),
        problems,
    };
    let title = lang.say("Khiếu nại về bài thi", "Complaints about your paper");
    Ok(page_of.show(status, title, page(lang, view)).await)
}

fn line(complaint: Complaint) -> ComplaintLine {
    ComplaintLine {
        position: complaint.position,
        text: complaint.text,
        filed_at: complaint.filed_at,
        answer: complaint.answer,
        upheld: complaint.upheld,
    }
}
