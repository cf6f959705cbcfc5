//! From a draft to an item that papers may hold: each step, and from where it can be taken.

use crate::bank::item::ItemStatus;
use crate::lang::Lang;

/// What can be done with an item as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Somebody else has looked at it.
    Review,
    /// Papers may hold it.
    Approve,
    /// Its author has to look at it again.
    SendBack,
    /// Papers hold it no more.
    Retire,
    /// What was retired is a draft again; unchanged since, what it was before.
    Restore,
}

impl Step {
    pub const ALL: [Self; 5] = [
        Self::Review,
        Self::Approve,
        Self::SendBack,
        Self::Retire,
        Self::Restore,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Approve => "approve",
            Self::SendBack => "send-back",
            Self::Retire => "retire",
            Self::Restore => "restore",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }

    /// Where the step leads; none where it cannot be taken.
    pub const fn from(self, status: ItemStatus) -> Option<ItemStatus> {
        use ItemStatus::{Approved, Draft, Retired, Reviewed};
        match (self, status) {
            (Self::Review, Draft) => Some(Reviewed),
            (Self::Approve, Reviewed) => Some(Approved),
            (Self::SendBack, Reviewed | Approved) | (Self::Restore, Retired) => Some(Draft),
            (Self::Retire, Draft | Reviewed | Approved) => Some(Retired),
            _ => None,
        }
    }

    /// Judged by a reviewer, and never by whoever wrote the content.
    pub const fn judges(self) -> bool {
        matches!(self, Self::Review | Self::Approve | Self::SendBack)
    }

    /// What its button says.
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Review => lang.say("Xác nhận đã thẩm định", "Mark as reviewed"),
            Self::Approve => lang.say("Duyệt", "Approve"),
            Self::SendBack => lang.say("Trả lại người soạn", "Send back"),
            Self::Retire => lang.say("Ngừng dùng", "Retire"),
            Self::Restore => lang.say("Dùng lại", "Restore"),
        }
    }
}

impl ItemStatus {
    pub const ALL: [Self; 4] = [Self::Draft, Self::Reviewed, Self::Approved, Self::Retired];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Reviewed => "reviewed",
            Self::Approved => "approved",
            Self::Retired => "retired",
        }
    }

    /// Whoever changes an item makes it a draft of their own, unless it is retired.
    #[must_use]
    pub const fn after_change(self) -> Self {
        match self {
            Self::Retired => Self::Retired,
            Self::Draft | Self::Reviewed | Self::Approved => Self::Draft,
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Draft => lang.say("Nháp", "Draft"),
            Self::Reviewed => lang.say("Đã thẩm định", "Reviewed"),
            Self::Approved => lang.say("Đã duyệt", "Approved"),
            Self::Retired => lang.say("Ngừng dùng", "Retired"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ItemStatus::{Approved, Draft, Retired, Reviewed};

    #[test]
    fn every_step_starts_only_where_it_may() {
        let table = [
            (Step::Review, [Some(Reviewed), None, None, None]),
            (Step::Approve, [None, Some(Approved), None, None]),
            (Step::SendBack, [None, Some(Draft), Some(Draft), None]),
            (Step::Retire, [Some(Retired), Some(Retired), Some(Retired), None]),
            (Step::Restore, [None, None, None, Some(Draft)]),
        ];
        for (step, leads) in table {
            assert_eq!(ItemStatus::ALL.map(|status| step.from(status)), leads, "{step:?}");
            assert_eq!(Step::parse(step.as_str()), Some(step));
        }
        assert_eq!(Step::parse("publish"), None);
    }

    #[test]
    fn a_status_is_called_as_it_is_stored() {
        for status in ItemStatus::ALL {
            assert_eq!(
                serde_json::to_value(status).unwrap(),
                serde_json::json!(status.as_str())
            );
            assert_eq!(ItemStatus::parse(status.as_str()), Some(status));
            let changed = if status == Retired { Retired } else { Draft };
            assert_eq!(status.after_change(), changed);
        }
    }
}
