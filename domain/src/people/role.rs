//! Roles of staff accounts, and what each may do. The engine's policy is the only reader.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the instance: accounts, units, approval of items, the audit.
    Administrator,
    /// Runs contests and banks.
    Organiser,
    /// Looks after one unit and those below it: its people, its figures.
    Coordinator,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Administrator, Self::Organiser, Self::Coordinator];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Organiser => "organiser",
            Self::Coordinator => "coordinator",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}
