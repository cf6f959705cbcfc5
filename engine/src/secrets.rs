//! The server key, and what is derived from it: re-entry codes, replayable tokens, receipts.
//!
//! Every derivation is HMAC-SHA256(server key, label ‖ 0 ‖ each part with its length before it), so that no two
//! purposes can ever share a value.

use std::sync::Arc;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256};

use khao_domain::ids::{AttemptId, ContestId, ParticipantId};
use khao_domain::people::code::ReEntryCode;
use khao_domain::time::Timestamp;

use crate::error::{Error, Result};

pub struct ServerKey(SecretBox<[u8; 32]>);

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKey(…)")
    }
}

impl ServerKey {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }

    pub(crate) fn mac(&self, label: &str, parts: &[&[u8]]) -> [u8; 32] {
        // HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.expose_secret()) else {
            return [0; 32];
        };
        mac.update(label.as_bytes());
        mac.update(&[0]);
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Encrypts what must be read again, bound to whose it is.
    pub(crate) fn seal(&self, label: &str, whose: &[u8], secret: &[u8], nonce: [u8; 24]) -> Result<Vec<u8>> {
        let payload = Payload {
            msg: secret,
            aad: whose,
        };
        let sealed = self
            .cipher(label)
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|error| Error::Internal(format!("seal: {error}")))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// None where it was sealed under another key, for somebody else, or changed since.
    pub(crate) fn open(&self, label: &str, whose: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<24>()?;
        let payload = Payload {
            msg: sealed,
            aad: whose,
        };
        self.cipher(label).decrypt(&XNonce::from(*nonce), payload).ok()
    }

    fn cipher(&self, label: &str) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(self.mac(label, &[])))
    }

    /// The re-entry code of a person's `issue`-th issue.
    pub(crate) fn code(&self, participant: ParticipantId, issue: i64) -> ReEntryCode {
        let mac = self.mac(
            "re-entry code 1",
            &[participant.0.as_bytes(), &issue.to_be_bytes()],
        );
        let mut head = [0; 8];
        head.copy_from_slice(&mac[..8]);
        ReEntryCode::from_bytes(&head)
    }

    /// What is stored and searched for in place of a code.
    pub(crate) fn code_hash(&self, contest: ContestId, code: &ReEntryCode) -> [u8; 32] {
        self.mac(
            "re-entry code hash 1",
            &[contest.0.as_bytes(), code.as_str().as_bytes()],
        )
    }

    /// The session token of an entry that may be replayed under its idempotency key.
    pub(crate) fn entry_token(&self, idempotency_key: &str, participant: ParticipantId) -> SessionToken {
        let mac = self.mac(
            "entry token 1",
            &[idempotency_key.as_bytes(), participant.0.as_bytes()],
        );
        SessionToken(BASE64URL_NOPAD.encode(&mac).into())
    }

    /// Binds an attempt to its submission time and its folded answers.
    pub(crate) fn receipt(&self, attempt: AttemptId, submitted_at: Timestamp, answers: &str) -> String {
        let mac = self.mac(
            "receipt 1",
            &[
                attempt.0.as_bytes(),
                &submitted_at.0.to_be_bytes(),
                answers.as_bytes(),
            ],
        );
        in_four(&mac[..15])
    }

    /// The same for whoever sends the same again; it leads to no answers.
    pub(crate) fn survey_receipt(&self, client_id: &str) -> String {
        in_four(&self.mac("survey receipt 1", &[client_id.as_bytes()])[..10])
    }
}

/// Base 32 in four groups of the same length, to be read out and written down; `bytes` are a multiple of five.
fn in_four(bytes: &[u8]) -> String {
    let text = data_encoding::BASE32_NOPAD.encode(bytes);
    let size = (text.len() / 4).max(1);
    let groups: Vec<&str> = (0..text.len())
        .step_by(size)
        .filter_map(|from| text.get(from..from + size))
        .collect();
    groups.join("-")
}

/// A session's secret: what the cookie or the bearer header carries.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(Arc<str>);

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

impl SessionToken {
    pub(crate) fn random(bytes: [u8; 32]) -> Self {
        Self(BASE64URL_NOPAD.encode(&bytes).into())
    }

    /// What a client sent; only its hash is ever compared.
    pub fn received(text: &str) -> Self {
        Self(text.into())
    }

    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn derivations_differ_by_purpose_part_and_key() {
        let key = ServerKey::new([1; 32]);
        assert_ne!(key.mac("a", &[b"bc"]), key.mac("ab", &[b"c"]));
        assert_ne!(key.mac("a", &[b"b", b"c"]), key.mac("a", &[b"bc"]));
        assert_ne!(key.mac("a", &[]), ServerKey::new([2; 32]).mac("a", &[]));
    }

    #[test]
    fn what_is_sealed_opens_under_its_key_and_for_its_owner_only() {
        let key = ServerKey::new([1; 32]);
        let sealed = key.seal("a", b"lan", b"secret", [3; 24]).unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(key.open("a", b"lan", &sealed).as_deref(), Some(&b"secret"[..]));
        assert_eq!(key.open("b", b"lan", &sealed), None);
        assert_eq!(key.open("a", b"hoa", &sealed), None);
        assert_eq!(ServerKey::new([2; 32]).open("a", b"lan", &sealed), None);
        let mut changed = sealed;
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(key.open("a", b"lan", &changed), None);
        assert_eq!(key.open("a", b"lan", b"short"), None);
    }

    #[test]
    fn a_new_issue_is_a_new_code() {
        let key = ServerKey::new([1; 32]);
        let person = ParticipantId(Uuid::from_u128(7));
        assert_eq!(key.code(person, 1).as_str(), key.code(person, 1).as_str());
        assert_ne!(key.code(person, 1).as_str(), key.code(person, 2).as_str());
    }
}
