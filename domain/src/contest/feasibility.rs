//! Whether a bank can fill a blueprint: need and supply of every cell, how the supply is spread over the difficulties, and
//! a blueprint that a bank can fill.

use std::collections::BTreeMap;

use crate::bank::blueprint::BlueprintCell;
use crate::bank::item::{Difficulty, Item, ItemStatus};

/// A cell and how many items the bank has for it.
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

    const fn scored_at(&self, difficulty: Difficulty) -> u32 {
        self.scored[difficulty.level() as usize - 1]
    }

    const fn predictions_at(&self, difficulty: Difficulty) -> u32 {
        self.predictions[difficulty.level() as usize - 1]
    }
}

/// Items that papers could hold if somebody approved them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    pub drafts: u32,
    pub reviewed: u32,
}

impl Waiting {
    pub fn of<'i>(items: impl IntoIterator<Item = &'i Item>) -> Self {
        let mut waiting = Self::default();
        for item in items {
            waiting.count(item.status);
        }
        waiting
    }

    pub const fn count(&mut self, status: ItemStatus) {
        match status {
            ItemStatus::Draft => self.drafts += 1,
            ItemStatus::Reviewed => self.reviewed += 1,
            ItemStatus::Approved | ItemStatus::Retired => {}
        }
    }

    pub const fn total(self) -> u32 {
        self.drafts + self.reviewed
    }

    /// What to look through first.
    pub const fn first(self) -> ItemStatus {
        if self.drafts > 0 {
            ItemStatus::Draft
        } else {
            ItemStatus::Reviewed
        }
    }
}

fn topic_of<'t>(topics: &'t [TopicSupply], cell: &BlueprintCell) -> Option<&'t TopicSupply> {
    topics.iter().find(|topic| topic.topic == cell.topic)
}

/// Whether the cell may draw a prediction.
pub fn may_predict(topics: &[TopicSupply], cell: &BlueprintCell) -> bool {
    topic_of(topics, cell).is_some_and(|topic| topic.predictions_at(cell.difficulty) > 0)
}

/// Whether the cell draws predictions and nothing else.
pub fn only_predicts(topics: &[TopicSupply], cell: &BlueprintCell) -> bool {
    may_predict(topics, cell)
        && topic_of(topics, cell).is_some_and(|topic| topic.scored_at(cell.difficulty) == 0)
}

/// Need beside supply, cell by cell.
pub fn supply_of(topics: &[TopicSupply], blueprint: &[BlueprintCell]) -> Vec<CellSupply> {
    let supply = |cell: &BlueprintCell| {
        let topic = topic_of(topics, cell);
        let all =
            |topic: &TopicSupply| topic.scored_at(cell.difficulty) + topic.predictions_at(cell.difficulty);
        CellSupply {
            have: topic.map_or(0, all),
            cell: cell.clone(),
        }
    };
    blueprint.iter().map(supply).collect()
}

/// Every topic of the items, in the order of the alphabet.
pub fn topics<'i>(items: impl IntoIterator<Item = &'i Item>) -> Vec<TopicSupply> {
    let mut topics: BTreeMap<&str, TopicSupply> = BTreeMap::new();
    for item in items {
        let supply = topics.entry(&item.topic).or_insert_with(|| TopicSupply {
            topic: item.topic.clone(),
            scored: [0; 5],
            predictions: [0; 5],
        });
        let at = usize::from(item.difficulty.level() - 1);
        if item.is_prediction() {
            supply.predictions[at] += 1;
        } else {
            supply.scored[at] += 1;
        }
    }
    topics.into_values().collect()
}

/// The difficulties of a paper in their turn: mostly easy and middling, some hard. Of ten questions four are of
/// difficulty 1, four of 2, two of 3.
const TURNS: [u8; 10] = [1, 2, 1, 2, 3, 1, 2, 1, 2, 3];

/// A blueprint of `questions` scored items spread over the topics, and one prediction where there is a cell of predictions
/// only. Fewer where there are no more.
///
/// Topics take turns, the best supplied first; each takes the difficulty whose turn it is, or the nearest it still has
/// more of than it gave.
pub fn suggested(supply: &[TopicSupply], questions: u32) -> Vec<BlueprintCell> {
    let mut topics: Vec<TopicSupply> = supply.iter().filter(|topic| topic.total() > 0).cloned().collect();
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
    let scored = counts.into_iter().filter_map(cell);
    scored.chain(prediction_cell(supply)).collect()
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
    use crate::contest::paper::{Pool, shortages};

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

    /// What a bank without predictions would have.
    fn scored(pool: &Pool) -> Vec<TopicSupply> {
        topics(pool.items().iter().filter(|item| !item.is_prediction()))
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
        let supply = supply_of(&topics(pool.items()), &blueprint);
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
        let pool = pool(&[("B", 2, 2), ("A", 5, 1)]);
        let topics = topics(pool.items());
        let names: Vec<&str> = topics.iter().map(|topic| topic.topic.as_str()).collect();
        assert_eq!(names, ["A", "B", "Dự đoán"]);
        assert_eq!(topics[1].scored, [0, 2, 0, 0, 0]);
        assert_eq!((topics[2].total(), topics[2].predictions[0]), (0, 1));
    }

    #[test]
    fn what_is_suggested_can_be_drawn() {
        let pool = pool(&[("A", 1, 9), ("A", 2, 9), ("B", 1, 2), ("C", 4, 3)]);
        for questions in [1, 2, 7, 15, 23] {
            let cells = suggested(&topics(pool.items()), questions);
            assert_eq!(shortages("", &pool, &cells), [], "{questions}");
            let total: u32 = cells.iter().map(|cell| cell.count).sum();
            assert_eq!(total, questions + 1);
        }
    }

    #[test]
    fn nothing_is_suggested_that_is_not_there() {
        let pool = pool(&[("A", 3, 2)]);
        assert_eq!(suggested(&scored(&pool), 5), [cell("A", 3, 2)]);
        assert_eq!(
            suggested(&topics(pool.items()), 1),
            [cell("A", 3, 1), cell("Dự đoán", 1, 1)]
        );
        assert_eq!(suggested(&[], 5), []);
    }

    #[test]
    fn a_large_bank_is_spread_over_topics_and_difficulties() {
        let supply: Vec<(&str, u8, usize)> = ["A", "B", "C", "D", "E"]
            .into_iter()
            .flat_map(|topic| (1..=3).map(move |level| (topic, level, 10)))
            .collect();
        let cells = suggested(&scored(&pool(&supply)), 15);
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
