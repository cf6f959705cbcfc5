//! SQL is written by people, in one place, and never put together from pieces.
//!
//! sqlx takes only `'static` text; the ways around that are what is forbidden here.

use crate::allowed::without_allowed;
use crate::lexer::{closing, code, line_of, offsets};
use crate::repository::{Finding, Source, expect_none, rust_files};

const STORE: &str = "engine/src/store";
const CALLS: [&str; 4] = [
    "sqlx::query(",
    "sqlx::query_as(",
    "sqlx::query_scalar(",
    "sqlx::raw_sql(",
];
const WAYS_AROUND: [&str; 4] = ["AssertSqlSafe", "QueryBuilder", "Box::leak", ".leak()"];

fn ways_around(source: &Source) -> Vec<Finding> {
    let code = code(&source.text);
    WAYS_AROUND
        .iter()
        .flat_map(|needle| {
            offsets(&code, needle)
                .map(|offset| (offset, *needle))
                .collect::<Vec<_>>()
        })
        .map(|(offset, needle)| Finding {
            path: source.path.clone(),
            line: line_of(&code, offset),
            problem: format!("`{needle}` lets text that was put together become SQL: write a constant"),
        })
        .collect()
}

/// Calls of sqlx whose text is formatted on the spot, and calls outside the store.
fn calls(source: &Source) -> Vec<Finding> {
    let code = code(&source.text);
    let mut findings = Vec::new();
    for call in CALLS {
        for offset in offsets(&code, call) {
            let line = line_of(&code, offset);
            let finding = |problem: &str| Finding {
                path: source.path.clone(),
                line,
                problem: problem.to_owned(),
            };
            if !source.is_under(&[STORE]) {
                findings.push(finding("SQL stands in engine/src/store, one file per aggregate"));
            }
            let open = offset + call.len() - 1;
            let arguments = &code[open..closing(&code, open).unwrap_or(code.len())];
            if ["format!", "concat(", "join(", "+"]
                .iter()
                .any(|maker| arguments.contains(maker))
            {
                findings.push(finding("SQL is a constant, with binds for values"));
            }
        }
    }
    findings
}

#[test]
fn sql_is_constant_and_in_one_place() {
    let sources = ["domain/src", "engine/src", "app/src", "server/src"];
    let files: Vec<Source> = rust_files()
        .into_iter()
        .filter(|file| file.is_under(&sources))
        .collect();
    let found = files
        .iter()
        .flat_map(ways_around)
        .chain(files.iter().flat_map(calls))
        .collect();
    expect_none(&without_allowed("sql", found));
}

#[test]
fn planted_sql_is_found() {
    let check = |path: &str, text: &str, findings: usize| {
        let source = Source::new(path, text);
        let found: Vec<Finding> = calls(&source).into_iter().chain(ways_around(&source)).collect();
        assert_eq!(found.len(), findings, "{text}: {found:?}");
    };
    check(
        "engine/src/store/a.rs",
        "sqlx::query(INSERT).bind(format!(\"{x}\"))",
        0,
    );
    check(
        "engine/src/store/a.rs",
        "sqlx::query(&format!(\"DELETE FROM {x}\"))",
        1,
    );
    check("engine/src/store/a.rs", "sqlx::query_as(AssertSqlSafe(text))", 1);
    check("server/src/main.rs", "sqlx::query(INSERT)", 1);
}

/// The audit is append-only: what is there stays as it is. The database refuses as well.
#[test]
fn no_statement_changes_the_audit() {
    let store = rust_files().into_iter().filter(|file| file.is_under(&[STORE]));
    let found = store
        .flat_map(|file| changes_of_the_audit(&file))
        .collect::<Vec<_>>();
    expect_none(&found);
    let planted = Source::new(
        "engine/src/store/a.rs",
        "const A: &str = \"DELETE FROM\n    audit WHERE seq = 1\";",
    );
    assert_eq!(changes_of_the_audit(&planted).len(), 1);
}

fn changes_of_the_audit(source: &Source) -> Vec<Finding> {
    let words: Vec<&str> = source
        .text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let is_change = |at: usize| {
        matches!(
            words[at..],
            ["UPDATE" | "TRUNCATE", "audit", ..]
                | ["DELETE", "FROM", "audit", ..]
                | ["TRUNCATE" | "DROP" | "ALTER", "TABLE", "audit", ..]
        )
    };
    let found = (0..words.len()).filter(|at| is_change(*at));
    found
        .map(|_| Finding {
            path: source.path.clone(),
            line: 1,
            problem: "a statement changes the audit, which is append-only".to_owned(),
        })
        .collect()
}
