//! `/account`: staff and their own password, sessions and second factor.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::ids::SessionId;
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::accounts::{AccountShown, SessionList, account_shown};
use super::replies::Reply;
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::table::{Access, Route, delete, get, post, put};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let own = Access::Staff(Action::OwnAccount);
    vec![
        get("/api/v1/account", own, show)
            .says("One's own account.")
            .answers::<AccountShown>(200),
        put("/api/v1/account/password", own, change_password)
            .says("Changes one's own password; the other sessions end.")
            .takes::<PasswordChange>()
            .answers_nothing(204)
            .may_fail(&[429]),
        get("/api/v1/account/sessions", own, sessions)
            .says("One's own sessions, the one used last first.")
            .answers::<SessionList>(200),
        delete("/api/v1/account/sessions", own, end_others)
            .says("Ends one's other sessions.")
            .answers_nothing(204),
        delete("/api/v1/account/sessions/{id}", own, end_one)
            .says("Ends one of one's own sessions.")
            .answers_nothing(204),
        post("/api/v1/account/totp", own, begin)
            .says("Draws the secret of a second factor; it counts once a code has confirmed it.")
            .takes::<Password>()
            .answers::<NewSecret>(201)
            .may_fail(&[409, 429]),
        post("/api/v1/account/totp/confirmation", own, confirm)
            .says("Confirms the second factor with a code of the app; the recovery codes are told this once.")
            .takes::<Code>()
            .answers::<RecoveryCodes>(200)
            .may_fail(&[404, 409, 429]),
        post("/api/v1/account/recovery-codes", own, renew)
            .says("Draws new recovery codes, told this once; the old ones work no more.")
            .takes::<Password>()
            .answers::<RecoveryCodes>(201)
            .may_fail(&[404, 429]),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    #[schema(max_length = 128)]
    old_password: String,
    #[schema(min_length = 12, max_length = 128)]
    password: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Password {
    /// Once more: whoever found an open session must not lock its owner out.
    #[schema(max_length = 128)]
    password: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Code {
    #[schema(max_length = 20)]
    code: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NewSecret {
    /// In base 32.
    secret: String,
    /// What a QR code holds: `otpauth://totp/…`.
    uri: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// Each in place of one code.
    recovery_codes: Vec<String>,
}

async fn show(State(app): State<App>, visit: Visit) -> Result<Reply<AccountShown>, Fault> {
    Ok(Reply(account_shown(app.engine.own_account(&visit.actor).await?)))
}

async fn change_password(
    State(app): State<App>,
    visit: Visit,
    Json { value, .. }: Json<PasswordChange>,
) -> Result<StatusCode, Fault> {
    visit.count_password(&app)?;
    app.engine
        .change_password(
            &visit.actor,
            visit.own_token()?,
            &value.old_password,
            &value.password,
        )
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn sessions(State(app): State<App>, visit: Visit) -> Result<Reply<SessionList>, Fault> {
    let lines = app.engine.own_sessions(&visit.actor, visit.own_token()?).await?;
    Ok(Reply(SessionList::of(lines)))
}

async fn end_others(State(app): State<App>, visit: Visit) -> Result<StatusCode, Fault> {
    app.engine
        .end_other_sessions(&visit.actor, visit.own_token()?)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn end_one(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<SessionId>,
) -> Result<StatusCode, Fault> {
    app.engine.end_own_session(&visit.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn begin(
    State(app): State<App>,
    visit: Visit,
    Json { value, .. }: Json<Password>,
) -> Result<(StatusCode, Reply<NewSecret>), Fault> {
    visit.count_password(&app)?;
    let new = app
        .engine
        .begin_second_factor(&visit.actor, &value.password)
        .await?;
    let shown = NewSecret {
        secret: new.secret,
        uri: new.uri,
    };
    Ok((StatusCode::CREATED, Reply(shown)))
}

async fn confirm(
    State(app): State<App>,
    visit: Visit,
    Json { value, .. }: Json<Code>,
) -> Result<Reply<RecoveryCodes>, Fault> {
    visit.count_password(&app)?;
    let recovery_codes = app
        .engine
        .confirm_second_factor(&visit.actor, &value.code)
        .await?;
    Ok(Reply(RecoveryCodes { recovery_codes }))
}

async fn renew(
    State(app): State<App>,
    visit: Visit,
    Json { value, .. }: Json<Password>,
) -> Result<(StatusCode, Reply<RecoveryCodes>), Fault> {
    visit.count_password(&app)?;
    let recovery_codes = app
        .engine
        .renew_recovery_codes(&visit.actor, &value.password)
        .await?;
    Ok((StatusCode::CREATED, Reply(RecoveryCodes { recovery_codes })))
}
