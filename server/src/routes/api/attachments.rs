//! `POST /contests/{slug}/attachments`, `DELETE /contests/{slug}/attachments/{id}`.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::ids::AttachmentId;
use khao_engine::contest::attachments::{Attachment, NewAttachment};
use khao_engine::policy::Action;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::replies::Reply;
use super::values::Slug;
use crate::problem::Fault;
use crate::routes::body::InPath;
use crate::routes::multipart::SentParts;
use crate::routes::table::{Access, Route, delete, post};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let run = Access::Staff(Action::RunContests);
    vec![
        post("/api/v1/contests/{slug}/attachments", run, add)
            .says("Adds a PDF of at most 10 MB to the contest's page; the same file and title again is the same one.")
            .takes_parts(&["title"])
            .answers::<AttachmentShown>(201),
        delete("/api/v1/contests/{slug}/attachments/{id}", run, remove)
            .says("Takes a document away.")
            .answers_nothing(204),
    ]
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentShown {
    id: Uuid,
    title: String,
    /// In bytes.
    size: u64,
    /// A PDF to keep.
    url: String,
}

pub fn attachment_shown(slug: &str, one: &Attachment) -> AttachmentShown {
    AttachmentShown {
        id: one.id.0,
        title: one.title.clone(),
        size: one.bytes,
        url: one.path(slug),
    }
}

async fn add(
    State(app): State<App>,
    visit: Visit,
    InPath(slug): InPath<Slug>,
    sent: SentParts,
) -> Result<(StatusCode, Reply<AttachmentShown>), Fault> {
    let sent = sent.only(&["title"])?;
    let new = NewAttachment {
        title: sent.text("title").to_owned(),
        file_name: sent.file.name,
        content: sent.file.content,
    };
    let one = app.engine.attach(&visit.actor, &slug.0, new).await?;
    Ok((StatusCode::CREATED, Reply(attachment_shown(&slug.0, &one))))
}

async fn remove(
    State(app): State<App>,
    visit: Visit,
    InPath((slug, id)): InPath<(Slug, AttachmentId)>,
) -> Result<StatusCode, Fault> {
    app.engine.detach(&visit.actor, &slug.0, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
