//! What may have changed on another node: kept in memory for seconds, and then read again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use khao_domain::time::Timestamp;
use moka::sync::Cache;

/// How long a node may not know of a change made on another.
pub(crate) const FRESH_S: i64 = 5;

pub(crate) type Timed<T> = (Timestamp, Arc<T>);

/// The one thing of its kind, kept for [`FRESH_S`].
#[derive(Debug)]
pub(crate) struct Latest<T>(Mutex<Option<Timed<T>>>);

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Latest<T> {
    pub(crate) fn fresh(&self, now: Timestamp) -> Option<Arc<T>> {
        self.lock()
            .as_ref()
            .filter(|(at, _)| is_fresh(*at, now))
            .map(|(_, value)| value.clone())
    }

    pub(crate) fn keep(&self, now: Timestamp, value: &Arc<T>) {
        *self.lock() = Some((now, value.clone()));
    }

    pub(crate) fn forget(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<Timed<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ids by addresses, which may be another one's after a draft was taken away, on whichever node.
pub(crate) fn slugs<T: Clone + Send + Sync + 'static>() -> Cache<String, T> {
    Cache::builder()
        .max_capacity(10_000)
        .time_to_live(Duration::from_secs(FRESH_S.unsigned_abs()))
        .build()
}

/// Whether what was read `at` may still be used.
pub(crate) fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    (0..FRESH_S).contains(&now.seconds_since(at))
}

/// What is cached under `key` and not older than [`FRESH_S`].
pub(crate) fn fresh<K, T>(cache: &Cache<K, Timed<T>>, key: &K, now: Timestamp) -> Option<Arc<T>>
where
    K: std::hash::Hash + Eq + Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    cache
        .get(key)
        .filter(|(at, _)| is_fresh(*at, now))
        .map(|(_, value)| value)
}
