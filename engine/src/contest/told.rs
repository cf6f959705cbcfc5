//! What a person at work has to hear of meanwhile: extra time, an attempt that does not count, and by when it ends.

use khao_domain::ids::{AttemptId, ContestId};
use khao_domain::time::Timestamp;

use super::attempts::{AttemptView, clock_of};
use super::extra_time::{OwnGrant, grants_of};
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::Actor;
use crate::store;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub contest: ContestId,
    pub deadline: Timestamp,
    pub server_time: Timestamp,
    pub sealed: bool,
    /// What the attempt has grown by, the first first.
    pub grants: Vec<OwnGrant>,
    /// Why it does not count.
    pub voided: Option<String>,
}

impl Engine {
    /// Of one's own attempt. Papers that are open ask again and again: two rows are read, by their keys.
    pub async fn told(&self, actor: &Actor, id: AttemptId) -> Result<Told> {
        let context = self.own(actor, id).await?;
        let now = self.now();
        let mut tx = self.store.read().await?;
        let row = store::attempts::by_id(&mut tx, id).await?;
        let grants = grants_of(&mut tx, id).await?;
        drop(tx);
        let row = row.ok_or(Error::NotFound)?;
        let clock = clock_of(&row, now);
        Ok(Told {
            contest: context.round.contest,
            deadline: clock.deadline,
            server_time: now,
            sealed: clock.sealed,
            grants,
            voided: row.void_reason.filter(|_| row.voided),
        })
    }

    /// The same for whoever has just read the attempt.
    pub async fn told_with(&self, attempt: &AttemptView) -> Result<Told> {
        Ok(Told {
            contest: attempt.contest,
            deadline: attempt.deadline,
            server_time: attempt.server_time,
            sealed: attempt.sealed,
            grants: self.grants_of(attempt.id).await?,
            voided: attempt.voided.clone(),
        })
    }
}
