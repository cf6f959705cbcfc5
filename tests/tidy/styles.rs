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
    assert!(sheets.len() > 5, "are they still in {FOLDER}?");
    expect_none(&sheets.iter().flat_map(check).collect::<Vec<_>>());
}

/// The classes that a sheet says what they are by themselves: a rule at the margin with one class and nothing else.
fn classes(sheet: &Source) -> Vec<&str> {
    sheet
        .text
        .lines()
        .filter_map(|line| line.strip_prefix('.')?.split_once(" {"))
        .map(|(class, _)| class)
        .filter(|class| class.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        .collect()
}

/// What two sheets draw under one name are two things, and each spoils the other.
fn drawn_twice(sheets: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        for class in classes(sheet) {
            let other = sheets[..at].iter().find(|other| classes(other).contains(&class));
            findings.extend(other.map(|other| Finding {
                path: sheet.path.clone(),
                line: 1,
                problem: format!("`.{class}` is drawn in {} too", other.path),
            }));
        }
    }
    findings
}

#[test]
fn a_class_is_drawn_in_one_sheet() {
    expect_none(&drawn_twice(&files_in(FOLDER, "css")));
    let planted = ["a", "b"].map(|name| {
        let path = format!("app/style/{name}.css");
        Source::new(&path, ".code { color: red }\n.x .code { color: blue }\n")
    });
    assert_eq!(drawn_twice(&planted).len(), 1);
}

#[test]
fn planted_styles_are_found() {
    let sheet = Source::new("app/style/a.css", "a { color: red }\nb { background: url(x) ");
    let lines: Vec<usize> = check(&sheet).iter().map(|one| one.line).collect();
    assert_eq!(lines, [2, 1]);
}
