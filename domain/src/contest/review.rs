//! What is missing, risky or worth a thought before a contest is announced. Findings are data; pages put them into words.

use crate::bank::blueprint::BlueprintCell;
use crate::contest::feasibility::CellSupply;
use crate::contest::round::RoundState;
use crate::contest::settings::{ContestSettings, EntryPolicy, Release, TieBreak};
use crate::time::Timestamp;

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

/// The step of the guided path where a finding is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Basics,
    Groups,
    Rounds,
    Papers,
    Rules,
    Units,
    Review,
}

impl Step {
    pub const ALL: [Self; 7] = [
        Self::Basics,
        Self::Groups,
        Self::Rounds,
        Self::Papers,
        Self::Rules,
        Self::Units,
        Self::Review,
    ];

    /// What stands in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basics => "basics",
            Self::Groups => "groups",
            Self::Rounds => "rounds",
            Self::Papers => "papers",
            Self::Rules => "rules",
            Self::Units => "units",
            Self::Review => "review",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    NoGroups,
    /// No round is left to be announced.
    NoRounds,
    NoUnits,
    EmptyBlueprint {
        group: String,
    },
    /// The bank cannot fill a cell on the days of a round.
    Short {
        group: String,
        round: String,
        cell: BlueprintCell,
        have: u32,
    },
    OpensInPast {
        round: String,
    },
    NoRules,
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
            Self::NoHeadcounts { .. } | Self::NoExclusions | Self::NoDocuments | Self::NoContact => {
                Weight::Advice
            }
        }
    }

    pub const fn step(&self) -> Step {
        match self {
            Self::NoRules | Self::NoDocuments | Self::NoContact => Step::Basics,
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
            | Self::Tight { .. }
            | Self::NoPrediction { .. }
            | Self::IdlePrediction { .. } => Step::Papers,
            Self::DraftsAllowed | Self::KeysAtOnce => Step::Rules,
            Self::NoUnits | Self::NoHeadcounts { .. } | Self::NoRoster | Self::RosterWithoutUnit { .. } => {
                Step::Units
            }
        }
    }
}

/// A contest as far as it has been set up.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    pub has_rules: bool,
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
}

#[derive(Debug, Clone)]
pub struct GroupPlan {
    pub name: String,
    /// How many questions a paper has, predictions too.
    pub questions: u32,
    pub predicts: bool,
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
    overlaps(&plan.rounds, &mut found);
    found.dedup();
    found.sort_by_key(Finding::weight);
    found
}

fn of_contest(plan: &Plan) -> Vec<Finding> {
    let has_draft = plan.rounds.iter().any(|round| round.state == RoundState::Draft);
    let keys_at_once = plan.settings.keys_shown == Release::AtOnce;
    let units = plan.units_without_headcount;
    let no_roster = plan.settings.entry == EntryPolicy::Roster && !plan.has_roster;
    let people = plan.roster_without_unit;
    [
        (plan.groups.is_empty(), Finding::NoGroups),
        (!has_draft, Finding::NoRounds),
        (plan.units == 0, Finding::NoUnits),
        (!plan.has_rules, Finding::NoRules),
        (plan.settings.allow_drafts, Finding::DraftsAllowed),
        (keys_at_once, Finding::KeysAtOnce),
        (no_roster, Finding::NoRoster),
        (people > 0, Finding::RosterWithoutUnit { people }),
        (units > 0, Finding::NoHeadcounts { units }),
        (plan.exclusions == 0, Finding::NoExclusions),
        (plan.documents == 0, Finding::NoDocuments),
        (!plan.has_contact, Finding::NoContact),
    ]
    .into_iter()
    .filter_map(|(holds, finding)| holds.then_some(finding))
    .collect()
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

fn of_supply(round: &RoundPlan, groups: &[GroupPlan], found: &mut Vec<Finding>) {
    for (group, supply) in groups.iter().zip(&round.supplies) {
        let short = supply.iter().filter(|cell| cell.is_short());
        found.extend(short.map(|cell| Finding::Short {
            group: group.name.clone(),
            round: round.name.clone(),
            cell: cell.cell.clone(),
            have: cell.have,
        }));
        let tight = supply
            .iter()
            .filter(|cell| cell.is_tight() && cell.cell.count > 1);
        let finding = Finding::Tight {
            group: group.name.clone(),
            cells: u32::try_from(tight.count()).unwrap_or(u32::MAX),
        };
        let said = matches!(finding, Finding::Tight { cells: 0, .. }) || found.contains(&finding);
        if !said {
            found.push(finding);
        }
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
