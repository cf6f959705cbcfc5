//! A fixed ranking made anew by hand, from the data as they are now: a name was put right, a unit moved, an attempt does
//! not count any more. It always waits for its publication, and what was public before it stays.

use khao_domain::audit::Detail;
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{ParticipantId, RoundId};
use khao_domain::lang::said;
use khao_domain::text::{collapse_spaces, nfc};

use super::contests::Contest;
use super::texts::has_words;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store;

const REASON_MOST: usize = 500;

/// A ranking that shows another name than the person has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedAs {
    pub round: RoundId,
    pub round_name: String,
    pub revision: i64,
    pub full_name: String,
}

impl Engine {
    /// The reason is published with the ranking.
    pub async fn remake_ranking(&self, actor: &Actor, id: RoundId, reason: &str) -> Result<()> {
        actor.may(Action::RunContests)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        let reason = collapse_spaces(&nfc(reason));
        if !has_words(&reason, REASON_MOST) {
            return Err(Error::invalid(
                "/remake_reason",
                said(
                    "Lý do có từ 1 đến 500 ký tự, sẽ được công bố cùng bảng xếp hạng.",
                    "The reason has 1 to 500 characters and is published with the ranking.",
                ),
            ));
        }
        let work = Box::pin(async {
            self.remakable(id).await?;
            self.remake(actor, &contest, id, &reason).await
        });
        self.rank_alone(&contest, work).await
    }

    /// Fixed, and every correction is worked in.
    pub(super) async fn remakable(&self, id: RoundId) -> Result<()> {
        let mut tx = self.store.read().await?;
        let state = store::rounds::by_id(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?
            .state()?;
        let counted = store::corrections::counted(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        if !matches!(state, RoundState::Frozen | RoundState::Published) {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        if counted.corrected < counted.corrections {
            return Err(Error::Busy { retry_after_s: 2 });
        }
        Ok(())
    }

    /// Inside [`Self::rank_alone`].
    pub(super) async fn remake(
        &self,
        actor: &Actor,
        contest: &Contest,
        id: RoundId,
        reason: &str,
    ) -> Result<()> {
        let contest = self.contest_now(contest.id).await?;
        let mut tx = self.store.read().await?;
        let counted = store::corrections::counted(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        drop(tx);
        let by = actor.account().map(|account| account.0);
        let made = self
            .made_anew(&contest, id, counted.corrected, Some((reason, by)))
            .await?;
        let mut tx = self.store.write().await?;
        store::rankings::insert_revision(&mut tx, id.0, &made).await?;
        let detail = Detail::default()
            .fact("revision", made.revision)
            .fact("reason", reason);
        self.record(&mut tx, actor, "rounds.remake", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        Ok(())
    }

    /// Where the newest rankings of a contest go on showing a name that a person has no more.
    pub async fn ranked_as(&self, actor: &Actor, id: ParticipantId) -> Result<Vec<RankedAs>> {
        actor.may(Action::InspectContests)?;
        let (_, contest) = self.reached_person(actor, id).await?;
        let mut tx = self.store.read().await?;
        let former = store::former_names::of_person(&mut tx, id.0).await?;
        let mut shown = Vec::new();
        if former.is_empty() {
            return Ok(shown);
        }
        for round in &contest.rounds {
            let Some(newest) = store::rankings::latest(&mut tx, round.id.0).await? else {
                continue;
            };
            let name = former.iter().find(|(until, _)| *until > newest.frozen_at);
            if store::attempts::of_person(&mut tx, round.id, id)
                .await?
                .is_empty()
            {
                continue;
            }
            shown.extend(name.map(|(_, name)| RankedAs {
                round: round.id,
                round_name: round.name.clone(),
                revision: newest.revision,
                full_name: name.clone(),
            }));
        }
        Ok(shown)
    }
}
