//! Rows of any format become a table: normalised, as wide as the header, within the limits.

use super::{Limits, Row, RowProblem, Table, unguard_cell};
use crate::lang::{Lang, Said, said};
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

    /// How many there are below the header.
    pub fn rows(&self) -> usize {
        self.rows.len()
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
            let detail = Said::of(|lang| match lang {
                Lang::Vi => format!("Dòng này có quá {COLUMNS_MOST} cột; hãy xóa những cột thừa."),
                Lang::En => {
                    format!("This row has more than {COLUMNS_MOST} columns; delete those not needed.")
                }
            });
            return Err(RowProblem::error(number, None, detail));
        }
        if self.headers.is_empty() {
            self.headers = cells;
            return Ok(());
        }
        if self.rows.len() == self.limits.rows {
            let most = self.limits.rows;
            let detail = Said::of(|lang| match lang {
                Lang::Vi => format!("Tệp có quá {most} dòng; hãy chia thành nhiều tệp."),
                Lang::En => format!("The file has more than {most} rows; divide it into several."),
            });
            return Err(RowProblem::error(number, None, detail));
        }
        if width > self.headers.len() {
            let detail = said(
                "Dòng này có nhiều ô hơn dòng tiêu đề; hãy xóa ô thừa (với tệp CSV: kiểm tra dấu phân cách và dấu \
                 ngoặc kép).",
                "This row has more cells than the header; delete those not needed (in a CSV file: look at separators \
                 and quotation marks).",
            );
            return Err(RowProblem::error(number, None, detail));
        }
        cells.resize(self.headers.len(), String::new());
        self.rows.push(Row { number, cells });
        Ok(())
    }

    pub fn finish(self) -> Result<Table, RowProblem> {
        if self.headers.is_empty() {
            let detail = said(
                "Tệp trống; hãy dùng tệp mẫu.",
                "The file is empty; use the template.",
            );
            return Err(RowProblem::error(1, None, detail));
        }
        Ok(Table {
            headers: self.headers,
            rows: self.rows,
        })
    }
}
