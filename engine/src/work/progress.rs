//! How far a piece of work is, counted while it is done.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A handle that costs next to nothing to count with; whoever holds a copy can look. One that nobody looks at does no
/// harm.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Counted>);

#[derive(Debug, Default)]
struct Counted {
    done: AtomicI64,
    total: AtomicI64,
}

impl Progress {
    /// So much more there is to do.
    pub fn expect(&self, more: usize) {
        self.0.total.fetch_add(signed(more), Ordering::Relaxed);
    }

    /// So much more is done.
    pub fn add(&self, more: usize) {
        self.0.done.fetch_add(signed(more), Ordering::Relaxed);
    }

    /// How much is done, of how much; of nothing while that is not known.
    pub fn counted(&self) -> (i64, i64) {
        let done = self.0.done.load(Ordering::Relaxed);
        (done, self.0.total.load(Ordering::Relaxed).max(done))
    }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_count_together_and_never_beyond_the_whole() {
        let progress = Progress::default();
        assert_eq!(progress.counted(), (0, 0));
        let copy = progress.clone();
        copy.expect(3);
        copy.expect(2);
        progress.add(4);
        assert_eq!(copy.counted(), (4, 5));
        progress.add(3);
        assert_eq!(copy.counted(), (7, 7));
    }
}
