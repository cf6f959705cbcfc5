//! Keys as corrections write them.

use super::CorrectionKind;
use crate::bank::item::{Item, ItemKind};
use crate::bank::written::{self, TRUTH_WORDS};
use crate::decimal::Decimal;
use crate::text;

/// A right answer, as the bank's file writes it: "A, C", "Đúng", "12,5 ± 0,5", "Hoà Bình | HB".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// Places in the item, from 0 up, sorted.
    Options(Vec<u8>),
    TrueFalse(bool),
    Number {
        answer: Decimal,
        tolerance: Decimal,
        /// The item's tolerance, which holds where none is written.
        own: Decimal,
    },
    Texts(Vec<String>),
}

impl Key {
    /// None where it is no answer to the item; more than one right option only where several may be chosen, or are
    /// accepted.
    pub(super) fn parse(item: &Item, kind: CorrectionKind, key: &str) -> Option<Self> {
        match &item.kind {
            ItemKind::SingleChoice { options, .. } => {
                let one = kind == CorrectionKind::NewKey;
                let places = letters(key, options.len())?;
                (!one || places.len() == 1).then_some(Self::Options(places))
            }
            ItemKind::MultipleChoice { options, .. } => letters(key, options.len()).map(Self::Options),
            ItemKind::TrueFalse { .. } => written::value_of(&TRUTH_WORDS, key).map(Self::TrueFalse),
            ItemKind::Number { tolerance, .. } => number(key, *tolerance),
            ItemKind::Text { .. } => variants(key),
            ItemKind::Prediction { .. } => None,
        }
    }

    /// The frozen key; predictions have none.
    pub fn of(kind: &ItemKind) -> Option<Self> {
        Some(match kind {
            ItemKind::SingleChoice { options, .. } | ItemKind::MultipleChoice { options, .. } => {
                let places = (0..=u8::MAX).zip(options);
                let right = places.filter(|(_, option)| option.correct);
                Self::Options(right.map(|(place, _)| place).collect())
            }
            ItemKind::TrueFalse { answer } => Self::TrueFalse(*answer),
            ItemKind::Number { answer, tolerance } => Self::Number {
                answer: *answer,
                tolerance: *tolerance,
                own: *tolerance,
            },
            ItemKind::Text { accepted } => Self::Texts(accepted.clone()),
            ItemKind::Prediction { .. } => return None,
        })
    }

    /// What `parse` reads as the same key.
    pub fn text(&self) -> String {
        match self {
            Self::Options(places) => written::lettered(places.iter().copied()),
            Self::TrueFalse(answer) => written::word(&TRUTH_WORDS, *answer),
            Self::Number {
                answer,
                tolerance,
                own,
            } if *tolerance == Decimal::ZERO && tolerance == own => answer.vietnamese(),
            Self::Number {
                answer, tolerance, ..
            } => {
                format!("{} ± {}", answer.vietnamese(), tolerance.vietnamese())
            }
            Self::Texts(variants) => written::variants(variants),
        }
    }
}

const TEXTS_MOST: usize = 20;
const TEXT_CHARS_MOST: usize = 200;

fn letters(key: &str, options: usize) -> Option<Vec<u8>> {
    let places = written::letters(key).map(|letter| {
        let place = written::place(letter).filter(|place| *place < options)?;
        u8::try_from(place).ok()
    });
    let mut places: Vec<u8> = places.collect::<Option<_>>()?;
    places.sort_unstable();
    places.dedup();
    (!places.is_empty()).then_some(places)
}

/// Without a tolerance of its own it has the item's.
fn number(key: &str, own: Decimal) -> Option<Key> {
    let (answer, tolerance) = match key.split_once('±') {
        Some((answer, tolerance)) => (answer, Decimal::parse(tolerance.trim())?),
        None => (key, own),
    };
    if tolerance < Decimal::ZERO {
        return None;
    }
    let answer = Decimal::parse(answer.trim())?;
    Some(Key::Number {
        answer,
        tolerance,
        own,
    })
}

fn variants(key: &str) -> Option<Key> {
    let variants: Vec<String> = key
        .split('|')
        .map(|variant| text::collapse_spaces(&text::nfc(variant)))
        .filter(|variant| !variant.is_empty())
        .collect();
    let fits = |variant: &String| {
        variant.chars().count() <= TEXT_CHARS_MOST && !text::answer_key(variant).is_empty()
    };
    let legal = (1..=TEXTS_MOST).contains(&variants.len()) && variants.iter().all(fits);
    legal.then_some(Key::Texts(variants))
}
