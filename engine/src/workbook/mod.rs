//! Files of rows as spreadsheets keep them: CSV, or a workbook (XLSX). They are told apart by what is in them, never by
//! their names.
//!
//! Map: `package` opens the ZIP and counts what it unpacks; `xml` reads its parts and refuses what no workbook needs;
//! `book` finds the sheet; `strings`, `styles` and `sheet` read it; `cell` says what a value means; `escapes` is how
//! both ways spell control characters; [`writer`] writes, and [`columns`] says how.
//!
//! Workbooks come from outside, so nothing in one is believed: not a size it declares, not a count, not a dimension.
//! Both crates below are used instead of a spreadsheet library so that every byte goes through these bounds, and so
//! that exports stream without a temporary file.

mod book;
mod cell;
pub(crate) mod columns;
mod escapes;
mod package;
mod refusal;
mod sheet;
mod strings;
mod styles;
pub(crate) mod writer;
mod xml;

use khao_domain::bank::formats::csv::{self, Parsed};
use khao_domain::table::{self, Limits, RowProblem, Table};

use crate::Engine;
use crate::error::{Error, Result};
use crate::uploads::SentFile;
use package::{BOUNDS, Bounds, Package};
use refusal::Refusal;

/// How many workbooks are read at the same time: each may hold what its bounds allow.
pub(crate) const AT_ONCE: usize = 2;

/// How the files of old Excel versions begin, and those with a password.
const COMPOUND_FILE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// How a ZIP file begins: with a part, or, without any, with its end.
const ZIP: [[u8; 4]; 2] = [*b"PK\x03\x04", *b"PK\x05\x06"];

/// The rows of a CSV file, or of a workbook's first visible sheet.
pub fn read(bytes: &[u8], limits: Limits) -> std::result::Result<Table, RowProblem> {
    read_first(bytes, limits, usize::MAX)
}

/// As [`read`], and no further than so many rows below the header.
pub(crate) fn read_first(
    bytes: &[u8],
    limits: Limits,
    most: usize,
) -> std::result::Result<Table, RowProblem> {
    if is_workbook(bytes, limits)? {
        read_workbook(bytes, (limits, most), BOUNDS)
    } else {
        table::read_first(bytes, limits, most)
    }
}

/// By how it begins; one that cannot be opened, or is too long, is refused.
fn is_workbook(bytes: &[u8], limits: Limits) -> std::result::Result<bool, RowProblem> {
    if bytes.starts_with(&COMPOUND_FILE) {
        return Err(Refusal::OldOrLocked.into());
    }
    let is_zip = ZIP.iter().any(|magic| bytes.starts_with(magic));
    if is_zip {
        limits.check_bytes(bytes.len())?;
    }
    Ok(is_zip)
}

impl Engine {
    /// Reading thousands of rows is work for a thread that serves nobody else, and for a few files at a time.
    pub(crate) async fn reading<T: Send + 'static>(
        &self,
        read: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let broken = |error: String| Error::Internal(format!("import: {error}"));
        let room = self.readings.clone().acquire_owned().await;
        let room = room.map_err(|error| broken(error.to_string()))?;
        let work = tokio::task::spawn_blocking(move || {
            // Held until the reading ends, also where nobody waits for it any more.
            let _room = room;
            read()
        });
        work.await.map_err(|error| broken(error.to_string()))
    }
}

/// A bank's items from a file of either kind.
pub fn parse_items(bytes: &[u8]) -> Parsed {
    match read(bytes, csv::LIMITS) {
        Ok(table) => csv::parse_table(&table),
        Err(problem) => Parsed::refused(problem),
    }
}

/// The same from a file of which somebody has said which column is which.
pub(crate) fn parse_items_sent(file: &SentFile) -> Parsed {
    let Some(mapping) = &file.mapping else {
        return parse_items(&file.content);
    };
    let table = match read(&file.content, csv::LIMITS) {
        Ok(table) => table,
        Err(problem) => return Parsed::refused(problem),
    };
    let headers = table.headers.clone();
    let parsed = csv::parse_table(&mapping.applied(table));
    let problems = parsed.problems.into_iter();
    Parsed {
        problems: problems.map(|one| mapping.as_in_file(&headers, one)).collect(),
        ..parsed
    }
}

/// Those sheets of a workbook that are called so, in their order; none for one that it lacks.
pub(crate) fn read_sheets<const N: usize>(
    bytes: &[u8],
    limits: Limits,
    names: [&'static str; N],
) -> std::result::Result<[Option<Table>; N], (&'static str, RowProblem)> {
    let of_file = |problem: RowProblem| ("", problem);
    if !is_workbook(bytes, limits).map_err(of_file)? {
        return Err(of_file(Refusal::NotWorkbook.into()));
    }
    let mut package = Package::open(bytes, BOUNDS).map_err(|refusal| of_file(refusal.into()))?;
    let (book, cells) = opened(&mut package).map_err(|refusal| of_file(refusal.into()))?;
    let mut tables = [const { None }; N];
    for (table, name) in tables.iter_mut().zip(names) {
        let Some((_, part)) = book.sheets.iter().find(|(known, _)| known == name) else {
            continue;
        };
        let content = package.part(part).map_err(|refusal| (name, refusal.into()))?;
        let read = sheet::read(content, &cells, (limits, usize::MAX));
        *table = Some(read.map_err(|problem| (name, problem))?);
    }
    Ok(tables)
}

fn read_workbook(
    bytes: &[u8],
    limits: (Limits, usize),
    bounds: Bounds,
) -> std::result::Result<Table, RowProblem> {
    let mut package = Package::open(bytes, bounds)?;
    let (book, cells) = opened(&mut package)?;
    sheet::read(package.part(&book.sheet)?, &cells, limits)
}

/// Where its sheets are, and how their cells are read.
fn opened(package: &mut Package<'_>) -> std::result::Result<(book::Book, cell::Reader), Refusal> {
    let book = book::read(package)?;
    let strings = match &book.strings {
        Some(part) => strings::read(package.part(part)?)?,
        None => strings::Strings::default(),
    };
    let styles = match &book.styles {
        Some(part) => styles::read(package.part(part)?)?,
        None => styles::Styles::default(),
    };
    let cells = cell::Reader::new(strings, styles, book.counts_from_1904);
    Ok((book, cells))
}

#[cfg(test)]
mod tests;
