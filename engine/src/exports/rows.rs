//! Rows into chunks of bytes: CSV (UTF-8 with BOM, CRLF, RFC 4180), or a workbook with the same cells.

use std::io;

use khao_domain::table::guard_cell;

use super::{ExportFormat, Sink};
use crate::error::{Error, Result};
use crate::workbook::{self, writer::WorkbookWriter};

/// How much is gathered before it is handed on.
const CHUNK_BYTES: usize = 32 * 1024;

pub(crate) struct Rows {
    sink: Sink,
    form: Form,
}

enum Form {
    Csv(Box<csv::Writer<Vec<u8>>>),
    Workbook(Box<WorkbookWriter>),
    /// What was handed on cannot be taken back: the file ends as a broken one.
    Failed,
}

/// A cell that may hold anything: guarded against being taken for a formula.
pub(crate) fn text(cell: &str) -> String {
    guard_cell(cell).into_owned()
}

/// Milliseconds as seconds with three places.
pub(crate) fn seconds(ms: i64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

impl Rows {
    pub(crate) fn new(sink: Sink, columns: &[&str]) -> Self {
        let header: Vec<String> = columns.iter().map(|column| text(column)).collect();
        let form = match sink.format {
            ExportFormat::Csv => {
                let mut csv = csv_writer("\u{feff}".as_bytes().to_vec());
                csv.write_record(&header)
                    .map(|()| Form::Csv(Box::new(csv)))
                    .map_err(io::Error::from)
            }
            ExportFormat::Xlsx => {
                WorkbookWriter::new(header, workbook::columns::columns(columns.iter().copied()))
                    .map(|workbook| Form::Workbook(Box::new(workbook)))
            }
        };
        Self {
            sink,
            form: form.unwrap_or_else(|error| failed(&error)),
        }
    }

    /// Writes a file whose rows are known, beside whoever asked for it; how many they are.
    pub(crate) fn write(sink: Sink, columns: &[&str], rows: Vec<Vec<String>>) -> i64 {
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let mut file = Self::new(sink, columns);
        tokio::spawn(async move {
            for row in rows {
                file.push(row).await;
            }
            file.finish().await;
        });
        count
    }

    pub(crate) async fn push(&mut self, cells: Vec<String>) {
        let written = match &mut self.form {
            Form::Csv(csv) => csv
                .write_record(&cells)
                .map(|()| csv.get_ref().len())
                .map_err(io::Error::from),
            Form::Workbook(workbook) => workbook.push(&cells).map(|()| workbook.ready_bytes()),
            Form::Failed => return,
        };
        match written {
            Ok(ready) if ready >= CHUNK_BYTES => self.hand_on().await,
            Ok(_) => {}
            Err(error) => self.form = failed(&error),
        }
    }

    async fn hand_on(&mut self) {
        let bytes = match &mut self.form {
            Form::Csv(csv) => {
                let full = std::mem::replace(&mut **csv, csv_writer(Vec::with_capacity(CHUNK_BYTES + 4096)));
                bytes_of(full)
            }
            Form::Workbook(workbook) => Ok(workbook.take()),
            Form::Failed => return,
        };
        self.sink.send(bytes).await;
    }

    /// The last rows, and the empty chunk that says the file is whole.
    pub(crate) async fn finish(self) {
        let rest = match self.form {
            Form::Csv(csv) => bytes_of(*csv),
            Form::Workbook(workbook) => workbook.finish().map_err(|error| broke_off(&error)),
            Form::Failed => Err(broke_off(&"a row was not written")),
        };
        let is_whole = rest.is_ok();
        self.sink.send(rest).await;
        if is_whole {
            self.sink.send(Ok(Vec::new())).await;
        }
    }

    /// Ends the file loudly.
    pub(crate) async fn fail(self) {
        self.sink.send(Err(broke_off(&"its rows cannot be read"))).await;
    }
}

fn failed(error: &io::Error) -> Form {
    tracing::error!(%error, "a row of an export was not written");
    Form::Failed
}

fn broke_off(reason: &impl std::fmt::Display) -> Error {
    Error::Internal(format!("the export broke off: {reason}"))
}

fn bytes_of(csv: csv::Writer<Vec<u8>>) -> Result<Vec<u8>> {
    csv.into_inner()
        .map_err(|error| Error::Internal(error.to_string()))
}

fn csv_writer(start: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(false)
        .buffer_capacity(1024)
        .from_writer(start)
}
