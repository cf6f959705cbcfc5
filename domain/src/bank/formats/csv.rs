//! The CSV template of a question bank (`docs/bank-csv.md`): one row an item, a Vietnamese header, any column order.

mod columns;
mod export;
mod row;
mod words;

use std::collections::BTreeMap;

use crate::bank::item::Item;
use crate::table::{self, Limits, RowProblem, Severity};

pub use export::{export, kind_name, template};

/// Options A to H.
pub const OPTIONS_MOST: usize = 8;
const LIMITS: Limits = Limits {
    bytes: 10_000_000,
    rows: 20_000,
};

/// What a file holds: the items that are right, and everything that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parsed {
    /// Each with its row; the header is row 1.
    pub items: Vec<(u64, Item)>,
    pub problems: Vec<RowProblem>,
}

impl Parsed {
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }
}

/// Reads a bank from CSV. Problems never stop the reading of other rows.
pub fn parse(bytes: &[u8]) -> Parsed {
    let mut parsed = Parsed::default();
    let table = match table::read(bytes, LIMITS) {
        Ok(table) => table,
        Err(problem) => {
            parsed.problems.push(problem);
            return parsed;
        }
    };
    let places = match columns::find(&table.headers) {
        Ok(places) => places,
        Err(problems) => {
            parsed.problems = problems;
            return parsed;
        }
    };
    for row in &table.rows {
        let (item, mut problems) = row::parse(&row::Cells::new(row, &places));
        parsed.problems.append(&mut problems);
        parsed.items.extend(item.map(|item| (row.number, item)));
    }
    refuse_repeated_codes(&mut parsed);
    parsed
}

/// Of rows with the same code the first stays.
fn refuse_repeated_codes(parsed: &mut Parsed) {
    let mut rows: BTreeMap<String, u64> = BTreeMap::new();
    let problems = &mut parsed.problems;
    parsed.items.retain(|(row, item)| {
        let first = *rows.entry(item.code.clone()).or_insert(*row);
        if first != *row {
            let detail = format!("Mã “{}” đã có ở dòng {first}.", item.code);
            problems.push(RowProblem::error(
                *row,
                Some(columns::Column::Code.header()),
                detail,
            ));
        }
        first == *row
    });
    parsed.problems.sort_by_key(|problem| problem.row);
}

#[cfg(test)]
mod tests;
