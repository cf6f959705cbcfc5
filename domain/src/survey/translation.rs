//! The sheet for translators: a row a text, a column a language.

use std::collections::BTreeMap;

use super::check::each_text;
use super::form::{Ask, Form};
use super::texts::Texts;
use crate::lang::{Lang, Said, said};
use crate::table::{Limits, RowProblem, Table};

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
    each_text(form, &mut |pointer, texts| {
        if !texts.is_empty() {
            let cells = form
                .languages
                .iter()
                .map(|language| texts.get(language).unwrap_or_default().to_owned());
            rows.push([pointer.to_owned()].into_iter().chain(cells).collect());
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
    let known = texts_by_place(form);
    let main = form.main_language();
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    let mut new: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in &table.rows {
        let place = row.cells[columns.place].as_str();
        let Some(texts) = known.get(place) else {
            problems.push(RowProblem::error(
                row.number,
                Some(PLACE),
                said(
                    "Phiếu không có nội dung ở vị trí này.",
                    "The form has no text at this place.",
                ),
            ));
            continue;
        };
        for (language, column) in &columns.languages {
            let text = row.cells[*column].trim();
            if text.is_empty() || texts.get(language) == Some(text) {
                continue;
            }
            if language == main {
                warnings.push(RowProblem::warning(
                    row.number,
                    Some(main),
                    said(
                        "Nội dung gốc đã khác với tệp; hãy xem bản dịch còn đúng không.",
                        "The original reads otherwise now; look whether the translation is still right.",
                    ),
                ));
            } else {
                new.entry(place.to_owned())
                    .or_default()
                    .push((language.clone(), text.to_owned()));
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let changed = new.values().map(Vec::len).sum();
    let mut form = form.clone();
    each_text_mut(&mut form, &mut |place, texts| {
        for (language, text) in new.get(place).into_iter().flatten() {
            texts.set(language, text);
        }
    });
    Ok((Translated { form, changed }, warnings))
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
        if form.languages.contains(header) {
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
            problems.push(RowProblem::error(
                1,
                Some(PLACE),
                said("Tệp thiếu cột này.", "The file lacks this column."),
            ));
            Err(problems)
        }
    }
}

fn texts_by_place(form: &Form) -> BTreeMap<String, &Texts> {
    let mut known = BTreeMap::new();
    each_text(form, &mut |place, texts| {
        if !texts.is_empty() {
            known.insert(place.to_owned(), texts);
        }
    });
    known
}

/// As [`each_text`], to write in.
fn each_text_mut(form: &mut Form, visit: &mut impl FnMut(&str, &mut Texts)) {
    for (nth, scale) in form.scales.iter_mut().enumerate() {
        for (step, one) in scale.steps.iter_mut().enumerate() {
            visit(&format!("/scales/{nth}/steps/{step}/label"), &mut one.label);
        }
        if let Some(unknown) = &mut scale.unknown {
            visit(&format!("/scales/{nth}/unknown/label"), &mut unknown.label);
        }
    }
    for (nth, factor) in form.factors.iter_mut().enumerate() {
        visit(&format!("/factors/{nth}/title"), &mut factor.title);
        visit(&format!("/factors/{nth}/part"), &mut factor.part);
    }
    for (nth, section) in form.sections.iter_mut().enumerate() {
        let place = format!("/sections/{nth}");
        visit(&format!("{place}/title"), &mut section.title);
        visit(&format!("{place}/text"), &mut section.text);
        for (item, one) in section.items.iter_mut().enumerate() {
            let place = format!("{place}/items/{item}");
            visit(&format!("{place}/text"), &mut one.text);
            visit(&format!("{place}/hint"), &mut one.hint);
            each_answer_mut(&mut one.ask, &place, visit);
        }
    }
}

fn each_answer_mut(ask: &mut Ask, place: &str, visit: &mut impl FnMut(&str, &mut Texts)) {
    match ask {
        Ask::SingleChoice { options } | Ask::MultipleChoice { options, .. } | Ask::Ranking { options } => {
            for (nth, option) in options.iter_mut().enumerate() {
                visit(&format!("{place}/ask/options/{nth}/text"), &mut option.text);
            }
        }
        Ask::Matrix { rows, .. } => {
            for (nth, row) in rows.iter_mut().enumerate() {
                visit(&format!("{place}/ask/rows/{nth}/text"), &mut row.text);
            }
        }
        _ => {}
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
