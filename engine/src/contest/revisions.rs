//! What becomes of a frozen ranking: approved where the contest asks for it, published, and made anew with its reason
//! where a correction moves it. No revision ever changes; the ones before it can still be read.

use std::collections::{HashMap, HashSet};

use khao_domain::audit::Detail;
use khao_domain::contest::because::{Because, Cause};
use khao_domain::contest::correction::CorrectionKind;
use khao_domain::contest::ranking;
use khao_domain::contest::round::RoundState;
use khao_domain::ids::{GroupId, ParticipantId, RoundId, UnitId};
use khao_domain::time::CivilDate;
use uuid::Uuid;

use super::contests::Contest;
use super::ranking_units::RankingUnits;
use super::rankings::{Truth, all_entries, by_group, count_full, entry_of, opening, revision};
use super::renewals::{Standing, followed};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store::corrections::CorrectionRecord;
use crate::store::rankings::RevisionRecord;
use crate::store::{self, Tx};
use crate::work::Progress;

/// Attempts of one transaction.
const MOVED_AT_ONCE: usize = 500;

impl Engine {
    /// Publishes the newest revision, and with it the contest's ranking over all published rounds.
    pub async fn publish_round(&self, actor: &Actor, id: RoundId) -> Result<()> {
        self.publish_seen(actor, id, None).await
    }

    /// As [`Self::publish_round`]; `seen` is the revision that somebody has looked at.
    pub async fn publish_seen(&self, actor: &Actor, id: RoundId, seen: Option<i64>) -> Result<()> {
        actor.may(Action::RunContests)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        let work = Box::pin(self.publish(actor, &contest, id, seen));
        self.rank_alone(&contest, work).await
    }

    /// Where the contest asks for it, another person than those who froze or corrected what is not public yet says that
    /// the ranking is right.
    pub async fn approve_round(&self, actor: &Actor, id: RoundId) -> Result<()> {
        self.approve_seen(actor, id, None).await
    }

