//! A second factor for staff: codes of an authenticator app (RFC 6238), and recovery codes for the day it is lost.

use std::net::IpAddr;

use data_encoding::BASE32_NOPAD;
use khao_domain::ids::AccountId;
use khao_domain::lang::said;
use khao_domain::people::code::ReEntryCode;
use totp_rs::{Builder, Secret, Totp};

use super::own_account::own_id;
use crate::Engine;
use crate::audit::Author;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store::{self, Tx};

/// What RFC 4226 recommends for SHA-1.
const SECRET_BYTES: usize = 20;
const RECOVERY_CODES: usize = 10;

/// A secret on its way into somebody's app.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSecondFactor {
    /// As people type it.
    pub secret: String,
    /// What the QR code holds.
    pub uri: String,
}

/// A secret is never written to a log by accident.
impl std::fmt::Debug for NewSecondFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewSecondFactor(…)")
    }
}

impl Engine {
    /// Draws a new secret; it counts once [`Engine::confirm_second_factor`] has seen a code of it.
    pub async fn begin_second_factor(&self, actor: &Actor, password: &str) -> Result<NewSecondFactor> {
        let account = self.proven_record(actor, password, "/password").await?;
        let secret: [u8; SECRET_BYTES] = self.random.bytes();
        let id = AccountId(account.id);
        let sealed = self
            .key
            .seal(SEAL, id.0.as_bytes(), &secret, self.random.bytes())?;
        let mut tx = self.store.write().await?;
        if !store::second_factors::put(&mut tx, id, &sealed).await? {
            return Err(Error::Conflict(Conflict::SecondFactorThere));
        }
        tx.commit().await?;
        Ok(shown(&secret, &account.username))
    }

    /// A secret that was drawn and not confirmed yet.
    pub async fn pending_second_factor(&self, actor: &Actor) -> Result<Option<NewSecondFactor>> {
        let account = self.own_record(actor).await?;
        if account.confirmed_at.is_some() {
            return Ok(None);
        }
        let secret = self.secret_of(AccountId(account.id)).await?;
        Ok(secret.map(|secret| shown(&secret, &account.username)))
    }

    /// A code shows that the app holds the secret: from now on one is asked for at every log-in. The recovery codes are
    /// told this once.
    pub async fn confirm_second_factor(&self, actor: &Actor, code: &str) -> Result<Vec<String>> {
        let id = own_id(actor)?;
        let secret = self.secret_of(id).await?.ok_or(Error::NotFound)?;
        let step = self.step_of(&secret, code).ok_or_else(wrong)?;
        let mut tx = self.store.write().await?;
        if !store::second_factors::confirm(&mut tx, id, self.now(), step).await? {
            return Err(Error::Conflict(Conflict::SecondFactorThere));
        }
        let codes = self.draw_codes(&mut tx, id).await?;
        self.record(&mut tx, actor, "account.second_factor", &id.to_string(), "")
            .await?;
        tx.commit().await?;
        self.forget_sessions();
        Ok(codes)
    }

