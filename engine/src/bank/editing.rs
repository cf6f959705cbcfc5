//! Writing one item: checked as a row of a file is, compared with what the bank holds, saved as the next revision.

use std::sync::Arc;

use khao_domain::audit::Detail;
use khao_domain::bank::formats::csv::form::{ItemForm, at_field_of, check};
use khao_domain::bank::item::{Item, ItemStatus};
use khao_domain::bank::review::{telling_runs, warnings};
use khao_domain::ids::BankId;
use khao_domain::lang::said;
use khao_domain::problem::Problem;

use super::changes::{Change, RevisionKind};
use super::import_plan::has_content_of;
use super::snapshot::{BankItem, Snapshot};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store::items::NewVersion;

/// An item that could be saved.
#[derive(Debug, Clone)]
pub struct Checked {
    pub item: Item,
    /// Worth a look, and no obstacle; among them items that ask nearly the same.
    pub remarks: Vec<Problem>,
}

/// Which item a form is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edited {
    New,
    /// An item, and the revision of the version that the form was filled with.
    Of {
        code: String,
        from_revision: i64,
    },
}

impl Engine {
    /// What saving would say; writes nothing.
    pub async fn check_item(
        &self,
        actor: &Actor,
        id: BankId,
        edited: &Edited,
        form: &ItemForm,
    ) -> Result<Checked> {
        actor.may(Action::ManageBanks)?;
        let bank = self.reached_bank(actor, id).await?;
        let snapshot = self.snapshot(&bank).await?;
        let (item, mut remarks) = read(&snapshot, edited, form)?;
        let near = near(&snapshot, &item);
        let found = self.reading({
            let item = item.clone();
            move || warnings(&[(1, item)], near.iter().map(|other| &other.item))
        });
        for remark in found.await? {
            remarks.push(at_field_of(form, remark.column.as_deref(), &remark.detail));
        }
        Ok(Checked { item, remarks })
    }

    /// Saves an item as a draft of whoever saves it, unless it is retired. [`Conflict::ItemChanged`] where somebody else was faster.
    pub async fn save_item(
        &self,
        actor: &Actor,
        id: BankId,
        edited: &Edited,
        form: &ItemForm,
    ) -> Result<Checked> {
        let checked = self.check_item(actor, id, edited, form).await?;
        let work = Box::pin(self.save_alone(actor, id, edited, form));
        self.alone_with(id, work).await?;
        Ok(checked)
    }

    async fn save_alone(&self, actor: &Actor, id: BankId, edited: &Edited, form: &ItemForm) -> Result<()> {
        let bank = self.reached_bank(actor, id).await?;
        let snapshot = self.snapshot(&bank).await?;
        let (mut item, _) = read(&snapshot, edited, form)?;
        item.status = ItemStatus::Draft;
        if let Edited::Of { code, from_revision } = edited {
            let old = snapshot.get(code).ok_or(Error::NotFound)?;
            if has_content_of(&old.item, &item) {
                return Ok(());
            }
            if old.from_revision != *from_revision {
                return Err(Error::Conflict(Conflict::ItemChanged));
            }
            item.status = old.item.status.after_change();
        }
        let version = NewVersion {
            item,
            content_by: actor.account().map(|account| account.0),
            note: String::new(),
        };
        let detail = Detail::default().fact("item", version.item.code.as_str());
        self.flip(actor, &bank, &[Change::to(version)], RevisionKind::Edit, detail)
            .await?;
        Ok(())
    }
}

/// The item of a form: a new one under a free code, or one that keeps its own.
fn read(snapshot: &Snapshot, edited: &Edited, form: &ItemForm) -> Result<(Item, Vec<Problem>)> {
    let form = match edited {
        Edited::New => form.clone(),
        Edited::Of { code, .. } => {
            snapshot.get(code).ok_or(Error::NotFound)?;
            ItemForm {
                code: code.clone(),
                ..form.clone()
            }
        }
    };
    let (item, remarks) = check(&form).map_err(Error::Invalid)?;
    if *edited == Edited::New && snapshot.get(&item.code).is_some() {
        return Err(Error::invalid(
            "/code",
            said(
                "Ngân hàng đã có câu mang mã này.",
                "The bank has an item with this code already.",
            ),
        ));
    }
    Ok((item, remarks))
}

/// The few items that may ask nearly the same: each shares a run of words with it.
pub(super) fn near(snapshot: &Snapshot, item: &Item) -> Vec<Arc<BankItem>> {
    let runs = telling_runs(&item.stem);
    let met = |stem: &str| runs.iter().any(|run| stem.contains(run.as_str()));
    let others = snapshot.items.iter().filter(|other| other.item.code != item.code);
    others.filter(|other| met(&other.folded_stem)).cloned().collect()
}
