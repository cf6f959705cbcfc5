//! Drawing a paper: which items of the pool, in which order, with their options in which order (`docs/draw.md`).

use serde::{Deserialize, Serialize};

use crate::bank::blueprint::{BlueprintCell, Shortage};
use crate::bank::item::{ChoiceOption, Item, ItemKind, ItemStatus};
use crate::contest::correction::Rulings;
use crate::contest::draw::DrawRng;
use crate::time::{CivilDate, Timestamp};

/// The items a round may draw from, in canonical order (by the bytes of their codes).
///
/// Questions name items by a 16-bit index; items beyond 65,536 are never drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    items: Vec<Item>,
}

impl Pool {
    pub fn new(mut items: Vec<Item>) -> Self {
        items.sort_by(|one, other| one.code.as_bytes().cmp(other.code.as_bytes()));
        Self { items }
    }

    pub fn items(&self) -> &[Item] {
        &self.items
    }

    pub fn get(&self, index: u16) -> Option<&Item> {
        self.items.get(usize::from(index))
    }

    /// Where the item of that code stands.
    pub fn index_of(&self, code: &str) -> Option<u16> {
        let found = self
            .items
            .binary_search_by(|item| item.code.as_bytes().cmp(code.as_bytes()));
        found.ok().and_then(|index| u16::try_from(index).ok())
    }

    fn candidates(&self, cell: &BlueprintCell) -> Vec<u16> {
        (0..=u16::MAX)
            .zip(&self.items)
            .filter(|(_, item)| cell.takes(item))
            .map(|(index, _)| index)
            .collect()
    }
}

/// What an item must satisfy to be drawn in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eligibility {
    /// The day on which the round opens.
    pub opens: CivilDate,
    /// The last day on which the round is open.
    pub last_day: CivilDate,
    pub allow_drafts: bool,
    pub language: String,
}

impl Eligibility {
    /// The days a round open in [opens, closes) touches in Việt Nam.
    pub fn of_round(opens: Timestamp, closes: Timestamp, allow_drafts: bool, language: &str) -> Self {
        let last_instant = Timestamp(closes.0.saturating_sub(1)).max(opens);
        Self {
            opens: opens.local_date(),
            last_day: last_instant.local_date(),
            allow_drafts,
            language: language.to_owned(),
        }
    }
}

/// Approved (or not yet, where drafts are allowed), true on every day of the round, and in its language.
pub fn eligible(item: &Item, rules: &Eligibility) -> bool {
    let status = match item.status {
        ItemStatus::Approved => true,
        ItemStatus::Draft | ItemStatus::Reviewed => rules.allow_drafts,
        ItemStatus::Retired => false,
    };
    status && item.is_true_on(rules.opens, rules.last_day) && item.language == rules.language
}

/// The cells the pool (of eligible items) cannot fill.
pub fn shortages(group: &str, pool: &Pool, blueprint: &[BlueprintCell]) -> Vec<Shortage> {
    let short = |cell: &BlueprintCell| {
        let have = u32::try_from(pool.candidates(cell).len()).unwrap_or(u32::MAX);
        (have < cell.count).then(|| Shortage {
            group: group.to_owned(),
            topic: cell.topic.clone(),
            difficulty: cell.difficulty.level(),
            need: cell.count,
            have,
        })
    };
    blueprint.iter().filter_map(short).collect()
}

/// One person's questions, in the order shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    pub questions: Vec<Question>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Index into the pool.
    pub item: u16,
    /// `order[shown place]` is the index of the option in the item; empty where the kind has no options of its own.
    pub order: Vec<u8>,
}

/// Draws a paper; the same pool, blueprint and seed give the same paper for ever.
pub fn draw(pool: &Pool, blueprint: &[BlueprintCell], seed: [u8; 32]) -> Result<Paper, Vec<Shortage>> {
    let short = shortages("", pool, blueprint);
    if !short.is_empty() {
        return Err(short);
    }
    let mut rng = DrawRng::new(seed);
    let mut cells: Vec<&BlueprintCell> = blueprint.iter().collect();
    cells.sort_by(|one, other| {
        (one.topic.as_bytes(), one.difficulty).cmp(&(other.topic.as_bytes(), other.difficulty))
    });
    let mut chosen = Vec::new();
    for cell in cells {
        let mut candidates = pool.candidates(cell);
        let count = cell.count as usize;
        rng.choose_front(&mut candidates, count);
        chosen.extend_from_slice(&candidates[..count]);
    }
    let is_prediction = |index: &u16| pool.items[usize::from(*index)].is_prediction();
    let (predictions, mut scored): (Vec<u16>, Vec<u16>) = chosen.into_iter().partition(is_prediction);
    rng.shuffle(&mut scored);
    let in_order = scored.into_iter().chain(predictions);
    let questions = in_order.map(|item| Question {
        item,
        order: option_order(&pool.items[usize::from(item)], &mut rng),
    });
    Ok(Paper {
        questions: questions.collect(),
    })
}

fn option_order(item: &Item, rng: &mut DrawRng) -> Vec<u8> {
    match &item.kind {
        ItemKind::SingleChoice { options, shuffle } | ItemKind::MultipleChoice { options, shuffle, .. } => {
            shuffled_unpinned(options, *shuffle, rng)
        }
        ItemKind::TrueFalse { .. }
        | ItemKind::Number { .. }
        | ItemKind::Text { .. }
        | ItemKind::Prediction { .. } => Vec::new(),
    }
}

/// Shuffles the unpinned options among the unpinned places.
fn shuffled_unpinned(options: &[ChoiceOption], shuffle: bool, rng: &mut DrawRng) -> Vec<u8> {
    let mut order: Vec<u8> = (0..=u8::MAX).zip(options).map(|(index, _)| index).collect();
    if shuffle {
        let places: Vec<u8> = order
            .iter()
            .copied()
            .filter(|&place| !options[usize::from(place)].pinned)
            .collect();
        let mut moved = places.clone();
        rng.shuffle(&mut moved);
        for (place, option) in places.into_iter().zip(moved) {
            order[usize::from(place)] = option;
        }
    }
    order
}

/// The points of a paper on which everything is right.
pub fn max_points_hundredths(pool: &Pool, rulings: &Rulings, paper: &Paper) -> u32 {
    let most = |question: &Question| {
        pool.get(question.item)
            .map_or(0, |item| rulings.max_points(item, question))
    };
    paper.questions.iter().map(most).sum()
}

/// What a full answer to the item earns; predictions earn nothing.
pub fn points(item: &Item) -> u32 {
    match item.kind {
        ItemKind::Prediction { .. } => 0,
        _ => item.points_hundredths,
    }
}

#[cfg(test)]
mod tests;
