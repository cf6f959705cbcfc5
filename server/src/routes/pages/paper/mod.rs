//! `/attempts/{id}`: the paper as one plain form. A stale tab overwrites nothing.

mod sent;

use std::collections::BTreeMap;

use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use khao_app::components::safe_html::SafeHtml;
use khao_app::components::told::Told as ShownNews;
use khao_app::pages::error::WayOn;
use khao_app::pages::paper::{AnswerOption, Conflict as ShownConflict, PaperView, Question, news, page};
use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::form;
use khao_domain::ids::AttemptId;
use khao_domain::lang::{Lang, Said};
use khao_domain::problem::Problem;
use khao_engine::contest::attempts::{AttemptView, QuestionView, SavedAnswer};
use khao_engine::contest::contests::Contest;
use khao_engine::contest::paper_form::FormConflict;
use khao_engine::contest::told::Told;
use khao_engine::error::{Conflict, Error};

use self::sent::{Sent, SentAnswer};
use super::answers::labels;
use super::contest::shown_messages;
use super::context::{Page, PageResult, see_other};
use super::error;
use super::receipt::grant_lines;
use crate::assets;
use crate::compression::compressed;
use crate::problem::Fault;
use crate::routes::body::{Form, InPath};
use crate::routes::table::{Access, Route, get, post};

pub fn routes() -> Vec<Route> {
    vec![
        get("/attempts/{id}", Access::Participant, show),
        post("/attempts/{id}", Access::Participant, send)
            .takes_form()
            .hot(),
        get("/attempts/{id}/told", Access::Participant, told),
    ]
}

async fn show(page_of: Page, headers: HeaderMap, InPath(id): InPath<AttemptId>) -> PageResult {
    let attempt = page_of.engine().attempt(page_of.actor(), id).await?;
    if attempt.sealed {
        return Ok(see_other(&format!("/attempts/{id}/receipt")));
    }
    let shown = respond(&page_of, StatusCode::OK, &attempt, &Sent::default(), &[]).await?;
    Ok(compressed(&headers, shown).await)
}

