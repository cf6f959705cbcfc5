//! What is missing, risky or worth a thought before a contest is announced. Findings are data; pages put them into words.

use crate::bank::blueprint::BlueprintCell;
use crate::contest::feasibility::{CellSupply, Waiting};
use crate::contest::round::RoundState;
use crate::contest::rules_text;
use crate::contest::settings::{ContestSettings, EntryPolicy, Release, TieBreak};
use crate::ids::BankId;
use crate::time::Timestamp;

mod step;
mod supply;

pub use step::Step;
use supply::{of_supply, of_waiting};

/// Less than this for a question is a race.
const SECONDS_A_QUESTION_LEAST: u32 = 20;
/// More than this for a question is time to look everything up.
const SECONDS_A_QUESTION_MOST: u32 = 300;
/// Who is told later than this before a round opens may miss it.
const NOTICE_S: i64 = 24 * 3600;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing can be announced before it is mended.
    Missing,
    /// It can be announced, and may be regretted.
    Risky,
    /// Most contests have it.
    Advice,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    NoGroups,
    NoRounds,
    NoUnits,
    EmptyBlueprint {
        group: String,
    },
    /// The bank cannot fill a cell on the days of a round, or of several.
    Short {
        group: String,
        /// All that lack the same.
        rounds: Vec<String>,
        cell: BlueprintCell,
        have: u32,
    },
    /// A paper cannot be drawn while its bank has items that nobody has approved.
    ItemsWait {
        bank: BankId,
        bank_name: String,
        waiting: Waiting,
    },
    OpensInPast {
        round: String,
    },
    NoRules,
    /// The text of the rules speaks of so many attempts; others are set.
    RulesSayAttempts {
        said: u32,
    },
    /// The text of the rules gives complaints so many days; others are set.
    RulesSayComplaintDays {
        said: u32,
        set: u32,
    },
    /// The text of the rules names weekdays that are not those of the round.
    RulesSayWeekdays {
        round: String,
    },
    /// So many cells have fewer than twice the items they need.
    Tight {
        group: String,
        cells: u32,
    },
    Overlap {
        round: String,
        next: String,
    },
    ShortNotice {
        round: String,
    },
    /// A round is open for less time than a paper takes.
    RoundTooShort {
        round: String,
    },
    TooFast {
        round: String,
        seconds_a_question: u32,
    },
    TooSlow {
        round: String,
        seconds_a_question: u32,
    },
    DraftsAllowed,
    /// Right answers are shown while others still answer.
    KeysAtOnce,
    /// Ties are to be broken by a prediction that no paper of the group asks for.
    NoPrediction {
        group: String,
    },
    /// A prediction is asked for and breaks no tie.
    IdlePrediction {
        group: String,
    },
    /// Only people of the roster may enter, and there is none: nobody can.
    NoRoster,
    /// People of the roster whose unit is not there any more: nobody can enter for it.
    RosterWithoutUnit {
        people: u32,
    },
    NoHeadcounts {
        units: u32,
    },
    NoExclusions,
    NoDocuments,
    NoContact,
    /// They are fixed when the first ranking is public.
    NoPrizes,
}

impl Finding {
    pub const fn weight(&self) -> Weight {
        match self {
            Self::NoGroups
            | Self::NoRounds
            | Self::NoUnits
            | Self::EmptyBlueprint { .. }
            | Self::Short { .. }
            | Self::OpensInPast { .. } => Weight::Missing,
            Self::NoRules
            | Self::ItemsWait { .. }
            | Self::RulesSayAttempts { .. }
            | Self::RulesSayComplaintDays { .. }
            | Self::RulesSayWeekdays { .. }
            | Self::Tight { .. }
            | Self::Overlap { .. }
            | Self::ShortNotice { .. }
            | Self::RoundTooShort { .. }
            | Self::TooFast { .. }
            | Self::TooSlow { .. }
            | Self::DraftsAllowed
            | Self::KeysAtOnce
            | Self::NoPrediction { .. }
            | Self::IdlePrediction { .. }
            | Self::NoRoster
            | Self::RosterWithoutUnit { .. } => Weight::Risky,
            Self::NoHeadcounts { .. }
            | Self::NoExclusions
            | Self::NoDocuments
            | Self::NoContact
            | Self::NoPrizes => Weight::Advice,
        }
    }

