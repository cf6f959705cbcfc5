//! Undoing the last import of units, while nothing else was done to them.

use khao_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::planning::{Plan, UnitImport};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store::unit_history::ImportRecord;
use crate::store::units::{Headcount, UnitRecord};
use crate::store::{self, Tx, from_json, to_json};

/// How everything was that a plan changes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Undo {
    pub(super) made: Vec<Uuid>,
    pub(super) before: Vec<UnitRecord>,
    pub(super) predecessors: Vec<(Uuid, Vec<Uuid>)>,
    /// Unit, day, and what was counted on it before.
    pub(super) headcounts: Vec<(Uuid, String, Option<i64>)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Counts {
    new: u32,
    changed: u32,
    moved: u32,
    same: u32,
}

/// An import that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastImport {
    pub at: Timestamp,
    /// What it made of the units; a later one has a larger number.
    pub revision: i64,
    /// Without its changes.
    pub report: UnitImport,
    pub can_be_undone: bool,
}

impl Engine {
    pub async fn unit_import(&self, actor: &Actor, id: Uuid) -> Result<PastImport> {
        actor.may(Action::ManageUnits)?;
        let mut tx = self.store.snapshot().await?;
        let record = store::unit_history::import(&mut tx, id).await?;
        let record = record.ok_or(Error::NotFound)?;
        let revision = store::unit_history::revision(&mut tx).await?;
        past(&record, revision)
    }

    /// The imports of units, the newest first; `before`: older than what brought this revision of the units.
    pub async fn unit_imports(
        &self,
        actor: &Actor,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<PastImport>> {
        actor.may(Action::ManageUnits)?;
        let mut tx = self.store.snapshot().await?;
        let revision = store::unit_history::revision(&mut tx).await?;
        let before = before.unwrap_or(i64::MAX);
        let records = store::unit_history::imports(&mut tx, before, i64::from(limit)).await?;
        records.iter().map(|record| past(record, revision)).collect()
    }

    /// Puts the units back as they were before an import: all of it, or nothing where something was done since, or
    /// somebody belongs to a unit that it made.
    pub async fn undo_unit_import(&self, actor: &Actor, id: Uuid) -> Result<()> {
        actor.may(Action::ManageUnits)?;
        let mut tx = self.store.read().await?;
        let record = store::unit_history::import(&mut tx, id).await?;
        let record = record.ok_or(Error::NotFound)?;
        let text = record.undo.ok_or(Error::Conflict(Conflict::UnitsChanged))?;
        let undo: Undo = from_json(&text, "unit_imports", "undo", &id)?;
        if store::unit_history::are_in_results(&mut tx, &undo.made).await? {
            return Err(Error::Conflict(Conflict::UnitInUse));
        }
        drop(tx);
        let mut tx = self.store.write().await?;
        if !store::unit_history::advance(&mut tx, record.revision).await? {
            return Err(Error::Conflict(Conflict::UnitsChanged));
        }
        put_back(&mut tx, &undo).await?;
        store::unit_history::forget_undo(&mut tx).await?;
        self.record(&mut tx, actor, "units.undo_import", &id.to_string(), "")
            .await?;
        tx.commit().await?;
        self.units.forget();
        Ok(())
    }

    /// Remembers an import in the transaction that does it.
    pub(super) async fn note_import(&self, tx: &mut Tx, plan: &Plan, revision: i64) -> Result<Uuid> {
        let record = ImportRecord {
            id: self.random.id(self.now()),
            at: self.now().0,
            revision,
            counts: to_json(&Counts {
                new: plan.report.new,
                changed: plan.report.changed,
                moved: plan.report.moved,
                same: plan.report.same,
            }),
            undo: Some(to_json(&plan.undo)),
        };
        store::unit_history::insert_import(tx, &record).await?;
        Ok(record.id)
    }
}

fn past(record: &ImportRecord, revision: i64) -> Result<PastImport> {
    let counts: Counts = from_json(&record.counts, "unit_imports", "counts", &record.id)?;
    Ok(PastImport {
        at: Timestamp(record.at),
        revision: record.revision,
        report: UnitImport {
            id: Some(record.id),
            new: counts.new,
            changed: counts.changed,
            moved: counts.moved,
            same: counts.same,
            changes: Vec::new(),
        },
        can_be_undone: record.undo.is_some() && record.revision == revision,
    })
}

async fn put_back(tx: &mut Tx, undo: &Undo) -> Result<()> {
    let mut counted = Vec::new();
    for (unit, day, before) in &undo.headcounts {
        match before {
            Some(people) => counted.push(Headcount {
                unit_id: *unit,
                counted_on: day.clone(),
                people: *people,
            }),
            None if undo.made.contains(unit) => {}
            None => {
                store::units::delete_headcount(tx, *unit, day).await?;
            }
        }
    }
    store::units::upsert_headcounts(tx, &counted).await?;
    store::units::set_predecessors(tx, &undo.predecessors).await?;
    store::units::upsert(tx, &undo.before.iter().collect::<Vec<_>>()).await?;
    store::unit_history::delete(tx, &undo.made)
        .await
        .map_err(in_use_or)
}

/// What stands in the way of deleting a unit is its use.
pub(super) fn in_use_or(error: store::StoreError) -> Error {
    if store::is_foreign_key_violation(&error) {
        Error::Conflict(Conflict::UnitInUse)
    } else {
        error.into()
    }
}
