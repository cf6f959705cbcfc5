//! Nothing points upward: domain is the ground, engine and app stand on it, server joins them.

use crate::lexer::{line_of, offsets, without_comments};
use crate::repository::{Finding, Source, expect_none, read, rust_files};

/// A crate's folder, and the crates of the workspace it must not know.
const MUST_NOT_KNOW: &[(&str, &[&str])] = &[
    ("domain", &["khao-engine", "khao-app", "khao", "khao-tests"]),
    ("engine", &["khao-app", "khao", "khao-tests"]),
    ("app", &["khao-engine", "khao", "khao-tests"]),
    ("server", &["khao-tests"]),
];

/// Dependencies on `crates` in a manifest, of any kind and on any target.
fn dependencies(manifest: &Source, crates: &[&str]) -> Vec<Finding> {
    let mut in_dependencies = false;
    let mut findings = Vec::new();
    for (index, line) in manifest.text.lines().enumerate() {
        let line = line.trim();
        if let Some(section) = line.strip_prefix('[') {
            in_dependencies = section.contains("dependencies");
            // `[dependencies.khao-app]` names the crate in the section itself.
            let named = section
                .trim_end_matches(']')
                .rsplit('.')
                .next()
                .unwrap_or_default();
            if in_dependencies && crates.contains(&named) {
                findings.push(upward(manifest, index + 1, named));
            }
            continue;
        }
        let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
        if in_dependencies && crates.contains(&name) {
            findings.push(upward(manifest, index + 1, name));
        }
    }
    findings
}

/// Paths into `crates` in a Rust file.
fn paths(source: &Source, crates: &[&str]) -> Vec<Finding> {
    let text = without_comments(&source.text);
    crates
        .iter()
        .flat_map(|name| {
            let needle = format!("{}::", name.replace('-', "_"));
            offsets(&text, &needle)
                .filter(|offset| {
                    !text[..*offset].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                })
                .map(|offset| upward(source, line_of(&text, offset), name))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn upward(source: &Source, line: usize, name: &str) -> Finding {
    Finding {
        path: source.path.clone(),
        line,
        problem: format!("points upward, to `{name}`"),
    }
}

#[test]
fn nothing_points_upward() {
    let files = rust_files();
    let mut findings = Vec::new();
    for (folder, crates) in MUST_NOT_KNOW {
        findings.extend(dependencies(&read(&format!("{folder}/Cargo.toml")), crates));
        let own = files.iter().filter(|file| file.is_under(&[folder]));
        findings.extend(own.flat_map(|file| paths(file, crates)));
    }
    expect_none(&findings);
}

#[test]
fn planted_dependencies_are_found() {
    let manifest = Source::new(
        "domain/Cargo.toml",
        "[package]\nname = \"khao-app\"\n[dependencies]\nkhao-app.workspace = true\nkhao-domain = \"1\"\n\
         [dev-dependencies.khao-engine]\npath = \"x\"\n",
    );
    let lines: Vec<usize> = dependencies(&manifest, &["khao-app", "khao-engine"])
        .iter()
        .map(|one| one.line)
        .collect();
    assert_eq!(lines, [4, 6]);

    let source = Source::new(
        "domain/src/a.rs",
        "// khao_app::x\nuse khao_app::x;\nuse my_khao_app::x;\n",
    );
    assert_eq!(paths(&source, &["khao-app"]).len(), 1);
}
