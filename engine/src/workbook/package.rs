//! The ZIP around a workbook: opened within bounds, unpacked part by part into whoever reads, never onto a disk.

use std::io::{self, BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::refusal::Refusal;

/// What a package may come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) parts: usize,
    /// Of all parts together.
    pub(super) unpacked: u64,
    /// Of a part's size to what it takes up in the file.
    pub(super) ratio: u64,
    /// A small part may be packed well: blank rows are.
    pub(super) ratio_from: u64,
}

pub(super) const BOUNDS: Bounds = Bounds {
    parts: 2_000,
    unpacked: 100_000_000,
    ratio: 100,
    ratio_from: 1_000_000,
};

/// How the directory names each part.
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";

pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    bounds: Bounds,
    unpacked: u64,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8], bounds: Bounds) -> Result<Self, Refusal> {
        // Counted before the directory is read, which takes memory for each entry.
        let entries = bytes
            .windows(DIRECTORY_ENTRY.len())
            .filter(|window| *window == DIRECTORY_ENTRY);
        if entries.count() > bounds.parts {
            return Err(Refusal::ManyParts);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| of_zip(&error))?;
        if archive.has_duplicate_names() {
            // Two readers of such a file may see two different tables.
            return Err(Refusal::BadName);
        }
        let mut declared = 0_u64;
        for place in 0..archive.len() {
            let part = archive.by_index_data(place).map_err(|error| of_zip(&error))?;
            if part.encrypted() {
                return Err(Refusal::Encrypted);
            }
            if !is_inside(part.name_raw()) {
                return Err(Refusal::BadName);
            }
            if part.size() > bounds.ratio_from && part.size() / bounds.ratio > part.compressed_size() {
                return Err(Refusal::Bomb);
            }
            declared = declared.saturating_add(part.size());
        }
        if declared > bounds.unpacked {
            return Err(Refusal::TooLarge);
        }
        Ok(Self {
            archive,
            bounds,
            unpacked: 0,
        })
    }

    /// A part of this name, unpacked as it is read.
    pub(super) fn part(&mut self, name: &str) -> Result<Part<'_, 'b>, Refusal> {
        let file = self.archive.by_name(name).map_err(|error| of_zip(&error))?;
        Ok(BufReader::new(Unpacking {
            packed: file.compressed_size(),
            inner: file,
            own: 0,
            total: &mut self.unpacked,
            bounds: self.bounds,
        }))
    }
}

pub(super) type Part<'p, 'b> = BufReader<Unpacking<'p, ZipFile<'p, Cursor<&'b [u8]>>>>;

/// Counts what really comes out, whatever the directory declares.
pub(super) struct Unpacking<'p, R> {
    pub(super) inner: R,
    pub(super) packed: u64,
    pub(super) own: u64,
    pub(super) total: &'p mut u64,
    pub(super) bounds: Bounds,
}

impl<R: Read> Read for Unpacking<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let more = read as u64;
        self.own += more;
        *self.total += more;
        if *self.total > self.bounds.unpacked {
            return Err(io::Error::other(Refusal::TooLarge));
        }
        if self.own > self.bounds.ratio_from && self.own / self.bounds.ratio > self.packed {
            return Err(io::Error::other(Refusal::Bomb));
        }
        Ok(read)
    }
}

/// A relative path without steps upward. Nothing is written anywhere, but no honest workbook has another.
fn is_inside(name: &[u8]) -> bool {
    let has_drive = name.get(1) == Some(&b':');
    let odd = name.iter().any(|byte| matches!(byte, b'\\' | 0));
    let upward = name.split(|byte| *byte == b'/').any(|step| step == b"..");
    !name.is_empty() && !name.starts_with(b"/") && !has_drive && !odd && !upward
}

fn of_zip(error: &ZipError) -> Refusal {
    match error {
        ZipError::FileNotFound => Refusal::NotWorkbook,
        ZipError::InvalidPassword => Refusal::Encrypted,
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => Refusal::Encrypted,
        _ => Refusal::Damaged,
    }
}
