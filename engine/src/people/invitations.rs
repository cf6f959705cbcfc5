//! One-time links: an invitation to a new account, and a new password for somebody who has lost the old one.

use std::net::IpAddr;

use khao_domain::audit::Detail;
use khao_domain::ids::{AccountId, InvitationId, UnitId};
use khao_domain::lang::said;
use khao_domain::people::role::Role;
use khao_domain::problem::Problem;
use khao_domain::text::{collapse_spaces, nfc};
use khao_domain::time::Timestamp;

use super::accounts::{Account, NewAccount, check_place, role_of};
use crate::Engine;
use crate::audit::Author;
use crate::error::{Conflict, Error, Result};
use crate::one_time::OneTimeCode;
use crate::passwords::Passwords;
use crate::policy::{Action, Actor};
use crate::store::{self, invitations::InvitationRecord};

const INVITATION_S: i64 = 7 * 24 * 3600;
const RESET_S: i64 = 24 * 3600;

/// An invitation that can still be used.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub id: InvitationId,
    pub role: Role,
    pub unit: Option<UnitId>,
    pub full_name: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A link just made; its code is shown this once.
#[derive(Debug, Clone)]
pub struct OneTimeLink {
    pub code: OneTimeCode,
    pub expires_at: Timestamp,
}

/// Whom an invitation is for.
#[derive(Debug, Clone)]
pub struct Invitee {
    pub role: Role,
    pub unit: Option<UnitId>,
    pub full_name: String,
}

impl Engine {
    pub async fn invite(&self, actor: &Actor, invitee: Invitee) -> Result<(Invitation, OneTimeLink)> {
        actor.may(Action::ManageAccounts)?;
        let full_name = collapse_spaces(&nfc(&invitee.full_name));
        let units = self.units().await?;
        let problems = check_place(&units, invitee.role, invitee.unit, &full_name);
        Error::if_any(problems)?;
        let link = self.one_time_link(INVITATION_S);
        let row = InvitationRecord {
            id: self.random.id::<InvitationId>(self.now()).0,
            role: invitee.role.as_str().to_owned(),
            unit_id: invitee.unit.map(|unit| unit.0),
            full_name,
            created_at: self.now().0,
            expires_at: link.expires_at.0,
        };
        let mut tx = self.store.write().await?;
        store::invitations::insert(&mut tx, &row, &link.code.hash()).await?;
        self.record(
            &mut tx,
            actor,
            "invitations.create",
            &row.id.to_string(),
            Detail::default().fact("role", row.role.as_str()),
        )
        .await?;
        tx.commit().await?;
        Ok((invitation_of(row)?, link))
    }

    /// Invitations that nobody has used yet, the newest first.
    pub async fn invitations(&self, actor: &Actor) -> Result<Vec<Invitation>> {
        actor.may(Action::ReadAccounts)?;
        let span = self.span_of(actor).await?;
        let mut tx = self.store.read().await?;
        let rows = store::invitations::open(&mut tx, self.now(), (&span.0, &span.1)).await?;
        rows.into_iter().map(invitation_of).collect()
    }

    pub async fn revoke_invitation(&self, actor: &Actor, id: InvitationId) -> Result<()> {
        actor.may(Action::ManageAccounts)?;
        let mut tx = self.store.write().await?;
        if !store::invitations::delete(&mut tx, id).await? {
            return Err(Error::NotFound);
        }
        self.record(&mut tx, actor, "invitations.revoke", &id.to_string(), "")
            .await?;
        Ok(tx.commit().await?)
    }

