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
