//! The guide's pictures: each is shown, has words and a record beside it, and weighs little.

use std::collections::BTreeSet;
use std::fs;

use crate::repository::{Finding, Source, expect_none, files_in, root};

const FOLDER: &str = "docs/guide";
const PICTURE_BYTES_MAX: u64 = 60_000;
const ALL_BYTES_MAX: u64 = 1_200_000;

/// Address and words of each picture of a text, with its line.
fn pictures(text: &Source) -> Vec<(usize, &str, &str)> {
    let on_line = |(number, line)| {
        let line: &str = line;
        let begun = line.split("![").skip(1);
        let shown = begun
            .filter_map(|rest| rest.split_once("]("))
            .map(move |(words, rest)| {
                let address = rest.split(')').next().unwrap_or_default();
                (number + 1, address, words)
            });
        shown.collect::<Vec<_>>()
    };
    text.text.lines().enumerate().flat_map(on_line).collect()
}

/// Pictures that are not there, and pictures without words for whoever does not see them.
fn lacking(text: &Source, kept: &BTreeSet<String>) -> Vec<Finding> {
    let finding = |line, problem: String| Finding {
        path: text.path.clone(),
        line,
        problem,
    };
    let mut findings = Vec::new();
    for (line, address, words) in pictures(text) {
        if !kept.contains(address) {
            findings.push(finding(line, format!("{address} is not there")));
        }
        if words.split_whitespace().count() < 4 {
            findings.push(finding(
                line,
                format!("{address} needs words that say what it shows"),
            ));
        }
    }
    findings
}

/// Files of the pictures' folder with this ending, as the texts name them, and their sizes.
fn files(ending: &str) -> Vec<(String, u64)> {
    let folder = fs::read_dir(root().join(FOLDER).join("pictures")).expect("the guide has pictures");
    let mut files: Vec<(String, u64)> = folder
        .map(|entry| entry.expect("a folder can be listed"))
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let bytes = entry.metadata().expect("a file has a size").len();
            (format!("pictures/{name}"), bytes)
        })
        .filter(|(name, _)| name.ends_with(ending))
        .collect();
    files.sort();
    files
}

#[test]
fn the_guide_shows_every_picture_it_keeps() {
    let texts = files_in(FOLDER, "md");
    assert!(texts.len() > 6, "are they still in {FOLDER}?");
    let kept: BTreeSet<String> = files(".webp").into_iter().map(|(name, _)| name).collect();
    let findings: Vec<Finding> = texts.iter().flat_map(|text| lacking(text, &kept)).collect();
    expect_none(&findings);
    let shown: BTreeSet<String> = texts
        .iter()
        .flat_map(pictures)
        .map(|(_, address, _)| address.to_owned())
        .collect();
    assert_eq!(
        kept, shown,
        "what is kept on the left, what is shown on the right"
    );
    let records: BTreeSet<String> = files(".txt")
        .into_iter()
        .map(|(name, _)| name.replace(".txt", ".webp"))
        .collect();
    assert_eq!(kept, records, "a picture has a record of its words beside it");
}

#[test]
fn the_pictures_weigh_little() {
    let pictures = files(".webp");
    for (name, bytes) in &pictures {
        assert!(*bytes < PICTURE_BYTES_MAX, "{name}: {bytes} bytes");
    }
    let all: u64 = pictures.iter().map(|(_, bytes)| bytes).sum();
    assert!(all < ALL_BYTES_MAX, "{all} bytes");
}

#[test]
fn planted_pictures_are_found() {
    let text = Source::new(
        "docs/guide/a.md",
        "# Một\n![](pictures/a.webp)\n\n![Trang nhập mã dự thi](pictures/b.webp)\n",
    );
    let kept = BTreeSet::from(["pictures/a.webp".to_owned()]);
    let lines: Vec<usize> = lacking(&text, &kept).iter().map(|one| one.line).collect();
    assert_eq!(lines, [2, 4]);
}
