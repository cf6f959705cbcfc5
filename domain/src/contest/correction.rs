//! What an organiser corrects of an announced round: a key that was wrong, an item that should not have been asked.
//!
//! The frozen item and the commitment stay as they are; a correction stands beside them and is published with the
//! ranking, so that anybody can score the papers again. The newest correction of an item counts alone.

mod key;

use serde::{Deserialize, Serialize};

use super::scoring;
use crate::bank::item::{Item, ItemKind};
use crate::contest::answer::Value;
use crate::contest::paper::{Pool, Question, points};
use crate::text;

pub use key::Key;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionKind {
    /// Another key instead of the frozen one.
    NewKey,
    /// These answers are right as well.
    AlsoAccept,
    /// Everybody who met the item gets its points.
    FullPoints,
    /// The item counts for nobody: the most possible shrinks with it.
    NoPoints,
    /// As it was frozen: takes an earlier correction back.
    AsFrozen,
}

impl CorrectionKind {
    pub const ALL: [Self; 5] = [
        Self::NewKey,
        Self::AlsoAccept,
        Self::FullPoints,
        Self::NoPoints,
        Self::AsFrozen,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NewKey => "new_key",
            Self::AlsoAccept => "also_accept",
            Self::FullPoints => "full_points",
            Self::NoPoints => "no_points",
            Self::AsFrozen => "as_frozen",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    pub const fn needs_key(self) -> bool {
        matches!(self, Self::NewKey | Self::AlsoAccept)
    }
}

/// What a correction says of an item, read against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: CorrectionKind,
    key: Option<Key>,
}

impl Change {
    /// None where the key is no answer to the item, is lacking, or is one too many; predictions have none to correct.
    pub fn parse(item: &Item, kind: CorrectionKind, key: &str) -> Option<Self> {
        if item.is_prediction() {
            return None;
        }
        if !kind.needs_key() {
            return key.trim().is_empty().then_some(Self { kind, key: None });
        }
        let key = Key::parse(item, kind, key)?;
        Some(Self { kind, key: Some(key) })
    }

    pub fn key_text(&self) -> String {
        self.key.as_ref().map(Key::text).unwrap_or_default()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worth {
    ByAnswer,
    Everybody,
    Nobody,
}

/// An item as it is scored: its frozen content under the newest correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    item: Item,
    also: Option<Key>,
    worth: Worth,
}

impl Ruled {
    pub fn new(frozen: &Item, change: &Change) -> Self {
        let mut ruled = Self {
            item: frozen.clone(),
            also: None,
            worth: Worth::ByAnswer,
        };
        match (change.kind, &change.key) {
            (CorrectionKind::NewKey, Some(key)) => replace_key(&mut ruled.item.kind, key),
            (CorrectionKind::AlsoAccept, key) => ruled.also.clone_from(key),
            (CorrectionKind::FullPoints, _) => ruled.worth = Worth::Everybody,
            (CorrectionKind::NoPoints, _) => ruled.worth = Worth::Nobody,
            (CorrectionKind::NewKey | CorrectionKind::AsFrozen, _) => {}
        }
        ruled
    }

    pub fn max_points(&self) -> u32 {
        match self.worth {
            Worth::Nobody => 0,
            Worth::ByAnswer | Worth::Everybody => points(&self.item),
        }
    }

    pub fn score(&self, order: &[u8], value: Option<&Value>) -> u32 {
        match self.worth {
            Worth::Nobody => 0,
            Worth::Everybody => points(&self.item),
            Worth::ByAnswer if self.is_accepted(order, value) => points(&self.item),
            Worth::ByAnswer => {
                let left = self.without_accepted(order, value);
                scoring::score(&self.item, order, left.as_ref().or(value))
            }
        }
    }

    /// Of an item that counts for nobody the key still says who knew it.
    pub fn is_correct(&self, order: &[u8], value: Option<&Value>) -> bool {
        let left = self.without_accepted(order, value);
        self.worth == Worth::Everybody
            || self.is_accepted(order, value)
            || scoring::is_correct(&self.item, order, left.as_ref().or(value))
    }

    /// The shown ids of all that is right.
    pub fn key_ids(&self, order: &[u8]) -> Vec<String> {
        let mut ids = scoring::key_ids(&self.item, order);
        match &self.also {
            Some(Key::Options(places)) => {
                let shown = (1..).zip(order).filter(|(_, index)| places.contains(index));
                ids.extend(shown.map(|(place, _): (u32, _)| place.to_string()));
            }
            Some(Key::TrueFalse(answer)) => ids.push(true_false_id(*answer).to_owned()),
            Some(Key::Number { .. } | Key::Texts(_)) | None => {}
        }
        ids.sort();
        ids.dedup();
        ids
    }

    pub fn key_text(&self) -> Option<String> {
        let own = scoring::key_text(&self.item)?;
        Some(match &self.also {
            Some(also) => format!("{own}; {}", also.text()),
            None => own,
        })
    }

