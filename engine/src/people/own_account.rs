//! What staff do with their own account, and what administrators see of its sessions.

use khao_domain::audit::Detail;
use khao_domain::ids::{AccountId, SessionId};
use khao_domain::lang::said;
use khao_domain::time::Timestamp;
use uuid::Builder;

use super::accounts::{Account, account_of};
use crate::Engine;
use crate::error::{Error, Result};
use crate::passwords::Passwords;
use crate::policy::{Action, Actor};
use crate::secrets::SessionToken;
use crate::store::{self, accounts::AccountRecord};

/// A session as its account sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    pub id: SessionId,
    pub opened_at: Timestamp,
    /// To the minute.
    pub used_at: Timestamp,
    /// Empty where no browser said what it is.
    pub browser: String,
    /// The one that asks.
    pub is_current: bool,
}

impl Engine {
    pub async fn own_account(&self, actor: &Actor) -> Result<Account> {
        account_of(&self.own_record(actor).await?)
    }

    /// Whoever knows the old one chooses a new one; the other sessions end.
    pub async fn change_password(
        &self,
        actor: &Actor,
        token: &SessionToken,
        old: &str,
        new: &str,
    ) -> Result<()> {
        let account = self.proven_record(actor, old, "/old_password").await?;
        if let Some(problem) = Passwords::check(new, "/password") {
            return Err(Error::Invalid(vec![problem]));
        }
        let id = AccountId(account.id);
        let hash = self.passwords.hash(new.to_owned(), self.random.bytes()).await?;
        let mut tx = self.store.write().await?;
        store::accounts::set_password(&mut tx, id, &hash).await?;
        store::sessions::delete_others(&mut tx, id, &token.hash()).await?;
        self.record(&mut tx, actor, "account.password", &id.to_string(), "")
            .await?;
        tx.commit().await?;
        self.forget_sessions();
        Ok(())
    }

    /// The sessions of one's own account, the one used last first.
    pub async fn own_sessions(&self, actor: &Actor, token: &SessionToken) -> Result<Vec<SessionLine>> {
        let id = own_id(actor)?;
        self.session_lines(id, Some(&token.hash())).await
    }

    pub async fn end_own_session(&self, actor: &Actor, session: SessionId) -> Result<()> {
        let id = own_id(actor)?;
        self.end_one(actor, id, session, "account.end_sessions").await
    }

    pub async fn end_other_sessions(&self, actor: &Actor, token: &SessionToken) -> Result<()> {
        let id = own_id(actor)?;
        let mut tx = self.store.write().await?;
        store::sessions::delete_others(&mut tx, id, &token.hash()).await?;
        self.record(&mut tx, actor, "account.end_sessions", &id.to_string(), "")
            .await?;
        tx.commit().await?;
        self.forget_sessions();
        Ok(())
    }

    pub async fn sessions_of(&self, actor: &Actor, account: AccountId) -> Result<Vec<SessionLine>> {
        self.account(actor, account).await?;
        self.session_lines(account, None).await
    }

    pub async fn end_session_of(&self, actor: &Actor, account: AccountId, session: SessionId) -> Result<()> {
        actor.may(Action::ManageAccounts)?;
        self.end_one(actor, account, session, "accounts.end_session")
            .await
    }

    pub async fn end_sessions_of(&self, actor: &Actor, account: AccountId) -> Result<()> {
        actor.may(Action::ManageAccounts)?;
        self.account(actor, account).await?;
        let mut tx = self.store.write().await?;
        store::sessions::delete_of_account(&mut tx, account).await?;
        self.record(&mut tx, actor, "accounts.end_sessions", &account.to_string(), "")
            .await?;
        tx.commit().await?;
        self.forget_sessions();
        Ok(())
    }

    async fn session_lines(
        &self,
        account: AccountId,
        current: Option<&[u8; 32]>,
    ) -> Result<Vec<SessionLine>> {
        let mut tx = self.store.read().await?;
        let rows = store::sessions::of_account(&mut tx, account, self.now()).await?;
        let line = |row: store::sessions::SessionOfAccount| SessionLine {
            id: session_id(&row.token_hash),
            opened_at: Timestamp(row.created_at),
            used_at: Timestamp(row.used_at.max(row.created_at)),
            browser: row.browser,
            is_current: current.is_some_and(|current| current[..] == row.token_hash[..]),
        };
        Ok(rows.into_iter().map(line).collect())
    }

    async fn end_one(
        &self,
        actor: &Actor,
        account: AccountId,
        session: SessionId,
        action: &'static str,
    ) -> Result<()> {
        let mut tx = self.store.write().await?;
        let rows = store::sessions::of_account(&mut tx, account, self.now()).await?;
        let found = rows
            .iter()
            .find(|row| session_id(&row.token_hash) == session)
            .and_then(|row| <[u8; 32]>::try_from(row.token_hash.as_slice()).ok());
        store::sessions::delete(&mut tx, &found.ok_or(Error::NotFound)?).await?;
        let object = account.to_string();
        let detail = Detail::default().fact("session", session.to_string());
        self.record(&mut tx, actor, action, &object, &detail).await?;
        tx.commit().await?;
        self.forget_sessions();
        Ok(())
    }

    pub(crate) async fn own_record(&self, actor: &Actor) -> Result<AccountRecord> {
        let id = own_id(actor)?;
        let mut tx = self.store.read().await?;
        let found = store::accounts::by_id(&mut tx, id).await?;
        // Whoever opened the database without an account has none.
        found.ok_or(Error::Forbidden)
    }

    /// The own account, once more shown to be one's own.
    pub(crate) async fn proven_record(
        &self,
        actor: &Actor,
        password: &str,
        pointer: &str,
    ) -> Result<AccountRecord> {
        let account = self.own_record(actor).await?;
        let hash = account.password_hash.clone();
        if self.passwords.verify(password.to_owned(), Some(hash)).await? {
            Ok(account)
        } else {
            Err(Error::invalid(
                pointer,
                said("Mật khẩu hiện tại không đúng.", "The current password is wrong."),
            ))
        }
    }
}

pub(crate) fn own_id(actor: &Actor) -> Result<AccountId> {
    actor.may(Action::OwnAccount)?;
    actor.account().ok_or(Error::Forbidden)
}

/// Half of the hash tells sessions apart, and opens none.
fn session_id(token_hash: &[u8]) -> SessionId {
    let mut half = [0; 16];
    for (byte, of_hash) in half.iter_mut().zip(token_hash) {
        *byte = *of_hash;
    }
    SessionId(Builder::from_custom_bytes(half).into_uuid())
}
