//! What a node keeps in memory: immutable facts for as long as there is room, everything else for seconds.

use std::sync::Arc;

use khao_domain::ids::{AttemptId, ContestId, RoundId};
use moka::sync::Cache;
use uuid::Uuid;

use super::attempts::AttemptContext;
use super::board::Tallies;
use super::contests::{Contest, Counts};
use super::frozen::FrozenRound;
use super::ranking_choice::Ranked;
use super::ranking_units::RankingUnits;
use crate::figures::items::ItemAnalysis;
use crate::figures::{Counted, CourseKey};
use crate::fresh::{Timed, slugs};
use crate::store::figures::UnitFigure;
use crate::store::roster_pages::UnitRosterRecord;

/// Of all rankings together: some tens of megabytes.
const RANKING_UNITS_MOST: u64 = 200_000;

/// Of rankings, weighed by how many units they have.
fn by_units<T: Send + Sync + 'static>(count: fn(&T) -> usize) -> Cache<(Uuid, i64), Arc<T>> {
    Cache::builder()
        .max_capacity(RANKING_UNITS_MOST)
        .weigher(move |_, units: &Arc<T>| u32::try_from(count(units)).unwrap_or(u32::MAX))
        .build()
}

#[derive(Debug)]
pub(crate) struct Caches {
    pub(crate) slugs: Cache<String, ContestId>,
    pub(crate) frozen: Cache<RoundId, Arc<FrozenRound>>,
    /// Whoever reads a frozen round holds it, so that a crowd that starts at once does not read it as often.
    pub(crate) freezing: tokio::sync::Mutex<()>,
    pub(crate) attempts: Cache<AttemptId, Arc<AttemptContext>>,
    pub(crate) contests: Cache<ContestId, Timed<Contest>>,
    pub(crate) counts: Cache<ContestId, Timed<Counts>>,
    pub(crate) participation: Cache<RoundId, Timed<Vec<UnitFigure>>>,
    /// By roster and round; nil is no round.
    pub(crate) rosters: Cache<(Uuid, Uuid), Timed<Vec<UnitRosterRecord>>>,
    pub(crate) boards: Cache<RoundId, Timed<Tallies>>,
    /// Whoever counts for a board holds it.
    pub(crate) tallying: tokio::sync::Mutex<()>,
    pub(crate) courses: Cache<CourseKey, Timed<Counted>>,
    /// By scope and revision, which never changes.
    pub(crate) ranked_units: Cache<(Uuid, i64), Arc<Ranked>>,
    /// Whoever reads all entries of a ranking for its units holds it.
    pub(crate) reading_ranked: tokio::sync::Mutex<()>,
    pub(crate) items: Cache<RoundId, Arc<ItemAnalysis>>,
    /// By scope and revision; weighed by how many units they are.
    pub(crate) ranking_units: Cache<(Uuid, i64), Arc<RankingUnits>>,
    /// Whoever reads all papers of a round to count its items holds it.
    pub(crate) counting_items: tokio::sync::Mutex<()>,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            slugs: slugs(),
            frozen: Cache::new(64),
            freezing: tokio::sync::Mutex::default(),
            attempts: Cache::new(200_000),
            contests: Cache::new(1_000),
            counts: Cache::new(1_000),
            participation: Cache::new(1_000),
            rosters: Cache::new(256),
            boards: Cache::new(64),
            tallying: tokio::sync::Mutex::default(),
            courses: Cache::new(256),
            ranked_units: by_units(Ranked::len),
            reading_ranked: tokio::sync::Mutex::default(),
            items: Cache::new(64),
            ranking_units: by_units(RankingUnits::len),
            counting_items: tokio::sync::Mutex::default(),
        }
    }
}

impl Caches {
    /// Everything that is counted of a round is counted anew when it is looked at next.
    pub(crate) fn forget_figures(&self, round: RoundId) {
        self.participation.invalidate(&round);
        self.boards.invalidate(&round);
        self.items.invalidate(&round);
    }
}
