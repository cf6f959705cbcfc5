//! Forms and their translations as files: out of the draft, and read against it. Nothing is kept here; what a file would
//! change is shown first, and then saved as any other change of the draft.

use std::collections::BTreeMap;

use khao_domain::lang::{Lang, Said, said};
use khao_domain::survey::compare::{Change, changes};
use khao_domain::survey::form::Form;
use khao_domain::survey::xlsform::{self, Found};
use khao_domain::survey::{check, translation};
use khao_domain::table::{self, RowProblem, Table};

use crate::Engine;
use crate::error::{Error, Result};
use crate::exports::ExportFormat;
use crate::policy::{Action, Actor};
use crate::workbook;

const SHEETS: [&str; 4] = ["survey", "choices", "settings", "factors"];

/// What a file would make of the draft.
#[derive(Debug, Clone, Default)]
pub struct FormFile {
    /// None where the file cannot be taken.
    pub form: Option<Form>,
    /// By the id of the question.
    pub changes: BTreeMap<String, Vec<Change>>,
    /// How many translations it brings.
    pub translated: usize,
    /// The sheet, where there are several, and what is wrong there.
    pub problems: Vec<(&'static str, RowProblem)>,
}

impl FormFile {
    fn refused(problem: RowProblem) -> Self {
        Self {
            problems: vec![("", problem)],
            ..Self::default()
        }
    }

    fn of(draft: &Form, form: Form) -> Self {
        Self {
            changes: changes(draft, &form),
            form: Some(form),
            ..Self::default()
        }
    }
}

impl Engine {
    /// The draft as JSON, which is what the API takes too.
    pub async fn form_as_json(&self, actor: &Actor, slug: &str) -> Result<Vec<u8>> {
        let survey = self.console_survey(actor, slug).await?;
        serde_json::to_vec_pretty(&survey.draft).map_err(|error| Error::Internal(format!("export: {error}")))
    }

    /// The draft as the sheets of an `XLSForm`.
    pub async fn form_as_workbook(&self, actor: &Actor, slug: &str) -> Result<Vec<u8>> {
        let survey = self.console_survey(actor, slug).await?;
        let version = u32::try_from(survey.revision).unwrap_or(u32::MAX);
        let title = survey.title_in(survey.draft.main_language());
        let sheets = xlsform::write(&survey.draft, title, version);
        let named: [(&str, &[Vec<String>]); 4] = [
            (SHEETS[0], &sheets.survey),
            (SHEETS[1], &sheets.choices),
            (SHEETS[2], &sheets.settings),
            (SHEETS[3], &sheets.factors),
        ];
        workbook::writer::write_sheets(&named).map_err(|error| Error::Internal(format!("export: {error}")))
    }

    /// Every text of the draft in all its languages, for translators.
    pub async fn translations(&self, actor: &Actor, slug: &str, format: ExportFormat) -> Result<Vec<u8>> {
        let survey = self.console_survey(actor, slug).await?;
        let rows = translation::rows(&survey.draft);
        if format == ExportFormat::Csv {
            return Ok(table::write(rows));
        }
        let sheet = [("translations", rows.as_slice())];
        workbook::writer::write_sheets(&sheet).map_err(|error| Error::Internal(format!("export: {error}")))
    }

    /// What a form in a file, JSON or a workbook, would make of the draft.
    pub async fn read_form(&self, actor: &Actor, slug: &str, file: Vec<u8>) -> Result<FormFile> {
        actor.may(Action::RunSurveys)?;
        let survey = self.console_survey(actor, slug).await?;
        self.reading(move || form_of(&survey.draft, &file)).await
    }

