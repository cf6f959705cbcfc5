//! `GET|POST /invitations`, `DELETE /invitations/{id}`, and what holders of a one-time code do:
//! `POST /invitations/acceptance`, `POST /resets`.

use axum::extract::State;
use axum::http::StatusCode;
use khao_domain::ids::{InvitationId, UnitId};
use khao_domain::people::role::Role;
use khao_engine::people::invitations::{Invitation, Invitee};
use khao_engine::policy::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::accounts::{AccountShown, LinkShown, account_shown, link_shown, role};
use super::replies::Reply;
use super::values::Time;
use crate::problem::Fault;
use crate::routes::body::{InPath, Json};
use crate::routes::table::{Access, Route, delete, get, post};
use crate::security::visit::Visit;
use crate::state::App;

pub fn routes() -> Vec<Route> {
    let manage = Access::Staff(Action::ManageAccounts);
    vec![
        get("/api/v1/invitations", Access::Staff(Action::ReadAccounts), list)
            .says("Invitations that nobody has used yet, the newest first.")
            .answers::<InvitationList>(200),
        post("/api/v1/invitations", manage, create)
            .says("Invites somebody by a one-time link: /invitation#CODE. The code is told this once.")
            .takes::<NewInvitation>()
            .answers::<Invited>(201),
        delete("/api/v1/invitations/{id}", manage, revoke)
            .says("Takes an invitation back.")
            .answers_nothing(204),
        post("/api/v1/invitations/acceptance", Access::Public, accept)
            .says("Makes the account an invitation is for.")
            .takes::<Acceptance>()
            .answers::<AccountShown>(201)
            .may_fail(&[409, 429]),
        post("/api/v1/resets", Access::Public, reset)
            .says("Chooses a new password with the code of a one-time link; the account's sessions end.")
            .takes::<NewPassword>()
            .answers_nothing(204)
            .may_fail(&[429]),
    ]
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    #[schema(schema_with = role)]
    role: Role,
    /// What the account will be bound to: coordinators need a unit, administrators have none.
    #[serde(default)]
    unit_id: Option<Uuid>,
    #[serde(default)]
    #[schema(max_length = 100)]
    full_name: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    #[schema(max_length = 200)]
    code: String,
    #[schema(pattern = "^[a-z0-9._@-]{3,64}$")]
    username: String,
    #[schema(min_length = 12, max_length = 128)]
    password: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    #[schema(max_length = 200)]
    code: String,
    #[schema(min_length = 12, max_length = 128)]
    password: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationList {
    invitations: Vec<InvitationShown>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationShown {
    id: Uuid,
    #[schema(schema_with = role)]
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unit_id: Option<Uuid>,
    full_name: String,
    created_at: Time,
    expires_at: Time,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Invited {
    invitation: InvitationShown,
    link: LinkShown,
}

async fn list(State(app): State<App>, visit: Visit) -> Result<Reply<InvitationList>, Fault> {
    let invitations = app.engine.invitations(&visit.actor).await?;
    Ok(Reply(InvitationList {
        invitations: invitations.into_iter().map(shown).collect(),
    }))
}

async fn create(
    State(app): State<App>,
    visit: Visit,
    Json { value, .. }: Json<NewInvitation>,
) -> Result<(StatusCode, Reply<Invited>), Fault> {
    let invitee = Invitee {
        role: value.role,
        unit: value.unit_id.map(UnitId),
        full_name: value.full_name,
    };
    let (invitation, link) = app.engine.invite(&visit.actor, invitee).await?;
    let invited = Invited {
        invitation: shown(invitation),
        link: link_shown(&link),
    };
    Ok((StatusCode::CREATED, Reply(invited)))
}

async fn revoke(
    State(app): State<App>,
    visit: Visit,
    InPath(id): InPath<InvitationId>,
) -> Result<StatusCode, Fault> {
    app.engine.revoke_invitation(&visit.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn accept(
    State(app): State<App>,
    visit: Visit,
    Json { value, .. }: Json<Acceptance>,
) -> Result<(StatusCode, Reply<AccountShown>), Fault> {
    app.limits.one_time_code(visit.address)?;
    let account = app
        .engine
        .accept_invitation(&value.code, &value.username, &value.password, Some(visit.address))
        .await?;
    Ok((StatusCode::CREATED, Reply(account_shown(account))))
}

async fn reset(
    State(app): State<App>,
    visit: Visit,
    Json { value, .. }: Json<NewPassword>,
) -> Result<StatusCode, Fault> {
    app.limits.one_time_code(visit.address)?;
    app.engine
        .reset_password(&value.code, &value.password, Some(visit.address))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn shown(invitation: Invitation) -> InvitationShown {
    InvitationShown {
        id: invitation.id.0,
        role: invitation.role,
        unit_id: invitation.unit.map(|unit| unit.0),
        full_name: invitation.full_name,
        created_at: Time(invitation.created_at),
        expires_at: Time(invitation.expires_at),
    }
}
