//! Workbooks as they are sent: every byte goes out as soon as it is packed, so that a million rows take no more memory
//! than one, and nothing is left on a disk.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use khao_domain::table::guard_cell;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{DateTime, ZipWriter};

use super::columns::{self, Column};
use super::escapes::push_escaped;
use super::sheet::letters;

/// Rows of a sheet, its header among them.
const SHEET_ROWS_MOST: u32 = 1_048_576;
/// Spreadsheets calculate with 15 digits; a longer number stays a text.
const DIGITS_MOST: usize = 15;
/// How much is written before it is packed.
const PIECE_BYTES: usize = 16 * 1024;

/// Sheets are what the part's default is, so that this part can come first, before their number is known.
const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
const ROOT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
/// Style 0 is plain, style 1 a header, style 2 a day, style 3 a day with its time.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#;
/// The header stays in sight.
const SHEET_BEGIN: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>"#;
const COLUMNS_END: &str = "</cols><sheetData>";
const SHEET_END: &str = "</sheetData></worksheet>";

/// One workbook. Each call puts what is ready where [`Self::take`] finds it.
pub(crate) struct WorkbookWriter {
    zip: ZipWriter<StreamWriter<Spool>>,
    spool: Spool,
    header: Vec<String>,
    columns: Vec<Column>,
    sheets: u32,
    /// Of the first sheets; others are called as parts of one long list.
    names: Vec<&'static str>,
    row: u32,
    rows_most: u32,
    xml: String,
}

impl WorkbookWriter {
    /// `columns` say how cells that can be read so are kept, and how wide they are shown.
    pub(crate) fn new(header: Vec<String>, columns: Vec<Column>) -> io::Result<Self> {
        Self::with_sheets_of(SHEET_ROWS_MOST, header, columns)
    }

    fn with_sheets_of(rows_most: u32, header: Vec<String>, columns: Vec<Column>) -> io::Result<Self> {
        let spool = Spool::default();
        let mut writer = Self {
            zip: ZipWriter::new_stream(spool.clone()),
            spool,
            header,
            columns,
            sheets: 0,
            names: Vec::new(),
            row: 0,
            rows_most,
            xml: String::new(),
        };
        writer.part("[Content_Types].xml", CONTENT_TYPES)?;
        writer.part("_rels/.rels", ROOT_RELATIONS)?;
        writer.part("xl/styles.xml", STYLES)?;
        writer.begin_sheet()?;
        Ok(writer)
    }

    /// Writes the cells as they are given; [`write`] guards them.
    pub(crate) fn push(&mut self, cells: &[String]) -> io::Result<()> {
        if self.row == self.rows_most {
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        self.begin_row();
        for (column, cell) in cells.iter().enumerate() {
            let kind = self
                .columns
                .get(column)
                .map_or(columns::Kind::Text, |column| column.kind);
            self.cell(column, cell, kept(cell, kind));
        }
        self.end_row()
    }

    /// What is ready to be sent.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        mem::take(&mut *self.spool.lock())
    }

    pub(crate) fn ready_bytes(&self) -> usize {
        self.spool.lock().len()
    }

