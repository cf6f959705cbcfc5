//! Just enough of Rust's lexical rules to tell code from comments and from strings.
//!
//! What is taken out is replaced by spaces, so that lines and columns stay.

/// The text without the content of comments.
pub(crate) fn without_comments(text: &str) -> String {
    blank(text, false)
}

/// The text without the content of comments and of string literals.
pub(crate) fn code(text: &str) -> String {
    blank(text, true)
}

/// The line, from 1, of a byte offset.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].split('\n').count()
}

/// Offsets of a needle.
pub(crate) fn offsets<'t>(text: &'t str, needle: &'t str) -> impl Iterator<Item = usize> + 't {
    text.match_indices(needle).map(|(offset, _)| offset)
}

/// The offset just behind the bracket that closes the one at `open`.
pub(crate) fn closing(code: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (offset, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(offset + 1);
                }
            }
            _ => {}
        }
    }
    None
}

fn blank(text: &str, strings_too: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let (end, erase) = token(bytes, at, strings_too);
        if erase {
            for byte in &mut out[at..end] {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
        }
        at = end;
    }
    // Whole tokens are erased, so no character was cut in two.
    String::from_utf8_lossy(&out).into_owned()
}

/// The end of the token at `at`, and whether it is to be erased.
fn token(bytes: &[u8], at: usize, strings_too: bool) -> (usize, bool) {
    let rest = &bytes[at..];
    if rest.starts_with(b"//") {
        let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        return (at + length, true);
    }
    if rest.starts_with(b"/*") {
        return (at + block_comment(rest), true);
    }
    let begins_word = at == 0 || !is_word(bytes[at - 1]);
    if begins_word && let Some(length) = raw_string(rest) {
        return (at + length, strings_too);
    }
    match rest[0] {
        b'"' => (at + string(rest), strings_too),
        b'\'' => (at + character(rest).unwrap_or(1), false),
        _ => (at + 1, false),
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Block comments nest.
fn block_comment(rest: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

fn string(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

fn raw_string(rest: &[u8]) -> Option<usize> {
    let mut at = if rest.starts_with(b"br") {
        2
    } else if rest.starts_with(b"r") {
        1
    } else {
        return None;
    };
    let hashes = rest[at..].iter().take_while(|byte| **byte == b'#').count();
    at += hashes;
    if rest.get(at) != Some(&b'"') {
        return None;
    }
    let mut end = vec![b'"'];
    end.resize(hashes + 1, b'#');
    let body = &rest[at + 1..];
    let length = body
        .windows(end.len())
        .position(|window| window == end)
        .map_or(body.len(), |found| found + end.len());
    Some(at + 1 + length)
}

/// The length of a character literal; `None` where the quote begins a lifetime.
fn character(rest: &[u8]) -> Option<usize> {
    if rest.get(1) == Some(&b'\\') {
        let closing = rest.iter().skip(3).position(|byte| *byte == b'\'')?;
        return Some(closing + 4);
    }
    // A character is at most four bytes long; a lifetime is not followed by a quote.
    let text = str::from_utf8(&rest[1..rest.len().min(5)])
        .or_else(|error| str::from_utf8(&rest[1..=error.valid_up_to()]))
        .ok()?;
    let length = text.chars().next()?.len_utf8();
    (rest.get(1 + length) == Some(&b'\'')).then_some(length + 2)
}

#[test]
fn comments_and_strings_are_told_from_code() {
    let check = |text: &str, expected: &str| assert_eq!(code(text), expected, "{text}");
    check("a // b\nc", "a     \nc");
    check("a /* b /* c */ d */ e", "a                   e");
    check(r#"f("x\"y", z)"#, "f(      , z)");
    check("r#\"a\"b\"# c", "         c");
    check("'\"' x \"y\"", "'\"' x    ");
    check(r"'\'' // x", r"'\''     ");
    check("fn f<'a>(x: &'a str) -> \"é\"", "fn f<'a>(x: &'a str) ->     ");
    check("'ế' \"ế\"", "'ế'      ");
    assert_eq!(without_comments("\"//\" // x"), "\"//\"     ");
}
