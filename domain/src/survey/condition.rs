//! The small language of display and skip logic.
//!
//! ```text
//! used_desk = yes and (waited > 15 or not q3 = 5)
//! problems has late
//! phone is answered
//! ```
//!
//! `=`, `!=`, `<`, `<=`, `>`, `>=` compare a step, a number, a date (`2026-11-22`), an option's id or a text in quotes;
//! `has` asks whether an option is among the chosen ones. An item without an answer, or one that is not met, fulfils no
//! comparison, not even `!=`. `and` binds more closely than `or`. The spellings of `XLSForm` are read too: `${q1} = 'yes'`
//! and `selected(${q2}, 'late')`.

use std::collections::BTreeSet;
use std::fmt;

use super::answer::Value;
use crate::decimal::Decimal;
use crate::lang::{Lang, Said, said};
use crate::text::answer_key;
use crate::time::CivilDate;

mod parse;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Answered(String),
    Has {
        item: String,
        option: String,
    },
    Compare {
        item: String,
        by: Comparison,
        with: Literal,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Literal {
    Number(Decimal),
    /// An option's id, a date or a text; what stands in quotes, a number too where one is asked for.
    Word(String),
}

/// Words of the language, which no item can be called by.
pub fn is_reserved(word: &str) -> bool {
    parse::RESERVED.contains(&word)
}

/// How deep conditions may be nested, and how long they may be.
const DEPTH_MOST: usize = 20;
const CHARS_MOST: usize = 1000;

impl Condition {
    /// Reads a condition; the problem names the place.
    pub fn parse(text: &str) -> Result<Self, Said> {
        if text.chars().count() > CHARS_MOST {
            return Err(said(
                "Điều kiện dài hơn 1.000 ký tự; hãy rút gọn.",
                "The condition is longer than 1,000 characters; shorten it.",
            ));
        }
        parse::parse(text)
    }

    /// Whether it holds; `answer_of` gives the answers of items that are met.
    pub fn holds<'v>(&self, answer_of: &impl Fn(&str) -> Option<&'v Value>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(answer_of)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(answer_of)),
            Self::Not(part) => !part.holds(answer_of),
            Self::Answered(item) => answer_of(item).is_some(),
            Self::Has { item, option } => answer_of(item).is_some_and(|value| has(value, option)),
            Self::Compare { item, by, with } => answer_of(item).is_some_and(|value| by.fits(value, with)),
        }
    }

    /// The items that it asks about.
    pub fn items(&self) -> BTreeSet<&str> {
        let mut items = BTreeSet::new();
        self.each(&mut |part| {
            if let Self::Answered(item) | Self::Has { item, .. } | Self::Compare { item, .. } = part {
                items.insert(item.as_str());
            }
        });
        items
    }

    /// Every part that asks about an item.
    pub fn each<'c>(&'c self, visit: &mut impl FnMut(&'c Self)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each(visit)),
            Self::Not(part) => part.each(visit),
            part => visit(part),
        }
    }
}

fn has(value: &Value, id: &str) -> bool {
    match value {
        Value::Option { option, .. } => option == id,
        Value::Options { options, .. } => options.iter().any(|option| option == id),
        _ => false,
    }
}

impl Comparison {
    fn fits(self, value: &Value, with: &Literal) -> bool {
        use std::cmp::Ordering;
        let order: Option<Ordering> = match (value, with) {
            (Value::Step(step), with) => decimal(*step)
                .zip(with.number())
                .map(|(step, number)| step.cmp(&number)),
            (Value::Number(value), with) => with.number().map(|number| value.cmp(&number)),
            (Value::Date(date), Literal::Word(word)) => CivilDate::parse(word).map(|day| date.cmp(&day)),
            (Value::Option { .. } | Value::Options { .. }, with) => {
                return match self {
                    Self::Equal => has(value, &with.to_string()),
                    Self::NotEqual => !has(value, &with.to_string()),
                    _ => false,
                };
            }
            (Value::Text(text), with) => {
                let same = answer_key(text) == answer_key(&with.to_string());
                return match self {
                    Self::Equal => same,
                    Self::NotEqual => !same,
                    _ => false,
                };
            }
            _ => None,
        };
        order.is_some_and(|order| match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        })
    }

    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

fn decimal(step: i16) -> Option<Decimal> {
    Decimal::from_millionths(i64::from(step) * 1_000_000)
}

impl Literal {
    /// As a number: `4`, and `'4'` as other tools write it.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Word(word) => Decimal::parse(word),
        }
    }
}

impl fmt::Display for Literal {
    /// As it is compared: without quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Word(word) => f.write_str(word),
        }
    }
}

/// What `parse` reads as the same condition.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => joined(f, parts, " and "),
            Self::Any(parts) => joined(f, parts, " or "),
            Self::Not(part) => write!(f, "not ({part})"),
            Self::Answered(item) => write!(f, "{item} is answered"),
            Self::Has { item, option } => write!(f, "{item} has {}", quoted(option)),
            Self::Compare { item, by, with } => match with {
                Literal::Number(number) => write!(f, "{item} {} {number}", by.sign()),
                Literal::Word(word) => write!(f, "{item} {} {}", by.sign(), quoted(word)),
            },
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Condition], word: &str) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            f.write_str(word)?;
        }
        match part {
            Condition::All(_) | Condition::Any(_) => write!(f, "({part})")?,
            part => write!(f, "{part}")?,
        }
    }
    Ok(())
}

/// Bare where it can be; a text holds no quote of both kinds.
fn quoted(word: &str) -> String {
    let is_bare = !word.is_empty()
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && word.starts_with(|c: char| c.is_ascii_alphabetic());
    if is_bare && !parse::RESERVED.contains(&word) {
        word.to_owned()
    } else if word.contains('\'') {
        format!("\"{word}\"")
    } else {
        format!("'{word}'")
    }
}

/// A problem at a place of the text, counted from 1.
fn unreadable(at: usize, found: &str) -> Said {
    let found: String = found.chars().take(30).collect();
    Said::of(|lang| match (lang, found.is_empty()) {
        (Lang::Vi, true) => "Điều kiện dừng giữa chừng; ví dụ đúng: q1 = yes and q2 >= 4.".to_owned(),
        (Lang::En, true) => "The condition stops in the middle; an example: q1 = yes and q2 >= 4.".to_owned(),
        (Lang::Vi, false) => format!(
            "Không đọc được điều kiện ở ký tự thứ {at}, từ “{found}”; ví dụ đúng: q1 = yes and q2 >= 4."
        ),
        (Lang::En, false) => format!(
            "The condition cannot be read at character {at}, from “{found}”; an example: q1 = yes and q2 >= 4."
        ),
    })
}

#[cfg(test)]
mod tests;
