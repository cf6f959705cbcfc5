//! Which cells of a row are taken: whatever else it holds is told, so that nothing is lost silently.

use super::reading::Reader;
use crate::lang::{Lang, Said};
use crate::table::{Row, RowProblem, Table};

/// What a row of the sheet `survey` is, as far as its cells go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    Section,
    Matrix,
    MatrixRow,
    Item,
    /// One with bounds.
    Bounded,
    /// One with parameters.
    Range,
    End,
}

impl RowKind {
    pub(super) fn of_item(kind: &str) -> Self {
        match kind {
            "select_multiple" | "integer" | "decimal" | "date" => Self::Bounded,
            "range" => Self::Range,
            _ => Self::Item,
        }
    }

    /// The columns that all of a kind share, and one of its own.
    const fn columns(self) -> (&'static [&'static str], Option<&'static str>) {
        match self {
            Self::Section => (OF_SECTION, None),
            Self::Matrix | Self::Item => (OF_ITEM, None),
            Self::Bounded => (OF_ITEM, Some("constraint")),
            Self::Range => (OF_ITEM, Some("parameters")),
            Self::MatrixRow => (&["type", "name", "label", "factor", "appearance"], None),
            Self::End => (&["type", "name"], None),
        }
    }
}

const OF_SECTION: &[&str] = &[
    "type",
    "name",
    "label",
    "hint",
    "relevant",
    "parameters",
    "appearance",
];
const OF_ITEM: &[&str] = &[
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "appearance",
    "factor",
    "skips",
];
pub(super) const OF_CHOICES: &[&str] = &["list_name", "name", "label", "other", "missing"];
pub(super) const OF_FACTORS: &[&str] = &["name", "label", "part"];
pub(super) const OF_SETTINGS: &[&str] = &[
    "form_title",
    "form_id",
    "version",
    "default_language",
    "languages",
];

impl Reader<'_> {
    pub(super) fn only(&mut self, row: &Row, kind: RowKind) {
        let (shared, own) = kind.columns();
        let taken: Vec<&str> = shared.iter().copied().chain(own).collect();
        self.only_of(super::reading::SURVEY, self.found.survey, row, &taken);
    }

    /// Cells below other headers than these must be empty.
    pub(super) fn only_of(&mut self, sheet: &'static str, table: &Table, row: &Row, taken: &[&str]) {
        for (header, cell) in table.headers.iter().zip(&row.cells) {
            let name = header.split("::").next().unwrap_or_default();
            if !cell.is_empty() && !taken.contains(&name) {
                let problem = RowProblem::error(row.number, Some(header), not_taken(header));
                self.problems.push((sheet, problem));
            }
        }
    }
}

fn not_taken(header: &str) -> Said {
    Said::of(|lang| match lang {
        Lang::Vi => format!("Dòng loại này không nhận cột “{header}”; hãy xóa nội dung ô này."),
        Lang::En => format!("A row of this kind does not take the column “{header}”; empty the cell."),
    })
}
