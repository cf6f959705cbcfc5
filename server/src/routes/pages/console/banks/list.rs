//! `/console/banks`

use std::ops::ControlFlow;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::banks::PATH;
use khao_app::pages::console::banks::list::{BanksView, page};
use khao_domain::ids::BankId;
use khao_domain::lang::Lang;
use khao_engine::bank::banks::Bank;
use khao_engine::error::Error;
use khao_engine::policy::Action;
use serde::Deserialize;
use uuid::Uuid;

use super::line;
use crate::routes::api::paging::{cut, one_more};
use crate::routes::body::{Form, InQuery};
use crate::routes::pages::console::owner;
use crate::routes::pages::context::{Page, PageResult, see_done, see_other};
use crate::routes::pages::refused::{named, refused};
use crate::routes::table::{Access, Route, get, post};

/// How many banks a page shows.
const SHOWN: usize = 50;

pub fn routes() -> Vec<Route> {
    vec![
        get(PATH, Access::Staff(Action::ReadBanks), show),
        post(PATH, Access::Staff(Action::ManageBanks), create).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    after: Option<Uuid>,
    /// The bank that the new one begins as.
    copy: Option<Uuid>,
}

async fn show(page_of: Page, InQuery(params): InQuery<Params>) -> PageResult {
    let copied = match params.copy {
        Some(id) => Some(page_of.engine().bank(page_of.actor(), BankId(id)).await?),
        None => None,
    };
    let name = copied.as_ref().map(|bank| match page_of.lang() {
        Lang::Vi => format!("Bản sao của {}", bank.name),
        Lang::En => format!("Copy of {}", bank.name),
    });
    let view = BanksView {
        language: "vi".to_owned(),
        name: name.unwrap_or_default(),
        copy: copied.map(|bank| (bank.id.to_string(), bank.name)),
        ..BanksView::default()
    };
    respond(&page_of, StatusCode::OK, params.after, view).await
}

async fn create(page_of: Page, form: Form) -> PageResult {
    match make(&page_of, &form).await {
        Ok(ControlFlow::Continue(bank)) => Ok(see_done(&format!("{PATH}/{}", bank.id), Done::BankCreated)),
        Ok(ControlFlow::Break(page)) => Ok(see_other(&page)),
        Err(error) => {
            let (status, problems) = refused(error)?;
            let copied = match source(&form) {
                Some(id) => Some(page_of.engine().bank(page_of.actor(), id).await?),
                None => None,
            };
            let view = BanksView {
                copy: copied.map(|bank| (bank.id.to_string(), bank.name)),
                name: form.text("name").to_owned(),
                language: form.text("language").to_owned(),
                unit: form.text("unit").to_owned(),
                problems,
                ..BanksView::default()
            };
            respond(&page_of, status, None, view).await
        }
    }
}

/// The bank; of a copy that takes long, the page that says how far it is.
async fn make(page_of: &Page, form: &Form) -> Result<ControlFlow<String, Bank>, Error> {
    let unit = owner::typed(page_of, form).await?;
    if let Some(source) = source(form) {
        let name = form.text("name").trim();
        let engine = &page_of.app.engine;
        let work = engine.begin_bank_copy(page_of.actor(), source, (unit, name), form.key.clone());
        let work = work.await.map_err(|error| named(error, owner::in_form))?;
        return Ok(match page_of.follow(work).await {
            ControlFlow::Continue(copied) => ControlFlow::Continue(copied?.0),
            ControlFlow::Break(page) => ControlFlow::Break(page),
        });
    }
    let made = page_of
        .engine()
        .create_bank_of(
            page_of.actor(),
            unit,
            form.text("name").trim(),
            form.text("language").trim(),
            form.key.clone(),
        )
        .await;
    made.map(ControlFlow::Continue)
        .map_err(|error| named(error, owner::in_form))
}

/// The bank to be copied, where one is named.
fn source(form: &Form) -> Option<BankId> {
    form.text("copy").parse().ok()
}

async fn respond(page_of: &Page, status: StatusCode, after: Option<Uuid>, view: BanksView) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let mut banks = engine
        .bank_summaries(actor, after.map(BankId), one_more(SHOWN))
        .await?;
    let next = cut(&mut banks, SHOWN, |last| format!("{PATH}?after={}", last.bank.id));
    let units = engine.units().await?;
    let view = BanksView {
        next,
        first: after.map(|_| PATH.to_owned()),
        banks: banks.into_iter().map(|one| line(&units, one)).collect(),
        may_create: actor.may(Action::ManageBanks).is_ok(),
        form_id: page_of.form_id(),
        ..view
    };
    let title = lang.say("Ngân hàng câu hỏi", "Question banks");
    Ok(page_of
        .show_console(Section::Banks, status, title, page(lang, view))
        .await)
}
