//! The one place that decides who may do what.

use std::net::IpAddr;

use khao_domain::ids::{AccountId, ContestId, ParticipantId, UnitId};
use khao_domain::people::role::Role;

use crate::error::{Error, Result};

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
    },
}

/// What staff can do. Whether an object is within a coordinator's unit is asked with [`Actor::unit_scope`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Create and list accounts.
    ManageAccounts,
    /// Import units and head-counts.
    ManageUnits,
    /// Create banks, import and export items.
    ManageBanks,
    /// Let imported items enter papers at once.
    ApproveItems,
    /// Create and change contests, groups, exclusions and rounds; announce, close, freeze, publish.
    RunContests,
    /// See figures and lists in the console.
    SeeConsole,
    /// Find people of one's units and issue a re-entry code anew.
    ReissueCodes,
    /// Download rankings, attempts and answers with names.
    ExportPersonalData,
    /// Download participation per unit and item figures.
    ExportFigures,
    ReadAudit,
    /// Change the authority's name, emblem, contacts and texts.
    ManageInstance,
}

impl Action {
    pub const ALL: [Self; 11] = [
        Self::ManageAccounts,
        Self::ManageUnits,
        Self::ManageBanks,
        Self::ApproveItems,
        Self::RunContests,
        Self::SeeConsole,
        Self::ReissueCodes,
        Self::ExportPersonalData,
        Self::ExportFigures,
        Self::ReadAudit,
        Self::ManageInstance,
    ];

    /// The whole table of rights.
    pub const fn allowed_to(self, role: Role) -> bool {
        match role {
            Role::Administrator => true,
            Role::Organiser => !matches!(
                self,
                Self::ManageAccounts
                    | Self::ManageUnits
                    | Self::ApproveItems
                    | Self::ReadAudit
                    | Self::ManageInstance
            ),
            Role::Coordinator => matches!(self, Self::SeeConsole | Self::ReissueCodes),
        }
    }
}

impl Actor {
    /// 401 without a session, 403 where the role lacks the right.
    pub fn may(&self, action: Action) -> Result<()> {
        match self {
            Self::Anonymous => Err(Error::LogIn),
            // Bound to no unit, a coordinator would be bound by none.
            Self::Staff {
                role: Role::Coordinator,
                unit: None,
                ..
            } => Err(Error::Forbidden),
            Self::Staff { role, .. } if action.allowed_to(*role) => Ok(()),
            Self::Participant { .. } | Self::Staff { .. } => Err(Error::Forbidden),
        }
    }

    /// Anybody with a session.
    pub fn present(&self) -> Result<()> {
        match self {
            Self::Anonymous => Err(Error::LogIn),
            Self::Participant { .. } | Self::Staff { .. } => Ok(()),
        }
    }

    /// The participant, or what stands in the way.
    pub fn participant(&self) -> Result<(ParticipantId, ContestId)> {
        match self {
            Self::Anonymous => Err(Error::LogIn),
            Self::Participant { id, contest } => Ok((*id, *contest)),
            Self::Staff { .. } => Err(Error::Forbidden),
        }
    }

    /// The unit a coordinator is bound to; none for those who see all units.
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
        }
    }

    /// The same, known to come from this address: the audit tells it of staff.
    #[must_use]
    pub fn coming_from(mut self, address: IpAddr) -> Self {
        if let Self::Staff { from, .. } = &mut self {
            *from = Some(address);
        }
        self
    }

    pub(crate) fn address(&self) -> Option<IpAddr> {
        match self {
            Self::Staff { from, .. } => *from,
            _ => None,
        }
    }

    pub(crate) fn account(&self) -> Option<AccountId> {
        match self {
            Self::Staff { id, .. } => Some(*id),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_exactly_these() {
        let count = |role| {
            Action::ALL
                .into_iter()
                .filter(|action| action.allowed_to(role))
                .count()
        };
        assert_eq!(count(Role::Administrator), 11);
        assert_eq!(count(Role::Organiser), 6);
        assert_eq!(count(Role::Coordinator), 2);
        assert!(matches!(
            Actor::Anonymous.may(Action::SeeConsole),
            Err(Error::LogIn)
        ));
    }
}
