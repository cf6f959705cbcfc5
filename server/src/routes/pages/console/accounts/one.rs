//! `/console/accounts/{id}`

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::account::{ConsoleAccountView, Reader, Typed, page};
use khao_app::pages::console::new_account::link_page;
use khao_domain::ids::AccountId;
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::error::Error;
use khao_engine::people::accounts::AccountChange;
use khao_engine::policy::{Action, Actor};

use super::{link_view, place_of, unit_name};
use crate::routes::body::{Form, InPath};
use crate::routes::pages::account::line;
use crate::routes::pages::console::owner;
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::named;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/accounts/{id}";

pub fn routes() -> Vec<Route> {
    vec![
        get(PATH, Access::Staff(Action::ReadAccounts), show),
        post(PATH, Access::Staff(Action::ManageAccounts), send).takes_form(),
    ]
}

async fn show(page_of: Page, InPath(id): InPath<AccountId>) -> PageResult {
    respond(&page_of, StatusCode::OK, id, None, Vec::new()).await
}

async fn send(page_of: Page, headers: HeaderMap, InPath(id): InPath<AccountId>, form: Form) -> PageResult {
    let taken = take(&page_of, &headers, id, &form).await;
    match taken.map_err(|error| named(error, owner::in_form)) {
        Ok(response) => Ok(response),
        Err(Error::Invalid(problems)) => {
            let typed = (form.text("action") == "change").then(|| Typed {
                full_name: form.text("full_name").to_owned(),
                role: form.text("role").to_owned(),
                unit: form.text("unit").to_owned(),
            });
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            respond(&page_of, status, id, typed, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn take(page_of: &Page, headers: &HeaderMap, id: AccountId, form: &Form) -> Result<Response, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let here = format!("/console/accounts/{id}");
    let done = match form.text("action") {
        "change" => {
            let (role, unit) = place_of(page_of, form).await?;
            let change = AccountChange {
                full_name: Some(form.text("full_name").to_owned()),
                role: Some(role),
                unit: Some(unit),
                disabled: None,
            };
            engine.change_account(actor, id, change).await?;
            Done::AccountSaved
        }
        action @ ("lock" | "unlock") => {
            let disabled = action == "lock";
            let change = AccountChange {
                disabled: Some(disabled),
                ..AccountChange::default()
            };
            engine.change_account(actor, id, change).await?;
            if disabled {
                Done::AccountLocked
            } else {
                Done::AccountUnlocked
            }
        }
        "end" => {
            let session = form.text("session_id").parse().map_err(|_| Error::NotFound)?;
            engine.end_session_of(actor, id, session).await?;
            Done::SessionEnded
        }
        "end-all" => {
            engine.end_sessions_of(actor, id).await?;
            Done::SessionsEnded
        }
        "totp-off" => {
            engine.remove_second_factor(actor, id).await?;
            Done::SecondFactorRemoved
        }
        "reset" => {
            let link = engine.reset_link(actor, id).await?;
            return Ok(show_link(page_of, headers, here, &link).await);
        }
        _ => {
            return Err(Error::invalid(
                "/action",
                said("Không có bước này.", "There is no such step."),
            ));
        }
    };
    Ok(see_done(&here, done))
}

/// Shown this once, so not behind a redirect.
async fn show_link(
    page_of: &Page,
    headers: &HeaderMap,
    back: String,
    link: &khao_engine::people::invitations::OneTimeLink,
) -> Response {
    let lang = page_of.lang();
    let title = lang.say("Liên kết đặt lại mật khẩu", "Password reset link");
    let content = link_page(lang, title, back, link_view(page_of, headers, "/reset", link));
    page_of
        .show_console(Section::Accounts, StatusCode::OK, title, content)
        .await
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    id: AccountId,
    typed: Option<Typed>,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let account = engine.account(actor, id).await?;
    let units = engine.units().await?;
    let code = account.unit.and_then(|unit| units.get(unit));
    let stored = Typed {
        full_name: account.full_name,
        role: account.role.as_str().to_owned(),
        unit: code.map(|unit| unit.code.clone()).unwrap_or_default(),
    };
    let sessions = engine.sessions_of(actor, id).await?;
    let view = ConsoleAccountView {
        id,
        unit_name: unit_name(&units, account.unit),
        role: account.role,
        created_at: account.created_at,
        disabled: account.disabled,
        has_second_factor: account.has_second_factor,
        typed: typed.unwrap_or(stored),
        sessions: sessions.into_iter().map(line).collect(),
        reader: match actor {
            _ if actor.may(Action::ManageAccounts).is_err() => Reader::Auditor,
            Actor::Staff { id: own, .. } if *own == id => Reader::Owner,
            _ => Reader::Administrator,
        },
        problems,
        username: account.username.clone(),
    };
    Ok(page_of
        .show_console(Section::Accounts, status, &account.username, page(lang, view))
        .await)
}
