//! The form as a tablet keeps it, and what it sends of an answered one.

use std::collections::BTreeMap;

use khao_domain::survey::form::Form;
use khao_domain::survey::texts::Texts;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::questionnaire::texts::{Markup, escaped};

/// As `GET /api/v1/surveys/{slug}/fielded` answers.
#[derive(Debug, Clone, Deserialize)]
pub struct Fielded {
    pub title: Texts,
    pub version: i64,
    /// RFC 3339; the browser reads them.
    pub opens_at: String,
    pub closes_at: String,
    pub channels: Vec<String>,
    pub form: Form,
    #[serde(flatten)]
    pub html: Html,
}

/// What the server made of the texts.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Html {
    /// Labels that hold more than plain words, by their text.
    pub inline_html: BTreeMap<String, String>,
    /// What stands above the sections.
    pub block_html: BTreeMap<String, String>,
}

impl Markup for Html {
    fn inline(&self, text: &str) -> String {
        let made = self.inline_html.get(text).cloned();
        made.unwrap_or_else(|| escaped(text))
    }

    fn block(&self, text: &str) -> String {
        let made = self.block_html.get(text).cloned();
        made.unwrap_or_else(|| format!("<p>{}</p>", escaped(text)))
    }
}

/// Where a tablet stands, and the code that leads out of the survey: fixed when it is set up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    pub code: String,
    pub unit: String,
    pub desk: String,
    /// What visitors read of both.
    pub place: String,
}

/// A response as it waits on the tablet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    pub slug: String,
    pub client_id: String,
    pub body: Json,
}

impl Waiting {
    pub fn of(
        slug: &str,
        setup: &Setup,
        (version, language, client_id): (i64, &str, &str),
        answers: &Map<String, Json>,
    ) -> Self {
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Self {
            slug: slug.to_owned(),
            client_id: client_id.to_owned(),
            body: json!({
                "form_version": version,
                "channel": "kiosk",
                "unit_id": given(&setup.unit),
                "desk": given(&setup.desk),
                "language": language,
                "answers": answers,
                "client_id": client_id,
            }),
        }
    }
}

/// What became of a response that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    Stored,
    /// It will never be taken as it is.
    Refused,
    /// Not this one, not now: what that is about is not known, and the next may be taken.
    Passed,
    /// None now; perhaps after so many seconds.
    Later(Option<u32>),
}

pub fn sent(status: u16, retry_after: Option<&str>) -> Sent {
    match status {
        200..300 => Sent::Stored,
        400 | 404 | 409 | 413 | 422 => Sent::Refused,
        429 | 503 => Sent::Later(retry_after.and_then(|text| text.trim().parse().ok())),
        _ => Sent::Passed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_where_the_server_made_nothing_of_them() {
        let html = Html {
            inline_html: BTreeMap::from([("**a**".to_owned(), "<p><strong>a</strong></p>".to_owned())]),
            block_html: BTreeMap::new(),
        };
        assert_eq!(html.inline("**a**"), "<p><strong>a</strong></p>");
        assert_eq!(html.inline("a < b"), "a &lt; b");
        assert_eq!(html.block("a & b"), "<p>a &amp; b</p>");
    }

    #[test]
    fn a_response_holds_what_the_server_takes() {
        let setup = Setup {
            unit: String::new(),
            desk: "3".into(),
            ..Setup::default()
        };
        let waiting = Waiting::of("mot-cua", &setup, (2, "vi", "x"), &Map::new());
        assert_eq!(
            waiting.body,
            json!({"form_version": 2, "channel": "kiosk", "unit_id": null, "desk": "3", "language": "vi",
                "answers": {}, "client_id": "x"})
        );
    }

    #[test]
    fn only_what_can_never_be_taken_is_given_up() {
        assert_eq!(sent(201, None), Sent::Stored);
        assert_eq!(sent(422, None), Sent::Refused);
        assert_eq!(sent(503, Some("7")), Sent::Later(Some(7)));
        assert_eq!(sent(429, None), Sent::Later(None));
        assert_eq!(sent(502, None), Sent::Passed);
        assert_eq!(sent(401, None), Sent::Passed);
    }
}
