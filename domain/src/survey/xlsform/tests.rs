use super::reading::{Found, SheetProblem};
use super::*;
use crate::lang::Lang;
use crate::survey::check::check;
use crate::survey::form::{Ask, Form};
use crate::survey::template::Template;
use crate::table::{self, Limits};

const LIMITS: Limits = Limits {
    bytes: 1_000_000,
    rows: 1000,
};

fn table(rows: &[Vec<String>]) -> Table {
    table::read(&table::write(rows.to_vec()), LIMITS).unwrap()
}

fn again(sheets: &Sheets) -> Result<Form, Vec<SheetProblem>> {
    read(Found {
        survey: &table(&sheets.survey),
        choices: &table(&sheets.choices),
        settings: Some(&table(&sheets.settings)),
        factors: (sheets.factors.len() > 1)
            .then(|| table(&sheets.factors))
            .as_ref(),
    })
}

#[test]
fn every_template_comes_back_as_it_went() {
    for template in [Template::Sipas, Template::Desk, Template::Awareness] {
        let form = template.form();
        let read =
            again(&write(&form, "Phiếu", 1)).unwrap_or_else(|problems| panic!("{template:?}: {problems:?}"));
        assert_eq!(read, form, "{template:?}");
    }
}

#[test]
fn every_kind_comes_back_as_it_went() {
    let form: Form = serde_json::from_str(
        r#"{"languages": ["vi"], "sections": [
        {"id": "a", "title": {"vi": "A"}, "shuffle": true, "items": [
            {"id": "agreed", "text": {"vi": "?"}, "required": true, "ask": {"kind": "consent"}},
            {"id": "age", "text": {"vi": "?"}, "ask": {"kind": "number", "least": "18", "most": "120", "whole": true}},
            {"id": "share", "text": {"vi": "?"}, "ask": {"kind": "number", "least": "0.5"}},
            {"id": "day", "text": {"vi": "?"}, "ask": {"kind": "date", "first": "2026-01-01", "last": "2026-12-31"}},
            {"id": "often", "text": {"vi": "?"}, "ask": {"kind": "recommend"}}]},
        {"id": "b", "title": {"vi": "B"}, "show_if": "age >= 60 or not (share is answered)", "items": [
            {"id": "many", "text": {"vi": "Năm {{age}} tuổi"}, "skips": [{"when": "many has x", "to": "end"}],
                "ask": {"kind": "multiple_choice", "least": 1, "most": 2, "options": [
                    {"id": "x", "text": {"vi": "X"}}, {"id": "o", "text": {"vi": "Khác"}, "other": true}]}},
            {"id": "order", "text": {"vi": "?"}, "hint": {"vi": "Kéo"}, "show_if": "day < '2026-06-01' and many has o",
                "ask": {"kind": "ranking", "options": [{"id": "x", "text": {"vi": "X"}}, {"id": "y", "text": {"vi": "Y"}}]}}]}]}"#,
    )
    .unwrap();
    assert_eq!(check(&form), []);
    let sheets = write(&form, "Phiếu", 3);
    assert_eq!(sheets.settings[1], ["Phiếu", "3", "vi", "vi"]);
    let text = format!("{:?}", sheets.survey);
    for part in [
        "${age} >= 60 or ${share} = ''",
        "selected(${many}, 'o')",
        "date('2026-06-01')",
        "Năm ${age} tuổi",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(again(&sheets), Ok(form));
}

#[test]
fn what_is_not_taken_is_told_at_its_cell() {
    let lines = |lines: &[&[&str]]| -> Vec<Vec<String>> {
        lines
            .iter()
            .map(|line| line.iter().map(|cell| (*cell).to_owned()).collect())
            .collect()
    };
    let survey = lines(&[
        &["type", "name", "label", "relevant", "constraint", "default"],
        &["start", "start", "", "", ""],
        &["text", "q1", "Tên?", "", ""],
        &["calculate", "q2", "?", "", ""],
        &["select_one places", "q3", "?", "", ""],
        &["select_one numbers", "q4", "?", "", ""],
        &["integer", "q5", "?", "${q1} ==", ""],
        &["integer", "q6", "?", "", "regex(., '[0-9]')"],
        &["end_group", "", "", "", ""],
        &["text", "q7", "?", "", ". >= 3"],
        &["text", "q8", "?", "", "", "Huế"],
        &["begin repeat", "r", "?", "", ""],
    ]);
    let choices = lines(&[
        &["list_name", "name", "label"],
        &["numbers", "1", "Một"],
        &["numbers", "2", "Hai"],
    ]);
    let found = Found {
        survey: &table(&survey),
        choices: &table(&choices),
        settings: None,
        factors: None,
    };
    let problems = read(found).unwrap_err();
    let told: Vec<(&str, u64, &str)> = problems
        .iter()
        .map(|(sheet, problem)| (*sheet, problem.row, problem.column.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        told,
        [
            ("survey", 4, "type"),
            ("survey", 5, "type"),
            ("choices", 2, "name"),
            ("survey", 7, "relevant"),
            ("survey", 8, "constraint"),
            ("survey", 9, "type"),
            ("survey", 10, "constraint"),
            ("survey", 11, "default"),
            ("survey", 12, "type"),
        ]
    );
    assert!(problems[0].1.detail.in_lang(Lang::En).contains("calculate"));
}

#[test]
fn a_list_of_three_called_yes_no_keeps_its_three() {
    let lines = |lines: &[&[&str]]| -> Table {
        let cells = |line: &&[&str]| line.iter().map(|cell| (*cell).to_owned()).collect();
        table(&lines.iter().map(cells).collect::<Vec<Vec<String>>>())
    };
    let form = |choices: &[&[&str]]| {
        let survey = lines(&[&["type", "name", "label"], &["select_one yes_no", "q1", "?"]]);
        let choices = lines(choices);
        let found = Found {
            survey: &survey,
            choices: &choices,
            settings: None,
            factors: None,
        };
        read(found).unwrap().sections[0].items[0].ask.clone()
    };
    let header: &[&str] = &["list_name", "name", "label"];
    let (yes, no, unknown) = (
        &["yes_no", "yes", "Có"][..],
        &["yes_no", "no", "Không"][..],
        &["yes_no", "unknown", "Không rõ"][..],
    );
    assert_eq!(form(&[header, yes, no]), Ask::YesNo);
    assert_eq!(form(&[header, yes, no, unknown]).options().len(), 3);
}
