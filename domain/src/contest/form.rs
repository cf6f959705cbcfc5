//! Between the fields of a form and an answer, on the server and in the browser alike.
//!
//! Nothing here normalises text: its tables would weigh more than the rest of the browser build. Whether a value says
//! anything, and whether the question can take it, `answer` decides on the server.

use super::answer::Value;
use crate::bank::item::ItemKindName;
use crate::decimal::Decimal;
use crate::lang::{Said, said};

/// What is missing from what was typed. The words are not in the error: a browser has them from its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misread {
    Number,
    /// A whole number, and none below zero.
    Count,
}

impl Misread {
    pub const fn said(self) -> Said {
        match self {
            Self::Number => said(
                "Hãy nhập một số, viết liền các chữ số, ví dụ 25000 hoặc 12,5.",
                "Type a number, its digits in one piece, such as 25000 or 12.5.",
            ),
            Self::Count => said(
                "Hãy nhập một số nguyên, không âm, ví dụ 25000.",
                "Type a whole number, zero or more, such as 25000.",
            ),
        }
    }
}

/// The value of a form's fields, as the kind of question reads them; `None` where nothing was chosen or typed.
pub fn read(kind: ItemKindName, typed: &[String]) -> Result<Option<Value>, Misread> {
    let first = typed.first().map_or("", |typed| typed.trim());
    let value = match kind {
        ItemKindName::SingleChoice | ItemKindName::MultipleChoice | ItemKindName::TrueFalse => {
            let chosen: Vec<String> = typed.iter().filter(|id| !id.is_empty()).cloned().collect();
            (!chosen.is_empty()).then_some(Value::Options(chosen))
        }
        _ if first.is_empty() => None,
        ItemKindName::Number => {
            let number = Decimal::parse(first);
            Some(Value::Number(number.ok_or(Misread::Number)?))
        }
        ItemKindName::Prediction => {
            let number = Decimal::parse_count(first);
            Some(Value::Number(number.ok_or(Misread::Count)?))
        }
        ItemKindName::Text => Some(Value::Text(first.to_owned())),
    };
    Ok(value)
}

/// What the fields hold for a value: ids of options, or what is typed. [`read`] reads it back.
pub fn written(value: Option<&Value>) -> Vec<String> {
    match value {
        None => Vec::new(),
        Some(Value::Options(ids)) => ids.clone(),
        Some(Value::Number(number)) => vec![number.vietnamese()],
        Some(Value::Text(text)) => vec![text.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::answer::canonical;

    #[test]
    fn forms_are_read_by_kind() {
        let read_as = |kind, typed: &[&str]| {
            let typed: Vec<String> = typed.iter().map(|&field| field.to_owned()).collect();
            read(kind, &typed).map(|value| value.map(|value| canonical(&value)))
        };
        let some = |json: &str| Ok(Some(json.to_owned()));
        assert_eq!(
            read_as(ItemKindName::MultipleChoice, &["3", "1"]),
            some(r#"{"options":["3","1"]}"#)
        );
        assert_eq!(
            read_as(ItemKindName::Number, &[" 12,5 "]),
            some(r#"{"number":12.5}"#)
        );
        assert_eq!(
            read_as(ItemKindName::Text, &[" SIPAS "]),
            some(r#"{"text":"SIPAS"}"#)
        );
        for kind in [
            ItemKindName::SingleChoice,
            ItemKindName::Prediction,
            ItemKindName::Text,
        ] {
            assert_eq!(read_as(kind, &[]), Ok(None));
            assert_eq!(read_as(kind, &[""]), Ok(None));
        }
        assert_eq!(
            read_as(ItemKindName::SingleChoice, &["2"]),
            some(r#"{"options":["2"]}"#)
        );
        assert_eq!(read_as(ItemKindName::MultipleChoice, &[]), Ok(None));
        assert_eq!(read_as(ItemKindName::Text, &["  "]), Ok(None));
        assert_eq!(read_as(ItemKindName::Number, &[""]), Ok(None));
        assert!(read_as(ItemKindName::Number, &["25.000"]).is_err());
        for typed in ["25000", "25.000", "25 000"] {
            let found = read_as(ItemKindName::Prediction, &[typed]);
            assert_eq!(found, some(r#"{"number":25000}"#), "{typed}");
        }
        for typed in ["nhiều", "12,5", "-1"] {
            assert!(read_as(ItemKindName::Prediction, &[typed]).is_err(), "{typed}");
        }
    }

    #[test]
    fn what_a_form_shows_is_read_the_same() {
        for (kind, typed) in [
            (ItemKindName::Number, "25000"),
            (ItemKindName::Number, "12,5"),
            (ItemKindName::Number, "-0,125"),
            (ItemKindName::Number, "1,234567"),
            (ItemKindName::Prediction, "25000"),
            (ItemKindName::Text, "Hòa Bình"),
            (ItemKindName::TrueFalse, "1"),
        ] {
            let typed = [typed.to_owned()];
            let value = read(kind, &typed).unwrap();
            assert!(value.is_some());
            assert_eq!(written(value.as_ref()), typed);
        }
        assert!(written(None).is_empty());
    }
}
