//! What became of the rankings of rounds, and which of them wait for somebody.

use std::collections::HashMap;

use khao_domain::contest::because::Because;
use khao_domain::ids::{ContestId, RoundId};
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::revisions::made_by;
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store;

/// What the newest ranking of a round waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRanking {
    pub contest: ContestId,
    pub round: RoundId,
    pub revision: i64,
    pub step: WaitingStep,
    /// An earlier one is public.
    pub replaces: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingStep {
    /// Of somebody other than those who made it.
    Approval {
        /// The visitor is one of those.
        is_own: bool,
    },
    Publication,
}

/// A revision of a round's ranking, and who did what with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionCourse {
    pub revision: i64,
    pub because: Because,
    pub frozen_at: Timestamp,
    /// Names of accounts; none where nobody is known.
    pub frozen_by: Option<String>,
    pub approved_at: Option<Timestamp>,
    pub approved_by: Option<String>,
    pub published_at: Option<Timestamp>,
    pub published_by: Option<String>,
}

impl Engine {
    /// Every revision of a round's ranking, the first one first.
    pub async fn ranking_course(&self, actor: &Actor, id: RoundId) -> Result<Vec<RevisionCourse>> {
        actor.may(Action::ReadContests)?;
        self.reached_round(actor, id).await?;
        let mut tx = self.store.read().await?;
        let rows = store::rankings::revisions(&mut tx, id.0).await?;
        let names: HashMap<Uuid, String> = store::audit::names(&mut tx).await?.into_iter().collect();
        let name = |account: Option<Uuid>| account.and_then(|id| names.get(&id).cloned());
        let course = rows.into_iter().map(|row| RevisionCourse {
            revision: row.revision,
            frozen_at: Timestamp(row.frozen_at),
            frozen_by: name(row.frozen_by),
            approved_at: row.approved_at.map(Timestamp),
            approved_by: name(row.approved_by),
            published_at: row.published_at.map(Timestamp),
            published_by: name(row.published_by),
            because: Because::read(&row.reason),
        });
        Ok(course.collect())
    }

    /// Every ranking that is fixed and not public, of the contests that the actor looks after; none for those who may not
    /// look at rankings that are not public.
    pub async fn waiting_rankings(&self, actor: &Actor) -> Result<Vec<WaitingRanking>> {
        if !sees_waiting(actor) {
            return Ok(Vec::new());
        }
        let mut tx = self.store.read().await?;
        let rounds = store::rankings::waiting(&mut tx).await?;
        drop(tx);
        let mut waiting = Vec::new();
        for (contest, round) in rounds {
            let (contest, round) = (ContestId(contest), RoundId(round));
            match self.reached_round(actor, round).await {
                Ok(_) => waiting.extend(self.waiting_in(actor, (contest, round)).await?),
                Err(Error::NotFound | Error::Forbidden) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(waiting)
    }

    /// That of one round, where it has one.
    pub async fn waiting_ranking_of(&self, actor: &Actor, round: RoundId) -> Result<Option<WaitingRanking>> {
        if !sees_waiting(actor) {
            return Ok(None);
        }
        let (contest, _) = self.reached_round(actor, round).await?;
        self.waiting_in(actor, (contest.id, round)).await
    }

    async fn waiting_in(
        &self,
        actor: &Actor,
        (contest, round): (ContestId, RoundId),
    ) -> Result<Option<WaitingRanking>> {
        let by = actor.account().map(|account| account.0);
        let mut tx = self.store.read().await?;
        let newest = store::rankings::latest(&mut tx, round.0).await?;
        drop(tx);
        let Some(pending) = newest.filter(|row| row.published_at.is_none()) else {
            return Ok(None);
        };
        let asks = self.settings_of_round(round).await?.second_approval;
        let mut tx = self.store.read().await?;
        let step = if asks && pending.approved_at.is_none() {
            let is_own = made_by(&mut tx, round, &pending).await?.contains(&by);
            WaitingStep::Approval { is_own }
        } else {
            WaitingStep::Publication
        };
        let replaces = store::rankings::published(&mut tx, round.0).await?.is_some();
        Ok(Some(WaitingRanking {
            contest,
            round,
            revision: pending.revision,
            step,
            replaces,
        }))
    }
}

fn sees_waiting(actor: &Actor) -> bool {
    [Action::ReadContests, Action::ExportFigures]
        .into_iter()
        .all(|action| actor.may(action).is_ok())
}
