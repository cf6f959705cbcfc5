//! Figures of units, each with everything below it.

use std::collections::HashMap;

use khao_domain::ids::UnitId;

/// `above`: a unit and all that it lies below; `add`: what a row brings to each of these.
pub(crate) fn with_all_below<S: Default, T, A: Iterator<Item = UnitId>>(
    rows: impl IntoIterator<Item = (UnitId, T)>,
    above: impl Fn(UnitId) -> A,
    add: impl Fn(&mut S, &T),
) -> HashMap<UnitId, S> {
    let mut sums: HashMap<UnitId, S> = HashMap::new();
    for (unit, row) in rows {
        for id in above(unit) {
            add(sums.entry(id).or_default(), &row);
        }
    }
    sums
}
