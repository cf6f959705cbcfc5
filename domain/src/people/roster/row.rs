//! One row of a file of people.

use super::{Column, RosterRow};
use crate::ids::UnitId;
use crate::lang::{Lang, Said, said};
use crate::people::name::FullName;
use crate::table::{RowProblem, sentences};
use crate::text;
use crate::time::CivilDate;

const STAFF_CODE_CHARS_MOST: usize = 40;

struct Reader {
    row: u64,
    problems: Vec<RowProblem>,
}

impl Reader {
    fn fail(&mut self, column: Column, detail: impl Into<Said>) {
        let problem = RowProblem::error(self.row, Some(column.header()), detail);
        self.problems.push(problem);
    }

    fn full_name(&mut self, typed: &str) -> Option<FullName> {
        FullName::parse(typed)
            .inspect_err(|detail| self.fail(Column::FullName, detail.clone()))
            .ok()
    }

    fn unit(&mut self, code: &str, known: impl Fn(&str) -> Option<UnitId>) -> Option<UnitId> {
        let unit = known(code);
        match unit {
            None if code.is_empty() => self.fail(Column::Unit, sentences::EMPTY),
            None => self.fail(Column::Unit, no_such_unit(code)),
            Some(_) => {}
        }
        unit
    }

    /// One that has no letter and no figure could be nobody's.
    fn staff_code(&mut self, typed: &str) -> Option<String> {
        let code = text::collapse_spaces(typed);
        if code.chars().count() > STAFF_CODE_CHARS_MOST {
            let detail = Said::of(|lang| match lang {
                Lang::Vi => format!("Mã cán bộ dài tối đa {STAFF_CODE_CHARS_MOST} ký tự."),
                Lang::En => format!("A staff code has at most {STAFF_CODE_CHARS_MOST} characters."),
            });
            self.fail(Column::StaffCode, detail);
        }
        Some(code).filter(|code| !text::fold(code).is_empty())
    }

    fn birth_date(&mut self, typed: &str) -> Option<CivilDate> {
        let date = CivilDate::parse(typed);
        if date.is_none() && !typed.is_empty() {
            let detail = said(
                "Ngày sinh phải có dạng ngày/tháng/năm, ví dụ 15/08/1985.",
                "A date of birth is day/month/year, such as 15/08/1985.",
            );
            self.fail(Column::BirthDate, detail);
        }
        date
    }
}

fn no_such_unit(code: &str) -> Said {
    Said::of(|lang| match lang {
        Lang::Vi => format!("Không có đơn vị nào mang mã “{code}”."),
        Lang::En => format!("No unit has the code “{code}”."),
    })
}

/// `cell` is empty where the file lacks the column.
pub(super) fn parse<'a>(
    row: u64,
    cell: impl Fn(Column) -> &'a str,
    known: impl Fn(&str) -> Option<UnitId>,
) -> Result<RosterRow, Vec<RowProblem>> {
    let mut reader = Reader {
        row,
        problems: Vec::new(),
    };
    let full_name = reader.full_name(cell(Column::FullName));
    let unit_code = cell(Column::Unit);
    let unit = reader.unit(unit_code, known);
    let staff_code = reader.staff_code(cell(Column::StaffCode));
    let birth_date = reader.birth_date(cell(Column::BirthDate));
    match full_name.zip(unit) {
        Some((full_name, unit)) if reader.problems.is_empty() => Ok(RosterRow {
            row,
            full_name,
            unit,
            unit_code: unit_code.to_owned(),
            staff_code,
            birth_date,
        }),
        _ => Err(reader.problems),
    }
}
