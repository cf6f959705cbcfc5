//! `GET|PUT /instance`, `PUT|DELETE /instance/emblem`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use khao_domain::instance::InstanceText;
use khao_engine::instance::Instance;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::replies::{Reply, revalidated};
use crate::problem::Fault;
use crate::routes::body::Json;
use crate::routes::multipart::SentParts;
use crate::routes::table::{Access, Route, delete, get, put};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let manage = Access::Staff(Action::ManageInstance);
    vec![
        get("/api/v1/instance", Access::Public, show)
            .says(
                "The authority that runs this site: names, contacts, texts; its settings for administrators.",
            )
            .answers::<InstanceShown>(200)
            .answers_nothing(304),
        put("/api/v1/instance", manage, change)
            .says("Replaces all texts; what is not sent becomes empty.")
            .takes::<InstanceSettings>()
            .answers::<InstanceShown>(200),
        put("/api/v1/instance/emblem", manage, set_emblem)
            .says("Takes a PNG, JPEG or WebP image of at most 256 KB and 1024 pixels a side as the emblem.")
            .takes_parts(&[])
            .answers::<InstanceShown>(200),
        delete("/api/v1/instance/emblem", manage, remove_emblem)
            .says("Takes the emblem away.")
            .answers_nothing(204),
    ]
}

/// Every text may be empty: it is not shown then, or stands as the software has it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub struct InstanceSettings {
    #[schema(max_length = 120)]
    authority: String,
    #[schema(max_length = 40)]
    short_name: String,
    /// What the home page opens with, plain text; empty: the software's own sentence.
    #[schema(max_length = 300)]
    welcome: String,
    #[schema(max_length = 40)]
    hotline: String,
    #[schema(max_length = 120)]
    email: String,
    #[schema(max_length = 200)]
    address: String,
    /// Who answers for the personal data.
    #[schema(max_length = 200)]
    controller_name: String,
    #[schema(max_length = 200)]
    controller_contact: String,
    /// Safe Markdown.
    #[schema(max_length = 50_000)]
    privacy: String,
    /// Proposed to new contests; safe Markdown.
    #[schema(max_length = 5_000)]
    consent_participate: String,
    /// Proposed to new contests; safe Markdown.
    #[schema(max_length = 5_000)]
    consent_publish_name: String,
    /// Safe Markdown.
    #[schema(max_length = 2_000)]
    footer: String,
    #[schema(max_length = 200)]
    accessibility_contact: String,
    #[schema(max_length = 120)]
    emblem_alt: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InstanceShown {
    authority: String,
    short_name: String,
    welcome: String,
    hotline: String,
    email: String,
    address: String,
    controller_name: String,
    controller_contact: String,
    accessibility_contact: String,
    /// Empty: the software's own notice holds.
    privacy_html: String,
    footer_html: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    emblem: Option<EmblemShown>,
    /// For administrators: what `PUT` takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    settings: Option<InstanceSettings>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct EmblemShown {
    url: String,
    alt: String,
    width: u32,
    height: u32,
}

async fn show(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Result<Response, Fault> {
    let shown = shown(&app, &visit, &*app.engine.instance().await?);
    if shown.settings.is_some() {
        return Ok(Reply(shown).into_response());
    }
    revalidated(&headers, &shown)
}

async fn change(
    State(app): State<App>,
    visit: Visit,
    Json { value, .. }: Json<InstanceSettings>,
) -> Result<Reply<InstanceShown>, Fault> {
    let instance = app.engine.set_instance(&visit.actor, &text_of(value)).await?;
    Ok(Reply(shown(&app, &visit, &instance)))
}

async fn set_emblem(
    State(app): State<App>,
    visit: Visit,
    sent: SentParts,
) -> Result<Reply<InstanceShown>, Fault> {
    let sent = sent.only(&[])?;
    let instance = app.engine.set_emblem(&visit.actor, &sent.file.content).await?;
    Ok(Reply(shown(&app, &visit, &instance)))
}

async fn remove_emblem(State(app): State<App>, visit: Visit) -> Result<StatusCode, Fault> {
    app.engine.remove_emblem(&visit.actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(app: &App, visit: &Visit, instance: &Instance) -> InstanceShown {
    let text = instance.text.clone();
    let for_staff = visit.actor.may(Action::ManageInstance).is_ok();
    let settings = for_staff.then(|| settings_of(text.clone()));
    InstanceShown {
        authority: if text.authority.is_empty() {
            app.settings.site.clone()
        } else {
            text.authority
        },
        short_name: text.short_name,
        welcome: text.welcome,
        hotline: text.hotline,
        email: text.email,
        address: text.address,
        controller_name: text.controller_name,
        controller_contact: text.controller_contact,
        accessibility_contact: text.accessibility_contact,
        privacy_html: instance.privacy_html.clone(),
        footer_html: instance.footer_html.clone(),
        emblem: instance.emblem.as_ref().map(|emblem| EmblemShown {
            url: emblem.path(),
            alt: text.emblem_alt,
            width: emblem.width,
            height: emblem.height,
        }),
        settings,
    }
}

fn text_of(sent: InstanceSettings) -> InstanceText {
    InstanceText {
        authority: sent.authority,
        short_name: sent.short_name,
        welcome: sent.welcome,
        hotline: sent.hotline,
        email: sent.email,
        address: sent.address,
        controller_name: sent.controller_name,
        controller_contact: sent.controller_contact,
        privacy: sent.privacy,
        consent_participate: sent.consent_participate,
        consent_publish_name: sent.consent_publish_name,
        footer: sent.footer,
        accessibility_contact: sent.accessibility_contact,
        emblem_alt: sent.emblem_alt,
    }
}

fn settings_of(text: InstanceText) -> InstanceSettings {
    InstanceSettings {
        authority: text.authority,
        short_name: text.short_name,
        welcome: text.welcome,
        hotline: text.hotline,
        email: text.email,
        address: text.address,
        controller_name: text.controller_name,
        controller_contact: text.controller_contact,
        privacy: text.privacy,
        consent_participate: text.consent_participate,
        consent_publish_name: text.consent_publish_name,
        footer: text.footer,
        accessibility_contact: text.accessibility_contact,
        emblem_alt: text.emblem_alt,
    }
}
