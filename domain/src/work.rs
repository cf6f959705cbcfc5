//! What takes so long that whoever began it is told how far it is.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkKind {
    /// The ranking of a round is fixed.
    Freezing,
    /// A file of items comes into a bank.
    ItemImport,
    /// A file of units and head-counts.
    UnitImport,
    /// A province with its communes.
    StartingSet,
    /// A file of people who are expected in a contest.
    RosterLoad,
    /// A bank is filled with the items of another one.
    BankCopy,
}

impl WorkKind {
    const ALL: [Self; 6] = [
        Self::Freezing,
        Self::ItemImport,
        Self::UnitImport,
        Self::StartingSet,
        Self::RosterLoad,
        Self::BankCopy,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Freezing => "freezing",
            Self::ItemImport => "item_import",
            Self::UnitImport => "unit_import",
            Self::StartingSet => "starting_set",
            Self::RosterLoad => "roster_load",
            Self::BankCopy => "bank_copy",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_leads_back_to_its_kind() {
        for kind in WorkKind::ALL {
            assert_eq!(WorkKind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(WorkKind::parse("painting"), None);
    }
}
