//! Control characters such as NUL: refused in every field before anything reads it, with the field's name.
//!
//! PostgreSQL cannot keep NUL, and in a name or a password none of them is meant. Tabs and line ends are.

use khao_domain::lang::{Said, said};
use khao_domain::problem::{Problem, escaped};
use khao_domain::text::holds_control;
use serde_json::Value;

pub const DETAIL: Said = said(
    "Nội dung có ký tự điều khiển không nhìn thấy được; xin xóa đi và gõ lại.",
    "There are invisible control characters in it; delete them and type it again.",
);

/// The fields of a JSON text that hold one. Only a text that may hold one is read for it.
pub fn in_json(bytes: &[u8]) -> Vec<Problem> {
    let mut problems = Vec::new();
    // What is no JSON at all is told by whoever reads it in earnest.
    if may_hold(bytes)
        && let Ok(value) = serde_json::from_slice::<Value>(bytes)
    {
        collect(&value, "", &mut problems);
    }
    problems
}

/// The names of fields, or of parameters, that hold one.
pub fn in_fields<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    for (name, value) in fields {
        let pointer = if holds_control(name) {
            String::new()
        } else if holds_control(value) {
            format!("/{}", name.replace('.', "/"))
        } else {
            continue;
        };
        if problems.iter().all(|known| known.pointer != pointer) {
            problems.push(Problem::at(pointer, DETAIL));
        }
    }
    problems
}

fn collect(value: &Value, pointer: &str, problems: &mut Vec<Problem>) {
    match value {
        Value::String(text) if holds_control(text) => problems.push(Problem::at(pointer, DETAIL)),
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                collect(value, &format!("{pointer}/{index}"), problems);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                if holds_control(name) {
                    problems.push(Problem::at(pointer, DETAIL));
                } else {
                    collect(value, &format!("{pointer}/{}", escaped(name)), problems);
                }
            }
        }
        _ => {}
    }
}

/// JSON writes a control character as an escape; only DEL may stand for itself.
fn may_hold(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'\\' | 0x7f)) {
        let escape = &rest[at + 1..];
        if rest[at] == 0x7f
            || escape.starts_with(b"u00")
            || escape.starts_with(b"b")
            || escape.starts_with(b"f")
        {
            return true;
        }
        // What follows a backslash belongs to it, another backslash too.
        rest = escape.get(1..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, pointers: &[&str]) {
        let found: Vec<String> = in_json(json.as_bytes())
            .into_iter()
            .map(|problem| problem.pointer)
            .collect();
        assert_eq!(found, pointers, "{json}");
    }

    #[test]
    fn a_control_character_is_found_in_its_field() {
        check(
            r#"{"a":"b\u0000","c":[{"d/e":"\u001f"},"\b"],"f":"\f"}"#,
            &["/a", "/c/0/d~1e", "/c/1", "/f"],
        );
        check(r#"{"a":"\\\u0000"}"#, &["/a"]);
        check("{\"a\":\"\u{7f}\"}", &["/a"]);
        check(r#"{"a":{"b\u0000":1}}"#, &["/a"]);
    }

    #[test]
    fn tabs_line_ends_and_escaped_backslashes_are_none() {
        check(
            r#"{"a":"\\u0000","b":"x\ty\r\nz\u000a","c":"\u00e9","d":"\\b"}"#,
            &[],
        );
        check(r#"{"a":"\u0000"#, &[]);
        assert!(!may_hold(br"\"));
    }

    #[test]
    fn fields_are_named_once() {
        let fields = [
            ("guardian.phone", "0\0"),
            ("guardian.phone", "1\u{1}"),
            ("x", "a\tb\r\n"),
            ("\0", ""),
        ];
        let pointers: Vec<String> = in_fields(fields)
            .into_iter()
            .map(|problem| problem.pointer)
            .collect();
        assert_eq!(pointers, ["/guardian/phone", ""]);
    }
}
