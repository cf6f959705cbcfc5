//! Items for tests.

use crate::bank::item::{ChoiceOption, Credit, Difficulty, Item, ItemKind, ItemStatus, PredictionOf};
use crate::decimal::Decimal;

pub(crate) fn difficulty(level: u8) -> Difficulty {
    Difficulty::new(level).unwrap()
}

/// An approved item worth one point, with a source and without dates.
pub(crate) fn item(code: &str, topic: &str, level: u8, kind: ItemKind) -> Item {
    Item {
        code: code.to_owned(),
        topic: topic.to_owned(),
        difficulty: difficulty(level),
        stem: format!("Câu hỏi {code}?"),
        kind,
        points_hundredths: 100,
        explanation: String::new(),
        source: "Nghị quyết 76/NQ-CP".to_owned(),
        valid_from: None,
        valid_until: None,
        language: "vi".to_owned(),
        status: ItemStatus::Approved,
    }
}

/// Options by their texts: `*` before a text marks a right option, `!` a pinned one.
pub(crate) fn options(marked: &[&str]) -> Vec<ChoiceOption> {
    let option = |text: &&str| ChoiceOption {
        text: text.trim_start_matches(['*', '!']).to_owned(),
        correct: text.starts_with('*'),
        pinned: text.contains('!'),
    };
    marked.iter().map(option).collect()
}

pub(crate) fn single(marked: &[&str]) -> ItemKind {
    ItemKind::SingleChoice {
        options: options(marked),
        shuffle: true,
    }
}

pub(crate) fn multiple(marked: &[&str], credit: Credit) -> ItemKind {
    ItemKind::MultipleChoice {
        options: options(marked),
        credit,
        shuffle: true,
    }
}

pub(crate) fn number(answer: &str, tolerance: &str) -> ItemKind {
    let decimal = |text| Decimal::parse(text).unwrap();
    ItemKind::Number {
        answer: decimal(answer),
        tolerance: decimal(tolerance),
    }
}

pub(crate) fn text(accepted: &[&str]) -> ItemKind {
    ItemKind::Text {
        accepted: accepted.iter().map(|&variant| variant.to_owned()).collect(),
    }
}

pub(crate) fn prediction() -> ItemKind {
    ItemKind::Prediction {
        of: PredictionOf::Participants,
    }
}
