//! What must not stand in any Rust file.

use crate::allowed::without_allowed;
use crate::lexer::{code, line_of, offsets};
use crate::repository::{Finding, Source, expect_none, rust_files};

/// In code. Each with the way it should be done.
const IN_CODE: &[(&str, &str)] = &[
    ("sleep(", "wait for the thing itself, not for time to pass"),
    ("#[ignore", "a test runs or is deleted"),
    (
        "#[should_panic",
        "assert on the value; nothing here panics on purpose",
    ),
    ("dbg!(", "a leftover"),
    ("#[allow(", "use #[expect(.., reason = \"..\")]"),
];

/// Anywhere, comments included. Written in halves, or this file would find itself.
const ANYWHERE: &[(&str, &str)] = &[
    (concat!("TO", "DO"), "file an issue or do it"),
    (concat!("FIX", "ME"), "file an issue or do it"),
];

fn find(source: &Source, haystack: &str, needle: &str, advice: &str) -> Vec<Finding> {
    offsets(haystack, needle)
        .map(|offset| Finding {
            path: source.path.clone(),
            line: line_of(haystack, offset),
            problem: format!("`{needle}`: {advice}"),
        })
        .collect()
}

#[test]
fn no_rust_file_holds_a_forbidden_word() {
    let files = rust_files();
    let mut findings = Vec::new();
    for (needle, advice) in IN_CODE {
        let found = files
            .iter()
            .flat_map(|file| find(file, &code(&file.text), needle, advice));
        findings.extend(without_allowed(needle, found.collect()));
    }
    for (needle, advice) in ANYWHERE {
        let found = files
            .iter()
            .flat_map(|file| find(file, &file.text, needle, advice));
        findings.extend(without_allowed(needle, found.collect()));
    }
    expect_none(&findings);
}

#[test]
fn a_planted_word_is_found_in_code_only() {
    let text = "// sleep(1)\nfn f() { sleep(1); log(\"sleep(2)\"); }";
    let source = Source::new("a.rs", text);
    let found = find(&source, &code(text), "sleep(", "");
    assert_eq!(found.iter().map(|one| one.line).collect::<Vec<_>>(), [2]);
}
