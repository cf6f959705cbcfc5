//! Identifiers: newtypes over UUIDs, so that one kind is never taken for another.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use uuid::{Builder, Uuid};

use crate::time::Timestamp;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(s).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A staff account.
    AccountId,
    /// Extra time for attempts.
    GrantId,
    /// What everybody in a contest is told.
    MessageId,
    /// A one-time link to a new account.
    InvitationId,
    /// What a session is called where its token must not be: made of the token's hash.
    SessionId,
    /// A question bank.
    BankId,
    /// A file of items that somebody looks over before it is imported.
    UploadId,
    /// Long work that somebody began.
    WorkId,
    ContestId,
    /// What a contest gives.
    PrizeId,
    /// An objection of a participant.
    ComplaintId,
    /// A document of a contest.
    AttachmentId,
    /// Somebody who is expected to take part in a contest.
    RosterPersonId,
    /// A group of participants of a contest (officials, citizens).
    GroupId,
    RoundId,
    ParticipantId,
    /// One attempt; derived from round, participant and ordinal, see [`AttemptId::derive`].
    AttemptId,
    /// A unit: province, department, commune.
    UnitId,
    SurveyId,
    /// The time in which a survey takes answers to one version of its form.
    WaveId,
    /// Invitations to a wave that were made together.
    BatchId,
}

impl AttemptId {
    /// `UUIDv8` of the first 16 bytes of SHA-256("khao attempt 1" ‖ round ‖ participant ‖ ordinal as 4 bytes, big end first).
    ///
    /// One person can have only one attempt of an ordinal in a round, because the primary key says so.
    pub fn derive(round: RoundId, participant: ParticipantId, ordinal: u32) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"khao attempt 1");
        hash.update(round.0.as_bytes());
        hash.update(participant.0.as_bytes());
        hash.update(ordinal.to_be_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let mut head = [0u8; 16];
        head.copy_from_slice(&digest[..16]);
        Self(Builder::from_custom_bytes(head).into_uuid())
    }
}

/// A `UUIDv7` made from the given time and ten random bytes.
pub fn time_ordered(now: Timestamp, random: [u8; 10]) -> Uuid {
    Builder::from_unix_timestamp_millis(now.millis().unsigned_abs(), &random).into_uuid()
}
