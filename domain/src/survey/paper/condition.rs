//! Conditions in the words of a paper form, where questions have numbers and options keys.

use std::collections::BTreeMap;

use super::{Typing, boxes, typing};
use crate::lang::Lang;
use crate::survey::condition::{Comparison, Condition, Literal};
use crate::survey::form::{Form, Question};

/// None where there is no condition, or it cannot be read.
pub fn words(lang: Lang, form: &Form, text: &str) -> Option<String> {
    let condition = Condition::parse(text).ok().filter(|_| !text.trim().is_empty())?;
    let numbered = (1..).zip(form.questions());
    let places = numbered.map(|(number, question)| (question.id, (number, question)));
    let teller = Teller {
        lang,
        form,
        places: places.collect(),
    };
    Some(teller.tell(&condition, Depth::Top))
}

struct Teller<'f> {
    lang: Lang,
    form: &'f Form,
    places: BTreeMap<&'f str, (usize, Question<'f>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Top,
    Within,
}

impl Teller<'_> {
    fn tell(&self, condition: &Condition, depth: Depth) -> String {
        let joined = |parts: &[Condition], word: &str| {
            let parts: Vec<String> = parts.iter().map(|part| self.tell(part, Depth::Within)).collect();
            let all = parts.join(&format!(" {word} "));
            match depth {
                Depth::Top => all,
                Depth::Within => format!("({all})"),
            }
        };
        match condition {
            Condition::All(parts) => joined(parts, self.lang.say("và", "and")),
            Condition::Any(parts) => joined(parts, self.lang.say("hoặc", "or")),
            Condition::Not(part) => {
                format!(
                    "{} {}",
                    self.lang.say("không phải", "not"),
                    self.tell(part, Depth::Within)
                )
            }
            Condition::Answered(item) => {
                format!(
                    "{} {}",
                    self.name(item),
                    self.lang.say("có trả lời", "is answered")
                )
            }
            Condition::Has { item, option } => {
                let key = self.key(item, option);
                format!("{} {} {key}", self.name(item), self.lang.say("có ô", "has box"))
            }
            Condition::Compare { item, by, with } => {
                let with = match with {
                    Literal::Number(number) => self.key(item, &number.to_string()),
                    Literal::Word(word) => self.key(item, word),
                };
                format!("{} {} {with}", self.name(item), sign(*by))
            }
        }
    }

    fn name(&self, item: &str) -> String {
        let word = self.lang.say("câu", "question");
        match self.places.get(item) {
            Some((number, _)) => format!("{word} {number}"),
            None => format!("{word} {item}"),
        }
    }

    /// The key of the box that has this value; what is written on a line is told as it is.
    fn key(&self, item: &str, value: &str) -> String {
        let Some((_, question)) = self.places.get(item) else {
            return value.to_owned();
        };
        let ask = &question.item.ask;
        let boxes = boxes(self.form, ask);
        let found = boxes.iter().find(|one| one.value == value);
        match found {
            Some(found) if typing(ask) != Typing::Line => found.key.clone(),
            _ => value.to_owned(),
        }
    }
}

const fn sign(by: Comparison) -> &'static str {
    match by {
        Comparison::Equal => "=",
        Comparison::NotEqual => "≠",
        Comparison::Less => "<",
        Comparison::AtMost => "≤",
        Comparison::Greater => ">",
        Comparison::AtLeast => "≥",
    }
}
