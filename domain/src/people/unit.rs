//! The tree of units, as its file is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::table::{self, Limits, RowProblem, Table};
use crate::text;
use crate::time::CivilDate;

/// Of a file of units in any format.
pub const LIMITS: Limits = Limits {
    bytes: 10_000_000,
    rows: 20_000,
};
const CODE_CHARS_MOST: usize = 40;
const NAME_CHARS_MOST: usize = 200;

/// One unit of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// Its row in the file.
    pub row: u64,
    pub code: String,
    pub name: String,
    pub parent_code: Option<String>,
    /// How many people could take part: the denominator of the participation rate.
    pub headcount: Option<u32>,
    pub headcount_date: Option<CivilDate>,
}

/// The columns, in the order of [`COLUMNS`].
#[derive(Clone, Copy)]
enum Column {
    Code,
    Name,
    Parent,
    Headcount,
    HeadcountDate,
}

/// The header as we write it, and other headers that are understood, folded.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("Mã", &["ma", "ma don vi", "code"]),
    ("Tên", &["ten", "ten don vi", "name"]),
    ("Mã cấp trên", &["ma cap tren", "parent code"]),
    ("Số người", &["so nguoi", "headcount"]),
    ("Ngày tính", &["ngay tinh", "headcount date"]),
];

impl Column {
    const fn header(self) -> &'static str {
        COLUMNS[self as usize].0
    }
}

/// Reads a CSV file of units in which every parent is in the file too.
pub fn parse_units(bytes: &[u8]) -> Result<Vec<UnitRow>, Vec<RowProblem>> {
    let table = table::read(bytes, LIMITS).map_err(|problem| vec![problem])?;
    parse_units_within(&table, &BTreeMap::new())
}

/// Reads rows of units that add to, or change, known ones (code to parent's code). Parents come before their children
/// in the result.
pub fn parse_units_within(
    table: &Table,
    known: &BTreeMap<String, Option<String>>,
) -> Result<Vec<UnitRow>, Vec<RowProblem>> {
    let places = find_columns(table)?;
    let mut problems = Vec::new();
    let mut units = Vec::new();
    for row in &table.rows {
        let cell = |column: Column| places[column as usize].map_or("", |place| row.cells[place].as_str());
        match parse_row(row.number, cell) {
            Ok(unit) => units.push(unit),
            Err(mut more) => problems.append(&mut more),
        }
    }
    problems.extend(check_codes(&units));
    if problems.is_empty() {
        problems.extend(sort_by_depth(&mut units, known));
    }
    problems.sort_by_key(|problem| problem.row);
    if problems.is_empty() {
        Ok(units)
    } else {
        Err(problems)
    }
}

/// For each column of [`COLUMNS`] its place in the file.
fn find_columns(table: &Table) -> Result<[Option<usize>; COLUMNS.len()], Vec<RowProblem>> {
    let mut places = [None; COLUMNS.len()];
    let mut problems = Vec::new();
    for (place, header) in table.headers.iter().enumerate() {
        let folded = text::fold(header);
        match COLUMNS
            .iter()
            .position(|(_, names)| names.contains(&folded.as_str()))
        {
            Some(column) if places[column].is_none() => places[column] = Some(place),
            Some(_) => problems.push(RowProblem::error(1, Some(header), "Cột này có hai lần.")),
            None => problems.push(RowProblem::error(
                1,
                Some(header),
                "Không có cột nào tên như vậy trong tệp mẫu.",
            )),
        }
    }
    for column in [Column::Code, Column::Name] {
        if places[column as usize].is_none() {
            problems.push(RowProblem::error(1, Some(column.header()), "Tệp thiếu cột này."));
        }
    }
    if problems.is_empty() {
        Ok(places)
    } else {
        Err(problems)
    }
}

fn parse_row<'a>(row: u64, cell: impl Fn(Column) -> &'a str) -> Result<UnitRow, Vec<RowProblem>> {
    let mut problems = Vec::new();
    let mut fail =
        |column: Column, detail: String| problems.push(RowProblem::error(row, Some(column.header()), detail));
    for (column, most) in [(Column::Code, CODE_CHARS_MOST), (Column::Name, NAME_CHARS_MOST)] {
        match cell(column).chars().count() {
            0 => fail(column, "Ô này không được để trống.".to_owned()),
            chars if chars > most => fail(column, format!("Ô này dài quá {most} ký tự.")),
            _ => {}
        }
    }
    let headcount = match cell(Column::Headcount) {
        "" => None,
        typed => typed
            .parse()
            .map_err(|_| fail(Column::Headcount, "Số người là số nguyên, không âm.".to_owned()))
            .ok(),
    };
    let headcount_date = match cell(Column::HeadcountDate) {
        "" => None,
        typed => {
            let date = CivilDate::parse(typed);
            if date.is_none() {
                fail(
                    Column::HeadcountDate,
                    "Ngày phải có dạng ngày/tháng/năm, ví dụ 01/07/2025.".to_owned(),
                );
            }
            date
        }
    };
    let parent = cell(Column::Parent);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(UnitRow {
        row,
        code: cell(Column::Code).to_owned(),
        name: text::collapse_spaces(cell(Column::Name)),
        parent_code: (!parent.is_empty()).then(|| parent.to_owned()),
        headcount,
        headcount_date,
    })
}

fn check_codes(units: &[UnitRow]) -> Vec<RowProblem> {
    let mut seen = BTreeSet::new();
    let repeated = units.iter().filter(|unit| !seen.insert(unit.code.as_str()));
    repeated
        .map(|unit| {
            RowProblem::error(
                unit.row,
                Some(Column::Code.header()),
                format!("Mã “{}” có hai lần trong tệp.", unit.code),
            )
        })
        .collect()
}

/// Sorts parents before children; what is wrong with the tree comes back.
fn sort_by_depth(units: &mut [UnitRow], known: &BTreeMap<String, Option<String>>) -> Vec<RowProblem> {
    let own = units
        .iter()
        .map(|unit| (unit.code.as_str(), unit.parent_code.as_deref()));
    let mut parents: BTreeMap<&str, Option<&str>> = known
        .iter()
        .map(|(code, parent)| (code.as_str(), parent.as_deref()))
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

fn depth(unit: &UnitRow, parents: &BTreeMap<&str, Option<&str>>) -> Result<usize, String> {
    let mut above = unit.parent_code.as_deref();
    let mut depth = 0;
    while let Some(code) = above {
        above = match parents.get(code) {
            Some(parent) => *parent,
            None if depth == 0 => return Err(format!("Không có đơn vị nào mang mã cấp trên “{code}”.")),
            // Further up it is another row's mistake.
            None => None,
        };
        depth += 1;
        if depth > DEPTH_MOST {
            return Err("Đơn vị này nằm trong một vòng cấp trên – cấp dưới; hãy sửa mã cấp trên.".to_owned());
        }
    }
    Ok(depth)
}

#[cfg(test)]
mod tests;
