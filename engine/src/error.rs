//! What can go wrong at the engine's edge. Causes are for the log, never for the caller.

use khao_domain::bank::blueprint::Shortage;
use khao_domain::lang::Said;
use khao_domain::problem::Problem;
use khao_domain::table::RowProblem;
use serde::{Deserialize, Serialize};

use crate::people::log_in::SecondStep;
use crate::store::StoreError;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no or a dead session")]
    LogIn,
    #[error("unknown code, name or password")]
    NotRecognised,
    #[error("the password is right, and a code is needed as well")]
    SecondFactorNeeded(SecondStep),
    #[error("a second factor must be set up first")]
    SecondFactorRequired,
    /// The password was proved too long ago for what is asked.
    #[error("the password must be proved again")]
    ProofNeeded,
    #[error("the role lacks the right")]
    Forbidden,
    /// A key is changed by whoever may open its bank.
    #[error("the bank belongs to another unit")]
    ForeignBank,
    #[error("only people of the contest's roster may enter")]
    NotListed,
    #[error("not found")]
    NotFound,
    #[error("not published yet")]
    NotPublished,
    #[error("invalid input")]
    Invalid(Vec<Problem>),
    /// Somebody else has changed these fields since they were shown.
    #[error("changed meanwhile")]
    Stale(Vec<Problem>),
    #[error("invalid rows")]
    InvalidRows(Vec<RowProblem>),
    #[error("conflict: {0:?}")]
    Conflict(Conflict),
    #[error("the bank cannot fill the blueprint")]
    BankTooSmall(Vec<Shortage>),
    #[error("an idempotency key came back with another body")]
    KeyReused,
    #[error("too many tries")]
    RateLimited { retry_after_s: u32 },
    #[error("overloaded")]
    Busy { retry_after_s: u32 },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("internal: {0}")]
    Internal(String),
}

/// Right in form, but not now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    RoundNotOpen,
    RoundClosed,
    NoAttemptLeft,
    AttemptClosed,
    /// Registered already, or excluded: the same neutral answer.
    EnterWithCode,
    /// Put on the list of those who may not take part after they entered.
    Excluded,
    /// The round is not in the state this step starts from.
    WrongState,
    /// Nothing can be objected to before the publication, or after the window.
    ComplaintsClosed,
    /// Somebody else has answered the complaint meanwhile.
    AnsweredAlready,
    /// A ranking of the contest is public.
    PrizesFixed,
    /// A ranking waits for the approval of a second person.
    NotApproved,
    /// Who froze a ranking cannot approve it.
    OwnRanking,
    /// The round still has open attempts.
    AttemptsOpen,
    /// The slug, username or name is taken.
    Taken,
    /// Another change of this bank is under way.
    ImportRunning,
    /// What a correction does was looked at before another correction, or before a paper was voided or restored.
    PreviewOlder,
    /// Somebody else has changed the item meanwhile.
    ItemChanged,
    /// The bank has changed since the import that was to be taken back.
    BankChanged,
    /// A newer ranking waits than the one that was looked at.
    RankingNewer,
    /// What was looked through before the announcement is not what is there now.
    ReviewStale,
    /// The commitment of an announced round covers the rules.
    RulesPromised,
    /// The contest's people, announced rounds or prizes forbid the change.
    InUse,
    /// Another person of the contest has these data.
    SamePerson,
    /// There is no open attempt to give time to.
    NoAttemptOpen,
    /// The attempt is voided already, or is not.
    VoidedAlready,
    /// A second factor counts already.
    SecondFactorThere,
    /// No wave of the survey takes answers now.
    SurveyClosed,
    /// As many as were wanted have answered.
    QuotaFull,
    /// The token was used: whoever holds it has answered.
    InvitationUsed,
    /// The invitation was taken back, is too old, or is of another wave.
    InvitationOver,
    /// The wave is not one by invitation.
    NotByInvitation,
    /// The tokens of a batch can be read no more.
    SlipsGone,
    /// Somebody else has changed the form meanwhile.
    FormChanged,
    /// Somebody or something belongs to the unit.
    UnitInUse,
    /// What a file would do to the roster is not what was shown any more.
    RosterChanged,
    /// The units are not as the import left them.
    UnitsChanged,
}

impl Error {
    pub fn invalid(pointer: &str, detail: impl Into<Said>) -> Self {
        Self::Invalid(vec![Problem::at(pointer, detail)])
    }

    /// Refuses with all that is wrong, if anything is.
    pub(crate) fn if_any(problems: Vec<Problem>) -> Result<()> {
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Self::Invalid(problems))
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
