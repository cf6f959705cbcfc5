//! The life of a round: draft → announced → closed → frozen → published.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// What an organiser has done with a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    Draft,
    /// Bank revision and settings frozen, commitment public.
    Announced,
    /// Closed by an organiser; no attempt starts any more.
    Closed,
    /// The ranking is fixed, not yet public.
    Frozen,
    Published,
}

impl RoundState {
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Announced,
        Self::Closed,
        Self::Frozen,
        Self::Published,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Announced => "announced",
            Self::Closed => "closed",
            Self::Frozen => "frozen",
            Self::Published => "published",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// The step an organiser may take next, or none after publication.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Draft => Some(Self::Announced),
            Self::Announced => Some(Self::Closed),
            Self::Closed => Some(Self::Frozen),
            Self::Frozen => Some(Self::Published),
            Self::Published => None,
        }
    }

    /// What the public sees at `now` of a round open in [opens, closes).
    pub fn status(self, opens_at: Timestamp, closes_at: Timestamp, now: Timestamp) -> Option<RoundStatus> {
        match self {
            Self::Draft => None,
            Self::Announced if now < opens_at => Some(RoundStatus::Upcoming),
            Self::Announced if now < closes_at => Some(RoundStatus::Open),
            Self::Announced | Self::Closed | Self::Frozen => Some(RoundStatus::Closed),
            Self::Published => Some(RoundStatus::Published),
        }
    }
}

/// What the public sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundStatus {
    Upcoming,
    Open,
    Closed,
    Published,
}
