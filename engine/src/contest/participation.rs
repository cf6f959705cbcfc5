//! Participation per unit: who entered and submitted, over the head-count in force when the round opened.

use std::collections::HashMap;
use std::sync::Arc;

use khao_domain::contest::round::RoundState;
use khao_domain::ids::{RoundId, UnitId};
use khao_domain::time::Timestamp;

use crate::Engine;
use crate::error::{Error, Result};
use crate::fresh::fresh;
use crate::people::units::UnitTree;
use crate::people::units::sums::with_all_below;
use crate::policy::{Action, Actor};
use crate::store::{self, figures::UnitFigure};

/// One unit with everything below it.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitParticipation {
    pub id: UnitId,
    pub code: String,
    pub name: String,
    pub headcount: Option<i64>,
    /// Persons who started.
    pub participants: i64,
    /// Persons with a submitted attempt.
    pub submitted: i64,
    /// submitted / headcount; above 1 where more took part than were counted, which is shown, not hidden.
    pub rate: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Participation {
    pub as_of: Timestamp,
    pub units: Vec<UnitParticipation>,
}

/// A page of the units somebody sees, and what they come to together.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsoleParticipation {
    pub page: Participation,
    /// The last unit of the page where more follow.
    pub next: Option<UnitId>,
    pub participants: i64,
    pub submitted: i64,
    /// Open attempts of the whole round.
    pub open: i64,
}

impl Engine {
    /// The units right below `parent`; without one, those right below the root.
    pub async fn participation(&self, id: RoundId, parent: Option<UnitId>) -> Result<Participation> {
        let (_, round) = self.contest_of_round(id).await?;
        if !round.is_public() {
            return Err(Error::NotFound);
        }
        let units = self.units().await?;
        let parent = match parent {
            Some(id) => Some(units.get(id).ok_or(Error::NotFound)?.id),
            None => units.only_root(),
        };
        let shown = units.children(parent).map(|unit| unit.id).collect();
        self.figures_of(id, &units, shown, round.opens_at).await
    }

    /// For files: all units, or those a coordinator looks after.
    pub(crate) async fn seen_participation(&self, actor: &Actor, id: RoundId) -> Result<Participation> {
        actor.may(Action::ReadContests)?;
        let (_, round) = self.reached_round(actor, id).await?;
        let units = self.units().await?;
        let shown = seen(actor, &units).collect();
        self.figures_of(id, &units, shown, round.opens_at).await
    }

    /// For the console: so many of these units at most, those after one.
    pub async fn console_participation(
        &self,
        actor: &Actor,
        id: RoundId,
        (after, most): (Option<UnitId>, usize),
    ) -> Result<ConsoleParticipation> {
        actor.may(Action::ReadContests)?;
        let (_, round) = self.reached_round(actor, id).await?;
        let units = self.units().await?;
        let mut shown: Vec<UnitId> = seen(actor, &units).collect();
        let at = after.and_then(|after| shown.iter().position(|unit| *unit == after));
        shown.drain(..at.map_or(0, |at| at + 1));
        let more = shown.len() > most;
        shown.truncate(most);
        let next = shown.last().copied().filter(|_| more);
        let (mut participants, mut submitted) = (0, 0);
        for figure in self.unit_figures(id).await?.iter() {
            let unit = UnitId(figure.unit_id);
            if units.get(unit).is_some() && actor.sees_unit(&units, unit) {
                participants += figure.participants;
                submitted += figure.submitted;
            }
        }
        let open = if matches!(round.state, RoundState::Draft) {
            0
        } else {
            let mut tx = self.store.read().await?;
            store::attempts::open_count(&mut tx, id).await?
        };
        Ok(ConsoleParticipation {
            page: self.figures_of(id, &units, shown, round.opens_at).await?,
            next,
            participants,
            submitted,
            open,
        })
    }

    async fn unit_figures(&self, id: RoundId) -> Result<Arc<Vec<UnitFigure>>> {
        let now = self.now();
        if let Some(figures) = fresh(&self.caches.participation, &id, now) {
            return Ok(figures);
        }
        let mut tx = self.store.read().await?;
        let figures = Arc::new(store::figures::per_unit(&mut tx, id).await?);
        self.caches.participation.insert(id, (now, figures.clone()));
        Ok(figures)
    }

    pub(crate) async fn figures_of(
        &self,
        id: RoundId,
        units: &UnitTree,
        shown: Vec<UnitId>,
        opens_at: Timestamp,
    ) -> Result<Participation> {
        let now = self.now();
        let figures = self.unit_figures(id).await?;
        let totals = totals(units, &figures);
        let day = opens_at.local_date();
        let units = shown.into_iter().filter_map(|id| {
            let unit = units.get(id)?;
            let (participants, submitted) = totals.get(&id).copied().unwrap_or_default();
            let headcount = units.headcount(id, day);
            Some(UnitParticipation {
                id,
                code: unit.code.clone(),
                name: unit.name.clone(),
                headcount,
                participants,
                submitted,
                rate: headcount
                    .filter(|count| *count > 0)
                    .map(|count| submitted as f64 / count as f64),
            })
        });
        Ok(Participation {
            as_of: now,
            units: units.collect(),
        })
    }
}

fn seen(actor: &Actor, units: &UnitTree) -> impl Iterator<Item = UnitId> {
    let units_seen = units.all().iter().filter(|unit| actor.sees_unit(units, unit.id));
    units_seen.map(|unit| unit.id)
}

/// Each unit's figures with those of everything below it.
fn totals(units: &UnitTree, figures: &[UnitFigure]) -> HashMap<UnitId, (i64, i64)> {
    let rows = figures.iter().map(|figure| (UnitId(figure.unit_id), figure));
    let above = |id| units.with_ancestors(id);
    with_all_below(rows, above, |total: &mut (i64, i64), figure| {
        total.0 += figure.participants;
        total.1 += figure.submitted;
    })
}
