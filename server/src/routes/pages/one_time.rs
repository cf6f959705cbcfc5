//! `/invitation` and `/reset`: forms for the holders of one-time links.

use axum::http::{HeaderMap, StatusCode};
use khao_app::pages::one_time::{OneTimeView, invitation, reset};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::error::{Conflict, Error};
use khao_engine::people::log_in::LogIn;
use leptos::prelude::AnyView;

use super::context::{Page, PageResult, see_other};
use super::login::enter;
use crate::routes::body::Form;
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::browser;

pub fn routes() -> Vec<Route> {
    vec![
        get("/invitation", Access::Public, show_invitation),
        post("/invitation", Access::Public, accept).takes_form(),
        get("/reset", Access::Public, show_reset),
        post("/reset", Access::Public, reset_password).takes_form(),
    ]
}

async fn show_invitation(page_of: Page) -> PageResult {
    let content = invitation(page_of.lang(), OneTimeView::default());
    Ok(respond(
        &page_of,
        StatusCode::OK,
        page_of.lang().say("Nhận lời mời", "Accept an invitation"),
        content,
    )
    .await)
}

async fn accept(page_of: Page, headers: HeaderMap, form: Form) -> PageResult {
    page_of.app.limits.one_time_code(page_of.visit.address)?;
    let [code, username, password] = ["code", "username", "password"].map(|name| form.text(name));
    let (engine, from) = (page_of.engine(), Some(page_of.visit.address));
    let problems = match engine.accept_invitation(code, username, password, from).await {
        Ok(account) => {
            let with = LogIn {
                username: &account.username,
                password,
                code: None,
                browser: &browser(&headers),
                from,
            };
            let session = engine.log_in(with).await?;
            return enter(&page_of, &session).await;
        }
        Err(Error::Invalid(problems)) => problems,
        Err(Error::Conflict(Conflict::Taken)) => {
            vec![Problem::at(
                "/username",
                said("Tên đăng nhập này đã có người dùng.", "This username is taken."),
            )]
        }
        Err(error) => return Err(error.into()),
    };
    let view = OneTimeView {
        code: code.to_owned(),
        username: username.to_owned(),
        problems,
    };
    let content = invitation(page_of.lang(), view);
    Ok(respond(
        &page_of,
        StatusCode::UNPROCESSABLE_ENTITY,
        page_of.lang().say("Nhận lời mời", "Accept an invitation"),
        content,
    )
    .await)
}

async fn show_reset(page_of: Page) -> PageResult {
    let content = reset(page_of.lang(), OneTimeView::default());
    Ok(respond(
        &page_of,
        StatusCode::OK,
        page_of.lang().say("Đặt mật khẩu mới", "Choose a new password"),
        content,
    )
    .await)
}

async fn reset_password(page_of: Page, form: Form) -> PageResult {
    page_of.app.limits.one_time_code(page_of.visit.address)?;
    let (code, password) = (form.text("code"), form.text("password"));
    let from = Some(page_of.visit.address);
    match page_of.engine().reset_password(code, password, from).await {
        Ok(()) => Ok(see_other("/login")),
        Err(Error::Invalid(problems)) => {
            let view = OneTimeView {
                code: code.to_owned(),
                problems,
                ..OneTimeView::default()
            };
            let content = reset(page_of.lang(), view);
            Ok(respond(
                &page_of,
                StatusCode::UNPROCESSABLE_ENTITY,
                page_of.lang().say("Đặt mật khẩu mới", "Choose a new password"),
                content,
            )
            .await)
        }
        Err(error) => Err(error.into()),
    }
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    title: &str,
    content: AnyView,
) -> axum::response::Response {
    page_of.show_live(status, title, content).await
}
