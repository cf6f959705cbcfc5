//! The live board of a round: who entered, who is at work, who handed in, how scores lie. Tallies are counted at most
//! once in five seconds on a node, however many look on.

use std::collections::HashMap;
use std::sync::Arc;

use khao_domain::contest::round::RoundState;
use khao_domain::ids::{ContestId, RoundId, UnitId};
use khao_domain::time::Timestamp;

use super::participation::UnitParticipation;
use crate::Engine;
use crate::error::{Error, Result};
use crate::fresh::fresh;
use crate::people::units::UnitTree;
use crate::policy::{Action, Actor};
use crate::store;

/// Bars of the distribution: tenths of the most possible score.
pub const BARS: usize = 10;
/// A hall reads no longer list, and every event carries it.
pub const UNITS_MOST: usize = 200;

#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    pub as_of: Timestamp,
    /// People of the contest.
    pub entered: i64,
    /// Attempts that are open.
    pub in_progress: i64,
    /// Attempts that are sealed and count.
    pub submitted: i64,
    /// Sealed attempts by tenths of the most possible score; a full score is in the last.
    pub scores: [i64; BARS],
    /// Of everything that is counted: people with an attempt handed in, over the head-count. Without one head-count, no
    /// rate.
    pub whole: Whole,
    /// The units of it without a head-count, for which the whole has none.
    pub uncounted: Vec<String>,
    /// The units right below the one that was chosen, or below the visitor's own; those where nobody takes part come last; of more than [`UNITS_MOST`], those with the most people taking part.
    pub units: Vec<UnitParticipation>,
    /// How many there are.
    pub units_total: usize,
}

/// All of the units of a board together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Whole {
    pub submitted: i64,
    pub headcount: Option<i64>,
    pub rate: Option<f64>,
}

/// What is counted of one unit, without those below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct UnitTally {
    entered: i64,
    in_progress: i64,
    submitted: i64,
    scores: [i64; BARS],
}

pub(crate) type Tallies = HashMap<UnitId, UnitTally>;

impl Engine {
    /// Of all units, or of those a coordinator looks after; of one of them and those below it, where it is chosen.
    pub async fn board(&self, actor: &Actor, id: RoundId, chosen: Option<UnitId>) -> Result<Board> {
        actor.may(Action::ReadContests)?;
        let (contest, round) = self.reached_round(actor, id).await?;
        if round.state == RoundState::Draft {
            return Err(Error::NotFound);
        }
        let units = self.units().await?;
        let tallies = self.tallies(contest.id, id).await?;
        let is_seen = |unit| units.get(unit).is_some() && actor.sees_unit(&units, unit);
        if chosen.is_some_and(|chosen| !is_seen(chosen)) {
            return Err(Error::NotFound);
        }
        let scope = chosen.or(actor.unit_scope());
        let own = |unit: &UnitId| scope.is_none_or(|scope| units.is_within(*unit, scope));
        let mut sum = UnitTally::default();
        for (_, tally) in tallies.iter().filter(|(unit, _)| own(unit)) {
            sum.add(tally);
        }
        let top = chosen.or(actor.bound_to()).or(contest.unit);
        let shown = top_level(&units, top);
        let roots = match top.or_else(|| units.only_root()) {
            Some(root) => vec![root],
            None => shown.clone(),
        };
        let of_roots = roots.iter().filter(|root| units.get(**root).is_some()).count();
        let both = [roots, shown].concat();
        let counted = self.figures_of(id, &units, both, round.opens_at).await?;
        let mut whole = counted.units;
        let below = whole.split_off(of_roots);
        let units_total = below.len();
        Ok(Board {
            as_of: counted.as_of,
            entered: sum.entered,
            in_progress: sum.in_progress,
            submitted: sum.submitted,
            scores: sum.scores,
            whole: whole_of(&whole),
            uncounted: uncounted(&whole),
            units: leading(below),
            units_total,
        })
    }

