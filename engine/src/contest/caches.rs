//! What a node keeps in memory: immutable facts for as long as there is room, everything else for seconds.

use std::sync::Arc;

use khao_domain::ids::{AttemptId, ContestId, RoundId};
use khao_domain::time::Timestamp;
use moka::sync::Cache;

use super::attempts::AttemptContext;
use super::contests::{Contest, Counts};
use super::frozen::FrozenRound;
use crate::store::figures::UnitFigure;

/// How long a node may not know of a change made on another.
pub(crate) const FRESH_S: i64 = 5;

type Timed<T> = (Timestamp, Arc<T>);

#[derive(Debug)]
pub(crate) struct Caches {
    /// Slugs never change.
    pub(crate) slugs: Cache<String, ContestId>,
    pub(crate) frozen: Cache<RoundId, Arc<FrozenRound>>,
    pub(crate) attempts: Cache<AttemptId, Arc<AttemptContext>>,
    pub(crate) contests: Cache<ContestId, Timed<Contest>>,
    pub(crate) counts: Cache<ContestId, Timed<Counts>>,
    pub(crate) participation: Cache<RoundId, Timed<Vec<UnitFigure>>>,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            slugs: Cache::new(10_000),
            frozen: Cache::new(64),
            attempts: Cache::new(200_000),
            contests: Cache::new(1_000),
            counts: Cache::new(1_000),
            participation: Cache::new(1_000),
        }
    }
}

/// What is cached under `key` and not older than [`FRESH_S`].
pub(crate) fn fresh<K, T>(cache: &Cache<K, Timed<T>>, key: &K, now: Timestamp) -> Option<Arc<T>>
where
    K: std::hash::Hash + Eq + Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    cache
        .get(key)
        .filter(|(at, _)| (0..FRESH_S).contains(&now.seconds_since(*at)))
        .map(|(_, value)| value)
}
