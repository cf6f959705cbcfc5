//! The attempts of whoever asks, in all rounds of their contest: what the lobby shows.

use khao_domain::contest::release::Shown;
use khao_domain::ids::{AttemptId, RoundId};
use khao_domain::time::Timestamp;

use super::contests::Contest;
use super::results::{Released, released_score};
use crate::Engine;
use crate::error::Result;
use crate::policy::Actor;
use crate::store::{self, attempts::AttemptRecord};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAttempt {
    pub id: AttemptId,
    pub round: RoundId,
    pub ordinal: u32,
    pub deadline: Timestamp,
    /// None while it takes answers.
    pub sealed: Option<OwnSealed>,
}

/// What may be known of an attempt that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSealed {
    pub submitted_at: Timestamp,
    /// (score, most possible) in hundredths, where the rules release it now.
    pub score: Option<(u32, u32)>,
    pub keys_shown: Shown,
    /// Why the attempt does not count, where it was voided.
    pub voided: Option<String>,
}

impl Engine {
    /// By round, the first one of each first. Looking at an attempt whose time is up seals it.
    pub async fn own_attempts(&self, actor: &Actor, contest: &Contest) -> Result<Vec<OwnAttempt>> {
        let mut rows = self.own_rows(actor, contest).await?;
        let now = self.now();
        let overdue = rows
            .iter()
            .filter(|row| row.sealed_at.is_none() && now.0 > row.last_save_at);
        let overdue: Vec<AttemptId> = overdue.map(|row| AttemptId(row.id)).collect();
        if !overdue.is_empty() {
            for id in overdue {
                let context = self.own(actor, id).await?;
                self.open_clock(&context).await?;
            }
            rows = self.own_rows(actor, contest).await?;
        }
        let mut attempts = Vec::with_capacity(rows.len());
        let mut released: Option<(RoundId, Released)> = None;
        for row in rows {
            let round = RoundId(row.round_id);
            let sealed = match (row.sealed_at, released) {
                (None, _) => None,
                (Some(_), Some((of, known))) if of == round => Some(sealed(&row, known)),
                (Some(_), _) => {
                    let now = self.released_now(contest, round).await?;
                    released = Some((round, now));
                    Some(sealed(&row, now))
                }
            };
            attempts.push(OwnAttempt {
                id: AttemptId(row.id),
                round,
                ordinal: u32::try_from(row.ordinal).unwrap_or(u32::MAX),
                deadline: Timestamp(row.deadline),
                sealed,
            });
        }
        Ok(attempts)
    }

    async fn own_rows(&self, actor: &Actor, contest: &Contest) -> Result<Vec<AttemptRecord>> {
        let (participant, _) = actor.participant()?;
        let mut tx = self.store.read().await?;
        Ok(store::attempts::of_person_in_contest(&mut tx, contest.id, participant).await?)
    }

    async fn released_now(&self, contest: &Contest, id: RoundId) -> Result<Released> {
        let frozen = self.frozen_round(id).await?;
        let state = match contest.rounds.iter().find(|round| round.id == id) {
            Some(round) => round.state,
            None => self.contest_of_round(id).await?.1.state,
        };
        let mut tx = self.store.read().await?;
        Released::of(&mut tx, &frozen, state, self.now()).await
    }
}

fn sealed(row: &AttemptRecord, released: Released) -> OwnSealed {
    OwnSealed {
        submitted_at: Timestamp(row.submitted_at.unwrap_or(row.deadline)),
        score: released_score(row, released.score),
        keys_shown: released.keys,
        voided: row.void_reason.clone().filter(|_| row.voided),
    }
}
