//! Units: a tree that is read often and changes rarely, so every node keeps it in memory for a few seconds.

use std::collections::HashMap;
use std::sync::Arc;

use khao_domain::ids::UnitId;
use khao_domain::people::unit::{self, UnitRow, parse_units_within};
use khao_domain::text::{fold, nfc};
use khao_domain::time::CivilDate;
use uuid::Uuid;

use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::{self, units::UnitRecord};
use crate::workbook;

#[derive(Debug, Clone)]
pub struct Unit {
    pub id: UnitId,
    pub code: String,
    pub name: String,
    /// Names from the root down, joined by ' › '.
    pub path: String,
    pub parent: Option<UnitId>,
    folded: String,
    path_folded: String,
    lineage: String,
    /// The oldest first.
    headcounts: Vec<(CivilDate, i64)>,
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

    fn parent_code(&self, unit: &Unit) -> Option<String> {
        unit.parent
            .and_then(|id| self.get(id))
            .map(|parent| parent.code.clone())
    }

    pub fn children(&self, parent: Option<UnitId>) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(move |unit| unit.parent == parent)
    }

    /// The one unit that everything lies below, if there is one.
    pub(crate) fn only_root(&self) -> Option<UnitId> {
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

    /// Whether the row tells a head-count that is not known yet.
    fn counts_anew(&self, id: UnitId, row: &UnitRow) -> bool {
        let told = row
            .headcount_date
            .zip(row.headcount)
            .map(|(day, count)| (day, i64::from(count)));
        told.is_some_and(|told| self.get(id).is_none_or(|unit| !unit.headcounts.contains(&told)))
    }

    /// Units whose name or path holds all words of `query`, names that begin with it first.
    pub fn search(&self, query: &str, parent: Option<UnitId>, limit: usize) -> Vec<&Unit> {
        let folded = fold(query);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut found: Vec<(u8, &Unit)> = self
            .units
            .iter()
            .filter(|unit| parent.is_none_or(|parent| unit.parent == Some(parent)))
            .filter_map(|unit| Some((match_quality(unit, &folded, &words)?, unit)))
            .collect();
        found.sort_by_key(|(quality, _)| *quality);
        found.into_iter().take(limit).map(|(_, unit)| unit).collect()
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

/// 0: the name begins with the query; 1: the name holds all words; 2: the path does.
fn match_quality(unit: &Unit, folded: &str, words: &[&str]) -> Option<u8> {
    if unit.folded.starts_with(folded) || fold(&unit.code) == folded {
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

/// What an import of units did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnitImport {
    pub new: u32,
    pub changed: u32,
    pub same: u32,
}

impl Engine {
    pub async fn units(&self) -> Result<Arc<UnitTree>> {
        let now = self.now();
        if let Some(tree) = self.units.fresh(now) {
            return Ok(tree);
        }
        let mut tx = self.store.read().await?;
        let records = store::units::all(&mut tx).await?;
        let headcounts = store::units::headcounts(&mut tx).await?;
        let tree = Arc::new(build(records, headcounts));
        self.units.keep(now, &tree);
        Ok(tree)
    }

    /// Imports units and head-counts from CSV or a workbook: all rows or none.
    pub async fn import_units(&self, actor: &Actor, file: &[u8]) -> Result<UnitImport> {
        actor.may(Action::ManageUnits)?;
        self.units.forget();
        let tree = self.units().await?;
        let known = tree
            .units
            .iter()
            .map(|unit| (unit.code.clone(), tree.parent_code(unit)))
            .collect();
        let file = file.to_vec();
        let read = move || match workbook::read(&file, unit::LIMITS) {
            Ok(table) => parse_units_within(&table, &known),
            Err(problem) => Err(vec![problem]),
        };
        let rows = self.reading(read).await?.map_err(Error::InvalidRows)?;
        let (records, done) = self.records(&tree, &rows);
        let moved = moved_along(&tree, &records);
        let written: Vec<&UnitRecord> = moved
            .iter()
            .chain(records.iter().map(|(record, _)| record))
            .collect();
        let counted: Vec<store::units::Headcount> = records.iter().filter_map(headcount_of).collect();
        let mut tx = self.store.write().await?;
        store::units::upsert(&mut tx, &written).await?;
        store::units::upsert_headcounts(&mut tx, &counted).await?;
        let detail = format!("new {}, changed {}, same {}", done.new, done.changed, done.same);
        self.record(&mut tx, actor, "units.import", "", &detail).await?;
        tx.commit().await?;
        self.units.forget();
        Ok(done)
    }

    /// Records with their paths; the rows come with parents first.
    fn records<'r>(
        &self,
        tree: &UnitTree,
        rows: &'r [UnitRow],
    ) -> (Vec<(UnitRecord, &'r UnitRow)>, UnitImport) {
        let mut done = UnitImport::default();
        let mut placed: HashMap<String, UnitRecord> = tree
            .units
            .iter()
            .map(|unit| (unit.code.clone(), record_of(unit)))
            .collect();
        let mut records = Vec::with_capacity(rows.len());
        for row in rows {
            let record = self.place(row, &placed);
            match placed.get(&row.code) {
                None => done.new += 1,
                Some(old)
                    if old.name != record.name
                        || old.parent_id != record.parent_id
                        || tree.counts_anew(UnitId(old.id), row) =>
                {
                    done.changed += 1;
                }
                Some(_) => done.same += 1,
            }
            placed.insert(row.code.clone(), record.clone());
            records.push((record, row));
        }
        (records, done)
    }

    fn place(&self, row: &UnitRow, placed: &HashMap<String, UnitRecord>) -> UnitRecord {
        let name = nfc(&row.name);
        let record = UnitRecord {
            id: placed
                .get(&row.code)
                .map_or_else(|| self.random.id(self.now()), |old| old.id),
            code: row.code.clone(),
            name_folded: fold(&name),
            parent_id: None,
            path: String::new(),
            lineage: String::new(),
            name,
        };
        below(record, row.parent_code.as_ref().and_then(|code| placed.get(code)))
    }
}

fn headcount_of((record, row): &(UnitRecord, &UnitRow)) -> Option<store::units::Headcount> {
    Some(store::units::Headcount {
        unit_id: record.id,
        counted_on: row.headcount_date?.iso(),
        people: i64::from(row.headcount?),
    })
}

/// The unit at its place in the tree.
fn below(mut unit: UnitRecord, parent: Option<&UnitRecord>) -> UnitRecord {
    // A code may hold the sign that separates codes.
    let code = unit.code.replace('%', "%25").replace('/', "%2F");
    unit.parent_id = parent.map(|parent| parent.id);
    unit.path = parent.map_or_else(
        || unit.name.clone(),
        |parent| format!("{} › {}", parent.path, unit.name),
    );
    unit.lineage = format!("{}{code}/", parent.map_or("", |parent| &parent.lineage));
    unit
}

/// Units that the file does not name, but whose path or lineage changes with a unit that it does.
fn moved_along(tree: &UnitTree, named: &[(UnitRecord, &UnitRow)]) -> Vec<UnitRecord> {
    let mut placed: HashMap<Uuid, UnitRecord> = named
        .iter()
        .map(|(record, _)| (record.id, record.clone()))
        .collect();
    let mut moved = Vec::new();
    // In order of lineage parents come before their children.
    for unit in &tree.units {
        let parent = unit.parent.and_then(|parent| placed.get(&parent.0));
        let Some(parent) = parent.filter(|_| !placed.contains_key(&unit.id.0)) else {
            continue;
        };
        let record = below(record_of(unit), Some(parent));
        if record.path != unit.path || record.lineage != unit.lineage {
            placed.insert(record.id, record.clone());
            moved.push(record);
        }
    }
    moved
}

fn record_of(unit: &Unit) -> UnitRecord {
    UnitRecord {
        id: unit.id.0,
        code: unit.code.clone(),
        name: unit.name.clone(),
        name_folded: unit.folded.clone(),
        parent_id: unit.parent.map(|id| id.0),
        path: unit.path.clone(),
        lineage: unit.lineage.clone(),
    }
}

fn build(records: Vec<UnitRecord>, headcounts: Vec<store::units::Headcount>) -> UnitTree {
    let mut tree = UnitTree::default();
    for record in records {
        tree.by_id.insert(UnitId(record.id), tree.units.len());
        tree.units.push(Unit {
            id: UnitId(record.id),
            code: record.code,
            name: record.name,
            path_folded: fold(&record.path),
            path: record.path,
            parent: record.parent_id.map(UnitId),
            folded: record.name_folded,
            lineage: record.lineage,
            headcounts: Vec::new(),
        });
    }
    for row in headcounts {
        let place = tree.by_id.get(&UnitId(row.unit_id)).copied();
        if let (Some(at), Some(day)) = (place, CivilDate::parse(&row.counted_on))
            && let Some(unit) = tree.units.get_mut(at)
        {
            unit.headcounts.push((day, row.people));
        }
    }
    tree
}
