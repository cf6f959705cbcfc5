//! Texts that people write to one another.

/// Whether a text as it is stored says something, in at most so many characters.
pub(super) fn has_words(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.chars().count())
}
