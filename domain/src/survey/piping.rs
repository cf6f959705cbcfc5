//! Earlier answers in later texts: `{{name}}` stands for the answer to the question `name`.

use super::answer::Value;
use super::course::Answers;
use super::form::{Ask, Form, NO, YES};
use crate::lang::Lang;

/// The ids that a text asks for.
pub fn pipes(text: &str) -> impl Iterator<Item = &str> {
    text.split(MARKS.0)
        .skip(1)
        .filter_map(|rest| rest.split_once(MARKS.1).map(|(id, _)| id.trim()))
}

/// The text with the answers in it, each through `written`: a page escapes them. Without an answer it is `…`.
pub fn piped(
    form: &Form,
    text: &str,
    language: &str,
    answers: &Answers,
    written: impl Fn(&str) -> String,
) -> String {
    filled(text, MARKS, |id| {
        let words = answers.get(id).and_then(|value| words(form, id, value, language));
        written(words.as_deref().unwrap_or("…"))
    })
}

/// What an id stands between in a text.
pub(super) const MARKS: (&str, &str) = ("{{", "}}");

/// The text with something else for each id between marks; a mark that is not closed stays.
pub(super) fn filled(text: &str, marks: (&str, &str), fill: impl Fn(&str) -> String) -> String {
    let mut parts = text.split(marks.0);
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some((id, rest)) = part.split_once(marks.1) {
            all.push_str(&fill(id.trim()));
            all.push_str(rest);
        } else {
            all.push_str(marks.0);
            all.push_str(part);
        }
    }
    all
}

/// An answer as a person would read it.
pub fn words(form: &Form, id: &str, value: &Value, language: &str) -> Option<String> {
    let ask = &form.by_id().get(id)?.item.ask;
    let lang = Lang::parse(language).unwrap_or_default();
    Some(match value {
        Value::Step(step) => {
            let scale = form.scale_of(ask);
            let label = scale
                .and_then(|scale| scale.step(*step))
                .map(|step| form.read(&step.label, language));
            label.map_or_else(|| step.to_string(), str::to_owned)
        }
        Value::Option { option, text } => text.clone().unwrap_or_else(|| label(form, ask, option, language)),
        Value::Options { options, .. } | Value::Order(options) => {
            let labels: Vec<String> = options
                .iter()
                .map(|option| label(form, ask, option, language))
                .collect();
            labels.join(", ")
        }
        Value::Number(number) => number.in_lang(lang),
        Value::Date(date) => date.in_lang(lang),
        Value::Text(text) => text.clone(),
        Value::Agreed => lang.say("đồng ý", "agreed").to_owned(),
    })
}

fn label(form: &Form, ask: &Ask, option: &str, language: &str) -> String {
    let lang = Lang::parse(language).unwrap_or_default();
    match (ask, option) {
        (Ask::YesNo, YES) => lang.say("Có", "Yes").to_owned(),
        (Ask::YesNo, NO) => lang.say("Không", "No").to_owned(),
        _ => {
            let known = ask.options().iter().find(|one| one.id == option);
            known
                .map_or(option, |one| form.read(&one.text, language))
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn answers_stand_in_later_texts() {
        let form: Form = serde_json::from_value(json!({
            "languages": ["vi", "en"],
            "sections": [{"id": "s", "title": {"vi": "S"}, "items": [
                {"id": "place", "text": {"vi": "?"}, "ask": {"kind": "single_choice", "options": [
                    {"id": "ward", "text": {"vi": "Phường", "en": "Ward"}}, {"id": "o", "text": {"vi": "Khác"}, "other": true}]}},
                {"id": "name", "text": {"vi": "?"}, "ask": {"kind": "text"}},
            ]}],
        }))
        .unwrap();
        let option = |id: &str, text: Option<&str>| Value::Option {
            option: id.into(),
            text: text.map(str::to_owned),
        };
        let mut answers = Answers::from([
            ("place".into(), option("ward", None)),
            ("name".into(), Value::Text("A<b>".into())),
        ]);
        let escaped = |text: &str| text.replace('<', "&lt;");
        let text = "{{place}}: {{ name }} {{nobody}} {{ {{";
        assert_eq!(
            piped(&form, text, "en", &answers, escaped),
            "Ward: A&lt;b> … {{ {{"
        );
        assert_eq!(pipes(text).collect::<Vec<_>>(), ["place", "name", "nobody"]);
        answers.insert("place".into(), option("o", Some("Chợ")));
        assert_eq!(piped(&form, "{{place}}", "vi", &answers, escaped), "Chợ");
    }
}
