//! The audit as a file: what somebody looks for, the newest first.

use std::collections::HashMap;
use std::sync::Arc;

use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::rows::{Rows, text};
use super::{Export, ExportFormat};
use crate::Engine;
use crate::audit::AuditFilter;
use crate::error::Result;
use crate::policy::{Action, Actor};
use crate::store::audit::{AuditRecord, Wanted};
use crate::store::{self, StoreResult, Tx};

const COLUMNS: [&str; 8] = [
    "Số thứ tự",
    "Lúc",
    "Tài khoản",
    "Mã tài khoản",
    "Việc",
    "Đối tượng",
    "Chi tiết",
    "Từ địa chỉ",
];
const READ_AT_ONCE: i64 = 1000;

impl Engine {
    /// Recorded itself, and seen in the file.
    pub async fn export_audit(
        self: &Arc<Self>,
        actor: &Actor,
        filter: &AuditFilter,
        format: ExportFormat,
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
        tokio::spawn(async move {
            let mut file = Rows::new(sink, &COLUMNS);
            match push_all(&mut tx, &wanted, &names, &mut file).await {
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
}

async fn push_all(
    tx: &mut Tx,
    wanted: &Wanted,
    names: &HashMap<Uuid, String>,
    file: &mut Rows,
) -> StoreResult<()> {
    let mut before = i64::MAX;
    loop {
        let rows = store::audit::found(tx, wanted, before, READ_AT_ONCE).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        before = last.seq;
        for row in rows {
            file.push(cells(&row, names)).await;
        }
    }
}

fn cells(row: &AuditRecord, names: &HashMap<Uuid, String>) -> Vec<String> {
    let name = row.actor_id.and_then(|id| names.get(&id));
    vec![
        row.seq.to_string(),
        Timestamp(row.at).local_csv(),
        text(name.map_or("", String::as_str)),
        row.actor_id.map(|id| id.to_string()).unwrap_or_default(),
        text(&row.action),
        text(&row.object_id),
        text(&row.detail),
        row.from_address.clone().unwrap_or_default(),
    ]
}
