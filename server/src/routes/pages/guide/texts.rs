//! The guide's pages: the Markdown of `docs/guide`, embedded and rendered once.

use std::sync::{Arc, LazyLock};

use khao_app::pages::guide::{GuideLine, Reader};
use khao_engine::markdown::document;

use super::pictures;

/// One page, ready to be shown.
pub struct Text {
    pub slug: &'static str,
    pub reader: Reader,
    /// Its first heading.
    pub title: String,
    pub html: Arc<str>,
}

/// A file of `docs/guide` without its ending, whose it is, and what it holds.
macro_rules! source {
    ($slug:literal, $reader:ident) => {
        (
            $slug,
            Reader::$reader,
            include_str!(concat!("../../../../../docs/guide/", $slug, ".md")),
        )
    };
}

/// In the order in which they are read.
const SOURCES: [(&str, Reader, &str); 6] = [
    source!("organiser-1-set-up", Organiser),
    source!("organiser-2-run-and-close", Organiser),
    source!("coordinator-1-help-people-in", Coordinator),
    source!("coordinator-2-unit-figures", Coordinator),
    source!("participant-1-enter", Participant),
    source!("participant-2-paper-and-result", Participant),
];

static PAGES: LazyLock<Vec<Text>> = LazyLock::new(|| {
    let rendered = |(slug, reader, markdown): &(&'static str, Reader, &str)| Text {
        slug,
        reader: *reader,
        title: title(markdown).to_owned(),
        html: document(markdown, pictures::in_text).into(),
    };
    SOURCES.iter().map(rendered).collect()
});

pub fn pages() -> &'static [Text] {
    &PAGES
}

impl Text {
    pub fn line(&self) -> GuideLine {
        GuideLine {
            reader: self.reader,
            address: format!("/guide/{}", self.slug),
            title: self.title.clone(),
        }
    }
}

fn title(markdown: &str) -> &str {
    let first = markdown.lines().next().unwrap_or_default();
    first.trim_start_matches('#').trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reader_has_two_pages_with_one_title_each() {
        for reader in Reader::ALL {
            assert_eq!(pages().iter().filter(|text| text.reader == reader).count(), 2);
        }
        for text in pages() {
            assert!(text.title.chars().count() > 8, "{}", text.slug);
            assert_eq!(text.html.matches("<h1>").count(), 1, "{}", text.slug);
        }
    }

    #[test]
    fn the_texts_show_every_picture_and_no_other() {
        let texts: String = SOURCES.iter().map(|(_, _, markdown)| *markdown).collect();
        let named = texts.matches("](pictures/").count();
        let shown: usize = pages()
            .iter()
            .map(|text| text.html.matches("<img ").count())
            .sum();
        assert_eq!(named, shown, "a picture that a text names is not embedded");
        for name in pictures::names() {
            assert!(
                texts.contains(&format!("](pictures/{name}.webp)")),
                "{name} is shown nowhere"
            );
        }
    }
}
