//! What becomes of a frozen ranking: approved where the contest asks for it, published, and made anew with its reason
//! where a correction moves it. No revision ever changes; the ones before it can still be read.

use std::collections::{HashMap, HashSet};

use khao_domain::contest::ranking;
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{GroupId, ParticipantId, RoundId, UnitId};
use khao_domain::time::Timestamp;
use uuid::Uuid;

use super::contests::Contest;
use super::rankings::{Truth, all_entries, by_group, count_full, entry_of, revision};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store::corrections::CorrectionRecord;
use crate::store::rankings::RevisionRecord;
use crate::store::{self, Tx};
use crate::work::Progress;

impl Engine {
    /// Publishes the newest revision, and with it the contest's ranking over all published rounds.
    pub async fn publish_round(&self, actor: &Actor, id: RoundId) -> Result<()> {
        actor.may(Action::RunContests)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        let work = Box::pin(self.publish(actor, &contest, id));
        self.rank_alone(&contest, work).await
    }

    /// Where the contest asks for it, another person than those who froze or corrected what is not public yet says that
    /// the ranking is right.
    pub async fn approve_round(&self, actor: &Actor, id: RoundId) -> Result<()> {
        actor.may(Action::RunContests)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        if !self.settings_of_round(id).await?.second_approval {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        let by = actor.account().map(|account| account.0);
        let mut tx = self.store.write().await?;
        let pending = pending(&mut tx, id).await?;
        if made_by(&mut tx, id, &pending).await?.contains(&by) {
            return Err(Error::Conflict(Conflict::OwnRanking));
        }
        if !store::rankings::approve(&mut tx, id.0, pending.revision, (self.now(), by)).await? {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        let detail = format!("revision {}", pending.revision);
        self.record(&mut tx, actor, "rounds.approve", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        Ok(())
    }

    /// The round's ranking and the contest's become public in one commit.
    async fn publish(&self, actor: &Actor, contest: &Contest, id: RoundId) -> Result<()> {
        let contest = self.contest_now(contest.id).await?;
        let state = contest.round(id).map(|round| round.state);
        let mut tx = self.store.read().await?;
        let pending = pending(&mut tx, id).await?;
        let counted = store::corrections::counted(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        drop(tx);
        if counted.corrected < counted.corrections {
            return Err(Error::Busy { retry_after_s: 2 });
        }
        if self.settings_of_round(id).await?.second_approval && pending.approved_at.is_none() {
            return Err(Error::Conflict(Conflict::NotApproved));
        }
        let overall = self.stage_overall(&contest, (id, pending.revision)).await?;
        let reason = overall_reason(&contest, id, &pending.reason);
        let (now, by) = (self.now(), actor.account().map(|account| account.0));
        let mut tx = self.store.write().await?;
        let stepped = state == Some(RoundState::Published)
            || store::rounds::step(&mut tx, id, RoundState::Published, now).await?;
        if !stepped || !store::rankings::publish(&mut tx, id.0, pending.revision, (now, by)).await? {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        store::rankings::insert_revision(&mut tx, contest.id.0, &RevisionRecord { reason, ..overall })
            .await?;
        let detail = format!("revision {}", pending.revision);
        self.record(&mut tx, actor, "rounds.publish", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        Ok(())
    }

    /// Works every waiting correction of a round in: scores, then the ranking where it is fixed already. A published
    /// ranking is followed by another published one, unless a second person has to approve it first.
    pub(super) async fn work_in(&self, contest: &Contest, id: RoundId) -> Result<()> {
        let upto = self.score_anew(contest, id, &Progress::default()).await?;
        let contest = self.contest_now(contest.id).await?;
        let state = contest.round(id).map(|round| round.state);
        let fixed = matches!(state, Some(RoundState::Frozen | RoundState::Published));
        let made = if fixed {
            Some(self.made_anew(&contest, id, upto).await?)
        } else {
            None
        };
        let publishes =
            state == Some(RoundState::Published) && !self.settings_of_round(id).await?.second_approval;
        let overall = match &made {
            Some(made) if publishes => Some(self.stage_overall(&contest, (id, made.revision)).await?),
            _ => None,
        };
        let now = self.now();
        let mut tx = self.store.write().await?;
        if store::rounds::lock(&mut tx, id).await? != state {
            return Err(Error::Busy { retry_after_s: 1 });
        }
        if let Some(made) = made {
            let detail = format!("revision {}", made.revision);
            let reason = overall_reason(&contest, id, &made.reason);
            let made = RevisionRecord {
                published_at: publishes.then_some(now.0),
                published_by: made.frozen_by.filter(|_| publishes),
                ..made
            };
            store::rankings::insert_revision(&mut tx, id.0, &made).await?;
            if let Some(overall) = overall {
                let overall = RevisionRecord { reason, ..overall };
                store::rankings::insert_revision(&mut tx, contest.id.0, &overall).await?;
            }
            self.record(
                &mut tx,
                &Actor::Anonymous,
                "rounds.revise",
                &id.to_string(),
                &detail,
            )
            .await?;
        }
        store::corrections::set_worked_in(&mut tx, id, upto).await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        Ok(())
    }

    /// The next revision of a fixed ranking, staged; its row makes it visible.
    async fn made_anew(&self, contest: &Contest, id: RoundId, upto: i64) -> Result<RevisionRecord> {
        let computed = self.compute(contest, id).await?;
        let mut tx = self.store.read().await?;
        let before = store::rankings::revisions(&mut tx, id.0).await?;
        let corrections = store::corrections::of_round(&mut tx, id).await?;
        drop(tx);
        let number = before.last().map_or(1, |row| row.revision + 1);
        self.stage((id.0, number), &computed.entries, &Progress::default())
            .await?;
        let known = before
            .iter()
            .rfind(|row| row.published_at.is_some())
            .or(before.first())
            .map_or(0, |row| row.corrections);
        let mut new = corrections
            .iter()
            .filter(|row| (known + 1..=upto).contains(&row.ordinal));
        Ok(RevisionRecord {
            reason: reason(new.clone()),
            corrections: upto,
            frozen_by: new.next_back().and_then(|row| row.made_by),
            ..revision(number, self.now(), computed.truth)
        })
    }

    /// Ranks everybody over all published rounds and the revision that is about to be public; the row that makes it
    /// visible is returned.
    async fn stage_overall(&self, contest: &Contest, about_to_be: (RoundId, i64)) -> Result<RevisionRecord> {
        let mut tx = self.store.read().await?;
        let mut rounds = Vec::new();
        let mut homes: HashMap<ParticipantId, (GroupId, UnitId)> = HashMap::new();
        for (scope, number) in public_revisions(&mut tx, contest, about_to_be).await? {
            let rows = all_entries(&mut tx, scope, number).await?;
            homes.extend(rows.iter().map(|row| {
                (
                    ParticipantId(row.participant_id),
                    (GroupId(row.group_id), UnitId(row.unit_id)),
                )
            }));
            rounds.push(rows.iter().map(entry_of).collect::<Vec<_>>());
        }
        let latest = store::rankings::latest(&mut tx, contest.id.0)
            .await?
            .map_or(0, |row| row.revision);
        drop(tx);
        let settings = &contest.settings;
        let overall = ranking::overall(&rounds, settings.overall, &settings.tie_chain);
        let truth = Truth {
            participants: i64::try_from(overall.len()).unwrap_or(i64::MAX),
            all_correct: count_full(&overall),
        };
        let entries = by_group(contest, overall, settings, |id| homes.get(&id).copied());
        self.stage((contest.id.0, latest + 1), &entries, &Progress::default())
            .await?;
        let now = self.now();
        Ok(RevisionRecord {
            published_at: Some(now.0),
            ..revision(latest + 1, now, truth)
        })
    }
}

/// A revision of a round's ranking, and who did what with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionCourse {
    pub revision: i64,
    pub reason: String,
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
            reason: row.reason,
        });
        Ok(course.collect())
    }
}

/// (round, revision) of every public ranking of a contest, with the one that is about to be.
async fn public_revisions(
    tx: &mut Tx,
    contest: &Contest,
    (about, number): (RoundId, i64),
) -> Result<Vec<(Uuid, i64)>> {
    let mut found = Vec::new();
    for round in &contest.rounds {
        if round.id == about {
            found.push((round.id.0, number));
        } else if round.state == RoundState::Published {
            let public = store::rankings::published_number(tx, round.id.0).await?;
            found.push((round.id.0, public));
        }
    }
    Ok(found)
}

/// The newest revision, which is not public yet.
async fn pending(tx: &mut Tx, id: RoundId) -> Result<RevisionRecord> {
    store::rankings::latest(tx, id.0)
        .await?
        .filter(|row| row.published_at.is_none())
        .ok_or(Error::Conflict(Conflict::WrongState))
}

/// Everybody whose work stands between the newest public revision and the pending one: who froze, and who corrected.
async fn made_by(tx: &mut Tx, id: RoundId, pending: &RevisionRecord) -> Result<HashSet<Option<Uuid>>> {
    let revisions = store::rankings::revisions(tx, id.0).await?;
    let public = revisions.iter().rfind(|row| row.published_at.is_some());
    let (number, known) = public.map_or((0, 0), |row| (row.revision, row.corrections));
    let corrections = store::corrections::of_round(tx, id).await?;
    let froze = revisions.iter().filter(|row| row.revision > number);
    let corrected = corrections
        .iter()
        .filter(|row| (known + 1..=pending.corrections).contains(&row.ordinal));
    let makers = froze
        .map(|row| row.frozen_by)
        .chain(corrected.map(|row| row.made_by));
    Ok(makers.collect())
}

/// «Câu TC-1: …; Câu TC-2: …», each reason as it was given.
fn reason<'a>(corrections: impl Iterator<Item = &'a CorrectionRecord>) -> String {
    let each = corrections.map(|row| format!("Câu {}: {}", row.item_code, row.reason.trim_end_matches('.')));
    each.collect::<Vec<_>>().join("; ")
}

/// The same, where the ranking is of many rounds; a round published for the first time needs none.
fn overall_reason(contest: &Contest, id: RoundId, reason: &str) -> String {
    match contest.round(id) {
        Some(round) if !reason.is_empty() => format!("{}: {reason}", round.name),
        _ => String::new(),
    }
}
