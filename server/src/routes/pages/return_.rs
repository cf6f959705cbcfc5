//! `/contests/{slug}/return`: back by code and birth date.

use axum::http::StatusCode;
use khao_app::pages::return_::{ReturnView, page};
use khao_domain::lang::{Lang, said};
use khao_domain::people::entry::read_birth_date;
use khao_domain::problem::Problem;
use khao_engine::error::Error;

use super::context::{Page, PageResult};
use crate::routes::body::{Form, InPath};
use crate::routes::table::{Access, Route, get, post};

const fn title(lang: Lang) -> &'static str {
    lang.say("Vào lại bằng mã", "Return with a code")
}

pub fn routes() -> Vec<Route> {
    vec![
        get("/contests/{slug}/return", Access::Public, show),
        post("/contests/{slug}/return", Access::Public, send)
            .takes_form()
            .hot(),
    ]
}

async fn show(page_of: Page, InPath(slug): InPath<String>) -> PageResult {
    let contest = page_of.engine().public_contest(&slug).await?;
    let view = ReturnView {
        slug,
        contest_title: contest.title.clone(),
        re_entry_code: String::new(),
        birth_date: String::new(),
        problems: Vec::new(),
    };
    Ok(page_of
        .show(StatusCode::OK, title(page_of.lang()), page(page_of.lang(), view))
        .await)
}

async fn send(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    let contest = page_of.engine().public_contest(&slug).await?;
    let (code, birth_date) = (form.text("re_entry_code"), form.text("birth_date"));
    page_of.app.limits.re_entry(&slug, code, page_of.visit.address)?;
    let (status, problem) = match read_birth_date(birth_date) {
        // What no code could fit is a slip of the pen: it tells nothing about anybody.
        Err(how) => (StatusCode::UNPROCESSABLE_ENTITY, Problem::at("/birth_date", how)),
        Ok(_) => match page_of.engine().log_in_participant(&slug, code, birth_date).await {
            Ok(session) => return Ok(page_of.enter(&format!("/contests/{slug}/ready"), &session).await),
            Err(Error::NotRecognised) => (
                StatusCode::UNAUTHORIZED,
                Problem::at(
                    "",
                    said(
                        "Mã dự thi và ngày sinh không khớp. Xin kiểm tra cả hai rồi thử lại.",
                        "Code and date of birth do not match. Check both and try again.",
                    ),
                ),
            ),
            Err(error) => return Err(error.into()),
        },
    };
    let view = ReturnView {
        slug,
        contest_title: contest.title.clone(),
        re_entry_code: code.to_owned(),
        birth_date: birth_date.to_owned(),
        problems: vec![problem],
    };
    Ok(page_of
        .show(status, title(page_of.lang()), page(page_of.lang(), view))
        .await)
}
