//! The sheet for translators: a row a text, a column a language.

use std::collections::BTreeMap;

use super::form::Form;
use super::walk::{each_text, each_text_mut};
use crate::lang::{Lang, Said, said};
use crate::table::{Limits, Row, RowProblem, Table, places};

/// Of a file of translations in any format.
pub const LIMITS: Limits = Limits {
    bytes: 5_000_000,
    rows: 20_000,
};

/// The header of the column that says which text it is; translators leave it as it is.
pub const PLACE: &str = "Vị trí";

/// The header, then every text; the first language comes first.
pub fn rows(form: &Form) -> Vec<Vec<String>> {
    let mut header = vec![PLACE.to_owned()];
    header.extend(form.languages.iter().cloned());
    let mut rows = vec![header];
    each_text(form, &mut |spot, texts| {
        if !texts.is_empty() {
            let cells = form
                .languages
                .iter()
                .map(|language| texts.get(language).unwrap_or_default().to_owned());
            rows.push([spot.pointer.clone()].into_iter().chain(cells).collect());
        }
    });
    rows
}

/// How many texts a sheet would change, and the form with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    pub form: Form,
    pub changed: usize,
}

/// Takes a sheet back. An empty cell changes nothing; the first language is only compared: who translates an older text
/// is told.
pub fn take(form: &Form, table: &Table) -> Result<(Translated, Vec<RowProblem>), Vec<RowProblem>> {
    let columns = columns(form, table)?;
    let mut rows: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &table.rows {
        rows.entry(row.cells[columns.place].as_str())
            .or_default()
            .push(row);
    }
    let (mut translated, mut changed, mut warnings) = (form.clone(), 0, Vec::new());
    each_text_mut(&mut translated, &mut |spot, texts| {
        // A text that there is in no language has no row.
        let own = Some(spot.pointer.as_str()).filter(|_| !texts.is_empty());
        for row in own.and_then(|place| rows.remove(place)).into_iter().flatten() {
            for (language, column) in &columns.languages {
                let text = row.cells[*column].trim();
                if text.is_empty() || texts.get(language) == Some(text) {
                    continue;
                }
                if language == form.main_language() {
                    warnings.push(reads_otherwise(row, language));
                } else {
                    texts.set(language, text);
                    changed += 1;
                }
            }
        }
    });
    warnings.sort_by_key(|warning: &RowProblem| warning.row);
    let mut problems: Vec<RowProblem> = rows.into_values().flatten().map(stands_nowhere).collect();
    problems.sort_by_key(|problem| problem.row);
    if problems.is_empty() {
        let form = translated;
        Ok((Translated { form, changed }, warnings))
    } else {
        Err(problems)
    }
}

fn reads_otherwise(row: &Row, main: &str) -> RowProblem {
    RowProblem::warning(
        row.number,
        Some(main),
        said(
            "Nội dung gốc đã khác với tệp; hãy xem bản dịch còn đúng không.",
            "The original reads otherwise now; look whether the translation is still right.",
        ),
    )
}

fn stands_nowhere(row: &Row) -> RowProblem {
    RowProblem::error(
        row.number,
        Some(PLACE),
        said(
            "Phiếu không có nội dung ở vị trí này.",
            "The form has no text at this place.",
        ),
    )
}

struct Columns {
    place: usize,
    languages: Vec<(String, usize)>,
}

fn columns(form: &Form, table: &Table) -> Result<Columns, Vec<RowProblem>> {
    let place = table.headers.iter().position(|header| header == PLACE);
    let mut problems = Vec::new();
    let mut languages = Vec::new();
    for (column, header) in table
        .headers
        .iter()
        .enumerate()
        .filter(|(_, header)| *header != PLACE)
    {
        if languages.iter().any(|(known, _)| known == header) {
            problems.push(places::repeated(header));
        } else if form.languages.contains(header) {
            languages.push((header.clone(), column));
        } else {
            let all = form.languages.join(", ");
            problems.push(RowProblem::error(
                1,
                Some(header),
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Phiếu không có ngôn ngữ này; các ngôn ngữ của phiếu: {all}."),
                    Lang::En => format!("The form does not have this language; it has {all}."),
                }),
            ));
        }
    }
    match place {
        Some(place) if problems.is_empty() => Ok(Columns { place, languages }),
        Some(_) => Err(problems),
        None => {
            problems.push(places::lacking(PLACE));
            Err(problems)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::check::gaps;
    use crate::survey::template::Template;
    use crate::table::{read, write};

    fn sheet(rows: Vec<Vec<String>>) -> Table {
        read(&write(rows), LIMITS).unwrap()
    }

    #[test]
    fn a_sheet_comes_back_as_it_went() {
        for template in [Template::Sipas, Template::Desk, Template::Awareness] {
            let form = template.form();
            let (translated, warnings) = take(&form, &sheet(rows(&form))).unwrap();
            assert_eq!((translated.changed, warnings), (0, Vec::new()));
            assert_eq!(translated.form, form);
        }
    }

    #[test]
    fn every_text_can_be_translated() {
        let mut form = Template::Sipas.form();
        form.languages.push("km".to_owned());
        let gap_count = gaps(&form).len();
        let mut rows = rows(&form);
        for row in rows.iter_mut().skip(1) {
            row[3] = format!("km {}", row[1]);
        }
        let (translated, _) = take(&form, &sheet(rows)).unwrap();
        assert_eq!(translated.changed, gap_count);
        assert!(gaps(&translated.form).is_empty());
    }

    #[test]
    fn what_does_not_fit_is_told_by_row_and_column() {
        let form = Template::Desk.form();
        let mut lines = rows(&form);
        lines[1][1] = "Khác".to_owned();
        let (translated, warnings) = take(&form, &sheet(lines.clone())).unwrap();
        assert_eq!((translated.changed, warnings.len(), warnings[0].row), (0, 1, 2));
        lines[2][0] = "/nowhere".to_owned();
        let problems = take(&form, &sheet(lines.clone())).unwrap_err();
        assert_eq!((problems[0].row, problems[0].column.as_deref()), (3, Some(PLACE)));
        lines[0][2] = "fr".to_owned();
        let problems = take(&form, &sheet(lines)).unwrap_err();
        assert_eq!((problems[0].row, problems[0].column.as_deref()), (1, Some("fr")));
    }
}
