//! Rankings: provisional from the attempts, then frozen into rows. What becomes of them stands in `revisions`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use khao_domain::audit::Detail;
use khao_domain::bank::item::PredictionOf;
use khao_domain::contest::ranking::{self, Entry, Ranked};
use khao_domain::contest::round::RoundState;
use khao_domain::contest::settings::{ContestSettings, ParticipantsCounted};
use khao_domain::ids::{AttemptId, GroupId, ParticipantId, RoundId, UnitId};
use khao_domain::time::{CivilDate, Timestamp};
use khao_domain::work::WorkKind;
use uuid::Uuid;

use super::contests::Contest;
use super::frozen::FrozenRound;
use super::ranking_units::RankingUnits;
use super::rescoring::lease;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store::attempts::SealedRecord;
use crate::store::rankings::{EntryRecord, RevisionRecord};
use crate::store::{self, Tx};
use crate::work::{Outcome, Progress, Running};

pub use super::ranking_pages::{RankingLine, RankingPage, RankingQuery};

/// Rows written in one transaction of at most about 50 ms, so that no save ever waits for a ranking.
const CHUNK: usize = 1000;
const MILLIONTHS: u64 = 1_000_000;

/// What predictions are compared with, and boards show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    pub participants: i64,
    pub all_correct: i64,
}

pub(super) struct Computed {
    pub(super) truth: Truth,
    pub(super) entries: Vec<EntryRecord>,
}

impl Engine {
    /// Fixes the ranking of a closed round. Refused while an attempt is open.
    pub async fn freeze_round(&self, actor: &Actor, id: RoundId) -> Result<Truth> {
        self.freeze_counting(actor, id, &Progress::default()).await
    }

    /// As [`Self::freeze_round`], as a work of the actor.
    pub async fn begin_freezing(self: &Arc<Self>, actor: &Actor, id: RoundId) -> Result<Running<Truth>> {
        actor.may(Action::RunContests)?;
        self.reached_round(actor, id).await?;
        let (engine, by) = (self.clone(), actor.clone());
        let what = (WorkKind::Freezing, Some(id.0));
        self.begin(actor, what, Outcome::of_freezing, move |progress| async move {
            engine.freeze_counting(&by, id, &progress).await
        })
        .await
    }

    async fn freeze_counting(&self, actor: &Actor, id: RoundId, progress: &Progress) -> Result<Truth> {
        actor.may(Action::RunContests)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        self.sweep().await?;
        let work = Box::pin(self.freeze(actor, &contest, id, progress));
        self.rank_alone(&contest, work).await
    }

    /// Two that staged one ranking at the same time would mix its rows.
    pub(crate) async fn rank_alone<T>(
        &self,
        contest: &Contest,
        work: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let busy = Error::Busy { retry_after_s: 1 };
        self.alone(&lease(contest), work).await?.ok_or(busy)
    }

