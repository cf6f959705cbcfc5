//! From what a question's fields hold to an answer, and back.

use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::answer::Value;
use khao_domain::decimal::Decimal;

use super::outbox::Answer;

/// What is typed cannot be an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    NoNumber,
    NoCount,
}

/// The answer in the fields. How large a number may be, and how long a text, the server says.
pub fn answer(kind: ItemKindName, held: Vec<String>) -> Result<Answer, Mistake> {
    let first = held.first().map_or("", |typed| typed.trim());
    let value = match kind {
        ItemKindName::SingleChoice | ItemKindName::TrueFalse | ItemKindName::MultipleChoice => {
            (!held.is_empty()).then_some(Value::Options(held))
        }
        _ if first.is_empty() => None,
        ItemKindName::Text => Some(Value::Text(first.to_owned())),
        ItemKindName::Number | ItemKindName::Prediction => {
            let number = if kind == ItemKindName::Prediction {
                Decimal::parse_count(first).ok_or(Mistake::NoCount)?
            } else {
                Decimal::parse(first).ok_or(Mistake::NoNumber)?
            };
            Some(Value::Number(number))
        }
    };
    Ok(value)
}

/// What the fields have to hold: ids of options, or what is typed.
pub fn held(answer: &Answer) -> Vec<String> {
    match answer {
        None => Vec::new(),
        Some(Value::Options(ids)) => ids.clone(),
        Some(Value::Number(number)) => vec![number.vietnamese()],
        Some(Value::Text(text)) => vec![text.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: ItemKindName, held: &[&str]) -> Result<Answer, Mistake> {
        answer(kind, held.iter().map(|&one| one.to_owned()).collect())
    }

    #[test]
    fn answers_are_read_by_kind() {
        let options = |ids: &[&str]| {
            Ok(Some(Value::Options(
                ids.iter().map(|&id| id.to_owned()).collect(),
            )))
        };
        assert_eq!(read(ItemKindName::SingleChoice, &["2"]), options(&["2"]));
        assert_eq!(
            read(ItemKindName::MultipleChoice, &["1", "3"]),
            options(&["1", "3"])
        );
        assert_eq!(read(ItemKindName::MultipleChoice, &[]), Ok(None));
        assert_eq!(read(ItemKindName::Text, &["  "]), Ok(None));
        assert_eq!(
            read(ItemKindName::Text, &[" SIPAS "]),
            Ok(Some(Value::Text("SIPAS".into())))
        );
        assert_eq!(read(ItemKindName::Number, &["25.000"]), Err(Mistake::NoNumber));
        let count = Ok(Some(Value::Number(Decimal::whole(1500))));
        for typed in ["1500", "1.500", "1 500"] {
            assert_eq!(read(ItemKindName::Prediction, &[typed]), count, "{typed}");
        }
        assert_eq!(read(ItemKindName::Prediction, &["12,5"]), Err(Mistake::NoCount));
        assert_eq!(read(ItemKindName::Prediction, &["-1"]), Err(Mistake::NoCount));
        assert_eq!(read(ItemKindName::Number, &[""]), Ok(None));
    }

    #[test]
    fn what_is_shown_again_is_read_the_same() {
        for (kind, typed) in [
            (ItemKindName::Number, "12,5"),
            (ItemKindName::Prediction, "25000"),
            (ItemKindName::Text, "Hòa Bình"),
            (ItemKindName::TrueFalse, "1"),
        ] {
            let answer = read(kind, &[typed]).unwrap();
            assert_eq!(held(&answer), [typed]);
        }
        assert!(held(&None).is_empty());
    }
}
