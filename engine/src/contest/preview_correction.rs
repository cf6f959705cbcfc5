//! Whom a correction would move, before anything is recorded.

use std::collections::HashMap;
use std::sync::Arc;

use khao_domain::contest::correction::{Change, CorrectionKind, Ruled};
use khao_domain::ids::{GroupId, ParticipantId, RoundId};
use uuid::Uuid;

use super::contests::Contest;
use super::corrections::{Checked, NewCorrection, check};
use super::frozen::FrozenRound;
use super::rankings::{Computed, ranked};
use super::rescoring::{Rescored, rescored};
use super::rulings::RoundRulings;
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::attempts::SealedRecord;
use crate::store::corrections::{CorrectionRecord, ScoredRecord};
use crate::store::rankings::EntryRecord;
use crate::store::{self, Tx};

const MOVES_MOST: usize = 200;

/// Somebody whose score or rank would be another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub participant: ParticipantId,
    /// Empty where the person is not known any more.
    pub name: String,
    pub group: String,
    pub old_score: i64,
    pub new_score: i64,
    pub old_rank: i64,
    pub new_rank: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionPreview {
    pub item_code: String,
    pub stem: String,
    pub kind: CorrectionKind,
    /// The key as it would be recorded.
    pub key: String,
    pub reason: String,
    /// Sealed attempts that met the item.
    pub touched: i64,
    /// What it was computed of, but for papers handed in since: another one is another preview.
    pub state: String,
    /// None for whoever may not open the item's bank: who would move tells the right answer.
    pub effect: Option<Effect>,
}

/// What would become of scores and ranks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    pub up: i64,
    pub down: i64,
    /// How many people would have another score or rank; the first of them stand in `moves`.
    pub moved: i64,
    pub moves: Vec<Move>,
    /// The most points of a paper with the item, as it is and as it would be; none where no paper has it.
    pub most: Option<(i64, i64)>,
    /// The item would be scored as it is scored already.
    pub changes_nothing: bool,
}

/// The attempts as they are and as they would be.
#[derive(Default)]
struct Weighed {
    touched: i64,
    up: i64,
    down: i64,
    most: Option<(i64, i64)>,
    before: Vec<SealedRecord>,
    after: Vec<SealedRecord>,
}

impl Engine {
    /// Computes what a correction would do, and stores nothing.
    pub async fn preview_correction(
        &self,
        actor: &Actor,
        id: RoundId,
        new: &NewCorrection,
    ) -> Result<CorrectionPreview> {
        actor.may(Action::RunContests)?;
        let (contest, _) = self.reached_round(actor, id).await?;
        let round = self.correctable(id).await?;
        let checked = Arc::new(check(&round, new)?);
        let opens = self.may_correct(actor, &round, &checked).await?;
        let mut tx = self.store.read().await?;
        let state = preview_state(&mut tx, id).await?;
        drop(tx);
        let mut records = self.correction_records(id).await?;
        let changes_nothing = changes_nothing(&checked, &records);
        let ordinal = records.last().map_or(1, |row| row.ordinal + 1);
        records.push(checked.record(ordinal, None, self.now()));
        let rulings = Arc::new(RoundRulings::of(&round, &records));
        let weighed = self.weigh(&round, &rulings, &checked).await?;
        let touched = weighed.touched;
        let effect = if opens {
            let weighed = (weighed, changes_nothing);
            Some(self.effect(&contest, &round, weighed).await?)
        } else {
            None
        };
        Ok(CorrectionPreview {
            item_code: checked.item.code.clone(),
            stem: checked.item.stem.clone(),
            kind: checked.change.kind,
            key: checked.change.key_text(),
            reason: checked.reason.clone(),
            touched,
            state,
            effect,
        })
    }

