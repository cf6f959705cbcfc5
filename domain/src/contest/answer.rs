//! What somebody answered, and whether a question can take it.

use serde::{Deserialize, Serialize};

use crate::bank::item::{Item, ItemKind, ItemKindName};
use crate::decimal::Decimal;
use crate::lang::{Lang, Said, said};
use crate::text;

/// The largest number a prediction takes: more than all people of Việt Nam.
const PREDICTION_MOST: u32 = 100_000_000;
const TEXT_CHARS_MOST: usize = 500;

/// The highest number under which an answer may be saved: 2^53 − 1, the largest whole number that JavaScript holds
/// exactly.
pub const SEQ_MAX: i64 = (1 << 53) - 1;

/// An answer as it crosses the wire and lies in the log:
/// `{"options":["1","3"]}`, `{"number":12.5}` or `{"text":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Ids of options as shown: "1" is the first.
    Options(Vec<String>),
    #[serde(with = "json_number")]
    Number(Decimal),
    Text(String),
}

mod json_number {
    use super::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[cfg_attr(
        target_pointer_width = "64",
        expect(
            clippy::trivially_copy_pass_by_ref,
            reason = "serde fixes the signature; a pointer is as large there"
        )
    )]
    pub(super) fn serialize<S: Serializer>(decimal: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        decimal.to_json().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        Decimal::from_json(&number)
            .ok_or_else(|| serde::de::Error::custom("số quá lớn hoặc có quá 6 chữ số sau dấu phẩy"))
    }
}

/// What the public may know of a question in order to answer it: no key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionShape {
    pub kind: ItemKindName,
    /// Number of options shown.
    pub options: u8,
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
}

impl QuestionShape {
    pub fn of(item: &Item) -> Self {
        let options = match &item.kind {
            ItemKind::SingleChoice { options, .. } | ItemKind::MultipleChoice { options, .. } => {
                options.len()
            }
            ItemKind::TrueFalse { .. } => 2,
            ItemKind::Number { .. } | ItemKind::Text { .. } | ItemKind::Prediction { .. } => 0,
        };
        let range = item
            .is_prediction()
            .then(|| (Decimal::ZERO, Decimal::whole(PREDICTION_MOST)));
        Self {
            kind: item.kind.name(),
            options: u8::try_from(options).unwrap_or(u8::MAX),
            min: range.map(|(min, _)| min),
            max: range.map(|(_, max)| max),
        }
    }
}

/// The normalised value, or a sentence that says what is wrong.
///
/// Options come back sorted and without repetition, text in NFC. A blank value ([`is_blank`]) is refused: clearing an
/// answer is no value at all, and for the caller to tell apart.
pub fn check(shape: &QuestionShape, value: &Value) -> Result<Value, Said> {
    match (shape.kind, value) {
        (ItemKindName::SingleChoice | ItemKindName::TrueFalse, Value::Options(ids)) => {
            let places = known_places(shape, ids)?;
            if places.len() != 1 {
                return Err(said("Hãy chọn đúng một phương án.", "Choose exactly one option."));
            }
            Ok(options(&places))
        }
        (ItemKindName::MultipleChoice, Value::Options(ids)) => {
            let places = known_places(shape, ids)?;
            if places.is_empty() {
                return Err(said(
                    "Hãy chọn ít nhất một phương án.",
                    "Choose at least one option.",
                ));
            }
            Ok(options(&places))
        }
        (ItemKindName::Number | ItemKindName::Prediction, Value::Number(number)) => {
            check_number(shape, *number)
        }
        (ItemKindName::Text, Value::Text(answer)) => check_text(answer),
        (ItemKindName::Number | ItemKindName::Prediction, _) => Err(said(
            "Câu này cần trả lời bằng một số.",
            "This question is answered with a number.",
        )),
        (ItemKindName::Text, _) => Err(said(
            "Câu này cần trả lời bằng chữ.",
            "This question is answered with text.",
        )),
        (ItemKindName::SingleChoice | ItemKindName::MultipleChoice | ItemKindName::TrueFalse, _) => {
            Err(said(
                "Câu này cần trả lời bằng cách chọn phương án.",
                "This question is answered by choosing options.",
            ))
        }
    }
}

