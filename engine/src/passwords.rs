//! Passwords of staff: argon2id (19 MiB, t = 2, p = 1) on a pool of its own, so that a storm of log-ins can neither
//! starve the saves nor eat the memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};
use khao_domain::lang::said;
use khao_domain::problem::Problem;

/// How many may wait for a free core before the next one is sent away.
const QUEUE: usize = 64;

/// Refused whatever their length: the ones that are tried first.
const COMMON: &str = include_str!("common_passwords.txt");

#[derive(Debug, Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    hashed: Arc<AtomicU64>,
    /// Verified for unknown names, so that they take as long as known ones.
    dummy: Arc<str>,
}

impl Passwords {
    pub fn new(cores: usize, salt: &[u8; 16]) -> Result<Self> {
        let dummy = hash_now("nobody has this password", salt)?;
        Ok(Self {
            permits: Arc::new(Semaphore::new(cores.max(1))),
            waiting: Arc::new(AtomicUsize::new(0)),
            hashed: Arc::new(AtomicU64::new(0)),
            dummy: dummy.into(),
        })
    }

    /// 12 to 128 characters, not one of the common ones; no rules of composition.
    pub fn check(password: &str, pointer: &str) -> Option<Problem> {
        let length = password.chars().count();
        if !(12..=128).contains(&length) {
            return Some(Problem::at(
                pointer,
                said(
                    "Mật khẩu cần từ 12 đến 128 ký tự.",
                    "A password has 12 to 128 characters.",
                ),
            ));
        }
        if khao_domain::text::holds_control(password) {
            return Some(Problem::at(
                pointer,
                said(
                    "Mật khẩu có ký tự điều khiển không nhìn thấy được.",
                    "The password has invisible control characters.",
                ),
            ));
        }
        let lower = password.to_lowercase();
        COMMON.lines().any(|common| common == lower).then(|| {
            Problem::at(
                pointer,
                said(
                    "Mật khẩu này quá phổ biến, hãy chọn mật khẩu khác.",
                    "This password is too common; choose another.",
                ),
            )
        })
    }

    pub async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String> {
        self.on_pool(move || hash_now(&password, &salt)).await?
    }

    /// Takes equally long for a wrong password and for no account at all.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.dummy.to_string());
        let right = self.on_pool(move || verify_now(&password, &hash)).await?;
        Ok(right && known)
    }

    /// How many passwords were hashed since the start.
    pub(crate) fn hashed(&self) -> u64 {
        self.hashed.load(Ordering::Relaxed)
    }

    async fn on_pool<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let busy = || Error::Busy { retry_after_s: 3 };
        let place = Place::take(&self.waiting).ok_or_else(busy)?;
        let permit = self.permits.clone().acquire_owned().await.map_err(|_| busy())?;
        drop(place);
        self.hashed.fetch_add(1, Ordering::Relaxed);
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        })
        .await
        .map_err(|error| Error::Internal(format!("argon2: {error}")))
    }
}

/// A place in the queue, given back also by whoever goes away while waiting.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>) -> Option<Self> {
        let place = Self(waiting.clone());
        (waiting.fetch_add(1, Ordering::SeqCst) < QUEUE).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str, salt: &[u8; 16]) -> Result<String> {
    argon2()?
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(format!("argon2: {error}")))
}

fn verify_now(password: &str, hash: &str) -> bool {
    let (Ok(argon2), Ok(parsed)) = (argon2(), PasswordHash::new(hash)) else {
        return false;
    };
    argon2.verify_password(password.as_bytes(), &parsed).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_is_right() {
        let passwords = Passwords::new(1, &[0; 16]).unwrap();
        let hash = passwords.hash("mật khẩu rất dài".into(), [7; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            passwords
                .verify("mật khẩu rất dài".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("mật khẩu rất dàu".into(), Some(hash))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("không ai có mật khẩu này".into(), None)
                .await
                .unwrap()
        );
    }

    #[test]
    fn short_long_and_common_passwords_are_refused() {
        assert!(Passwords::check("ngắn", "/password").is_some());
        assert!(Passwords::check(&"a".repeat(129), "/password").is_some());
        assert!(Passwords::check("123456789012", "/password").is_some());
        assert!(Passwords::check("đồng lúa chín vàng", "/password").is_none());
    }
}
