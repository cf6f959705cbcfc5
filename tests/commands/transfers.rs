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
        vec!["audit", "verify"],
        vec!["import", "--starting-set", "15", "--dry-run"],
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

#[test]
fn a_province_is_added_without_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| khao(folder.path(), arguments);
    run(&["import", "--starting-set", "99"]).refuses(&["province_code"]);
    run(&["import", "--starting-set", "15", "tep.csv"]).refuses(&["--starting-set"]);
    let said = run(&["import", "--starting-set", "15", "--dry-run"]);
    assert!(said.succeeds().contains("Mới: 100"), "{}", said.out);
    let said = run(&["import", "--starting-set", "15"]);
    assert!(said.succeeds().contains("Mới: 100"), "{}", said.out);
    let said = run(&["import", "--starting-set", "15"]);
    assert!(said.succeeds().contains("giữ nguyên: 100"), "{}", said.out);
    // The second one changed nothing, and is not in the audit.
    let said = run(&["audit", "verify"]);
    assert!(said.succeeds().contains("whole: 1 rows"), "{}", said.out);
}

/// Recognised by what is in it: the name says nothing.
#[test]
fn a_bank_goes_out_and_comes_in_as_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| khao(folder.path(), arguments);
    let csv = "Mã câu hỏi,Loại,Chủ đề,Độ khó,Nội dung,Đáp án\nS-1,Số,Thể chế,1,Bao nhiêu?,34\n";
    fs::write(folder.path().join("tep.csv"), csv).unwrap();
    let said = run(&["import", "--bank", "CCHC", "tep.csv"]);
    assert!(said.succeeds().contains("Mới: 1"), "{}", said.out);
    run(&["export", "--bank", "CCHC", "--format", "xlsx", "-o", "tep.bin"]).succeeds();
    assert!(
        fs::read(folder.path().join("tep.bin"))
            .unwrap()
            .starts_with(b"PK")
    );
    let said = run(&["import", "--bank", "CCHC", "tep.bin"]);
    assert!(said.succeeds().contains("giữ nguyên: 1"), "{}", said.out);
    let said = run(&["import", "--bank", "Khác", "--dry-run", "tep.bin"]);
    assert!(said.succeeds().contains("Mới: 1"), "{}", said.out);
    run(&["export", "--bank", "CCHC", "--format", "ods"]).refuses(&["csv", "xlsx"]);
}
