//! The cells of one sheet, row by row. The dimension a sheet claims is not looked at: only cells that are there count.

use std::io::BufRead;

use khao_domain::table::{COLUMNS_MOST, Gatherer, Limits, RowProblem, Table};

use super::cell::{Cell, Mistake, Reader};
use super::refusal::Refusal;
use super::strings::RichText;
use super::xml::{Node, Tag, Xml, closed};

/// The edge of every spreadsheet.
const ROWS_MOST: u32 = 1_048_576;
const COLUMN_MOST: usize = 16_384;
/// Of all cells together: a text that is stored once may be shown by every cell.
const TEXT_BYTES_MOST: usize = 50_000_000;

/// No further than `most` rows below the header.
pub(super) fn read(
    part: impl BufRead,
    cells: &Reader,
    (limits, most): (Limits, usize),
) -> Result<Table, RowProblem> {
    let mut xml = Xml::new(part);
    let mut sheet = Sheet {
        table: Gatherer::new(limits),
        cells,
        row: 0,
        column: 0,
        texts: Vec::new(),
        text_bytes: 0,
    };
    let mut is_inside = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if tag.name() == "sheetData" => is_inside = true,
            Node::Open(tag) if is_inside && tag.name() == "row" => sheet.begin_row(&tag)?,
            Node::Open(tag) if is_inside && tag.name() == "c" => {
                let cell = sheet.begin_cell(&tag)?;
                let cell = read_cell(&mut xml, cell)?;
                sheet.end_cell(&cell)?;
            }
            Node::Close(end) if closed(&end) == "row" => {
                sheet.end_row()?;
                if sheet.table.rows() >= most {
                    break;
                }
            }
            Node::Close(end) if closed(&end) == "sheetData" => break,
            Node::Open(_) | Node::Close(_) | Node::Text(_) => {}
        }
    }
    sheet.table.finish()
}

/// From a cell's tag to its end.
fn read_cell<R: BufRead>(xml: &mut Xml<R>, mut cell: Cell) -> Result<Cell, Refusal> {
    let mut rich = RichText::default();
    let mut in_value = false;
    while let Some(node) = xml.next()? {
        match &node {
            Node::Open(tag) => match tag.name() {
                "v" => {
                    in_value = true;
                    cell.value.get_or_insert_default();
                }
                "f" => cell.has_formula = true,
                _ => {}
            },
            Node::Text(piece) if in_value => cell.value.get_or_insert_default().push_str(piece),
            Node::Close(end) => match closed(end) {
                "v" => in_value = false,
                "c" => {
                    cell.inline = rich.finish();
                    return Ok(cell);
                }
                _ => {}
            },
            Node::Text(_) => {}
        }
        rich.take(&node);
    }
    Err(Refusal::Damaged)
}

struct Sheet<'c> {
    table: Gatherer,
    cells: &'c Reader,
    /// Of the row and the cell that are being read; the first is 1.
    row: u32,
    column: usize,
    texts: Vec<String>,
    text_bytes: usize,
}

impl Sheet<'_> {
    fn begin_row(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        let next = self.row + 1;
        let row = tag.number("r")?.unwrap_or(next);
        if !(next..=ROWS_MOST).contains(&row) {
            return Err(Refusal::Damaged);
        }
        self.row = row;
        self.column = 0;
        Ok(())
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) -> Result<Cell, Refusal> {
        let next = self.column + 1;
        let column = match tag.attribute("r")? {
            Some(place) => column_of(&place).ok_or(Refusal::Damaged)?,
            None => next,
        };
        if !(next..=COLUMN_MOST).contains(&column) {
            return Err(Refusal::Damaged);
        }
        self.column = column;
        Ok(Cell {
            kind: tag.attribute("t")?.unwrap_or_default().into_owned(),
            style: tag.number("s")?.unwrap_or(0) as usize,
            ..Cell::default()
        })
    }

    fn end_cell(&mut self, cell: &Cell) -> Result<(), RowProblem> {
        let text = self.cells.text(cell).map_err(|mistake| self.problem(mistake))?;
        if text.is_empty() {
            return Ok(());
        }
        self.text_bytes += text.len();
        if self.text_bytes > TEXT_BYTES_MOST {
            return Err(Refusal::TooLarge.into());
        }
        // One more than there may be is enough to be refused.
        let place = (self.column - 1).min(COLUMNS_MOST);
        if self.texts.len() <= place {
            self.texts.resize(place + 1, String::new());
        }
        self.texts[place] = text;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), RowProblem> {
        let texts = std::mem::take(&mut self.texts);
        self.table.push(u64::from(self.row), texts)
    }

    /// At the column's header, or at its letters where no header is known.
    fn problem(&self, Mistake(detail): Mistake) -> RowProblem {
        let letters = letters(self.column);
        let column = self.table.header(self.column - 1).unwrap_or(&letters);
        RowProblem::error(u64::from(self.row), Some(column), detail)
    }
}

/// The column of a place such as `AB12`, from 1.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters
        .take(4)
        .fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1);
    (1..=COLUMN_MOST).contains(&column).then_some(column)
}

/// The letters of a column, from 1.
pub(super) fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        column -= 1;
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        column /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters_and_numbers() {
        for (number, name) in [
            (1, "A"),
            (26, "Z"),
            (27, "AA"),
            (702, "ZZ"),
            (703, "AAA"),
            (16_384, "XFD"),
        ] {
            assert_eq!(letters(number), name);
            assert_eq!(column_of(&format!("{name}7")), Some(number));
        }
        for wrong in ["", "7", "XFE1", "AAAAAAAAAAAAAAAAAAAAAAAAA1", "a1"] {
            assert_eq!(column_of(wrong), None, "{wrong}");
        }
    }
}
