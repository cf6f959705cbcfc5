//! Imports into a bank: a dry run says what would happen; a real one does all of it or nothing.
//!
//! Rows are staged in short transactions under the next revision, which nobody sees, and one small flip makes them
//! visible: no save ever waits for an import.

use std::collections::HashMap;

use khao_domain::bank::item::{Item, ItemStatus};
use khao_domain::bank::review::warnings;
use khao_domain::ids::BankId;
use khao_domain::table::{RowProblem, Severity};

use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store;
use crate::workbook::parse_items;

/// Rows staged in one transaction of at most about 50 ms.
const CHUNK: usize = 200;

/// What an import did, or would do.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// The bank's revision afterwards; none for a dry run or where nothing changed.
    pub revision: Option<i64>,
    pub new: u32,
    pub changed: u32,
    pub same: u32,
    pub problems: Vec<RowProblem>,
}

impl ImportReport {
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }
}

impl Engine {
    /// What a file would do to a bank; writes nothing.
    pub async fn preview_import(&self, actor: &Actor, id: BankId, file: Vec<u8>) -> Result<ImportReport> {
        actor.may(Action::ManageBanks)?;
        Ok(self.plan(actor, id, file, false).await?.report)
    }

    /// What a file would do to an empty bank.
    pub async fn preview_new_bank(&self, actor: &Actor, file: Vec<u8>) -> Result<ImportReport> {
        actor.may(Action::ManageBanks)?;
        Ok(self.plan_aside(0, Vec::new(), file, false).await?.report)
    }

    /// Imports a file. Without an administrator's approval new and changed items are drafts.
    pub async fn import_items(
        &self,
        actor: &Actor,
        id: BankId,
        file: Vec<u8>,
        approve: bool,
    ) -> Result<ImportReport> {
        actor.may(Action::ManageBanks)?;
        if approve {
            actor.may(Action::ApproveItems)?;
        }
        let work = Box::pin(self.import_alone(actor, id, file, approve));
        self.alone(&format!("import {id}"), work)
            .await?
            .ok_or(Error::Conflict(Conflict::ImportRunning))
    }

    async fn import_alone(
        &self,
        actor: &Actor,
        id: BankId,
        file: Vec<u8>,
        approve: bool,
    ) -> Result<ImportReport> {
        let mut plan = self.plan(actor, id, file, approve).await?;
        if plan.report.has_errors() || plan.changes.is_empty() {
            return Ok(plan.report);
        }
        let next = plan.revision + 1;
        let mut tx = self.store.write().await?;
        store::items::unstage(&mut tx, id, plan.revision).await?;
        tx.commit().await?;
        for chunk in plan.changes.chunks(CHUNK) {
            let mut tx = self.store.write().await?;
            for item in chunk {
                store::items::stage_end(&mut tx, id, &item.code, next).await?;
                store::items::stage(&mut tx, id, item, next).await?;
            }
            tx.commit().await?;
        }
        let mut tx = self.store.write().await?;
        if !store::banks::set_revision(&mut tx, id, plan.revision, next).await? {
            return Err(Error::Conflict(Conflict::ImportRunning));
        }
        let detail = format!(
            "revision {next}, new {}, changed {}",
            plan.report.new, plan.report.changed
        );
        self.record(&mut tx, actor, "banks.import", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        plan.report.revision = Some(next);
        Ok(plan.report)
    }

    async fn plan(&self, actor: &Actor, id: BankId, file: Vec<u8>, approve: bool) -> Result<Plan> {
        let bank = self.reached_bank(actor, id).await?;
        let mut tx = self.store.read().await?;
        let present = store::items::of_revision(&mut tx, id, bank.revision).await?;
        drop(tx);
        self.plan_aside(bank.revision, present, file, approve).await
    }

    async fn plan_aside(
        &self,
        revision: i64,
        present: Vec<Item>,
        file: Vec<u8>,
        approve: bool,
    ) -> Result<Plan> {
        self.reading(move || plan(revision, &present, &file, approve))
            .await
    }
}

struct Plan {
    revision: i64,
    changes: Vec<Item>,
    report: ImportReport,
}

fn plan(revision: i64, present: &[Item], file: &[u8], approve: bool) -> Plan {
    let parsed = parse_items(file);
    let mut report = ImportReport {
        problems: parsed.problems,
        ..ImportReport::default()
    };
    let known: HashMap<&str, &Item> = present.iter().map(|item| (item.code.as_str(), item)).collect();
    report.problems.extend(warnings(&parsed.items, present));
    report.problems.sort_by_key(|problem| problem.row);
    let mut changes = Vec::new();
    for (_, mut item) in parsed.items {
        let old = known.get(item.code.as_str()).copied();
        if old.is_some_and(|old| is_same(old, &item, approve)) {
            report.same += 1;
            continue;
        }
        if old.is_some() {
            report.changed += 1;
        } else {
            report.new += 1;
        }
        if item.status != ItemStatus::Retired {
            item.status = if approve {
                ItemStatus::Approved
            } else {
                ItemStatus::Draft
            };
        }
        changes.push(item);
    }
    Plan {
        revision,
        changes,
        report,
    }
}

/// An item whose content is the same keeps its status, unless the import approves it.
fn is_same(old: &Item, new: &Item, approve: bool) -> bool {
    let status = match (new.status, approve) {
        (ItemStatus::Retired, _) => ItemStatus::Retired,
        (_, true) => ItemStatus::Approved,
        (_, false) => old.status,
    };
    let compared = Item {
        status: old.status,
        ..new.clone()
    };
    *old == compared && status == old.status
}
