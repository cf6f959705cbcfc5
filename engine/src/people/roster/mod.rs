//! The roster of a contest: who is expected to take part, who of them has come, and who has not.
//!
//! Map: `loading` reads a file, says what it would do and does it; `plan` decides; `meeting` finds the row of whoever
//! enters; `changing` takes people away; `files` writes what can be downloaded.

use std::sync::Arc;

use khao_domain::ids::{ContestId, ParticipantId, RosterPersonId, RoundId, UnitId};
use khao_domain::lang::said;
use khao_domain::text::fold;
use khao_domain::time::CivilDate;
use uuid::Uuid;

use super::check_sought;
use super::units::sums::with_all_below;
use super::units::{UnitTree, no_such_unit};
use crate::Engine;
use crate::contest::contests::Contest;
use crate::error::{Error, Result};
use crate::fresh::fresh;
use crate::people::codes::whole_tree;
use crate::policy::Actor;
use crate::store;
use crate::store::roster_pages::{RosterLineRecord, UnitRosterRecord, Wanted};

mod changing;
mod files;
mod loading;
pub(crate) mod meeting;
mod plan;

pub use files::RosterFile;
pub use loading::SeenLoad;
pub use plan::{LOST_NAMED_MOST, LoadMode, LostPerson, RosterLoad};

/// Who of the roster is looked for; what is empty does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterFilter {
    /// With everything below it.
    pub unit: Option<UnitId>,
    /// Without a round, having entered the contest counts; with one, having submitted in it.
    pub round: Option<RoundId>,
    pub standing: Standing,
    /// Part of a name or of a staff code, without regard to diacritics.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    #[default]
    All,
    /// Entered, or submitted in the round.
    Done,
    /// Still to come.
    Missing,
}

impl Standing {
    pub const ALL: [Self; 3] = [Self::All, Self::Done, Self::Missing];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Done => "done",
            Self::Missing => "missing",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == text)
    }
}

/// Somebody of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterLine {
    pub id: RosterPersonId,
    pub full_name: String,
    pub staff_code: Option<String>,
    /// As stored: `1990-01-05`.
    pub birth_date: Option<String>,
    pub unit: UnitId,
    /// Who entered and is this person.
    pub participant: Option<ParticipantId>,
    /// In the round that was asked for.
    pub submitted: bool,
}

/// How many are on the roster, and how many of them have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RosterCount {
    pub people: i64,
    pub entered: i64,
    /// In the round that was asked for.
    pub submitted: i64,
}

impl RosterCount {
    fn add(&mut self, unit: &UnitRosterRecord) {
        self.people += unit.people;
        self.entered += unit.entered;
        self.submitted += unit.submitted;
    }

    /// Who has not entered; with a round, who has not submitted in it.
    pub const fn missing(&self, in_round: bool) -> i64 {
        self.people - if in_round { self.submitted } else { self.entered }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterTotals {
    /// Of the unit that was asked for with everything below it, as far as the actor sees it.
    pub all: RosterCount,
    /// The units right below it that have people on the roster.
    pub units: Vec<(UnitId, RosterCount)>,
    /// People whose unit is not there on the day of the question.
    pub without_unit: i64,
}

/// One page of a roster, and how many are on all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterView {
    pub people: Vec<RosterLine>,
    /// Whatever is looked for and whether they have come.
    pub totals: RosterTotals,
}

impl Engine {
    async fn roster_of(&self, contest: ContestId) -> Result<Option<Uuid>> {
        let mut tx = self.store.read().await?;
        let state = store::rosters::state(&mut tx, contest).await?;
        Ok(state.ok_or(Error::NotFound)?.roster_id)
    }

    /// People by name, after somebody, and how many there are; coordinators see those of their own units.
    ///
    /// One more than `limit` is never returned: whoever shows pages asks for one more.
    pub async fn roster(
        &self,
        actor: &Actor,
        slug: &str,
        filter: &RosterFilter,
        (after, limit): (Option<RosterPersonId>, u32),
    ) -> Result<RosterView> {
        let contest = self.console_contest(actor, slug).await?;
        let (units, top) = self
            .roster_scope(actor, &contest, filter.unit, filter.round)
            .await?;
        let roster = self.roster_of(contest.id).await?;
        let people = match wanted(&units, roster, top, filter)? {
            Some(wanted) => self.people_of(&wanted, after, limit).await?,
            None => Vec::new(),
        };
        let Some(roster) = roster else {
            return Ok(RosterView::default());
        };
        Ok(RosterView {
            people,
            totals: self.totals_of_roster(&units, roster, top, filter.round).await?,
        })
    }

    async fn people_of(
        &self,
        wanted: &Wanted,
        after: Option<RosterPersonId>,
        limit: u32,
    ) -> Result<Vec<RosterLine>> {
        let mut tx = self.store.read().await?;
        let place = match after {
            None => Vec::new(),
            Some(after) => store::roster_pages::place(&mut tx, wanted.roster, after.0)
                .await?
                .ok_or(Error::NotFound)?,
        };
        let id = after.map_or(Uuid::nil(), |after| after.0);
        let rows = store::roster_pages::page(&mut tx, wanted, (&place, id), i64::from(limit)).await?;
        Ok(rows.into_iter().map(line_of).collect())
    }

