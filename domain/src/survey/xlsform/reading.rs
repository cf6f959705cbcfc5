//! Sheets as a form, with every problem at its row and column.

use std::collections::BTreeMap;

use super::expressions::piped_in;
use super::taken::{OF_CHOICES, OF_FACTORS, OF_SETTINGS, RowKind};
use super::{cell, language_of};
use crate::lang::{Said, said};
use crate::survey::condition::Condition;
use crate::survey::form::{Ask, Factor, Form, Item, Row as MatrixRow, Scale, Section, Skip};
use crate::survey::texts::Texts;
use crate::table::{Row, RowProblem, Table};

/// A mistake, and the sheet that it stands in.
pub type SheetProblem = (&'static str, RowProblem);

pub(super) const SURVEY: &str = "survey";
pub(super) const CHOICES: &str = "choices";
/// What other tools note by themselves, and we do not.
const METADATA: [&str; 9] = [
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "simserial",
    "phonenumber",
    "email",
    "audit",
];

/// The sheets of a file; only the first two must be there.
#[derive(Debug, Clone, Copy)]
pub struct Found<'t> {
    pub survey: &'t Table,
    pub choices: &'t Table,
    pub settings: Option<&'t Table>,
    pub factors: Option<&'t Table>,
}

/// The form; whether it can be fielded is asked with [`crate::survey::check::check`].
pub fn read(found: Found<'_>) -> Result<Form, Vec<SheetProblem>> {
    let default = setting(found.settings, "default_language")
        .unwrap_or("vi")
        .to_owned();
    let mut reader = Reader {
        found,
        languages: languages(found, &default),
        default,
        lists: BTreeMap::new(),
        form: Form::default(),
        matrix: None,
        is_in_group: false,
        problems: Vec::new(),
    };
    reader.settings();
    reader.lists();
    reader.factors();
    for row in &found.survey.rows {
        reader.row(row);
    }
    if reader.is_in_group || reader.matrix.is_some() {
        let last = found.survey.rows.last().map_or(1, |row| row.number);
        let detail = said(
            "Thiếu end_group cho nhóm cuối.",
            "The last group lacks its end_group.",
        );
        reader
            .problems
            .push((SURVEY, RowProblem::error(last, Some("type"), detail)));
    }
    // In the order of the sheet of choices, not in that of their use.
    let lists = reader.lists;
    let begins = |scale: &Scale| {
        lists
            .get(&scale.id)
            .and_then(|list| list.first())
            .map(|choice| choice.row)
    };
    reader.form.scales.sort_by_key(begins);
    reader.form.languages = reader.languages;
    if reader.problems.is_empty() {
        Ok(reader.form)
    } else {
        Err(reader.problems)
    }
}

fn setting<'t>(settings: Option<&'t Table>, header: &str) -> Option<&'t str> {
    let settings = settings?;
    let row = settings.rows.first()?;
    Some(cell(settings, row, header)).filter(|cell| !cell.is_empty())
}

/// Those of the settings, or else of the labels; the default one first.
fn languages(found: Found<'_>, default: &str) -> Vec<String> {
    let mut all = vec![default.to_owned()];
    let listed = setting(found.settings, "languages").unwrap_or_default();
    let of_labels = found
        .survey
        .headers
        .iter()
        .filter_map(|header| language_of(header, "label", default));
    for language in listed.split_whitespace().chain(of_labels) {
        if !all.iter().any(|known| known == language) {
            all.push(language.to_owned());
        }
    }
    all
}

/// A choice of the second sheet.
pub(super) struct Choice {
    pub(super) row: u64,
    pub(super) name: String,
    pub(super) label: Texts,
    pub(super) other: bool,
    pub(super) missing: bool,
}

