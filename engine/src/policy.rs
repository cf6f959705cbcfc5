//! The one place that decides who may do what.

mod ownership;
mod proof;

use std::net::IpAddr;

use khao_domain::ids::{AccountId, ContestId, ParticipantId, UnitId};
use khao_domain::people::role::Role;
use khao_domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::people::units::UnitTree;

pub(crate) use ownership::{next_owner, owners_told};

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    Anonymous,
    Participant {
        id: ParticipantId,
        contest: ContestId,
    },
    Staff {
        id: AccountId,
        username: String,
        role: Role,
        unit: Option<UnitId>,
        /// The address the request came from; none on the command line.
        from: Option<IpAddr>,
        /// When they last proved the password: the session began then. Without a session, for ever.
        proved_at: Timestamp,
    },
    /// Staff who must set up a second factor before they do anything else.
    Unproven {
        id: AccountId,
        username: String,
        role: Role,
        from: Option<IpAddr>,
    },
}

/// What staff can do. Whether an object is theirs is asked with [`Actor::reaches`] and [`Actor::unit_scope`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// One's own password, sessions and second factor.
    OwnAccount,
    /// The frame of the console.
    SeeConsole,
    /// Contests with their drafts, figures and lists.
    ReadContests,
    /// Create and change contests, groups, exclusions and rounds; announce, close, freeze, publish.
    RunContests,
    /// Look at what organisers work with: set-up, previews, messages, extra time, people and their attempts.
    InspectContests,
    /// Find people of one's units.
    FindPeople,
    /// Issue a re-entry code anew.
    ReissueCodes,
    /// List banks and export their items.
    ReadBanks,
    /// Create banks and import items.
    ManageBanks,
    /// Let items enter papers.
    ApproveItems,
    /// Download rankings, attempts and answers with names.
    ExportPersonalData,
    /// Download participation per unit and item figures.
    ExportFigures,
    /// List accounts, their sessions, and invitations under way.
    ReadAccounts,
    /// Create, invite, change and lock accounts; reset passwords; end sessions.
    ManageAccounts,
    /// Look through the units and their head-counts, and download them.
    ReadUnits,
    /// Import units and head-counts.
    ManageUnits,
    ReadAudit,
    /// Surveys with their drafts, how many have answered, and figures.
    ReadSurveys,
    /// Create and change surveys, and field them.
    RunSurveys,
    /// Send what interviewers took down, and what stands on paper.
    CollectResponses,
    /// Change the authority's name, emblem, contacts and texts.
    ManageInstance,
}

impl Action {
    pub const ALL: [Self; 21] = [
        Self::OwnAccount,
        Self::SeeConsole,
        Self::ReadContests,
        Self::RunContests,
        Self::InspectContests,
        Self::FindPeople,
        Self::ReissueCodes,
        Self::ReadBanks,
        Self::ManageBanks,
        Self::ApproveItems,
        Self::ExportPersonalData,
        Self::ExportFigures,
        Self::ReadAccounts,
        Self::ManageAccounts,
        Self::ReadUnits,
        Self::ManageUnits,
        Self::ReadAudit,
        Self::ReadSurveys,
        Self::RunSurveys,
        Self::CollectResponses,
        Self::ManageInstance,
    ];

    /// The whole table of rights.
    pub const fn allowed_to(self, role: Role) -> bool {
        use Role::{Administrator, Auditor, Coordinator, Interviewer, Organiser, QuestionWriter, Reviewer};
        match self {
            Self::OwnAccount | Self::SeeConsole => true,
            Self::ReadContests | Self::ReadUnits | Self::FindPeople | Self::ReadSurveys => {
                matches!(role, Administrator | Organiser | Coordinator | Auditor)
            }
            Self::RunContests | Self::RunSurveys => matches!(role, Administrator | Organiser),
            Self::CollectResponses => matches!(role, Administrator | Organiser | Interviewer),
            Self::ReissueCodes => matches!(role, Administrator | Organiser | Coordinator),
            Self::ReadBanks => {
                matches!(
                    role,
                    Administrator | Organiser | QuestionWriter | Reviewer | Auditor
                )
            }
            Self::ManageBanks => matches!(role, Administrator | Organiser | QuestionWriter),
            Self::ApproveItems => matches!(role, Administrator | Reviewer),
            Self::InspectContests | Self::ExportPersonalData | Self::ExportFigures => {
                matches!(role, Administrator | Organiser | Auditor)
            }
            Self::ReadAccounts | Self::ReadAudit => matches!(role, Administrator | Auditor),
            Self::ManageAccounts | Self::ManageUnits | Self::ManageInstance => matches!(role, Administrator),
        }
    }

