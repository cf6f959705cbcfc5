//! Whatever the engine writes into the audit has words on the audit's page.

use crate::repository::{Finding, Source, expect_none, rust_files};

const WORDS: &str = "app/src/pages/console/audit/words.rs";

/// Texts such as `"rounds.announce"`: two lower-case words with a dot between them.
fn actions(text: &str) -> Vec<&str> {
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    text.split('"')
        .skip(1)
        .step_by(2)
        .filter(|quoted| {
            quoted
                .split_once('.')
                .is_some_and(|(one, two)| is_word(one) && is_word(two))
        })
        .collect()
}

/// Only files that write into the audit.
fn audited(files: &[Source]) -> Vec<(&Source, &str)> {
    let engine = files
        .iter()
        .filter(|file| file.path.starts_with("engine/src/") && file.text.contains(".record("));
    engine
        .flat_map(|file| actions(&file.text).into_iter().map(move |action| (file, action)))
        .collect()
}

#[test]
fn every_action_has_words() {
    let files = rust_files();
    let words = files
        .iter()
        .find(|file| file.path == WORDS)
        .expect("the words are there");
    let known = actions(&words.text);
    let findings: Vec<Finding> = audited(&files)
        .into_iter()
        .filter(|(_, action)| !known.contains(action))
        .map(|(file, action)| Finding {
            path: file.path.clone(),
            line: 0,
            problem: format!("`{action}` has no words in {WORDS}"),
        })
        .collect();
    expect_none(&findings);
}

#[test]
fn every_group_of_actions_is_offered() {
    let files = rust_files();
    let words = files
        .iter()
        .find(|file| file.path == WORDS)
        .expect("the words are there");
    let (_, list) = words
        .text
        .split_once("pub const GROUPS")
        .expect("a list of groups");
    let (list, _) = list.split_once("];").expect("its end");
    let offered: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    assert!(offered.contains(&"rounds"), "{offered:?}");
    let group = |action: &str| action.split('.').next().unwrap_or_default().to_owned();
    let findings: Vec<Finding> = audited(&files)
        .into_iter()
        .filter(|(_, action)| !offered.contains(&group(action).as_str()))
        .map(|(file, action)| Finding {
            path: file.path.clone(),
            line: 0,
            problem: format!("the group of `{action}` is not offered in {WORDS}"),
        })
        .collect();
    expect_none(&findings);
}

#[test]
fn a_planted_action_is_found() {
    let text = r#"self.record(&mut tx, actor, "rounds.announce", &id, "").await; let x = "a b.c";"#;
    assert_eq!(actions(text), ["rounds.announce"]);
}
