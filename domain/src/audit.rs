//! What a row of the audit tells beyond who did what, and when: data, put into words where it is read.
//!
//! Never keys, answers, scores before they are public, or what is known of a person: of personal fields only their names.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::{ContestId, SurveyId};

/// A longer value is told by the name of its field alone.
const VALUE_CHARS_MOST: usize = 160;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Detail {
    /// What was acted on, as it was called then. Never a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contest: Option<ContestId>,
    /// The same of a survey's wave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survey: Option<SurveyId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Change>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Value>,
}

/// A field that is not as it was; without values where they are long or personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub field: String,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub from: Value,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub to: Value,
}

impl Detail {
    pub fn named(name: &str) -> Self {
        Self {
            name: Some(name.to_owned()),
            ..Self::default()
        }
    }

    /// Of a contest's part.
    pub fn part(contest: ContestId, name: &str) -> Self {
        Self::named(name).of(contest)
    }

    #[must_use]
    pub const fn of(mut self, contest: ContestId) -> Self {
        self.contest = Some(contest);
        self
    }

    /// Of a survey's part.
    pub fn survey_part(survey: SurveyId, name: &str) -> Self {
        Self {
            survey: Some(survey),
            ..Self::named(name)
        }
    }

    #[must_use]
    pub fn fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// Says nothing where both are the same.
    #[must_use]
    pub fn change(mut self, field: &str, from: impl Into<Value>, to: impl Into<Value>) -> Self {
        let (from, to) = (from.into(), to.into());
        if from == to {
            return self;
        }
        let (from, to) = if is_short(&from) && is_short(&to) {
            (from, to)
        } else {
            (Value::Null, Value::Null)
        };
        let field = field.to_owned();
        self.changed.push(Change { field, from, to });
        self
    }

    /// Names a field whose values are nobody's business here.
    #[must_use]
    pub fn touched(mut self, field: &str, is_changed: bool) -> Self {
        if is_changed {
            let (field, from, to) = (field.to_owned(), Value::Null, Value::Null);
            self.changed.push(Change { field, from, to });
        }
        self
    }

    /// Field by field; `prefix` stands before their names.
    #[must_use]
    pub fn changes<T: Serialize>(self, prefix: &str, before: &T, after: &T) -> Self {
        let read = |value: &T| serde_json::to_value(value).unwrap_or_default();
        let (Value::Object(before), Value::Object(after)) = (read(before), read(after)) else {
            return self;
        };
        after.into_iter().fold(self, |told, (field, to)| {
            let from = before.get(&field).cloned().unwrap_or_default();
            told.change(&format!("{prefix}{field}"), from, to)
        })
    }

    /// None for the plain words of older rows.
    pub fn read(text: &str) -> Option<Self> {
        if text.starts_with('{') {
            serde_json::from_str(text).ok()
        } else {
            None
        }
    }
}

fn is_short(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().count() <= VALUE_CHARS_MOST,
        Value::Array(_) | Value::Object(_) => value.to_string().len() <= VALUE_CHARS_MOST,
        _ => true,
    }
}

/// As it is stored: JSON in a fixed order, or nothing.
impl Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::default() {
            return Ok(());
        }
        f.write_str(&serde_json::to_string(self).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::settings::{AttemptsPolicy, ContestSettings};

    #[test]
    fn what_is_stored_reads_as_it_was() {
        let told = Detail::named("Tuần 1")
            .fact("revision", 2)
            .change("name", "Tuần 1", "Tuần một")
            .change("duration_s", 1200, 1200)
            .touched("rules", true);
        let text = told.to_string();
        assert_eq!(
            text,
            r#"{"name":"Tuần 1","changed":[{"field":"name","from":"Tuần 1","to":"Tuần một"},{"field":"rules"}],"facts":{"revision":2}}"#
        );
        assert_eq!(Detail::read(&text), Some(told));
        assert_eq!(Detail::default().to_string(), "");
    }

    #[test]
    fn older_rows_are_plain_words() {
        for text in ["", "revision 25, 1 item", "{", r#"{"x":1}"#] {
            assert_eq!(Detail::read(text), None, "{text}");
        }
    }

    #[test]
    fn of_settings_only_what_differs_is_told() {
        let before = ContestSettings::default();
        let after = ContestSettings {
            attempts: AttemptsPolicy::UpTo(3),
            complaint_days: 7,
            ..before.clone()
        };
        let told = Detail::default().changes("settings.", &before, &after);
        let fields: Vec<&str> = told.changed.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["settings.attempts", "settings.complaint_days"]);
        assert_eq!(told.changed[1].from, Value::from(5));
    }

    #[test]
    fn a_long_value_is_only_named() {
        let told = Detail::default().change("rules", "ngắn", "x".repeat(VALUE_CHARS_MOST + 1));
        assert_eq!(told.changed[0].to, Value::Null);
        assert_eq!(told.changed[0].from, Value::Null);
    }
}
