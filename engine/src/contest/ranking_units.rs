//! The units as a ranking was fixed with them: names, tree and head-counts stay its own until the next revision.

use std::collections::HashMap;
use std::sync::Arc;

use khao_domain::ids::UnitId;
use khao_domain::time::CivilDate;
use uuid::Uuid;

use crate::Engine;
use crate::error::{Error, Result};
use crate::people::units::{Unit, UnitTree};
use crate::store::ranking_units::UnitRecord;
use crate::store::{self, Tx};

/// Rows of one transaction, as many as a ranking's.
const CHUNK: usize = 1000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FixedUnit {
    pub(crate) id: UnitId,
    pub(crate) parent: Option<UnitId>,
    pub(crate) code: String,
    pub(crate) name: String,
    /// Summed over the rounds of the ranking.
    pub(crate) headcount: Option<i64>,
}

#[derive(Debug, Default)]
pub(crate) struct RankingUnits {
    units: Vec<FixedUnit>,
    by_id: HashMap<UnitId, usize>,
}

impl RankingUnits {
    /// As they are now. Each day is the one on which a round of the ranking opened.
    pub(super) fn of(tree: &UnitTree, days: &[CivilDate]) -> Self {
        let fixed = |unit: &Unit| FixedUnit {
            id: unit.id,
            parent: unit.parent,
            code: unit.code.clone(),
            name: unit.name.clone(),
            headcount: days
                .iter()
                .filter_map(|day| tree.headcount(unit.id, *day))
                .reduce(|sum, count| sum + count),
        };
        Self::from_units(tree.all().iter().map(fixed).collect())
    }

    fn from_units(units: Vec<FixedUnit>) -> Self {
        let by_id = units.iter().enumerate().map(|(at, unit)| (unit.id, at));
        Self {
            by_id: by_id.collect(),
            units,
        }
    }

    /// None where the ranking was fixed before its units were kept.
    async fn load(tx: &mut Tx, ranking: (Uuid, i64)) -> Result<Option<Self>> {
        let rows = store::ranking_units::all(tx, ranking).await?;
        let fixed = |row: UnitRecord| FixedUnit {
            id: UnitId(row.unit_id),
            parent: row.parent_id.map(UnitId),
            code: row.code,
            name: row.name,
            headcount: row.headcount,
        };
        let units: Vec<FixedUnit> = rows.into_iter().map(fixed).collect();
        Ok((!units.is_empty()).then(|| Self::from_units(units)))
    }

    /// As a cache weighs them.
    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    pub(super) fn tree(&self) -> UnitTree {
        UnitTree::fixed(&self.units)
    }

    pub(crate) fn get(&self, id: UnitId) -> Option<&FixedUnit> {
        self.by_id.get(&id).and_then(|at| self.units.get(*at))
    }

    /// The same units with the same names and head-counts, in whatever order.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.units.len() == other.units.len()
            && self.units.iter().all(|unit| other.get(unit.id) == Some(unit))
    }

    pub(super) fn children(&self, parent: Option<UnitId>) -> impl Iterator<Item = &FixedUnit> {
        self.units.iter().filter(move |unit| unit.parent == parent)
    }

    /// The one unit that everything lies below, if there is one.
    pub(super) fn only_root(&self) -> Option<UnitId> {
        let mut roots = self.children(None);
        match (roots.next(), roots.next()) {
            (Some(root), None) => Some(root.id),
            _ => None,
        }
    }

    /// A unit, also one that is not there, and all that it lies below.
    pub(super) fn with_ancestors(&self, id: UnitId) -> impl Iterator<Item = UnitId> + '_ {
        std::iter::successors(Some(id), |id| self.get(*id).and_then(|unit| unit.parent))
    }
}

impl Engine {
    /// Of a ranking whose row is there: its units never change. None where it was fixed before they were kept.
    pub(super) async fn kept_units(
        &self,
        tx: &mut Tx,
        ranking: (Uuid, i64),
    ) -> Result<Option<Arc<RankingUnits>>> {
        if let Some(units) = self.caches.ranking_units.get(&ranking) {
            return Ok(Some(units));
        }
        let units = RankingUnits::load(tx, ranking).await?.map(Arc::new);
        if let Some(units) = &units {
            self.caches.ranking_units.insert(ranking, units.clone());
        }
        Ok(units)
    }

    /// A unit and all below it as a ranking has them; none where no unit is asked for.
    pub(super) async fn ranked_within(
        &self,
        tx: &mut Tx,
        now: &UnitTree,
        ranking: (Uuid, i64),
        unit: Option<UnitId>,
    ) -> Result<Option<Vec<Uuid>>> {
        let Some(unit) = unit else { return Ok(None) };
        let kept = self.kept_units(tx, ranking).await?;
        let is_known = now.get(unit).is_some() || kept.as_ref().is_some_and(|kept| kept.get(unit).is_some());
        if !is_known {
            return Err(Error::NotFound);
        }
        let kept = kept.unwrap_or_else(|| Arc::new(RankingUnits::of(now, &[])));
        let below = |one: &&FixedUnit| kept.with_ancestors(one.id).any(|id| id == unit);
        let within = kept.units.iter().filter(below).map(|one| one.id.0);
        Ok(Some(within.collect()))
    }

    /// Keeps the units as they are now with a ranking whose row is not there yet.
    pub(super) async fn keep_units(&self, ranking: (Uuid, i64), days: &[CivilDate]) -> Result<()> {
        let tree = self.units_now().await?;
        let units = RankingUnits::of(&tree, days).units;
        let row = |unit: FixedUnit| UnitRecord {
            unit_id: unit.id.0,
            parent_id: unit.parent.map(|id| id.0),
            code: unit.code,
            name: unit.name,
            headcount: unit.headcount,
        };
        let rows: Vec<UnitRecord> = units.into_iter().map(row).collect();
        let mut tx = self.store.write().await?;
        store::ranking_units::delete(&mut tx, ranking).await?;
        tx.commit().await?;
        for chunk in rows.chunks(CHUNK) {
            let mut tx = self.store.write().await?;
            store::ranking_units::insert(&mut tx, ranking, chunk).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
