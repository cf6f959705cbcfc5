//! Figures of the parts of a wave: its strata and its units, hidden together, because a unit lies in a stratum.

use khao_domain::ids::UnitId;
use khao_domain::survey::estimates::{Estimate, of_groups, of_nested};
use khao_domain::survey::form::Form;
use khao_domain::survey::tally::Tally;

use super::releases::Released;
use super::surveys::Wave;
use crate::people::units::UnitTree;

#[derive(Debug, Clone)]
pub struct PartFigures {
    /// Of each stratum of the wave, in their order.
    pub strata: Vec<Estimate>,
    pub units: Vec<(UnitId, Estimate)>,
}

/// The same on pages and over the API.
pub fn of_parts(units: &UnitTree, wave: &Wave, form: &Form, released: &Released) -> PartFigures {
    let ids = released.units.keys().copied();
    if wave.strata.is_empty() {
        let tallies: Vec<&Tally> = released.units.values().collect();
        return PartFigures {
            strata: Vec::new(),
            units: ids.zip(of_groups(form, &released.whole, &tallies)).collect(),
        };
    }
    let none = Tally::default();
    let strata: Vec<&Tally> = (0..wave.strata.len())
        .map(|place| released.strata.get(&place).unwrap_or(&none))
        .collect();
    let within: Vec<(Option<usize>, &Tally)> = released
        .units
        .iter()
        .map(|(id, tally)| (wave.stratum_of(units, *id), tally))
        .collect();
    let (strata, of_units) = of_nested(form, &released.whole, &strata, &within);
    PartFigures {
        strata,
        units: ids.zip(of_units).collect(),
    }
}
