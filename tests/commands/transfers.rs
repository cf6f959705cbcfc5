//! `import` and `export`.

use std::fs;

use crate::khao;

#[test]
fn without_a_choice_the_choices_are_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("tep.csv"), "").unwrap();
    khao(folder.path(), &["import", "tep.csv"]).refuses(&["--bank", "--units"]);
    khao(folder.path(), &["export"]).refuses(&["--bank", "--round", "--kind", "participation"]);
    khao(folder.path(), &["export", "--round", "x"]).refuses(&["--kind", "ranking"]);
    khao(folder.path(), &["export", "--round", "x", "--kind", "tat-ca"])
        .refuses(&["--kind", "ranking", "tat-ca"]);
    khao(folder.path(), &["export", "--bank", "a", "--round", "x"]).refuses(&["--bank", "--round"]);
}

/// A mistyped folder would otherwise look like an empty one.
#[test]
fn what_only_reads_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("tep.csv");
    fs::write(&csv, "").unwrap();
    let csv = csv.display().to_string();
    for arguments in [
        vec!["export", "--bank", "CCHC"],
        vec!["admin", "verify-audit"],
        vec!["import", "--bank", "CCHC", "--dry-run", &csv],
    ] {
        let mut mistyped = arguments.clone();
        mistyped.extend(["--data", "khoa-data"]);
        khao(folder.path(), &mistyped).refuses(&["no database", "khoa-data", "--data"]);
        assert!(!folder.path().join("khoa-data").exists(), "{arguments:?}");
    }
    khao(folder.path(), &["migrate"]).succeeds();
    khao(folder.path(), &["admin", "verify-audit"]).succeeds();
}
