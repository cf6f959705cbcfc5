//! The collective ranking of a contest: units by participation, then by quality, over all published rounds.
//!
//! For each unit, with everything below it:
//! - rate = Σ persons ranked in a round ÷ Σ head-count in force when that round opened, over the published rounds;
//! - quality = Σ points of the counted attempts ÷ Σ the most points they could have.
//!
//! Higher rates come first, then higher quality; units without a head-count have no rate and follow those with one.
//! Both are compared as fractions, exactly; equal units share a rank. Two rounds ask a unit to come twice, so the head-
//! count counts once per round. Rates above 1 are shown, not hidden. Tree, names and head-counts are those that the
//! contest's ranking was fixed with: what changes since takes effect with its next revision.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use khao_domain::contest::round::RoundState;
use khao_domain::ids::{GroupId, UnitId};
use khao_domain::time::{CivilDate, Timestamp};

use super::contests::Contest;
use super::ranking_units::{FixedUnit, RankingUnits};
use super::rounds::Round;
use crate::Engine;
use crate::error::{Error, Result};
use crate::people::units::UnitTree;
use crate::people::units::sums::with_all_below;
use crate::store::rankings::{RevisionRecord, UnitSum};
use crate::store::{self, Tx};

/// One unit's line.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitLine {
    pub rank: u32,
    pub id: UnitId,
    pub code: String,
    pub name: String,
    /// Summed over the published rounds, like everything below.
    pub headcount: Option<i64>,
    pub participants: i64,
    pub score_hundredths: i64,
    pub max_score_hundredths: i64,
}

impl UnitLine {
    pub fn rate(&self) -> Option<f64> {
        let headcount = self.headcount.filter(|count| *count > 0)?;
        Some(self.participants as f64 / headcount as f64)
    }

    /// The mean of the counted attempts in hundredths of a point; none where nobody took part.
    pub fn mean_hundredths(&self) -> Option<i64> {
        mean(self.score_hundredths, self.participants)
    }

    pub fn mean_max_hundredths(&self) -> Option<i64> {
        mean(self.max_score_hundredths, self.participants)
    }

    /// Better units come first.
    fn compare(&self, other: &Self) -> Ordering {
        let rate = |line: &Self| {
            line.headcount
                .filter(|count| *count > 0)
                .map(|count| (line.participants, count))
        };
        let quality = |line: &Self| (line.score_hundredths, line.max_score_hundredths);
        match (rate(self), rate(other)) {
            (Some(one), Some(two)) => larger_first(one, two),
            (one, two) => two.is_some().cmp(&one.is_some()),
        }
        .then_with(|| larger_first(quality(self), quality(other)))
    }
}

/// Rounded to the nearest, halves up.
fn mean(sum: i64, count: i64) -> Option<i64> {
    (count > 0).then(|| (2 * sum + count).div_euclid(2 * count))
}

/// a/b against c/d, without division; nothing out of nothing counts as nothing.
fn larger_first((a, b): (i64, i64), (c, d): (i64, i64)) -> Ordering {
    let one = i128::from(a) * i128::from(d.max(1));
    let two = i128::from(c) * i128::from(b.max(1));
    two.cmp(&one)
}

#[derive(Debug, Clone)]
pub struct Collective {
    pub revision: i64,
    pub published_at: Timestamp,
    pub lines: Vec<UnitLine>,
}

/// What a unit's people did in one round.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    participants: i64,
    score: i64,
    max_score: i64,
}

impl Engine {
    /// The units right below `parent` (without one, below the root), ranked.
    pub async fn collective_ranking(
        &self,
        slug: &str,
        parent: Option<UnitId>,
        group: Option<GroupId>,
    ) -> Result<Collective> {
        let contest = self.public_contest(slug).await?;
        let tree = self.units().await?;
        let groups = contest.ordinals_of(group)?;
        let mut tx = self.store.read().await?;
        let published = store::rankings::published(&mut tx, contest.id.0)
            .await?
            .ok_or(Error::NotPublished)?;
        let units = self
            .units_of_contest(&mut tx, &contest, &tree, &published)
            .await?;
        let parent = match parent {
            Some(id) => Some(units.get(id).ok_or(Error::NotFound)?.id),
            None => units.only_root(),
        };
        let rounds = published_rounds(&mut tx, &contest, &units, groups).await?;
        drop(tx);
        Ok(Collective {
            revision: published.revision,
            published_at: Timestamp(published.published_at.unwrap_or(published.frozen_at)),
            lines: lines_below(&units, parent, &rounds),
        })
    }

    /// The units as the contest's ranking was fixed with them.
    pub(super) async fn units_of_contest(
        &self,
        tx: &mut Tx,
        contest: &Contest,
        tree: &UnitTree,
        whole: &RevisionRecord,
    ) -> Result<Arc<RankingUnits>> {
        let kept = self.kept_units(tx, (contest.id.0, whole.revision)).await?;
        let published = |round: &&Round| round.state == RoundState::Published;
        Ok(kept.unwrap_or_else(|| {
            let rounds = contest.rounds.iter().filter(published);
            let days: Vec<CivilDate> = rounds.map(|round| round.opens_at.local_date()).collect();
            Arc::new(RankingUnits::of(tree, &days))
        }))
    }
}

