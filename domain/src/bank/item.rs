//! An item (question) of a bank, with its key. Only the server ever holds this type.

use serde::{Deserialize, Serialize};

use crate::decimal::Decimal;
use crate::time::CivilDate;

/// One question as its bank keeps it: what is asked, and what is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The organiser's own code, unique within the bank ("CCHC-001"); what an import matches on.
    pub code: String,
    pub topic: String,
    pub difficulty: Difficulty,
    /// Safe Markdown.
    pub stem: String,
    pub kind: ItemKind,
    /// Points for a full answer, in hundredths; predictions have none.
    pub points_hundredths: u32,
    /// Shown with the result. Safe Markdown.
    pub explanation: String,
    /// The legal or other source of the right answer.
    pub source: String,
    /// First day on which the item is true.
    pub valid_from: Option<CivilDate>,
    /// Last day on which the item is true.
    pub valid_until: Option<CivilDate>,
    /// BCP 47 tag: `vi`, `en`, `km`.
    pub language: String,
    pub status: ItemStatus,
}

impl Item {
    /// Asks for what is known only after the round: it is not scored, and breaks ties.
    pub const fn is_prediction(&self) -> bool {
        matches!(self.kind, ItemKind::Prediction { .. })
    }

    /// Whether it is true on every day from the first to the last.
    pub fn is_true_on(&self, first: CivilDate, last: CivilDate) -> bool {
        self.valid_from.is_none_or(|from| from <= first) && self.valid_until.is_none_or(|until| until >= last)
    }
}

/// From 1 (everybody knows) to 5 (specialists know).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Difficulty(u8);

impl Difficulty {
    pub fn new(level: u8) -> Option<Self> {
        (1..=5).contains(&level).then_some(Self(level))
    }

    pub const fn level(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Difficulty {
    type Error = &'static str;
    fn try_from(level: u8) -> Result<Self, Self::Error> {
        Self::new(level).ok_or("độ khó là số từ 1 đến 5")
    }
}

impl From<Difficulty> for u8 {
    fn from(difficulty: Difficulty) -> Self {
        difficulty.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemStatus {
    Draft,
    /// Somebody else has looked at it; it waits for approval.
    Reviewed,
    Approved,
    Retired,
}

/// What is asked for, with the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ItemKind {
    /// Exactly one option is right.
    SingleChoice {
        options: Vec<ChoiceOption>,
        shuffle: bool,
    },
    /// One or more options are right.
    MultipleChoice {
        options: Vec<ChoiceOption>,
        credit: Credit,
        shuffle: bool,
    },
    TrueFalse {
        answer: bool,
    },
    /// Right where |answer − value| ≤ tolerance.
    Number {
        answer: Decimal,
        tolerance: Decimal,
    },
    /// Right where the answer equals a variant, without regard to case, spaces and the place of tone marks.
    Text {
        accepted: Vec<String>,
    },
    /// Asks for a number known only after the round; not scored, breaks ties.
    Prediction {
        of: PredictionOf,
    },
}

impl ItemKind {
    pub fn name(&self) -> ItemKindName {
        match self {
            Self::SingleChoice { .. } => ItemKindName::SingleChoice,
            Self::MultipleChoice { .. } => ItemKindName::MultipleChoice,
            Self::TrueFalse { .. } => ItemKindName::TrueFalse,
            Self::Number { .. } => ItemKindName::Number,
            Self::Text { .. } => ItemKindName::Text,
            Self::Prediction { .. } => ItemKindName::Prediction,
        }
    }
}

/// The kind without its content: safe for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKindName {
    SingleChoice,
    MultipleChoice,
    TrueFalse,
    Number,
    Text,
    Prediction,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// Safe Markdown.
    pub text: String,
    pub correct: bool,
    /// A pinned option keeps its place when the others are shuffled.
    pub pinned: bool,
}

/// How a multiple choice is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credit {
    AllOrNothing,
    /// max(0, (right − wrong chosen) / number right) of the points, rounded down to a hundredth.
    Partial,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PredictionOf {
    /// How many people take part in the round.
    Participants,
    /// How many of them answer everything right.
    AllCorrect,
}
