//! Units as a ranking was fixed with them, as a tree to choose from.

use std::collections::HashMap;

use khao_domain::ids::UnitId;
use khao_domain::people::unit::Validity;
use khao_domain::text::fold;

use super::{Unit, UnitTree};
use crate::contest::ranking_units::FixedUnit;

/// A unit with the place it has in the tree.
struct Below<'u> {
    unit: &'u FixedUnit,
    lineage: String,
    path: String,
}

impl<'u> Below<'u> {
    /// The last one first.
    fn all(units: &[&'u FixedUnit], lineage: &str, above: &str) -> impl Iterator<Item = Self> {
        let place = move |(at, unit): (usize, &&'u FixedUnit)| Self {
            unit,
            lineage: format!("{lineage}{at:06}/"),
            path: if above.is_empty() {
                unit.name.clone()
            } else {
                format!("{above} › {}", unit.name)
            },
        };
        units.iter().enumerate().rev().map(place)
    }
}

impl UnitTree {
    /// In order of codes, each with all below it. Paths leave out the one unit that everything lies below.
    pub(crate) fn fixed(units: &[FixedUnit]) -> Self {
        let mut below: HashMap<Option<UnitId>, Vec<&FixedUnit>> = HashMap::new();
        for unit in units {
            below.entry(unit.parent).or_default().push(unit);
        }
        let children = |parent| below.get(&parent).map_or(&[][..], Vec::as_slice);
        let has_one_root = children(None).len() == 1;
        let mut tree = Self::default();
        // The last one is taken first.
        let mut left: Vec<Below> = Below::all(children(None), "", "").collect();
        while let Some(Below { unit, lineage, path }) = left.pop() {
            let above = if unit.parent.is_none() && has_one_root {
                ""
            } else {
                &path
            };
            left.extend(Below::all(children(Some(unit.id)), &lineage, above));
            tree.push(unit, lineage, path);
        }
        tree
    }

    fn push(&mut self, unit: &FixedUnit, lineage: String, path: String) {
        let place = self.units.len();
        self.by_id.insert(unit.id, place);
        self.by_parent.entry(unit.parent).or_default().push(place);
        self.units.push(Unit {
            id: unit.id,
            code_folded: fold(&unit.code),
            code: unit.code.clone(),
            folded: fold(&unit.name),
            name: unit.name.clone(),
            path_folded: fold(&path),
            path,
            parent: unit.parent,
            validity: Validity::default(),
            predecessors: Vec::new(),
            headcounts: Vec::new(),
            lineage,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(number: u128, parent: Option<u128>, name: &str) -> FixedUnit {
        let id = |number| UnitId(uuid::Uuid::from_u128(number));
        FixedUnit {
            id: id(number),
            parent: parent.map(id),
            code: format!("U{number}"),
            name: name.to_owned(),
            headcount: None,
        }
    }

    #[test]
    fn a_unit_stands_before_those_below_it() {
        let units = [
            unit(3, Some(2), "Phòng A"),
            unit(1, None, "Tỉnh"),
            unit(2, Some(1), "Sở Y tế"),
            unit(4, Some(1), "Sở Nội vụ"),
        ];
        let tree = UnitTree::fixed(&units);
        let paths: Vec<&str> = tree.all().iter().map(|unit| unit.path.as_str()).collect();
        assert_eq!(paths, ["Tỉnh", "Sở Y tế", "Sở Y tế › Phòng A", "Sở Nội vụ"]);
        assert!(tree.is_within(units[0].id, units[2].id));
        assert!(!tree.is_within(units[3].id, units[2].id));
        assert_eq!(tree.only_root(), Some(units[1].id));
    }
}
