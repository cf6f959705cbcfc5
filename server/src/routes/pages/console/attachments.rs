//! `/console/contests/{slug}/attachments`: adding and removing documents of a contest.

use axum::http::StatusCode;
use khao_app::components::done::Done;
use khao_app::pages::console::attachments::{DocumentLine, DocumentsView};
use khao_domain::ids::AttachmentId;
use khao_engine::contest::attachments::NewAttachment;
use khao_engine::contest::contests::Contest;
use khao_engine::error::Error;
use khao_engine::policy::Action;

use super::contest::respond;
use crate::routes::body::{Form, InPath};
use crate::routes::multipart::SentParts;
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Access, Route, post};

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunContests);
    vec![
        post("/console/contests/{slug}/attachments", run, add).takes_parts(&["title"]),
        post("/console/contests/{slug}/attachments/{id}", run, remove).takes_form(),
    ]
}

/// `title`: what was typed for a document that was refused.
pub(super) fn documents(page_of: &Page, contest: &Contest, title: &str) -> DocumentsView {
    let lines = contest.attachments.iter().map(|one| DocumentLine {
        id: one.id,
        title: one.title.clone(),
        path: one.path(&contest.slug),
        bytes: one.bytes,
    });
    DocumentsView {
        lines: lines.collect(),
        may_change: page_of.actor().may(Action::RunContests).is_ok(),
        title: title.to_owned(),
    }
}

/// The head of the page, where it says what was done.
fn back(slug: &str) -> String {
    format!("/console/contests/{slug}")
}

async fn add(page_of: Page, InPath(slug): InPath<String>, sent: SentParts) -> PageResult {
    let page_of = page_of.standing_in(back(&slug));
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let sent = sent.only(&["title"])?;
    let title = sent.text("title").to_owned();
    let new = NewAttachment {
        title: title.clone(),
        file_name: sent.file.name,
        content: sent.file.content,
    };
    match engine.attach(actor, &slug, new).await {
        Ok(_) => Ok(see_done(&back(&slug), Done::DocumentAdded)),
        Err(Error::Invalid(problems)) => {
            let contest = engine.console_contest(actor, &slug).await?;
            let documents = documents(&page_of, &contest, &title);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            respond(&page_of, &contest, status, problems, documents).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn remove(page_of: Page, InPath((slug, id)): InPath<(String, AttachmentId)>, form: Form) -> PageResult {
    let page_of = page_of.standing_in(back(&slug));
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let Err(error) = form.confirmed() else {
        engine.detach(actor, &slug, id).await?;
        return Ok(see_done(&back(&slug), Done::DocumentRemoved));
    };
    let contest = engine.console_contest(actor, &slug).await?;
    contest.attachment(id).ok_or(Error::NotFound)?;
    let (status, problems) = refused(error)?;
    let documents = documents(&page_of, &contest, "");
    respond(&page_of, &contest, status, problems, documents).await
}