    /// What concerns the whole authority is not for somebody bound to a unit.
    const fn is_of_the_whole(self) -> bool {
        matches!(
            self,
            Self::ManageAccounts | Self::ManageUnits | Self::ReadAudit | Self::ManageInstance
        )
    }
}

impl Actor {
    /// 401 without a session, 403 where the role lacks the right.
    pub fn may(&self, action: Action) -> Result<()> {
        match self {
            Self::Anonymous => Err(Error::LogIn),
            Self::Unproven { .. } if action == Action::OwnAccount => Ok(()),
            Self::Unproven { .. } => Err(Error::SecondFactorRequired),
            // Bound to no unit, a coordinator would be bound by none.
            Self::Staff { role, unit: None, .. } if role.needs_unit() => Err(Error::Forbidden),
            Self::Staff { .. } if action.is_of_the_whole() && self.bound_to().is_some() => {
                Err(Error::Forbidden)
            }
            Self::Staff { role, .. } if action.allowed_to(*role) => Ok(()),
            Self::Participant { .. } | Self::Staff { .. } => Err(Error::Forbidden),
        }
    }

    /// Anybody with a session.
    pub fn present(&self) -> Result<()> {
        match self {
            Self::Anonymous => Err(Error::LogIn),
            Self::Participant { .. } | Self::Staff { .. } | Self::Unproven { .. } => Ok(()),
        }
    }

    /// The participant, or what stands in the way.
    pub fn participant(&self) -> Result<(ParticipantId, ContestId)> {
        match self {
            Self::Anonymous => Err(Error::LogIn),
            Self::Participant { id, contest } => Ok((*id, *contest)),
            Self::Staff { .. } | Self::Unproven { .. } => Err(Error::Forbidden),
        }
    }

    /// The unit whose subtree holds every contest and bank this account may see; administrators see all of them.
    pub fn bound_to(&self) -> Option<UnitId> {
        match self {
            Self::Staff { role, unit, .. } if role.takes_unit() => *unit,
            _ => None,
        }
    }

    /// Whether a contest or a bank of this owner is one the account looks after; no owner is the whole authority.
    ///
    /// Coordinators look after their own people, who take part in the contests of the units above them too.
    pub fn reaches(&self, units: &UnitTree, owner: Option<UnitId>) -> bool {
        let Some(own) = self.bound_to() else { return true };
        match owner {
            Some(owner) if units.is_within(owner, own) => true,
            Some(owner) => self.is_coordinator() && units.is_within(own, owner),
            None => self.is_coordinator(),
        }
    }

    const fn is_coordinator(&self) -> bool {
        matches!(
            self,
            Self::Staff {
                role: Role::Coordinator,
                ..
            }
        )
    }

    /// What is not announced is for those who prepare it; coordinators look after people.
    pub(crate) const fn sees_drafts(&self) -> bool {
        !self.is_coordinator()
    }

    /// Whether a unit's head-counts are for them: coordinators see their own unit with all below it.
    pub(crate) fn sees_unit(&self, units: &UnitTree, unit: UnitId) -> bool {
        self.unit_scope().is_none_or(|own| units.is_within(unit, own))
    }

    /// How far somebody's long work is concerns them, and administrators.
    pub(crate) fn sees_work_of(&self, account: AccountId) -> bool {
        let is_administrator = matches!(
            self,
            Self::Staff {
                role: Role::Administrator,
                ..
            }
        );
        is_administrator || self.account() == Some(account)
    }

    /// The unit whose people and figures a coordinator sees; none for those who see all people of their contests.
    pub fn unit_scope(&self) -> Option<UnitId> {
        match self {
            Self::Staff {
                role: Role::Coordinator,
                unit,
                ..
            } => *unit,
            _ => None,
        }
    }