    /// How many are expected and have come, at most five seconds old.
    pub async fn roster_totals(
        &self,
        actor: &Actor,
        slug: &str,
        unit: Option<UnitId>,
        round: Option<RoundId>,
    ) -> Result<RosterTotals> {
        let contest = self.console_contest(actor, slug).await?;
        let (units, top) = self.roster_scope(actor, &contest, unit, round).await?;
        match self.roster_of(contest.id).await? {
            Some(roster) => self.totals_of_roster(&units, roster, top, round).await,
            None => Ok(RosterTotals::default()),
        }
    }

    /// The unit whose people are meant, where the question is a right one.
    async fn roster_scope(
        &self,
        actor: &Actor,
        contest: &Contest,
        unit: Option<UnitId>,
        round: Option<RoundId>,
    ) -> Result<(Arc<UnitTree>, Option<UnitId>)> {
        check_round(contest, round)?;
        let units = self.units().await?;
        let top = top_of(actor, &units, unit)?;
        Ok((units, top))
    }

    async fn totals_of_roster(
        &self,
        units: &UnitTree,
        roster: Uuid,
        top: Option<UnitId>,
        round: Option<RoundId>,
    ) -> Result<RosterTotals> {
        let counted = self.counted_roster(roster, round).await?;
        let (today, shown) = (self.now().local_date(), top.or_else(|| units.only_root()));
        Ok(totals_of(units, &counted, (top, shown), today))
    }

    async fn counted_roster(
        &self,
        roster: Uuid,
        round: Option<RoundId>,
    ) -> Result<Arc<Vec<UnitRosterRecord>>> {
        let (now, key) = (self.now(), (roster, round.map_or(Uuid::nil(), |round| round.0)));
        if let Some(counted) = fresh(&self.caches.rosters, &key, now) {
            return Ok(counted);
        }
        let mut tx = self.store.read().await?;
        let counted = Arc::new(store::roster_pages::per_unit(&mut tx, key.0, key.1).await?);
        self.caches.rosters.insert(key, (now, counted.clone()));
        Ok(counted)
    }
}

/// None where nobody is meant: there is no list, or signs alone are looked for.
fn wanted(
    units: &UnitTree,
    roster: Option<Uuid>,
    top: Option<UnitId>,
    filter: &RosterFilter,
) -> Result<Option<Wanted>> {
    check_sought(&filter.text)?;
    let lineage = match top {
        Some(top) => units.get(top).ok_or(Error::Forbidden)?.lineage_span(),
        None => whole_tree(),
    };
    let text = fold(&filter.text);
    if text.is_empty() && !filter.text.trim().is_empty() {
        return Ok(None);
    }
    Ok(roster.map(|roster| Wanted {
        roster,
        lineage,
        round: filter.round.map_or(Uuid::nil(), |round| round.0),
        state: filter.standing.as_str(),
        text,
    }))
}

/// The unit whose people are shown: the one that was named, within the actor's own; none is everybody.
fn top_of(actor: &Actor, units: &UnitTree, named: Option<UnitId>) -> Result<Option<UnitId>> {
    let scope = actor.unit_scope();
    let Some(named) = named else { return Ok(scope) };
    let is_seen = scope.is_none_or(|scope| units.is_within(named, scope));
    if units.get(named).is_some() && is_seen {
        return Ok(Some(named));
    }
    Err(Error::invalid("/unit_id", no_such_unit()))
}

fn check_round(contest: &Contest, round: Option<RoundId>) -> Result<()> {
    let is_known = |id| {
        contest
            .round(id)
            .is_some_and(crate::contest::rounds::Round::is_public)
    };
    if round.is_none_or(is_known) {
        return Ok(());
    }
    Err(Error::invalid(
        "/round_id",
        said(
            "Cuộc thi không có vòng thi nào như vậy đã được thông báo.",
            "The contest has no such announced round.",
        ),
    ))
}

fn line_of(row: RosterLineRecord) -> RosterLine {
    RosterLine {
        id: RosterPersonId(row.id),
        full_name: row.full_name,
        staff_code: row.staff_code,
        birth_date: row.birth_date,
        unit: UnitId(row.unit_id),
        participant: row.participant_id.map(ParticipantId),
        submitted: row.submitted,
    }
}

fn totals_of(
    units: &UnitTree,
    counted: &[UnitRosterRecord],
    (top, shown): (Option<UnitId>, Option<UnitId>),
    today: CivilDate,
) -> RosterTotals {
    let mut totals = RosterTotals::default();
    let all = counted.iter().map(|unit| (UnitId(unit.unit_id), unit));
    let meant: Vec<_> = all
        .filter(|(id, _)| top.is_none_or(|top| units.is_within(*id, top)))
        .collect();
    for (id, unit) in &meant {
        totals.all.add(unit);
        if !units.get(*id).is_some_and(|unit| unit.validity.holds_on(today)) {
            totals.without_unit += unit.people;
        }
    }
    let above = |id| units.with_ancestors(id);
    let below = with_all_below(meant, above, |count: &mut RosterCount, unit| count.add(unit));
    let children = units.children(shown);
    totals.units = children
        .filter_map(|unit| Some((unit.id, *below.get(&unit.id)?)))
        .collect();
    totals
}
