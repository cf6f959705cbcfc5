//! How many items of which topic and difficulty make a paper.

use serde::{Deserialize, Serialize};

use crate::bank::item::Difficulty;

/// `count` items of one topic and difficulty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlueprintCell {
    pub topic: String,
    pub difficulty: Difficulty,
    pub count: u32,
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
