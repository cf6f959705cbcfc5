//! A bank that begins as a copy of another one.

use khao_domain::audit::Detail;
use khao_domain::ids::{BankId, UnitId};

use super::banks::Bank;
use super::changes::{Change, RevisionKind};
use crate::Engine;
use crate::error::Result;
use crate::idempotency::IdempotencyKey;
use crate::policy::{Action, Actor};
use crate::store::items::NewVersion;

impl Engine {
    /// A bank of its own with every item of `source` as it is now: with its status, and with whoever wrote it, so that
    /// nobody comes to judge what they wrote themselves. Made again with the same key, it is filled where a fault left
    /// it empty.
    pub async fn copy_bank(
        &self,
        actor: &Actor,
        source: BankId,
        (unit, name): (Option<UnitId>, &str),
        key: Option<IdempotencyKey>,
    ) -> Result<Bank> {
        actor.may(Action::ManageBanks)?;
        let source = self.reached_bank(actor, source).await?;
        let snapshot = self.snapshot(&source).await?;
        let made = self
            .create_bank_of(actor, unit, name, &source.language, key)
            .await?;
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
        let fill = async {
            let copy = self.reached_bank(actor, made.id).await?;
            if copy.revision > 0 || changes.is_empty() {
                return Ok(copy.revision);
            }
            let detail = Detail::default().fact("copy_of", source.name.as_str());
            self.flip(actor, &copy, &changes, RevisionKind::Import, detail)
                .await
        };
        let revision = self.alone_with(made.id, Box::pin(fill)).await?;
        Ok(Bank { revision, ..made })
    }
}