/// The shown places of the ids, sorted, each once.
fn known_places(shape: &QuestionShape, ids: &[String]) -> Result<Vec<u8>, Said> {
    let place = |id: &String| {
        let place = id
            .parse::<u8>()
            .ok()
            .filter(|place| (1..=shape.options).contains(place));
        // "01" and "+1" are no ids.
        place.filter(|place| place.to_string() == *id)
    };
    let mut places: Vec<u8> = ids.iter().map(place).collect::<Option<_>>().ok_or(said(
        "Phương án đã chọn không có trong câu hỏi.",
        "The question has no such option.",
    ))?;
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

fn options(places: &[u8]) -> Value {
    Value::Options(places.iter().map(u8::to_string).collect())
}

fn check_number(shape: &QuestionShape, number: Decimal) -> Result<Value, Said> {
    if shape.kind == ItemKindName::Prediction && number.to_count().is_none() {
        return Err(said(
            "Hãy nhập một số nguyên, không âm.",
            "Type a whole number, zero or more.",
        ));
    }
    match (shape.min, shape.max) {
        (Some(min), _) if number < min => Err(bound(
            "Số nhỏ nhất có thể nhập là",
            "The smallest number accepted is",
            min,
        )),
        (_, Some(max)) if number > max => Err(bound(
            "Số lớn nhất có thể nhập là",
            "The largest number accepted is",
            max,
        )),
        _ => Ok(Value::Number(number)),
    }
}

fn bound(vietnamese: &'static str, english: &'static str, number: Decimal) -> Said {
    Said::of(|lang| format!("{} {}.", lang.say(vietnamese, english), number.in_lang(lang)))
}

fn check_text(answer: &str) -> Result<Value, Said> {
    let answer = text::nfc(answer);
    match answer.chars().count() {
        0 => Err(said("Hãy nhập câu trả lời.", "Type an answer.")),
        1..=TEXT_CHARS_MOST => Ok(Value::Text(answer)),
        _ => Err(Said::of(|lang| match lang {
            Lang::Vi => format!("Câu trả lời dài quá {TEXT_CHARS_MOST} ký tự."),
            Lang::En => format!("The answer is longer than {TEXT_CHARS_MOST} characters."),
        })),
    }
}

/// Whether the value says nothing: no option chosen, or no visible text.
pub fn is_blank(value: &Value) -> bool {
    match value {
        Value::Options(ids) => ids.is_empty(),
        Value::Number(_) => false,
        Value::Text(answer) => text::nfc(answer).is_empty(),
    }
}

/// The JSON text under which a checked value is stored and compared; equal values have equal texts.
pub fn canonical(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub fn parse_canonical(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(kind: ItemKindName, options: u8) -> QuestionShape {
        QuestionShape {
            kind,
            options,
            min: None,
            max: None,
        }
    }

    fn prediction() -> QuestionShape {
        QuestionShape {
            min: Some(Decimal::ZERO),
            max: Some(Decimal::whole(PREDICTION_MOST)),
            ..shape(ItemKindName::Prediction, 0)
        }
    }

    fn checked(shape: &QuestionShape, json: &str) -> Result<String, String> {
        let value = parse_canonical(json).ok_or("no value")?;
        let checked = check(shape, &value).map(|value| canonical(&value));
        checked.map_err(|refusal| refusal.in_lang(Lang::Vi).to_owned())
    }

    #[test]
    fn values_have_exactly_three_shapes() {
        for json in [
            r#"{"options":["1","3"]}"#,
            r#"{"number":12.5}"#,
            r#"{"number":3}"#,
            r#"{"text":"cải cách"}"#,
        ] {
            assert_eq!(canonical(&parse_canonical(json).unwrap()), json);
        }
        for json in [
            r#"{"options":["1"],"text":"a"}"#,
            r#"{"options":[1]}"#,
            r#"{"number":"1"}"#,
            r#"{"number":1e300}"#,
            r#"{"date":"2025-01-01"}"#,
            r#"{"text":null}"#,
            "{}",
            "null",
            "[]",
            "3",
            r#""text""#,
        ] {
            assert_eq!(parse_canonical(json), None, "{json}");
            let tree: serde_json::Value = serde_json::from_str(json).unwrap();
            assert!(serde_json::from_value::<Value>(tree).is_err(), "{json}");
        }
    }

    #[test]
    fn options_are_a_set_of_known_ids() {
        let multiple = shape(ItemKindName::MultipleChoice, 10);
        let json = r#"{"options":["10","2","2"]}"#;
        assert_eq!(
            checked(&multiple, json).as_deref(),
            Ok(r#"{"options":["2","10"]}"#)
        );
        for ids in [
            r#"["0"]"#,
            r#"["11"]"#,
            r#"["01"]"#,
            r#"["+1"]"#,
            r#"["a"]"#,
            r#"["300"]"#,
            "[]",
        ] {
            assert!(
                checked(&multiple, &format!(r#"{{"options":{ids}}}"#)).is_err(),
                "{ids}"
            );
        }
    }

    #[test]
    fn one_choice_takes_exactly_one_option() {
        for kind in [ItemKindName::SingleChoice, ItemKindName::TrueFalse] {
            let shape = shape(kind, 2);
            assert!(checked(&shape, r#"{"options":["2","2"]}"#).is_ok());
            for json in [
                r#"{"options":["1","2"]}"#,
                r#"{"options":[]}"#,
                r#"{"text":"A"}"#,
                r#"{"number":1}"#,
            ] {
                assert!(checked(&shape, json).is_err(), "{json}");
            }
        }
    }

    #[test]
    fn predictions_are_whole_and_bounded() {
        for (json, fine) in [
            (r#"{"number":0}"#, true),
            (r#"{"number":25980.0}"#, true),
            (r#"{"number":100000000}"#, true),
            (r#"{"number":100000001}"#, false),
            (r#"{"number":-1}"#, false),
            (r#"{"number":1.5}"#, false),
            (r#"{"options":["1"]}"#, false),
        ] {
            assert_eq!(checked(&prediction(), json).is_ok(), fine, "{json}");
        }
        assert!(checked(&shape(ItemKindName::Number, 0), r#"{"number":-1.5}"#).is_ok());
    }

    #[test]
    fn text_is_normalised_and_bounded() {
        let shape = shape(ItemKindName::Text, 0);
        let decomposed = serde_json::json!({"text": " Hoa\u{300} "}).to_string();
        assert_eq!(checked(&shape, &decomposed).as_deref(), Ok(r#"{"text":"Hoà"}"#));
        let long = |chars| serde_json::json!({"text": "ệ".repeat(chars)}).to_string();
        assert!(checked(&shape, &long(500)).is_ok());
        assert!(checked(&shape, &long(501)).is_err());
        assert!(checked(&shape, r#"{"text":" \u200b "}"#).is_err());
    }

    #[test]
    fn blank_values_say_nothing() {
        for (json, blank) in [
            (r#"{"options":[]}"#, true),
            (r#"{"options":["1"]}"#, false),
            (r#"{"text":" \n"}"#, true),
            (r#"{"text":"."}"#, false),
            (r#"{"number":0}"#, false),
        ] {
            assert_eq!(is_blank(&parse_canonical(json).unwrap()), blank, "{json}");
        }
    }
}
