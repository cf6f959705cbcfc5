//! `/console/accounts/new`

use axum::http::{HeaderMap, StatusCode};
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::accounts::PATH as LIST;
use khao_app::pages::console::new_account::{NewAccountView, link_page, page};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::error::{Conflict, Error};
use khao_engine::people::accounts::NewAccount;
use khao_engine::people::invitations::Invitee;
use khao_engine::policy::Action;

use super::{link_view, place_of};
use crate::routes::body::Form;
use crate::routes::pages::console::owner;
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::named;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/console/accounts/new";

pub fn routes() -> Vec<Route> {
    let manage = Access::Staff(Action::ManageAccounts);
    vec![get(PATH, manage, show), post(PATH, manage, send).takes_form()]
}

async fn show(page_of: Page) -> PageResult {
    let view = NewAccountView {
        form_id: page_of.form_id(),
        ..NewAccountView::default()
    };
    respond(&page_of, StatusCode::OK, view).await
}

async fn send(page_of: Page, headers: HeaderMap, form: Form) -> PageResult {
    let done = if form.text("action") == "create" {
        create(&page_of, &form).await
    } else {
        invite(&page_of, &headers, &form).await
    };
    let problems = match done.map_err(|error| named(error, owner::in_form)) {
        Ok(response) => return Ok(response),
        Err(Error::Invalid(problems)) => problems,
        Err(Error::Conflict(Conflict::Taken)) => {
            vec![Problem::at(
                "/username",
                said("Tên đăng nhập này đã có người dùng.", "This username is taken."),
            )]
        }
        Err(error) => return Err(error.into()),
    };
    let view = NewAccountView {
        full_name: form.text("full_name").to_owned(),
        role: form.text("role").to_owned(),
        unit: form.text("unit").to_owned(),
        username: form.text("username").to_owned(),
        form_id: page_of.form_id(),
        problems,
    };
    respond(&page_of, StatusCode::UNPROCESSABLE_ENTITY, view).await
}

async fn create(page_of: &Page, form: &Form) -> Result<axum::response::Response, Error> {
    let (role, unit) = place_of(page_of, form).await?;
    let new = NewAccount {
        username: form.text("username").trim().to_owned(),
        password: form.text("password").to_owned(),
        role,
        unit,
        full_name: form.text("full_name").to_owned(),
    };
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let account = engine.create_account_once(actor, new, form.key.clone()).await?;
    Ok(see_done(&format!("{LIST}/{}", account.id), Done::AccountCreated))
}

async fn invite(page_of: &Page, headers: &HeaderMap, form: &Form) -> Result<axum::response::Response, Error> {
    let (role, unit) = place_of(page_of, form).await?;
    let invitee = Invitee {
        role,
        unit,
        full_name: form.text("full_name").to_owned(),
    };
    let (_, link) = page_of.engine().invite(page_of.actor(), invitee).await?;
    let lang = page_of.lang();
    let title = lang.say("Liên kết mời", "Invitation");
    let link = link_view(page_of, headers, "/invitation", &link);
    // Shown this once, so not behind a redirect.
    let content = link_page(lang, title, LIST.to_owned(), link);
    Ok(page_of
        .show_console(Section::Accounts, StatusCode::OK, title, content)
        .await)
}

async fn respond(page_of: &Page, status: StatusCode, view: NewAccountView) -> PageResult {
    let lang = page_of.lang();
    let title = lang.say("Thêm tài khoản", "Add an account");
    Ok(page_of
        .show_console(Section::Accounts, status, title, page(lang, view))
        .await)
}
