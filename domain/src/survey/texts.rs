//! A text in the languages of a survey.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::nfc;

/// Translations by BCP 47 tag: `{"vi": "Hài lòng", "en": "Satisfied"}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    pub fn of<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut all = Self::default();
        for (language, text) in texts {
            all.set(language, text);
        }
        all
    }

    /// The text in one language; a translation that is blank is none.
    pub fn get(&self, language: &str) -> Option<&str> {
        self.0
            .get(language)
            .map(String::as_str)
            .filter(|text| !text.trim().is_empty())
    }

    /// The text in the language, or else in the first of these that has it.
    pub fn read<'s>(&'s self, language: &str, others: &[String]) -> &'s str {
        self.found(language, others).0
    }

    /// The same with the language that it is in.
    pub fn found<'s, 't>(&'s self, language: &'t str, others: &'t [String]) -> (&'s str, &'t str) {
        let mut all = std::iter::once(language).chain(others.iter().map(String::as_str));
        let found = all.find_map(|tag| self.get(tag).map(|text| (text, tag)));
        found.unwrap_or(("", language))
    }

    /// A blank text takes the translation away.
    pub fn set(&mut self, language: &str, text: &str) {
        let text = nfc(text);
        if text.is_empty() {
            self.0.remove(language);
        } else {
            self.0.insert(language.to_owned(), text);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }

    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(language, text)| (language.as_str(), text.as_str()))
    }
}

/// The languages that a survey can have, with their names in themselves.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("vi", "Tiếng Việt"),
    ("en", "English"),
    ("km", "ភាសាខ្មែរ"),
    ("hmn", "Hmoob"),
    ("yuh", "Iu Mienh"),
];

/// A language's name in itself; the tag where it is not one of ours.
pub fn language_name(tag: &str) -> &str {
    let known = LANGUAGES.iter().find(|(known, _)| *known == tag);
    known.map_or(tag, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_translation_is_read_in_another_language() {
        let mut texts = Texts::of([("vi", "Hài lòng"), ("en", " ")]);
        let others = ["vi".to_owned()];
        assert_eq!(texts.get("en"), None);
        assert_eq!(texts.read("en", &others), "Hài lòng");
        assert_eq!(texts.found("en", &others), ("Hài lòng", "vi"));
        assert_eq!(texts.found("en", &[]), ("", "en"));
        texts.set("en", "Satisfied");
        assert_eq!(texts.read("en", &others), "Satisfied");
        texts.set("en", "");
        assert_eq!(texts.all().count(), 1);
        assert_eq!(language_name("km"), "ភាសាខ្មែរ");
        assert_eq!(language_name("fr"), "fr");
    }
}
