//! One row of a file of units.

use super::{Column, KnownUnit, SEPARATOR, UnitRow, Validity};
use crate::lang::said;
use crate::problem::Problem;
use crate::table::RowProblem;
use crate::text;
use crate::time::CivilDate;

const CODE_CHARS_MOST: usize = 40;
const NAME_CHARS_MOST: usize = 200;

const NO_DAY: &str = "Ngày phải có dạng ngày/tháng/năm, ví dụ 01/07/2025.";
const NO_DAY_IN_ENGLISH: &str = "A date is day/month/year, such as 01/07/2025.";
const NO_COUNT: &str = "Số người là số nguyên, không âm.";
const NO_COUNT_IN_ENGLISH: &str = "The headcount is a whole number, zero or more.";

/// A head-count by itself, as one types it: the day, and the number.
pub fn parse_headcount(day: &str, count: &str) -> Result<(CivilDate, u32), Vec<Problem>> {
    match (CivilDate::parse(day), count.trim().parse().ok()) {
        (Some(day), Some(count)) => Ok((day, count)),
        (day, count) => {
            let no_day = day
                .is_none()
                .then(|| Problem::at("/headcount_date", said(NO_DAY, NO_DAY_IN_ENGLISH)));
            let no_count = count
                .is_none()
                .then(|| Problem::at("/headcount", said(NO_COUNT, NO_COUNT_IN_ENGLISH)));
            Err(no_day.into_iter().chain(no_count).collect())
        }
    }
}

struct Reader {
    row: u64,
    problems: Vec<RowProblem>,
}

impl Reader {
    fn fail(&mut self, column: Column, detail: impl Into<String>) {
        let problem = RowProblem::error(self.row, Some(column.header()), detail);
        self.problems.push(problem);
    }

    fn words(&mut self, column: Column, typed: &str, most: usize) {
        match typed.chars().count() {
            0 => self.fail(column, "Ô này không được để trống."),
            chars if chars > most => self.fail(column, format!("Ô này dài quá {most} ký tự.")),
            _ => {}
        }
    }

    fn day(&mut self, column: Column, typed: &str) -> Option<CivilDate> {
        let date = CivilDate::parse(typed);
        if date.is_none() && !typed.is_empty() {
            self.fail(column, NO_DAY);
        }
        date
    }

    fn headcount(&mut self, typed: &str) -> Option<u32> {
        let count = typed.parse().ok();
        if count.is_none() && !typed.is_empty() {
            self.fail(Column::Headcount, NO_COUNT);
        }
        count
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
    let known = known.cloned().unwrap_or_default();
    let typed = |column| cell(column).unwrap_or_default();
    let code = typed(Column::Code);
    reader.words(Column::Code, code, CODE_CHARS_MOST);
    if code.contains(SEPARATOR) {
        reader.fail(Column::Code, "Mã không được có dấu chấm phẩy.");
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
            "Ngày hết hiệu lực không được sớm hơn ngày có hiệu lực.",
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
