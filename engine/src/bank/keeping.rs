//! A bank gets another name, and what nobody needs is taken away: an unused bank, a draft that no paper can hold.

use khao_domain::audit::Detail;
use khao_domain::bank::item::{Item, ItemStatus};
use khao_domain::ids::BankId;
use khao_domain::lang::said;
use khao_domain::text::nfc;

use super::banks::{Bank, bank_of, name_problem};
use super::changes::{Change, RevisionKind};
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::items::VersionRecord;
use crate::store::{self, Tx};

/// So many versions of items go in one transaction: a few milliseconds, so that no save waits for a bank.
const CLEARED_AT_ONCE: i64 = 500;

impl Engine {
    pub async fn rename_bank(&self, actor: &Actor, id: BankId, name: &str) -> Result<Bank> {
        actor.may(Action::ManageBanks)?;
        self.reached_bank(actor, id).await?;
        if let Some(problem) = name_problem(name) {
            return Err(Error::Invalid(vec![problem]));
        }
        let name = nfc(name);
        let mut tx = self.store.write().await?;
        store::banks::lock(&mut tx, id).await?;
        let mut bank = store::banks::by_id(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if bank.name != name {
            let detail = Detail::default().change("name", bank.name.as_str(), name.as_str());
            store::banks::rename(&mut tx, id, &name).await?;
            bank.name = name;
            self.record(&mut tx, actor, "banks.rename", &id.to_string(), &detail)
                .await?;
        }
        tx.commit().await?;
        Ok(bank_of(bank))
    }

    /// Whether a contest or an announced round draws from the bank.
    pub async fn bank_is_used(&self, actor: &Actor, id: BankId) -> Result<bool> {
        actor.may(Action::ReadBanks)?;
        self.reached_bank(actor, id).await?;
        let mut tx = self.store.read().await?;
        Ok(store::banks::uses(&mut tx, id).await? > 0)
    }

    /// Deletes a bank that nothing draws from, with its items and their versions: nobody sees it any more from one moment
    /// to the next, and what it held goes in steps.
    pub async fn delete_bank(&self, actor: &Actor, id: BankId) -> Result<()> {
        actor.may(Action::ManageBanks)?;
        let work = Box::pin(self.delete_alone(actor, id));
        self.alone_with(id, work).await
    }

    async fn delete_alone(&self, actor: &Actor, id: BankId) -> Result<()> {
        let bank = self.reached_bank(actor, id).await?;
        let mut tx = self.store.write().await?;
        store::banks::lock(&mut tx, id).await?;
        if store::banks::uses(&mut tx, id).await? > 0 {
            return Err(Error::invalid(
                "",
                said(
                    "Có cuộc thi dùng ngân hàng này nên không xóa được.",
                    "A contest draws from this bank, so it cannot be deleted.",
                ),
            ));
        }
        store::banks::hide(&mut tx, id).await?;
        let detail = Detail::named(&bank.name);
        self.record(&mut tx, actor, "banks.delete", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.clear_bank(id).await
    }

    async fn clear_bank(&self, id: BankId) -> Result<()> {
        loop {
            let mut tx = self.store.write().await?;
            let gone = store::banks::clear(&mut tx, id, CLEARED_AT_ONCE).await?;
            let is_last = gone < CLEARED_AT_ONCE.unsigned_abs();
            if is_last {
                store::banks::delete(&mut tx, id).await?;
            }
            tx.commit().await?;
            if is_last {
                return Ok(());
            }
        }
    }

    /// What a deletion that broke off has left.
    pub(crate) async fn clear_hidden_banks(&self) -> Result<()> {
        let mut tx = self.store.read().await?;
        let hidden = store::banks::hidden(&mut tx).await?;
        drop(tx);
        for id in hidden {
            self.clear_bank(BankId(id)).await?;
        }
        Ok(())
    }

    /// Takes a draft out of the bank that no paper of an announced round can hold. Its versions stay in the history.
    pub async fn delete_item(&self, actor: &Actor, id: BankId, code: &str) -> Result<()> {
        actor.may(Action::ManageBanks)?;
        let work = Box::pin(self.delete_item_alone(actor, id, code));
        self.alone_with(id, work).await
    }

    async fn delete_item_alone(&self, actor: &Actor, id: BankId, code: &str) -> Result<()> {
        if !self.item(actor, id, code).await?.can_be_deleted {
            return Err(Error::invalid(
                "",
                said(
                    "Chỉ xóa được câu nháp chưa có vòng thi nào khóa cùng ngân hàng. Câu khác thì ngừng dùng.",
                    "Only a draft that no announced round has locked with its bank can be deleted. Retire other items.",
                ),
            ));
        }
        let bank = self.reached_bank(actor, id).await?;
        let gone = Change {
            code: code.to_owned(),
            version: None,
        };
        let detail = Detail::default().fact("deleted", code);
        self.flip(actor, &bank, &[gone], RevisionKind::Edit, detail)
            .await?;
        Ok(())
    }
}

/// Whether an item goes: a draft that no paper of an announced round can hold; `first`: its oldest version.
pub(super) async fn deletable(
    tx: &mut Tx,
    actor: &Actor,
    (bank, item): (BankId, &Item),
    first: Option<&VersionRecord>,
) -> Result<bool> {
    if actor.may(Action::ManageBanks).is_err() || item.status != ItemStatus::Draft {
        return Ok(false);
    }
    let first = first.map_or(0, |version| version.from_revision);
    Ok(store::banks::frozen_since(tx, bank, first).await? == 0)
}
