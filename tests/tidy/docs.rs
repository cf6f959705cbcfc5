//! Every module says in its first line what it is for.

use crate::allowed::without_allowed;
use crate::repository::{Finding, Source, expect_none, rust_files};

fn without_purpose(source: &Source) -> Option<Finding> {
    let first = source.text.lines().find(|line| !line.trim().is_empty())?;
    let says = first
        .strip_prefix("//!")
        .is_some_and(|purpose| purpose.trim().len() > 3);
    (!says).then(|| Finding {
        path: source.path.clone(),
        line: 1,
        problem: "the first line should say what the module is for: `//! …`".to_owned(),
    })
}

#[test]
fn modules_say_what_they_are_for() {
    let files = rust_files();
    // A module's own tests need no other title than the module's.
    let found = files
        .iter()
        .filter(|file| !file.path.ends_with("/tests.rs"))
        .filter_map(without_purpose);
    expect_none(&without_allowed("module purpose", found.collect()));
}

#[test]
fn a_planted_silent_module_is_found() {
    assert!(without_purpose(&Source::new("a.rs", "//! What an item is.\n\nuse x;\n")).is_none());
    assert!(without_purpose(&Source::new("a.rs", "//!\nuse x;\n")).is_some());
    assert!(without_purpose(&Source::new("a.rs", "use x;\n//! Late.\n")).is_some());
}
