//! Units: a tree that is read often and changes rarely, so every node keeps it in memory for a few seconds.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use khao_domain::ids::UnitId;
use khao_domain::lang::{Said, said};
use khao_domain::people::unit::{KnownUnit, UnitRow, Validity};
use khao_domain::text::fold;
use khao_domain::time::CivilDate;

use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::{self, units::UnitRecord};

pub mod changes;
mod files;
mod fixed;
pub mod imports;
mod planning;
pub mod removal;
pub mod starting_set;
pub(crate) mod sums;
mod undoing;

pub use planning::{UnitChange, UnitField, UnitImport};

#[derive(Debug, Clone)]
pub struct Unit {
    pub id: UnitId,
    pub code: String,
    pub name: String,
    /// Names from the root down, joined by ' › '.
    pub path: String,
    pub parent: Option<UnitId>,
    pub validity: Validity,
    /// The units it was made from.
    pub predecessors: Vec<UnitId>,
    /// The oldest first.
    pub headcounts: Vec<(CivilDate, i64)>,
    folded: String,
    code_folded: String,
    path_folded: String,
    lineage: String,
}

impl Unit {
    /// The span [from, to) of lineages that lie in this unit's subtree.
    pub(crate) fn lineage_span(&self) -> (String, String) {
        let mut end = self.lineage.clone();
        // '0' follows '/': everything that begins with the lineage lies before it.
        end.pop();
        end.push('0');
        (self.lineage.clone(), end)
    }
}

/// Every unit, in order of lineage.
#[derive(Debug, Default)]
pub struct UnitTree {
    units: Vec<Unit>,
    by_id: HashMap<UnitId, usize>,
    by_parent: HashMap<Option<UnitId>, Vec<usize>>,
    /// Of the state it was read in.
    revision: i64,
}

impl UnitTree {
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.by_id.get(&id).and_then(|at| self.units.get(*at))
    }

    pub fn name(&self, id: UnitId) -> &str {
        self.get(id).map_or("", |unit| &unit.name)
    }

    pub fn all(&self) -> &[Unit] {
        &self.units
    }

    pub fn by_code(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == code)
    }

    /// In order of lineage.
    pub fn children(&self, parent: Option<UnitId>) -> impl Iterator<Item = &Unit> {
        let places = self.by_parent.get(&parent).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|at| self.units.get(*at))
    }

    /// The units that were made from this one.
    pub fn successors(&self, id: UnitId) -> impl Iterator<Item = &Unit> {
        self.units
            .iter()
            .filter(move |unit| unit.predecessors.contains(&id))
    }

    /// What files are compared with, by code.
    fn known(&self) -> BTreeMap<String, KnownUnit> {
        let known = |unit: &Unit| {
            let row = self.row_of(unit);
            let known = KnownUnit {
                parent_code: row.parent_code,
                validity: row.validity,
                predecessors: row.predecessors,
            };
            (row.code, known)
        };
        self.units.iter().map(known).collect()
    }

    /// A unit as its file holds it, with the newest head-count.
    fn row_of(&self, unit: &Unit) -> UnitRow {
        let code = |id: UnitId| self.get(id).map(|unit| unit.code.clone());
        let newest = unit.headcounts.last();
        let mut predecessors: Vec<String> = unit.predecessors.iter().filter_map(|id| code(*id)).collect();
        predecessors.sort();
        UnitRow {
            row: 0,
            code: unit.code.clone(),
            name: unit.name.clone(),
            parent_code: unit.parent.and_then(code),
            headcount: newest.and_then(|(_, count)| u32::try_from(*count).ok()),
            headcount_date: newest.map(|(day, _)| *day),
            validity: unit.validity,
            predecessors,
        }
    }

    /// The one unit that everything lies below, if there is one.
    pub fn only_root(&self) -> Option<UnitId> {
        let mut roots = self.children(None);
        match (roots.next(), roots.next()) {
            (Some(root), None) => Some(root.id),
            _ => None,
        }
    }

    /// Whether `unit` is `root` or lies below it.
    pub fn is_within(&self, unit: UnitId, root: UnitId) -> bool {
        match (self.get(unit), self.get(root)) {
            (Some(unit), Some(root)) => unit.lineage.starts_with(&root.lineage),
            _ => false,
        }
    }

    /// A unit, also one that is not there any more, and all that it lies below.
    pub(crate) fn with_ancestors(&self, id: UnitId) -> impl Iterator<Item = UnitId> + '_ {
        std::iter::successors(Some(id), |id| self.get(*id).and_then(|unit| unit.parent))
    }

    /// What lies above a unit, the highest first, as far up as the actor may look.
    pub fn above(&self, actor: &Actor, id: UnitId) -> Vec<&Unit> {
        let mut above: Vec<&Unit> = self
            .with_ancestors(id)
            .skip(1)
            .map_while(|id| self.get(id))
            .take_while(|unit| actor.sees_unit(self, unit.id))
            .collect();
        above.reverse();
        above
    }

    /// As [`Self::search`], among the units that the actor may look at.
    pub fn search_seen(&self, actor: &Actor, query: &str) -> Vec<&Unit> {
        self.matching(query, usize::MAX, |unit| actor.sees_unit(self, unit.id))
    }

    /// Units whose name or path holds all words of `query`, names that begin with it first.
    pub fn search(&self, query: &str, parent: Option<UnitId>, limit: usize) -> Vec<&Unit> {
        self.matching(query, limit, |unit| is_below(unit, parent))
    }

    /// As [`Self::search`], among the units that exist on a day.
    pub fn search_valid(
        &self,
        query: &str,
        parent: Option<UnitId>,
        on: CivilDate,
        limit: usize,
    ) -> Vec<&Unit> {
        self.matching(query, limit, |unit| {
            is_below(unit, parent) && unit.validity.holds_on(on)
        })
    }

    fn matching(&self, query: &str, limit: usize, is_meant: impl Fn(&Unit) -> bool) -> Vec<&Unit> {
        let folded = fold(query);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut found: Vec<(u8, &Unit)> = self
            .units
            .iter()
            .filter(|unit| is_meant(unit))
            .filter_map(|unit| Some((match_quality(unit, &folded, &words)?, unit)))
            .collect();
        found.sort_by_key(|(quality, _)| *quality);
        found.into_iter().take(limit).map(|(_, unit)| unit).collect()
    }

    /// The lowest units that exist on `day` and have no head-count then.
    pub fn uncounted(&self, day: CivilDate) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(move |unit| {
            unit.validity.holds_on(day)
                && self.children(Some(unit.id)).next().is_none()
                && self.headcount(unit.id, day).is_none()
        })
    }

    /// The head-count in force on `day`: the unit's own, else the sum of what lies below it.
    pub fn headcount(&self, id: UnitId, day: CivilDate) -> Option<i64> {
        let unit = self.get(id)?;
        if let Some((_, count)) = unit.headcounts.iter().rev().find(|(since, _)| *since <= day) {
            return Some(*count);
        }
        let below: Vec<i64> = self
            .children(Some(id))
            .filter_map(|child| self.headcount(child.id, day))
            .collect();
        (!below.is_empty()).then(|| below.iter().sum())
    }
}