    /// The rest of the file.
    pub(crate) fn finish(mut self) -> io::Result<Vec<u8>> {
        self.end_sheet()?;
        let (mut sheets, mut relations) = (String::new(), String::new());
        for number in 1..=self.sheets {
            let place = usize::try_from(number - 1).unwrap_or(usize::MAX);
            let name = match (self.names.get(place), number) {
                (Some(name), _) => (*name).to_owned(),
                (None, 1) => "Dữ liệu".to_owned(),
                (None, number) => format!("Dữ liệu {number}"),
            };
            // Writing to a string cannot fail.
            let _ = write!(
                sheets,
                r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#
            );
            let _ = write!(
                relations,
                r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#
            );
        }
        let workbook = format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>"#
        );
        let relations = format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}<Relationship Id="rIdStyles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#
        );
        self.part("xl/workbook.xml", &workbook)?;
        self.part("xl/_rels/workbook.xml.rels", &relations)?;
        let spool = self.spool.clone();
        self.zip.finish().map_err(io::Error::other)?;
        let rest = mem::take(&mut *spool.lock());
        Ok(rest)
    }

    fn part(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.begin_part(name)?;
        self.zip.write_all(text.as_bytes())
    }

    fn begin_part(&mut self, name: &str) -> io::Result<()> {
        // The quickest: rows repeat themselves enough. No time of day, so that equal rows make equal files.
        let options = SimpleFileOptions::default()
            .compression_level(Some(1))
            .last_modified_time(DateTime::DEFAULT);
        self.zip.start_file(name, options).map_err(io::Error::other)
    }

    fn begin_sheet(&mut self) -> io::Result<()> {
        self.sheets += 1;
        self.row = 0;
        self.begin_part(&format!("xl/worksheets/sheet{}.xml", self.sheets))?;
        self.xml.push_str(SHEET_BEGIN);
        for (number, column) in (1..).zip(&self.columns) {
            let (number, width): (usize, usize) = (number, column.width);
            let _ = write!(
                self.xml,
                r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#
            );
        }
        self.xml.push_str(COLUMNS_END);
        self.begin_row();
        let header = mem::take(&mut self.header);
        for (column, cell) in header.iter().enumerate() {
            self.cell(column, cell, Kept::Header);
        }
        self.header = header;
        self.end_row()
    }

    fn end_sheet(&mut self) -> io::Result<()> {
        self.xml.push_str(SHEET_END);
        self.pack()
    }

    fn begin_row(&mut self) {
        self.row += 1;
        let _ = write!(self.xml, r#"<row r="{}">"#, self.row);
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.xml.push_str("</row>");
        if self.xml.len() < PIECE_BYTES {
            return Ok(());
        }
        self.pack()
    }

    fn pack(&mut self) -> io::Result<()> {
        self.zip.write_all(self.xml.as_bytes())?;
        self.xml.clear();
        Ok(())
    }

    fn cell(&mut self, column: usize, text: &str, kept: Kept) {
        if text.is_empty() {
            return;
        }
        let _ = write!(self.xml, r#"<c r="{}{}""#, letters(column + 1), self.row);
        let written = match kept {
            Kept::Number => write!(self.xml, "><v>{text}</v></c>"),
            Kept::Date(days) => write!(self.xml, r#" s="2"><v>{days}</v></c>"#),
            Kept::Moment(days) => write!(self.xml, r#" s="3"><v>{days}</v></c>"#),
            Kept::Text | Kept::Header => return self.text(text, kept == Kept::Header),
        };
        // Writing to a string cannot fail.
        let _ = written;
    }

    fn text(&mut self, text: &str, is_header: bool) {
        if is_header {
            self.xml.push_str(r#" s="1""#);
        }
        self.xml
            .push_str(r#" t="inlineStr"><is><t xml:space="preserve">"#);
        push_escaped(&mut self.xml, text);
        self.xml.push_str("</t></is></c>");
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kept {
    Text,
    Header,
    Number,
    /// Days as spreadsheets count them.
    Date(i64),
    Moment(f64),
}

/// What cannot be read as its column has it stays a text.
fn kept(cell: &str, kind: columns::Kind) -> Kept {
    match kind {
        columns::Kind::Number if is_number(cell) => Kept::Number,
        columns::Kind::Date => columns::days(cell).map_or(Kept::Text, Kept::Date),
        columns::Kind::Moment => columns::moment(cell).map_or(Kept::Text, Kept::Moment),
        columns::Kind::Text | columns::Kind::Number => Kept::Text,
    }
}

/// Digits, with a point between some at most, as a spreadsheet would write them too: `007` is no number.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole)
        && are_digits(decimals)
        && digits.len() <= DIGITS_MOST
        && (whole == "0" || !whole.starts_with('0'))
}

/// A whole workbook; every cell and header is guarded as in CSV, also for whoever saves it as CSV later.
pub(crate) fn write(
    header: &[String],
    columns: Vec<Column>,
    rows: impl Iterator<Item = Vec<String>>,
) -> io::Result<Vec<u8>> {
    let guarded = |cells: &[String]| -> Vec<String> {
        cells.iter().map(|cell| guard_cell(cell).into_owned()).collect()
    };
    let mut writer = WorkbookWriter::new(guarded(header), columns)?;
    for row in rows {
        writer.push(&guarded(&row))?;
    }
    writer.finish()
}

/// A workbook of several sheets by their names, each with its header first, guarded as above. Everything is a text.
pub(crate) fn write_sheets(sheets: &[(&'static str, &[Vec<String>])]) -> io::Result<Vec<u8>> {
    let guarded = |cells: &Vec<String>| -> Vec<String> {
        cells.iter().map(|cell| guard_cell(cell).into_owned()).collect()
    };
    let mut writer: Option<WorkbookWriter> = None;
    for (name, rows) in sheets {
        let mut rows = rows.iter().map(guarded);
        let header = rows.next().unwrap_or_default();
        let columns = columns::columns(header.iter().map(|_| ""));
        let one = match &mut writer {
            None => writer.insert(WorkbookWriter::new(header, columns)?),
            Some(one) => {
                one.end_sheet()?;
                (one.header, one.columns) = (header, columns);
                one.begin_sheet()?;
                one
            }
        };
        one.names.push(name);
        for row in rows {
            one.push(&row)?;
        }
    }
    writer.map_or_else(|| Ok(Vec::new()), WorkbookWriter::finish)
}

/// Where packed bytes wait to be sent.
#[derive(Clone, Default)]
struct Spool(Arc<Mutex<Vec<u8>>>);

impl Spool {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
