//! The demo's question bank is a file a user would import: it must import, and every question must say where its
//! answer comes from.

use khao_domain::bank::formats::csv::{Parsed, parse};
use khao_domain::lang::Lang;

use crate::repository::{Finding, expect_none, read};

const PATH: &str = "engine/demo/bank.csv";
const ITEMS_MIN: usize = 480;

/// Rows that do not import, and items without a source.
fn problems(parsed: &Parsed) -> Vec<Finding> {
    let finding = |row: u64, problem: String| Finding {
        path: PATH.to_owned(),
        // A cell may hold line ends, so this is the row; an editor's line can be a little further down.
        line: usize::try_from(row).unwrap_or(usize::MAX),
        problem,
    };
    let refused = parsed
        .problems
        .iter()
        .map(|one| finding(one.row, one.detail.in_lang(Lang::Vi).to_owned()));
    let unfounded = parsed
        .items
        .iter()
        .filter(|(_, item)| item.source.trim().is_empty())
        .map(|(row, item)| finding(*row, format!("{} has no source", item.code)));
    refused.chain(unfounded).collect()
}

#[test]
fn every_question_of_the_demo_imports_and_has_a_source() {
    let parsed = parse(read(PATH).text.as_bytes());
    expect_none(&problems(&parsed));
    assert!(
        parsed.items.len() >= ITEMS_MIN,
        "only {} questions",
        parsed.items.len()
    );
}

#[test]
fn a_planted_question_without_a_source_is_found() {
    let text = read(PATH).text;
    let mut parsed = parse(text.as_bytes());
    parsed.items[3].1.source = " ".to_owned();
    assert_eq!(problems(&parsed).len(), 1);
}
