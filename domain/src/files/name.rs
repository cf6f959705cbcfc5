//! Names of uploaded files: as people may see them, and as they stand in addresses and headers.

use crate::text::{collapse_spaces, fold, nfc};

const CHARS_MOST: usize = 100;

/// The name without folders, control and direction characters and without the ending: `C:\x\Thể lệ.pdf` is `Thể lệ`.
///
/// Quotes and the like become hyphens. Empty where nothing is left.
pub fn stem(name: &str, ending: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // A line end is white space to `nfc`, and would be one to a header.
    let plain = collapse_spaces(&nfc(last));
    let cut = plain.len().saturating_sub(ending.len());
    let stem = match plain.get(cut..) {
        Some(end) if end.eq_ignore_ascii_case(ending) => &plain[..cut],
        _ => plain.as_str(),
    };
    let legal = |c: char| {
        if c.is_alphanumeric() || " -_.,()".contains(c) || is_mark(c) {
            c
        } else {
            '-'
        }
    };
    let clean: String = stem.chars().map(legal).take(CHARS_MOST).collect();
    clean.trim_matches([' ', '.', '-']).to_owned()
}

/// Marks of scripts that NFC does not compose, such as Khmer vowels.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The same in a-z, 0-9 and hyphens, for addresses: `Thể lệ` is `the-le`; `otherwise` where nothing is left.
pub fn in_address(stem: &str, otherwise: &str) -> String {
    let words: Vec<String> = fold(stem)
        .split(' ')
        .map(|word| {
            word.chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
        })
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        otherwise.to_owned()
    } else {
        words.join("-")
    }
}

/// The value of `Content-Disposition` for a file to be kept, in ASCII alone: RFC 6266 with RFC 8187.
pub fn disposition(plain: &str, full: &str) -> String {
    let mut encoded = String::with_capacity(full.len() * 3);
    for byte in full.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for digit in [byte >> 4, byte & 15] {
                encoded.push(char::from_digit(u32::from(digit), 16).map_or('0', |c| c.to_ascii_uppercase()));
            }
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_keep_their_words_and_nothing_else() {
        for (name, expected) in [
            ("Thể lệ cuộc thi.pdf", "Thể lệ cuộc thi"),
            ("C:\\thư mục\\The le.PDF", "The le"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nSet-Cookie: x=y.pdf", "a Set-Cookie- x-y"),
            ("the\u{202e}fdp.exe", "thefdp.exe"),
            ("a\"; filename=\"b.html", "a-- filename--b.html"),
            ("<img src=x>.pdf", "img src-x"),
            (".pdf", ""),
            ("\u{202e}", ""),
            ("សៀវភៅ.pdf", "សៀវភៅ"),
        ] {
            assert_eq!(stem(name, ".pdf"), expected, "{name:?}");
        }
    }

    #[test]
    fn addresses_and_headers_are_ascii() {
        assert_eq!(in_address("Thể lệ (bản ký)", "tai-lieu"), "the-le-ban-ky");
        assert_eq!(in_address("សៀវភៅ", "tai-lieu"), "tai-lieu");
        assert_eq!(
            disposition("the-le.pdf", "Thể lệ.pdf"),
            "attachment; filename=\"the-le.pdf\"; filename*=UTF-8''Th%E1%BB%83%20l%E1%BB%87.pdf"
        );
    }

    proptest! {
        #[test]
        fn no_name_leaves_its_header(name in any::<String>()) {
            let stem = stem(&name, ".pdf");
            let plain = in_address(&stem, "tai-lieu");
            prop_assert!(plain.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            let header = disposition(&format!("{plain}.pdf"), &format!("{stem}.pdf"));
            prop_assert!(header.bytes().all(|b| (0x20..0x7f).contains(&b)));
            prop_assert_eq!(header.matches('"').count(), 2);
        }
    }
}
