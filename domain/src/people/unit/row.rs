//! One row of a file of units.

use std::borrow::Cow;

use super::{Column, KnownUnit, SEPARATOR, UnitRow, Validity};
use crate::lang::{Said, said};
use crate::problem::Problem;
use crate::table::{RowProblem, sentences};
use crate::text;
use crate::time::{CivilDate, NOT_A_DAY};

const CODE_CHARS_MOST: usize = 40;
const NAME_CHARS_MOST: usize = 200;

const PEOPLE_MOST: u32 = 100_000_000;

const NO_COUNT: Said = said(
    "Số người là số nguyên, không âm.",
    "The headcount is a whole number, zero or more.",
);
const TOO_MANY: Said = said(
    "Số người tối đa là 100.000.000.",
    "The head-count is at most 100,000,000.",
);

/// A head-count by itself, as one types it: the day, and the number.
pub fn parse_headcount(day: &str, count: &str) -> Result<(CivilDate, u32), Vec<Problem>> {
    match (CivilDate::parse(day), people(count.trim())) {
        (Some(day), Ok(count)) => Ok((day, count)),
        (day, count) => {
            let no_day = day.is_none().then(|| Problem::at("/headcount_date", NOT_A_DAY));
            let no_count = count.err().map(|detail| Problem::at("/headcount", detail));
            Err(no_day.into_iter().chain(no_count).collect())
        }
    }
}

fn people(typed: &str) -> Result<u32, Said> {
    match ungrouped(typed).parse() {
        Ok(count) if count > PEOPLE_MOST => Err(TOO_MANY),
        Ok(count) => Ok(count),
        Err(_) => Err(NO_COUNT),
    }
}

/// Without the points or spaces that part thousands: `1.200`, `12 000`. `1.5` and `1.20` stay as they are.
fn ungrouped(typed: &str) -> Cow<'_, str> {
    let is_mark = |c: char| matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}');
    let mut parts = typed.split(is_mark);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let head = parts.next().unwrap_or_default();
    if is_number(head) && head.len() <= 3 && parts.all(|part| part.len() == 3 && is_number(part)) {
        return Cow::Owned(typed.replace(is_mark, ""));
    }
    Cow::Borrowed(typed)
}

/// What people can type, read out and find again everywhere.
const fn is_of_codes(one: char) -> bool {
    one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | '_' | '/')
}

struct Reader {
    row: u64,
    problems: Vec<RowProblem>,
}

impl Reader {
    fn fail(&mut self, column: Column, detail: Said) {
        let problem = RowProblem::error(self.row, Some(column.header()), detail);
        self.problems.push(problem);
    }

    fn words(&mut self, column: Column, typed: &str, most: usize) {
        match typed.chars().count() {
            0 => self.fail(column, sentences::EMPTY),
            chars if chars > most => self.fail(column, sentences::too_long(most)),
            _ => {}
        }
    }

    fn day(&mut self, column: Column, typed: &str) -> Option<CivilDate> {
        let date = CivilDate::parse(typed);
        if date.is_none() && !typed.is_empty() {
            self.fail(column, NOT_A_DAY);
        }
        date
    }

    fn headcount(&mut self, typed: &str) -> Option<u32> {
        if typed.is_empty() {
            return None;
        }
        people(typed)
            .map_err(|detail| self.fail(Column::Headcount, detail))
            .ok()
    }
}

impl Reader {
    fn new_code(&mut self, code: &str) {
        if !code.chars().all(is_of_codes) {
            self.fail(
                Column::Code,
                said(
                    "Mã chỉ gồm chữ cái không dấu, chữ số và các dấu . - _ /, không có dấu cách.",
                    "A code has letters without accents, digits and . - _ / only, and no spaces.",
                ),
            );
        }
    }
}

/// `cell` is none where the file lacks the column: what is known stays then.
pub(super) fn parse<'a>(
    row: u64,
    cell: impl Fn(Column) -> Option<&'a str>,
    known: Option<&KnownUnit>,
) -> Result<UnitRow, Vec<RowProblem>> {
    let mut reader = Reader {
        row,
        problems: Vec::new(),
    };
    let is_new = known.is_none();
    let known = known.cloned().unwrap_or_default();
    let typed = |column| cell(column).unwrap_or_default();
    let code = typed(Column::Code);
    reader.words(Column::Code, code, CODE_CHARS_MOST);
    // Codes from before stay: files and forms name their units by them.
    if is_new {
        reader.new_code(code);
    }
    reader.words(Column::Name, typed(Column::Name), NAME_CHARS_MOST);
    let headcount = reader.headcount(typed(Column::Headcount));
    let headcount_date = reader.day(Column::HeadcountDate, typed(Column::HeadcountDate));
    let mut end = |column, known| match cell(column) {
        None => known,
        Some(typed) => reader.day(column, typed),
    };
    let validity = Validity {
        from: end(Column::ValidFrom, known.validity.from),
        until: end(Column::ValidUntil, known.validity.until),
    };
    if !validity.is_ordered() {
        reader.fail(
            Column::ValidUntil,
            said(
                "Ngày hết hiệu lực không được sớm hơn ngày có hiệu lực.",
                "The last day is not before the first.",
            ),
        );
    }
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    Ok(UnitRow {
        row,
        code: code.to_owned(),
        name: text::collapse_spaces(typed(Column::Name)),
        parent_code: match cell(Column::Parent) {
            None => known.parent_code,
            Some(typed) => Some(typed.to_owned()).filter(|code| !code.is_empty()),
        },
        headcount,
        headcount_date,
        validity,
        predecessors: cell(Column::Predecessors).map_or(known.predecessors, codes),
    })
}

fn codes(typed: &str) -> Vec<String> {
    let mut codes: Vec<String> = typed
        .split(SEPARATOR)
        .map(|code| code.trim().to_owned())
        .filter(|code| !code.is_empty())
        .collect();
    codes.sort();
    codes.dedup();
    codes
}
