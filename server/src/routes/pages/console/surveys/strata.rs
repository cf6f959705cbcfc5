//! Strata as they are typed: a line each, `name: unit, unit`.

use khao_domain::lang::Lang;
use khao_domain::lang::Said;
use khao_domain::problem::Problem;
use khao_domain::survey::strata::Stratum;
use khao_engine::people::units::UnitTree;

use crate::routes::pages::named_unit::unit_named;

/// Units are named by their codes, names or ids.
pub fn read(units: &UnitTree, typed: &str, problems: &mut Vec<Problem>) -> Vec<Stratum> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut strata = Vec::new();
    for line in lines {
        let (name, listed) = line.split_once(':').unwrap_or((line, ""));
        let mut stratum = Stratum {
            name: name.trim().to_owned(),
            units: Vec::new(),
        };
        for one in listed
            .split([',', ';'])
            .map(str::trim)
            .filter(|one| !one.is_empty())
        {
            match unit_named(units, "/strata", one) {
                Ok(Some(unit)) => stratum.units.push(unit),
                Ok(None) => {}
                Err(problem) => problems.push(told(name.trim(), one, &problem)),
            }
        }
        strata.push(stratum);
    }
    strata
}

/// With the line and the unit, because all lines stand in one field.
fn told(stratum: &str, unit: &str, problem: &Problem) -> Problem {
    let detail = Said::of(|lang| {
        let why = problem.detail.in_lang(lang);
        match lang {
            Lang::Vi => format!("Tầng “{stratum}”, đơn vị “{unit}”: {why}"),
            Lang::En => format!("Stratum “{stratum}”, unit “{unit}”: {why}"),
        }
    });
    Problem::at("/strata", detail)
}
