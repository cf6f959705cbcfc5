//! Tables as spreadsheets write and read them: one kind of problem per row, one way of putting rows together whatever
//! the file's format, and the reader and writer of CSV.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use crate::lang::{Lang, Said, said};

mod gatherer;
pub mod mapping;
pub mod places;
pub mod sentences;

pub use gatherer::{COLUMNS_MOST, Gatherer};

/// A mistake in a file, at the row where a spreadsheet shows it (the header is row 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    pub row: u64,
    /// The column's header, where the mistake is in one cell.
    pub column: Option<String>,
    pub severity: Severity,
    /// A sentence that says what to do. Names of columns and words of cells in it are Vietnamese, as they stand in files.
    pub detail: Said,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The file is refused.
    Error,
    /// Worth a look; the file is taken.
    Warning,
}

impl RowProblem {
    pub fn error(row: u64, column: Option<&str>, detail: impl Into<Said>) -> Self {
        Self {
            row,
            column: column.map(str::to_owned),
            severity: Severity::Error,
            detail: detail.into(),
        }
    }

    pub fn warning(row: u64, column: Option<&str>, detail: impl Into<Said>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(row, column, detail)
        }
    }
}

/// How much a file may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub bytes: usize,
    /// Rows below the header.
    pub rows: usize,
}

impl Limits {
    pub fn check_bytes(self, bytes: usize) -> Result<(), RowProblem> {
        if bytes <= self.bytes {
            return Ok(());
        }
        let most = self.bytes / 1_000_000;
        let detail = Said::of(|lang| match lang {
            Lang::Vi => format!("Tệp lớn hơn {most} MB; hãy chia thành nhiều tệp."),
            Lang::En => format!("The file is larger than {most} MB; divide it into several."),
        });
        Err(RowProblem::error(1, None, detail))
    }
}

/// A file's cells: normalised (NFC, trimmed) and without the apostrophe that guards against formulas.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub headers: Vec<String>,
    /// As many cells in each as there are headers; blank rows are left out.
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub number: u64,
    pub cells: Vec<String>,
}

/// The row above this one that says the same, where there is one; `seen` is of the rows so far.
pub(crate) fn first_row<K: Eq + Hash>(seen: &mut HashMap<K, u64>, key: K, row: u64) -> Option<u64> {
    let first = *seen.entry(key).or_insert(row);
    (first != row).then_some(first)
}

/// Reads a CSV file: UTF-8 with or without a byte order mark; comma, semicolon or tab; any line ends.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Table, RowProblem> {
    read_first(bytes, limits, usize::MAX)
}

/// As [`read`], and no further than so many rows below the header: mistakes further down are not met.
pub fn read_first(bytes: &[u8], limits: Limits, most: usize) -> Result<Table, RowProblem> {
    refuse_other_files(bytes, limits)?;
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(bytes))
        .from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut table = Gatherer::new(limits);
    let mut number = 0;
    let mut begins = 0;
    while reader
        .read_byte_record(&mut record)
        .map_err(|_| unreadable(number + 1))?
    {
        number += 1 + blank_lines_before(bytes, &record);
        begins = record.position().map_or(0, |position| {
            usize::try_from(position.byte()).unwrap_or(usize::MAX)
        });
        let cells = decode(&record, number, &table)?;
        table.push(number, cells)?;
        if table.rows() >= most {
            return table.finish();
        }
    }
    if bytes
        .get(begins..)
        .is_some_and(|last| ends_in_quotes(last, delimiter(bytes)))
    {
        let detail = said(
            "Dòng này có dấu ngoặc kép mở mà không đóng; hãy thêm dấu đóng rồi tải lên lại.",
            "This row opens a quotation mark and does not close it; close it and send the file again.",
        );
        return Err(RowProblem::error(number, None, detail));
    }
    table.finish()
}

/// How PNG, PDF, JPEG and GIF files begin.
const OTHERS: [&[u8]; 4] = [b"\x89PNG", b"%PDF", b"\xff\xd8\xff", b"GIF8"];

