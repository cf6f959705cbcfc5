//! Starting an attempt: one row, once.

use std::sync::Arc;

use khao_domain::contest::clock;
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{AttemptId, GroupId, ParticipantId, RoundId, UnitId};
use khao_domain::lang::said;
use khao_domain::time::Timestamp;

use super::attempts::{AttemptView, view_of};
use super::frozen::FrozenRound;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::Actor;
use crate::store::{self, attempts::AttemptRecord, participants::ParticipantRecord};

impl Engine {
    /// Starts an attempt, or returns the one there is; true where it was just created.
    pub async fn start(
        &self,
        actor: &Actor,
        round: RoundId,
        ordinal: Option<u32>,
        client_nonce: &str,
    ) -> Result<(AttemptView, bool)> {
        let (participant, contest) = actor.participant()?;
        if client_nonce.chars().count() > 128 {
            return Err(Error::invalid(
                "/client_nonce",
                said(
                    "Chuỗi ngẫu nhiên dài nhất 128 ký tự.",
                    "The random letters are at most 128 characters.",
                ),
            ));
        }
        let frozen = self.frozen_round(round).await?;
        if frozen.contest != contest {
            return Err(Error::NotFound);
        }
        let mut tx = self.store.read().await?;
        let present = store::attempts::of_person(&mut tx, round, participant).await?;
        let person = store::participants::by_id(&mut tx, participant)
            .await?
            .ok_or(Error::LogIn)?;
        drop(tx);
        let Some(next) = next_ordinal(&frozen, &present, ordinal, self.now())? else {
            let wanted = ordinal.and_then(|n| present.iter().find(|row| row.ordinal == i64::from(n)));
            let row = wanted.or(present.last()).ok_or(Error::NotFound)?;
            return Ok((self.view(AttemptId(row.id)).await?, false));
        };
        self.check_startable(&frozen, &person).await?;
        let group = GroupId(person.group_id);
        let unit = UnitId(person.unit_id);
        let row = self.new_attempt(&frozen, participant, (group, unit), next, client_nonce);
        let id = AttemptId(row.id);
        let context = self.context_of(frozen, &row)?;
        if self.journal.start_attempt(row).await? {
            let context = Arc::new(context);
            self.caches.attempts.insert(id, context.clone());
            return Ok((view_of(&context, context.clock(), Vec::new(), self.now()), true));
        }
        // A twin of this request was faster, or the round was closed meanwhile.
        match self.view(id).await {
            Err(Error::NotFound) => Err(Error::Conflict(Conflict::RoundClosed)),
            view => Ok((view?, false)),
        }
    }

    /// A new attempt needs an open round; one that is there is found at any time.
    async fn check_startable(&self, round: &FrozenRound, person: &ParticipantRecord) -> Result<()> {
        let now = self.now();
        if now < round.opens_at {
            return Err(Error::Conflict(Conflict::RoundNotOpen));
        }
        let contest = self.contest(round.contest).await?;
        let announced = contest
            .round(round.id)
            .is_none_or(|round| round.state == RoundState::Announced);
        if now >= round.closes_at || !announced {
            return Err(Error::Conflict(Conflict::RoundClosed));
        }
        // The list may have grown since the person entered.
        if contest.exclusions.iter().any(|one| person.is_named_by(one)) {
            return Err(Error::Conflict(Conflict::Excluded));
        }
        Ok(())
    }

    fn new_attempt(
        &self,
        round: &FrozenRound,
        participant: ParticipantId,
        (group, unit): (GroupId, UnitId),
        ordinal: u32,
        client_nonce: &str,
    ) -> AttemptRecord {
        let now = self.now();
        let deadline = clock::deadline(round.settings.deadline, now, round.duration_s, round.closes_at, 0);
        AttemptRecord {
            id: AttemptId::derive(round.id, participant, ordinal).0,
            round_id: round.id.0,
            participant_id: participant.0,
            group_id: group.0,
            unit_id: unit.0,
            ordinal: i64::from(ordinal),
            client_nonce: client_nonce.to_owned(),
            started_at: now.0,
            deadline: deadline.0,
            last_save_at: deadline.plus_seconds(i64::from(round.settings.grace_s)).0,
            sealed_at: None,
            submitted_at: None,
            duration_ms: None,
            answers: None,
            score_hundredths: None,
            max_score_hundredths: None,
            prediction: None,
            voided: false,
            void_reason: None,
        }
    }
}

/// The ordinal of the attempt to create; none where one that is there is meant.
fn next_ordinal(
    round: &FrozenRound,
    present: &[AttemptRecord],
    wanted: Option<u32>,
    now: Timestamp,
) -> Result<Option<u32>> {
    let count = u32::try_from(present.len()).unwrap_or(u32::MAX);
    let open = present
        .iter()
        .any(|row| row.sealed_at.is_none() && now.0 <= row.last_save_at);
    match wanted {
        None if count > 0 => Ok(None),
        Some(0) => Err(Error::invalid(
            "/ordinal",
            said("Lượt thi được đánh số từ 1.", "Attempts are numbered from 1."),
        )),
        Some(n) if n <= count || open => Ok(None),
        Some(n) if n > count + 1 => Err(Error::invalid(
            "/ordinal",
            said(
                "Chưa làm lượt thi trước lượt này.",
                "The attempt before this one has not been taken.",
            ),
        )),
        _ if round.settings.attempts.allows(count + 1) => Ok(Some(count + 1)),
        _ => Err(Error::Conflict(Conflict::NoAttemptLeft)),
    }
}