    async fn effect(
        &self,
        contest: &Arc<Contest>,
        round: &Arc<FrozenRound>,
        (weighed, changes_nothing): (Weighed, bool),
    ) -> Result<Effect> {
        let mut tx = self.store.read().await?;
        let started = store::figures::persons_started(&mut tx, round.id).await?;
        drop(tx);
        let (of, frozen) = (contest.clone(), round.clone());
        let (up, down, most) = (weighed.up, weighed.down, weighed.most);
        // Away from the threads that answer requests, as above.
        let ranking = move || {
            let before = ranked(&of, &frozen, &weighed.before, started);
            let mut moved = moved(&before, &ranked(&of, &frozen, &weighed.after, started));
            moved.sort_by_key(most_at_stake);
            moved
        };
        let moved = tokio::task::spawn_blocking(ranking)
            .await
            .map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Effect {
            up,
            down,
            moved: i64::try_from(moved.len()).unwrap_or(i64::MAX),
            moves: self.with_names(contest, moved).await?,
            most,
            changes_nothing,
        })
    }

    /// Away from the threads that answer requests: it is all computing.
    async fn weigh(
        &self,
        round: &Arc<FrozenRound>,
        rulings: &Arc<RoundRulings>,
        checked: &Arc<Checked>,
    ) -> Result<Weighed> {
        let mut weighed = Weighed::default();
        let mut after = (Uuid::nil(), 0);
        while let Some((rows, last)) = self.scored_page(round.id, after).await? {
            after = last;
            let (round, rulings, checked) = (round.clone(), rulings.clone(), checked.clone());
            let work = move || {
                for row in rows.iter().filter(|row| !row.voided) {
                    weighed.add(&round, &rulings, &checked, row);
                }
                weighed
            };
            weighed = tokio::task::spawn_blocking(work)
                .await
                .map_err(|error| Error::Internal(error.to_string()))?;
        }
        Ok(weighed)
    }

    async fn with_names(
        &self,
        contest: &Contest,
        moved: Vec<(EntryRecord, EntryRecord)>,
    ) -> Result<Vec<Move>> {
        let shown: Vec<_> = moved.into_iter().take(MOVES_MOST).collect();
        let ids: Vec<Uuid> = shown.iter().map(|(_, new)| new.participant_id).collect();
        let mut tx = self.store.read().await?;
        let people = store::participants::names(&mut tx, &ids).await?;
        let names: HashMap<Uuid, String> = people.into_iter().map(|one| (one.id, one.full_name)).collect();
        Ok(shown
            .into_iter()
            .map(|(old, new)| Move {
                participant: ParticipantId(new.participant_id),
                name: names.get(&new.participant_id).cloned().unwrap_or_default(),
                group: contest
                    .group(GroupId(new.group_id))
                    .map(|group| group.name.clone())
                    .unwrap_or_default(),
                old_score: old.score_hundredths,
                new_score: new.score_hundredths,
                old_rank: old.rank,
                new_rank: new.rank,
            })
            .collect())
    }
}

/// Of a round: its corrections and its voided papers. What people hand in meanwhile is no reason to look again.
pub(super) async fn preview_state(tx: &mut Tx, id: RoundId) -> Result<String> {
    let counted = store::corrections::counted(tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let voided = store::attempts::voided(tx, id).await?;
    let mark = voided.iter().fold(0, |mark, id| mark ^ id.as_u128());
    Ok(format!("{}-{}-{mark:x}", counted.corrections, voided.len()))
}

/// The first of every group come first, whether they stood there or come to stand there: prizes are theirs.
fn most_at_stake((old, new): &(EntryRecord, EntryRecord)) -> (i64, bool) {
    (
        old.rank.min(new.rank),
        old.score_hundredths == new.score_hundredths,
    )
}

impl Weighed {
    fn add(&mut self, round: &FrozenRound, rulings: &RoundRulings, checked: &Checked, row: &ScoredRecord) {
        let rescored = rescored(round, rulings, row);
        let (score, most) = match &rescored {
            Some(rescored) => rescored.worth,
            None => (row.score_hundredths, row.max_score_hundredths),
        };
        let is_met = rescored.is_some_and(|rescored| meets(&rescored, checked));
        self.touched += i64::from(is_met);
        if is_met {
            self.most.get_or_insert((row.max_score_hundredths, most));
        }
        self.up += i64::from(score > row.score_hundredths);
        self.down += i64::from(score < row.score_hundredths);
        self.before
            .push(sealed(row, (row.score_hundredths, row.max_score_hundredths)));
        self.after.push(sealed(row, (score, most)));
    }
}

/// Whether the item is scored already as the correction would have it.
fn changes_nothing(checked: &Checked, records: &[CorrectionRecord]) -> bool {
    let item = &checked.item;
    let mut of_item = records.iter().rev();
    let newest = of_item.find(|row| row.bank_id == checked.bank.0 && row.item_code == item.code);
    let present = match newest {
        Some(row) => {
            CorrectionKind::parse(&row.kind).and_then(|kind| Change::parse(item, kind, &row.right_answer))
        }
        None => Change::parse(item, CorrectionKind::AsFrozen, ""),
    };
    present.is_some_and(|present| Ruled::new(item, &present) == Ruled::new(item, &checked.change))
}

fn meets(rescored: &Rescored<'_>, checked: &Checked) -> bool {
    let index = rescored.group.pool.index_of(&checked.item.code);
    let mut questions = rescored.paper.questions.iter();
    rescored.group.bank == checked.bank && questions.any(|question| Some(question.item) == index)
}

fn sealed(row: &ScoredRecord, (score, most): (i64, i64)) -> SealedRecord {
    SealedRecord {
        id: row.id,
        participant_id: row.participant_id,
        group_id: row.group_id,
        unit_id: row.unit_id,
        submitted_at: row.submitted_at,
        duration_ms: row.duration_ms,
        score_hundredths: score,
        max_score_hundredths: most,
        prediction: row.prediction,
    }
}

/// Who has another score or rank, in the order of the new ranking.
fn moved(before: &Computed, after: &Computed) -> Vec<(EntryRecord, EntryRecord)> {
    let old: HashMap<Uuid, &EntryRecord> = before
        .entries
        .iter()
        .map(|entry| (entry.participant_id, entry))
        .collect();
    let standing = |entry: &EntryRecord| (entry.score_hundredths, entry.max_score_hundredths, entry.rank);
    after
        .entries
        .iter()
        .filter_map(|new| {
            let old = old.get(&new.participant_id)?;
            (standing(old) != standing(new)).then(|| ((*old).clone(), new.clone()))
        })
        .collect()
}