/// Too large, or not a text file in UTF-8 at all.
fn refuse_other_files(bytes: &[u8], limits: Limits) -> Result<(), RowProblem> {
    limits.check_bytes(bytes.len())?;
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.starts_with(b"PK") {
        return Err(RowProblem::error(
            1,
            None,
            said(
                "Hãy lưu tệp ở dạng “CSV UTF-8” rồi tải lên lại.",
                "Save the file as “CSV UTF-8” and send it again.",
            ),
        ));
    }
    if OTHERS.iter().any(|start| bytes.starts_with(start)) {
        return Err(RowProblem::error(
            1,
            None,
            said(
                "Đây không phải tệp CSV hay Excel (.xlsx); hãy xem lại đã chọn đúng tệp chưa.",
                "This is neither a CSV nor an Excel (.xlsx) file; see whether it is the right one.",
            ),
        ));
    }
    Ok(())
}

/// Whether the record that begins here runs into the file's end inside quotes: it would have swallowed all that follows.
fn ends_in_quotes(record: &[u8], delimiter: u8) -> bool {
    let (mut open, mut is_quoted_cell, mut at_start) = (false, false, true);
    for &byte in record {
        if byte == b'"' && at_start {
            (open, is_quoted_cell) = (true, true);
        } else if byte == b'"' && is_quoted_cell {
            // A doubled quote closes and opens again.
            open = !open;
        }
        at_start = !open && (byte == delimiter || byte == b'\n' || byte == b'\r');
        is_quoted_cell &= !at_start;
    }
    open
}

fn unreadable(row: u64) -> RowProblem {
    RowProblem::error(
        row,
        None,
        said(
            "Không đọc được dòng này; hãy lưu lại tệp ở dạng “CSV UTF-8”.",
            "This row cannot be read; save the file again as “CSV UTF-8”.",
        ),
    )
}

/// The separator that stands most often in the first line, outside quotation marks.
fn delimiter(bytes: &[u8]) -> u8 {
    let start = bytes
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())
        .unwrap_or(0);
    let (mut quoted, mut counts) = (false, [(b',', 0), (b';', 0), (b'\t', 0)]);
    for &byte in &bytes[start..] {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts
                .iter_mut()
                .filter(|(candidate, _)| *candidate == byte)
                .for_each(|(_, count)| *count += 1),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    counts
        .iter()
        .find(|(_, count)| Some(*count) == most)
        .map_or(b',', |(candidate, _)| *candidate)
}

/// The reader skips empty lines, which spreadsheets show as rows.
fn blank_lines_before(bytes: &[u8], record: &csv::ByteRecord) -> u64 {
    let start = record.position().map_or(0, |position| {
        usize::try_from(position.byte()).unwrap_or(usize::MAX)
    });
    let mut rest = bytes.get(start..).unwrap_or_default();
    if start > 0 && bytes.get(start - 1) == Some(&b'\r') {
        // The previous record ended between the two characters of its line end.
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    let mut blank = 0;
    while let Some(after) = rest
        .strip_prefix(b"\r\n")
        .or_else(|| rest.strip_prefix(b"\n"))
        .or_else(|| rest.strip_prefix(b"\r"))
    {
        blank += 1;
        rest = after;
    }
    blank
}

fn decode(record: &csv::ByteRecord, number: u64, table: &Gatherer) -> Result<Vec<String>, RowProblem> {
    let cell = |(index, bytes): (usize, &[u8])| match std::str::from_utf8(bytes) {
        Ok(cell) => Ok(cell.to_owned()),
        Err(_) => Err(RowProblem::error(
            number,
            table.header(index),
            said(
                "Chữ trong ô này không phải UTF-8; hãy lưu lại tệp ở dạng “CSV UTF-8”.",
                "The text of this cell is not UTF-8; save the file again as “CSV UTF-8”.",
            ),
        )),
    };
    record.iter().enumerate().map(cell).collect()
}

/// Writes a CSV file for spreadsheets: UTF-8 with a byte order mark, CRLF, every cell and header guarded.
pub fn write<R, C>(rows: R) -> Vec<u8>
where
    R: IntoIterator<Item = C>,
    C: IntoIterator<Item = String>,
{
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows {
        let guarded = row.into_iter().map(|cell| guard_cell(&cell).into_owned());
        // Writing into memory cannot fail.
        let _ = writer.write_record(guarded);
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that a spreadsheet would take for a formula gets one leading apostrophe, and so does one that begins with an
/// apostrophe itself, so that [`unguard_cell`] gives back every text exactly.
pub fn guard_cell(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Takes exactly one leading apostrophe away.
pub fn unguard_cell(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}
