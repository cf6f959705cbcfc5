//! The audit as a file: what somebody looks for, the newest first.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::rows::{Rows, text};
use super::{Export, ExportFormat};
use crate::Engine;
use crate::audit::{AuditEntry, AuditFilter, Told, entry_of};
use crate::error::Result;
use crate::policy::{Action, Actor};
use crate::store::audit::Wanted;
use crate::store::{self, Tx};

const COLUMNS: [&str; 11] = [
    "Số thứ tự",
    "Lúc",
    "Tài khoản",
    "Mã tài khoản",
    "Việc",
    "Mã việc",
    "Đối tượng",
    "Tên đối tượng",
    "Chi tiết",
    "Từ địa chỉ",
    "Dữ liệu gốc",
];
const READ_AT_ONCE: i64 = 1000;

/// The words of an action, of what it was done to, and of its detail: whoever shows rows has them.
pub type Words = fn(&AuditEntry, &Told) -> [String; 3];

impl Engine {
    /// Recorded itself, and seen in the file.
    pub async fn export_audit(
        self: &Arc<Self>,
        actor: &Actor,
        filter: &AuditFilter,
        format: ExportFormat,
        words: Words,
    ) -> Result<Export> {
        actor.may(Action::ReadAudit)?;
        let (sink, chunks) = self.sink(format)?;
        let mut tx = self.store.write().await?;
        self.record(&mut tx, actor, "audit.export", "", "").await?;
        tx.commit().await?;
        let wanted = filter.wanted();
        let mut tx = self.store.snapshot().await?;
        let rows = store::audit::count(&mut tx, &wanted).await?;
        let names = store::audit::names(&mut tx).await?.into_iter().collect();
        let engine = Arc::clone(self);
        tokio::spawn(async move {
            let mut file = Rows::new(sink, &COLUMNS);
            match engine
                .push_all(&mut tx, &wanted, (&names, words), &mut file)
                .await
            {
                Ok(()) => file.finish().await,
                Err(error) => {
                    tracing::error!(%error, "an export of the audit broke off");
                    file.fail().await;
                }
            }
        });
        Ok(Export {
            file_name: format!("audit.{}", format.as_str()),
            format,
            rows,
            chunks,
        })
    }

    async fn push_all(
        &self,
        tx: &mut Tx,
        wanted: &Wanted,
        (names, words): (&HashMap<Uuid, String>, Words),
        file: &mut Rows,
    ) -> Result<()> {
        let mut before = i64::MAX;
        loop {
            let rows = store::audit::found(tx, wanted, before, READ_AT_ONCE).await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            before = last.seq;
            let entries: Vec<AuditEntry> = rows.into_iter().map(entry_of).collect();
            let told = self.told_in(tx, &entries).await?;
            for (entry, told) in entries.iter().zip(&told) {
                file.push(cells(entry, words(entry, told), names)).await;
            }
        }
    }
}

fn cells(
    entry: &AuditEntry,
    [action, name, detail]: [String; 3],
    names: &HashMap<Uuid, String>,
) -> Vec<String> {
    let who = entry.actor.and_then(|id| names.get(&id));
    vec![
        entry.seq.to_string(),
        entry.at.local_csv(),
        text(who.map_or("", String::as_str)),
        entry.actor.map(|id| id.to_string()).unwrap_or_default(),
        text(&action),
        text(&entry.action),
        text(&entry.object),
        text(&name),
        text(&detail),
        entry.from.clone().unwrap_or_default(),
        text(&entry.detail),
    ]
}
