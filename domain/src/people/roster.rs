//! The roster of a contest: who is expected to take part, as its file is read and written, and whom of those who enter
//! a row means.
//!
//! A row is as little as it takes to know who is still to come: a name, a unit and, where names repeat, a staff code or
//! a birth date. Telephone numbers and e-mail addresses are not kept, also where a file has them.

use std::collections::HashMap;

use crate::ids::UnitId;
use crate::lang::{Lang, Said, said};
use crate::people::name::FullName;
use crate::table::places::Places;
use crate::table::{Limits, RowProblem, Table, first_row};
use crate::text;
use crate::time::CivilDate;

mod matching;
mod row;

pub use matching::{Comer, Expected, first_met, meet_all};

/// Of a file of people in any format; also of a whole roster.
pub const LIMITS: Limits = Limits {
    bytes: 10_000_000,
    rows: 100_000,
};

/// One person of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// Its row in the file.
    pub row: u64,
    pub full_name: FullName,
    pub unit: UnitId,
    pub unit_code: String,
    pub staff_code: Option<String>,
    pub birth_date: Option<CivilDate>,
}

/// What a file says, where nothing in it is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedRoster {
    pub rows: Vec<RosterRow>,
    /// Worth a look; the file is taken.
    pub warnings: Vec<RowProblem>,
}

/// The columns, in the order of [`COLUMNS`].
#[derive(Debug, Clone, Copy)]
enum Column {
    FullName,
    Unit,
    StaffCode,
    BirthDate,
}

/// The header as we write it, and other headers that are understood, folded.
const COLUMNS: [(&str, &[&str]); 4] = [
    ("Họ và tên", &["ho va ten", "ho ten", "full name"]),
    ("Mã đơn vị", &["ma don vi", "unit code"]),
    ("Mã cán bộ", &["ma can bo", "ma so can bo", "staff code"]),
    (
        "Ngày sinh",
        &["ngay sinh", "ngay thang nam sinh", "birth date", "date of birth"],
    ),
];

/// The headers of the file as we write it.
pub const HEADERS: [&str; COLUMNS.len()] = [COLUMNS[0].0, COLUMNS[1].0, COLUMNS[2].0, COLUMNS[3].0];

impl Column {
    const fn header(self) -> &'static str {
        COLUMNS[self as usize].0
    }
}

impl RosterRow {
    /// The row as the file holds it, in the order of [`HEADERS`].
    pub fn cells(&self) -> [String; COLUMNS.len()] {
        [
            self.full_name.as_str().to_owned(),
            self.unit_code.clone(),
            self.staff_code.clone().unwrap_or_default(),
            self.birth_date.map(CivilDate::vietnamese).unwrap_or_default(),
        ]
    }

    /// What the row says, without regard to how it is written: equal ones say the same of somebody.
    pub fn expected(&self) -> Expected {
        Expected {
            name_folded: self.full_name.folded(),
            staff_folded: self.staff_code.as_deref().map(text::fold),
            birth_date: self.birth_date,
            unit: self.unit,
        }
    }
}

/// Reads rows of people whose units are known by their codes.
pub fn parse_roster(
    table: &Table,
    unit: impl Fn(&str) -> Option<UnitId>,
) -> Result<ParsedRoster, Vec<RowProblem>> {
    let means = |folded: &str| COLUMNS.iter().position(|(_, names)| names.contains(&folded));
    let required = [Column::FullName, Column::Unit].map(|column| (column as usize, column.header()));
    let (places, mut warnings) =
        Places::<{ COLUMNS.len() }>::find(&table.headers, means, &required, Some(&LEFT_OUT))?;
    let mut problems = Vec::new();
    let mut rows = Vec::new();
    for row in &table.rows {
        let cell = |column: Column| places.cell(&row.cells, column as usize).unwrap_or_default();
        match row::parse(row.number, cell, &unit) {
            Ok(row) => rows.push(row),
            Err(mut more) => problems.append(&mut more),
        }
    }
    problems.extend(repeated_codes(&rows));
    problems.sort_by_key(|problem| problem.row);
    if !problems.is_empty() {
        return Err(problems);
    }
    warnings.extend(alike(&rows));
    Ok(ParsedRoster { rows, warnings })
}

/// Lists of officials have many columns, and nothing of the others is kept.
const LEFT_OUT: Said = said(
    "Danh sách không lưu cột này; dữ liệu trong cột được bỏ qua.",
    "The roster does not keep this column; what it holds is left out.",
);

/// A staff code is one person's.
fn repeated_codes(rows: &[RosterRow]) -> Vec<RowProblem> {
    let mut seen = HashMap::new();
    let repeated = |row: &RosterRow| {
        let code = row.staff_code.as_deref()?;
        let first = first_row(&mut seen, text::fold(code), row.row)?;
        let detail = Said::of(|lang| match lang {
            Lang::Vi => format!("Mã cán bộ “{code}” đã có ở dòng {first}."),
            Lang::En => format!("The staff code “{code}” stands in row {first} already."),
        });
        Some(RowProblem::error(
            row.row,
            Some(Column::StaffCode.header()),
            detail,
        ))
    };
    rows.iter().filter_map(repeated).collect()
}

/// Two people can have one name in one unit; more often somebody was written down twice.
fn alike(rows: &[RosterRow]) -> Vec<RowProblem> {
    let mut seen = HashMap::new();
    let alike = |row: &RosterRow| {
        let first = first_row(&mut seen, row.expected(), row.row)?;
        let detail = Said::of(|lang| match lang {
            Lang::Vi => format!(
                "Giống hệt dòng {first}. Nếu là hai người, hãy ghi mã cán bộ hoặc ngày sinh để phân biệt."
            ),
            Lang::En => format!(
                "The same as row {first}. If they are two people, tell them apart by a staff code or a date of birth."
            ),
        });
        Some(RowProblem::warning(
            row.row,
            Some(Column::FullName.header()),
            detail,
        ))
    };
    rows.iter()
        .filter(|row| row.staff_code.is_none())
        .filter_map(alike)
        .collect()
}

#[cfg(test)]
mod tests;