/// What each unit's people did in one published round, with everything below it.
pub(super) struct RoundSums {
    totals: HashMap<UnitId, Sum>,
}

/// `groups`: the first and the last ordinal.
pub(super) async fn published_rounds(
    tx: &mut Tx,
    contest: &Contest,
    units: &RankingUnits,
    groups: (i64, i64),
) -> Result<Vec<RoundSums>> {
    let mut rounds = Vec::new();
    let published = |round: &&Round| round.state == RoundState::Published;
    for round in contest.rounds.iter().filter(published) {
        let revision = store::rankings::published_number(tx, round.id.0).await?;
        let sums = store::rankings::sums_per_unit(tx, round.id.0, revision, groups).await?;
        rounds.push(RoundSums {
            totals: totals(units, &sums),
        });
    }
    Ok(rounds)
}

/// The units right below `parent`, ranked.
pub(super) fn lines_below(
    units: &RankingUnits,
    parent: Option<UnitId>,
    rounds: &[RoundSums],
) -> Vec<UnitLine> {
    let mut lines: Vec<UnitLine> = units.children(parent).map(|unit| line_of(unit, rounds)).collect();
    rank(&mut lines);
    lines
}

impl Contest {
    /// The span of ordinals that a ranking shows: one group's, or all.
    pub(crate) fn ordinals_of(&self, group: Option<GroupId>) -> Result<(i64, i64)> {
        match group {
            None => Ok((0, i64::MAX)),
            Some(id) => self
                .group(id)
                .map(|group| (group.ordinal, group.ordinal))
                .ok_or(Error::NotFound),
        }
    }
}

fn totals(units: &RankingUnits, sums: &[UnitSum]) -> HashMap<UnitId, Sum> {
    let rows = sums.iter().map(|sum| (UnitId(sum.unit_id), sum));
    let above = |id| units.with_ancestors(id);
    with_all_below(rows, above, |total: &mut Sum, sum| {
        total.participants += sum.participants;
        total.score += sum.score_hundredths;
        total.max_score += sum.max_score_hundredths;
    })
}

fn line_of(unit: &FixedUnit, rounds: &[RoundSums]) -> UnitLine {
    let mut line = UnitLine {
        rank: 0,
        id: unit.id,
        code: unit.code.clone(),
        name: unit.name.clone(),
        headcount: unit.headcount,
        participants: 0,
        score_hundredths: 0,
        max_score_hundredths: 0,
    };
    for round in rounds {
        let total = round.totals.get(&unit.id).copied().unwrap_or_default();
        line.participants += total.participants;
        line.score_hundredths += total.score;
        line.max_score_hundredths += total.max_score;
    }
    line
}

/// Sorts and numbers; equal units share a rank and are listed by code.
fn rank(lines: &mut [UnitLine]) {
    lines.sort_by(|one, two| one.compare(two).then_with(|| one.code.cmp(&two.code)));
    for index in 0..lines.len() {
        let before = index.checked_sub(1).map(|at| &lines[at]);
        let shared = before
            .filter(|line| line.compare(&lines[index]) == Ordering::Equal)
            .map(|line| line.rank);
        lines[index].rank = shared.unwrap_or_else(|| u32::try_from(index + 1).unwrap_or(u32::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn line(code: &str, headcount: Option<i64>, participants: i64, score: i64) -> UnitLine {
        UnitLine {
            rank: 0,
            id: UnitId(Uuid::nil()),
            code: code.to_owned(),
            name: String::new(),
            headcount,
            participants,
            score_hundredths: score,
            max_score_hundredths: participants * 1000,
        }
    }

    fn order(mut lines: Vec<UnitLine>) -> Vec<(String, u32)> {
        rank(&mut lines);
        lines.into_iter().map(|line| (line.code, line.rank)).collect()
    }

    #[test]
    fn rate_first_then_quality_and_units_without_headcount_last() {
        let found = order(vec![
            line("no count", None, 50, 50_000),
            line("empty", Some(0), 0, 0),
            line("half, good", Some(10), 5, 4000),
            line("half, better", Some(20), 10, 9000),
            line("all", Some(3), 3, 0),
        ]);
        let codes: Vec<&str> = found.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(codes, ["all", "half, better", "half, good", "no count", "empty"]);
    }

    #[test]
    fn equals_share_a_rank_and_the_next_is_skipped() {
        let found = order(vec![
            line("b", Some(6), 2, 1000),
            line("a", Some(3), 1, 500),
            line("c", Some(3), 0, 0),
        ]);
        assert_eq!(
            found,
            [("a".to_owned(), 1), ("b".to_owned(), 1), ("c".to_owned(), 3)]
        );
    }

    #[test]
    fn means_are_rounded_halves_up() {
        assert_eq!(mean(1001, 2), Some(501));
        assert_eq!(mean(10, 3), Some(3));
        assert_eq!(mean(0, 0), None);
    }
}
