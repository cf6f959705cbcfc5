//! What a node keeps in memory: immutable facts for as long as there is room, everything else for seconds.

use std::sync::Arc;

use khao_domain::ids::{AttemptId, ContestId, RoundId};
use moka::sync::Cache;
use uuid::Uuid;

use super::attempts::AttemptContext;
use super::board::Tallies;
use super::contests::{Contest, Counts};
use super::frozen::FrozenRound;
use super::ranking_choice::RankedUnits;
use crate::figures::items::ItemAnalysis;
use crate::figures::{Counted, CourseKey};
use crate::fresh::{SLUGS_FOR, Timed};
use crate::store::figures::UnitFigure;
use crate::store::roster_pages::UnitRosterRecord;

#[derive(Debug)]
pub(crate) struct Caches {
    /// A slug may be another one's after a draft was taken away, on whichever node.
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
    pub(crate) ranked_units: Cache<(Uuid, i64), Arc<RankedUnits>>,
    pub(crate) items: Cache<RoundId, Arc<ItemAnalysis>>,
    /// Whoever reads all papers of a round to count its items holds it.
    pub(crate) counting_items: tokio::sync::Mutex<()>,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            slugs: Cache::builder()
                .max_capacity(10_000)
                .time_to_live(SLUGS_FOR)
                .build(),
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
            ranked_units: Cache::new(32),
            items: Cache::new(64),
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