    /// What a translators' sheet would make of it.
    pub async fn read_translations(&self, actor: &Actor, slug: &str, file: Vec<u8>) -> Result<FormFile> {
        actor.may(Action::RunSurveys)?;
        let survey = self.console_survey(actor, slug).await?;
        self.reading(move || translated(&survey.draft, &file)).await
    }
}

fn translated(draft: &Form, file: &[u8]) -> FormFile {
    let table = match workbook::read(file, translation::LIMITS) {
        Ok(table) => table,
        Err(problem) => return FormFile::refused(problem),
    };
    let in_file = |problems: Vec<RowProblem>| problems.into_iter().map(|problem| ("", problem)).collect();
    match translation::take(draft, &table) {
        Ok((translated, warnings)) => FormFile {
            translated: translated.changed,
            problems: in_file(warnings),
            ..FormFile::of(draft, translated.form)
        },
        Err(problems) => FormFile {
            problems: in_file(problems),
            ..FormFile::default()
        },
    }
}

fn form_of(draft: &Form, file: &[u8]) -> FormFile {
    let text = file.strip_prefix("\u{feff}".as_bytes()).unwrap_or(file);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    let read = if first == Some(&b'{') {
        of_json(text)
    } else {
        of_workbook(file)
    };
    match read {
        Ok(form) => FormFile::of(draft, form),
        Err(problems) => FormFile {
            problems,
            ..FormFile::default()
        },
    }
}

type Refused = Vec<(&'static str, RowProblem)>;

fn of_json(text: &[u8]) -> std::result::Result<Form, Refused> {
    let refused = |row: usize, detail: Said| {
        let row = u64::try_from(row).unwrap_or(u64::MAX);
        Err(vec![("", RowProblem::error(row, None, detail))])
    };
    let form: Form = match serde_json::from_slice(text) {
        Ok(form) => form,
        Err(error) => {
            let detail = Said::of(|lang| match lang {
                Lang::Vi => format!("Phiếu không đúng cấu trúc: {error}."),
                Lang::En => format!("This is no form: {error}."),
            });
            return refused(error.line(), detail);
        }
    };
    // Parts are found by their ids: those of a page's address must be such.
    let sections = form.sections.iter().map(|section| &section.id);
    let items = form.items().map(|(_, item)| &item.id);
    let wrong: Option<String> = sections.chain(items).find(|id| !check::is_id(id)).cloned();
    match wrong {
        Some(id) => {
            let detail = Said::of(|lang| match lang {
                Lang::Vi => {
                    format!("Mã “{id}” không hợp lệ: chỉ gồm chữ thường không dấu, chữ số và gạch dưới.")
                }
                Lang::En => format!("“{id}” is no id: small letters, digits and underscores only."),
            });
            refused(1, detail)
        }
        None => Ok(form),
    }
}

fn of_workbook(file: &[u8]) -> std::result::Result<Form, Refused> {
    let tables = workbook::read_sheets(file, translation::LIMITS, SHEETS);
    let [survey, choices, settings, factors] = tables.map_err(|problem| vec![problem])?;
    let Some(survey) = survey else {
        let detail = said(
            "Tệp thiếu trang tính “survey” của XLSForm.",
            "The file lacks the sheet “survey” of an XLSForm.",
        );
        return Err(vec![(SHEETS[0], RowProblem::error(1, None, detail))]);
    };
    let none = Table::default();
    xlsform::read(Found {
        survey: &survey,
        choices: choices.as_ref().unwrap_or(&none),
        settings: settings.as_ref(),
        factors: factors.as_ref(),
    })
}

#[cfg(test)]
mod tests {
    use khao_domain::survey::template::Template;

    use super::*;

    #[track_caller]
    fn check_file(form: &Form, file: &[u8]) {
        let read = form_of(&Form::default(), file);
        assert_eq!(read.form.as_ref(), Some(form), "{:?}", read.problems);
        let again = form_of(form, file);
        assert!(again.changes.is_empty(), "{:?}", again.changes);
    }

    #[test]
    fn every_template_comes_back_from_its_files() {
        for template in [Template::Sipas, Template::Desk, Template::Awareness] {
            let form = template.form();
            check_file(&form, &serde_json::to_vec_pretty(&form).unwrap_or_default());
            let sheets = xlsform::write(&form, "Khảo sát", 1);
            let named: [(&str, &[Vec<String>]); 4] = [
                (SHEETS[0], &sheets.survey),
                (SHEETS[1], &sheets.choices),
                (SHEETS[2], &sheets.settings),
                (SHEETS[3], &sheets.factors),
            ];
            let file = workbook::writer::write_sheets(&named).unwrap_or_default();
            check_file(&form, &file);
            let rows = translation::rows(&form);
            let sheet = [("translations", rows.as_slice())];
            let file = workbook::writer::write_sheets(&sheet).unwrap_or_default();
            let read = translated(&form, &file);
            assert_eq!((read.form.as_ref(), read.translated), (Some(&form), 0));
        }
    }

    #[test]
    fn a_file_that_is_no_form_says_why() {
        let draft = Template::Desk.form();
        for (file, sheet) in [
            (b"{\n\"languages\": 5}".as_slice(), ""),
            (b"a,b\n1,2\n", ""),
            (
                br#"{"languages":["vi"],"sections":[{"id":"A/B","title":{},"items":[]}]}"#,
                "",
            ),
        ] {
            let read = form_of(&draft, file);
            assert!(read.form.is_none());
            assert_eq!(read.problems.first().map(|(sheet, _)| *sheet), Some(sheet));
        }
    }
}
