//! How many items of which topic and difficulty make a paper.

use serde::{Deserialize, Serialize};

use crate::bank::item::{Difficulty, Item};
use crate::lang::{Lang, Said, said};
use crate::problem::Problem;

/// The most items a paper has.
const ITEMS_MOST: u32 = 200;

/// `count` items of one topic and difficulty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlueprintCell {
    pub topic: String,
    pub difficulty: Difficulty,
    pub count: u32,
}

impl BlueprintCell {
    /// Whether it may be filled with this item.
    pub fn takes(&self, item: &Item) -> bool {
        self.topic == item.topic && self.difficulty == item.difficulty
    }
}

/// A cell the bank cannot fill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// The group's name.
    pub group: String,
    pub topic: String,
    pub difficulty: u8,
    pub need: u32,
    pub have: u32,
}

/// Problems of a blueprint by itself, whatever the bank holds; pointers begin with `/blueprint`.
pub fn check(blueprint: &[BlueprintCell]) -> Vec<Problem> {
    let mut problems = Vec::new();
    if blueprint.is_empty() {
        problems.push(Problem::at(
            "/blueprint",
            said(
                "Hãy thêm ít nhất một dòng vào ma trận đề.",
                "Add at least one line to the blueprint.",
            ),
        ));
    }
    if blueprint.len() > ITEMS_MOST as usize {
        return vec![Problem::at(
            "/blueprint",
            Said::of(|lang| match lang {
                Lang::Vi => format!("Ma trận đề có tối đa {ITEMS_MOST} dòng."),
                Lang::En => format!("A blueprint has at most {ITEMS_MOST} lines."),
            }),
        )];
    }
    for (index, cell) in blueprint.iter().enumerate() {
        let at = |field: &str| format!("/blueprint/{index}/{field}");
        if cell.topic.trim().is_empty() {
            problems.push(Problem::at(
                at("topic"),
                said("Hãy nhập chủ đề.", "Type a topic."),
            ));
        }
        if !(1..=ITEMS_MOST).contains(&cell.count) {
            problems.push(Problem::at(
                at("count"),
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Số câu phải từ 1 đến {ITEMS_MOST}."),
                    Lang::En => format!("The number of questions is 1 to {ITEMS_MOST}."),
                }),
            ));
        }
        let same = |other: &BlueprintCell| other.topic == cell.topic && other.difficulty == cell.difficulty;
        if blueprint[..index].iter().any(same) {
            problems.push(Problem::at(
                at("topic"),
                said(
                    "Chủ đề và độ khó này đã có ở một dòng trên; hãy gộp lại.",
                    "A line above has this topic and difficulty already; join the two.",
                ),
            ));
        }
    }
    if problems.is_empty() {
        problems.extend(too_long(blueprint));
    }
    problems
}

fn too_long(blueprint: &[BlueprintCell]) -> Option<Problem> {
    let total = blueprint
        .iter()
        .fold(0u32, |sum, cell| sum.saturating_add(cell.count));
    let detail = Said::of(|lang| match lang {
        Lang::Vi => format!("Một đề có tối đa {ITEMS_MOST} câu; ma trận này có {total} câu."),
        Lang::En => format!("A paper has at most {ITEMS_MOST} questions; this blueprint has {total}."),
    });
    (total > ITEMS_MOST).then(|| Problem::at("/blueprint", detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(cells: &[(&str, u8, u32)]) -> Vec<String> {
        let cell = |&(topic, level, count): &(&str, u8, u32)| BlueprintCell {
            topic: topic.to_owned(),
            difficulty: Difficulty::new(level).unwrap(),
            count,
        };
        let blueprint: Vec<_> = cells.iter().map(cell).collect();
        check(&blueprint)
            .into_iter()
            .map(|problem| problem.pointer)
            .collect()
    }

    #[test]
    fn problems_point_at_their_cell() {
        assert_eq!(pointers(&[("Thể chế", 1, 5), ("Thể chế", 2, 10)]), [""; 0]);
        assert_eq!(pointers(&[]), ["/blueprint"]);
        assert_eq!(
            pointers(&[("A", 1, 1), (" ", 1, 0)]),
            ["/blueprint/1/topic", "/blueprint/1/count"]
        );
        assert_eq!(pointers(&[("A", 1, 201)]), ["/blueprint/0/count"]);
        assert_eq!(pointers(&[("A", 1, 1), ("A", 1, 2)]), ["/blueprint/1/topic"]);
        assert_eq!(pointers(&[("A", 1, 200)]), [""; 0]);
        assert_eq!(pointers(&[("A", 1, 200), ("A", 2, 1)]), ["/blueprint"]);
        assert_eq!(pointers(&[("A", 1, u32::MAX), ("A", 2, u32::MAX)]).len(), 2);
    }
}
