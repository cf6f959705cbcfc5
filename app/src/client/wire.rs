//! Answers as JSON, without floating point in between: reading and writing doubles exactly would cost the browser
//! build more than all the rest of the client.

use khao_domain::contest::answer::Value;
use khao_domain::decimal::Decimal;
use serde::{Deserialize, Deserializer};

use super::Entry;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WireValue {
    Options(Vec<String>),
    Number(f64),
    Text(String),
}

impl WireValue {
    /// A decimal has at most 15 digits, six of them behind the point: its double gives it back exactly.
    fn read(self) -> Option<Value> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "`from_millionths` refuses what is out of range"
        )]
        let decimal = |number: f64| Decimal::from_millionths((number * 1e6).round() as i64);
        match self {
            Self::Options(ids) => Some(Value::Options(ids)),
            Self::Number(number) => decimal(number).map(Value::Number),
            Self::Text(text) => Some(Value::Text(text)),
        }
    }
}

/// A value, or `null`.
pub(super) fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Ok(Option::<WireValue>::deserialize(deserializer)?.and_then(WireValue::read))
}

/// A value that may be absent, or `null`.
#[expect(clippy::option_option, reason = "absent and null say different things")]
pub(super) fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Value>>, D::Error> {
    value(deserializer).map(Some)
}

pub(super) fn write(entry: &Entry) -> String {
    let value = match &entry.value {
        None => "null".to_owned(),
        Some(Value::Options(ids)) => {
            let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
            format!(r#"{{"options":[{}]}}"#, ids.join(","))
        }
        Some(Value::Number(number)) => format!(r#"{{"number":{number}}}"#),
        Some(Value::Text(text)) => format!(r#"{{"text":{}}}"#, quoted(text)),
    };
    let Entry { position, seq, .. } = entry;
    format!(r#"{{"position":{position},"seq":{seq},"value":{value}}}"#)
}

/// Entries as a JSON list.
pub fn list(entries: &[Entry]) -> String {
    let entries: Vec<String> = entries.iter().map(write).collect();
    format!("[{}]", entries.join(","))
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use khao_domain::contest::answer::canonical;
    use proptest::prelude::*;

    fn entry(value: Option<Value>) -> Entry {
        Entry {
            position: 3,
            seq: 9,
            value,
        }
    }

    fn values() -> impl Strategy<Value = Option<Value>> {
        let number = (-999_999_999_999_999_i64..999_999_999_999_999)
            .prop_filter_map("too long", |millionths| {
                Decimal::from_millionths(millionths).map(Value::Number)
            });
        prop_oneof![
            Just(None),
            number.prop_map(Some),
            prop::collection::vec("[0-9]{1,2}", 0..4).prop_map(|ids| Some(Value::Options(ids))),
            any::<String>().prop_map(|text| Some(Value::Text(text))),
        ]
    }

    proptest! {
        /// What is written is what the server writes, and is read back the same.
        #[test]
        fn entries_cross_the_wire_unchanged(value in values()) {
            let written = write(&entry(value.clone()));
            let of_domain = value.as_ref().map_or("null".to_owned(), canonical);
            let ours: serde_json::Value = serde_json::from_str(&written).unwrap();
            let theirs: serde_json::Value = serde_json::from_str(&of_domain).unwrap();
            prop_assert_eq!(&ours["value"], &theirs);
            prop_assert_eq!(serde_json::from_str::<Entry>(&written).unwrap(), entry(value));
        }
    }

    #[test]
    fn an_entry_is_what_the_api_takes() {
        let chosen = entry(Some(Value::Options(vec!["2".into()])));
        let json = r#"{"position":3,"seq":9,"value":{"options":["2"]}}"#;
        assert_eq!(write(&chosen), json);
        assert_eq!(list(&[chosen.clone(), chosen]), format!("[{json},{json}]"));
        let number = entry(Decimal::parse("12,5").map(Value::Number));
        assert_eq!(
            write(&number),
            r#"{"position":3,"seq":9,"value":{"number":12.5}}"#
        );
    }
}
