//! Imports into a bank: a dry run says what would happen; a real one does all of it or nothing.

use std::sync::Arc;

use khao_domain::audit::Detail;
use khao_domain::ids::BankId;
use khao_domain::lang::said;
use khao_domain::people::role::Role;
use khao_domain::work::WorkKind;

use super::changes::RevisionKind;
pub use super::import_plan::{CHANGES_SHOWN, ImportReport, ItemChange};
use super::import_plan::{Plan, plan};
use super::snapshot::Snapshot;
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store;
use crate::uploads::SentFile;
use crate::work::{Outcome, Progress, Running};

impl Engine {
    /// What a file would do to a bank; writes nothing.
    pub async fn preview_import(
        &self,
        actor: &Actor,
        id: BankId,
        file: impl Into<SentFile> + Send,
    ) -> Result<ImportReport> {
        actor.may(Action::ManageBanks)?;
        Ok(self.plan(actor, id, file.into(), false).await?.report)
    }

    /// What a file would do to an empty bank.
    pub async fn preview_new_bank(&self, actor: &Actor, file: Vec<u8>) -> Result<ImportReport> {
        actor.may(Action::ManageBanks)?;
        let (report, _) = self
            .reading(move || plan(&Snapshot::default(), &file.into(), false, None))
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
        self.import_counting(actor, id, (file.into(), approve), &Progress::default())
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
            engine
                .import_counting(&by, id, (file.into(), approve), &progress)
                .await
        })
        .await
    }

    pub(super) async fn import_counting(
        &self,
        actor: &Actor,
        id: BankId,
        (file, approve): (SentFile, bool),
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
        (file, approve): (SentFile, bool),
        progress: &Progress,
    ) -> Result<ImportReport> {
        let mut plan = self.plan(actor, id, file, approve).await?;
        if plan.report.has_errors() || plan.changes.is_empty() {
            return Ok(plan.report);
        }
        if approve && plan.approves_own(actor) && !self.may_approve_own_items(actor).await? {
            return Err(own_items());
        }
        let detail = Detail::default()
            .fact("new", plan.report.new)
            .fact("altered", plan.report.changed);
        let detail = if approve {
            detail.fact("approved", true)
        } else {
            detail
        };
        let made = (RevisionKind::Import, detail);
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

    /// Whether the actor may approve what a file holds, as a dry run has found it: not their own, where somebody else
    /// could.
    pub async fn may_approve_import(&self, actor: &Actor, report: &ImportReport) -> Result<bool> {
        if actor.may(Action::ApproveItems).is_err() {
            return Ok(false);
        }
        let is_own = report.new + report.changed > 0 || report.waits_for_others;
        Ok(!is_own || self.may_approve_own_items(actor).await?)
    }

    async fn plan(&self, actor: &Actor, id: BankId, file: SentFile, approve: bool) -> Result<Plan> {
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
