//! The two databases go through the same steps.

use std::fs;

use crate::repository::{Finding, expect_none, root};

/// Names of a folder's migrations are `0001_noun.sql`, numbered from 1 without gaps.
fn numbering(folder: &str, names: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let expected = format!("{:04}_", index + 1);
        let noun = name
            .strip_prefix(&expected)
            .and_then(|rest| rest.strip_suffix(".sql"));
        let is_noun = noun.is_some_and(|noun| {
            !noun.is_empty()
                && noun
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        });
        if !is_noun {
            findings.push(finding(
                folder,
                name,
                &format!("should be named {expected}<noun>.sql"),
            ));
        }
    }
    findings
}

/// What one folder has and the other lacks.
fn difference(folder: &str, names: &[String], others: &[String]) -> Vec<Finding> {
    names
        .iter()
        .filter(|name| !others.contains(name))
        .map(|name| finding(folder, name, "has no counterpart for the other database"))
        .collect()
}

fn finding(folder: &str, name: &str, problem: &str) -> Finding {
    Finding {
        path: format!("migrations/{folder}/{name}"),
        line: 1,
        problem: problem.to_owned(),
    }
}

fn names(folder: &str) -> Vec<String> {
    let path = root().join("migrations").join(folder);
    let entries = fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("a folder can be listed")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name != "README.md")
        .collect();
    names.sort();
    names
}

#[test]
fn both_databases_have_the_same_migrations() {
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty(), "there are no migrations");
    let mut findings = numbering("sqlite", &sqlite);
    findings.extend(numbering("postgres", &postgres));
    findings.extend(difference("sqlite", &sqlite, &postgres));
    findings.extend(difference("postgres", &postgres, &sqlite));
    expect_none(&findings);
}

#[test]
fn planted_names_are_found() {
    let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert!(numbering("sqlite", &of(&["0001_foundations.sql", "0002_surveys.sql"])).is_empty());
    assert_eq!(
        numbering("sqlite", &of(&["0001_foundations.sql", "0003_gap.sql"])).len(),
        1
    );
    assert_eq!(numbering("sqlite", &of(&["0001_Two Words.sql"])).len(), 1);
    assert_eq!(
        difference("sqlite", &of(&["0001_a.sql"]), &of(&["0001_b.sql"])).len(),
        1
    );
}
