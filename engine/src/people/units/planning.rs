//! What rows of units would change: decided in memory, written as one transaction, and undone from what is kept of it.

use std::collections::HashMap;

use khao_domain::people::unit::UnitRow;
use khao_domain::text::{fold, nfc};
use khao_domain::time::CivilDate;
use uuid::Uuid;

use super::undoing::Undo;
use super::{Unit, UnitTree};
use crate::store::units::{Headcount, UnitRecord};

/// What an import did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitImport {
    /// None for a dry run and where nothing changed.
    pub id: Option<Uuid>,
    pub new: u32,
    pub changed: u32,
    /// How many of the changed ones get another unit above them.
    pub moved: u32,
    pub same: u32,
    /// In the order of the file.
    pub changes: Vec<UnitChange>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChange {
    /// Its row in the file.
    pub row: u64,
    pub code: String,
    pub name: String,
    pub is_new: bool,
    /// What was there, and what comes; of new units nothing.
    pub fields: Vec<(UnitField, String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitField {
    Name,
    Parent,
    ValidFrom,
    ValidUntil,
    Predecessors,
    Headcount,
}

impl UnitField {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Parent => "parent_code",
            Self::ValidFrom => "valid_from",
            Self::ValidUntil => "valid_until",
            Self::Predecessors => "predecessor_codes",
            Self::Headcount => "headcount",
        }
    }
}

/// Everything one transaction writes.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) report: UnitImport,
    /// Parents before children.
    pub(super) units: Vec<UnitRecord>,
    pub(super) predecessors: Vec<(Uuid, Vec<Uuid>)>,
    pub(super) headcounts: Vec<Headcount>,
    pub(super) undo: Undo,
}

/// `new_id` names units that are not known yet; the rows come with parents first.
pub(super) fn plan(tree: &UnitTree, rows: &[UnitRow], mut new_id: impl FnMut() -> Uuid) -> Plan {
    let mut plan = Plan::default();
    let mut placed: HashMap<String, UnitRecord> = tree
        .units
        .iter()
        .map(|unit| (unit.code.clone(), record_of(unit)))
        .collect();
    let olds: HashMap<&str, &Unit> = tree.units.iter().map(|unit| (unit.code.as_str(), unit)).collect();
    for row in rows {
        let old = olds.get(row.code.as_str()).copied();
        let id = old.map_or_else(&mut new_id, |old| old.id.0);
        let record = place(row, id, &placed);
        let change = change_of(tree, old, row, &record);
        plan.count(old.is_none(), &change);
        if placed.get(&row.code) != Some(&record) {
            plan.keep(old, &record);
        }
        if old.is_none() || !change.fields.is_empty() {
            plan.report.changes.push(change);
        }
        plan.count_heads(old, row, id);
        placed.insert(row.code.clone(), record);
    }
    // Predecessors may stand further down in the file.
    for row in rows {
        let old = olds.get(row.code.as_str()).copied();
        plan.relate(tree, old, row, &placed);
    }
    plan.report.changes.sort_by_key(|change| change.row);
    plan.move_along(tree);
    plan
}

impl Plan {
    pub(super) fn changes_nothing(&self) -> bool {
        self.units.is_empty() && self.predecessors.is_empty() && self.headcounts.is_empty()
    }

    fn count(&mut self, is_new: bool, change: &UnitChange) {
        let report = &mut self.report;
        let moves = change
            .fields
            .iter()
            .any(|(field, ..)| *field == UnitField::Parent);
        match (is_new, change.fields.is_empty()) {
            (true, _) => report.new += 1,
            (false, false) => report.changed += 1,
            (false, true) => report.same += 1,
        }
        report.moved += u32::from(moves && !is_new);
    }

    fn keep(&mut self, old: Option<&Unit>, record: &UnitRecord) {
        match old {
            Some(old) => self.undo.before.push(record_of(old)),
            None => self.undo.made.push(record.id),
        }
        self.units.push(record.clone());
    }

    fn count_heads(&mut self, old: Option<&Unit>, row: &UnitRow, id: Uuid) {
        let Some((day, count)) = row.headcount_date.zip(row.headcount) else {
            return;
        };
        let before = old.and_then(|unit| headcount_on(unit, day));
        if before == Some(i64::from(count)) {
            return;
        }
        let counted = |people| Headcount {
            unit_id: id,
            counted_on: day.iso(),
            people,
        };
        self.headcounts.push(counted(i64::from(count)));
        self.undo.headcounts.push((id, day.iso(), before));
    }

