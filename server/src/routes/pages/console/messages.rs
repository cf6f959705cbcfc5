//! `/console/contests/{slug}/messages`: what everybody in a contest is told.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::messages::{MessageLine, MessagesView, TypedMessage, page};
use khao_domain::ids::MessageId;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use khao_engine::contest::messages::{Message, NewMessage};
use khao_engine::error::{Error, Result};
use khao_engine::policy::Action;

use super::setup::numbers::moment;
use crate::routes::body::{Form, InPath};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::named;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/contests/{slug}/messages";

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::InspectContests);
    let run = Access::Staff(Action::RunContests);
    vec![get(PATH, read, show), post(PATH, run, step).takes_form()]
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    respond(&page_of, &slug, TypedMessage::default(), Vec::new()).await
}

async fn step(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    let taken = take(&page_of, &slug, &form).await;
    match taken.map_err(|error| named(error, in_form)) {
        Ok(done) => Ok(see_done(&format!("/console/contests/{slug}/messages"), done)),
        Err(Error::Invalid(problems)) => {
            let field = |name: &str| form.text(name).to_owned();
            let typed = TypedMessage {
                text: field("text"),
                from: (field("from_on"), field("from_at")),
                until: (field("until_on"), field("until_at")),
            };
            respond(&page_of, &slug, typed, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The day is the first of the two fields.
fn in_form(pointer: &str) -> String {
    match pointer {
        "/until" => "/until_on",
        other => other,
    }
    .to_owned()
}

async fn take(page_of: &Page, slug: &str, form: &Form) -> Result<Done> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    if form.text("action") == "withdraw" {
        let id: MessageId = form.text("message_id").parse().map_err(|_| Error::NotFound)?;
        engine.withdraw_message(actor, slug, id).await?;
        return Ok(Done::MessageWithdrawn);
    }
    let mut problems = Vec::new();
    let mut time = |on: &str, at: &str| optional_moment(form, (on, at), &mut problems);
    let new = NewMessage {
        text: form.text("text").replace("\r\n", "\n"),
        from: time("from_on", "from_at"),
        until: time("until_on", "until_at"),
    };
    if !problems.is_empty() {
        // A message of another contest's staff is not there, whatever was typed.
        engine.console_contest(actor, slug).await?;
        return Err(Error::Invalid(problems));
    }
    engine.add_message(actor, slug, new, form.key.clone()).await?;
    Ok(Done::MessageAdded)
}

/// Nothing typed is no moment.
fn optional_moment(form: &Form, (on, at): (&str, &str), problems: &mut Vec<Problem>) -> Option<Timestamp> {
    let (day, hour) = (form.text(on), form.text(at));
    if day.trim().is_empty() && hour.trim().is_empty() {
        return None;
    }
    moment((&format!("/{on}"), day), (&format!("/{at}"), hour), problems)
}

async fn respond(page_of: &Page, slug: &str, typed: TypedMessage, problems: Vec<Problem>) -> PageResult {
    let (engine, lang) = (page_of.engine(), page_of.lang());
    let contest = engine.console_contest(page_of.actor(), slug).await?;
    let now = engine.now();
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let line = |message: &Message| MessageLine {
        id: message.id,
        text: message.text.clone(),
        from: message.from,
        until: message.until,
        is_shown: message.is_shown(now),
    };
    let view = MessagesView {
        slug: slug.to_owned(),
        contest_title: contest.title.clone(),
        form_id: page_of.form_id(),
        typed,
        messages: contest.messages.iter().map(line).collect(),
        problems,
    };
    let title = lang.say("Thông báo cho thí sinh", "Messages to participants");
    Ok(page_of
        .show_console(
            Section::Contests,
            status,
            title,
            page_of.inspected(Action::RunContests, page(lang, view)),
        )
        .await)
}
