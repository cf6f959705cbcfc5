//! The steps of the guided path.

/// The step of the guided path where a finding is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Basics,
    Groups,
    Rounds,
    Papers,
    Rules,
    Units,
    Review,
}

impl Step {
    pub const ALL: [Self; 7] = [
        Self::Basics,
        Self::Groups,
        Self::Rounds,
        Self::Papers,
        Self::Rules,
        Self::Units,
        Self::Review,
    ];

    /// What stands in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basics => "basics",
            Self::Groups => "groups",
            Self::Rounds => "rounds",
            Self::Papers => "papers",
            Self::Rules => "rules",
            Self::Units => "units",
            Self::Review => "review",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|step| *step == self)?;
        Self::ALL.get(at + 1).copied()
    }
}
