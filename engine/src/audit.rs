//! The record of staff actions: ids only, append-only, each row's MAC over the row before it.

use khao_domain::time::Timestamp;
use uuid::Uuid;

use crate::Engine;
use crate::error::Result;
use crate::policy::{Action, Actor};
use crate::secrets::ServerKey;
use crate::store::{self, Tx};

/// One row of the audit as an administrator reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    pub seq: i64,
    pub at: Timestamp,
    pub actor: Option<Uuid>,
    pub action: String,
    pub object: String,
    pub detail: String,
}

/// What the chain's check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainState {
    Whole {
        rows: i64,
    },
    /// The first row whose MAC or number is wrong.
    BrokenAt {
        seq: i64,
    },
}

fn mac(key: &ServerKey, row: &store::audit::AuditRecord, previous: &[u8]) -> [u8; 32] {
    let actor = row.actor_id.map(Uuid::into_bytes).unwrap_or_default();
    key.mac(
        "audit 1",
        &[
            previous,
            &row.seq.to_be_bytes(),
            &row.at.to_be_bytes(),
            &actor,
            row.action.as_bytes(),
            row.object_id.as_bytes(),
            row.detail.as_bytes(),
        ],
    )
}

impl Engine {
    /// Appends to the chain within the transaction of what was done.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        action: &str,
        object: &str,
        detail: &str,
    ) -> Result<()> {
        let last = store::audit::last_for_append(tx).await?;
        let (seq, previous) = last.map_or((1, Vec::new()), |row| (row.seq + 1, row.mac));
        let mut row = store::audit::AuditRecord {
            seq,
            at: self.now().0,
            actor_id: actor.account().map(|id| id.0),
            action: action.to_owned(),
            object_id: object.to_owned(),
            detail: detail.to_owned(),
            mac: Vec::new(),
        };
        row.mac = mac(&self.key, &row, &previous).to_vec();
        Ok(store::audit::insert(tx, &row).await?)
    }

    pub async fn audit_page(&self, actor: &Actor, after: i64, limit: u32) -> Result<Vec<AuditEntry>> {
        actor.may(Action::ReadAudit)?;
        let mut tx = self.store.read().await?;
        let rows = store::audit::page(&mut tx, after, i64::from(limit)).await?;
        Ok(rows
            .into_iter()
            .map(|row| AuditEntry {
                seq: row.seq,
                at: Timestamp(row.at),
                actor: row.actor_id,
                action: row.action,
                object: row.object_id,
                detail: row.detail,
            })
            .collect())
    }

    /// Walks the whole chain; needs the server key, so only the server's owner can.
    pub async fn verify_audit(&self) -> Result<ChainState> {
        let mut tx = self.store.read().await?;
        let (mut previous, mut last) = (Vec::new(), 0);
        loop {
            let rows = store::audit::page(&mut tx, last, 1000).await?;
            if rows.is_empty() {
                return Ok(ChainState::Whole { rows: last });
            }
            for row in rows {
                if row.seq != last + 1 || mac(&self.key, &row, &previous)[..] != row.mac[..] {
                    return Ok(ChainState::BrokenAt { seq: row.seq });
                }
                last = row.seq;
                previous = row.mac;
            }
        }
    }
}
