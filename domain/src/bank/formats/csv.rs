//! The template of a question bank (`docs/bank-csv.md`): one row an item, a Vietnamese header, any column order. Read
//! from and written to CSV here; the rows of other formats go through the same checks.

mod columns;
mod export;
pub mod form;
mod row;
mod words;

use std::collections::BTreeMap;

use crate::bank::item::Item;
use crate::lang::{Lang, Said};
use crate::table::{self, Limits, RowProblem, Severity, Table};

pub use export::{examples, export, header, kind_name, kind_name_in, rows, template};
pub use row::TOPIC_CHARS_MOST;

/// Options A to H.
pub const OPTIONS_MOST: usize = 8;
/// Of a file of questions in any format.
pub const LIMITS: Limits = Limits {
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
    /// What a file comes to that cannot be read at all.
    pub fn refused(problem: RowProblem) -> Self {
        Self {
            items: Vec::new(),
            problems: vec![problem],
        }
    }

    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }
}

/// Reads a bank from CSV. Problems never stop the reading of other rows.
pub fn parse(bytes: &[u8]) -> Parsed {
    match table::read(bytes, LIMITS) {
        Ok(table) => parse_table(&table),
        Err(problem) => Parsed::refused(problem),
    }
}

/// The same from rows that were read already, whatever the file's format was.
pub fn parse_table(table: &Table) -> Parsed {
    let mut parsed = Parsed::default();
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
            let detail = Said::of(|lang| match lang {
                Lang::Vi => format!("Mã “{}” đã có ở dòng {first}.", item.code),
                Lang::En => format!("The code “{}” stands in row {first} already.", item.code),
            });
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
