//! The style sheets are understood by browsers of 2022, and load nothing.

use crate::lexer::{line_of, offsets};
use crate::repository::{Finding, Source, expect_none, files_in};

const FOLDER: &str = "app/style";

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
fn the_style_sheets_are_plain() {
    let sheets = files_in(FOLDER, "css");
    assert!(!sheets.is_empty(), "{FOLDER} holds no sheet");
    expect_none(&sheets.iter().flat_map(check).collect::<Vec<_>>());
}

#[test]
fn planted_styles_are_found() {
    let sheet = Source::new("app/style/a.css", "a { color: red }\nb { background: url(x) ");
    let lines: Vec<usize> = check(&sheet).iter().map(|one| one.line).collect();
    assert_eq!(lines, [2, 1]);
}
