//! How a workbook spells characters that XML cannot hold: `_x000D_` for a carriage return, and `_x005F_` for the line
//! that such a spelling begins with where it is meant as it stands.

use std::borrow::Cow;
use std::fmt::Write as _;

/// How long `_xHHHH_` is.
const LENGTH: usize = 7;

/// The text that is meant.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut meant = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        meant.push_str(before);
        let (shown, used) = spelled(from).map_or(('_', 1), |one| (one, LENGTH));
        meant.push(shown);
        rest = &from[used..];
    }
    meant.push_str(rest);
    Cow::Owned(meant)
}

/// The character that `_xHHHH_` at the start of the text spells.
fn spelled(text: &str) -> Option<char> {
    let digits = text.get(2..LENGTH)?.strip_suffix('_')?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex
        .then(|| u32::from_str_radix(digits, 16).ok())??
        .try_into()
        .ok()
}

/// Appends the text as XML between tags.
pub(super) fn push_escaped(xml: &mut String, text: &str) {
    for (at, one) in text.char_indices() {
        match one {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '_' if spelled(&text[at..]).is_some() => xml.push_str("_x005F_"),
            '\t' | '\n' => xml.push(one),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                // Writing to a string cannot fail.
                let _ = write!(xml, "_x{:04X}_", u32::from(one));
            }
            _ => xml.push(one),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelled_characters_are_told_from_text_that_looks_so() {
        for (text, meant) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x00G0_", "_x00G0_"),
            ("_xD800_", "_xD800_"),
            ("_x12", "_x12"),
            ("_x+00D_", "_x+00D_"),
            ("_xộộ_", "_xộộ_"),
            ("__x0041__", "_A_"),
        ] {
            assert_eq!(unescape(text), meant, "{text}");
        }
    }

    #[test]
    fn what_is_escaped_comes_back() {
        for text in [
            "<a & b>",
            "\u{1}\r\n\t",
            "_x000D_",
            "__x000D__",
            "_x005F_",
            "\u{ffff}ộ",
        ] {
            let mut xml = String::new();
            push_escaped(&mut xml, text);
            let plain = xml
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
            assert_eq!(unescape(&plain), text, "{xml}");
        }
    }
}
