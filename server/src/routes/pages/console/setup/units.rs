//! Units and head-counts: looked at here, changed in their own section.

use khao_app::pages::console::setup::Frame;
use khao_app::pages::console::setup::units::{UnitsView, page};
use khao_engine::people::units::Unit;
use khao_engine::policy::Action;
use leptos::prelude::AnyView;

use super::super::roster;
use super::Visited;
use crate::problem::Fault;

/// So many units without a head-count are named.
const NAMED_MOST: usize = 12;

pub(super) async fn content(at: &Visited, frame: Frame) -> Result<AnyView, Fault> {
    let engine = at.page_of.engine();
    let units = engine.units().await?;
    let today = engine.now().local_date();
    let without: Vec<&Unit> = units.uncounted(today).collect();
    let roots = units.children(None);
    let people = roots.filter_map(|unit| units.headcount(unit.id, today)).sum();
    let view = UnitsView {
        units: count(units.all().len()),
        without_headcount_count: count(without.len()),
        without_headcount: without
            .iter()
            .take(NAMED_MOST)
            .map(|unit| unit.path.clone())
            .collect(),
        people,
        missing: roster::missing(&at.page_of, &at.contest, None).await?,
        may_change: at.page_of.actor().may(Action::ManageUnits).is_ok(),
        frame,
    };
    Ok(page(&view))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
