//! `POST /sessions` with a re-entry code or a password, `DELETE /sessions/current`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use khao_domain::lang::{Lang, Said};
use khao_engine::error::Error;
use khao_engine::people::log_in::LogIn;
use khao_engine::people::sessions::Opened;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::replies::with_session;
use super::values::Time;
use crate::problem::Fault;
use crate::routes::body::Json;
use crate::routes::table::{Access, Route, delete, post};
use crate::security::cookies;
use crate::security::visit::{Visit, browser};
use crate::state::App;

pub fn routes() -> Vec<Route> {
    vec![
        post("/api/v1/sessions", Access::Public, open)
            .says("Opens a session with a re-entry code, or with a staff account's password.")
            .takes::<NewSession>()
            .answers::<SessionOpened>(201)
            .may_fail(&[401, 429])
            .hot(),
        delete("/api/v1/sessions/current", Access::Session, close)
            .says("Ends the session.")
            .answers_nothing(204),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByCode {
    /// The contest's address.
    #[schema(max_length = 64, pattern = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$")]
    contest: String,
    #[schema(max_length = 32, pattern = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$")]
    re_entry_code: String,
    #[schema(format = Date)]
    birth_date: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByPassword {
    #[schema(max_length = 64, pattern = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$")]
    username: String,
    #[schema(max_length = 128, pattern = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$")]
    password: String,
    /// For accounts with a second factor: a code of the app, or a recovery code. Without one that is needed: 401
    /// `#totp-needed`.
    #[serde(default)]
    #[schema(max_length = 20, pattern = "^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]*$")]
    totp: Option<String>,
}

/// Which of the two it is, the members tell.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum NewSession {
    ByCode(ByCode),
    ByPassword(ByPassword),
}

impl<'de> Deserialize<'de> for NewSession {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let value = serde_json::Value::deserialize(deserializer)?;
        // Not an untagged enum: its error would not say which member is wrong.
        if value.get("username").is_some() || value.get("password").is_some() {
            serde_json::from_value(value)
                .map(Self::ByPassword)
                .map_err(D::Error::custom)
        } else {
            serde_json::from_value(value)
                .map(Self::ByCode)
                .map_err(D::Error::custom)
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SessionOpened {
    token: String,
    /// At the latest: a staff session also ends where it is not used for a while.
    expires_at: Time,
}

async fn open(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Json { value, .. }: Json<NewSession>,
) -> Result<Response, Fault> {
    let opened = match value {
        NewSession::ByCode(by) => by_code(&app, &visit, &by).await?,
        NewSession::ByPassword(by) => by_password(&app, &visit, &browser(&headers), &by).await?,
    };
    let body = SessionOpened {
        token: opened.token.expose().to_owned(),
        expires_at: Time(opened.expires_at),
    };
    with_session(&app, &visit, &opened, body).await
}

async fn by_code(app: &App, visit: &Visit, by: &ByCode) -> Result<Opened, Fault> {
    at_most("/contest", &by.contest, 64)?;
    at_most("/re_entry_code", &by.re_entry_code, 32)?;
    app.limits
        .re_entry(&by.contest, &by.re_entry_code, visit.address)?;
    Ok(app
        .engine
        .log_in_participant(&by.contest, &by.re_entry_code, &by.birth_date)
        .await?)
}

async fn by_password(app: &App, visit: &Visit, browser: &str, by: &ByPassword) -> Result<Opened, Fault> {
    at_most("/username", &by.username, 64)?;
    at_most("/password", &by.password, 128)?;
    at_most("/totp", by.totp.as_deref().unwrap_or_default(), 20)?;
    app.limits.staff_log_in(&by.username, visit.address)?;
    let with = LogIn {
        username: &by.username,
        password: &by.password,
        code: by.totp.as_deref(),
        browser,
        from: Some(visit.address),
    };
    Ok(app.engine.log_in(with).await?)
}

fn at_most(pointer: &str, text: &str, chars: usize) -> Result<(), Fault> {
    if text.chars().count() <= chars {
        return Ok(());
    }
    let detail = Said::of(|lang| match lang {
        Lang::Vi => format!("Dài nhất {chars} ký tự."),
        Lang::En => format!("At most {chars} characters."),
    });
    Err(Fault::invalid(pointer, detail))
}

async fn close(State(app): State<App>, visit: Visit) -> Result<Response, Fault> {
    let token = visit.token.as_ref().ok_or(Error::LogIn)?;
    app.engine.log_out(token).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(cookie) = cookies::clear(app.settings.secure) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_tell_which_it_is() {
        let read = serde_json::from_str::<NewSession>;
        assert!(matches!(
            read(r#"{"contest":"a","re_entry_code":"b","birth_date":"c"}"#),
            Ok(NewSession::ByCode(_))
        ));
        assert!(matches!(
            read(r#"{"username":"a","password":"b"}"#),
            Ok(NewSession::ByPassword(_))
        ));
        for mixed in [
            r#"{"username":"a","password":"b","contest":"c"}"#,
            r#"{"username":"a"}"#,
            "{}",
            "[]",
        ] {
            assert!(read(mixed).is_err(), "{mixed}");
        }
    }
}
