//! Whom of those who enter a row of the roster means.
//!
//! - Where both have a staff code, the code alone decides: equal without regard to case and signs, or not that person.
//! - Otherwise the names are equal without diacritics, the birth dates too where the row has one, and the person's unit
//!   is the row's unit or lies below it.
//!
//! One person meets at most one row and one row at most one person. Of several free rows the one with the code is met
//! first, then one with the birth date, then the one nearest to the person's unit, then the first of the list: so rows
//! that are alike are met in their order.

use std::collections::HashMap;

use crate::ids::UnitId;
use crate::time::CivilDate;

/// What a row says, as far as it matters here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Expected {
    pub name_folded: String,
    pub staff_folded: Option<String>,
    pub birth_date: Option<CivilDate>,
    pub unit: UnitId,
}

/// Somebody who enters, or has entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comer {
    pub name_folded: String,
    pub staff_folded: Option<String>,
    pub birth_date: Option<CivilDate>,
    /// The own unit, then the one above it, and so on.
    pub units: Vec<UnitId>,
}

/// How well a row fits; the least is met first.
type Fit = (u8, usize);

impl Comer {
    fn code(&self) -> Option<&str> {
        self.staff_folded.as_deref().filter(|code| !code.is_empty())
    }

    /// None where the row means somebody else.
    fn fit(&self, row: &Expected) -> Option<Fit> {
        if let (Some(own), Some(code)) = (self.code(), row.staff_folded.as_deref()) {
            return (own == code).then_some((0, 0));
        }
        if row.name_folded != self.name_folded {
            return None;
        }
        let dated = match row.birth_date {
            Some(born) if self.birth_date == Some(born) => 1,
            Some(_) => return None,
            None => 2,
        };
        let distance = self.units.iter().position(|unit| *unit == row.unit)?;
        Some((dated, distance))
    }
}

/// The place of the free row that somebody meets. `free` are those that nobody has met, in the order of the list.
pub fn first_met<'r>(free: impl IntoIterator<Item = &'r Expected>, comer: &Comer) -> Option<usize> {
    let fits = free.into_iter().enumerate();
    let fits = fits.filter_map(|(place, row)| comer.fit(row).map(|fit| (fit, place)));
    fits.min().map(|(_, place)| place)
}

/// For each row the place of whoever meets it: first everybody by staff code, then the others in the order they came, so
/// that no namesake takes the row of somebody whose code is on it.
pub fn meet_all(rows: &[Expected], comers: &[Comer]) -> Vec<Option<usize>> {
    let mut met = vec![None; rows.len()];
    let (mut by_code, mut by_name) = (
        HashMap::<&str, Vec<usize>>::new(),
        HashMap::<&str, Vec<usize>>::new(),
    );
    for (place, row) in rows.iter().enumerate() {
        by_name.entry(&row.name_folded).or_default().push(place);
        if let Some(code) = row.staff_folded.as_deref() {
            by_code.entry(code).or_default().push(place);
        }
    }
    let mut others = Vec::new();
    for (place, comer) in comers.iter().enumerate() {
        let coded = comer.code().and_then(|code| by_code.get(code));
        match coded.into_iter().flatten().find(|row| met[**row].is_none()) {
            Some(row) => met[*row] = Some(place),
            None => others.push((place, comer)),
        }
    }
    for (place, comer) in others {
        let named = by_name.get(comer.name_folded.as_str());
        let free: Vec<usize> = named
            .into_iter()
            .flatten()
            .copied()
            .filter(|row| met[*row].is_none())
            .collect();
        if let Some(at) = first_met(free.iter().map(|row| &rows[*row]), comer) {
            met[free[at]] = Some(place);
        }
    }
    met
}
