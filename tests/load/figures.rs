//! Latencies and what follows from them.

use std::time::Duration;

use serde_json::{Value, json};

/// One request: when it was due and how long it took from then.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    pub at: Duration,
    pub took: Duration,
}

#[derive(Debug, Default, Clone)]
pub struct Figures {
    pub samples: Vec<Sample>,
    pub errors: usize,
    /// Sent away with 503 or 429 and told when to come again.
    pub refused: usize,
}

impl Figures {
    pub fn add(&mut self, at: Duration, took: Duration) {
        self.samples.push(Sample { at, took });
    }

    pub fn join(&mut self, other: Self) {
        self.samples.extend(other.samples);
        self.errors += other.errors;
        self.refused += other.refused;
    }

    pub fn count(&self) -> usize {
        self.samples.len()
    }

    pub fn per_second(&self, took: Duration) -> f64 {
        self.count() as f64 / took.as_secs_f64()
    }

    /// What was due in this time.
    pub fn between(&self, from: Duration, to: Duration) -> Self {
        let due = |sample: &&Sample| (from..to).contains(&sample.at);
        Self {
            samples: self.samples.iter().filter(due).copied().collect(),
            ..Self::default()
        }
    }

    /// From the shortest to the longest, in milliseconds.
    pub fn sorted_ms(&self) -> Vec<f64> {
        let mut sorted: Vec<f64> = self
            .samples
            .iter()
            .map(|sample| sample.took.as_secs_f64() * 1000.0)
            .collect();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted
    }

    /// Count, rate, errors, and latencies in milliseconds.
    pub fn summary(&self, took: Duration) -> Value {
        let sorted = self.sorted_ms();
        json!({
            "count": self.count(),
            "per_s": self.per_second(took).round(),
            "errors": self.errors,
            "refused": self.refused,
            "p50_ms": at(&sorted, 500),
            "p99_ms": at(&sorted, 990),
            "p999_ms": at(&sorted, 999),
            "max_ms": at(&sorted, 1000),
        })
    }
}

/// The value below which so many thousandths lie; 0 of nothing.
pub fn at(sorted: &[f64], thousandths: usize) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let value = sorted.get((sorted.len() * thousandths / 1000).min(last));
    value.map_or(0.0, |value| (value * 1000.0).round() / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let sorted: Vec<f64> = (1..=100).map(f64::from).collect();
        let shown = |sorted: &[f64], thousandths| at(sorted, thousandths).to_string();
        let of_hundred = [500, 990, 1000].map(|thousandths| shown(&sorted, thousandths));
        assert_eq!(of_hundred, ["51", "100", "100"]);
        assert_eq!(shown(&[7.0], 500), "7");
        assert_eq!(shown(&[], 990), "0");
    }
}
