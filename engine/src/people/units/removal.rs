//! Units that nobody wants any more: removed, or closed with or without what lies below; and opened again.

use khao_domain::audit::Detail;
use khao_domain::ids::UnitId;
use khao_domain::lang::said;
use khao_domain::people::unit::{KeptBy, UnitRow, Validity};
use khao_domain::time::CivilDate;

use super::undoing::in_use_or;
use super::{Unit, UnitTree};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store;

/// What became of a unit that nobody wants any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// Nothing referred to it.
    Removed,
    /// It stays for what refers to it, and no longer exists from this day on.
    Closed(CivilDate),
}

/// What would become of it, told before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalPlan {
    /// Why it would only be closed; empty: it would be removed.
    pub kept_by: Vec<KeptBy>,
    /// How many units below it exist today, and stay.
    pub below: usize,
    /// Where its people, or those of units below it, take part: address and title.
    pub contests: Vec<(String, String)>,
    /// Of a closed unit: how many below it were closed on the same day.
    pub closed_with_it: Option<usize>,
    /// Of a closed unit: what it lies below that is closed too, the nearest one.
    pub closed_above: Option<String>,
    /// How many of it and of those below that exist today have a last day already, which closing replaces.
    pub planned_ends: usize,
}

impl Engine {
    pub async fn removal_plan(&self, actor: &Actor, id: UnitId) -> Result<RemovalPlan> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units().await?;
        let unit = tree.get(id).ok_or(Error::NotFound)?;
        let today = self.now().local_date();
        let mut tx = self.store.read().await?;
        let refers = store::unit_history::referring(&mut tx, id.0).await?;
        let (from, to) = unit.lineage_span();
        let contests = store::unit_history::contests_of(&mut tx, (&from, &to)).await?;
        let has_results = store::unit_history::are_in_results(&mut tx, &[id.0]).await?;
        let reasons = [
            (KeptBy::Below, tree.children(Some(id)).next().is_some()),
            (KeptBy::People, refers.people || has_results),
            (KeptBy::Roster, refers.roster),
            (KeptBy::Accounts, refers.accounts),
            (KeptBy::Contests, refers.contests),
            (KeptBy::Banks, refers.banks),
            (KeptBy::Successors, tree.successors(id).next().is_some()),
            (KeptBy::ExtraTime, refers.extra_time),
            (KeptBy::Surveys, refers.surveys),
        ];
        let kept_by = reasons.into_iter().filter(|(_, is_so)| *is_so);
        let closed_on = unit.validity.until.filter(|until| *until <= today);
        let same_day = |day| {
            below(&tree, id)
                .filter(|unit| unit.validity.until == Some(day))
                .count()
        };
        Ok(RemovalPlan {
            kept_by: kept_by.map(|(reason, _)| reason).collect(),
            below: below(&tree, id)
                .filter(|unit| unit.validity.holds_on(today))
                .count(),
            contests,
            closed_with_it: closed_on.map(same_day),
            closed_above: closed_on.and_then(|_| closed_above(&tree, id, today)),
            planned_ends: below(&tree, id)
                .chain([unit])
                .filter(|unit| unit.validity.holds_on(today) && unit.validity.until.is_some())
                .count(),
        })
    }

    /// Removes a unit that nothing refers to; any other is closed.
    pub async fn remove_unit(&self, actor: &Actor, id: UnitId) -> Result<Removal> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units_now().await?;
        let unit = tree.get(id).ok_or(Error::NotFound)?;
        let mut tx = self.store.read().await?;
        let has_results = store::unit_history::are_in_results(&mut tx, &[id.0]).await?;
        drop(tx);
        if !has_results {
            match self.delete_unit(actor, &tree, unit).await {
                Err(Error::Conflict(Conflict::UnitInUse)) => {}
                done => return done.map(|()| Removal::Removed),
            }
        }
        let today = self.now().local_date();
        let end = end_of(unit, today);
        let row = ending(&tree, unit, Some(end));
        self.change_to(actor, &tree, id, ("units.close", &[row])).await?;
        Ok(Removal::Closed(end))
    }

    /// Closes a unit from today on, and on the same day everything below it.
    pub async fn close_unit_with_below(&self, actor: &Actor, id: UnitId) -> Result<CivilDate> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units_now().await?;
        let unit = tree.get(id).ok_or(Error::NotFound)?;
        let today = self.now().local_date();
        let end = end_of(unit, today);
        let mut rows = vec![ending(&tree, unit, Some(end))];
        rows.extend(below(&tree, id).map(|unit| ending(&tree, unit, Some(end_of(unit, end)))));
        self.change_to(actor, &tree, id, ("units.close", &rows)).await?;
        Ok(end)
    }

    /// Takes the last day of a closed unit away; `with_below`: also of those below it that were closed on its day.
    pub async fn reopen_unit(&self, actor: &Actor, id: UnitId, with_below: bool) -> Result<()> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units_now().await?;
        let unit = self.closed(&tree, id)?;
        let day = unit.validity.until;
        let mut rows = vec![ending(&tree, unit, None)];
        let with_it = below(&tree, id).filter(|unit| with_below && unit.validity.until == day);
        rows.extend(with_it.map(|unit| ending(&tree, unit, None)));
        self.change_to(actor, &tree, id, ("units.reopen", &rows)).await
    }

    fn closed<'t>(&self, tree: &'t UnitTree, id: UnitId) -> Result<&'t Unit> {
        let unit = tree.get(id).ok_or(Error::NotFound)?;
        let today = self.now().local_date();
        if unit.validity.until.is_none_or(|until| until > today) {
            return Err(Error::invalid(
                "",
                said("Đơn vị này không bị đóng.", "This unit is not closed."),
            ));
        }
        Ok(unit)
    }

    async fn delete_unit(&self, actor: &Actor, tree: &UnitTree, unit: &Unit) -> Result<()> {
        let mut tx = self.store.write().await?;
        self.advance_units(&mut tx, tree).await?;
        store::units::set_predecessors(&mut tx, &[(unit.id.0, Vec::new())]).await?;
        store::unit_history::delete(&mut tx, &[unit.id.0])
            .await
            .map_err(in_use_or)?;
        let detail = Detail::named(&format!("{} ({})", unit.name, unit.code));
        self.record(&mut tx, actor, "units.remove", &unit.id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.units.forget();
        Ok(())
    }
}

fn closed_above(tree: &UnitTree, id: UnitId, today: CivilDate) -> Option<String> {
    let mut above = tree.with_ancestors(id).skip(1).filter_map(|id| tree.get(id));
    let closed = above.find(|unit| unit.validity.until.is_some_and(|until| until <= today));
    closed.map(|unit| unit.name.clone())
}

/// Everything below a unit, parents before children.
fn below(tree: &UnitTree, id: UnitId) -> impl Iterator<Item = &Unit> {
    let all = tree.all().iter();
    all.filter(move |unit| unit.id != id && tree.is_within(unit.id, id))
}

/// What has not begun yet ends as it begins, and what has ended stays ended.
fn end_of(unit: &Unit, day: CivilDate) -> CivilDate {
    let end = unit.validity.from.map_or(day, |from| from.max(day));
    unit.validity.until.map_or(end, |until| until.min(end))
}

fn ending(tree: &UnitTree, unit: &Unit, until: Option<CivilDate>) -> UnitRow {
    UnitRow {
        validity: Validity {
            until,
            ..unit.validity
        },
        ..tree.row_of(unit)
    }
}
