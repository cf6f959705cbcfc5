//! Vietnamese full names: how they are read, masked, sorted and compared.

use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::lang::{Lang, Said, said};
use crate::text;

/// A full name, family name first: "Trần Thị Minh".
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FullName(String);

impl FullName {
    pub fn parse(name: &str) -> Result<Self, Said> {
        let name = text::collapse_spaces(&text::nfc(name));
        if name.is_empty() {
            return Err(said("Hãy nhập họ và tên.", "Type the full name."));
        }
        if !(2..=100).contains(&name.chars().count()) {
            return Err(said(
                "Họ và tên có từ 2 đến 100 ký tự.",
                "A full name has 2 to 100 characters.",
            ));
        }
        if !name.chars().all(is_name_char) || !name.chars().any(char::is_alphabetic) {
            return Err(said(
                "Họ và tên chỉ gồm chữ cái, dấu cách, dấu gạch nối, dấu nháy đơn và dấu chấm.",
                "A full name has letters, spaces, hyphens, apostrophes and full stops only.",
            ));
        }
        Ok(Self(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as it is shown without consent to publish: "Trần Thị M.", and "M." for a name of one word.
    pub fn masked(&self) -> String {
        let (others, given) = self
            .0
            .rsplit_once(' ')
            .map_or(("", self.0.as_str()), |parts| parts);
        let initial = given.chars().find(|c| c.is_alphabetic()).unwrap_or('*');
        if others.is_empty() {
            format!("{initial}.")
        } else {
            format!("{others} {initial}.")
        }
    }

    /// The name with diacritics, in the form in which equal names are equal: lower case, tone marks in one place.
    pub fn normalised(&self) -> String {
        text::answer_key(&self.0)
    }

    /// The name without diacritics, for searching and identity.
    pub fn folded(&self) -> String {
        text::fold(&self.0)
    }

    /// Bytes that sort names as Vietnamese lists do: by given name (the last word), then by the other words from the
    /// family name on; each word by its letters in the order of the alphabet, then by its tone.
    pub fn sort_key(&self) -> Vec<u8> {
        let mut words: Vec<&str> = self.0.split([' ', '-']).filter(|word| !word.is_empty()).collect();
        words.rotate_right(1);
        let mut key = Vec::new();
        for word in words {
            push_word(&mut key, word);
        }
        key
    }
}

fn is_name_char(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c) || matches!(c, ' ' | '\'' | '’' | '-' | '.')
}

/// The Vietnamese alphabet with f, j, w and z in their Latin places.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
/// Stands after a word's letters, below every letter, so that "An" comes before "Anh".
const END_OF_LETTERS: u8 = 1;
/// Leads letters of other scripts, above every Vietnamese letter.
const OTHER_SCRIPT: u8 = 0xff;

fn push_word(key: &mut Vec<u8>, word: &str) {
    let mut tones = Vec::new();
    let mut letters = String::new();
    for c in word.to_lowercase().nfd() {
        // Ngang, which has no mark, is 0.
        match (1..).zip(text::TONES).find(|(_, mark)| *mark == c) {
            Some((tone, _)) => tones.push(tone),
            None => letters.push(c),
        }
    }
    for letter in letters.nfc().filter(|c| c.is_alphabetic()) {
        let mut places = (END_OF_LETTERS + 1..).zip(ALPHABET.chars());
        if let Some((place, _)) = places.find(|(_, known)| *known == letter) {
            key.push(place);
        } else {
            key.push(OTHER_SCRIPT);
            key.extend(u32::from(letter).to_be_bytes());
        }
    }
    key.push(END_OF_LETTERS);
    key.push(tones.first().copied().unwrap_or(0));
}

impl TryFrom<String> for FullName {
    type Error = String;
    fn try_from(name: String) -> Result<Self, String> {
        Self::parse(&name).map_err(|refusal| refusal.in_lang(Lang::Vi).to_owned())
    }
}

impl From<FullName> for String {
    fn from(name: FullName) -> Self {
        name.0
    }
}

impl fmt::Display for FullName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(text: &str) -> FullName {
        FullName::parse(text).unwrap()
    }

    #[test]
    fn names_are_normalised_and_checked() {
        assert_eq!(
            name("  Tra\u{302}\u{300}n   Thị\tMinh ").as_str(),
            "Trần Thị Minh"
        );
        for fine in [
            "Minh",
            "H'Hen Niê",
            "Y-Bhiu Êban",
            "Nguyễn Văn A.",
            "Lê D’Arc",
            "សុខ សាន",
        ] {
            assert!(FullName::parse(fine).is_ok(), "{fine}");
        }
        for bad in [
            "",
            " ",
            "A",
            "...",
            "Minh 2",
            "<b>Minh</b>",
            "Minh@xa.vn",
            &"An ".repeat(40),
        ] {
            assert!(FullName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn masked_names_keep_the_initial_only() {
        for (full, masked) in [
            ("Trần Thị Minh", "Trần Thị M."),
            ("Minh", "M."),
            ("Lê Ánh", "Lê Á."),
            ("Y 'Êban", "Y Ê."),
        ] {
            assert_eq!(name(full).masked(), masked);
        }
    }

    #[test]
    fn the_list_is_in_vietnamese_order() {
        let sorted = [
            "Lê Văn An",
            "Lê Vân An",
            "Nguyễn An",
            "Nguyễn Văn An",
            "Trần An",
            "Lê Anh",
            "Lê Ánh",
            "Bùi Ăng",
            "An Ân",
            "Lê Danh",
            "Lê Dung",
            "Lê Đan",
            "Lê Hoa",
            "Lê Hòa",
            "Nguyễn Hoà",
            "Lê Hoả",
            "Lê Hoã",
            "Lê Hoá",
            "Lê Hoạ",
            "Lê Huy",
            "Lê Minh",
            "Lê Oanh",
            "Lê Ông",
            "Lê Ơn",
            "Lê Uyên",
            "Lê Ưng",
            "Lê Yến",
        ];
        let mut names: Vec<FullName> = sorted.iter().rev().map(|text| name(text)).collect();
        names.sort_by_key(FullName::sort_key);
        let got: Vec<&str> = names.iter().map(FullName::as_str).collect();
        assert_eq!(got, sorted);
    }

    #[test]
    fn tone_place_and_case_do_not_matter_for_identity() {
        assert_eq!(
            name("NGUYỄN THỊ HOÀ").normalised(),
            name("Nguyễn Thị Hòa").normalised()
        );
        assert_ne!(
            name("Nguyễn Thị Hoa").normalised(),
            name("Nguyễn Thị Hòa").normalised()
        );
        assert_eq!(name("Nguyễn Thị Hoa").folded(), name("Nguyễn Thị Hòa").folded());
        assert_eq!(name("Lê Hoà").sort_key(), name("Lê Hòa").sort_key());
    }

    proptest! {
        #[test]
        fn masks_never_show_the_given_name(others in "[A-ZĐ][a-zê]{1,6}( [A-ZĐ][a-zê]{1,6}){0,3}", given in "[A-ZĐ][a-zê]{1,6}") {
            let masked = name(&format!("{others} {given}")).masked();
            prop_assert_eq!(masked, format!("{others} {}.", given.chars().next().unwrap()));
        }
    }
}
