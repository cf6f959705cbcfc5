//! The rules of a contest that its organiser sets; every one has a default, none is hard-coded elsewhere.

use serde::{Deserialize, Serialize};

use crate::lang::{Lang, Said, said};
use crate::problem::Problem;

/// Settings of a contest; a round takes them over when it is announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own that an organiser answers"
)]
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
    /// Who may enter.
    pub entry: EntryPolicy,
    /// How a paper is shown where scripts run; without them it is always whole.
    pub presentation: Presentation,
    /// For so many days after publication a participant can object to a question or the result (0: not at all).
    pub complaint_days: u8,
    /// A frozen ranking is published only after another person than the one who froze it has approved it.
    pub second_approval: bool,
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
            entry: EntryPolicy::Open,
            presentation: Presentation::OneAtATime,
            complaint_days: 5,
            second_approval: false,
        }
    }
}

impl ContestSettings {
    /// Problems of the settings by themselves; pointers begin with `/settings`.
    pub fn check(&self) -> Vec<Problem> {
        let limits = [
            (
                self.grace_s > GRACE_S_MOST,
                "grace_s",
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Thời gian chờ thêm có tối đa {GRACE_S_MOST} giây."),
                    Lang::En => format!("The extra moment is at most {GRACE_S_MOST} seconds."),
                }),
            ),
            (
                self.attempts == AttemptsPolicy::UpTo(0),
                "attempts",
                said(
                    "Mỗi người phải được thi ít nhất một lượt.",
                    "Everybody must have at least one attempt.",
                ),
            ),
            (
                self.identity.is_empty(),
                "identity",
                said(
                    "Hãy chọn ít nhất một thông tin để nhận ra người đã đăng ký.",
                    "Choose at least one detail by which somebody who has entered is recognised.",
                ),
            ),
            (
                self.min_age > AGE_MOST,
                "min_age",
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Tuổi tối thiểu không quá {AGE_MOST}."),
                    Lang::En => format!("The minimum age is at most {AGE_MOST}."),
                }),
            ),
            (
                self.guardian_below_age > AGE_MOST,
                "guardian_below_age",
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Tuổi không quá {AGE_MOST}."),
                    Lang::En => format!("The age is at most {AGE_MOST}."),
                }),
            ),
            (
                self.complaint_days > COMPLAINT_DAYS_MOST,
                "complaint_days",
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Thời hạn khiếu nại không quá {COMPLAINT_DAYS_MOST} ngày."),
                    Lang::En => format!("Complaints are taken for at most {COMPLAINT_DAYS_MOST} days."),
                }),
            ),
            (
                repeats(&self.identity),
                "identity",
                said(
                    "Mỗi thông tin chỉ được chọn một lần.",
                    "Each detail can be chosen once only.",
                ),
            ),
            (
                repeats(&self.tie_chain),
                "tie_chain",
                said(
                    "Mỗi tiêu chí phân hạng chỉ được dùng một lần.",
                    "Each tie-break can be used once only.",
                ),
            ),
        ];
        let broken = limits.into_iter().filter(|(broken, ..)| *broken);
        broken
            .map(|(_, field, detail)| Problem::at(format!("/settings/{field}"), detail))
            .collect()
    }
}

const GRACE_S_MOST: u32 = 600;
const AGE_MOST: u8 = 100;
const COMPLAINT_DAYS_MOST: u8 = 30;

fn repeats<T: PartialEq>(list: &[T]) -> bool {
    list.iter()
        .enumerate()
        .any(|(index, value)| list[..index].contains(value))
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
pub enum EntryPolicy {
    /// Everybody whom the group's rules admit.
    Open,
    /// Only people of the contest's roster.
    Roster,
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
    /// Once nobody can answer any more: after the round's end, the last deadline and the grace.
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presentation {
    /// One question after the other, with the way between them always in sight.
    OneAtATime,
    /// All questions on one page.
    All,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(change: impl FnOnce(&mut ContestSettings)) -> Vec<String> {
        let mut settings = ContestSettings::default();
        change(&mut settings);
        settings
            .check()
            .into_iter()
            .map(|problem| problem.pointer)
            .collect()
    }

    #[test]
    fn defaults_are_fine_and_limits_hold() {
        assert_eq!(pointers(|_| {}), [""; 0]);
        assert_eq!(pointers(|settings| settings.grace_s = 600), [""; 0]);
        assert_eq!(pointers(|settings| settings.grace_s = 601), ["/settings/grace_s"]);
        assert_eq!(
            pointers(|settings| settings.attempts = AttemptsPolicy::UpTo(0)),
            ["/settings/attempts"]
        );
        assert_eq!(
            pointers(|settings| settings.identity.clear()),
            ["/settings/identity"]
        );
        assert_eq!(
            pointers(|settings| settings.tie_chain.push(TieBreak::Duration)),
            ["/settings/tie_chain"]
        );
        assert_eq!(pointers(|settings| settings.tie_chain.clear()), [""; 0]);
    }

    #[test]
    fn a_missing_setting_is_its_default_and_an_unknown_one_refused() {
        let read = serde_json::from_str::<ContestSettings>;
        assert_eq!(read("{}").unwrap(), ContestSettings::default());
        assert_eq!(read(r#"{"grace_s":30}"#).unwrap().entry, EntryPolicy::Open);
        assert_eq!(read(r#"{"entry":"roster"}"#).unwrap().entry, EntryPolicy::Roster);
        assert_eq!(
            read(r#"{"attempts":{"up_to":3}}"#).unwrap().attempts,
            AttemptsPolicy::UpTo(3)
        );
        assert!(read(r#"{"graces":3}"#).is_err());
    }

    #[test]
    fn ordinals_begin_at_one() {
        for (policy, allowed) in [
            (AttemptsPolicy::One, 1),
            (AttemptsPolicy::UpTo(3), 3),
            (AttemptsPolicy::Unlimited, 5),
        ] {
            assert_eq!((0..=5).filter(|&ordinal| policy.allows(ordinal)).count(), allowed);
        }
    }
}