    fn relate(
        &mut self,
        tree: &UnitTree,
        old: Option<&Unit>,
        row: &UnitRow,
        placed: &HashMap<String, UnitRecord>,
    ) {
        let before = old.map(|unit| tree.row_of(unit).predecessors).unwrap_or_default();
        let Some(unit) = placed.get(&row.code).filter(|_| before != row.predecessors) else {
            return;
        };
        let ids = row.predecessors.iter().filter_map(|code| placed.get(code));
        self.predecessors
            .push((unit.id, ids.map(|unit| unit.id).collect()));
        let before = old.map(|unit| unit.predecessors.iter().map(|id| id.0).collect());
        self.undo.predecessors.push((unit.id, before.unwrap_or_default()));
    }

    /// Units that no row names, but whose path or lineage changes with a unit that one does.
    fn move_along(&mut self, tree: &UnitTree) {
        let mut placed: HashMap<Uuid, UnitRecord> = self
            .units
            .iter()
            .map(|record| (record.id, record.clone()))
            .collect();
        // In order of lineage parents come before their children.
        for unit in &tree.units {
            let parent = unit.parent.and_then(|parent| placed.get(&parent.0));
            let Some(parent) = parent.filter(|_| !placed.contains_key(&unit.id.0)) else {
                continue;
            };
            let old = record_of(unit);
            let record = below(old.clone(), Some(parent));
            if record != old {
                placed.insert(record.id, record.clone());
                self.undo.before.push(old);
                self.units.push(record);
            }
        }
    }
}

fn headcount_on(unit: &Unit, day: CivilDate) -> Option<i64> {
    let known = unit.headcounts.iter().find(|(known, _)| *known == day);
    known.map(|(_, count)| *count)
}

fn change_of(tree: &UnitTree, old: Option<&Unit>, row: &UnitRow, record: &UnitRecord) -> UnitChange {
    let mut fields = Vec::new();
    if let Some(unit) = old {
        let before = tree.row_of(unit);
        let day = |day: Option<CivilDate>| day.map(CivilDate::vietnamese).unwrap_or_default();
        let code = |code: &Option<String>| code.clone().unwrap_or_default();
        let mut differ = |field, from: String, to: String| {
            if from != to {
                fields.push((field, from, to));
            }
        };
        differ(UnitField::Name, before.name.clone(), record.name.clone());
        differ(
            UnitField::Parent,
            code(&before.parent_code),
            code(&row.parent_code),
        );
        let (was, is) = (before.validity, row.validity);
        differ(UnitField::ValidFrom, day(was.from), day(is.from));
        differ(UnitField::ValidUntil, day(was.until), day(is.until));
        let list = |codes: &[String]| codes.join("; ");
        differ(
            UnitField::Predecessors,
            list(&before.predecessors),
            list(&row.predecessors),
        );
        if let Some((on, count)) = row.headcount_date.zip(row.headcount) {
            let told = |count: i64| format!("{count} ({})", on.vietnamese());
            let before = headcount_on(unit, on).map(told).unwrap_or_default();
            differ(UnitField::Headcount, before, told(i64::from(count)));
        }
    }
    UnitChange {
        row: row.row,
        code: row.code.clone(),
        name: record.name.clone(),
        is_new: old.is_none(),
        fields,
    }
}

fn place(row: &UnitRow, id: Uuid, placed: &HashMap<String, UnitRecord>) -> UnitRecord {
    let name = nfc(&row.name);
    let record = UnitRecord {
        id,
        code: row.code.clone(),
        name_folded: fold(&name),
        parent_id: None,
        path: String::new(),
        lineage: String::new(),
        name,
        valid_from: row.validity.from.map(CivilDate::iso),
        valid_until: row.validity.until.map(CivilDate::iso),
    };
    below(record, row.parent_code.as_ref().and_then(|code| placed.get(code)))
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

fn record_of(unit: &Unit) -> UnitRecord {
    UnitRecord {
        id: unit.id.0,
        code: unit.code.clone(),
        name: unit.name.clone(),
        name_folded: unit.folded.clone(),
        parent_id: unit.parent.map(|id| id.0),
        path: unit.path.clone(),
        lineage: unit.lineage.clone(),
        valid_from: unit.validity.from.map(CivilDate::iso),
        valid_until: unit.validity.until.map(CivilDate::iso),
    }
}
