//! Every command-line option and variable is documented in `docs/settings.md`, and nothing else is.

use std::collections::BTreeSet;

use crate::lexer::{closing, code, without_comments};
use crate::repository::{Finding, Source, expect_none, read, rust_files};

const DOCUMENT: &str = "docs/settings.md";

/// Options (`--listen`) and variables (`KHAO_…`) of clap's attributes in a file.
fn defined(source: &Source) -> BTreeSet<String> {
    let (text, code) = (without_comments(&source.text), code(&source.text));
    let mut names = BTreeSet::new();
    for (offset, attribute) in code.match_indices("#[arg(") {
        let open = offset + attribute.len() - 1;
        let Some(end) = closing(&code, open) else { continue };
        for part in arguments(&text[open + 1..end - 1]) {
            let (key, value) = part
                .split_once('=')
                .map_or((part, None), |(key, value)| (key, Some(value)));
            let literal = value.map(|value| value.trim().trim_matches('"').to_owned());
            match (key.trim(), literal) {
                ("long", Some(name)) => names.extend([format!("--{name}")]),
                ("long", None) => names.extend(field(&code[end..]).map(|name| format!("--{name}"))),
                ("env", Some(name)) => names.extend([name]),
                _ => {}
            }
        }
    }
    names
}

/// The parts of an attribute, split at commas outside of quotes and brackets.
fn arguments(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut depth, mut quoted) = (Vec::new(), 0, 0_i32, false);
    for (offset, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(&text[from..offset]);
                from = offset + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

/// The field behind an attribute, as clap writes it.
fn field(code: &str) -> Option<String> {
    let before_colon = code.split(':').next()?;
    let name = before_colon
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .rfind(|word| !word.is_empty())?;
    Some(name.replace('_', "-"))
}

/// Options and variables that a document names in code spans.
fn documented(text: &str) -> BTreeSet<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .flat_map(|span| span.split(|c: char| c.is_whitespace() || c == '='))
        .filter(|word| word.starts_with("--") || word.starts_with("KHAO_"))
        .map(str::to_owned)
        .collect()
}

fn difference(defined: &BTreeSet<String>, documented: &BTreeSet<String>) -> Vec<Finding> {
    let finding = |name: &String, problem: &str| Finding {
        path: DOCUMENT.to_owned(),
        line: 1,
        problem: format!("`{name}` {problem}"),
    };
    let silent = defined
        .difference(documented)
        .map(|name| finding(name, "is not documented"));
    let stale = documented.difference(defined).map(|name| {
        finding(
            name,
            "is documented, but no option or variable of that name is read",
        )
    });
    silent.chain(stale).collect()
}

/// Variables read without clap: by the build, and by the code itself.
fn read_directly(source: &Source) -> BTreeSet<String> {
    let text = without_comments(&source.text);
    let quoted = text.split('"').skip(1).step_by(2);
    let is_name = |word: &&str| {
        word.starts_with("KHAO_")
            && word
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    };
    quoted.filter(is_name).map(str::to_owned).collect()
}

#[test]
fn every_setting_is_documented_and_nothing_else() {
    let files = rust_files();
    let mut names = BTreeSet::new();
    let reads_settings = |file: &&Source| file.is_under(&["server/src"]) || file.path == "server/build.rs";
    for file in files.iter().filter(reads_settings) {
        names.extend(defined(file));
        names.extend(read_directly(file));
    }
    expect_none(&difference(&names, &documented(&read(DOCUMENT).text)));
}

#[test]
fn planted_settings_are_found() {
    let source = Source::new(
        "server/src/config.rs",
        "struct Serve {\n    /// Where to listen, say 1,2.\n    #[arg(long, env = \"KHAO_LISTEN\", default_value = \"[a], b\")]\n    \
         pub listen_on: String,\n    #[arg(long = \"data\")]\n    folder: PathBuf,\n    #[arg(short)]\n    x: u8,\n}",
    );
    let defined = defined(&source);
    let expected = ["--data", "--listen-on", "KHAO_LISTEN"].map(str::to_owned);
    assert_eq!(defined, BTreeSet::from(expected));
    let found = difference(
        &defined,
        &documented("`--data DIR`, `KHAO_LISTEN=x` and `--gone`"),
    );
    let problems: Vec<&str> = found.iter().map(|one| one.problem.as_str()).collect();
    assert_eq!(problems[0], "`--listen-on` is not documented");
    assert!(problems[1].starts_with("`--gone` is documented"), "{problems:?}");
}

#[test]
fn variables_read_directly_are_found() {
    let source = Source::new(
        "server/build.rs",
        "// \"KHAO_X\"\nenv::var(\"KHAO_FRONT_DIR\")?; say(\"KHAO_FRONT_DIR is\")",
    );
    assert_eq!(
        read_directly(&source),
        BTreeSet::from(["KHAO_FRONT_DIR".to_owned()])
    );
}
