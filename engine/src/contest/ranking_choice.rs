//! The units that a fixed ranking is looked through by: its own, not those of today.

use std::collections::HashSet;
use std::sync::Arc;

use khao_domain::ids::{RoundId, UnitId};
use uuid::Uuid;

use crate::Engine;
use crate::error::Result;
use crate::people::units::{Unit, UnitTree};
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::rankings::RevisionRecord;

#[derive(Debug)]
pub struct RankedUnits {
    /// With the names and the order they had then.
    pub tree: Arc<UnitTree>,
    /// Those that somebody of the ranking belongs to, and what these lie below.
    taking_part: HashSet<UnitId>,
}

/// What never changes of the units of a ranking.
#[derive(Debug)]
pub(crate) enum Ranked {
    Kept(Arc<RankedUnits>),
    /// Fixed before its units were kept: only which ones somebody belongs to.
    Homes(Vec<UnitId>),
}

impl Ranked {
    /// As a cache weighs them.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Kept(units) => units.tree.all().len(),
            Self::Homes(homes) => homes.len(),
        }
    }
}

impl RankedUnits {
    fn of(tree: Arc<UnitTree>, homes: &[UnitId]) -> Self {
        let above = homes.iter().flat_map(|id| tree.with_ancestors(*id));
        let taking_part = above.collect();
        Self { tree, taking_part }
    }

    /// Below one unit, or below the only root there is: what a list offers. A path is told without the root.
    pub fn offered(&self, below: Option<UnitId>) -> impl Iterator<Item = &Unit> {
        let root = self.tree.only_root();
        let is_meant = move |unit: &&Unit| match below {
            Some(below) => unit.id != below && self.tree.is_within(unit.id, below),
            None => Some(unit.id) != root,
        };
        let units = self.tree.all().iter().filter(is_meant);
        units.filter(|unit| self.taking_part.contains(&unit.id))
    }
}

impl Engine {
    /// Of a public ranking of a round; the newest where no revision is named.
    pub async fn round_ranking_units(&self, id: RoundId, revision: Option<i64>) -> Result<Arc<RankedUnits>> {
        self.units_of_public(id.0, revision).await
    }

    /// Of a contest's ranking over all published rounds.
    pub async fn contest_ranking_units(&self, slug: &str, revision: Option<i64>) -> Result<Arc<RankedUnits>> {
        let contest = self.public_contest(slug).await?;
        self.units_of_public(contest.id.0, revision).await
    }

    /// Of any ranking of a round.
    pub async fn staff_ranking_units(
        &self,
        actor: &Actor,
        id: RoundId,
        revision: Option<i64>,
    ) -> Result<Arc<RankedUnits>> {
        actor.may(Action::ExportPersonalData)?;
        self.reached_round(actor, id).await?;
        self.units_of_scope(id.0, revision, |_| true).await
    }

    async fn units_of_public(&self, scope: Uuid, revision: Option<i64>) -> Result<Arc<RankedUnits>> {
        self.units_of_scope(scope, revision, |row| row.published_at.is_some())
            .await
    }

    async fn units_of_scope(
        &self,
        scope: Uuid,
        revision: Option<i64>,
        is_seen: fn(&RevisionRecord) -> bool,
    ) -> Result<Arc<RankedUnits>> {
        let mut tx = self.store.read().await?;
        let mut rows = store::rankings::revisions(&mut tx, scope).await?;
        drop(tx);
        rows.retain(is_seen);
        // What is being staged has no row yet, and may still change.
        let meant = match revision {
            None => rows.last(),
            Some(wanted) => rows.iter().find(|row| row.revision == wanted),
        };
        self.units_of_revision(scope, meant.map(|row| row.revision)).await
    }

    /// Of a ranking that is not there, and of one that was fixed before its units were kept, those of today.
    async fn units_of_revision(&self, scope: Uuid, revision: Option<i64>) -> Result<Arc<RankedUnits>> {
        let Some(revision) = revision else {
            let tree = self.units().await?;
            let taking_part = HashSet::new();
            return Ok(Arc::new(RankedUnits { tree, taking_part }));
        };
        match &*self.ranked((scope, revision)).await? {
            Ranked::Kept(units) => Ok(units.clone()),
            Ranked::Homes(homes) => Ok(Arc::new(RankedUnits::of(self.units().await?, homes))),
        }
    }

    async fn ranked(&self, ranking: (Uuid, i64)) -> Result<Arc<Ranked>> {
        if let Some(ranked) = self.caches.ranked_units.get(&ranking) {
            return Ok(ranked);
        }
        let _reading = self.caches.reading_ranked.lock().await;
        if let Some(ranked) = self.caches.ranked_units.get(&ranking) {
            return Ok(ranked);
        }
        let mut tx = self.store.read().await?;
        let kept = self.kept_units(&mut tx, ranking).await?;
        let homes = store::rankings::units(&mut tx, ranking).await?;
        drop(tx);
        let homes: Vec<UnitId> = homes.into_iter().map(UnitId).collect();
        let ranked = Arc::new(match kept {
            Some(kept) => Ranked::Kept(Arc::new(RankedUnits::of(Arc::new(kept.tree()), &homes))),
            None => Ranked::Homes(homes),
        });
        self.caches.ranked_units.insert(ranking, ranked.clone());
        Ok(ranked)
    }
}