    /// As [`Self::approve_round`]; `seen` is the revision that somebody has looked at.
    pub async fn approve_seen(&self, actor: &Actor, id: RoundId, seen: Option<i64>) -> Result<()> {
        actor.may(Action::RunContests)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        if !self.settings_of_round(id).await?.second_approval {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        let by = actor.account().map(|account| account.0);
        let mut tx = self.store.write().await?;
        let pending = pending(&mut tx, id).await?;
        check_seen(&pending, seen)?;
        if made_by(&mut tx, id, &pending).await?.contains(&by) {
            return Err(Error::Conflict(Conflict::OwnRanking));
        }
        if !store::rankings::approve(&mut tx, id.0, pending.revision, (self.now(), by)).await? {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        let detail = Detail::default().fact("revision", pending.revision);
        self.record(&mut tx, actor, "rounds.approve", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        Ok(())
    }

    /// The round's ranking and the contest's become public in one commit.
    async fn publish(&self, actor: &Actor, contest: &Contest, id: RoundId, seen: Option<i64>) -> Result<()> {
        let contest = self.contest_now(contest.id).await?;
        let state = contest.round(id).map(|round| round.state);
        let mut tx = self.store.read().await?;
        let pending = pending(&mut tx, id).await?;
        check_seen(&pending, seen)?;
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
        let overall = self.stage_overall(&contest, (id, &pending)).await?;
        let reason = overall_reason(&contest, (id, &pending.reason), &overall.reason);
        let (now, by) = (self.now(), actor.account().map(|account| account.0));
        let mut tx = self.store.write().await?;
        let stepped = state == Some(RoundState::Published)
            || store::rounds::step(&mut tx, id, RoundState::Published, now).await?;
        if !stepped || !store::rankings::publish(&mut tx, id.0, pending.revision, (now, by)).await? {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        store::rankings::insert_revision(&mut tx, contest.id.0, &RevisionRecord { reason, ..overall })
            .await?;
        let detail = Detail::default().fact("revision", pending.revision);
        self.record(&mut tx, actor, "rounds.publish", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        Ok(())
    }

    /// Works every waiting correction of a round in: scores, then the ranking where it is fixed already. A published
    /// ranking is followed by another published one, unless a second person has to approve it first, or one that
    /// somebody made by hand waits already.
    pub(super) async fn work_in(&self, contest: &Contest, id: RoundId) -> Result<()> {
        let upto = self.score_anew(contest, id, &Progress::default()).await?;
        let contest = self.contest_now(contest.id).await?;
        let state = contest.round(id).map(|round| round.state);
        let fixed = matches!(state, Some(RoundState::Frozen | RoundState::Published));
        let made = if fixed {
            Some(self.made_anew(&contest, id, upto, None).await?)
        } else {
            None
        };
        let mut tx = self.store.read().await?;
        let newest = store::rankings::latest(&mut tx, id.0).await?;
        drop(tx);
        let publishes = state == Some(RoundState::Published)
            && newest.is_some_and(|newest| newest.published_at.is_some())
            && !self.settings_of_round(id).await?.second_approval;
        let overall = match &made {
            Some(made) if publishes => Some(self.stage_overall(&contest, (id, made)).await?),
            _ => None,
        };
        let now = self.now();
        let mut tx = self.store.write().await?;
        if store::rounds::lock(&mut tx, id).await? != state {
            return Err(Error::Busy { retry_after_s: 1 });
        }
        if let Some(made) = made {
            let detail = Detail::default().fact("revision", made.revision);
            let why = made.reason.clone();
            let made = RevisionRecord {
                published_at: publishes.then_some(now.0),
                published_by: made.frozen_by.filter(|_| publishes),
                ..made
            };
            store::rankings::insert_revision(&mut tx, id.0, &made).await?;
            if let Some(overall) = overall {
                let reason = overall_reason(&contest, (id, &why), &overall.reason);
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

    /// The next revision of a fixed ranking, staged; its row makes it visible. `by_hand`: why and by whom, where no
    /// correction makes it.
    pub(super) async fn made_anew(
        &self,
        contest: &Contest,
        id: RoundId,
        upto: i64,
        by_hand: Option<(Cause, Option<Uuid>)>,
    ) -> Result<RevisionRecord> {
        // A new revision shows names and units as they are now, whatever it was made for.
        self.bring_home(id).await?;
        let computed = self.compute(contest, id).await?;
        let mut tx = self.store.read().await?;
        let before = store::rankings::revisions(&mut tx, id.0).await?;
        let corrections = store::corrections::of_round(&mut tx, id).await?;
        drop(tx);
        let number = before.last().map_or(1, |row| row.revision + 1);
        self.stage((id.0, number), &computed.entries, &Progress::default())
            .await?;
        self.keep_units((id.0, number), &opening(contest, id)).await?;
        let units = RankingUnits::of(&*self.units_now().await?, &[]);
        let standing = Standing {
            entries: &computed.entries,
            fixed_at: self.now().0,
            units: &units,
        };
        let base = followed(&before);
        let renewed = self.renewed(contest, (id.0, base), standing).await?;
        let known = base.map_or(0, |row| row.corrections);
        let public = before.iter().rposition(|row| row.published_at.is_some());
        let mut new = corrections
            .iter()
            .filter(|row| (known + 1..=upto).contains(&row.ordinal));
        let waiting = before.get(public.map_or(0, |at| at + 1)..).unwrap_or_default();
        let own = waiting
            .iter()
            .flat_map(|row| Because::read(&row.own_reason).causes);
        let own = own.chain(by_hand.iter().map(|(cause, _)| cause.clone()));
        let mut because = Because {
            renewed,
            ..Because::default()
        };
        new.clone()
            .map(cause_of)
            .chain(own)
            .for_each(|cause| because.add(cause));
        Ok(RevisionRecord {
            reason: because.to_string(),
            corrections: upto,
            frozen_by: match &by_hand {
                Some((_, by)) => *by,
                None => new.next_back().and_then(|row| row.made_by),
            },
            own_reason: by_hand.map_or_else(String::new, |(cause, _)| Because::of(cause).to_string()),
            ..revision(number, self.now(), computed.truth)
        })
    }

    /// Attempts go to the units that their people belong to by now, in short transactions.
    async fn bring_home(&self, id: RoundId) -> Result<()> {
        let mut tx = self.store.read().await?;
        let moved = store::attempts::away_from_home(&mut tx, id).await?;
        drop(tx);
        for chunk in moved.chunks(MOVED_AT_ONCE) {
            let mut tx = self.store.write().await?;
            store::attempts::bring_home(&mut tx, chunk).await?;
            tx.commit().await?;
        }
        if !moved.is_empty() {
            self.caches.forget_figures(id);
        }
        Ok(())
    }

    /// Ranks everybody over all published rounds and the revision that is about to be public; the row that makes it
    /// visible is returned.
    async fn stage_overall(
        &self,
        contest: &Contest,
        about_to_be: (RoundId, &RevisionRecord),
    ) -> Result<RevisionRecord> {
        let mut tx = self.store.read().await?;
        let mut rounds = Vec::new();
        let mut homes: HashMap<ParticipantId, (GroupId, UnitId)> = HashMap::new();
        let public = public_revisions(&mut tx, contest, about_to_be).await?;
        // It shows the names that the newest of its rounds shows.
        let fixed_at = public.iter().map(|one| one.fixed_at).max();
        let days: Vec<CivilDate> = public.iter().map(|one| one.opened_on).collect();
        for Public { scope, number, .. } in public {
            let rows = all_entries(&mut tx, scope, number).await?;
            homes.extend(rows.iter().map(|row| {
                (
                    ParticipantId(row.participant_id),
                    (GroupId(row.group_id), UnitId(row.unit_id)),
                )
            }));
            rounds.push(rows.iter().map(entry_of).collect::<Vec<_>>());
        }
        let newest = store::rankings::latest(&mut tx, contest.id.0).await?;
        let latest = newest.as_ref().map_or(0, |row| row.revision);
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
        self.keep_units((contest.id.0, latest + 1), &days).await?;
        let now = self.now();
        let fixed_at = fixed_at.unwrap_or(now.0);
        let units = RankingUnits::of(&*self.units_now().await?, &[]);
        let standing = Standing {
            entries: &entries,
            fixed_at,
            units: &units,
        };
        let because = Because {
            renewed: self
                .renewed(contest, (contest.id.0, newest.as_ref()), standing)
                .await?,
            ..Because::default()
        };
        Ok(RevisionRecord {
            frozen_at: fixed_at,
            published_at: Some(now.0),
            reason: because.to_string(),
            ..revision(latest + 1, now, truth)
        })
    }
}

/// A round's ranking that counts for the contest's.
struct Public {
    scope: Uuid,
    number: i64,
    fixed_at: i64,
    opened_on: CivilDate,
}

/// Every public ranking of a contest, with the one that is about to be.
async fn public_revisions(
    tx: &mut Tx,
    contest: &Contest,
    (about, pending): (RoundId, &RevisionRecord),
) -> Result<Vec<Public>> {
    let mut found = Vec::new();
    for round in &contest.rounds {
        let public = if round.id == about {
            Some((pending.revision, pending.frozen_at))
        } else if round.state == RoundState::Published {
            let public = store::rankings::published(tx, round.id.0).await?;
            public.map(|row| (row.revision, row.frozen_at))
        } else {
            None
        };
        found.extend(public.map(|(number, fixed_at)| Public {
            scope: round.id.0,
            number,
            fixed_at,
            opened_on: round.opens_at.local_date(),
        }));
    }
    Ok(found)
}

/// The newest revision, which is not public yet.
pub(super) async fn pending(tx: &mut Tx, id: RoundId) -> Result<RevisionRecord> {
    store::rankings::latest(tx, id.0)
        .await?
        .filter(|row| row.published_at.is_none())
        .ok_or(Error::Conflict(Conflict::WrongState))
}

/// Everybody whose work stands between the newest public revision and the pending one: who froze, and who corrected.
pub(super) async fn made_by(
    tx: &mut Tx,
    id: RoundId,
    pending: &RevisionRecord,
) -> Result<HashSet<Option<Uuid>>> {
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

fn cause_of(record: &CorrectionRecord) -> Cause {
    Cause::Correction {
        item: record.item_code.clone(),
        kind: CorrectionKind::parse(&record.kind),
        reason: record.reason.clone(),
    }
}

/// The same, where the ranking is of many rounds, with what it shows anew itself; a round published for the first time
/// needs none.
fn overall_reason(contest: &Contest, (id, reason): (RoundId, &str), own: &str) -> String {
    let because = Because {
        round: contest.round(id).map(|round| round.name.clone()),
        causes: Because::read(reason).causes,
        renewed: Because::read(own).renewed,
    };
    because.to_string()
}

/// Nobody approves or publishes another ranking than the one that was on the page.
fn check_seen(pending: &RevisionRecord, seen: Option<i64>) -> Result<()> {
    if seen.is_some_and(|seen| seen != pending.revision) {
        return Err(Error::Conflict(Conflict::RankingNewer));
    }
    Ok(())
}
