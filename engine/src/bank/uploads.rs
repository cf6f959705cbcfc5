//! Files of items that are looked over before they are imported.

use std::sync::Arc;

use khao_domain::ids::{BankId, UploadId};
use khao_domain::work::WorkKind;

use super::imports::ImportReport;
use crate::Engine;
use crate::error::Result;
use crate::policy::{Action, Actor};
use crate::uploads::Waiting;
use crate::work::{Outcome, Progress, Running};

/// A file that waits, and what it would do.
#[derive(Debug, Clone)]
pub struct Staged {
    pub file_name: String,
    pub report: ImportReport,
}

impl Engine {
    /// Keeps a file for whoever sent it, until it is confirmed or an hour is over.
    pub async fn stage_import(
        &self,
        actor: &Actor,
        bank: BankId,
        file_name: &str,
        file: &[u8],
    ) -> Result<UploadId> {
        actor.may(Action::ManageBanks)?;
        self.reached_bank(actor, bank).await?;
        let waiting = Waiting {
            file_name: file_name.to_owned(),
            content: file.to_vec(),
        };
        self.keep_upload(actor, &purpose(bank), &waiting).await
    }

    /// What a waiting file would do.
    pub async fn staged_import(&self, actor: &Actor, bank: BankId, id: UploadId) -> Result<Staged> {
        actor.may(Action::ManageBanks)?;
        self.reached_bank(actor, bank).await?;
        let waiting = self.upload(actor, &purpose(bank), id).await?;
        Ok(Staged {
            file_name: waiting.file_name,
            report: self.preview_import(actor, bank, waiting.content).await?,
        })
    }

    /// Imports a waiting file, and forgets it where that was done.
    pub async fn confirm_import(
        &self,
        actor: &Actor,
        bank: BankId,
        id: UploadId,
        approve: bool,
    ) -> Result<ImportReport> {
        self.confirm_counting(actor, (bank, id), approve, &Progress::default())
            .await
    }

    /// As [`Self::confirm_import`], as a work of the actor.
    pub async fn begin_confirmed_import(
        self: &Arc<Self>,
        actor: &Actor,
        bank: BankId,
        id: UploadId,
        approve: bool,
    ) -> Result<Running<ImportReport>> {
        actor.may(Action::ManageBanks)?;
        self.reached_bank(actor, bank).await?;
        let (engine, by) = (self.clone(), actor.clone());
        let what = (WorkKind::ItemImport, Some(bank.0));
        self.begin(actor, what, Outcome::of_items, move |progress| async move {
            engine.confirm_counting(&by, (bank, id), approve, &progress).await
        })
        .await
    }

    async fn confirm_counting(
        &self,
        actor: &Actor,
        (bank, id): (BankId, UploadId),
        approve: bool,
        progress: &Progress,
    ) -> Result<ImportReport> {
        actor.may(Action::ManageBanks)?;
        self.reached_bank(actor, bank).await?;
        let waiting = self.upload(actor, &purpose(bank), id).await?;
        let sent = (waiting.content, approve);
        let report = self.import_counting(actor, bank, sent, progress).await?;
        if !report.has_errors() {
            self.clear_upload(id).await?;
        }
        Ok(report)
    }
}

/// A file that was sent for one bank is none for another.
fn purpose(bank: BankId) -> String {
    format!("bank {bank}")
}
