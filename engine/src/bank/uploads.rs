//! Files of items that are looked over before they are imported.

use khao_domain::bank::formats::csv::LIMITS;
use khao_domain::ids::{BankId, UploadId};

use super::imports::ImportReport;
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::{self, bank_uploads::UploadRecord};

/// How long a file waits to be confirmed.
const KEPT_S: i64 = 3600;
/// What one transaction writes, so that no save waits for a file.
const CHUNK_BYTES: usize = 256 * 1024;
/// As many chunks are cleared in one transaction.
const CLEARED_AT_ONCE: i64 = 8;
const NAME_CHARS_MOST: usize = 200;

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
            return Err(Error::invalid("/file", "Xin chọn một tệp CSV hoặc XLSX."));
        }
        if file.len() > LIMITS.bytes {
            return Err(Error::invalid(
                "/file",
                "Tệp lớn hơn 10 MB; hãy chia thành nhiều tệp.",
            ));
        }
        let upload = UploadRecord {
            id: self.random.untimed_id(),
            bank_id: bank.0,
            account_id: actor.account().map(|account| account.0).unwrap_or_default(),
            file_name: file_name.chars().take(NAME_CHARS_MOST).collect(),
            expires_at: self.now().plus_seconds(KEPT_S).0,
        };
        let mut tx = self.store.write().await?;
        store::bank_uploads::insert(&mut tx, &upload).await?;
        tx.commit().await?;
        for (ordinal, chunk) in (0..).zip(file.chunks(CHUNK_BYTES)) {
            let mut tx = self.store.write().await?;
            store::bank_uploads::insert_chunk(&mut tx, upload.id, ordinal, chunk).await?;
            tx.commit().await?;
        }
        Ok(UploadId(upload.id))
    }

    /// What a waiting file would do.
    pub async fn staged_import(&self, actor: &Actor, bank: BankId, id: UploadId) -> Result<Staged> {
        actor.may(Action::ManageBanks)?;
        let (upload, file) = self.upload(actor, bank, id).await?;
        Ok(Staged {
            file_name: upload.file_name,
            report: self.preview_import(actor, bank, file).await?,
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
        let (_, file) = self.upload(actor, bank, id).await?;
        let report = self.import_items(actor, bank, file, approve).await?;
        if !report.has_errors() {
            self.clear_upload(id).await?;
        }
        Ok(report)
    }

    /// Another one's file is not there.
    async fn upload(&self, actor: &Actor, bank: BankId, id: UploadId) -> Result<(UploadRecord, Vec<u8>)> {
        self.reached_bank(actor, bank).await?;
        let own = actor.account().map(|account| account.0).unwrap_or_default();
        let mut tx = self.store.read().await?;
        let upload = store::bank_uploads::by_id(&mut tx, id.0, self.now()).await?;
        let upload = upload
            .filter(|upload| upload.bank_id == bank.0 && upload.account_id == own)
            .ok_or(Error::NotFound)?;
        let chunks = store::bank_uploads::chunks(&mut tx, id.0).await?;
        Ok((upload, chunks.concat()))
    }

    pub(crate) async fn clear_expired_uploads(&self) -> Result<()> {
        let mut tx = self.store.read().await?;
        let expired = store::bank_uploads::expired(&mut tx, self.now()).await?;
        drop(tx);
        for id in expired {
            self.clear_upload(UploadId(id)).await?;
        }
        Ok(())
    }

    async fn clear_upload(&self, id: UploadId) -> Result<()> {
        loop {
            let mut tx = self.store.write().await?;
            let gone = store::bank_uploads::delete_chunks(&mut tx, id.0, CLEARED_AT_ONCE).await?;
            let is_last = gone < CLEARED_AT_ONCE.unsigned_abs();
            if is_last {
                store::bank_uploads::delete(&mut tx, id.0).await?;
            }
            tx.commit().await?;
            if is_last {
                return Ok(());
            }
        }
    }
}