fn is_below(unit: &Unit, parent: Option<UnitId>) -> bool {
    parent.is_none_or(|parent| unit.parent == Some(parent))
}

/// 0: the name begins with the query; 1: the name holds all words; 2: the path does.
fn match_quality(unit: &Unit, folded: &str, words: &[&str]) -> Option<u8> {
    if unit.folded.starts_with(folded) || unit.code_folded == folded {
        return Some(0);
    }
    if words.iter().all(|word| unit.folded.contains(word)) {
        return Some(1);
    }
    words
        .iter()
        .all(|word| unit.path_folded.contains(word))
        .then_some(2)
}

/// What whoever names a unit that is none, or none of theirs, is told.
pub const fn no_such_unit() -> Said {
    said("Không có đơn vị này.", "There is no such unit.")
}

impl Engine {
    pub async fn units(&self) -> Result<Arc<UnitTree>> {
        let now = self.now();
        if let Some(tree) = self.units.fresh(now) {
            return Ok(tree);
        }
        let mut tx = self.store.snapshot().await?;
        let records = store::units::all(&mut tx).await?;
        let headcounts = store::units::headcounts(&mut tx).await?;
        let predecessors = store::units::predecessors(&mut tx).await?;
        let revision = store::unit_history::revision(&mut tx).await?;
        let tree = Arc::new(build(records, headcounts, predecessors, revision));
        self.units.keep(now, &tree);
        Ok(tree)
    }

    /// The units, of which the actor may look at this one.
    pub async fn units_seen(&self, actor: &Actor, unit: UnitId) -> Result<Arc<UnitTree>> {
        actor.may(Action::ReadUnits)?;
        let units = self.units().await?;
        if units.get(unit).is_none() || !actor.sees_unit(&units, unit) {
            return Err(Error::NotFound);
        }
        Ok(units)
    }

    /// As they are now, for whoever is going to change them.
    pub(crate) async fn units_now(&self) -> Result<Arc<UnitTree>> {
        self.units.forget();
        self.units().await
    }
}

fn build(
    records: Vec<UnitRecord>,
    headcounts: Vec<store::units::Headcount>,
    predecessors: Vec<store::units::Predecessor>,
    revision: i64,
) -> UnitTree {
    let mut tree = UnitTree {
        revision,
        ..UnitTree::default()
    };
    for record in records {
        let (place, id) = (tree.units.len(), UnitId(record.id));
        let parent = record.parent_id.map(UnitId);
        tree.by_id.insert(id, place);
        tree.by_parent.entry(parent).or_default().push(place);
        tree.units.push(Unit {
            id,
            code_folded: fold(&record.code),
            code: record.code,
            name: record.name,
            path_folded: fold(&record.path),
            path: record.path,
            parent,
            validity: Validity {
                from: record.valid_from.as_deref().and_then(CivilDate::parse),
                until: record.valid_until.as_deref().and_then(CivilDate::parse),
            },
            predecessors: Vec::new(),
            folded: record.name_folded,
            lineage: record.lineage,
            headcounts: Vec::new(),
        });
    }
    for row in headcounts {
        if let (Some(unit), Some(day)) = (
            unit_mut(&mut tree, row.unit_id),
            CivilDate::parse(&row.counted_on),
        ) {
            unit.headcounts.push((day, row.people));
        }
    }
    for row in predecessors {
        if let Some(unit) = unit_mut(&mut tree, row.unit_id) {
            unit.predecessors.push(UnitId(row.predecessor_id));
        }
    }
    tree
}

fn unit_mut(tree: &mut UnitTree, id: uuid::Uuid) -> Option<&mut Unit> {
    let at = *tree.by_id.get(&UnitId(id))?;
    tree.units.get_mut(at)
}