async fn send(page_of: Page, InPath(id): InPath<AttemptId>, form: Form) -> PageResult {
    let (person, _) = page_of.actor().participant()?;
    page_of.app.limits.answers(*person.0.as_bytes())?;
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let sent = Sent::read(&engine.attempt(actor, id).await?.questions, &form);
    // What can be stored is stored, even where another answer on the page has to be put right first.
    let outcome = match engine.save_form(actor, id, &sent.answers).await {
        Err(Error::Conflict(Conflict::AttemptClosed)) => return Ok(closed(&page_of, id).await),
        outcome => outcome?,
    };
    let status = match (sent.is_whole(), outcome.conflicts.is_empty()) {
        (true, true) if form.text("action") == "submit" => {
            engine.submit(actor, id).await?;
            return Ok(see_other(&format!("/attempts/{id}/receipt")));
        }
        (true, true) => return Ok(see_other(&paper_at(id, outcome.last_changed))),
        (_, false) => StatusCode::CONFLICT,
        (false, true) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    respond(&page_of, status, &outcome.view, &sent, &outcome.conflicts).await
}

/// What is new for whoever has the paper open; nothing any more once it is handed in.
async fn told(page_of: Page, InPath(id): InPath<AttemptId>) -> PageResult {
    let told = page_of.engine().told(page_of.actor(), id).await?;
    if told.sealed {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let contest = page_of.engine().contest(told.contest).await?;
    let times = (told.deadline, told.server_time);
    Ok(Html(news(page_of.lang(), shown_news(&contest, told), times)).into_response())
}

fn shown_news(contest: &Contest, told: Told) -> ShownNews {
    ShownNews {
        messages: shown_messages(contest, told.server_time),
        grants: grant_lines(told.grants),
        voided: told.voided,
    }
}

/// The paper again, at the question that was answered last: its form is one, and its end is far from there.
fn paper_at(id: AttemptId, position: Option<u16>) -> String {
    match position {
        Some(position) => format!("/attempts/{id}#q-{position}"),
        None => format!("/attempts/{id}"),
    }
}

/// Too late: the answers that were stored in time are in the receipt.
async fn closed(page_of: &Page, id: AttemptId) -> Response {
    let way = WayOn {
        path: format!("/attempts/{id}/receipt"),
        label: page_of.lang().say("Xem biên nhận", "See the receipt").to_owned(),
    };
    let fault = Fault::from(Error::Conflict(Conflict::AttemptClosed));
    error::with_ways(page_of, fault, vec![way]).await
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    attempt: &AttemptView,
    sent: &Sent,
    conflicts: &[FormConflict],
) -> PageResult {
    let contest = page_of.engine().contest(attempt.contest).await?;
    let settings = page_of.engine().settings_of_round(attempt.round).await?;
    let questions = attempt
        .questions
        .iter()
        .map(|question| {
            let position = question.position;
            let stored = attempt.saved.iter().find(|answer| answer.position == position);
            let conflict = conflicts.iter().find(|conflict| conflict.position == position);
            shown(page_of.lang(), question, stored, sent.refused(position), conflict)
        })
        .collect();
    let view = PaperView {
        attempt_id: attempt.id,
        contest_slug: contest.slug.clone(),
        contest_title: contest.title.clone(),
        round_name: attempt.round_name.clone(),
        deadline: attempt.deadline,
        now: attempt.server_time,
        questions,
        saved: answered(attempt).count(),
        problems: problems(sent, conflicts),
        presentation: settings.presentation,
        told: shown_news(&contest, page_of.engine().told_with(attempt).await?),
    };
    Ok(page_of
        .show_live_with(
            assets::manifest().told,
            (status, &attempt.round_name),
            page(page_of.lang(), view),
        )
        .await)
}

/// The answers that are stored and say something.
pub(super) fn answered(attempt: &AttemptView) -> impl Iterator<Item = &SavedAnswer> {
    attempt.saved.iter().filter(|answer| answer.value.is_some())
}

/// A conflict is a problem too: its place on the page has to be found. In the order of the paper.
fn problems(sent: &Sent, conflicts: &[FormConflict]) -> Vec<Problem> {
    let of_conflict = |conflict: &FormConflict| {
        let detail = Said::of(|lang| match lang {
            Lang::Vi => format!("Câu {}: đã được sửa ở trang hoặc máy khác.", conflict.position),
            Lang::En => format!(
                "Question {}: changed on another page or device.",
                conflict.position
            ),
        });
        Problem::at(format!("/a/{}", conflict.position), detail)
    };
    let refused = sent
        .problems()
        .map(|(position, problem)| (position, problem.clone()));
    let conflicting = conflicts
        .iter()
        .map(|conflict| (conflict.position, of_conflict(conflict)));
    let in_order: BTreeMap<u16, Problem> = refused.chain(conflicting).collect();
    in_order.into_values().collect()
}

/// What the fields hold: an answer that was refused as it was sent, one in conflict as this page wanted it, else what
/// is stored.
fn shown(
    lang: Lang,
    question: &QuestionView,
    stored: Option<&SavedAnswer>,
    refused: Option<&SentAnswer>,
    conflict: Option<&FormConflict>,
) -> Question {
    let stored_value = stored.and_then(|answer| answer.value.as_ref());
    let stored_seq = stored.map_or(0, |answer| answer.seq);
    let (held, seq) = match (refused, conflict) {
        (Some(refused), _) => (refused.fields.clone(), refused.seq),
        // Saving once more must not wipe what was answered elsewhere: a field emptied here shows what is stored.
        (None, Some(FormConflict { mine: Some(mine), .. })) => (form::written(Some(mine)), stored_seq),
        (None, _) => (form::written(stored_value), stored_seq),
    };
    let is_typed = matches!(
        question.kind,
        ItemKindName::Number | ItemKindName::Text | ItemKindName::Prediction
    );
    let (chosen, typed) = if is_typed {
        (Vec::new(), held.into_iter().next().unwrap_or_default())
    } else {
        (held, String::new())
    };
    let options = question.options.iter().map(|(id, text)| AnswerOption {
        id: id.clone(),
        text: SafeHtml::sanitised(text.clone()),
    });
    Question {
        position: question.position,
        kind: question.kind,
        stem: SafeHtml::sanitised(question.stem_html.clone()),
        options: options.collect(),
        seq,
        chosen,
        typed,
        conflict: conflict.map(|conflict| ShownConflict {
            here: labels(lang, conflict.mine.as_ref(), &question.options),
            stored: labels(lang, stored_value, &question.options),
        }),
    }
}
