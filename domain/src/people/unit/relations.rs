//! How units stand to each other: no unit lies below itself, and none was made from itself.

use std::collections::{BTreeMap, BTreeSet};

use super::{Column, KnownUnit, UnitRow};
use crate::lang::{Lang, Said, said};
use crate::table::RowProblem;

/// What is wrong with predecessors.
pub(super) fn check(units: &[UnitRow], known: &BTreeMap<String, KnownUnit>) -> Vec<RowProblem> {
    let own: BTreeMap<&str, &[String]> = units
        .iter()
        .map(|unit| (unit.code.as_str(), unit.predecessors.as_slice()))
        .collect();
    let of = |code: &str| match own.get(code) {
        Some(predecessors) => Some(*predecessors),
        None => known.get(code).map(|unit| unit.predecessors.as_slice()),
    };
    let mut problems = Vec::new();
    for unit in units.iter().filter(|unit| !unit.predecessors.is_empty()) {
        let unknown = unit.predecessors.iter().find(|code| of(code).is_none());
        let detail = if let Some(code) = unknown {
            Said::of(|lang| match lang {
                Lang::Vi => format!("Không có đơn vị nào mang mã “{code}”."),
                Lang::En => format!("No unit has the code “{code}”."),
            })
        } else if comes_from_itself(unit, of) {
            said(
                "Một đơn vị không thể là đơn vị trước đó của chính nó.",
                "No unit can be made from itself.",
            )
        } else {
            continue;
        };
        let column = Some(Column::Predecessors.header());
        problems.push(RowProblem::error(unit.row, column, detail));
    }
    problems
}

fn comes_from_itself<'u>(unit: &'u UnitRow, of: impl Fn(&str) -> Option<&'u [String]>) -> bool {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut next: Vec<&str> = unit.predecessors.iter().map(String::as_str).collect();
    while let Some(code) = next.pop() {
        if code == unit.code {
            return true;
        }
        if seen.insert(code) {
            next.extend(of(code).unwrap_or_default().iter().map(String::as_str));
        }
    }
    false
}

/// Sorts parents before children; what is wrong with the tree comes back.
pub(super) fn sort_by_depth(units: &mut [UnitRow], known: &BTreeMap<String, KnownUnit>) -> Vec<RowProblem> {
    let own = units
        .iter()
        .map(|unit| (unit.code.as_str(), unit.parent_code.as_deref()));
    let mut parents: BTreeMap<&str, Option<&str>> = known
        .iter()
        .map(|(code, unit)| (code.as_str(), unit.parent_code.as_deref()))
        .collect();
    parents.extend(own);
    let mut problems = Vec::new();
    let mut depths: BTreeMap<String, usize> = BTreeMap::new();
    for unit in units.iter() {
        match depth(unit, &parents) {
            Ok(depth) => {
                depths.insert(unit.code.clone(), depth);
            }
            Err(detail) => problems.push(RowProblem::error(unit.row, Some(Column::Parent.header()), detail)),
        }
    }
    units.sort_by_key(|unit| depths.get(&unit.code).copied());
    problems
}

/// No tree of units is deeper than this; a chain that is goes round in a circle.
const DEPTH_MOST: usize = 20;

fn depth(unit: &UnitRow, parents: &BTreeMap<&str, Option<&str>>) -> Result<usize, Said> {
    let mut above = unit.parent_code.as_deref();
    let mut depth = 0;
    while let Some(code) = above {
        above = match parents.get(code) {
            Some(parent) => *parent,
            None if depth == 0 => return Err(no_parent(code)),
            // Further up it is another row's mistake.
            None => None,
        };
        depth += 1;
        if depth > DEPTH_MOST {
            return Err(said(
                "Đơn vị này nằm trong một vòng cấp trên – cấp dưới; hãy sửa mã cấp trên.",
                "This unit lies below itself by way of others; correct the code of the unit above it.",
            ));
        }
    }
    Ok(depth)
}

fn no_parent(code: &str) -> Said {
    Said::of(|lang| match lang {
        Lang::Vi => format!("Không có đơn vị nào mang mã cấp trên “{code}”."),
        Lang::En => format!("There is no unit above it with the code “{code}”."),
    })
}
