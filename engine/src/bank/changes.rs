//! How a bank changes: versions are staged in short transactions under the next revision, which nobody sees, and one
//! small flip makes them visible. No save of an answer ever waits for a bank.

use khao_domain::audit::Detail;
use khao_domain::ids::BankId;

use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::Actor;
use crate::store;
use crate::store::banks::{BankRecord, RevisionRecord};
use crate::store::items::NewVersion;
use crate::work::Progress;

/// Rows staged in one transaction of at most about 50 ms.
const CHUNK: usize = 200;

/// One item of the next revision.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) code: String,
    /// None: there is no such item any more.
    pub(crate) version: Option<NewVersion>,
}

impl Change {
    pub(crate) fn to(version: NewVersion) -> Self {
        Self {
            code: version.item.code.clone(),
            version: Some(version),
        }
    }
}

/// What made a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevisionKind {
    Import,
    Edit,
    Step,
    Undo,
}

impl RevisionKind {
    const ALL: [Self; 4] = [Self::Import, Self::Edit, Self::Step, Self::Undo];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Edit => "edit",
            Self::Step => "step",
            Self::Undo => "undo",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    const fn audited(self) -> &'static str {
        match self {
            Self::Import => "banks.import",
            Self::Edit => "banks.edit",
            Self::Step => "banks.step",
            Self::Undo => "banks.undo",
        }
    }
}

impl Engine {
    /// Work on a bank that nobody else changes meanwhile.
    pub(crate) async fn alone_with<T>(&self, id: BankId, work: impl Future<Output = Result<T>>) -> Result<T> {
        self.alone(&format!("import {id}"), work)
            .await?
            .ok_or(Error::Conflict(Conflict::ImportRunning))
    }

    /// Makes the next revision and says its number. Only for whoever is alone with the bank.
    pub(crate) async fn flip(
        &self,
        actor: &Actor,
        bank: &BankRecord,
        changes: &[Change],
        kind: RevisionKind,
        detail: Detail,
    ) -> Result<i64> {
        let made = (kind, detail);
        self.flip_counting(actor, bank, changes, made, &Progress::default())
            .await
    }

    /// As [`Self::flip`], counting the items.
    pub(crate) async fn flip_counting(
        &self,
        actor: &Actor,
        bank: &BankRecord,
        changes: &[Change],
        (kind, detail): (RevisionKind, Detail),
        progress: &Progress,
    ) -> Result<i64> {
        progress.expect(changes.len());
        let (id, next) = (BankId(bank.id), bank.revision + 1);
        let changed = (actor.account().map(|account| account.0), self.now().0);
        let mut tx = self.store.write().await?;
        store::items::unstage(&mut tx, id, bank.revision).await?;
        tx.commit().await?;
        for chunk in changes.chunks(CHUNK) {
            let mut tx = self.store.write().await?;
            for change in chunk {
                store::items::stage_end(&mut tx, id, &change.code, next).await?;
                if let Some(version) = &change.version {
                    store::items::stage(&mut tx, id, version, next, changed).await?;
                }
            }
            tx.commit().await?;
            progress.add(chunk.len());
        }
        let mut tx = self.store.write().await?;
        if !store::banks::set_revision(&mut tx, id, bank.revision, next).await? {
            return Err(Error::Conflict(Conflict::ImportRunning));
        }
        let revision = RevisionRecord {
            revision: next,
            kind: kind.as_str().to_owned(),
            made_by: changed.0,
            made_at: changed.1,
        };
        store::banks::insert_revision(&mut tx, id, &revision).await?;
        let detail = detail.fact("revision", next);
        self.record(&mut tx, actor, kind.audited(), &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        Ok(next)
    }
}