    pub const fn step(&self) -> Step {
        match self {
            Self::NoRules
            | Self::RulesSayAttempts { .. }
            | Self::RulesSayComplaintDays { .. }
            | Self::RulesSayWeekdays { .. }
            | Self::NoDocuments
            | Self::NoContact => Step::Basics,
            Self::NoGroups | Self::NoExclusions => Step::Groups,
            Self::NoRounds
            | Self::OpensInPast { .. }
            | Self::Overlap { .. }
            | Self::ShortNotice { .. }
            | Self::RoundTooShort { .. }
            | Self::TooFast { .. }
            | Self::TooSlow { .. } => Step::Rounds,
            Self::EmptyBlueprint { .. }
            | Self::Short { .. }
            | Self::ItemsWait { .. }
            | Self::Tight { .. }
            | Self::NoPrediction { .. }
            | Self::IdlePrediction { .. } => Step::Papers,
            Self::DraftsAllowed | Self::KeysAtOnce => Step::Rules,
            Self::NoPrizes => Step::Review,
            Self::NoUnits | Self::NoHeadcounts { .. } | Self::NoRoster | Self::RosterWithoutUnit { .. } => {
                Step::Units
            }
        }
    }
}

/// A contest as far as it has been set up.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    /// In Markdown.
    pub rules: &'a str,
    pub settings: &'a ContestSettings,
    pub groups: Vec<GroupPlan>,
    pub rounds: Vec<RoundPlan>,
    pub units: u32,
    pub units_without_headcount: u32,
    pub has_roster: bool,
    /// People of the roster whose unit is not there any more.
    pub roster_without_unit: u32,
    pub exclusions: usize,
    pub documents: usize,
    /// The site names a hotline or an e-mail address.
    pub has_contact: bool,
    pub prizes: usize,
}

#[derive(Debug, Clone)]
pub struct GroupPlan {
    pub name: String,
    /// How many questions a paper has, predictions too.
    pub questions: u32,
    pub predicts: bool,
    pub bank: BankId,
    pub bank_name: String,
    /// What papers could hold if it were approved.
    pub waiting: Waiting,
}

#[derive(Debug, Clone)]
pub struct RoundPlan {
    pub name: String,
    pub state: RoundState,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub duration_s: u32,
    /// Of each group, in their order; empty once the round is announced.
    pub supplies: Vec<Vec<CellSupply>>,
}

/// Everything found, the weightiest first.
pub fn findings(plan: &Plan, now: Timestamp) -> Vec<Finding> {
    let mut found = of_contest(plan);
    of_rules(plan, &mut found);
    for group in &plan.groups {
        of_group(group, plan.settings, &mut found);
    }
    for round in plan
        .rounds
        .iter()
        .filter(|round| round.state == RoundState::Draft)
    {
        of_round(round, &plan.groups, now, &mut found);
        of_supply(round, &plan.groups, &mut found);
    }
    of_waiting(plan, &mut found);
    overlaps(&plan.rounds, &mut found);
    found.dedup();
    found.sort_by_key(Finding::weight);
    found
}

