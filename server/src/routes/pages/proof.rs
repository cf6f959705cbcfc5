//! `/account/proof`: the password once more; then on to what was wanted.

use axum::http::{HeaderMap, StatusCode};
use khao_app::pages::proof::{ProofView, page, proved_page};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::error::Error;
use khao_engine::people::log_in::LogIn;
use khao_engine::people::sessions::Opened;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::context::{Page, PageResult};
use super::language::own;
use crate::routes::body::{Form, InQuery};
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get, post};
use crate::security::visit::browser;

const PATH: &str = "/account/proof";

pub fn routes() -> Vec<Route> {
    let access = Access::Staff(Action::OwnAccount);
    vec![
        get(PATH, access, show),
        post(PATH, access, send).takes_form().hot(),
    ]
}

/// The page, which goes on to this address of ours.
pub fn before(next: &str) -> String {
    address(PATH, [("next", next)])
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    next: String,
    /// The password was right; what was wanted is a file, which leaves the page as it is.
    proved: bool,
}

async fn show(page_of: Page, InQuery(params): InQuery<Params>) -> PageResult {
    if params.proved {
        let lang = page_of.lang();
        let title = lang.say("Đã nhập đúng mật khẩu", "The password is right");
        let content = proved_page(lang, next(&params.next));
        return Ok(page_of.show(StatusCode::OK, title, content).await);
    }
    respond(&page_of, StatusCode::OK, &params.next, Vec::new()).await
}

/// Where to go on to: a file is offered by a page, because a browser that saves it stays where it is.
fn after(next: &str) -> String {
    if next.starts_with("/api/") {
        address(PATH, [("next", next), ("proved", "true")])
    } else {
        next.to_owned()
    }
}

async fn send(page_of: Page, headers: HeaderMap, form: Form) -> PageResult {
    match prove(&page_of, &headers, &form).await {
        Ok(session) => Ok(page_of.enter(&after(&next(form.text("next"))), &session).await),
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            respond(&page_of, status, form.text("next"), problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The password that a form carries where the last one was typed too long ago: the form goes on as the new session.
pub async fn carried(page_of: &mut Page, headers: &HeaderMap, form: &Form) -> Result<Option<Opened>, Error> {
    if page_of.engine().proved_lately(page_of.actor()).is_ok() {
        return Ok(None);
    }
    if form.text("password").is_empty() {
        return Err(Error::invalid(
            "/password",
            said(
                "Xin nhập lại mật khẩu: việc này chưa được làm.",
                "Type your password once more: nothing was done yet.",
            ),
        ));
    }
    let session = prove(page_of, headers, form).await?;
    page_of.visit.actor = page_of.engine().actor(&session.token).await?;
    Ok(Some(session))
}

/// Whether a form has to carry the password, and with it the code of the second factor.
pub async fn asked_for(page_of: &Page) -> Result<Option<bool>, Error> {
    if page_of.engine().proved_lately(page_of.actor()).is_ok() {
        return Ok(None);
    }
    let account = page_of.engine().own_account(page_of.actor()).await?;
    Ok(Some(account.has_second_factor))
}

/// Another session takes the place of the one there was: the tries are counted with those to log in.
async fn prove(page_of: &Page, headers: &HeaderMap, form: &Form) -> Result<Opened, Error> {
    page_of.visit.count_password(&page_of.app)?;
    let account = page_of.engine().own_account(page_of.actor()).await?;
    let browser = browser(headers);
    let with = LogIn {
        username: &account.username,
        password: form.text("password"),
        code: account.has_second_factor.then(|| form.text("code")),
        browser: &browser,
        from: Some(page_of.visit.address),
    };
    match page_of.engine().log_in(with).await {
        Err(Error::NotRecognised | Error::SecondFactorNeeded(_)) => {
            let wrong = if account.has_second_factor {
                said(
                    "Mật khẩu hoặc mã không đúng, hoặc mã đã được dùng.",
                    "The password or the code is wrong, or the code was used before.",
                )
            } else {
                said("Mật khẩu không đúng.", "The password is wrong.")
            };
            Err(Error::invalid("/password", wrong))
        }
        done => done,
    }
}

/// Only what is ours; anything else is the console.
fn next(asked: &str) -> String {
    own(asked).unwrap_or_else(|| "/console".to_owned())
}

async fn respond(page_of: &Page, status: StatusCode, asked: &str, problems: Vec<Problem>) -> PageResult {
    let lang = page_of.lang();
    let account = page_of.engine().own_account(page_of.actor()).await?;
    let view = ProofView {
        needs_code: account.has_second_factor,
        next: next(asked),
        problems,
    };
    let title = lang.say("Nhập lại mật khẩu", "Your password once more");
    Ok(page_of.show(status, title, page(lang, view)).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_away() {
        let file = "/api/v1/rounds/1/exports/ranking.csv?x=1&y=2";
        assert_eq!(next(file), file);
        for other in ["https://a.vn/", "//a.vn", "/\\a.vn", "", "a", "/a\nb"] {
            assert_eq!(next(other), "/console", "{other}");
        }
        assert_eq!(before("/a?b=c&d"), "/account/proof?next=%2Fa%3Fb%3Dc%26d");
        assert_eq!(after("/console"), "/console");
        assert!(
            after(file).starts_with("/account/proof?next=%2Fapi") && after(file).ends_with("&proved=true")
        );
    }
}
