//! Texts of a form in the language that is read.

use khao_app::components::safe_html::SafeHtml;
use khao_domain::lang::Lang;
use khao_domain::survey::course::Answers;
use khao_domain::survey::form::Form;
use khao_domain::survey::piping::piped;
use khao_domain::survey::texts::Texts;
use khao_engine::markdown::Kept;
use khao_engine::survey::surveys::Survey;

use super::super::console::shortened;
use super::super::context::Page;

/// So much of a question tells it from the others.
const SHORT_CHARS: usize = 60;

/// The page around the form is in the form's language, where it can be.
pub fn write_in(page_of: &mut Page, language: &str) {
    if let Some(lang) = Lang::parse(language) {
        page_of.visit.lang = lang;
    }
}

/// Whoever reads a form, and what they have answered.
pub struct Reader<'r> {
    pub form: &'r Form,
    pub language: &'r str,
    pub answers: &'r Answers,
    pub texts: &'r Kept,
}

impl Reader<'_> {
    pub fn inline(&self, texts: &Texts) -> SafeHtml {
        let (text, language) = self.found(texts);
        SafeHtml::in_language(self.with_answers(&self.texts.inline(text)), language)
    }

    /// None where there is nothing to read.
    pub fn hint(&self, texts: &Texts) -> Option<SafeHtml> {
        (!texts.is_empty()).then(|| self.inline(texts))
    }

    pub fn block(&self, texts: &Texts) -> Option<SafeHtml> {
        let (text, language) = self.found(texts);
        let html = (!text.is_empty()).then(|| self.with_answers(&self.texts.block(text)))?;
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// The survey's own title.
pub fn title(survey: &Survey, language: &str) -> SafeHtml {
    let (text, language) = survey.title.found(language, &survey.draft.languages);
    SafeHtml::in_language(escaped(text), language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use khao_domain::survey::answer::Value;
    use serde_json::json;

    #[test]
    fn an_answer_in_a_text_stays_text() {
        let form: Form = serde_json::from_value(json!({
            "languages": ["vi", "km"],
            "sections": [{"id": "s", "title": {"vi": "S"}, "items": [
                {"id": "my_name", "text": {"vi": "?"}, "ask": {"kind": "text"}}]}],
        }))
        .unwrap();
        let typed = Value::Text("data:text/html,x\"<img src=x onerror=alert(1)>**x**".to_owned());
        let answers = Answers::from([("my_name".to_owned(), typed)]);
        let texts = Kept::default();
        let reader = Reader {
            form: &form,
            language: "km",
            answers: &answers,
            texts: &texts,
        };
        let drawn = |html: Option<SafeHtml>| format!("{html:?}");
        let inline = drawn(Some(reader.inline(&Texts::of([("vi", "**Chào** {{my_name}}")]))));
        assert!(
            inline.contains("<strong>Chào</strong> data:text/html,x&quot;&lt;img"),
            "{inline}"
        );
        assert!(
            inline.contains("**x**") && inline.contains("Named(\\\"vi\\\")")
                || inline.contains("Named(\"vi\")"),
            "{inline}"
        );
        let linked = drawn(reader.block(&Texts::of([("vi", "[a]({{my_name}}) [b](<{{my_name}}>)")])));
        assert!(!linked.contains("href=\\\"data"), "{linked}");
        assert_eq!(reader.short(&Texts::of([("vi", "**Ai?** {{nobody}}")])), "Ai? …");
        assert_eq!(reader.hint(&Texts::default()), None);
    }
}
