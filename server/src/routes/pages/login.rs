//! `/login` and `POST /logout`

use axum::http::StatusCode;
use khao_app::pages::login::{LoginView, page};
use khao_domain::problem::Problem;
use khao_engine::error::Error;

use super::context::{Page, PageResult};
use crate::routes::body::Form;
use crate::routes::table::{Access, Route, get, post};

pub fn routes() -> Vec<Route> {
    vec![
        get("/login", Access::Public, show),
        post("/login", Access::Public, send).takes_form().hot(),
        post("/logout", Access::Public, leave).takes_form(),
    ]
}

async fn show(page_of: Page) -> PageResult {
    let view = LoginView {
        username: String::new(),
        problems: Vec::new(),
    };
    Ok(page_of.show(StatusCode::OK, "Đăng nhập", page(view)).await)
}

async fn send(page_of: Page, form: Form) -> PageResult {
    let (username, password) = (form.text("username"), form.text("password"));
    page_of.app.limits.staff_log_in(username, page_of.visit.address)?;
    match page_of.engine().log_in_staff(username, password).await {
        Ok(session) => Ok(page_of.enter("/console", &session).await),
        Err(Error::NotRecognised) => {
            let view = LoginView {
                username: username.to_owned(),
                problems: vec![Problem::at("", "Tên đăng nhập hoặc mật khẩu không đúng.")],
            };
            Ok(page_of
                .show(StatusCode::UNAUTHORIZED, "Đăng nhập", page(view))
                .await)
        }
        Err(error) => Err(error.into()),
    }
}

/// The body is empty; it is read as a form like any other.
async fn leave(page_of: Page, _: Form) -> PageResult {
    if let Some(token) = &page_of.visit.token {
        page_of.engine().log_out(token).await?;
    }
    Ok(page_of.leave("/"))
}