    /// Whoever knows the password draws new recovery codes, told this once; the old ones open nothing any more.
    pub async fn renew_recovery_codes(&self, actor: &Actor, password: &str) -> Result<Vec<String>> {
        let account = self.proven_record(actor, password, "/password").await?;
        let id = AccountId(account.id);
        let mut tx = self.store.write().await?;
        if !store::second_factors::clear_codes(&mut tx, id).await? {
            return Err(Error::NotFound);
        }
        let codes = self.draw_codes(&mut tx, id).await?;
        self.record(&mut tx, actor, "account.recovery_codes", &id.to_string(), "")
            .await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// Kept as hashes; what is returned is told once.
    async fn draw_codes(&self, tx: &mut Tx, id: AccountId) -> Result<Vec<String>> {
        let mut codes = Vec::with_capacity(RECOVERY_CODES);
        for _ in 0..RECOVERY_CODES {
            let code = ReEntryCode::from_bytes(&self.random.bytes());
            store::second_factors::insert_code(tx, id, &self.recovery_hash(id, &code)).await?;
            codes.push(code.to_string());
        }
        Ok(codes)
    }

    /// How many recovery codes are left.
    pub async fn recovery_codes_left(&self, actor: &Actor) -> Result<i64> {
        let id = own_id(actor)?;
        let mut tx = self.store.read().await?;
        Ok(store::second_factors::codes_left(&mut tx, id).await?)
    }

    /// For somebody who has lost both the device and the recovery codes.
    pub async fn remove_second_factor(&self, actor: &Actor, id: AccountId) -> Result<()> {
        actor.may(Action::ManageAccounts)?;
        let mut tx = self.store.write().await?;
        if !store::second_factors::delete(&mut tx, id).await? {
            return Err(Error::NotFound);
        }
        self.record(
            &mut tx,
            actor,
            "accounts.remove_second_factor",
            &id.to_string(),
            "",
        )
        .await?;
        tx.commit().await?;
        self.forget_sessions();
        Ok(())
    }

    /// Takes a code of the app or a recovery code, each only once; false where it is neither.
    pub(crate) async fn take_second_factor(
        &self,
        id: AccountId,
        code: &str,
        from: Option<IpAddr>,
    ) -> Result<bool> {
        if let Some(code) = ReEntryCode::parse(code) {
            let mut tx = self.store.write().await?;
            if !store::second_factors::take_code(&mut tx, id, &self.recovery_hash(id, &code)).await? {
                return Ok(false);
            }
            let (by, object) = (Author::visitor(from), id.to_string());
            self.record(&mut tx, by, "account.recovery_code", &object, "")
                .await?;
            tx.commit().await?;
            return Ok(true);
        }
        let Some(secret) = self.secret_of(id).await? else {
            return Ok(false);
        };
        let Some(step) = self.step_of(&secret, code) else {
            return Ok(false);
        };
        let mut tx = self.store.write().await?;
        let taken = store::second_factors::take_step(&mut tx, id, step).await?;
        tx.commit().await?;
        Ok(taken)
    }

    async fn secret_of(&self, id: AccountId) -> Result<Option<[u8; SECRET_BYTES]>> {
        let mut tx = self.store.read().await?;
        let Some(sealed) = store::second_factors::sealed_secret(&mut tx, id).await? else {
            return Ok(None);
        };
        drop(tx);
        let opened = self.key.open(SEAL, id.0.as_bytes(), &sealed);
        let secret = opened.and_then(|bytes| bytes.try_into().ok());
        // Another server key than the one it was sealed under: nobody gets in with it, and the log says why.
        secret.map(Some).ok_or_else(|| {
            let (table, column) = ("second_factors", "sealed_secret");
            let id = id.to_string();
            store::StoreError::Corrupt { table, column, id }.into()
        })
    }

    /// The step of a right code: now, or a step earlier or later.
    fn step_of(&self, secret: &[u8; SECRET_BYTES], code: &str) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let now_s = u64::try_from(self.now().0 / 1_000_000).ok()?;
        i64::try_from(totp(secret).check(&digits, now_s)?).ok()
    }

    fn recovery_hash(&self, id: AccountId, code: &ReEntryCode) -> [u8; 32] {
        let parts: [&[u8]; 2] = [id.0.as_bytes(), code.as_str().as_bytes()];
        self.key.mac("recovery code 1", &parts)
    }
}

const SEAL: &str = "second factor 1";

/// SHA-1, six digits, thirty seconds, one step to either side: what every app knows.
fn totp(secret: &[u8; SECRET_BYTES]) -> Totp {
    Builder::new()
        .with_secret(Secret::new_stack(*secret))
        .build_noncompliant()
}

fn shown(secret: &[u8; SECRET_BYTES], username: &str) -> NewSecondFactor {
    let secret = BASE32_NOPAD.encode(secret);
    // A username has no sign that an address would not take as it is, but `@`, which these may hold.
    let uri = format!("otpauth://totp/Khao:{username}?secret={secret}&issuer=Khao");
    NewSecondFactor { secret, uri }
}

fn wrong() -> Error {
    Error::invalid(
        "/code",
        said(
            "Mã không đúng. Xin kiểm tra giờ của điện thoại rồi nhập mã đang hiện.",
            "The code is wrong. Check the clock of your phone and type the code it shows now.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: its codes have eight digits, of which ours are the last six.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(totp(secret).check(code, at), Some(at / 30), "{at}");
            assert_eq!(totp(secret).check(code, at + 30), Some(at / 30), "{at}");
            assert_eq!(totp(secret).check(code, at + 61), None, "{at}");
        }
    }

    #[test]
    fn a_secret_is_shown_as_apps_read_it_and_never_logged() {
        let new = shown(b"12345678901234567890", "lan@noivu");
        assert_eq!(new.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            new.uri,
            format!("otpauth://totp/Khao:lan@noivu?secret={}&issuer=Khao", new.secret)
        );
        assert_eq!(format!("{new:?}"), "NewSecondFactor(…)");
    }
}
