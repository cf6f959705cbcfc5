//! Texts of a form in the language that is read.

use khao_app::components::safe_html::SafeHtml;
use khao_app::questionnaire::texts::{Markup, escaped};
use khao_domain::lang::Lang;
use khao_engine::markdown::Kept;
use khao_engine::survey::surveys::Survey;

use super::super::context::Page;

/// The page around the form is in the form's language, where it can be.
pub fn write_in(page_of: &mut Page, language: &str) {
    if let Some(lang) = Lang::parse(language) {
        page_of.visit.lang = lang;
    }
}

/// How the server makes HTML of a form's texts: once, for as long as they are kept.
pub struct Markdown<'k>(&'k Kept);

impl<'k> Markdown<'k> {
    pub fn of(page_of: &'k Page) -> Self {
        Self(page_of.engine().texts_of_forms())
    }
}

impl Markup for Markdown<'_> {
    fn inline(&self, text: &str) -> String {
        self.0.inline(text).to_string()
    }

    fn block(&self, text: &str) -> String {
        self.0.block(text).to_string()
    }
}

/// The survey's own title.
pub fn title(survey: &Survey, language: &str) -> SafeHtml {
    let (text, language) = survey.title.found(language, &survey.draft.languages);
    SafeHtml::in_language(escaped(text), language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use khao_app::questionnaire::texts::Reader;
    use khao_domain::survey::answer::Value;
    use khao_domain::survey::course::Answers;
    use khao_domain::survey::form::Form;
    use khao_domain::survey::texts::Texts;
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
            markup: &Markdown(&texts),
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
