//! What a file would do to a bank, worked out without writing anything.

use khao_domain::bank::item::{Item, ItemStatus};
use khao_domain::bank::review::warnings;
use khao_domain::contest::feasibility::Waiting;
use khao_domain::table::{RowProblem, Severity};
use uuid::Uuid;

use super::changes::Change;
use super::snapshot::{BankItem, Snapshot};
use crate::policy::Actor;
use crate::store::banks::BankRecord;
use crate::store::items::NewVersion;
use crate::uploads::SentFile;
use crate::workbook::parse_items_sent;

/// So many changed items are shown beside what they were.
pub const CHANGES_SHOWN: usize = 50;

/// What an import did, or would do.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// The bank's revision afterwards; none for a dry run or where nothing changed.
    pub revision: Option<i64>,
    pub new: u32,
    pub changed: u32,
    pub same: u32,
    /// Of the new and the changed ones, those that are drafts then: somebody else has to review and approve them.
    pub drafts: u32,
    /// Of the changed ones, those that were approved and are drafts then: papers hold them no more.
    pub fallen: u32,
    /// Items that are the same but not approved: what an import with approval would approve.
    pub waiting: Waiting,
    /// Some of those that wait were written by whoever asks.
    pub waits_for_others: bool,
    /// The first changed items, as they are and as they would be.
    pub changes: Vec<ItemChange>,
    pub problems: Vec<RowProblem>,
}

#[derive(Debug, Clone)]
pub struct ItemChange {
    pub row: u64,
    pub old: Item,
    pub new: Item,
}

impl ImportReport {
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }
}

pub(super) struct Plan {
    pub(super) bank: BankRecord,
    pub(super) changes: Vec<Change>,
    pub(super) report: ImportReport,
}

impl Plan {
    /// Whether an item would enter papers by nobody's decision but that of whoever wrote it.
    pub(super) fn approves_own(&self, actor: &Actor) -> bool {
        let own = actor.account().map(|account| account.0);
        let mut versions = self.changes.iter().filter_map(|change| change.version.as_ref());
        versions.any(|version| version.item.status == ItemStatus::Approved && version.content_by == own)
    }
}

/// `approve`: what the file holds is approved; otherwise what it brings or changes is a draft.
pub(super) fn plan(
    present: &Snapshot,
    file: &SentFile,
    approve: bool,
    author: Option<Uuid>,
) -> (ImportReport, Vec<Change>) {
    let parsed = parse_items_sent(file);
    let mut report = ImportReport {
        problems: parsed.problems,
        ..ImportReport::default()
    };
    let known = present.items.iter().map(|one| &one.item);
    report.problems.extend(warnings(&parsed.items, known));
    report.problems.sort_by_key(|problem| problem.row);
    let mut changes = Vec::new();
    for (row, mut item) in parsed.items {
        let old = present.get(&item.code).map(AsRef::as_ref);
        if let Some(old) = old.filter(|old| is_same(&old.item, &item, approve)) {
            report.keep(old, author);
            continue;
        }
        if item.status != ItemStatus::Retired {
            item.status = if approve {
                ItemStatus::Approved
            } else {
                ItemStatus::Draft
            };
        }
        report.count(row, old, &item);
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

impl ImportReport {
    fn keep(&mut self, old: &BankItem, author: Option<Uuid>) {
        self.same += 1;
        let known = self.waiting;
        self.waiting.count(old.item.status);
        self.waits_for_others |= self.waiting != known && old.content_by == author;
    }

    fn count(&mut self, row: u64, old: Option<&BankItem>, item: &Item) {
        let is_draft = item.status == ItemStatus::Draft;
        self.drafts += u32::from(is_draft);
        let Some(old) = old else {
            self.new += 1;
            return;
        };
        self.changed += 1;
        self.fallen += u32::from(is_draft && old.item.status == ItemStatus::Approved);
        if self.changes.len() < CHANGES_SHOWN {
            self.changes.push(ItemChange {
                row,
                old: old.item.clone(),
                new: item.clone(),
            });
        }
    }
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
