//! `/first-run`: there only while there is no account.

use axum::http::StatusCode;
use khao_app::pages::first_run::{FirstRunView, page};
use khao_domain::lang::{Lang, said};
use khao_domain::problem::Problem;
use khao_engine::error::Error;

use super::context::{Page, PageResult};
use crate::problem::Fault;
use crate::routes::body::Form;
use crate::routes::table::{Access, Route, get, post};

/// What tries are counted under.
const PLACE: &str = "first-run";

const fn title(lang: Lang) -> &'static str {
    lang.say("Thiết lập lần đầu", "First run")
}

pub fn routes() -> Vec<Route> {
    vec![
        get("/first-run", Access::Public, show),
        post("/first-run", Access::Public, send).takes_form(),
    ]
}

async fn show(page_of: Page) -> PageResult {
    if page_of.engine().has_accounts().await? {
        return Err(Fault::not_found());
    }
    let view = FirstRunView {
        code: String::new(),
        username: String::new(),
        full_name: String::new(),
        problems: Vec::new(),
    };
    Ok(page_of
        .show(StatusCode::OK, title(page_of.lang()), page(page_of.lang(), view))
        .await)
}

async fn send(page_of: Page, form: Form) -> PageResult {
    // The code is as short as a re-entry code, and guarded alike.
    page_of.app.limits.staff_log_in(PLACE, page_of.visit.address)?;
    let [code, username, full_name, password] =
        ["code", "username", "full_name", "password"].map(|name| form.text(name));
    let (engine, from) = (page_of.engine(), Some(page_of.visit.address));
    // Nobody else could set it anew: a slip of the hand must not be it.
    let made = if password == form.text("password_again") {
        engine
            .first_run(code, (username, full_name), password, from)
            .await
    } else {
        let mut problems = engine
            .wrong_with_first_run(code, (username, full_name), password)
            .await?;
        problems.push(Problem::at(
            "/password_again",
            said(
                "Hai lần nhập mật khẩu không giống nhau.",
                "The two passwords are not the same.",
            ),
        ));
        Err(Error::Invalid(problems))
    };
    match made {
        Ok(account) => {
            let session = engine.log_in_staff(&account.username, password).await?;
            Ok(page_of.enter("/console", &session).await)
        }
        Err(Error::Invalid(problems)) => {
            let view = FirstRunView {
                code: code.to_owned(),
                username: username.to_owned(),
                full_name: full_name.to_owned(),
                problems,
            };
            Ok(page_of
                .show(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    title(page_of.lang()),
                    page(page_of.lang(), view),
                )
                .await)
        }
        Err(error) => Err(error.into()),
    }
}
