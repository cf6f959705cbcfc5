//! Vietnamese text: one stored form, one form for searching, one form for comparing answers.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form in which text is stored: NFC, LF line ends, without control, zero-width and direction characters, trimmed.
pub fn nfc(text: &str) -> String {
    let lines: Cow<'_, str> = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    };
    let visible: String = lines.chars().filter(|&c| !is_invisible(c)).collect();
    visible.trim().nfc().collect()
}

fn is_invisible(c: char) -> bool {
    let control = c.is_control() && c != '\n' && c != '\t';
    control
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
}

/// Whether a text holds a control character nobody types: NUL, escape, DEL and the like; tabs and line ends are typed.
pub fn holds_control(text: &str) -> bool {
    text.bytes()
        .any(|byte| matches!(byte, 0..=8 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f))
}

/// Trimmed, with every run of white space made one space.
pub fn collapse_spaces(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

/// For searching: lower case, no Vietnamese or Latin diacritics, đ as d, everything else that is no letter or digit a space.
///
/// "Hoà", "Hòa" and "hoa" are equal. Marks of other scripts (Khmer vowels) are letters and stay.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut pending_space = false;
    for c in text
        .nfkd()
        .filter(|&c| !is_latin_mark(c))
        .flat_map(char::to_lowercase)
    {
        if c.is_alphanumeric() || is_combining_mark(c) {
            if pending_space && !folded.is_empty() {
                folded.push(' ');
            }
            pending_space = false;
            folded.push(if c == 'đ' { 'd' } else { c });
        } else if !is_invisible(c) {
            pending_space = true;
        }
    }
    folded
}

fn is_latin_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The five written tones of Vietnamese as combining marks: huyền, hỏi, ngã, sắc, nặng, in the order of the alphabet.
pub(crate) const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// For comparing short answers: lower case, spaces collapsed, diacritics kept, and each tone mark at the end of its
/// syllable, so that "hoà" and "hòa" are equal, and "hoà" and "hoa" are not.
pub fn answer_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut tones: Vec<char> = Vec::new();
    for c in collapse_spaces(&nfc(text)).to_lowercase().nfd() {
        if TONES.contains(&c) {
            tones.push(c);
            continue;
        }
        if !(c.is_alphabetic() || is_combining_mark(c)) {
            key.extend(tones.drain(..));
        }
        key.push(c);
    }
    key.extend(tones);
    key.nfc().collect()
}

/// The beginning of a text, for a list.
pub fn shortened(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stored_text_is_nfc_visible_and_trimmed() {
        for (raw, stored) in [
            ("  Tra\u{302}\u{300}n\r\nThi\u{323}\r ", "Trần\nThị"),
            ("a\u{200b}b\u{202e}c\u{feff}", "abc"),
            ("a\u{0}\tb\u{7f}", "a\tb"),
            ("a\u{200d}\u{301}", "á"),
            ("\u{200b} \u{200b}", ""),
        ] {
            assert_eq!(nfc(raw), stored, "{raw:?}");
        }
    }

    #[test]
    fn control_characters_are_told_from_tabs_and_line_ends() {
        for text in ["a\u{0}", "\u{1b}[1m", "\u{7f}", "\u{8}", "\u{b}"] {
            assert!(holds_control(text), "{text:?}");
        }
        for text in ["", "Trần\tThị\r\nLan", "ក", "\u{85}"] {
            assert!(!holds_control(text), "{text:?}");
        }
    }

    #[test]
    fn folded_text_has_no_diacritics() {
        for (text, folded) in [
            ("Hoà", "hoa"),
            ("Hòa", "hoa"),
            ("ĐƯỜNG  Lê-Lợi,", "duong le loi"),
            ("  Uỷ ban (xã)", "uy ban xa"),
            ("Nghị quyết 76/NQ-CP", "nghi quyet 76 nq cp"),
            ("ភាសាខ្មែរ", "ភាសាខ្មែរ"),
            ("İ", "i"),
            ("—", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn answers_differ_by_tone_but_not_by_its_place() {
        for (one, other) in [
            ("hoà", "hòa"),
            ("  Thuỷ  lợi", "thủy LỢI"),
            ("khoẻ", "khỏe"),
            ("quý", "qúy"),
        ] {
            assert_eq!(answer_key(one), answer_key(other), "{one} / {other}");
        }
        for (one, other) in [
            ("hoà", "hoa"),
            ("ma", "mạ"),
            ("hòa bình", "hoa bình"),
            ("to", "tơ"),
            ("hoà binh", "hoa bình"),
        ] {
            assert_ne!(answer_key(one), answer_key(other), "{one} / {other}");
        }
    }

    proptest! {
        #[test]
        fn forms_are_idempotent_and_do_not_depend_on_composition(text in "\\PC{0,40}") {
            prop_assert_eq!(nfc(&nfc(&text)), nfc(&text));
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(nfc(&decomposed), nfc(&text));
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            prop_assert_eq!(fold(&decomposed), fold(&text));
            prop_assert_eq!(answer_key(&decomposed), answer_key(&text));
        }
    }

    #[test]
    fn only_what_is_cut_ends_in_dots() {
        assert_eq!(shortened("Câu một?", 8), "Câu một?");
        assert_eq!(shortened("Câu một?", 7), "Câu một…");
    }
}
