//! How right answers are written: alike in the bank's file and in corrections.

use crate::text;

/// The first word of a value is the one we write; the others are what a spreadsheet makes of it.
pub(crate) const TRUTH_WORDS: [(bool, &str); 4] =
    [(true, "Đúng"), (false, "Sai"), (true, "TRUE"), (false, "FALSE")];

/// The value of a word, read without regard to case and diacritics.
pub(crate) fn value_of<T: Copy>(words: &[(T, &str)], typed: &str) -> Option<T> {
    let folded = text::fold(typed);
    let found = words.iter().find(|(_, word)| text::fold(word) == folded);
    found.map(|(value, _)| *value)
}

/// The word that we write for a value.
pub(crate) fn word<T: Copy + PartialEq>(words: &[(T, &str)], value: T) -> String {
    words
        .iter()
        .find(|(known, _)| *known == value)
        .map(|(_, word)| (*word).to_owned())
        .unwrap_or_default()
}

/// A list of options at these places, from 0 up.
pub(crate) fn lettered(places: impl IntoIterator<Item = u8>) -> String {
    let letters = places.into_iter().filter_map(|place| b'A'.checked_add(place));
    letters
        .map(|letter| char::from(letter).to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Short answers that are all right.
pub(crate) fn variants(texts: &[String]) -> String {
    texts.join(" | ")
}

/// The parts of a list of options, such as `A, C` or `A/C`: each should be a letter.
pub(crate) fn letters(typed: &str) -> impl Iterator<Item = &str> {
    typed
        .split([',', ';', ' ', '/', '\n'])
        .filter(|letter| !letter.is_empty())
}

/// The place of the option with this letter, from 0 up.
pub(crate) fn place(letter: &str) -> Option<usize> {
    let mut characters = letter.chars().map(|c| c.to_ascii_uppercase());
    match (characters.next(), characters.next()) {
        (Some(letter @ 'A'..='Z'), None) => Some(letter as usize - 'A' as usize),
        _ => None,
    }
}
