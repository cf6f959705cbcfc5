//! How a round went: scores, arrivals, participation. What the database can count it counts; whatever is shown is at
//! most five seconds old, and counted once for all who look at it.

pub mod daily;
mod files;
pub mod items;
mod spans;

use std::sync::Arc;

use khao_domain::contest::round::RoundState;
use khao_domain::ids::{GroupId, RoundId, UnitId};
use khao_domain::time::Timestamp;

use crate::Engine;
use crate::contest::board::{BARS, bar_of, top_level};
use crate::contest::contests::Contest;
use crate::contest::participation::UnitParticipation;
use crate::contest::rounds::Round;
use crate::error::{Error, Result};
use crate::fresh::fresh;
use crate::people::units::UnitTree;
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::course::{Alike, CountedAttempts};

pub use files::FigureTable;
use spans::Spans;

/// What is looked at; nothing is everything that the visitor may see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FigureFilter {
    /// Attempts of one group; units are counted with all of theirs.
    pub group: Option<GroupId>,
    /// With everything below it.
    pub unit: Option<UnitId>,
}

/// One span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrivals {
    pub from: Timestamp,
    pub until: Timestamp,
    /// Attempts that began.
    pub started: i64,
    /// Attempts that were handed in, or ran out of time.
    pub submitted: i64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RoundFigures {
    pub as_of: Timestamp,
    /// Sealed attempts by tenths of the most possible score; a full score is in the last.
    pub scores: [i64; BARS],
    /// From the opening to the closing, or to now, or to whoever came last.
    pub arrivals: Vec<Arrivals>,
    /// The units right below the one that is looked at.
    pub units: Vec<UnitParticipation>,
}

/// What a count depends on.
pub(crate) type CourseKey = (RoundId, Option<GroupId>, Option<UnitId>);

/// What the database has counted.
#[derive(Debug)]
pub(crate) struct Counted {
    scores: [i64; BARS],
    arrivals: Vec<Arrivals>,
}

/// What is looked at, once it is known that the visitor may.
struct Looked {
    contest: Arc<Contest>,
    round: Round,
    units: Arc<UnitTree>,
    group: Option<GroupId>,
    /// The unit that was asked for, or the only one a coordinator sees.
    unit: Option<UnitId>,
}

impl Engine {
    /// Of all units, or of those a coordinator looks after.
    pub async fn round_figures(
        &self,
        actor: &Actor,
        id: RoundId,
        filter: FigureFilter,
    ) -> Result<RoundFigures> {
        let looked = self.looked_at(actor, id, filter).await?;
        let counted = self.counted(id, &looked).await?;
        let root = filter.unit.or(actor.bound_to()).or(looked.contest.unit);
        let shown = top_level(&looked.units, root);
        let participation = self
            .figures_of(id, &looked.units, shown, looked.round.opens_at)
            .await?;
        Ok(RoundFigures {
            as_of: participation.as_of,
            scores: counted.scores,
            arrivals: counted.arrivals.clone(),
            units: participation.units,
        })
    }

    async fn looked_at(&self, actor: &Actor, id: RoundId, filter: FigureFilter) -> Result<Looked> {
        actor.may(Action::ReadContests)?;
        let (contest, round) = self.reached_round(actor, id).await?;
        if round.state == RoundState::Draft || filter.group.is_some_and(|id| contest.group(id).is_none()) {
            return Err(Error::NotFound);
        }
        let units = self.units().await?;
        let scope = actor.unit_scope();
        let unit = filter.unit.or(scope);
        // A unit that is not there would leave nothing to filter by, and show everything.
        let may_see = |unit: UnitId| {
            units.get(unit).is_some() && scope.is_none_or(|scope| units.is_within(unit, scope))
        };
        if unit.is_some_and(|unit| !may_see(unit)) {
            return Err(Error::NotFound);
        }
        Ok(Looked {
            contest,
            round,
            units,
            group: filter.group,
            unit,
        })
    }

