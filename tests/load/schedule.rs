//! When people come: drawn beforehand, so that a slow server does not slow them down.

use std::time::Duration;

use khao_tests::wait::Stopwatch;

/// `SplitMix64`: the same crowd for the same seed.
pub struct Draw(u64);

impl Draw {
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, but not including, 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of the first so many numbers, 0 among them.
    pub fn below(&mut self, count: usize) -> usize {
        // The remainder is less than `count`.
        usize::try_from(self.next() % count as u64).unwrap_or(0)
    }
}

/// Waits for this moment of the stopwatch.
pub async fn until_due(watch: Stopwatch, due: Duration) {
    tokio::time::sleep(due.saturating_sub(watch.elapsed())).await;
}

/// Independent arrivals at one rate, as a Poisson process has them once their number is known; in order.
pub fn steady(draw: &mut Draw, count: usize, within: Duration) -> Vec<Duration> {
    in_order((0..count).map(|_| within.mul_f64(draw.share())).collect())
}

/// Arrivals whose rate rises from nothing to twice its mean at the end; in order.
pub fn rising(draw: &mut Draw, count: usize, within: Duration) -> Vec<Duration> {
    in_order((0..count).map(|_| within.mul_f64(draw.share().sqrt())).collect())
}

fn in_order(mut times: Vec<Duration>) -> Vec<Duration> {
    times.sort_unstable();
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn a_steady_crowd_comes_evenly_and_a_rising_one_late() {
        let first_half = |times: &[Duration]| times.iter().filter(|at| **at < MINUTE / 2).count();
        let even = steady(&mut Draw::seeded(1), 10_000, MINUTE);
        assert!(
            (4_800..5_200).contains(&first_half(&even)),
            "{}",
            first_half(&even)
        );
        let late = rising(&mut Draw::seeded(1), 10_000, MINUTE);
        assert!(
            (2_300..2_700).contains(&first_half(&late)),
            "{}",
            first_half(&late)
        );
        assert!(late.is_sorted() && late.iter().all(|at| *at < MINUTE));
    }

    #[test]
    fn the_same_seed_draws_the_same_crowd() {
        let crowd = |seed| steady(&mut Draw::seeded(seed), 5, MINUTE);
        assert_eq!(crowd(3), crowd(3));
        assert_ne!(crowd(3), crowd(4));
    }
}
