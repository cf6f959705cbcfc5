//! `/console/instance`: the authority's name, emblem, contacts and texts.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::instance::{InstanceView, page};
use khao_domain::instance::InstanceText;
use khao_domain::problem::Problem;
use khao_engine::error::Error;
use khao_engine::instance::Instance;
use khao_engine::markdown;
use khao_engine::policy::Action;

use crate::routes::body::Form;
use crate::routes::multipart::SentParts;
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::site::site_of;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/instance";

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::ReadAudit);
    let manage = Access::Staff(Action::ManageInstance);
    vec![
        get(PATH, read, show),
        post(PATH, manage, send).takes_form(),
        post("/console/instance/emblem", manage, send_emblem).takes_parts(&[]),
        post("/console/instance/emblem/removal", manage, remove_emblem).takes_form(),
    ]
}

async fn show(page_of: Page) -> PageResult {
    let instance = page_of.engine().instance().await?;
    let text = instance.text.clone();
    respond(&page_of, StatusCode::OK, text, Vec::new(), false).await
}

async fn send(page_of: Page, form: Form) -> PageResult {
    let typed = InstanceText::from_fields(|name| form.text(name).to_owned());
    if form.text("action") == "preview" {
        return respond(&page_of, StatusCode::OK, typed.stored(), Vec::new(), true).await;
    }
    match page_of.engine().set_instance(page_of.actor(), &typed).await {
        Ok(_) => Ok(see_done(PATH, Done::InstanceSaved)),
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            respond(&page_of, status, typed, problems, true).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn send_emblem(page_of: Page, sent: SentParts) -> PageResult {
    let page_of = page_of.standing_in(PATH);
    let sent = sent.only(&[])?;
    match page_of
        .engine()
        .set_emblem(page_of.actor(), &sent.file.content)
        .await
    {
        Ok(_) => Ok(see_done(PATH, Done::EmblemSaved)),
        Err(Error::Invalid(problems)) => {
            let text = page_of.engine().instance().await?.text.clone();
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            respond(&page_of, status, text, problems, false).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn remove_emblem(page_of: Page, _: Form) -> PageResult {
    page_of.engine().remove_emblem(page_of.actor()).await?;
    Ok(see_done(PATH, Done::EmblemRemoved))
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    typed: InstanceText,
    problems: Vec<Problem>,
    is_trial: bool,
) -> PageResult {
    let stored = page_of.engine().instance().await?;
    let shown = Instance {
        footer_html: markdown::block(&typed.footer),
        text: typed.clone(),
        ..Instance::clone(&stored)
    };
    let view = InstanceView {
        preview: site_of(&shown, &page_of.app.settings.site),
        has_emblem: stored.emblem.is_some(),
        typed,
        is_trial,
        problems,
    };
    Ok(page_of
        .show_console(
            Section::Instance,
            status,
            page_of
                .lang()
                .say("Thiết lập của cơ quan", "Settings of the authority"),
            page_of.inspected(Action::ManageInstance, page(page_of.lang(), view)),
        )
        .await)
}
