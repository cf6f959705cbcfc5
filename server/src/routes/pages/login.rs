//! `/login`, its second step, and `POST /logout`

use axum::http::{HeaderMap, StatusCode};
use khao_app::pages::login::{LoginView, page};
use khao_app::pages::login_code::{self, LoginCodeView};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::error::Error;
use khao_engine::people::log_in::LogIn;
use khao_engine::people::sessions::Opened;
use khao_engine::policy::Actor;

use super::context::{Page, PageResult};
use crate::routes::body::Form;
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::browser;

pub fn routes() -> Vec<Route> {
    vec![
        get("/login", Access::Public, show),
        post("/login", Access::Public, send).takes_form().hot(),
        post("/logout", Access::Public, leave).takes_form(),
    ]
}

async fn show(page_of: Page) -> PageResult {
    Ok(first_step(&page_of, StatusCode::OK, "", Vec::new()).await)
}

async fn send(page_of: Page, headers: HeaderMap, form: Form) -> PageResult {
    let browser = browser(&headers);
    if let Some(proof) = form.given("proof") {
        return with_code(&page_of, proof, form.text("code"), &browser).await;
    }
    let (username, password) = (form.text("username"), form.text("password"));
    page_of.app.limits.staff_log_in(username, page_of.visit.address)?;
    let with = LogIn {
        username,
        password,
        code: None,
        browser: &browser,
        from: Some(page_of.visit.address),
    };
    match page_of.engine().log_in(with).await {
        Ok(session) => enter(&page_of, &session).await,
        Err(Error::SecondFactorNeeded(step)) => {
            Ok(second_step(&page_of, StatusCode::OK, step.expose(), Vec::new()).await)
        }
        Err(Error::NotRecognised) => {
            let problems = vec![Problem::at(
                "",
                said(
                    "Tên đăng nhập hoặc mật khẩu không đúng.",
                    "The username or the password is wrong.",
                ),
            )];
            Ok(first_step(&page_of, StatusCode::UNAUTHORIZED, username, problems).await)
        }
        Err(error) => Err(error.into()),
    }
}

/// The tries are counted with those of the password.
async fn with_code(page_of: &Page, proof: &str, code: &str, browser: &str) -> PageResult {
    let engine = page_of.engine();
    let username = match engine.account_of_step(proof).await {
        Ok(username) => username,
        Err(Error::NotRecognised) => {
            let problems = vec![Problem::at(
                "",
                said(
                    "Bước này đã quá lâu. Xin đăng nhập lại từ đầu.",
                    "This step took too long. Please log in from the start.",
                ),
            )];
            return Ok(first_step(page_of, StatusCode::UNAUTHORIZED, "", problems).await);
        }
        Err(error) => return Err(error.into()),
    };
    page_of
        .app
        .limits
        .staff_log_in(&username, page_of.visit.address)?;
    let from = Some(page_of.visit.address);
    match engine.log_in_second(proof, code, browser, from).await {
        Ok(session) => enter(page_of, &session).await,
        Err(Error::NotRecognised) => {
            let problems = vec![Problem::at(
                "/code",
                said(
                    "Mã không đúng hoặc đã được dùng.",
                    "The code is wrong or was used before.",
                ),
            )];
            Ok(second_step(page_of, StatusCode::UNAUTHORIZED, proof, problems).await)
        }
        Err(error) => Err(error.into()),
    }
}

/// To the console, or to where the second factor is set up that the authority wants.
pub(super) async fn enter(page_of: &Page, session: &Opened) -> PageResult {
    let to = match page_of.engine().actor(&session.token).await? {
        Actor::Unproven { .. } => "/account",
        _ => "/console",
    };
    Ok(page_of.enter(to, session).await)
}

async fn first_step(
    page_of: &Page,
    status: StatusCode,
    username: &str,
    problems: Vec<Problem>,
) -> axum::response::Response {
    let view = LoginView {
        username: username.to_owned(),
        problems,
    };
    page_of
        .show(
            status,
            page_of.lang().say("Đăng nhập", "Log in"),
            page(page_of.lang(), view),
        )
        .await
}

async fn second_step(
    page_of: &Page,
    status: StatusCode,
    proof: &str,
    problems: Vec<Problem>,
) -> axum::response::Response {
    let view = LoginCodeView {
        proof: proof.to_owned(),
        problems,
    };
    let lang = page_of.lang();
    let title = lang.say("Mã xác thực", "Verification code");
    page_of.show(status, title, login_code::page(lang, view)).await
}

/// The body is empty; it is read as a form like any other.
async fn leave(page_of: Page, _: Form) -> PageResult {
    if let Some(token) = &page_of.visit.token {
        page_of.engine().log_out(token).await?;
    }
    Ok(page_of.leave("/"))
}