pub(super) struct Reader<'t> {
    pub(super) found: Found<'t>,
    languages: Vec<String>,
    default: String,
    pub(super) lists: BTreeMap<String, Vec<Choice>>,
    pub(super) form: Form,
    /// The matrix whose rows are being read.
    matrix: Option<Item>,
    is_in_group: bool,
    pub(super) problems: Vec<SheetProblem>,
}

impl Reader<'_> {
    pub(super) fn fail(&mut self, row: u64, column: &str, detail: impl Into<Said>) {
        self.problems
            .push((SURVEY, RowProblem::error(row, Some(column), detail)));
    }

    fn texts(&self, table: &Table, row: &Row, name: &str) -> Texts {
        let mut read = Texts::default();
        for (header, cell) in table.headers.iter().zip(&row.cells) {
            if let Some(language) = language_of(header, name, &self.default) {
                read.set(language, &piped_in(cell));
            }
        }
        read
    }

    fn settings(&mut self) {
        let Some(table) = self.found.settings else {
            return;
        };
        for row in &table.rows {
            self.only_of("settings", table, row, OF_SETTINGS);
        }
    }

    fn lists(&mut self) {
        let table = self.found.choices;
        for row in &table.rows {
            self.only_of(CHOICES, table, row, OF_CHOICES);
            let choice = Choice {
                row: row.number,
                name: cell(table, row, "name").to_owned(),
                label: self.texts(table, row, "label"),
                other: is_yes(cell(table, row, "other")),
                missing: is_yes(cell(table, row, "missing")),
            };
            self.lists
                .entry(cell(table, row, "list_name").to_owned())
                .or_default()
                .push(choice);
        }
    }

    fn factors(&mut self) {
        let Some(table) = self.found.factors else {
            return;
        };
        for row in &table.rows {
            self.only_of("factors", table, row, OF_FACTORS);
            let factor = Factor {
                id: cell(table, row, "name").to_owned(),
                title: self.texts(table, row, "label"),
                part: self.texts(table, row, "part"),
            };
            self.form.factors.push(factor);
        }
    }

    fn row(&mut self, row: &Row) {
        let table = self.found.survey;
        let kind = cell(table, row, "type");
        let (kind, list) = kind
            .split_once(' ')
            .map_or((kind, ""), |(kind, list)| (kind, list.trim()));
        match kind {
            "begin_group" => self.begin_group(row),
            "begin" if list == "group" => self.begin_group(row),
            "end_group" => self.end_group(row),
            // Others know a row `end` of their own, which notes when an interview ended.
            "end" if list == "group" => self.end_group(row),
            kind if METADATA.contains(&kind) => {}
            _ => self.question(row, kind, list),
        }
    }

    fn begin_group(&mut self, row: &Row) {
        let table = self.found.survey;
        let name = cell(table, row, "name").to_owned();
        if !self.is_in_group {
            self.is_in_group = true;
            self.only(row, RowKind::Section);
            let section = Section {
                id: name,
                title: self.texts(table, row, "label"),
                text: self.texts(table, row, "hint"),
                shuffle: self.shuffle(row),
                show_if: self.relevant(row),
                items: Vec::new(),
            };
            self.form.sections.push(section);
        } else if self.matrix.is_none() && cell(table, row, "appearance").contains("table-list") {
            self.only(row, RowKind::Matrix);
            let ask = Ask::Matrix {
                scale: String::new(),
                rows: Vec::new(),
            };
            self.matrix = Some(self.item(row, ask));
        } else {
            self.fail(
                row.number,
                "type",
                said(
                    "Nhóm trong nhóm chỉ dùng cho bảng (appearance là table-list).",
                    "A group within a group can only be a matrix (appearance table-list).",
                ),
            );
        }
    }

    fn shuffle(&mut self, row: &Row) -> bool {
        match cell(self.found.survey, row, "parameters") {
            "" | "randomize=false" => false,
            "randomize=true" => true,
            _ => {
                self.fail(
                    row.number,
                    "parameters",
                    said("Chỉ nhận randomize=true.", "Only randomize=true is taken."),
                );
                false
            }
        }
    }

    fn end_group(&mut self, row: &Row) {
        self.only(row, RowKind::End);
        if let Some(matrix) = self.matrix.take() {
            self.put(matrix);
        } else if self.is_in_group {
            self.is_in_group = false;
        } else {
            self.fail(
                row.number,
                "type",
                said(
                    "end_group không có begin_group.",
                    "This end_group has no begin_group.",
                ),
            );
        }
    }

    /// Items before the first group stand in a section of their own.
    fn put(&mut self, item: Item) {
        if !self.is_in_group && self.form.sections.last().is_none_or(|last| last.id != "main") {
            let title = setting(self.found.settings, "form_title")
                .unwrap_or("…")
                .to_owned();
            let title = Texts::of([(self.default.as_str(), title.as_str())]);
            self.form.sections.push(Section {
                id: "main".to_owned(),
                title,
                text: Texts::default(),
                shuffle: false,
                show_if: String::new(),
                items: Vec::new(),
            });
        }
        if let Some(section) = self.form.sections.last_mut() {
            section.items.push(item);
        }
    }

    fn relevant(&mut self, row: &Row) -> String {
        let text = cell(self.found.survey, row, "relevant").to_owned();
        if text.is_empty() {
            return text;
        }
        match Condition::parse(&text) {
            Ok(condition) => condition.to_string(),
            Err(detail) => {
                self.fail(row.number, "relevant", detail);
                text
            }
        }
    }

    fn skips(&mut self, row: &Row) -> Vec<Skip> {
        let text = cell(self.found.survey, row, "skips").to_owned();
        let mut skips = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            match part.split_once("->") {
                Some((when, to)) => skips.push(Skip {
                    when: when.trim().to_owned(),
                    to: to.trim().to_owned(),
                }),
                None => self.fail(
                    row.number,
                    "skips",
                    said("Hãy ghi như: q1 = no -> end.", "Write it like: q1 = no -> end."),
                ),
            }
        }
        skips
    }

    fn item(&mut self, row: &Row, ask: Ask) -> Item {
        let table = self.found.survey;
        Item {
            id: cell(table, row, "name").to_owned(),
            text: self.texts(table, row, "label"),
            hint: self.texts(table, row, "hint"),
            required: is_yes(cell(table, row, "required")),
            show_if: self.relevant(row),
            skips: self.skips(row),
            factor: cell(table, row, "factor").to_owned(),
            ask,
        }
    }

    fn question(&mut self, row: &Row, kind: &str, list: &str) {
        if self.matrix.is_some() {
            return self.matrix_row(row, kind, list);
        }
        if let Some(ask) = self.ask(row, kind, list) {
            self.only(row, RowKind::of_item(kind));
            let item = self.item(row, ask);
            self.put(item);
        }
    }

    fn matrix_row(&mut self, row: &Row, kind: &str, list: &str) {
        self.only(row, RowKind::MatrixRow);
        let table = self.found.survey;
        let one = MatrixRow {
            id: cell(table, row, "name").to_owned(),
            text: self.texts(table, row, "label"),
            factor: cell(table, row, "factor").to_owned(),
        };
        let is_rated = kind == "select_one" && self.scale(row, list);
        let mut is_same = true;
        if let Some(Item {
            ask: Ask::Matrix { scale, rows },
            ..
        }) = &mut self.matrix
        {
            is_same = scale.is_empty() || scale == list;
            list.clone_into(scale);
            rows.push(one);
        }
        if !is_rated || !is_same {
            self.fail(
                row.number,
                "type",
                said(
                    "Các dòng của một bảng đều là select_one trên cùng một thang.",
                    "The rows of a matrix are all select_one on one scale.",
                ),
            );
        }
    }
}

fn is_yes(cell: &str) -> bool {
    ["yes", "true", "true()", "1", "có"].contains(&cell.trim().to_lowercase().as_str())
}
