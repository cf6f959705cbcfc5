//! The one place that draws randomness: a seeded `ChaCha20` generator, or the operating system's seed.

use std::sync::{Mutex, PoisonError};

use rand::rngs::ChaCha20Rng;
use rand::{Rng, SeedableRng};
use uuid::{Builder, Uuid};

use khao_domain::ids::time_ordered;
use khao_domain::time::Timestamp;

#[derive(Debug)]
pub struct Random(Mutex<ChaCha20Rng>);

impl Random {
    /// Seeds from the operating system; fails only where that has no randomness to give.
    pub fn from_system() -> Result<Self, rand::rngs::SysError> {
        Ok(Self(Mutex::new(ChaCha20Rng::try_from_rng(
            &mut rand::rngs::SysRng,
        )?)))
    }

    /// The same numbers every time, for tests and the demo.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }

    /// A version 7 UUID for things whose age may show.
    pub fn id<T: From<Uuid>>(&self, now: Timestamp) -> T {
        time_ordered(now, self.bytes()).into()
    }

    /// A version 4 UUID, where time must not show.
    pub fn untimed_id(&self) -> Uuid {
        Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// A number below `n` (0 where `n` is 0), for synthetic data and jitter, not for papers.
    pub fn below(&self, n: u64) -> u64 {
        let wide = u128::from(u64::from_le_bytes(self.bytes())) * u128::from(n);
        u64::try_from(wide >> 64).unwrap_or(0)
    }
}