    /// Whoever can open the database: the command line and the demo, without an account.
    pub fn owner() -> Self {
        Self::Staff {
            id: AccountId(uuid::Uuid::nil()),
            username: "owner".to_owned(),
            role: Role::Administrator,
            unit: None,
            from: None,
            proved_at: Timestamp(i64::MAX),
        }
    }

    /// The same, known to come from this address: the audit tells it of staff.
    #[must_use]
    pub fn coming_from(mut self, address: IpAddr) -> Self {
        if let Self::Staff { from, .. } | Self::Unproven { from, .. } = &mut self {
            *from = Some(address);
        }
        self
    }

    pub(crate) fn address(&self) -> Option<IpAddr> {
        match self {
            Self::Staff { from, .. } | Self::Unproven { from, .. } => *from,
            _ => None,
        }
    }

    pub(crate) fn account(&self) -> Option<AccountId> {
        match self {
            Self::Staff { id, .. } | Self::Unproven { id, .. } => Some(*id),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line a right: who has it, in the order of the roles.
    #[test]
    fn rights_are_exactly_these() {
        let table = [
            // Administrator, organiser, writer, reviewer, coordinator, marker, interviewer, auditor.
            (Action::OwnAccount, "a o w r c m i u"),
            (Action::SeeConsole, "a o w r c m i u"),
            (Action::ReadContests, "a o . . c . . u"),
            (Action::RunContests, "a o . . . . . ."),
            (Action::InspectContests, "a o . . . . . u"),
            (Action::FindPeople, "a o . . c . . u"),
            (Action::ReissueCodes, "a o . . c . . ."),
            (Action::ReadBanks, "a o w r . . . u"),
            (Action::ManageBanks, "a o w . . . . ."),
            (Action::ApproveItems, "a . . r . . . ."),
            (Action::ExportPersonalData, "a o . . . . . u"),
            (Action::ExportFigures, "a o . . . . . u"),
            (Action::ReadAccounts, "a . . . . . . u"),
            (Action::ManageAccounts, "a . . . . . . ."),
            (Action::ReadUnits, "a o . . c . . u"),
            (Action::ManageUnits, "a . . . . . . ."),
            (Action::ReadAudit, "a . . . . . . u"),
            (Action::ReadSurveys, "a o . . c . . u"),
            (Action::RunSurveys, "a o . . . . . ."),
            (Action::CollectResponses, "a o . . . . i ."),
            (Action::ManageInstance, "a . . . . . . ."),
        ];
        assert_eq!(table.map(|(action, _)| action), Action::ALL);
        for (action, row) in table {
            for (role, sign) in Role::ALL.into_iter().zip(row.split(' ')) {
                assert_eq!(action.allowed_to(role), sign != ".", "{action:?} of {role:?}");
            }
        }
    }

    fn staff(role: Role, unit: Option<u128>) -> Actor {
        Actor::Staff {
            id: AccountId(uuid::Uuid::nil()),
            username: "ai.do".to_owned(),
            role,
            unit: unit.map(|id| UnitId(uuid::Uuid::from_u128(id))),
            from: None,
            proved_at: Timestamp(0),
        }
    }

    #[test]
    fn a_unit_takes_away_what_concerns_the_whole_and_a_coordinator_has_one() {
        assert!(matches!(
            Actor::Anonymous.may(Action::SeeConsole),
            Err(Error::LogIn)
        ));
        staff(Role::Auditor, None).may(Action::ReadAudit).unwrap();
        let bound = staff(Role::Auditor, Some(1));
        assert!(matches!(bound.may(Action::ReadAudit), Err(Error::Forbidden)));
        bound.may(Action::ReadAccounts).unwrap();
        let nowhere = staff(Role::Coordinator, None);
        assert!(matches!(nowhere.may(Action::SeeConsole), Err(Error::Forbidden)));
        // An administrator's unit, from the time when one could be given, binds nobody.
        staff(Role::Administrator, Some(1))
            .may(Action::ReadAudit)
            .unwrap();
        assert_eq!(staff(Role::Administrator, Some(1)).bound_to(), None);
    }
}
