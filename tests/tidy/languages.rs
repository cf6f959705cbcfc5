//! What a page, the server or the engine says in Vietnamese it says in English too.
//!
//! A Vietnamese text is an argument of `say` or `said`, which take both, or stands in the arm of a `match` on the language.

use crate::allowed::without_allowed;
use crate::lexer::{code, line_of, without_comments};
use crate::repository::{Finding, Source, expect_none, rust_files};

const RULE: &str = "Vietnamese alone";
const SPEAKING: &[&str] = &["app/src", "engine/src", "server/src"];
/// Administrators of the machine are spoken to in Vietnamese.
const COMMANDS: &[&str] = &["server/src/commands"];
/// The software's name.
const NAME: &str = "\"Khảo\"";
/// How far out a `match` may stand: `Lang::Vi => Some(format!("…"))`.
const LEVELS: usize = 3;

fn is_vietnamese(c: char) -> bool {
    matches!(c, 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'À'..='ý' | 'Ạ'..='ỹ')
        && !matches!(c, '×' | '÷')
}

/// Where the string literals of a text begin and end.
fn literals(text: &str, code: &str) -> Vec<(usize, usize)> {
    let (bytes, code) = (text.as_bytes(), code.as_bytes());
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'"' || code[at] == b'"' {
            at += 1;
            continue;
        }
        let begin = at;
        at += 1;
        while at < bytes.len() && bytes[at] != b'"' {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        at += 1;
        found.push((begin, at.min(bytes.len())));
    }
    found
}

/// The bracket that the place is in.
fn enclosing(code: &str, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (offset, byte) in code
        .bytes()
        .enumerate()
        .take(at)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        match byte {
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' if depth == 0 => return Some(offset),
            b'(' | b'[' | b'{' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether an arm for Vietnamese ends here: `Lang::Vi =>`.
fn is_arm(before: &str) -> bool {
    let before = before.trim_end();
    let pattern = before.strip_suffix("=>");
    pattern.is_some_and(|pattern| pattern.lines().last().is_some_and(|line| line.contains("Vi")))
}

fn is_said_in_both(code: &str, at: usize) -> bool {
    if is_arm(&code[..at]) {
        return true;
    }
    let mut at = at;
    for level in 0..LEVELS {
        let Some(bracket) = enclosing(code, at) else {
            return false;
        };
        let before = &code[..bracket];
        let word = before.trim_end_matches(|c: char| c.is_alphanumeric() || "_!:.".contains(c));
        let called = &before[word.len()..];
        let takes_both = called
            .rsplit(['.', ':'])
            .next()
            .is_some_and(|name| name == "say" || name == "said");
        if (level == 0 && takes_both) || is_arm(word) {
            return true;
        }
        at = bracket;
    }
    false
}

fn alone(source: &Source) -> Vec<Finding> {
    let text = without_comments(&source.text);
    let code = code(&source.text);
    let tests = ["#[cfg(test)]", "#[cfg(all(test,"];
    let end = tests.iter().filter_map(|mark| code.find(mark)).min();
    let end = end.unwrap_or(code.len());
    literals(&text, &code)
        .into_iter()
        .filter(|(begin, _)| *begin < end)
        .filter(|(begin, after)| text[*begin..*after].chars().any(is_vietnamese))
        .filter(|(begin, after)| &text[*begin..*after] != NAME && !is_said_in_both(&code, *begin))
        .map(|(begin, after)| Finding {
            path: source.path.clone(),
            line: line_of(&text, begin),
            problem: format!("{} is not said in English", &text[begin..after]),
        })
        .collect()
}

#[test]
fn nothing_is_said_in_vietnamese_alone() {
    let is_test = |path: &str| path.ends_with("tests.rs") || path.contains("/tests/");
    let speaks = |file: &&Source| file.is_under(SPEAKING) && !file.is_under(COMMANDS) && !is_test(&file.path);
    let files = rust_files();
    let found = files.iter().filter(speaks).flat_map(alone).collect();
    expect_none(&without_allowed(RULE, found));
}

#[test]
fn a_text_in_one_language_is_found() {
    let lines = |text: &str| -> Vec<usize> {
        let found = alone(&Source::new("app/src/a.rs", text));
        found.into_iter().map(|one| one.line).collect()
    };
    assert_eq!(
        lines("// một\nlet a = \"một\";\nlet b = f(\"hai\", \"ba bốn\");"),
        [2, 3]
    );
    assert_eq!(
        lines("lang.say(\"một\", \"one\"); said(\n\"một\",\n\"one\")"),
        [0; 0]
    );
    assert_eq!(lines("say(f(\"một\"), \"one\")"), [1]);
    assert_eq!(
        lines("match lang { Lang::Vi => format!(\"một\"), Lang::En => one }"),
        [0; 0]
    );
    assert_eq!(
        lines("match lang {\n(Lang::Vi, _) => Some(format!(\"một\")),\n_ => \"hai là\" }"),
        [3]
    );
    assert_eq!(lines("fn a() {}\n#[cfg(test)]\nconst A: &str = \"một\";"), [0; 0]);
}
