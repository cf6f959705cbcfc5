//! Waiting for a condition, never for time to pass; and the one place of the tests that reads a clock.

use std::time::{Duration, Instant};

const EVERY: Duration = Duration::from_millis(10);

/// Tries `probe` until it finds something; fails with `what` after `within`.
pub async fn until<T>(what: &str, within: Duration, mut probe: impl AsyncFnMut() -> Option<T>) -> T {
    let watch = Stopwatch::start();
    let mut tick = tokio::time::interval(EVERY);
    loop {
        tick.tick().await;
        if let Some(found) = probe().await {
            return found;
        }
        assert!(watch.elapsed() < within, "waited {within:?} in vain: {what}");
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "this is the place that measures")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
