//! The record of staff actions: ids only, append-only, each row's MAC over the row before it.

mod telling;

use std::fmt::Display;
use std::net::IpAddr;

use khao_domain::ids::AccountId;
use khao_domain::time::{CivilDate, Timestamp};
use uuid::Uuid;

pub use self::telling::{Subject, Told};
use crate::Engine;
use crate::error::Result;
use crate::policy::{Action, Actor};
use crate::secrets::ServerKey;
use crate::store::audit::{AuditRecord, Wanted};
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
    /// The address it came from; none where nobody asked over the network, and in rows of earlier versions.
    pub from: Option<String>,
}

impl AuditEntry {
    /// What stands before the dot of its action.
    pub fn group(&self) -> &str {
        self.action.split('.').next().unwrap_or_default()
    }
}

/// Which rows somebody looks for; what is empty does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    pub account: Option<AccountId>,
    /// What stands before the dot of an action: `units`, `rounds`.
    pub group: String,
    pub since: Option<CivilDate>,
    /// To the end of this day.
    pub until: Option<CivilDate>,
    pub object: String,
}

impl AuditFilter {
    pub(crate) fn wanted(&self) -> Wanted {
        let start = |day: CivilDate| day.midnight().0;
        let is_group = !self.group.is_empty() && self.group.bytes().all(|byte| byte.is_ascii_lowercase());
        Wanted {
            since: self.since.map_or(i64::MIN, start),
            until: self.until.map_or(i64::MAX, |day| start(day.plus_days(1))),
            action: if is_group {
                format!("{}.%", self.group)
            } else {
                "%".to_owned()
            },
            object_id: self.object.trim().to_owned(),
            actor_id: self.account.map_or_else(Uuid::max, |account| account.0),
        }
    }
}

/// Whom a row names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Author {
    account: Option<AccountId>,
    from: Option<IpAddr>,
}

impl Author {
    /// Whoever holds a code and has no session.
    pub(crate) const fn visitor(from: Option<IpAddr>) -> Self {
        Self { account: None, from }
    }
}

impl From<&Actor> for Author {
    fn from(actor: &Actor) -> Self {
        Self {
            account: actor.account(),
            from: actor.address(),
        }
    }
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

fn mac(key: &ServerKey, row: &AuditRecord, previous: &[u8]) -> [u8; 32] {
    let actor = row.actor_id.map(Uuid::into_bytes).unwrap_or_default();
    let (seq, at) = (row.seq.to_be_bytes(), row.at.to_be_bytes());
    let told: [&[u8]; 7] = [
        previous,
        &seq,
        &at,
        &actor,
        row.action.as_bytes(),
        row.object_id.as_bytes(),
        row.detail.as_bytes(),
    ];
    // Rows without an address are written as they always were: an address that is taken away, or made up, makes the
    // other text.
    match &row.from_address {
        None => key.mac("audit 1", &told),
        Some(from) => {
            let [previous, seq, at, actor, action, object, detail] = told;
            let told = [previous, seq, at, actor, action, object, detail, from.as_bytes()];
            key.mac("audit 2", &told)
        }
    }
}

impl Engine {
    /// `detail`: a [`khao_domain::audit::Detail`], or nothing. Appends to the chain within the transaction of what was done.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        by: impl Into<Author>,
        action: &str,
        object: &str,
        detail: impl Display + Send,
    ) -> Result<()> {
        let Author { account, from } = by.into();
        let last = store::audit::last_for_append(tx).await?;
        let (seq, previous) = last.map_or((1, Vec::new()), |row| (row.seq + 1, row.mac));
        let mut row = AuditRecord {
            seq,
            at: self.now().0,
            actor_id: account.map(|id| id.0),
            action: action.to_owned(),
            object_id: object.to_owned(),
            detail: detail.to_string(),
            from_address: from.map(|from| from.to_string()),
            mac: Vec::new(),
        };
        row.mac = mac(&self.key, &row, &previous).to_vec();
        Ok(store::audit::insert(tx, &row).await?)
    }

    pub async fn audit_page(&self, actor: &Actor, after: i64, limit: u32) -> Result<Vec<AuditEntry>> {
        actor.may(Action::ReadAudit)?;
        let mut tx = self.store.read().await?;
        let rows = store::audit::page(&mut tx, after, i64::from(limit)).await?;
        Ok(rows.into_iter().map(entry_of).collect())
    }

    /// What somebody looks for, the newest first; `before` is the last number of the page before.
    pub async fn audit_found(
        &self,
        actor: &Actor,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>> {
        actor.may(Action::ReadAudit)?;
        let before = before.unwrap_or(i64::MAX);
        let mut tx = self.store.read().await?;
        let rows = store::audit::found(&mut tx, &filter.wanted(), before, i64::from(limit)).await?;
        Ok(rows.into_iter().map(entry_of).collect())
    }

    /// The accounts that may stand in the audit, by name.
    pub async fn audit_names(&self, actor: &Actor) -> Result<Vec<(AccountId, String)>> {
        actor.may(Action::ReadAudit)?;
        let mut tx = self.store.read().await?;
        let names = store::audit::names(&mut tx).await?;
        Ok(names
            .into_iter()
            .map(|(id, name)| (AccountId(id), name))
            .collect())
    }

    /// As [`Self::verify_audit`], for whoever may read it.
    pub async fn check_audit(&self, actor: &Actor) -> Result<ChainState> {
        actor.may(Action::ReadAudit)?;
        self.verify_audit().await
    }

    /// Walks the whole chain, which takes the server key: nobody can with the database alone.
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

pub(crate) fn entry_of(row: AuditRecord) -> AuditEntry {
    AuditEntry {
        seq: row.seq,
        at: Timestamp(row.at),
        actor: row.actor_id,
        action: row.action,
        object: row.object_id,
        detail: row.detail,
        from: row.from_address,
    }
}