    /// Right by what is accepted besides the key.
    fn is_accepted(&self, order: &[u8], value: Option<&Value>) -> bool {
        match (&self.item.kind, &self.also, value) {
            (ItemKind::SingleChoice { .. }, Some(Key::Options(places)), Some(Value::Options(ids))) => {
                matches!(&ids[..], [id] if place_of(order, id).is_some_and(|place| places.contains(&place)))
            }
            (_, Some(Key::TrueFalse(answer)), Some(Value::Options(ids))) => {
                matches!(&ids[..], [id] if id == true_false_id(*answer))
            }
            (
                _,
                Some(Key::Number {
                    answer, tolerance, ..
                }),
                Some(Value::Number(number)),
            ) => number.abs_diff(*answer) <= *tolerance,
            (_, Some(Key::Texts(variants)), Some(Value::Text(answer))) => {
                let answer = text::answer_key(answer);
                variants.iter().any(|variant| text::answer_key(variant) == answer)
            }
            _ => false,
        }
    }

    /// Where several may be chosen, an accepted option counts neither for nor against the answer.
    fn without_accepted(&self, order: &[u8], value: Option<&Value>) -> Option<Value> {
        let (ItemKind::MultipleChoice { options, .. }, Some(Key::Options(places)), Some(Value::Options(ids))) =
            (&self.item.kind, &self.also, value)
        else {
            return None;
        };
        let is_key = |place: u8| {
            options
                .get(usize::from(place))
                .is_some_and(|option| option.correct)
        };
        let counts =
            |id: &&String| place_of(order, id).is_none_or(|place| is_key(place) || !places.contains(&place));
        Some(Value::Options(ids.iter().filter(counts).cloned().collect()))
    }
}

fn place_of(order: &[u8], id: &str) -> Option<u8> {
    order.get(id.parse::<usize>().ok()?.checked_sub(1)?).copied()
}

const fn true_false_id(answer: bool) -> &'static str {
    if answer { "1" } else { "2" }
}

fn replace_key(kind: &mut ItemKind, key: &Key) {
    match (kind, key) {
        (
            ItemKind::SingleChoice { options, .. } | ItemKind::MultipleChoice { options, .. },
            Key::Options(places),
        ) => {
            for (place, option) in (0..=u8::MAX).zip(options) {
                option.correct = places.contains(&place);
            }
        }
        (ItemKind::TrueFalse { answer }, Key::TrueFalse(right)) => *answer = *right,
        (
            ItemKind::Number { answer, tolerance },
            Key::Number {
                answer: right,
                tolerance: within,
                ..
            },
        ) => {
            (*answer, *tolerance) = (*right, *within);
        }
        (ItemKind::Text { accepted }, Key::Texts(variants)) => accepted.clone_from(variants),
        _ => {}
    }
}

/// The corrected items of a pool, by their index in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rulings {
    items: Vec<(u16, Ruled)>,
}

impl Rulings {
    /// The newest change of an item replaces the earlier ones; codes that the pool does not hold concern another one.
    pub fn add(&mut self, pool: &Pool, code: &str, kind: CorrectionKind, key: &str) {
        let Some(index) = pool.index_of(code) else { return };
        let Some(item) = pool.get(index) else { return };
        let Some(change) = Change::parse(item, kind, key) else {
            return;
        };
        self.items.retain(|(known, _)| *known != index);
        self.items.push((index, Ruled::new(item, &change)));
    }

    /// What the answer to a question of a paper earns; `item` is the one the pool has under its index.
    pub fn score(&self, item: &Item, question: &Question, value: Option<&Value>) -> u32 {
        match self.get(question.item) {
            Some(ruled) => ruled.score(&question.order, value),
            None => scoring::score(item, &question.order, value),
        }
    }

    pub fn is_correct(&self, item: &Item, question: &Question, value: Option<&Value>) -> bool {
        match self.get(question.item) {
            Some(ruled) => ruled.is_correct(&question.order, value),
            None => scoring::is_correct(item, &question.order, value),
        }
    }

    pub fn max_points(&self, item: &Item, question: &Question) -> u32 {
        self.get(question.item)
            .map_or_else(|| points(item), Ruled::max_points)
    }

    pub fn key_ids(&self, item: &Item, question: &Question) -> Vec<String> {
        match self.get(question.item) {
            Some(ruled) => ruled.key_ids(&question.order),
            None => scoring::key_ids(item, &question.order),
        }
    }

    pub fn key_text(&self, item: &Item, question: &Question) -> Option<String> {
        match self.get(question.item) {
            Some(ruled) => ruled.key_text(),
            None => scoring::key_text(item),
        }
    }

    fn get(&self, index: u16) -> Option<&Ruled> {
        self.items
            .iter()
            .find(|(known, _)| *known == index)
            .map(|(_, ruled)| ruled)
    }
}

#[cfg(test)]
mod tests;
