//! Latencies and what follows from them.

use std::time::Duration;

use serde_json::{Value, json};

#[derive(Debug, Default)]
pub struct Figures {
    micros: Vec<u64>,
    pub errors: usize,
}

impl Figures {
    pub fn add(&mut self, took: Duration) {
        self.micros.push(u64::try_from(took.as_micros()).unwrap());
    }

    pub fn join(&mut self, other: Self) {
        self.micros.extend(other.micros);
        self.errors += other.errors;
    }

    pub fn count(&self) -> usize {
        self.micros.len()
    }

    pub fn per_second(&self, took: Duration) -> f64 {
        self.count() as f64 / took.as_secs_f64()
    }

    /// Count, rate, errors, and latencies in milliseconds.
    pub fn summary(mut self, took: Duration) -> Value {
        self.micros.sort_unstable();
        let at = |share: usize| match self.micros.len() {
            0 => 0.0,
            count => self.micros[(count * share / 100).min(count - 1)] as f64 / 1000.0,
        };
        json!({
            "count": self.count(),
            "per_s": self.per_second(took).round(),
            "errors": self.errors,
            "p50_ms": at(50),
            "p99_ms": at(99),
            "max_ms": at(100),
        })
    }
}
