//! The style sheet is understood by browsers of 2022, and loads nothing.

use crate::lexer::{line_of, offsets};
use crate::repository::{Finding, Source, expect_none, read};

const SHEET: &str = "app/style/khao.css";

const FORBIDDEN: [(&str, &str); 4] = [
    ("light-dark(", "browsers of 2022 do not know it"),
    ("@import", "a sheet loads nothing"),
    ("url(", "a sheet loads nothing"),
    ("expression(", "a sheet runs nothing"),
];

fn check(sheet: &Source) -> Vec<Finding> {
    let finding = |line, problem: String| Finding {
        path: sheet.path.clone(),
        line,
        problem,
    };
    let found = |(word, why): (&str, &str)| -> Vec<Finding> {
        offsets(&sheet.text, word)
            .map(|offset| finding(line_of(&sheet.text, offset), format!("`{word}`: {why}")))
            .collect()
    };
    let mut findings: Vec<Finding> = FORBIDDEN.into_iter().flat_map(found).collect();
    if sheet.text.matches('{').count() != sheet.text.matches('}').count() {
        findings.push(finding(1, "a brace is not closed".to_owned()));
    }
    findings
}

#[test]
fn the_style_sheet_is_plain() {
    expect_none(&check(&read(SHEET)));
}

#[test]
fn planted_styles_are_found() {
    let sheet = Source::new(SHEET, "a { color: red }\nb { background: url(x) ");
    let lines: Vec<usize> = check(&sheet).iter().map(|one| one.line).collect();
    assert_eq!(lines, [2, 1]);
}