    async fn tallies(&self, contest: ContestId, id: RoundId) -> Result<Arc<Tallies>> {
        if let Some(tallies) = fresh(&self.caches.boards, &id, self.now()) {
            return Ok(tallies);
        }
        // A hall full of boards counts once.
        let _one = self.caches.tallying.lock().await;
        let now = self.now();
        if let Some(tallies) = fresh(&self.caches.boards, &id, now) {
            return Ok(tallies);
        }
        let mut tx = self.store.read().await?;
        let mut tallies = Tallies::new();
        for row in store::figures::entered_per_unit(&mut tx, contest).await? {
            tallies.entry(UnitId(row.unit_id)).or_default().entered = row.people;
        }
        for row in store::figures::tenths_per_unit(&mut tx, id).await? {
            let tally = tallies.entry(UnitId(row.unit_id)).or_default();
            tally.count(row.tenth, row.attempts);
        }
        drop(tx);
        let tallies = Arc::new(tallies);
        self.caches.boards.insert(id, (now, tallies.clone()));
        Ok(tallies)
    }
}

fn uncounted(units: &[UnitParticipation]) -> Vec<String> {
    let units = units.iter().filter(|unit| unit.headcount.is_none());
    units.map(|unit| unit.name.clone()).collect()
}

/// A head-count that one of several lacks is none of all.
fn whole_of(units: &[UnitParticipation]) -> Whole {
    let submitted = units.iter().map(|unit| unit.submitted).sum();
    let headcount: Option<i64> = units.iter().map(|unit| unit.headcount).sum();
    Whole {
        submitted,
        headcount,
        rate: headcount
            .filter(|count| *count > 0)
            .map(|count| submitted as f64 / count as f64),
    }
}

/// All of a short list, as it is ordered, but for those where nobody takes part.
fn leading(mut units: Vec<UnitParticipation>) -> Vec<UnitParticipation> {
    units.sort_by_key(|unit| unit.participants == 0);
    if units.len() > UNITS_MOST {
        units.sort_by_key(|unit| std::cmp::Reverse((unit.participants, unit.submitted)));
        units.truncate(UNITS_MOST);
    }
    units
}

impl UnitTally {
    /// Attempts without a tenth are open.
    fn count(&mut self, tenth: Option<i64>, attempts: i64) {
        let Some(tenth) = tenth else {
            self.in_progress += attempts;
            return;
        };
        self.submitted += attempts;
        self.scores[bar_of(tenth)] += attempts;
    }

    fn add(&mut self, other: &Self) {
        self.entered += other.entered;
        self.in_progress += other.in_progress;
        self.submitted += other.submitted;
        for (bar, more) in self.scores.iter_mut().zip(other.scores) {
            *bar += more;
        }
    }
}

/// Of a tenth of the most possible score; a full score is in the last.
pub(crate) fn bar_of(tenth: i64) -> usize {
    usize::try_from(tenth).unwrap_or(0).min(BARS - 1)
}

/// The units right below the one a visitor looks after, or itself where there are none.
pub(crate) fn top_level(units: &UnitTree, own: Option<UnitId>) -> Vec<UnitId> {
    let root = own.or_else(|| units.only_root());
    let below: Vec<UnitId> = units.children(root).map(|unit| unit.id).collect();
    if below.is_empty() {
        root.into_iter().collect()
    } else {
        below
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_score_is_in_the_last_bar_and_an_open_attempt_in_none() {
        let mut tally = UnitTally::default();
        for (tenth, attempts) in [(Some(0), 1), (Some(9), 2), (Some(10), 3), (None, 4)] {
            tally.count(tenth, attempts);
        }
        assert_eq!(tally.scores, [1, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
        assert_eq!((tally.submitted, tally.in_progress), (6, 4));
        let mut sum = tally.clone();
        sum.add(&tally);
        assert_eq!((sum.submitted, sum.scores[9]), (12, 10));
    }
}
