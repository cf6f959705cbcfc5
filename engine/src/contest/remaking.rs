//! A fixed ranking made anew by hand, from the data as they are now: a name was put right, a unit moved, an attempt does
//! not count any more. It always waits for its publication, and what was public before it stays.

use khao_domain::audit::Detail;
use khao_domain::contest::because::{Because, Cause};
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{ParticipantId, RoundId};
use khao_domain::lang::said;
use khao_domain::text::{collapse_spaces, nfc};

use super::contests::Contest;
use super::ranking_units::RankingUnits;
use super::rankings::{all_entries, opening};
use super::renewals::Standing;
use super::texts::has_words;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::rankings::RevisionRecord;

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
            let cause = Cause::Written(reason);
            if self.is_made_already(&contest, id, &cause).await? {
                return Ok(());
            }
            self.remake(actor, &contest, id, cause).await
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

    /// Whether the newest ranking, which waits, was made for the same and would be no other now: the form was sent twice.
    async fn is_made_already(&self, contest: &Contest, id: RoundId, cause: &Cause) -> Result<bool> {
        let mut tx = self.store.read().await?;
        let newest = store::rankings::latest(&mut tx, id.0).await?;
        let is_same = |row: &RevisionRecord| Because::read(&row.own_reason).causes.contains(cause);
        let Some(newest) = newest.filter(|row| row.published_at.is_none() && is_same(row)) else {
            return Ok(false);
        };
        let entries = all_entries(&mut tx, id.0, newest.revision).await?;
        let units = self.kept_units(&mut tx, (id.0, newest.revision)).await?;
        let moved = store::attempts::away_from_home(&mut tx, id).await?;
        drop(tx);
        let now = RankingUnits::of(&*self.units_now().await?, &opening(contest, id));
        if !moved.is_empty() || units.is_none_or(|units| !units.is_same(&now)) {
            return Ok(false);
        }
        let standing = Standing {
            entries: &entries,
            fixed_at: self.now().0,
            units: &now,
        };
        let renewed = self.renewed(contest, (id.0, Some(&newest)), standing).await?;
        Ok(renewed == 0 && self.compute(contest, id).await?.entries == entries)
    }

    /// Inside [`Self::rank_alone`].
    pub(super) async fn remake(
        &self,
        actor: &Actor,
        contest: &Contest,
        id: RoundId,
        cause: Cause,
    ) -> Result<()> {
        let contest = self.contest_now(contest.id).await?;
        let mut tx = self.store.read().await?;
        let counted = store::corrections::counted(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        drop(tx);
        let by = actor.account().map(|account| account.0);
        // What the server does for another step has its own line in the audit.
        let (action, reason) = match &cause {
            Cause::Written(reason) => ("rounds.remake", Some(reason.clone())),
            _ => ("rounds.revise", None),
        };
        let made = self
            .made_anew(&contest, id, counted.corrected, Some((cause, by)))
            .await?;
        let mut tx = self.store.write().await?;
        store::rankings::insert_revision(&mut tx, id.0, &made).await?;
        let detail = Detail::default().fact("revision", made.revision);
        let detail = match reason {
            Some(reason) => detail.fact("reason", reason),
            None => detail,
        };
        self.record(&mut tx, actor, action, &id.to_string(), &detail)
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
