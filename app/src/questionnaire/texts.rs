//! Texts of a form in the language that is read, with earlier answers in them.

use khao_domain::survey::course::Answers;
use khao_domain::survey::form::Form;
use khao_domain::survey::piping::piped;
use khao_domain::survey::texts::Texts;
use khao_domain::text::shortened;

use crate::components::safe_html::SafeHtml;

/// So much of a question tells it from the others.
const SHORT_CHARS: usize = 60;

/// What makes HTML of a text: the server renders and sanitises, a tablet has been given what the server made.
pub trait Markup: Sync {
    /// For labels and legends.
    fn inline(&self, text: &str) -> String;
    /// For what stands by itself.
    fn block(&self, text: &str) -> String;
}

/// Whoever reads a form, and what they have answered.
pub struct Reader<'r> {
    pub form: &'r Form,
    pub language: &'r str,
    pub answers: &'r Answers,
    pub markup: &'r dyn Markup,
}

impl Reader<'_> {
    pub fn inline(&self, texts: &Texts) -> SafeHtml {
        let (text, language) = self.found(texts);
        SafeHtml::in_language(self.with_answers(&self.markup.inline(text)), language)
    }

    /// None where there is nothing to read.
    pub fn hint(&self, texts: &Texts) -> Option<SafeHtml> {
        (!texts.is_empty()).then(|| self.inline(texts))
    }

    pub fn block(&self, texts: &Texts) -> Option<SafeHtml> {
        let (text, language) = self.found(texts);
        let html = (!text.is_empty()).then(|| self.with_answers(&self.markup.block(text)))?;
        Some(SafeHtml::in_language(html, language))
    }

    /// Its beginning, without what stands between marks.
    pub fn short(&self, texts: &Texts) -> String {
        let (text, language) = self.found(texts);
        let text = piped(self.form, text, language, self.answers, str::to_owned);
        let text = text.replace(['*', '`'], "");
        shortened(text.trim_end_matches(['?', ':', '.', ' ']), SHORT_CHARS)
    }

    fn found<'t>(&'t self, texts: &'t Texts) -> (&'t str, &'t str) {
        texts.found(self.language, &self.form.languages)
    }

    /// Answers go into what was sanitised already, as text.
    fn with_answers(&self, html: &str) -> String {
        piped(self.form, html, self.language, self.answers, escaped)
    }
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
