//! Staff log in: with a password, and with a second factor where the account has one.

use std::net::IpAddr;

use data_encoding::BASE64URL_NOPAD;
use khao_domain::ids::AccountId;
use khao_domain::time::Timestamp;
use subtle::ConstantTimeEq;

use super::sessions::Opened;
use crate::Engine;
use crate::error::{Error, Result};
use crate::store::{self, accounts::AccountRecord};

/// How long whoever knew the password may take to find their phone.
const SECOND_STEP_S: i64 = 5 * 60;

/// What somebody logs in with.
#[derive(Clone, Copy)]
pub struct LogIn<'l> {
    pub username: &'l str,
    pub password: &'l str,
    /// A code of the app, or a recovery code.
    pub code: Option<&'l str>,
    /// What kind of browser it is; told in the list of sessions.
    pub browser: &'l str,
    /// The address it came from; none on this machine. The audit tells it of recovery codes.
    pub from: Option<IpAddr>,
}

/// Proof that the password was right, in place of the password: signed, for minutes, and of no use after it changed.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondStep(String);

impl std::fmt::Debug for SecondStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecondStep(…)")
    }
}

impl SecondStep {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Engine {
    /// With the password alone, from no browser.
    pub async fn log_in_staff(&self, username: &str, password: &str) -> Result<Opened> {
        let (code, browser, from) = (None, "", None);
        self.log_in(LogIn {
            username,
            password,
            code,
            browser,
            from,
        })
        .await
    }

    /// An unknown name takes as long as a wrong password. Without the code that is needed, [`Error::SecondFactorNeeded`].
    pub async fn log_in(&self, with: LogIn<'_>) -> Result<Opened> {
        let mut tx = self.store.read().await?;
        let account = store::accounts::by_username(&mut tx, with.username.trim()).await?;
        drop(tx);
        let account = account.filter(|account| !account.disabled);
        let hash = account.as_ref().map(|account| account.password_hash.clone());
        let right = self.passwords.verify(with.password.to_owned(), hash).await?;
        let account = account.filter(|_| right).ok_or(Error::NotRecognised)?;
        match with.code {
            _ if account.confirmed_at.is_none() => self.open_staff_session(&account, with.browser).await,
            Some(code) => self.second_step(&account, code, (with.browser, with.from)).await,
            None => Err(Error::SecondFactorNeeded(self.proof_of(&account))),
        }
    }

    /// Whose second step this is, to count the tries; nobody's where the proof is wrong or too old.
    pub async fn account_of_step(&self, proof: &str) -> Result<String> {
        Ok(self.proven(proof).await?.username)
    }

    /// The second step on its own page.
    pub async fn log_in_second(
        &self,
        proof: &str,
        code: &str,
        browser: &str,
        from: Option<IpAddr>,
    ) -> Result<Opened> {
        let account = self.proven(proof).await?;
        self.second_step(&account, code, (browser, from)).await
    }

    async fn second_step(
        &self,
        account: &AccountRecord,
        code: &str,
        (browser, from): (&str, Option<IpAddr>),
    ) -> Result<Opened> {
        if self.take_second_factor(AccountId(account.id), code, from).await? {
            self.open_staff_session(account, browser).await
        } else {
            Err(Error::NotRecognised)
        }
    }

    async fn open_staff_session(&self, account: &AccountRecord, browser: &str) -> Result<Opened> {
        self.open_session(Some(AccountId(account.id)), None, browser)
            .await
    }

    fn proof_of(&self, account: &AccountRecord) -> SecondStep {
        let until = self.now().plus_seconds(SECOND_STEP_S);
        let mut bytes = account.id.as_bytes().to_vec();
        bytes.extend(until.0.to_be_bytes());
        bytes.extend(self.proof_mac(account, until));
        SecondStep(BASE64URL_NOPAD.encode(&bytes))
    }

    fn proof_mac(&self, account: &AccountRecord, until: Timestamp) -> [u8; 32] {
        let parts: [&[u8]; 3] = [
            account.id.as_bytes(),
            &until.0.to_be_bytes(),
            account.password_hash.as_bytes(),
        ];
        self.key.mac("second step 1", &parts)
    }

    async fn proven(&self, proof: &str) -> Result<AccountRecord> {
        let (id, until, mac) = parts_of(proof).ok_or(Error::NotRecognised)?;
        if self.now() >= until {
            return Err(Error::NotRecognised);
        }
        let mut tx = self.store.read().await?;
        let account = store::accounts::by_id(&mut tx, id).await?;
        let account = account.filter(|account| !account.disabled && account.confirmed_at.is_some());
        let account = account.ok_or(Error::NotRecognised)?;
        if bool::from(self.proof_mac(&account, until).ct_eq(&mac)) {
            Ok(account)
        } else {
            Err(Error::NotRecognised)
        }
    }
}

fn parts_of(proof: &str) -> Option<(AccountId, Timestamp, [u8; 32])> {
    let bytes = BASE64URL_NOPAD.decode(proof.as_bytes()).ok()?;
    let (id, rest) = bytes.split_first_chunk::<16>()?;
    let (until, mac) = rest.split_first_chunk::<8>()?;
    let until = Timestamp(i64::from_be_bytes(*until));
    Some((
        AccountId(uuid::Uuid::from_bytes(*id)),
        until,
        mac.try_into().ok()?,
    ))
}
