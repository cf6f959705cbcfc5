//! The tree of units, as its file is read and written.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::lang::{Lang, Said};
use crate::table::mapping::{Alias, Template};
use crate::table::places::Places;
use crate::table::{self, Limits, RowProblem, Table};
use crate::time::CivilDate;

mod relations;
mod row;

pub use row::parse_headcount;

/// Of a file of units in any format.
pub const LIMITS: Limits = Limits {
    bytes: 10_000_000,
    rows: 20_000,
};

/// One unit of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitRow {
    /// Its row in the file.
    pub row: u64,
    pub code: String,
    pub name: String,
    pub parent_code: Option<String>,
    /// How many people could take part: the denominator of the participation rate.
    pub headcount: Option<u32>,
    pub headcount_date: Option<CivilDate>,
    pub validity: Validity,
    /// Codes of the units it was made from, sorted.
    pub predecessors: Vec<String>,
}

/// When a unit exists: from the one day on, no longer on the other. Either may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    pub from: Option<CivilDate>,
    pub until: Option<CivilDate>,
}

impl Validity {
    pub fn holds_on(self, day: CivilDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// It may end on the day it began: a unit entered by mistake.
    pub fn is_ordered(self) -> bool {
        self.from
            .zip(self.until)
            .is_none_or(|(from, until)| from <= until)
    }
}

/// What a unit that nobody wants any more stays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptBy {
    /// Units below it.
    Below,
    /// People who have entered with it, or results that count for it.
    People,
    Roster,
    /// Accounts that are bound to it, and invitations to such.
    Accounts,
    /// Contests that are its own.
    Contests,
    Banks,
    /// Units that were made from it.
    Successors,
    ExtraTime,
    /// Surveys that are its own, and responses that were given there.
    Surveys,
}

/// What is known of a unit already. What a file has no column for stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownUnit {
    pub parent_code: Option<String>,
    pub validity: Validity,
    pub predecessors: Vec<String>,
}

/// The columns, in the order of [`COLUMNS`].
#[derive(Debug, Clone, Copy)]
enum Column {
    Code,
    Name,
    Parent,
    Headcount,
    HeadcountDate,
    ValidFrom,
    ValidUntil,
    Predecessors,
}

/// The header as we write it, and other headers that are understood, folded.
const COLUMNS: [(&str, &[&str]); 8] = [
    ("Mã", &["ma", "ma don vi", "code"]),
    ("Tên", &["ten", "ten don vi", "name"]),
    ("Mã cấp trên", &["ma cap tren", "parent code"]),
    ("Số người", &["so nguoi", "headcount"]),
    ("Ngày tính", &["ngay tinh", "headcount date"]),
    ("Có hiệu lực từ", &["co hieu luc tu", "valid from"]),
    ("Hết hiệu lực từ", &["het hieu luc tu", "valid until"]),
    ("Mã đơn vị trước đó", &["ma don vi truoc do", "predecessor codes"]),
];

/// The headers of the file as we write it.
pub const HEADERS: [&str; COLUMNS.len()] = {
    let mut headers = [""; COLUMNS.len()];
    let mut at = 0;
    while at < COLUMNS.len() {
        headers[at] = COLUMNS[at].0;
        at += 1;
    }
    headers
};

/// Headers of other files that likely mean one of ours, folded.
const ALIASES: [Alias; 5] = [
    ("Mã", &["ma so", "ma dv", "ma co quan", "id"]),
    ("Tên", &["don vi", "co quan", "ten co quan", "ten dv"]),
    (
        "Mã cấp trên",
        &[
            "cap tren",
            "ma don vi cap tren",
            "don vi cap tren",
            "truc thuoc",
            "parent",
        ],
    ),
    (
        "Số người",
        &["si so", "so can bo", "so luong", "tong so", "bien che", "people"],
    ),
    ("Ngày tính", &["tinh den ngay", "ngay", "date"]),
];

/// For whoever says which column of a file is which of these.
pub fn columns() -> Template {
    Template {
        headers: HEADERS.to_vec(),
        required: vec![Column::Code.header(), Column::Name.header()],
        understood: &COLUMNS,
        aliases: &ALIASES,
    }
}

/// What separates the codes of predecessors; no code of a file holds it.
pub const SEPARATOR: char = ';';

impl Column {
    const fn header(self) -> &'static str {
        COLUMNS[self as usize].0
    }
}

impl UnitRow {
    /// The row as the file holds it, in the order of [`HEADERS`].
    pub fn cells(&self) -> [String; COLUMNS.len()] {
        let day = |day: Option<CivilDate>| day.map(CivilDate::vietnamese).unwrap_or_default();
        [
            self.code.clone(),
            self.name.clone(),
            self.parent_code.clone().unwrap_or_default(),
            self.headcount.map(|count| count.to_string()).unwrap_or_default(),
            day(self.headcount_date),
            day(self.validity.from),
            day(self.validity.until),
            self.predecessors.join(&SEPARATOR.to_string()),
        ]
    }
}

/// Reads a CSV file of units in which every parent is in the file too.
pub fn parse_units(bytes: &[u8]) -> Result<Vec<UnitRow>, Vec<RowProblem>> {
    let table = table::read(bytes, LIMITS).map_err(|problem| vec![problem])?;
    parse_units_within(&table, &BTreeMap::new())
}

/// Reads rows of units that add to, or change, known ones (by code). Parents come before their children in the result.
pub fn parse_units_within(
    table: &Table,
    known: &BTreeMap<String, KnownUnit>,
) -> Result<Vec<UnitRow>, Vec<RowProblem>> {
    let means = |folded: &str| COLUMNS.iter().position(|(_, names)| names.contains(&folded));
    let required = [Column::Code, Column::Name].map(|column| (column as usize, column.header()));
    let (places, _) = Places::<{ COLUMNS.len() }>::find(&table.headers, means, &required, None)?;
    let mut problems = Vec::new();
    let mut units = Vec::new();
    let mut seen = BTreeSet::new();
    let mut refused = Vec::new();
    for row in &table.rows {
        let cell = |column: Column| places.cell(&row.cells, column as usize);
        let code = cell(Column::Code).unwrap_or_default();
        if !code.is_empty() && !seen.insert(code) {
            problems.push(repeated(row.number, code));
        }
        match row::parse(row.number, cell, known.get(code)) {
            Ok(unit) => units.push(unit),
            Err(mut more) => {
                refused.push(code);
                problems.append(&mut more);
            }
        }
    }
    // Rows that are wrong stand for their units all the same: other rows refer to them.
    let mut known = Cow::Borrowed(known);
    for code in refused.into_iter().filter(|code| !code.is_empty()) {
        known.to_mut().entry(code.to_owned()).or_default();
    }
    problems.extend(relations::check(&units, &known));
    problems.extend(relations::sort_by_depth(&mut units, &known));
    problems.sort_by_key(|problem| problem.row);
    if problems.is_empty() {
        Ok(units)
    } else {
        Err(problems)
    }
}

fn repeated(row: u64, code: &str) -> RowProblem {
    let detail = Said::of(|lang| match lang {
        Lang::Vi => format!("Mã “{code}” có hai lần trong tệp."),
        Lang::En => format!("The code “{code}” stands twice in the file."),
    });
    RowProblem::error(row, Some(Column::Code.header()), detail)
}

#[cfg(test)]
mod tests;