    async fn counted(&self, id: RoundId, looked: &Looked) -> Result<Arc<Counted>> {
        let key = (id, looked.group, looked.unit);
        if let Some(counted) = fresh(&self.caches.courses, &key, self.now()) {
            return Ok(counted);
        }
        // A room full of those who look on counts once.
        let _one = self.caches.tallying.lock().await;
        let now = self.now();
        if let Some(counted) = fresh(&self.caches.courses, &key, now) {
            return Ok(counted);
        }
        let wanted = CountedAttempts {
            round: id,
            group: looked.group,
            lineage: looked
                .unit
                .and_then(|unit| looked.units.get(unit))
                .map(crate::people::units::Unit::lineage_span)
                .unwrap_or_default(),
        };
        let spans = Spans::of(looked.round.opens_at, looked.round.closes_at);
        let mut tx = self.store.read().await?;
        let alike = store::course::count(&mut tx, &wanted, spans.in_microseconds()).await?;
        drop(tx);
        let counted = Counted {
            scores: scores(&alike),
            arrivals: arrivals(&spans, &alike, (looked.round.closes_at, now)),
        };
        let counted = Arc::new(counted);
        self.caches.courses.insert(key, (now, counted.clone()));
        Ok(counted)
    }
}

/// Of those that are sealed.
fn scores(alike: &[Alike]) -> [i64; BARS] {
    let mut scores = [0; BARS];
    for row in alike {
        if let Some(tenth) = row.tenth {
            scores[bar_of(tenth)] += row.attempts;
        }
    }
    scores
}

/// A span each, those in which nothing happened included; none before the round is open.
fn arrivals(spans: &Spans, alike: &[Alike], (closes_at, now): (Timestamp, Timestamp)) -> Vec<Arrivals> {
    let last_seen = alike
        .iter()
        .map(|row| row.started.max(row.submitted.unwrap_or(0)))
        .max();
    let last_open = spans.of_moment(Timestamp(closes_at.0.min(now.0) - 1));
    let last = last_seen.unwrap_or(-1).max(last_open).min(Spans::MOST_SHOWN - 1);
    let mut shown: Vec<Arrivals> = (0..=last)
        .map(|at| Arrivals {
            from: spans.start(at),
            until: spans.start(at + 1),
            started: 0,
            submitted: 0,
        })
        .collect();
    let place = |span: i64| usize::try_from(span.clamp(0, last.max(0))).unwrap_or(0);
    for row in alike {
        if let Some(span) = shown.get_mut(place(row.started)) {
            span.started += row.attempts;
        }
        if let Some(span) = row.submitted.and_then(|at| shown.get_mut(place(at))) {
            span.submitted += row.attempts;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(started: i64, submitted: Option<i64>, attempts: i64) -> Alike {
        Alike {
            tenth: submitted.map(|_| 10),
            started,
            submitted,
            attempts,
        }
    }

    #[test]
    fn every_span_is_told_and_nobody_is_lost() {
        let opens = Timestamp::parse_rfc3339("2026-10-05T02:00:00Z").unwrap();
        let closes = opens.plus_seconds(7 * 24 * 3600);
        let spans = Spans::of(opens, closes);
        let (hour, far) = (3600, 1_000_000);
        let rows = [alike(0, None, 2), alike(2, Some(3), 5), alike(0, Some(far), 1)];
        let now = opens.plus_seconds(2 * hour);
        let shown = arrivals(&spans, &rows[..2], (closes, now));
        let counts: Vec<(i64, i64)> = shown.iter().map(|one| (one.started, one.submitted)).collect();
        assert_eq!(counts, [(2, 0), (0, 0), (5, 0), (0, 5)]);
        assert_eq!(shown[1].from, shown[0].until);
        // Extra time without end lands in the last span.
        let shown = arrivals(&spans, &rows, (closes, closes));
        assert_eq!(i64::try_from(shown.len()).unwrap(), Spans::MOST_SHOWN);
        assert_eq!(shown.iter().map(|one| one.submitted).sum::<i64>(), 6);
        // Nothing before the opening.
        let before = opens.plus_seconds(-24 * hour);
        assert!(arrivals(&spans, &[], (closes, before)).is_empty());
        assert_eq!(scores(&rows), [0, 0, 0, 0, 0, 0, 0, 0, 0, 6]);
    }
}
