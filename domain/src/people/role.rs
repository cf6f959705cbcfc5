//! Roles of staff accounts. What each may do, the engine's policy decides.

use serde::{Deserialize, Serialize};

use crate::lang::Lang;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the instance: accounts, units, the audit, and everything else.
    Administrator,
    /// Runs contests and banks.
    Organiser,
    /// Writes the items of banks.
    QuestionWriter,
    /// Reads banks and approves their items.
    Reviewer,
    /// Looks after one unit and those below it: its people, its figures.
    Coordinator,
    /// Marks what no key can mark.
    Marker,
    /// Asks the questions of surveys in person.
    Interviewer,
    /// Reads everything and changes nothing.
    Auditor,
}

impl Role {
    pub const ALL: [Self; 8] = [
        Self::Administrator,
        Self::Organiser,
        Self::QuestionWriter,
        Self::Reviewer,
        Self::Coordinator,
        Self::Marker,
        Self::Interviewer,
        Self::Auditor,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Organiser => "organiser",
            Self::QuestionWriter => "question_writer",
            Self::Reviewer => "reviewer",
            Self::Coordinator => "coordinator",
            Self::Marker => "marker",
            Self::Interviewer => "interviewer",
            Self::Auditor => "auditor",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// As people call it.
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Administrator => lang.say("quản trị", "administrator"),
            Self::Organiser => lang.say("ban tổ chức", "organiser"),
            Self::QuestionWriter => lang.say("người soạn câu hỏi", "question writer"),
            Self::Reviewer => lang.say("người thẩm định", "reviewer"),
            Self::Coordinator => lang.say("đầu mối đơn vị", "unit coordinator"),
            Self::Marker => lang.say("người chấm", "marker"),
            Self::Interviewer => lang.say("điều tra viên", "interviewer"),
            Self::Auditor => lang.say("kiểm tra (chỉ xem)", "auditor (read only)"),
        }
    }

    /// Coordinators are nothing without their unit.
    pub const fn needs_unit(self) -> bool {
        matches!(self, Self::Coordinator)
    }

    /// Administrators look after everything.
    pub const fn takes_unit(self) -> bool {
        !matches!(self, Self::Administrator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_read_as_it_is_written() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
            assert_eq!(
                serde_json::to_value(role).unwrap(),
                serde_json::json!(role.as_str())
            );
        }
        assert_eq!(Role::parse("owner"), None);
    }
}
