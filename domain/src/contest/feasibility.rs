//! Whether a bank can fill a blueprint: need and supply of every cell, how the supply is spread over the difficulties, and
//! a blueprint that a bank can fill.

use std::collections::BTreeMap;

use crate::bank::blueprint::BlueprintCell;
use crate::bank::item::{Difficulty, Item, ItemKind};
use crate::contest::paper::Pool;

/// A cell and how many items the pool has for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellSupply {
    pub cell: BlueprintCell,
    pub have: u32,
}

impl CellSupply {
    pub const fn is_short(&self) -> bool {
        self.have < self.cell.count
    }

    /// Fewer than twice the need: papers of neighbours share much of the cell.
    pub const fn is_tight(&self) -> bool {
        !self.is_short() && self.have < self.cell.count.saturating_mul(2)
    }
}

/// How many items of a topic there are at each difficulty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicSupply {
    pub topic: String,
    /// Scored items; the first place is difficulty 1.
    pub scored: [u32; 5],
    /// Predictions, in the same order.
    pub predictions: [u32; 5],
}

impl TopicSupply {
    pub fn total(&self) -> u32 {
        self.scored.iter().sum()
    }
}

pub fn supply_of(pool: &Pool, blueprint: &[BlueprintCell]) -> Vec<CellSupply> {
    blueprint
        .iter()
        .map(|cell| CellSupply {
            have: u32::try_from(pool.candidates(cell).len()).unwrap_or(u32::MAX),
            cell: cell.clone(),
        })
        .collect()
}

/// Every topic of the pool, in the order of the alphabet.
pub fn topics(pool: &Pool) -> Vec<TopicSupply> {
    let mut topics: BTreeMap<&str, TopicSupply> = BTreeMap::new();
    for item in pool.items() {
        let supply = topics.entry(&item.topic).or_insert_with(|| TopicSupply {
            topic: item.topic.clone(),
            scored: [0; 5],
            predictions: [0; 5],
        });
        let at = usize::from(item.difficulty.level() - 1);
        if is_prediction(item) {
            supply.predictions[at] += 1;
        } else {
            supply.scored[at] += 1;
        }
    }
    topics.into_values().collect()
}

fn is_prediction(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Prediction { .. })
}

/// The difficulties of a paper in their turn: mostly easy and middling, some hard. Of ten questions four are of
/// difficulty 1, four of 2, two of 3.
const TURNS: [u8; 10] = [1, 2, 1, 2, 3, 1, 2, 1, 2, 3];

/// A blueprint of `questions` scored items spread over the pool's topics, and one prediction where `predicts` and the
/// pool has a cell of predictions only. Fewer where the pool has no more.
///
/// Topics take turns, the best supplied first; each takes the difficulty whose turn it is, or the nearest it still has
/// more of than it gave.
pub fn suggested(pool: &Pool, questions: u32, predicts: bool) -> Vec<BlueprintCell> {
    let mut topics = topics(pool);
    let prediction = predicts.then(|| prediction_cell(&topics)).flatten();
    topics.retain(|topic| topic.total() > 0);
    topics.sort_by_key(|topic| std::cmp::Reverse(topic.total()));
    let mut counts: BTreeMap<(usize, u8), u32> = BTreeMap::new();
    let mut left = topics.clone();
    let (mut given, mut turn) = (0, 0);
    while given < questions && left.iter().any(|topic| topic.total() > 0) {
        let at = turn % left.len();
        let wanted = TURNS[turn % TURNS.len()];
        turn += 1;
        if let Some(level) = nearest(&left[at].scored, wanted) {
            left[at].scored[usize::from(level - 1)] -= 1;
            *counts.entry((at, level)).or_default() += 1;
            given += 1;
        }
    }
    let cell = |((at, level), count): ((usize, u8), u32)| {
        Some(BlueprintCell {
            topic: topics.get(at)?.topic.clone(),
            difficulty: Difficulty::new(level)?,
            count,
        })
    };
    counts.into_iter().filter_map(cell).chain(prediction).collect()
}

/// The difficulty nearest to the wanted one of which something is left; of two as near, the easier.
fn nearest(left: &[u32; 5], wanted: u8) -> Option<u8> {
    (1u8..=5)
        .filter(|level| left[usize::from(level - 1)] > 0)
        .min_by_key(|level| (level.abs_diff(wanted), *level))
}

