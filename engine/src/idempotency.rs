//! The same request twice gives the same answer: idempotency keys of calls that create.

use khao_domain::lang::said;
use sha2::{Digest, Sha256};

use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::Actor;
use crate::store::{self, Tx};

/// What a client sent in `Idempotency-Key` (or a plain form in `form_id`), bound to what it sent with it.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    key: String,
    hash: [u8; 32],
    body_hash: [u8; 32],
}

impl IdempotencyKey {
    /// `scope` tells calls apart that share a key by accident: the method and path.
    pub fn new(scope: &str, key: &str, body: &[u8]) -> Result<Self> {
        if key.is_empty() || key.len() > 200 {
            return Err(Error::invalid(
                "/Idempotency-Key",
                said(
                    "Khóa chống gửi lặp dài từ 1 đến 200 ký tự.",
                    "An idempotency key has 1 to 200 characters.",
                ),
            ));
        }
        let mut hash = Sha256::new();
        hash.update(scope.as_bytes());
        hash.update([0]);
        hash.update(key.as_bytes());
        Ok(Self {
            key: key.to_owned(),
            hash: hash.finalize().into(),
            body_hash: Sha256::digest(body).into(),
        })
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    pub(crate) fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// The same key of another person is another key.
    #[must_use]
    pub(crate) fn of(mut self, actor: &Actor) -> Self {
        let mut hash = Sha256::new();
        hash.update(self.hash);
        if let Some(account) = actor.account() {
            hash.update(account.0.as_bytes());
        }
        self.hash = hash.finalize().into();
        self
    }
}

impl Engine {
    /// What is stored of a body: keyed, because a body may hold a password.
    pub(crate) fn body_mac(&self, key: &IdempotencyKey) -> [u8; 32] {
        self.key.mac("idempotent body 1", &[&key.body_hash])
    }

    /// What was answered under this key, if it was used before.
    pub(crate) async fn replay(&self, tx: &mut Tx, key: Option<&IdempotencyKey>) -> Result<Option<String>> {
        let Some(key) = key else { return Ok(None) };
        match store::idempotency::find(tx, &key.hash, self.now()).await? {
            Some(found) if found.body_hash == self.body_mac(key) => Ok(Some(found.answer)),
            Some(_) => Err(Error::KeyReused),
            None => Ok(None),
        }
    }

    /// Keeps the answer in the transaction of what was done; a twin that was faster wins, and this one is undone.
    pub(crate) async fn remember(
        &self,
        tx: &mut Tx,
        key: Option<&IdempotencyKey>,
        answer: &str,
    ) -> Result<()> {
        let Some(key) = key else { return Ok(()) };
        let first =
            store::idempotency::insert(tx, &key.hash, &self.body_mac(key), answer, self.now()).await?;
        if first {
            Ok(())
        } else {
            Err(Error::Busy { retry_after_s: 1 })
        }
    }
}
