//! When what waits on a tablet is sent: not at the moment somebody finishes, not in step with other tablets, and not often
//! where the network is gone. Pure: clock and chance are arguments.

/// After somebody has finished, and after the page was opened.
const SOON_MS: (i64, i64) = (5_000, 20_000);
/// Once the browser says that the network is back.
const BACK_MS: (i64, i64) = (1_000, 4_000);
/// The first pause after a failure, and the longest.
const PAUSE_MS: (i64, i64) = (10_000, 600_000);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rounds {
    /// In a row.
    failures: u32,
    at_ms: Option<i64>,
    /// The server asked for this pause.
    is_asked_for: bool,
}

impl Rounds {
    pub fn is_due(&self, now_ms: i64) -> bool {
        self.at_ms.is_some_and(|at_ms| at_ms <= now_ms)
    }

    /// Something waits.
    pub fn plan(&mut self, now_ms: i64, chance: u32) {
        if self.at_ms.is_none() {
            self.at_ms = Some(now_ms + within(SOON_MS, chance));
        }
    }

    /// Everything was told apart: nothing waits that could be sent.
    pub fn done(&mut self) {
        *self = Self::default();
    }

    /// `retry_after_s`: what the server asks for.
    pub fn failed(&mut self, now_ms: i64, retry_after_s: Option<u32>, chance: u32) {
        self.failures = self.failures.saturating_add(1);
        self.is_asked_for = retry_after_s.is_some();
        let (first, most) = PAUSE_MS;
        let doubled = first << self.failures.saturating_sub(1).min(10);
        let asked = retry_after_s.map_or(0, |seconds| i64::from(seconds) * 1000);
        let pause = doubled.max(asked).min(most);
        self.at_ms = Some(now_ms + within((pause, pause + pause / 2), chance));
    }

    pub fn network_is_back(&mut self, now_ms: i64, chance: u32) {
        if self.at_ms.is_some() && !self.is_asked_for {
            self.at_ms = Some(now_ms + within(BACK_MS, chance));
        }
    }
}

fn within((from, to): (i64, i64), chance: u32) -> i64 {
    from + i64::from(chance) % (to - from + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_sent_a_little_later() {
        let mut rounds = Rounds::default();
        assert!(!rounds.is_due(i64::MAX));
        rounds.plan(1_000, 15_000);
        assert!(!rounds.is_due(20_999) && rounds.is_due(21_000));
        // The next one does not put it off.
        rounds.plan(20_000, 0);
        assert!(rounds.is_due(21_000));
        rounds.done();
        assert!(!rounds.is_due(21_000));
    }

    #[test]
    fn pauses_grow_and_end_when_the_network_is_back() {
        let mut rounds = Rounds::default();
        rounds.failed(0, None, 0);
        assert!(!rounds.is_due(9_999) && rounds.is_due(10_000));
        for _ in 0..40 {
            rounds.failed(0, None, 0);
        }
        assert!(!rounds.is_due(599_999) && rounds.is_due(600_000));
        rounds.network_is_back(0, 0);
        assert!(rounds.is_due(1_000));
        // The server's own pause holds.
        rounds.failed(0, Some(90), 0);
        rounds.network_is_back(0, 0);
        assert!(!rounds.is_due(90_000));
    }
}
