//! `/console`: organisers see everything, coordinators their own units.

mod accounts;
mod addresses;
mod attachments;
mod attempt;
mod audit;
mod banks;
mod board;
mod columns;
mod complaints;
mod contest;
mod contests;
mod corrections;
mod extra_time;
mod figures;
mod instance;
mod messages;
mod owner;
mod participants;
mod person;
mod preview;
mod prizes;
mod ranking;
mod roster;
mod round;
mod setup;
mod surveys;
mod together;
mod units;
mod waiting_rankings;
mod winners;
mod work;

use std::str::FromStr;

use khao_app::components::select::SelectOption;
use khao_app::components::unit_choice::UnitOptions;
use khao_domain::ids::UnitId;
use khao_domain::lang::said;
use khao_engine::contest::contests::Contest;
use khao_engine::people::units::{Unit, UnitTree};
use khao_engine::policy::Actor;

use crate::problem::Fault;
use crate::routes::table::Route;

pub(in crate::routes) use audit::audit_words;
pub(super) use khao_domain::text::shortened;
pub(super) use person::correction_line;

pub fn routes() -> Vec<Route> {
    [
        contests::routes(),
        contest::routes(),
        attachments::routes(),
        accounts::routes(),
        audit::routes(),
        banks::routes(),
        instance::routes(),
        setup::routes(),
        surveys::routes(),
        preview::routes(),
        round::routes(),
        corrections::routes(),
        complaints::routes(),
        ranking::routes(),
        prizes::routes(),
        winners::routes(),
        participants::routes(),
        roster::routes(),
        units::routes(),
        person::routes(),
        attempt::routes(),
        extra_time::routes(),
        board::routes(),
        figures::routes(),
        messages::routes(),
        work::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn group_options(contest: &Contest) -> Vec<SelectOption> {
    let groups = contest.groups.iter();
    groups
        .map(|group| SelectOption::content(group.id.to_string(), &group.name))
        .collect()
}

/// The id that was chosen from a list; nothing is everything.
fn chosen<T: FromStr>(name: &str, id: &str) -> Result<Option<T>, Fault> {
    if id.is_empty() {
        return Ok(None);
    }
    let id = id
        .parse()
        .map_err(|_| Fault::invalid(name, said("Không có mã này.", "There is no such id.")))?;
    Ok(Some(id))
}

/// The way up from the unit that is looked at, as far as the visitor sees it, and those of its units that have something
/// to show.
fn unit_options(
    actor: &Actor,
    units: &UnitTree,
    looked_at: Option<UnitId>,
    below: impl Iterator<Item = UnitId>,
) -> UnitOptions {
    let above = looked_at.map_or_else(Vec::new, |id| units.above(actor, id));
    let at = looked_at.and_then(|id| units.get(id));
    let below = below
        .filter(|id| Some(*id) != looked_at)
        .filter_map(|id| units.get(id));
    let option = |unit: &Unit| SelectOption::content(unit.id.to_string(), &unit.name);
    let all = above.into_iter().chain(at).chain(below).map(option);
    UnitOptions::of(all, at.map(option))
}

/// A count of the engine's, as figures are written.
pub(super) fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
