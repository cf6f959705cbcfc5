//! Files that can be read in one sitting and functions that fit a screen.

use crate::allowed::without_allowed;
use crate::lexer::{closing, code, line_of, offsets};
use crate::repository::{Finding, Source, expect_none, rust_files};

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 60;

fn file_too_long(source: &Source) -> Option<Finding> {
    let lines = source.text.lines().count();
    (lines > FILE_LINES_MAX).then(|| Finding {
        path: source.path.clone(),
        line: lines,
        problem: format!("{lines} lines; at most {FILE_LINES_MAX}: split it by its nouns"),
    })
}

fn functions_too_long(source: &Source) -> Vec<Finding> {
    let code = code(&source.text);
    functions(&code)
        .filter(|function| function.lines > FUNCTION_LINES_MAX)
        .map(|function| Finding {
            path: source.path.clone(),
            line: function.line,
            problem: format!(
                "`{}` has {} lines; at most {FUNCTION_LINES_MAX}",
                function.name, function.lines
            ),
        })
        .collect()
}

struct Function<'c> {
    name: &'c str,
    line: usize,
    lines: usize,
}

/// Functions with a body, from the line of `fn` to the closing brace.
fn functions(code: &str) -> impl Iterator<Item = Function<'_>> {
    offsets(code, "fn ").filter_map(|offset| {
        let stands_alone = code[..offset]
            .chars()
            .next_back()
            .is_none_or(|before| !before.is_alphanumeric() && before != '_');
        let name = code[offset + 3..]
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()?;
        if !stands_alone || name.is_empty() {
            return None;
        }
        let body = body(code, offset)?;
        let end = closing(code, body)?;
        let line = line_of(code, offset);
        Some(Function {
            name,
            line,
            lines: line_of(code, end) - line + 1,
        })
    })
}

/// The brace that opens the body; `None` for a signature without one.
fn body(code: &str, from: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (offset, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'{' if depth == 0 => return Some(offset),
            b';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[test]
fn files_can_be_read_in_one_sitting() {
    let found = rust_files().iter().filter_map(file_too_long).collect();
    expect_none(&without_allowed("file length", found));
}

#[test]
fn functions_fit_a_screen() {
    let found = rust_files().iter().flat_map(functions_too_long).collect();
    expect_none(&without_allowed("function length", found));
}

#[test]
fn planted_lengths_are_found() {
    let body = "    work();\n".repeat(FUNCTION_LINES_MAX - 1);
    let text = format!(
        "trait T {{ fn without(&self, of: [u8; 2]); }}\nfn short() {{}}\nfn fits() {{\n{}}}\nfn long(f: fn(u8)) {{\n{body}}}\n",
        &body[..body.len() - 12]
    );
    let found = functions_too_long(&Source::new("a.rs", &text));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].problem.starts_with("`long` has 61 lines"), "{found:?}");

    assert!(file_too_long(&Source::new("a.rs", &"x\n".repeat(400))).is_none());
    assert!(file_too_long(&Source::new("a.rs", &"x\n".repeat(401))).is_some());
}
