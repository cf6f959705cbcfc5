//! When to try again: pauses that grow, never in step with everybody else's, and as long as the server asks for.

use crate::client::Refusal;

/// The first pause, and the longest one of our own choice.
const FIRST_MS: i64 = 1_000;
const MOST_MS: i64 = 15_000;
/// Longer than the server ever asks for in earnest.
const RETRY_AFTER_S_MOST: u32 = 600;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// In a row.
    failures: u32,
    not_before_ms: i64,
    /// The server asked for this pause: the network's return does not shorten it.
    is_asked_for: bool,
}

impl Pace {
    pub fn may_send(&self, now_ms: i64) -> bool {
        now_ms >= self.not_before_ms
    }

    /// The last try failed.
    pub const fn is_failing(&self) -> bool {
        self.failures > 0
    }

    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// `random` is any number, and spreads people out.
    pub fn failed(&mut self, refusal: &Refusal, now_ms: i64, random: u32) {
        self.failures = self.failures.saturating_add(1);
        let asked_s = match refusal {
            Refusal::Later { retry_after_s } => *retry_after_s,
            _ => None,
        };
        self.is_asked_for = asked_s.is_some();
        self.not_before_ms =
            now_ms + asked_s.map_or_else(|| own_ms(self.failures, random), |s| asked_ms(s, random));
    }

    /// The network is back: try at once.
    pub fn network_is_back(&mut self) {
        if !self.is_asked_for {
            self.not_before_ms = 0;
        }
    }
}

/// Doubles up to the longest; between a half and the whole of it.
fn own_ms(failures: u32, random: u32) -> i64 {
    let doubled = FIRST_MS.saturating_mul(1_i64.checked_shl(failures.saturating_sub(1).min(10)).unwrap_or(1));
    let whole = doubled.min(MOST_MS);
    whole / 2 + i64::from(random) % (whole / 2 + 1)
}

/// Never sooner than asked, and up to half as long again.
fn asked_ms(seconds: u32, random: u32) -> i64 {
    let asked = i64::from(seconds.min(RETRY_AFTER_S_MOST)) * 1_000;
    asked + i64::from(random) % (asked / 2 + 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pauses_grow_to_a_limit_and_end_with_success() {
        let mut pace = Pace::default();
        assert!(pace.may_send(0) && !pace.is_failing());
        let mut longest = Vec::new();
        for _ in 0..7 {
            pace.failed(&Refusal::Unreachable, 0, u32::MAX / 2);
            longest.push(pace.not_before_ms);
        }
        assert!(
            longest.windows(2).all(|pair| pair[1] >= pair[0] / 2),
            "{longest:?}"
        );
        assert!(longest[6] <= MOST_MS && longest[6] >= MOST_MS / 2, "{longest:?}");
        pace.network_is_back();
        assert!(pace.may_send(0) && pace.is_failing());
        pace.succeeded();
        assert!(!pace.is_failing());
    }

    proptest! {
        #[test]
        fn a_pause_that_was_asked_for_is_never_cut_short(seconds in 0_u32..100_000, random: u32) {
            let mut pace = Pace::default();
            pace.failed(&Refusal::Later { retry_after_s: Some(seconds) }, 5, random);
            pace.network_is_back();
            let asked_ms = i64::from(seconds.min(RETRY_AFTER_S_MOST)) * 1_000;
            prop_assert!(!pace.may_send(5 + asked_ms - 1));
            prop_assert!(pace.may_send(5 + asked_ms + asked_ms / 2 + 1_000));
        }

        #[test]
        fn our_own_pauses_are_spread_out(failures in 1_u32..2_000, random: u32) {
            let whole = own_ms(failures, random);
            prop_assert!((FIRST_MS / 2..=MOST_MS).contains(&whole));
        }
    }
}
