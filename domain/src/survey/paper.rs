//! A form on paper: the key beside each box, and the answers that typed keys make.
//!
//! A box is ticked on paper and its key is typed: `1` for the first option, and so on; of more than nine options each has
//! two digits. «Không biết» is `9` wherever that is free. Of several ticked boxes the keys are typed one after the other,
//! of a ranking in its order.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::form::{Ask, ChoiceOption, Form, NO, Question, RECOMMEND, YES};
use super::texts::Texts;
use super::typed_answers::{Typed, field, other_field, rank_field};
use crate::ids::SurveyId;
use crate::lang::{Lang, Said};
use crate::problem::Problem;

mod condition;

pub use condition::words as condition_words;

/// By the id of the question, as they were typed.
pub type Keyed = BTreeMap<String, String>;

/// The highest running number of a paper.
pub const NUMBER_MOST: i64 = 999_999;

/// A box, and the key that stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyBox<'f> {
    pub key: String,
    /// The value of a step, or the id of an option.
    pub value: String,
    pub label: Label<'f>,
    /// What it is may be written beside it.
    pub is_other: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label<'f> {
    Text(&'f Texts),
    Yes,
    No,
    /// The key says all.
    Key,
    Agreed,
}

/// How keys are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    /// One of the keys.
    One,
    /// Several, one after the other.
    Many,
    /// All of them, in their order.
    Order,
    /// No keys: what stands on the line.
    Line,
}

pub const fn typing(ask: &Ask) -> Typing {
    match ask {
        Ask::Rating { .. }
        | Ask::Matrix { .. }
        | Ask::Recommend
        | Ask::YesNo
        | Ask::SingleChoice { .. }
        | Ask::Consent => Typing::One,
        Ask::MultipleChoice { .. } => Typing::Many,
        Ask::Ranking { .. } => Typing::Order,
        Ask::Number { .. } | Ask::Date { .. } | Ask::Text { .. } => Typing::Line,
    }
}

/// The boxes of a question; none where something is written.
pub fn boxes<'f>(form: &'f Form, ask: &'f Ask) -> Vec<KeyBox<'f>> {
    match ask {
        Ask::Rating { scale, .. } | Ask::Matrix { scale, .. } => steps(form, scale),
        Ask::Recommend => RECOMMEND
            .map(|step| plain(step.to_string(), Label::Key))
            .collect(),
        Ask::YesNo => vec![
            KeyBox {
                value: YES.to_owned(),
                ..plain("1".to_owned(), Label::Yes)
            },
            KeyBox {
                value: NO.to_owned(),
                ..plain("2".to_owned(), Label::No)
            },
        ],
        Ask::SingleChoice { options } | Ask::MultipleChoice { options, .. } | Ask::Ranking { options } => {
            choices(options)
        }
        Ask::Consent => vec![plain("1".to_owned(), Label::Agreed)],
        Ask::Number { .. } | Ask::Date { .. } | Ask::Text { .. } => Vec::new(),
    }
}

fn plain(key: String, label: Label<'_>) -> KeyBox<'_> {
    KeyBox {
        value: key.clone(),
        key,
        label,
        is_other: false,
    }
}

fn steps<'f>(form: &'f Form, scale: &str) -> Vec<KeyBox<'f>> {
    let Some(scale) = form.scale(scale) else {
        return Vec::new();
    };
    let count = scale.steps.len() + usize::from(scale.unknown.is_some());
    let step = |(nth, step): (usize, &'f super::form::Step)| KeyBox {
        value: step.value.to_string(),
        ..plain(key(nth + 1, count), Label::Text(&step.label))
    };
    let mut all: Vec<KeyBox<'f>> = scale.steps.iter().enumerate().map(step).collect();
    if let Some(unknown) = &scale.unknown {
        let place = if count <= 9 { 9 } else { count };
        all.push(KeyBox {
            value: unknown.value.to_string(),
            ..plain(key(place, count), Label::Text(&unknown.label))
        });
    }
    all
}

fn choices(options: &[ChoiceOption]) -> Vec<KeyBox<'_>> {
    let all = options.iter().enumerate().map(|(nth, option)| KeyBox {
        value: option.id.clone(),
        is_other: option.other,
        ..plain(key(nth + 1, options.len()), Label::Text(&option.text))
    });
    all.collect()
}

/// All keys of a question are equally long, so that nothing needs to stand between them.
fn key(place: usize, count: usize) -> String {
    if count > 9 {
        format!("{place:02}")
    } else {
        place.to_string()
    }
}

