//! CSV rows into chunks of bytes: UTF-8 with BOM, CRLF, RFC 4180.

use khao_domain::table::guard_cell;

use super::Sink;
use crate::error::Error;

/// How much is gathered before it is handed on.
const CHUNK_BYTES: usize = 32 * 1024;

pub(crate) struct CsvRows {
    sink: Sink,
    writer: csv::Writer<Vec<u8>>,
}

/// A cell that may hold anything: guarded against being taken for a formula.
pub(crate) fn text(cell: &str) -> String {
    guard_cell(cell).into_owned()
}

/// Milliseconds as seconds with three places.
pub(crate) fn seconds(ms: i64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

impl CsvRows {
    pub(crate) fn new(sink: Sink, columns: &[&str]) -> Self {
        let mut file = Self {
            sink,
            writer: writer("\u{feff}".as_bytes().to_vec()),
        };
        file.write(columns.iter().map(|column| text(column)).collect());
        file
    }

    fn write(&mut self, cells: Vec<String>) {
        // Writing to memory fails only for rows of unequal length, which every caller builds from one list of columns.
        if let Err(error) = self.writer.write_record(cells) {
            tracing::error!(%error, "a CSV row was not written");
        }
    }

    pub(crate) async fn push(&mut self, cells: Vec<String>) {
        self.write(cells);
        if self.writer.get_ref().len() >= CHUNK_BYTES {
            self.hand_on().await;
        }
    }

    async fn hand_on(&mut self) {
        let full = std::mem::replace(&mut self.writer, writer(Vec::with_capacity(CHUNK_BYTES + 4096)));
        let bytes = full
            .into_inner()
            .map_err(|error| Error::Internal(error.to_string()));
        self.sink.send(bytes).await;
    }

    /// The last rows, and the empty chunk that says the file is whole.
    pub(crate) async fn finish(mut self) {
        self.hand_on().await;
        self.sink.send(Ok(Vec::new())).await;
    }

    /// Ends the file loudly.
    pub(crate) async fn fail(self) {
        self.sink
            .send(Err(Error::Internal("the export broke off".into())))
            .await;
    }
}

fn writer(start: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(false)
        .buffer_capacity(1024)
        .from_writer(start)
}
