//! Revisions of a bank: what each brought, and taking an import back.

use std::collections::{HashMap, HashSet};

use khao_domain::audit::Detail;
use khao_domain::contest::feasibility::Waiting;
use khao_domain::ids::BankId;
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::banks::{Bank, bank_of};
use super::changes::{Change, RevisionKind};
use super::items::names_of;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store::banks::{BankRecord, RevisionRecord};
use crate::store::items::NewVersion;
use crate::store::{self, Tx};

#[derive(Debug, Clone)]
pub struct Revision {
    pub bank: Bank,
    pub revision: i64,
    pub kind: RevisionKind,
    /// Empty where nobody knows.
    pub made_by: String,
    pub made_at: Timestamp,
    pub new: i64,
    pub changed: i64,
    /// Of what it brought, so many still wait for approval; not counted in a list.
    pub waiting: Waiting,
    /// An import, and nothing has changed since.
    pub can_be_undone: bool,
}

impl Engine {
    pub async fn bank_revision(&self, actor: &Actor, id: BankId, revision: i64) -> Result<Revision> {
        actor.may(Action::ReadBanks)?;
        let bank = self.reached_bank(actor, id).await?;
        let mut tx = self.store.read().await?;
        let (record, kind) = revision_of(&mut tx, &bank, revision).await?;
        let counts = store::items::count_in(&mut tx, id, revision).await?;
        let names = names_of(&mut tx, record.made_by.into_iter()).await?;
        Ok(Revision {
            waiting: store::items::waiting_of(&mut tx, id, revision).await?,
            ..told(&bank, &record, kind, counts, &names)
        })
    }

    /// What was done to a bank, the newest first; `before`: older than that revision.
    pub async fn bank_revisions(
        &self,
        actor: &Actor,
        id: BankId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<(Bank, Vec<Revision>)> {
        actor.may(Action::ReadBanks)?;
        let bank = self.reached_bank(actor, id).await?;
        let newest = before.map_or(bank.revision, |before| {
            before.saturating_sub(1).min(bank.revision)
        });
        let mut tx = self.store.read().await?;
        let records = store::banks::revisions(&mut tx, id, newest, i64::from(limit)).await?;
        let oldest = records.last().map_or(newest, |record| record.revision);
        let (begun, ended) = store::items::counts_in(&mut tx, id, (oldest, newest)).await?;
        let names = names_of(&mut tx, records.iter().filter_map(|record| record.made_by)).await?;
        drop(tx);
        let of = |counts: &HashMap<i64, i64>, revision| counts.get(&revision).copied().unwrap_or(0);
        let mut revisions = Vec::with_capacity(records.len());
        for record in records {
            let kind = RevisionKind::parse(&record.kind).ok_or(Error::NotFound)?;
            let counts = (of(&begun, record.revision), of(&ended, record.revision));
            revisions.push(told(&bank, &record, kind, counts, &names));
        }
        Ok((bank_of(bank), revisions))
    }

    /// Takes an import back, by a revision that holds the items as they were before it.
    pub async fn undo_import(&self, actor: &Actor, id: BankId, revision: i64) -> Result<i64> {
        actor.may(Action::ManageBanks)?;
        let work = Box::pin(self.undo_alone(actor, id, revision));
        self.alone_with(id, work).await
    }

    async fn undo_alone(&self, actor: &Actor, id: BankId, revision: i64) -> Result<i64> {
        let bank = self.reached_bank(actor, id).await?;
        let mut tx = self.store.read().await?;
        let (_, kind) = revision_of(&mut tx, &bank, revision).await?;
        if !can_be_undone(&bank, revision, kind) {
            return Err(Error::Conflict(Conflict::BankChanged));
        }
        let begun = store::items::begun_in(&mut tx, id, revision).await?;
        let former = store::items::ended_in(&mut tx, id, revision).await?;
        drop(tx);
        let mut changes = Vec::new();
        for record in former {
            changes.push(Change::to(NewVersion {
                item: record.item()?,
                content_by: record.content_by,
                note: record.note,
            }));
        }
        let restored: HashSet<String> = changes.iter().map(|change| change.code.clone()).collect();
        let gone = begun.into_iter().filter(|code| !restored.contains(code));
        changes.extend(gone.map(|code| Change { code, version: None }));
        let detail = Detail::default().fact("undone", revision);
        self.flip(actor, &bank, &changes, RevisionKind::Undo, detail)
            .await
    }
}

fn told(
    bank: &BankRecord,
    record: &RevisionRecord,
    kind: RevisionKind,
    (begun, ended): (i64, i64),
    names: &HashMap<Uuid, String>,
) -> Revision {
    let name = record.made_by.and_then(|id| names.get(&id));
    Revision {
        revision: record.revision,
        kind,
        made_by: name.cloned().unwrap_or_default(),
        made_at: Timestamp(record.made_at),
        new: (begun - ended).max(0),
        changed: begun.min(ended),
        waiting: Waiting::default(),
        can_be_undone: can_be_undone(bank, record.revision, kind),
        bank: bank_of(bank.clone()),
    }
}

/// A revision that everybody sees already.
async fn revision_of(
    tx: &mut Tx,
    bank: &BankRecord,
    revision: i64,
) -> Result<(RevisionRecord, RevisionKind)> {
    let record = store::banks::revision(tx, BankId(bank.id), revision).await?;
    let record = record
        .filter(|_| revision <= bank.revision)
        .ok_or(Error::NotFound)?;
    let kind = RevisionKind::parse(&record.kind).ok_or(Error::NotFound)?;
    Ok((record, kind))
}

fn can_be_undone(bank: &BankRecord, revision: i64, kind: RevisionKind) -> bool {
    kind == RevisionKind::Import && bank.revision == revision
}
