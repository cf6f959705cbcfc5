//! `/account`: one's own password, sessions and second factor.

use axum::http::StatusCode;
use khao_app::components::done::Done;
use khao_app::pages::account::{AccountView, SecondFactor, page, sessions};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::error::Error;
use khao_engine::people::accounts::Account;
use khao_engine::people::own_account::SessionLine;
use khao_engine::policy::{Action, Actor};

use super::context::{Page, PageResult, see_done, see_other};
use super::refused::named;
use crate::problem::Fault;
use crate::routes::body::Form;
use crate::routes::table::{Access, Route, get, post};

const PATH: &str = "/account";

pub fn routes() -> Vec<Route> {
    let own = Access::Staff(Action::OwnAccount);
    vec![get(PATH, own, show), post(PATH, own, send).takes_form()]
}

async fn show(page_of: Page) -> PageResult {
    respond(&page_of, StatusCode::OK, None, Vec::new()).await
}

async fn send(page_of: Page, form: Form) -> PageResult {
    let taken = take(&page_of, &form).await;
    match taken.map_err(|error| named(error, |pointer| in_form(pointer, form.text("action")))) {
        Ok(Outcome::Done(done)) => Ok(see_done(PATH, done)),
        // What is drawn stands on the page.
        Ok(Outcome::Drawn) => Ok(see_other(PATH)),
        // Shown this once, so not behind a redirect.
        Ok(Outcome::Confirmed(fresh)) => respond(&page_of, StatusCode::OK, Some(fresh), Vec::new()).await,
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            respond(&page_of, status, None, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What became of a step.
enum Outcome {
    Done(Done),
    Drawn,
    Confirmed(SecondFactor),
}

async fn take(page_of: &Page, form: &Form) -> Result<Outcome, Error> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    match form.text("action") {
        "end" => {
            let id = form.text("session_id").parse().map_err(|_| Error::NotFound)?;
            engine.end_own_session(actor, id).await?;
            Ok(Outcome::Done(Done::SessionEnded))
        }
        "end-others" => {
            engine
                .end_other_sessions(actor, page_of.visit.own_token()?)
                .await?;
            Ok(Outcome::Done(Done::OtherSessionsEnded))
        }
        "password" => {
            page_of.visit.count_password(&page_of.app)?;
            let (old, new) = (form.text("old_password"), form.text("new_password"));
            engine
                .change_password(actor, page_of.visit.own_token()?, old, new)
                .await?;
            Ok(Outcome::Done(Done::PasswordChanged))
        }
        "totp-begin" => {
            page_of.visit.count_password(&page_of.app)?;
            engine
                .begin_second_factor(actor, form.text("totp_password"))
                .await?;
            Ok(Outcome::Drawn)
        }
        "totp-confirm" => {
            page_of.visit.count_password(&page_of.app)?;
            let recovery_codes = engine.confirm_second_factor(actor, form.text("code")).await?;
            Ok(Outcome::Confirmed(SecondFactor::Confirmed { recovery_codes }))
        }
        "codes-renew" => {
            page_of.visit.count_password(&page_of.app)?;
            let recovery_codes = engine
                .renew_recovery_codes(actor, form.text("totp_password"))
                .await?;
            Ok(Outcome::Confirmed(SecondFactor::Renewed { recovery_codes }))
        }
        _ => Err(Error::invalid(
            "/action",
            said("Không có bước này.", "There is no such step."),
        )),
    }
}

/// Two forms of the page ask for a password, each under a name of its own.
fn in_form(pointer: &str, action: &str) -> String {
    match pointer {
        "/password" if action == "password" => "/new_password",
        "/password" => "/totp_password",
        other => other,
    }
    .to_owned()
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    fresh: Option<SecondFactor>,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let account = engine.own_account(actor).await?;
    let lines = engine.own_sessions(actor, page_of.visit.own_token()?).await?;
    let units = engine.units().await?;
    let second_factor = match fresh {
        Some(fresh) => fresh,
        None => second_factor(page_of, &account).await?,
    };
    let view = AccountView {
        unit: account.unit.map_or("", |unit| units.name(unit)).to_owned(),
        username: account.username,
        full_name: account.full_name,
        role: account.role,
        must_set_up: matches!(actor, Actor::Unproven { .. }) && !account.has_second_factor,
        second_factor,
        sessions: lines.into_iter().map(line).collect(),
        problems,
    };
    let title = lang.say("Tài khoản của tôi", "My account");
    Ok(page_of.show_own(status, title, page(lang, view)).await)
}

async fn second_factor(page_of: &Page, account: &Account) -> Result<SecondFactor, Fault> {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    if account.has_second_factor {
        let recovery_codes_left = engine.recovery_codes_left(actor).await?;
        return Ok(SecondFactor::On { recovery_codes_left });
    }
    let drawn = engine.pending_second_factor(actor).await?;
    Ok(drawn.map_or(SecondFactor::None, |new| SecondFactor::Drawn {
        secret: new.secret,
        uri: new.uri,
    }))
}

pub(in crate::routes::pages) fn line(line: SessionLine) -> sessions::SessionLine {
    sessions::SessionLine {
        id: line.id,
        opened_at: line.opened_at,
        used_at: line.used_at,
        browser: line.browser,
        is_current: line.is_current,
    }
}