    async fn freeze(
        &self,
        actor: &Actor,
        contest: &Contest,
        id: RoundId,
        progress: &Progress,
    ) -> Result<Truth> {
        let mut tx = self.store.read().await?;
        let state = store::rounds::by_id(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?
            .state()?;
        if state != RoundState::Closed {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        if store::attempts::open_count(&mut tx, id).await? > 0 {
            return Err(Error::Conflict(Conflict::AttemptsOpen));
        }
        drop(tx);
        // Closed and without open attempts: once every correction is worked in, what is computed now changes no more.
        let corrections = self.score_anew(contest, id, progress).await?;
        let computed = self.compute(contest, id).await?;
        self.stage((id.0, 1), &computed.entries, progress).await?;
        self.keep_units((id.0, 1), &opening(contest, id)).await?;
        let mut tx = self.store.write().await?;
        if !store::rounds::step(&mut tx, id, RoundState::Frozen, self.now()).await? {
            return Err(Error::Conflict(Conflict::WrongState));
        }
        let first = RevisionRecord {
            corrections,
            frozen_by: actor.account().map(|account| account.0),
            ..revision(1, self.now(), computed.truth)
        };
        store::rankings::insert_revision(&mut tx, id.0, &first).await?;
        store::corrections::set_worked_in(&mut tx, id, corrections).await?;
        let detail = Detail::default().fact("entries", computed.entries.len());
        self.record(&mut tx, actor, "rounds.freeze", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_contest(contest.id);
        Ok(computed.truth)
    }

    /// Writes a ranking's rows in chunks; nobody sees them before their revision's row is there.
    pub(super) async fn stage(
        &self,
        (scope, revision): (Uuid, i64),
        entries: &[EntryRecord],
        progress: &Progress,
    ) -> Result<()> {
        progress.expect(entries.len());
        let mut tx = self.store.write().await?;
        store::rankings::delete_entries(&mut tx, scope, revision).await?;
        tx.commit().await?;
        for chunk in entries.chunks(CHUNK) {
            let mut tx = self.store.write().await?;
            store::rankings::insert_entries(&mut tx, scope, revision, chunk).await?;
            tx.commit().await?;
            progress.add(chunk.len());
        }
        Ok(())
    }

    pub(super) async fn compute(&self, contest: &Contest, id: RoundId) -> Result<Computed> {
        let frozen = self.frozen_round(id).await?;
        let mut tx = self.store.read().await?;
        let sealed = store::attempts::sealed(&mut tx, id).await?;
        let started = store::figures::persons_started(&mut tx, id).await?;
        drop(tx);
        Ok(ranked(contest, &frozen, &sealed, started))
    }

    /// Every line, for the organiser's file: frozen if it is, else as it would be now.
    pub(crate) async fn ranking_for_export(&self, id: RoundId) -> Result<RankingFile> {
        let (contest, round) = self.contest_of_round(id).await?;
        if !matches!(round.state, RoundState::Frozen | RoundState::Published) {
            let computed = self.compute(&contest, id).await?;
            return Ok(RankingFile {
                units: Arc::new(RankingUnits::of(&*self.units().await?, &[])),
                contest,
                is_final: false,
                entries: computed.entries,
                former_names: HashMap::new(),
            });
        }
        let mut tx = self.store.read().await?;
        let revision = store::rankings::latest(&mut tx, id.0)
            .await?
            .ok_or(Error::NotFound)?;
        let ranking = (id.0, revision.revision);
        let entries = all_entries(&mut tx, id.0, revision.revision).await?;
        let fixed_at = Timestamp(revision.frozen_at);
        let former_names = store::former_names::at(&mut tx, contest.id, fixed_at).await?;
        let units = self.kept_units(&mut tx, ranking).await?;
        drop(tx);
        Ok(RankingFile {
            units: match units {
                Some(units) => units,
                None => Arc::new(RankingUnits::of(&*self.units().await?, &[])),
            },
            contest,
            is_final: true,
            entries,
            former_names,
        })
    }
}

/// What the organiser's file of a ranking holds.
pub(crate) struct RankingFile {
    pub(crate) contest: Arc<Contest>,
    pub(crate) is_final: bool,
    pub(crate) entries: Vec<EntryRecord>,
    pub(crate) units: Arc<RankingUnits>,
    /// Of whoever has another one since.
    pub(crate) former_names: HashMap<Uuid, String>,
}

/// The ranking that follows from sealed attempts, those of a person one after the other; `started`: how many people began.
pub(super) fn ranked(
    contest: &Contest,
    frozen: &FrozenRound,
    sealed: &[SealedRecord],
    started: i64,
) -> Computed {
    let settings = &frozen.settings;
    let kinds: HashMap<GroupId, Option<PredictionOf>> = frozen
        .groups
        .iter()
        .map(|(id, group)| (*id, group.predicts()))
        .collect();
    let mut people: BTreeMap<ParticipantId, Vec<&SealedRecord>> = BTreeMap::new();
    for row in sealed {
        people
            .entry(ParticipantId(row.participant_id))
            .or_default()
            .push(row);
    }
    let participants = match settings.participants_counted {
        ParticipantsCounted::SubmittedPersons => i64::try_from(people.len()).unwrap_or(i64::MAX),
        ParticipantsCounted::StartedPersons => started,
        ParticipantsCounted::SubmittedAttempts => i64::try_from(sealed.len()).unwrap_or(i64::MAX),
    };
    // Who counts with a full score does not depend on predictions unless the best of several attempts is chosen
    // by them; a full score is always better than a lower one, so the count is the same.
    let all_correct = people.values().filter(|rows| counts_full(rows, settings)).count();
    let truth = Truth {
        participants,
        all_correct: i64::try_from(all_correct).unwrap_or(i64::MAX),
    };
    let mut homes = HashMap::new();
    let mut counted = Vec::with_capacity(people.len());
    for (person, rows) in people {
        let attempts = rows.iter().map(|row| scored(row, &kinds, truth)).collect();
        counted.extend(ranking::counted(attempts, settings.counted, &settings.tie_chain));
        homes.extend(
            rows.last()
                .map(|row| (person, (GroupId(row.group_id), UnitId(row.unit_id)))),
        );
    }
    let entries = by_group(contest, counted, settings, |id| homes.get(&id).copied());
    Computed { truth, entries }
}

pub(super) async fn all_entries(tx: &mut Tx, scope: Uuid, revision: i64) -> Result<Vec<EntryRecord>> {
    Ok(store::rankings::all(tx, scope, revision).await?)
}

pub(super) fn revision(number: i64, now: Timestamp, truth: Truth) -> RevisionRecord {
    RevisionRecord {
        revision: number,
        frozen_at: now.0,
        published_at: None,
        participants: truth.participants,
        all_correct: truth.all_correct,
        reason: String::new(),
        corrections: 0,
        frozen_by: None,
        approved_by: None,
        approved_at: None,
        published_by: None,
        own_reason: String::new(),
    }
}

/// The day whose head-counts a round's ranking keeps.
pub(super) fn opening(contest: &Contest, id: RoundId) -> Vec<CivilDate> {
    let day = contest.round(id).map(|round| round.opens_at.local_date());
    day.into_iter().collect()
}

fn is_full(row: &SealedRecord) -> bool {
    row.score_hundredths == row.max_score_hundredths
}

/// Whether the attempt that counts for this person has the full score.
fn counts_full(rows: &[&SealedRecord], settings: &ContestSettings) -> bool {
    use khao_domain::contest::settings::CountedAttempt;
    match settings.counted {
        CountedAttempt::Best => rows.iter().any(|row| is_full(row)),
        CountedAttempt::First => rows.first().is_some_and(|row| is_full(row)),
        CountedAttempt::Last => rows.last().is_some_and(|row| is_full(row)),
    }
}

pub(super) fn count_full(entries: &[Entry]) -> i64 {
    let full = entries
        .iter()
        .filter(|entry| entry.score == entry.max_score)
        .count();
    i64::try_from(full).unwrap_or(i64::MAX)
}

fn scored(row: &SealedRecord, kinds: &HashMap<GroupId, Option<PredictionOf>>, truth: Truth) -> Entry {
    let actual = match kinds.get(&GroupId(row.group_id)).copied().flatten() {
        Some(PredictionOf::Participants) => Some(truth.participants),
        Some(PredictionOf::AllCorrect) => Some(truth.all_correct),
        None => None,
    };
    // A guess is kept in millionths; the form takes whole numbers only.
    let error = row.prediction.zip(actual).map(|(guess, actual)| {
        guess
            .unsigned_abs()
            .abs_diff(actual.unsigned_abs().saturating_mul(MILLIONTHS))
            / MILLIONTHS
    });
    Entry {
        participant: ParticipantId(row.participant_id),
        attempt: AttemptId(row.id),
        score: u32::try_from(row.score_hundredths).unwrap_or(0),
        max_score: u32::try_from(row.max_score_hundredths).unwrap_or(0),
        prediction_error: error,
        duration_ms: u64::try_from(row.duration_ms).unwrap_or(0),
        submitted_at: Timestamp(row.submitted_at),
    }
}

/// Ranks each group by itself; groups follow in their order.
pub(super) fn by_group(
    contest: &Contest,
    entries: Vec<Entry>,
    settings: &ContestSettings,
    home: impl Fn(ParticipantId) -> Option<(GroupId, UnitId)>,
) -> Vec<EntryRecord> {
    let mut groups: HashMap<GroupId, Vec<Entry>> = HashMap::new();
    for entry in entries {
        if let Some((group, _)) = home(entry.participant) {
            groups.entry(group).or_default().push(entry);
        }
    }
    let mut rows = Vec::new();
    for group in &contest.groups {
        let ranked = ranking::rank(groups.remove(&group.id).unwrap_or_default(), &settings.tie_chain);
        rows.extend((1..).zip(ranked).filter_map(|(place, ranked)| {
            let (_, unit) = home(ranked.entry.participant)?;
            Some(record_of(group.ordinal, group.id, place, unit, &ranked))
        }));
    }
    rows
}

fn record_of(ordinal: i64, group: GroupId, place: i64, unit: UnitId, ranked: &Ranked) -> EntryRecord {
    let entry = &ranked.entry;
    EntryRecord {
        group_ordinal: ordinal,
        place,
        rank: i64::from(ranked.rank),
        group_id: group.0,
        participant_id: entry.participant.0,
        attempt_id: entry.attempt.0,
        unit_id: unit.0,
        score_hundredths: i64::from(entry.score),
        max_score_hundredths: i64::from(entry.max_score),
        prediction_error: entry.prediction_error.and_then(|error| i64::try_from(error).ok()),
        duration_ms: i64::try_from(entry.duration_ms).unwrap_or(i64::MAX),
        submitted_at: entry.submitted_at.0,
    }
}

pub(super) fn entry_of(row: &EntryRecord) -> Entry {
    Entry {
        participant: ParticipantId(row.participant_id),
        attempt: AttemptId(row.attempt_id),
        score: u32::try_from(row.score_hundredths).unwrap_or(0),
        max_score: u32::try_from(row.max_score_hundredths).unwrap_or(0),
        prediction_error: row.prediction_error.and_then(|error| u64::try_from(error).ok()),
        duration_ms: u64::try_from(row.duration_ms).unwrap_or(0),
        submitted_at: Timestamp(row.submitted_at),
    }
}
