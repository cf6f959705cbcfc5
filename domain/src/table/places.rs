//! Which column of a file is which of those that its template has.

use super::RowProblem;
use crate::lang::{Lang, Said};
use crate::text;

/// For each of `N` columns its place in the file.
#[derive(Debug, Clone, Copy)]
pub struct Places<const N: usize>([Option<usize>; N]);

impl<const N: usize> Places<N> {
    /// Finds the columns by their headers, without regard to case, diacritics and spaces around them.
    ///
    /// `means` says which column a folded header is; `required` are those that must be there, with their headers. Columns
    /// that are none of these are refused, or else left out with the warning `left_out`.
    pub fn find(
        headers: &[String],
        means: impl Fn(&str) -> Option<usize>,
        required: &[(usize, &str)],
        left_out: Option<&Said>,
    ) -> Result<(Self, Vec<RowProblem>), Vec<RowProblem>> {
        let mut places = [None; N];
        let (mut problems, mut warnings) = (Vec::new(), Vec::new());
        for (place, header) in headers.iter().enumerate() {
            match (means(&text::fold(header)), left_out) {
                (Some(column), _) if places[column].is_none() => places[column] = Some(place),
                (Some(_), _) => problems.push(repeated(header)),
                (None, None) => problems.push(unknown(header)),
                (None, Some(detail)) => {
                    warnings.push(RowProblem::warning(1, Some(header), detail.clone()));
                }
            }
        }
        let missing = required.iter().filter(|(column, _)| places[*column].is_none());
        problems.extend(missing.map(|(_, header)| lacking(header)));
        if problems.is_empty() {
            Ok((Self(places), warnings))
        } else {
            Err(problems)
        }
    }

    /// A row's cell in the column; none where the file lacks the column.
    pub fn cell<'r>(&self, cells: &'r [String], column: usize) -> Option<&'r str> {
        let place = self.0.get(column).copied().flatten()?;
        cells.get(place).map(String::as_str)
    }
}

/// A column that stands twice.
pub fn repeated(header: &str) -> RowProblem {
    at(header, |lang| match lang {
        Lang::Vi => format!("Cột “{header}” có hai lần."),
        Lang::En => format!("The column “{header}” stands twice."),
    })
}

fn unknown(header: &str) -> RowProblem {
    at(header, |lang| match lang {
        Lang::Vi => format!("Tệp mẫu không có cột “{header}”; hãy sửa tên hoặc xóa cột này."),
        Lang::En => format!("The template has no column “{header}”; rename or delete it."),
    })
}

/// A column that must be there.
pub fn lacking(header: &str) -> RowProblem {
    at(header, |lang| match lang {
        Lang::Vi => format!("Tệp thiếu cột “{header}”."),
        Lang::En => format!("The file lacks the column “{header}”."),
    })
}

fn at(header: &str, sentence: impl Fn(Lang) -> String) -> RowProblem {
    RowProblem::error(1, Some(header), Said::of(sentence))
}
