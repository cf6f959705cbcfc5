//! Rows of any format become a table: normalised, as wide as the header, within the limits.

use super::{Limits, Row, RowProblem, Table, unguard_cell};
use crate::text;

/// No file of ours has nearly as many. Without a bound, a wide header over many short rows would fill the memory.
pub const COLUMNS_MOST: usize = 200;

/// Takes a file's rows one after the other; the first that is not blank is the header.
#[derive(Debug)]
pub struct Gatherer {
    limits: Limits,
    headers: Vec<String>,
    rows: Vec<Row>,
}

impl Gatherer {
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            headers: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// The header over a cell, as soon as it is known.
    pub fn header(&self, column: usize) -> Option<&str> {
        self.headers.get(column).map(String::as_str)
    }

    /// `number` is the row as a spreadsheet shows it.
    pub fn push(&mut self, number: u64, mut cells: Vec<String>) -> Result<(), RowProblem> {
        for cell in &mut cells {
            *cell = text::nfc(unguard_cell(cell.trim()));
        }
        // Spreadsheets leave blank rows and columns behind.
        let width = cells
            .iter()
            .rposition(|cell| !cell.is_empty())
            .map_or(0, |last| last + 1);
        if width == 0 {
            return Ok(());
        }
        cells.truncate(width);
        if width > COLUMNS_MOST {
            let detail = format!("Dòng này có quá {COLUMNS_MOST} cột; hãy xoá những cột thừa.");
            return Err(RowProblem::error(number, None, detail));
        }
        if self.headers.is_empty() {
            self.headers = cells;
            return Ok(());
        }
        if self.rows.len() == self.limits.rows {
            let detail = format!("Tệp có quá {} dòng; hãy chia thành nhiều tệp.", self.limits.rows);
            return Err(RowProblem::error(number, None, detail));
        }
        if width > self.headers.len() {
            let detail = "Dòng này có nhiều ô hơn dòng tiêu đề; hãy xoá ô thừa (với tệp CSV: kiểm tra dấu phân cách và \
                          dấu ngoặc kép).";
            return Err(RowProblem::error(number, None, detail));
        }
        cells.resize(self.headers.len(), String::new());
        self.rows.push(Row { number, cells });
        Ok(())
    }

    pub fn finish(self) -> Result<Table, RowProblem> {
        if self.headers.is_empty() {
            return Err(RowProblem::error(1, None, "Tệp trống; hãy dùng tệp mẫu."));
        }
        Ok(Table {
            headers: self.headers,
            rows: self.rows,
        })
    }
}
