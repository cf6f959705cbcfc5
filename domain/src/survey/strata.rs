//! Strata: the parts of the population that a wave's sample is drawn from, each by itself.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::ids::UnitId;
use crate::lang::said;
use crate::problem::Problem;

pub const STRATA_MOST: usize = 50;
const NAME_CHARS_MOST: usize = 120;
/// Of one stratum.
const UNITS_MOST: usize = 5_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stratum {
    pub name: String,
    /// With everything below them; none where it is no matter of units.
    #[serde(default)]
    pub units: Vec<UnitId>,
}

/// The place of the stratum that a unit belongs to: the one that names it, or else the nearest unit above it.
/// `upward` are the unit itself and those above it, in that order.
pub fn of_unit(strata: &[Stratum], upward: impl IntoIterator<Item = UnitId>) -> Option<usize> {
    upward.into_iter().find_map(|unit| {
        let mut strata = strata.iter();
        strata.position(|stratum| stratum.units.contains(&unit))
    })
}

/// What is wrong with the strata of a wave, each at `/strata/{nth}/{field}`.
pub fn check(strata: &[Stratum]) -> Vec<Problem> {
    if strata.len() > STRATA_MOST {
        let detail = said(
            "Một đợt có nhiều nhất 50 tầng mẫu.",
            "A wave has 50 strata at most.",
        );
        return vec![Problem::at("/strata", detail)];
    }
    let mut problems = Vec::new();
    let (mut names, mut units) = (HashSet::new(), HashSet::new());
    for (nth, stratum) in strata.iter().enumerate() {
        let mut say =
            |field: &str, detail| problems.push(Problem::at(format!("/strata/{nth}/{field}"), detail));
        let name = stratum.name.trim();
        if !(1..=NAME_CHARS_MOST).contains(&name.chars().count()) {
            say(
                "name",
                said(
                    "Tên tầng có từ 1 đến 120 ký tự.",
                    "A stratum's name has 1 to 120 characters.",
                ),
            );
        } else if !names.insert(name.to_owned()) {
            say(
                "name",
                said("Đã có tầng khác mang tên này.", "Another stratum has this name."),
            );
        }
        if stratum.units.len() > UNITS_MOST {
            say(
                "unit_ids",
                said(
                    "Một tầng có nhiều nhất 5.000 đơn vị.",
                    "A stratum has 5,000 units at most.",
                ),
            );
        } else if stratum.units.iter().filter(|unit| !units.insert(**unit)).count() > 0 {
            say(
                "unit_ids",
                said(
                    "Một đơn vị chỉ thuộc một tầng.",
                    "A unit belongs to one stratum only.",
                ),
            );
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn unit(number: u128) -> UnitId {
        UnitId(Uuid::from_u128(number))
    }

    fn stratum(name: &str, units: &[u128]) -> Stratum {
        Stratum {
            name: name.to_owned(),
            units: units.iter().copied().map(unit).collect(),
        }
    }

    #[test]
    fn a_unit_belongs_to_the_nearest_that_is_named() {
        let strata = [stratum("Thành thị", &[1]), stratum("Nông thôn", &[2, 12])];
        assert_eq!(of_unit(&strata, [unit(11), unit(1)]), Some(0));
        assert_eq!(of_unit(&strata, [unit(12), unit(1)]), Some(1));
        assert_eq!(of_unit(&strata, [unit(3)]), None);
    }

    #[test]
    fn mistakes_are_told_at_their_fields() {
        let strata = [stratum("A", &[1, 2]), stratum(" ", &[3]), stratum("A ", &[4, 2])];
        let problems = check(&strata);
        let pointers: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            ["/strata/1/name", "/strata/2/name", "/strata/2/unit_ids"]
        );
        assert_eq!(check(&vec![stratum("A", &[]); 51])[0].pointer, "/strata");
    }
}
