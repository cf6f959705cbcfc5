//! Files of items that are looked over before they are imported.

use khao_domain::bank::formats::csv::LIMITS;
use khao_domain::ids::{BankId, UploadId};
use khao_domain::lang::said;

use super::imports::ImportReport;
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::uploads::Waiting;

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
        if file.is_empty() {
            return Err(Error::invalid(
                "/file",
                said("Xin chọn một tệp CSV hoặc XLSX.", "Choose a CSV or XLSX file."),
            ));
        }
        if file.len() > LIMITS.bytes {
            return Err(Error::invalid(
                "/file",
                said(
                    "Tệp lớn hơn 10 MB; hãy chia thành nhiều tệp.",
                    "The file is larger than 10 MB; split it.",
                ),
            ));
        }
        let waiting = Waiting {
            file_name: file_name.to_owned(),
            content: file.to_vec(),
        };
        let id = self.keep_upload(actor, &purpose(bank), &waiting).await?;
        Ok(UploadId(id))
    }

    /// What a waiting file would do.
    pub async fn staged_import(&self, actor: &Actor, bank: BankId, id: UploadId) -> Result<Staged> {
        actor.may(Action::ManageBanks)?;
        self.reached_bank(actor, bank).await?;
        let waiting = self.upload(actor, &purpose(bank), id.0).await?;
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
        actor.may(Action::ManageBanks)?;
        self.reached_bank(actor, bank).await?;
        let waiting = self.upload(actor, &purpose(bank), id.0).await?;
        let report = self.import_items(actor, bank, waiting.content, approve).await?;
        if !report.has_errors() {
            self.clear_upload(id.0).await?;
        }
        Ok(report)
    }
}

/// A file that was sent for one bank is none for another.
fn purpose(bank: BankId) -> String {
    format!("bank {bank}")
}
