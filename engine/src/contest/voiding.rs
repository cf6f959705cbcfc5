//! An attempt that does not count, for a reason its person is told, and back again. Where the ranking is fixed already, it
//! is made anew and waits for its publication.

use khao_domain::audit::Detail;
use khao_domain::contest::because::Cause;
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{AttemptId, RoundId};

use super::contests::Contest;
use super::extra_time::reason_of;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store;

impl Engine {
    /// Counts and rankings leave it out from here on; the attempt still is one of those the person may have.
    pub async fn void_attempt(&self, actor: &Actor, id: AttemptId, reason: &str) -> Result<()> {
        actor.may(Action::RunContests)?;
        let (contest, round) = self.reached_attempt(actor, id).await?;
        let mut problems = Vec::new();
        let reason = reason_of(reason, &mut problems);
        Error::if_any(problems)?;
        self.set_voided(actor, &contest, (round, id), Some(&reason)).await
    }

    /// It counts again.
    pub async fn restore_attempt(&self, actor: &Actor, id: AttemptId) -> Result<()> {
        actor.may(Action::RunContests)?;
        let (contest, round) = self.reached_attempt(actor, id).await?;
        self.set_voided(actor, &contest, (round, id), None).await
    }

    async fn reached_attempt(
        &self,
        actor: &Actor,
        id: AttemptId,
    ) -> Result<(std::sync::Arc<Contest>, RoundId)> {
        let mut tx = self.store.read().await?;
        let row = store::attempts::by_id(&mut tx, id).await?;
        drop(tx);
        let round = RoundId(row.ok_or(Error::NotFound)?.round_id);
        let (contest, _) = self.reached_round(actor, round).await?;
        Ok((contest, round))
    }

    async fn set_voided(
        &self,
        actor: &Actor,
        contest: &Contest,
        (round, id): (RoundId, AttemptId),
        reason: Option<&str>,
    ) -> Result<()> {
        // Alone: a freezing under way has read the attempts already.
        let work = Box::pin(async {
            let is_fixed = matches!(
                self.contest_now(contest.id)
                    .await?
                    .round(round)
                    .map(|round| round.state),
                Some(RoundState::Frozen | RoundState::Published)
            );
            if is_fixed {
                self.remakable(round).await?;
            }
            match self.write_voided(actor, (round, id), reason).await {
                // Voided before, and the ranking was not made anew then: a server that stopped in between left that to do.
                Err(Error::Conflict(Conflict::VoidedAlready))
                    if is_fixed && reason.is_some() && self.is_still_ranked(round, id).await? => {}
                done => done?,
            }
            if is_fixed {
                let cause = match reason {
                    Some(_) => Cause::Voided,
                    None => Cause::Restored,
                };
                self.remake(actor, contest, round, cause).await?;
            }
            Ok(())
        });
        self.rank_alone(contest, work).await?;
        self.caches.forget_figures(round);
        self.caches.counts.invalidate(&contest.id);
        Ok(())
    }

    async fn is_still_ranked(&self, round: RoundId, id: AttemptId) -> Result<bool> {
        let mut tx = self.store.read().await?;
        Ok(store::rankings::is_in_latest(&mut tx, round.0, id.0).await?)
    }

    async fn write_voided(
        &self,
        actor: &Actor,
        (round, id): (RoundId, AttemptId),
        reason: Option<&str>,
    ) -> Result<()> {
        let mut tx = self.store.write().await?;
        let state = store::rounds::lock(&mut tx, round).await?;
        if matches!(state, None | Some(RoundState::Draft)) {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        if !store::attempts::set_voided(&mut tx, id, reason).await? {
            return Err(Error::Conflict(Conflict::VoidedAlready));
        }
        let (action, detail) = match reason {
            Some(reason) => ("attempts.void", Detail::default().fact("reason", reason)),
            None => ("attempts.restore", Detail::default()),
        };
        self.record(&mut tx, actor, action, &id.to_string(), detail)
            .await?;
        Ok(tx.commit().await?)
    }
}
