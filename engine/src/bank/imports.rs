//! Imports into a bank: a dry run says what would happen; a real one does all of it or nothing.

use khao_domain::bank::item::{Item, ItemStatus};
use khao_domain::bank::review::warnings;
use khao_domain::ids::BankId;
use khao_domain::table::{RowProblem, Severity};
use uuid::Uuid;

use super::changes::{Change, RevisionKind};
use super::snapshot::Snapshot;
use crate::Engine;
use crate::error::Result;
use crate::policy::{Action, Actor};
use crate::store::banks::BankRecord;
use crate::store::items::NewVersion;
use crate::workbook::parse_items;

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
        let (report, _) = self
            .reading(move || plan(&Snapshot::default(), &file, false, None))
            .await?;
        Ok(report)
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
        self.alone_with(id, work).await
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
        let detail = format!("new {}, changed {}", plan.report.new, plan.report.changed);
        let next = self
            .flip(actor, &plan.bank, &plan.changes, RevisionKind::Import, &detail)
            .await?;
        plan.report.revision = Some(next);
        Ok(plan.report)
    }

    async fn plan(&self, actor: &Actor, id: BankId, file: Vec<u8>, approve: bool) -> Result<Plan> {
        let bank = self.reached_bank(actor, id).await?;
        let present = self.snapshot(&bank).await?;
        let author = actor.account().map(|account| account.0);
        let (report, changes) = self
            .reading(move || plan(&present, &file, approve, author))
            .await?;
        Ok(Plan {
            bank,
            changes,
            report,
        })
    }
}

struct Plan {
    bank: BankRecord,
    changes: Vec<Change>,
    report: ImportReport,
}

fn plan(present: &Snapshot, file: &[u8], approve: bool, author: Option<Uuid>) -> (ImportReport, Vec<Change>) {
    let parsed = parse_items(file);
    let mut report = ImportReport {
        problems: parsed.problems,
        ..ImportReport::default()
    };
    let known = present.items.iter().map(|one| &one.item);
    report.problems.extend(warnings(&parsed.items, known));
    report.problems.sort_by_key(|problem| problem.row);
    let mut changes = Vec::new();
    for (_, mut item) in parsed.items {
        let old = present.get(&item.code);
        if old.is_some_and(|old| is_same(&old.item, &item, approve)) {
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
        // Who changes nothing but the status has not written the item.
        let kept = old.filter(|old| has_content_of(&old.item, &item));
        changes.push(Change::to(NewVersion {
            content_by: kept.map_or(author, |old| old.content_by),
            item,
            note: String::new(),
        }));
    }
    (report, changes)
}

/// An item whose content is the same keeps its status, unless the import approves it.
fn is_same(old: &Item, new: &Item, approve: bool) -> bool {
    let status = match (new.status, approve) {
        (ItemStatus::Retired, _) => ItemStatus::Retired,
        (_, true) => ItemStatus::Approved,
        (_, false) => old.status,
    };
    has_content_of(old, new) && status == old.status
}

/// Whether two items are the same but for their status.
pub(super) fn has_content_of(old: &Item, new: &Item) -> bool {
    let compared = Item {
        status: old.status,
        ..new.clone()
    };
    *old == compared
}
