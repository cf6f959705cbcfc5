//! Files of items that are looked over before they are imported.

use std::sync::Arc;

use khao_domain::bank::formats::csv;
use khao_domain::ids::{BankId, UploadId};
use khao_domain::table::mapping::Mapping;
use khao_domain::work::WorkKind;

use super::imports::ImportReport;
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::uploads::{FileColumns, file_columns};
use crate::work::{Outcome, Progress, Running};

/// A file that waits, and what it would do.
#[derive(Debug, Clone)]
pub struct Staged {
    pub file_name: String,
    pub report: ImportReport,
    /// The actor may approve at once what the file holds.
    pub may_approve: bool,
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
        self.keep_upload(actor, &purpose(bank), (file_name, file)).await
    }

    /// What a waiting file would do.
    pub async fn staged_import(&self, actor: &Actor, bank: BankId, id: UploadId) -> Result<Staged> {
        actor.may(Action::ManageBanks)?;
        self.reached_bank(actor, bank).await?;
        let waiting = self.upload(actor, &purpose(bank), id).await?;
        let report = self.preview_import(actor, bank, waiting.sent).await?;
        Ok(Staged {
            file_name: waiting.file_name,
            may_approve: self.may_approve_import(actor, &report).await?,
            report,
        })
    }

    /// The columns of a waiting file, and which of the template's they are: as somebody said, or guessed. None where the
    /// file cannot be read, which its dry run tells.
    pub async fn staged_columns(
        &self,
        actor: &Actor,
        bank: BankId,
        id: UploadId,
    ) -> Result<Option<FileColumns>> {
        actor.may(Action::ManageBanks)?;
        self.reached_bank(actor, bank).await?;
        let waiting = self.upload(actor, &purpose(bank), id).await?;
        let template = csv::columns();
        self.reading(move || file_columns(waiting, csv::LIMITS, &template))
            .await
    }

    /// Says which column of a waiting file is which.
    pub async fn map_staged(
        &self,
        actor: &Actor,
        bank: BankId,
        id: UploadId,
        mapping: &Mapping,
    ) -> Result<()> {
        actor.may(Action::ManageBanks)?;
        self.reached_bank(actor, bank).await?;
        let problems = mapping.check(&csv::columns());
        Error::if_any(problems)?;
        self.map_upload(actor, &purpose(bank), id, mapping).await
    }

    /// Imports a waiting file, and forgets it where that was done, as a work of the actor.
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
        let sent = (waiting.sent, approve);
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