    /// Whoever holds the code makes the account they were invited to.
    pub async fn accept_invitation(
        &self,
        code: &str,
        username: &str,
        password: &str,
        from: Option<IpAddr>,
    ) -> Result<Account> {
        let hash = OneTimeCode::parse(code).ok_or_else(wrong_code)?.hash();
        let mut tx = self.store.read().await?;
        let invitation = store::invitations::by_code(&mut tx, &hash, self.now()).await?;
        drop(tx);
        let invitation = invitation.ok_or_else(wrong_code)?;
        let new = NewAccount {
            username: username.trim().to_owned(),
            password: password.to_owned(),
            role: role_of(&invitation.role, "invitations", invitation.id)?,
            unit: invitation.unit_id.map(UnitId),
            full_name: invitation.full_name,
        };
        let row = self.account_row(new).await?;
        let mut tx = self.store.write().await?;
        // Hashing took a moment, in which the link may have been used or taken back.
        if !store::invitations::delete(&mut tx, InvitationId(invitation.id)).await? {
            return Err(wrong_code());
        }
        if !store::accounts::insert(&mut tx, &row).await? {
            return Err(Error::Conflict(Conflict::Taken));
        }
        let detail = Detail::default().fact("invitation", invitation.id.to_string());
        let id = row.id.to_string();
        self.record(&mut tx, Author::visitor(from), "invitations.accept", &id, &detail)
            .await?;
        tx.commit().await?;
        super::accounts::account_of(&row)
    }

    /// A link with which somebody chooses a new password; it puts an earlier one out of use.
    pub async fn reset_link(&self, actor: &Actor, id: AccountId) -> Result<OneTimeLink> {
        actor.may(Action::ManageAccounts)?;
        let link = self.one_time_link(RESET_S);
        let mut tx = self.store.write().await?;
        store::accounts::by_id(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        store::invitations::put_reset(&mut tx, id, &link.code.hash(), link.expires_at).await?;
        self.record(&mut tx, actor, "accounts.reset_link", &id.to_string(), "")
            .await?;
        tx.commit().await?;
        Ok(link)
    }

    /// Whoever holds the code chooses a new password; every session of the account ends.
    pub async fn reset_password(&self, code: &str, password: &str, from: Option<IpAddr>) -> Result<()> {
        let code = OneTimeCode::parse(code).ok_or_else(wrong_code)?.hash();
        let mut tx = self.store.read().await?;
        let account = store::invitations::reset_by_code(&mut tx, &code, self.now()).await?;
        drop(tx);
        let account = AccountId(account.ok_or_else(wrong_code)?);
        if let Some(problem) = Passwords::check(password, "/password") {
            return Err(Error::Invalid(vec![problem]));
        }
        let hash = self
            .passwords
            .hash(password.to_owned(), self.random.bytes())
            .await?;
        let mut tx = self.store.write().await?;
        if !store::invitations::delete_reset(&mut tx, &code).await? {
            return Err(wrong_code());
        }
        store::accounts::set_password(&mut tx, account, &hash).await?;
        store::sessions::delete_of_account(&mut tx, account).await?;
        let id = account.to_string();
        self.record(&mut tx, Author::visitor(from), "accounts.reset_password", &id, "")
            .await?;
        tx.commit().await?;
        self.forget_sessions();
        Ok(())
    }

    fn one_time_link(&self, seconds: i64) -> OneTimeLink {
        OneTimeLink {
            code: OneTimeCode::from_bytes(self.random.bytes()),
            expires_at: self.now().plus_seconds(seconds),
        }
    }
}

/// The same for a code that never was, one that was used, and one that has expired.
fn wrong_code() -> Error {
    Error::Invalid(vec![Problem::at(
        "/code",
        said(
            "Mã không đúng, đã được dùng hoặc đã hết hạn. Xin đề nghị quản trị cấp liên kết mới.",
            "The code is wrong, used or expired. Ask an administrator for a new link.",
        ),
    )])
}

fn invitation_of(row: InvitationRecord) -> Result<Invitation> {
    Ok(Invitation {
        id: InvitationId(row.id),
        role: role_of(&row.role, "invitations", row.id)?,
        unit: row.unit_id.map(UnitId),
        full_name: row.full_name,
        created_at: Timestamp(row.created_at),
        expires_at: Timestamp(row.expires_at),
    })
}