/// The first cell that holds predictions and nothing else.
fn prediction_cell(topics: &[TopicSupply]) -> Option<BlueprintCell> {
    let cell = |topic: &TopicSupply, level: u8| {
        let at = usize::from(level - 1);
        (topic.predictions[at] > 0 && topic.scored[at] == 0).then(|| {
            Some(BlueprintCell {
                topic: topic.topic.clone(),
                difficulty: Difficulty::new(level)?,
                count: 1,
            })
        })?
    };
    topics
        .iter()
        .find_map(|topic| (1..=5).find_map(|level| cell(topic, level)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::samples::{difficulty, item, prediction, single};
    use crate::contest::paper::shortages;

    fn pool(supply: &[(&str, u8, usize)]) -> Pool {
        let mut items = Vec::new();
        for (topic, level, count) in supply {
            for number in 0..*count {
                let code = format!("{topic}-{level}-{number}");
                items.push(item(&code, topic, *level, single(&["*a", "b"])));
            }
        }
        items.push(item("DD", "Dự đoán", 1, prediction()));
        Pool::new(items)
    }

    fn cell(topic: &str, level: u8, count: u32) -> BlueprintCell {
        BlueprintCell {
            topic: topic.to_owned(),
            difficulty: difficulty(level),
            count,
        }
    }

    #[test]
    fn supply_stands_beside_the_need() {
        let pool = pool(&[("A", 1, 3), ("A", 2, 1)]);
        let blueprint = [cell("A", 1, 1), cell("A", 1, 2), cell("A", 2, 2), cell("B", 1, 1)];
        let supply = supply_of(&pool, &blueprint);
        let have: Vec<u32> = supply.iter().map(|cell| cell.have).collect();
        assert_eq!(have, [3, 3, 1, 0]);
        let judged: Vec<(bool, bool)> = supply
            .iter()
            .map(|cell| (cell.is_short(), cell.is_tight()))
            .collect();
        assert_eq!(
            judged,
            [(false, false), (false, true), (true, false), (true, false)]
        );
    }

    #[test]
    fn topics_tell_their_difficulties() {
        let topics = topics(&pool(&[("B", 2, 2), ("A", 5, 1)]));
        let names: Vec<&str> = topics.iter().map(|topic| topic.topic.as_str()).collect();
        assert_eq!(names, ["A", "B", "Dự đoán"]);
        assert_eq!(topics[1].scored, [0, 2, 0, 0, 0]);
        assert_eq!((topics[2].total(), topics[2].predictions[0]), (0, 1));
    }

    #[test]
    fn what_is_suggested_can_be_drawn() {
        let pool = pool(&[("A", 1, 9), ("A", 2, 9), ("B", 1, 2), ("C", 4, 3)]);
        for questions in [1, 2, 7, 15, 23] {
            let cells = suggested(&pool, questions, true);
            assert_eq!(shortages("", &pool, &cells), [], "{questions}");
            let total: u32 = cells.iter().map(|cell| cell.count).sum();
            assert_eq!(total, questions + 1);
        }
    }

    #[test]
    fn nothing_is_suggested_that_is_not_there() {
        let pool = pool(&[("A", 3, 2)]);
        assert_eq!(suggested(&pool, 5, false), [cell("A", 3, 2)]);
        assert_eq!(
            suggested(&pool, 1, true),
            [cell("A", 3, 1), cell("Dự đoán", 1, 1)]
        );
        assert_eq!(suggested(&Pool::new(Vec::new()), 5, true), []);
    }

    #[test]
    fn a_large_bank_is_spread_over_topics_and_difficulties() {
        let supply: Vec<(&str, u8, usize)> = ["A", "B", "C", "D", "E"]
            .into_iter()
            .flat_map(|topic| (1..=3).map(move |level| (topic, level, 10)))
            .collect();
        let cells = suggested(&pool(&supply), 15, false);
        let of_topic = |topic: &str| -> u32 {
            let own = cells.iter().filter(|cell| cell.topic == topic);
            own.map(|cell| cell.count).sum()
        };
        assert_eq!(["A", "B", "C", "D", "E"].map(of_topic), [3; 5]);
        let of_level = |level: u8| -> u32 {
            let own = cells.iter().filter(|cell| cell.difficulty.level() == level);
            own.map(|cell| cell.count).sum()
        };
        assert_eq!([1, 2, 3].map(of_level), [6, 6, 3]);
    }
}