/// What stands on every sheet: which survey's form it is, and which version.
pub fn code(survey: SurveyId, version: i64) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    // The end of an id is random.
    let mut rest = survey.0.as_u128();
    let mut letters = [' '; 5];
    for letter in &mut letters {
        let nth = usize::try_from(rest & 31).unwrap_or(0);
        *letter = char::from(LETTERS[nth]);
        rest >>= 5;
    }
    format!("{}-{version}", letters.iter().collect::<String>())
}

/// What a paper is known by: the same one is stored once.
pub fn client_id(wave: Uuid, number: i64) -> String {
    format!("paper {wave} {number}")
}

/// The name of the field that keys are typed into, and that mistakes are told at.
pub fn key_field(question: &str) -> String {
    format!("key.{question}")
}

/// The keys as the fields of the web form; or what none of them reads, at the field it was typed in.
pub fn typed(form: &Form, keyed: &Keyed, others: &Keyed) -> Result<Typed, Vec<Problem>> {
    let (mut typed, mut problems) = (Typed::new(), Vec::new());
    for question in form.questions() {
        let text = keyed.get(question.id).map_or("", |text| text.trim());
        if text.is_empty() {
            continue;
        }
        match read(form, &question, text) {
            Ok(fields) => typed.extend(fields),
            Err(detail) => problems.push(Problem::at(format!("/{}", key_field(question.id)), detail)),
        }
        let other = others.get(question.id).map_or("", |text| text.trim());
        if !other.is_empty() {
            typed.insert(other_field(question.id), vec![other.to_owned()]);
        }
    }
    if problems.is_empty() {
        Ok(typed)
    } else {
        Err(problems)
    }
}

fn read(form: &Form, question: &Question<'_>, text: &str) -> Result<Vec<(String, Vec<String>)>, Said> {
    let (ask, id) = (&question.item.ask, question.id);
    let boxes = boxes(form, ask);
    let known = |key: &str| {
        let found = boxes.iter().find(|one| one.key == key);
        found.map(|one| one.value.clone()).ok_or_else(|| unknown(&boxes))
    };
    Ok(match typing(ask) {
        Typing::Line => vec![(field(id), vec![text.to_owned()])],
        Typing::One => vec![(field(id), vec![known(text)?])],
        Typing::Many => {
            let values: Result<Vec<String>, Said> =
                pieces(text, &boxes).iter().map(|key| known(key)).collect();
            vec![(field(id), values?)]
        }
        Typing::Order => {
            let values: Result<Vec<String>, Said> =
                pieces(text, &boxes).iter().map(|key| known(key)).collect();
            let placed = (1..).zip(values?);
            placed
                .map(|(place, option)| (rank_field(id, &option), vec![place.to_string()]))
                .collect()
        }
    })
}

/// `135`, `1 3 5` and `1,3,5` are the same.
fn pieces(text: &str, boxes: &[KeyBox<'_>]) -> Vec<String> {
    let width = boxes.first().map_or(1, |one| one.key.len()).max(1);
    let parts = text.split(|sign: char| sign == ',' || sign.is_whitespace());
    let cut = parts.flat_map(|part| {
        let signs: Vec<char> = part.chars().collect();
        let keys: Vec<String> = signs.chunks(width).map(|key| key.iter().collect()).collect();
        keys
    });
    cut.collect()
}

fn unknown(boxes: &[KeyBox<'_>]) -> Said {
    let keys: Vec<&str> = boxes.iter().map(|one| one.key.as_str()).collect();
    let keys = keys.join(", ");
    Said::of(|lang| match lang {
        Lang::Vi => format!("Chỉ gõ được: {keys}."),
        Lang::En => format!("Only these keys: {keys}."),
    })
}

/// The questions that two readings of one paper do not agree on, in the order of the form.
pub fn differences<'f>(form: &'f Form, first: &(Keyed, Keyed), second: &(Keyed, Keyed)) -> Vec<Question<'f>> {
    let same = |one: &Keyed, other: &Keyed, id: &str| {
        let text = |keyed: &Keyed| keyed.get(id).map_or(String::new(), |text| text.trim().to_owned());
        text(one) == text(other)
    };
    let mut questions = form.questions();
    questions.retain(|question| {
        !same(&first.0, &second.0, question.id) || !same(&first.1, &second.1, question.id)
    });
    questions
}

#[cfg(test)]
mod tests;
