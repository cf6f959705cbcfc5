//! Files between their upload and the decision what becomes of them: a wizard without scripts shows first what a file
//! would do. A file belongs to the account that sent it and to one purpose, and is forgotten after an hour.

use khao_domain::bank::formats::csv::LIMITS;
use khao_domain::ids::UploadId;
use khao_domain::lang::said;
use khao_domain::table::mapping::{Mapping, Template};
use khao_domain::table::{Limits, Row};
use uuid::Uuid;

use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::Actor;
use crate::store::{self, from_json, to_json, uploads::UploadRecord};
use crate::workbook;

/// How long a decision may take.
const KEPT_S: i64 = 3600;
/// What one transaction writes: a few milliseconds, so that no save waits for a file.
const CHUNK_BYTES: usize = 256 * 1024;
/// Rows that show what a column holds.
const ROWS_SHOWN: usize = 3;
/// As many chunks are cleared in one transaction.
const CLEARED_AT_ONCE: i64 = 8;

/// A file, and which of its columns are which of the template's; none: as its headers say.
#[derive(Debug, Clone, Default)]
pub struct SentFile {
    pub content: Vec<u8>,
    pub mapping: Option<Mapping>,
}

impl From<Vec<u8>> for SentFile {
    fn from(content: Vec<u8>) -> Self {
        Self {
            content,
            mapping: None,
        }
    }
}

/// A file that waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// As the sender's machine calls it.
    pub file_name: String,
    pub sent: SentFile,
}

/// The columns of a file that waits, in its order.
#[derive(Debug, Clone)]
pub struct FileColumns {
    pub file_name: String,
    pub headers: Vec<String>,
    /// The first rows.
    pub first: Vec<Row>,
    pub mapping: Mapping,
    /// The headers are not all the template's own, so that somebody should look.
    pub is_in_doubt: bool,
}

/// None where the beginning of the file cannot be read: no more of it is, whatever its size.
pub(crate) fn file_columns(waiting: Waiting, limits: Limits, template: &Template) -> Option<FileColumns> {
    let table = workbook::read_first(&waiting.sent.content, limits, ROWS_SHOWN).ok()?;
    let guessed = || Mapping::guess(&table.headers, template);
    Some(FileColumns {
        file_name: waiting.file_name,
        mapping: waiting.sent.mapping.unwrap_or_else(guessed),
        is_in_doubt: !template.is_followed_by(&table.headers),
        headers: table.headers,
        first: table.rows,
    })
}

impl Engine {
    /// Keeps a file; what the account sent before for the same purpose goes. The use case has asked whether the actor
    /// may.
    pub(crate) async fn keep_upload(
        &self,
        actor: &Actor,
        purpose: &str,
        (file_name, content): (&str, &[u8]),
    ) -> Result<UploadId> {
        if content.is_empty() {
            return Err(Error::invalid(
                "/file",
                said("Xin chọn một tệp CSV hoặc XLSX.", "Choose a CSV or XLSX file."),
            ));
        }
        if content.len() > LIMITS.bytes {
            let detail = said(
                "Tệp lớn hơn 10 MB; hãy chia thành nhiều tệp.",
                "The file is larger than 10 MB; split it.",
            );
            return Err(Error::invalid("/file", detail));
        }
        let account = account_of(actor)?;
        self.clear_uploads_of(account, purpose).await?;
        let record = UploadRecord {
            id: self.random.untimed_id(),
            account_id: account,
            purpose: purpose.to_owned(),
            file_name: file_name.chars().take(200).collect(),
            bytes: i64::try_from(content.len()).unwrap_or(i64::MAX),
            expires_at: self.now().plus_seconds(KEPT_S).0,
            mapping: String::new(),
        };
        let mut tx = self.store.write().await?;
        store::uploads::insert(&mut tx, &record).await?;
        tx.commit().await?;
        for (ordinal, chunk) in (0..).zip(content.chunks(CHUNK_BYTES)) {
            let mut tx = self.store.write().await?;
            store::uploads::insert_chunk(&mut tx, record.id, ordinal, chunk).await?;
            tx.commit().await?;
        }
        Ok(UploadId(record.id))
    }

    /// The file, for the account and the purpose it was sent for.
    pub(crate) async fn upload(&self, actor: &Actor, purpose: &str, id: UploadId) -> Result<Waiting> {
        let account = account_of(actor)?;
        let mut tx = self.store.snapshot().await?;
        let record = store::uploads::by_id(&mut tx, id.0).await?;
        let record = record
            .filter(|record| record.account_id == account && record.purpose == purpose)
            .filter(|record| self.now().0 < record.expires_at)
            .ok_or(Error::NotFound)?;
        let content = store::uploads::chunks(&mut tx, id.0).await?.concat();
        if i64::try_from(content.len()).ok() != Some(record.bytes) {
            return Err(Error::NotFound);
        }
        let mapping = match record.mapping.as_str() {
            "" => None,
            text => Some(from_json(text, "uploads", "mapping", &id.0)?),
        };
        Ok(Waiting {
            file_name: record.file_name,
            sent: SentFile { content, mapping },
        })
    }

    /// Which column is which; for the account and the purpose the file was sent for.
    pub(crate) async fn map_upload(
        &self,
        actor: &Actor,
        purpose: &str,
        id: UploadId,
        mapping: &Mapping,
    ) -> Result<()> {
        let account = account_of(actor)?;
        let mut tx = self.store.write().await?;
        let owned = (account, purpose, self.now().0);
        if !store::uploads::set_mapping(&mut tx, id.0, owned, &to_json(mapping)).await? {
            return Err(Error::NotFound);
        }
        Ok(tx.commit().await?)
    }

    pub(crate) async fn clear_upload(&self, UploadId(id): UploadId) -> Result<()> {
        loop {
            let mut tx = self.store.write().await?;
            let gone = store::uploads::delete_chunks(&mut tx, id, CLEARED_AT_ONCE).await?;
            let is_last = gone < CLEARED_AT_ONCE.unsigned_abs();
            if is_last {
                store::uploads::delete(&mut tx, id).await?;
            }
            tx.commit().await?;
            if is_last {
                return Ok(());
            }
        }
    }

    /// What nobody decided about in time.
    pub(crate) async fn clear_expired_uploads(&self) -> Result<()> {
        self.clear_uploads_of(Uuid::max(), "").await
    }

    async fn clear_uploads_of(&self, account: Uuid, purpose: &str) -> Result<()> {
        let mut tx = self.store.read().await?;
        let old = store::uploads::to_clear(&mut tx, self.now().0, account, purpose).await?;
        drop(tx);
        for id in old {
            self.clear_upload(UploadId(id)).await?;
        }
        Ok(())
    }
}

fn account_of(actor: &Actor) -> Result<Uuid> {
    actor.account().map(|id| id.0).ok_or(Error::Forbidden)
}
