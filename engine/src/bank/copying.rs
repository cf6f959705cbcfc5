//! A bank that begins as a copy of another one.

use std::sync::Arc;

use khao_domain::audit::Detail;
use khao_domain::ids::{BankId, UnitId};
use khao_domain::work::WorkKind;

use super::banks::Bank;
use super::changes::{Change, RevisionKind};
use crate::Engine;
use crate::error::Result;
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor};
use crate::store::banks::BankRecord;
use crate::store::items::NewVersion;
use crate::work::{Outcome, Progress, Running};

impl Engine {
    /// A bank of its own with every item of `source` as it is now: with its status, and with whoever wrote it, so that
    /// nobody comes to judge what they wrote themselves. The bank is there at once; it is filled as a work of the actor,
    /// which says how many items came. Made again with the same key, it is filled where a fault left it empty.
    pub async fn begin_bank_copy(
        self: &Arc<Self>,
        actor: &Actor,
        source: BankId,
        (unit, name): (Option<UnitId>, &str),
        key: Option<IdempotencyKey>,
    ) -> Result<Running<(Bank, u64)>> {
        actor.may(Action::ManageBanks)?;
        let source = self.reached_bank(actor, source).await?;
        let made = self
            .create_bank_of(actor, unit, name, &source.language, key)
            .await?;
        let (engine, by) = (self.clone(), actor.clone());
        let what = (WorkKind::BankCopy, Some(made.id.0));
        self.begin(actor, what, Outcome::of_copy, move |progress| async move {
            let fill = Box::pin(engine.fill_copy(&by, &source, made.id, &progress));
            let (revision, items) = engine.alone_with(made.id, fill).await?;
            Ok((Bank { revision, ..made }, items))
        })
        .await
    }

    /// The revision of the copy then, and how many items it has.
    async fn fill_copy(
        &self,
        actor: &Actor,
        source: &BankRecord,
        copy: BankId,
        progress: &Progress,
    ) -> Result<(i64, u64)> {
        let snapshot = self.snapshot(source).await?;
        let changes: Vec<Change> = snapshot
            .items
            .iter()
            .map(|one| {
                Change::to(NewVersion {
                    item: one.item.clone(),
                    note: one.note.clone(),
                    content_by: one.content_by,
                })
            })
            .collect();
        let items = changes.len() as u64;
        let copy = self.reached_bank(actor, copy).await?;
        if copy.revision > 0 || changes.is_empty() {
            return Ok((copy.revision, items));
        }
        let detail = Detail::default().fact("copy_of", source.name.as_str());
        let made = (RevisionKind::Import, detail);
        let revision = self.flip_counting(actor, &copy, &changes, made, progress).await?;
        Ok((revision, items))
    }
}
