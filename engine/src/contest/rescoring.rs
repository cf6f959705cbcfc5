//! Scoring anew what a correction touches: in the background, in short writes that no save has to wait for, from where
//! it stopped if the node did.

use std::sync::Arc;

use khao_domain::contest::paper::Paper;
use khao_domain::contest::scoring::score_paper;
use khao_domain::ids::{AttemptId, GroupId, RoundId};
use uuid::Uuid;

use super::contests::Contest;
use super::frozen::{FrozenGroup, FrozenRound};
use super::rulings::RoundRulings;
use super::sealing::answers_in;
use crate::Engine;
use crate::error::{Error, Result};
use crate::store;
use crate::store::corrections::{NewScore, RescoringRecord, ScoredRecord};
use crate::work::Progress;

/// Attempts of one write: about 10 ms on SQLite, and never more than 50.
const CHUNK: i64 = 500;

/// (participant, ordinal) of an attempt.
type Place = (Uuid, i64);

/// An attempt's paper, drawn again, and what it is worth under the corrections.
pub(super) struct Rescored<'r> {
    pub(super) group: &'r FrozenGroup,
    pub(super) paper: Paper,
    /// (score, most possible).
    pub(super) worth: (i64, i64),
}

impl Engine {
    /// Works in what waits, one round after the other; returns how many were brought to their end. A round that another
    /// node is at, or whose ranking is being made, is left for the next time.
    pub async fn rescore_waiting(&self) -> Result<usize> {
        let mut tx = self.store.read().await?;
        let waiting = store::corrections::waiting(&mut tx).await?;
        drop(tx);
        let mut done = 0;
        for id in waiting.into_iter().map(RoundId) {
            match Box::pin(self.rescore(id)).await {
                Ok(is_done) => done += usize::from(is_done),
                // One round in trouble keeps no other one waiting.
                Err(error) => tracing::warn!(%error, round = %id, "corrections were not worked in this time"),
            }
        }
        Ok(done)
    }

    async fn rescore(&self, id: RoundId) -> Result<bool> {
        let (contest, _) = self.contest_of_round(id).await?;
        let work = Box::pin(self.work_in(&contest, id));
        Ok(self.alone(&lease(&contest), work).await?.is_some())
    }

    /// Scores every sealed attempt of the round with the corrections it has now, and returns how many these are.
    pub(super) async fn score_anew(
        &self,
        contest: &Contest,
        id: RoundId,
        progress: &Progress,
    ) -> Result<i64> {
        let round = self.frozen_round(id).await?;
        let mut tx = self.store.read().await?;
        let counted = store::corrections::counted(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        if counted.corrected >= counted.corrections {
            return Ok(counted.corrected);
        }
        let records = store::corrections::of_round(&mut tx, id).await?;
        let upto = records.last().map_or(0, |row| row.ordinal);
        let begun = store::corrections::rescoring(&mut tx, id).await?;
        let total = store::corrections::scored_count(&mut tx, id).await?;
        drop(tx);
        let rulings = Arc::new(RoundRulings::of(&round, &records));
        let mut at = begun
            .filter(|row| row.corrections == upto)
            .unwrap_or(RescoringRecord {
                corrections: upto,
                total,
                done: 0,
                after_participant: Uuid::nil(),
                after_ordinal: 0,
            });
        progress.expect(count(total - at.done));
        while let Some(next) = self.score_chunk(contest, (&round, &rulings), at.clone()).await? {
            progress.add(count(next.done - at.done));
            at = next;
        }
        Ok(upto)
    }

    /// The next attempts; none where there are no more.
    async fn score_chunk(
        &self,
        contest: &Contest,
        (round, rulings): (&Arc<FrozenRound>, &Arc<RoundRulings>),
        mut at: RescoringRecord,
    ) -> Result<Option<RescoringRecord>> {
        let after = (at.after_participant, at.after_ordinal);
        let Some((rows, last)) = self.scored_page(round.id, after).await? else {
            return Ok(None);
        };
        (at.after_participant, at.after_ordinal) = last;
        at.done += i64::try_from(rows.len()).unwrap_or(0);
        at.total = at.total.max(at.done);
        let (round_of, rulings) = (round.clone(), rulings.clone());
        // Away from the threads that answer requests: it is all computing.
        let scored = tokio::task::spawn_blocking(move || changed(&round_of, &rulings, &rows))
            .await
            .map_err(|error| Error::Internal(error.to_string()))?;
        let mut tx = self.store.write().await?;
        if !self.still_alone(&mut tx, &lease(contest)).await? {
            return Err(Error::Busy { retry_after_s: 1 });
        }
        store::corrections::set_scores(&mut tx, &scored).await?;
        store::corrections::put_rescoring(&mut tx, round.id, &at).await?;
        tx.commit().await?;
        Ok(Some(at))
    }

    /// The next scored attempts after (participant, ordinal), with the last one's; none where there are no more.
    pub(super) async fn scored_page(
        &self,
        id: RoundId,
        after: Place,
    ) -> Result<Option<(Vec<ScoredRecord>, Place)>> {
        let mut tx = self.store.read().await?;
        let rows = store::corrections::scored_after(&mut tx, id, after, CHUNK).await?;
        let last = rows.last().map(|last| (last.participant_id, last.ordinal));
        Ok(last.map(|last| (rows, last)))
    }
}

fn count(attempts: i64) -> usize {
    usize::try_from(attempts).unwrap_or(0)
}

/// Who makes or remakes a ranking of the contest does so alone.
pub(super) fn lease(contest: &Contest) -> String {
    format!("rank {}", contest.id)
}

/// The attempts whose score is another one now.
fn changed(round: &FrozenRound, rulings: &RoundRulings, rows: &[ScoredRecord]) -> Vec<NewScore> {
    rows.iter()
        .filter_map(|row| {
            let (score, most) = rescored(round, rulings, row)?.worth;
            let differs = (score, most) != (row.score_hundredths, row.max_score_hundredths);
            differs.then_some((row.id, score, most))
        })
        .collect()
}

pub(super) fn rescored<'r>(
    round: &'r FrozenRound,
    rulings: &RoundRulings,
    row: &ScoredRecord,
) -> Option<Rescored<'r>> {
    let group_id = GroupId(row.group_id);
    let (group, paper) = round.drawn(group_id, AttemptId(row.id), &row.client_nonce)?;
    let answers = answers_in(row.answers.as_deref(), paper.questions.len());
    let score = score_paper(&group.pool, rulings.group(group_id), &paper, &answers);
    let worth = (i64::from(score.hundredths), i64::from(score.max_hundredths));
    Some(Rescored { group, paper, worth })
}
