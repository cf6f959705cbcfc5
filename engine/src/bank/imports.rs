//! Imports into a bank: a dry run says what would happen; a real one does all of it or nothing.

use std::sync::Arc;

use khao_domain::bank::item::{Item, ItemStatus};
use khao_domain::bank::review::warnings;
use khao_domain::ids::BankId;
use khao_domain::lang::said;
use khao_domain::people::role::Role;
use khao_domain::table::{RowProblem, Severity};
use khao_domain::work::WorkKind;
use uuid::Uuid;

use super::changes::{Change, RevisionKind};
use super::snapshot::Snapshot;
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::banks::BankRecord;
use crate::store::items::NewVersion;
use crate::work::{Outcome, Progress, Running};
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

    /// Imports a file. Without approval new and changed items are drafts; see [`Self::may_approve_own_items`].
    pub async fn import_items(
        &self,
        actor: &Actor,
        id: BankId,
        file: Vec<u8>,
        approve: bool,
    ) -> Result<ImportReport> {
        self.import_counting(actor, id, (file, approve), &Progress::default())
            .await
    }

    /// As [`Self::import_items`], as a work of the actor.
    pub async fn begin_import(
        self: &Arc<Self>,
        actor: &Actor,
        id: BankId,
        file: Vec<u8>,
        approve: bool,
    ) -> Result<Running<ImportReport>> {
        may_import(actor, approve)?;
        self.reached_bank(actor, id).await?;
        let (engine, by) = (self.clone(), actor.clone());
        let what = (WorkKind::ItemImport, Some(id.0));
        self.begin(actor, what, Outcome::of_items, move |progress| async move {
            engine.import_counting(&by, id, (file, approve), &progress).await
        })
        .await
    }

    pub(super) async fn import_counting(
        &self,
        actor: &Actor,
        id: BankId,
        (file, approve): (Vec<u8>, bool),
        progress: &Progress,
    ) -> Result<ImportReport> {
        may_import(actor, approve)?;
        let work = Box::pin(self.import_alone(actor, id, (file, approve), progress));
        self.alone_with(id, work).await
    }

    async fn import_alone(
        &self,
        actor: &Actor,
        id: BankId,
        (file, approve): (Vec<u8>, bool),
        progress: &Progress,
    ) -> Result<ImportReport> {
        let mut plan = self.plan(actor, id, file, approve).await?;
        if plan.report.has_errors() || plan.changes.is_empty() {
            return Ok(plan.report);
        }
        if approve && plan.approves_own(actor) && !self.may_approve_own_items(actor).await? {
            return Err(own_items());
        }
        let detail = format!("new {}, changed {}", plan.report.new, plan.report.changed);
        let detail = if approve { detail + ", approved" } else { detail };
        let made = (RevisionKind::Import, detail.as_str());
        let next = self
            .flip_counting(actor, &plan.bank, &plan.changes, made, progress)
            .await?;
        plan.report.revision = Some(next);
        Ok(plan.report)
    }

    /// Four eyes see every item before it enters a paper: whoever brings content in does not approve it. Where there is
    /// nobody else yet who could, as at the first run, the one administrator may; so may whoever holds the machine.
    pub async fn may_approve_own_items(&self, actor: &Actor) -> Result<bool> {
        let Some(id) = actor
            .account()
            .filter(|_| actor.may(Action::ApproveItems).is_ok())
        else {
            return Ok(false);
        };
        if Some(id) == Actor::owner().account() {
            return Ok(true);
        }
        let mut tx = self.store.read().await?;
        for role in Role::ALL
            .into_iter()
            .filter(|role| Action::ApproveItems.allowed_to(*role))
        {
            if store::accounts::has_other_active(&mut tx, role.as_str(), id).await? {
                return Ok(false);
            }
        }
        Ok(true)
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

fn may_import(actor: &Actor, approve: bool) -> Result<()> {
    actor.may(Action::ManageBanks)?;
    if approve {
        actor.may(Action::ApproveItems)?;
    }
    Ok(())
}

fn own_items() -> Error {
    Error::invalid(
        "/approve",
        said(
            "Tệp có câu hỏi do chính ông/bà đưa vào nên người khác phải thẩm định và duyệt. Xin nhập mà không duyệt luôn.",
            "The file holds questions that you bring in yourself, so somebody else has to review and approve them. Import it without approving.",
        ),
    )
}

struct Plan {
    bank: BankRecord,
    changes: Vec<Change>,
    report: ImportReport,
}

impl Plan {
    /// Whether an item would enter papers by nobody's decision but that of whoever wrote it.
    fn approves_own(&self, actor: &Actor) -> bool {
        let own = actor.account().map(|account| account.0);
        let mut versions = self.changes.iter().filter_map(|change| change.version.as_ref());
        versions.any(|version| version.item.status == ItemStatus::Approved && version.content_by == own)
    }
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