fn of_contest(plan: &Plan) -> Vec<Finding> {
    let keys_at_once = plan.settings.keys_shown == Release::AtOnce;
    let units = plan.units_without_headcount;
    let no_roster = plan.settings.entry == EntryPolicy::Roster && !plan.has_roster;
    let people = plan.roster_without_unit;
    [
        (plan.groups.is_empty(), Finding::NoGroups),
        (plan.rounds.is_empty(), Finding::NoRounds),
        (plan.units == 0, Finding::NoUnits),
        (plan.rules.trim().is_empty(), Finding::NoRules),
        (plan.settings.allow_drafts, Finding::DraftsAllowed),
        (keys_at_once, Finding::KeysAtOnce),
        (no_roster, Finding::NoRoster),
        (people > 0, Finding::RosterWithoutUnit { people }),
        (units > 0, Finding::NoHeadcounts { units }),
        (plan.exclusions == 0, Finding::NoExclusions),
        (plan.documents == 0, Finding::NoDocuments),
        (!plan.has_contact, Finding::NoContact),
        (plan.prizes == 0, Finding::NoPrizes),
    ]
    .into_iter()
    .filter_map(|(holds, finding)| holds.then_some(finding))
    .collect()
}

/// Where the text of the rules, which nobody can change later, says something else than what is set.
fn of_rules(plan: &Plan, found: &mut Vec<Finding>) {
    if let Some(said) = rules_text::other_attempts(plan.rules, plan.settings.attempts) {
        found.push(Finding::RulesSayAttempts { said });
    }
    let set = plan.settings.complaint_days.into();
    if let Some(said) = rules_text::other_complaint_days(plan.rules, set) {
        found.push(Finding::RulesSayComplaintDays { said, set });
    }
    let mut drafts = plan
        .rounds
        .iter()
        .filter(|round| round.state == RoundState::Draft);
    let other = drafts.find(|round| rules_text::other_weekdays(plan.rules, round.opens_at, round.closes_at));
    found.extend(other.map(|round| Finding::RulesSayWeekdays {
        round: round.name.clone(),
    }));
}

fn of_group(group: &GroupPlan, settings: &ContestSettings, found: &mut Vec<Finding>) {
    let name = || group.name.clone();
    if group.questions == 0 {
        found.push(Finding::EmptyBlueprint { group: name() });
        return;
    }
    let breaks_ties = settings.tie_chain.contains(&TieBreak::Prediction);
    match (breaks_ties, group.predicts) {
        (true, false) => found.push(Finding::NoPrediction { group: name() }),
        (false, true) => found.push(Finding::IdlePrediction { group: name() }),
        _ => {}
    }
}

fn of_round(round: &RoundPlan, groups: &[GroupPlan], now: Timestamp, found: &mut Vec<Finding>) {
    let name = || round.name.clone();
    if round.opens_at <= now {
        found.push(Finding::OpensInPast { round: name() });
    } else if round.opens_at.seconds_since(now) < NOTICE_S {
        found.push(Finding::ShortNotice { round: name() });
    }
    if round.closes_at.seconds_since(round.opens_at) < i64::from(round.duration_s) {
        found.push(Finding::RoundTooShort { round: name() });
    }
    let most = groups.iter().map(|group| group.questions).max().unwrap_or(0);
    let Some(seconds_a_question) = round.duration_s.checked_div(most) else {
        return;
    };
    if seconds_a_question < SECONDS_A_QUESTION_LEAST {
        found.push(Finding::TooFast {
            round: name(),
            seconds_a_question,
        });
    } else if seconds_a_question > SECONDS_A_QUESTION_MOST {
        found.push(Finding::TooSlow {
            round: name(),
            seconds_a_question,
        });
    }
}

/// Rounds of which one opens before the other has closed.
fn overlaps(rounds: &[RoundPlan], found: &mut Vec<Finding>) {
    let mut ordered: Vec<&RoundPlan> = rounds.iter().collect();
    ordered.sort_by_key(|round| round.opens_at);
    for pair in ordered.windows(2) {
        if let [round, next] = pair
            && next.opens_at < round.closes_at
            && next.state == RoundState::Draft
        {
            found.push(Finding::Overlap {
                round: round.name.clone(),
                next: next.name.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests;
