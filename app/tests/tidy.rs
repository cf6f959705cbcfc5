//! What review forgets: things that may stand only where they are safe.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read the sources should fail"
)]

use std::path::{Path, PathBuf};

/// A piece of text, and the only files (from `src/`) where it may stand.
const CONFINED: [(&str, &[&str]); 9] = [
    ("<textarea", &["components/text_area.rs"]),
    (
        "inner_html",
        &[
            "components/text_area.rs",
            "components/safe_html.rs",
            "components/island_loader.rs",
        ],
    ),
    ("<script", &["components/island_loader.rs"]),
    ("style=", &[]),
    ("Resource", &[]),
    ("Suspense", &[]),
    ("use_context", &[]),
    ("leptos_router", &[]),
    ("noscript", &[]),
];

const LINES_MAX: usize = 400;

#[test]
fn risky_words_stand_only_where_they_are_safe() {
    for (file, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (word, allowed) in CONFINED {
            let found = code
                .lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(word));
            assert!(
                !found || allowed.contains(&file.as_str()),
                "{file} contains {word}"
            );
        }
        assert!(
            text.lines().count() <= LINES_MAX,
            "{file} is longer than {LINES_MAX} lines"
        );
    }
}

#[test]
fn every_allowed_place_exists() {
    let files: Vec<String> = sources().into_iter().map(|(file, _)| file).collect();
    for allowed in CONFINED.iter().flat_map(|(_, allowed)| *allowed) {
        assert!(
            files.iter().any(|file| file == allowed),
            "{allowed} is gone: drop it from the list"
        );
    }
}

/// Handlers in attributes would need a weaker content security policy.
#[test]
fn no_page_carries_a_handler() {
    for (file, text) in sources() {
        let handler = ["onclick=", "onsubmit=", "onchange=", "onload=", "javascript:"];
        let found = handler.iter().find(|word| text.contains(*word));
        assert_eq!(found, None, "{file}");
    }
}

/// The style sheet must be understood by browsers of 2022, and load nothing.
#[test]
fn the_style_sheet_is_plain() {
    for sheet in ["khao.css", "player.css"] {
        let css = std::fs::read_to_string(root().join("style").join(sheet)).unwrap();
        for word in ["light-dark(", "@import", "url(", "expression("] {
            assert!(!css.contains(word), "{sheet} contains {word}");
        }
        assert_eq!(css.matches('{').count(), css.matches('}').count(), "{sheet}");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut folders = vec![src.clone()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let list = if path.is_dir() { &mut folders } else { &mut files };
            list.push(path);
        }
    }
    let name = |path: &Path| {
        path.strip_prefix(&src)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/")
    };
    files
        .iter()
        .map(|path| (name(path), std::fs::read_to_string(path).unwrap()))
        .collect()
}
