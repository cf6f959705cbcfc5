//! The template of a question bank (`docs/bank-csv.md`): one row an item, a Vietnamese header, any column order. Read
//! from and written to CSV here; the rows of other formats go through the same checks.

mod columns;
mod export;
pub mod form;
mod row;
mod words;

use std::collections::HashMap;

use crate::bank::item::Item;
use crate::lang::{Lang, Said};
use crate::table::{self, Limits, RowProblem, Severity, Table};

pub use columns::columns;
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
    let mut codes = HashMap::new();
    for row in &table.rows {
        let cells = row::Cells::new(row, &places);
        let (item, mut problems) = row::parse(&cells);
        parsed.problems.append(&mut problems);
        let repeated = repeated_code(&mut codes, row.number, &cells);
        parsed
            .items
            .extend(item.filter(|_| repeated.is_none()).map(|item| (row.number, item)));
        parsed.problems.extend(repeated);
    }
    parsed
}

/// Of rows with the same code the first stays, whatever else is wrong with one of them.
fn repeated_code(codes: &mut HashMap<String, u64>, row: u64, cells: &row::Cells<'_>) -> Option<RowProblem> {
    let code = cells.code();
    if code.is_empty() {
        return None;
    }
    let first = table::first_row(codes, code.clone(), row)?;
    let detail = Said::of(|lang| match lang {
        Lang::Vi => format!("Mã “{code}” đã có ở dòng {first}."),
        Lang::En => format!("The code “{code}” stands in row {first} already."),
    });
    Some(RowProblem::error(
        row,
        Some(columns::Column::Code.header()),
        detail,
    ))
}

#[cfg(test)]
mod tests;
