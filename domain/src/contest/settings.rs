//! The rules of a contest that its organiser sets; every one has a default, none is hard-coded elsewhere.

use serde::{Deserialize, Serialize};

/// Settings of a contest; a round takes them over when it is announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContestSettings {
    pub attempts: AttemptsPolicy,
    /// Which attempt counts where several are allowed.
    pub counted: CountedAttempt,
    /// Seconds after the deadline in which answers are still taken (0 to 600).
    pub grace_s: u32,
    pub deadline: DeadlineRule,
    pub score_shown: Release,
    /// When right answers and explanations are shown; never before the round is closed unless `at_once` is chosen.
    pub keys_shown: Release,
    /// What makes two entries the same person.
    pub identity: Vec<IdentityField>,
    /// How ties are broken, in this order.
    pub tie_chain: Vec<TieBreak>,
    pub participants_counted: ParticipantsCounted,
    /// How rounds make the ranking of the whole contest.
    pub overall: Overall,
    /// Drafts enter papers only where this is set.
    pub allow_drafts: bool,
    /// Both age limits are in whole years on the day of entry.
    pub min_age: u8,
    /// Below this age a guardian consents too.
    pub guardian_below_age: u8,
    /// Ask for these beyond name, birth date and unit.
    pub phone_required: bool,
    pub staff_code_asked: bool,
}

impl Default for ContestSettings {
    fn default() -> Self {
        Self {
            attempts: AttemptsPolicy::One,
            counted: CountedAttempt::Best,
            grace_s: 30,
            deadline: DeadlineRule::EndOfRound,
            score_shown: Release::AtOnce,
            keys_shown: Release::AfterPublication,
            identity: vec![
                IdentityField::Name,
                IdentityField::BirthDate,
                IdentityField::Unit,
                IdentityField::Phone,
            ],
            tie_chain: vec![TieBreak::Prediction, TieBreak::Duration, TieBreak::SubmissionTime],
            participants_counted: ParticipantsCounted::SubmittedPersons,
            overall: Overall::SumOfBest,
            allow_drafts: false,
            min_age: 0,
            guardian_below_age: 16,
            phone_required: false,
            staff_code_asked: false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptsPolicy {
    One,
    /// At most this many a round.
    UpTo(u32),
    Unlimited,
}

impl AttemptsPolicy {
    pub const fn allows(self, ordinal: u32) -> bool {
        match self {
            Self::One => ordinal == 1,
            Self::UpTo(most) => ordinal >= 1 && ordinal <= most,
            Self::Unlimited => ordinal >= 1,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountedAttempt {
    Best,
    First,
    Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineRule {
    /// min(start + duration, end of the round).
    EndOfRound,
    /// start + duration, also past the end of the round.
    FullDuration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// As soon as the attempt is submitted.
    AtOnce,
    /// Once the round is closed.
    AfterClosing,
    /// Once the round's ranking is published.
    AfterPublication,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityField {
    Name,
    BirthDate,
    Unit,
    Phone,
    Email,
    StaffCode,
}

/// After the score, always the first link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieBreak {
    /// The smaller |prediction − truth|; no prediction comes last.
    Prediction,
    /// The shorter time from start to submission.
    Duration,
    /// The earlier submission.
    SubmissionTime,
}

/// What "number of participants" means, for predictions and boards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParticipantsCounted {
    /// Persons with at least one submitted, not voided attempt of the round, over all groups.
    SubmittedPersons,
    /// Persons who started at least one attempt of the round.
    StartedPersons,
    /// Submitted, not voided attempts of the round.
    SubmittedAttempts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overall {
    /// The sum of each person's counted attempts of all published rounds.
    SumOfBest,
    /// The best single round of each person.
    BestRound,
}
