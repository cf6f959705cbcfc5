use super::*;
use crate::bank::item::ItemStatus;
use crate::bank::samples::difficulty;

const DAY_S: i64 = 24 * 3600;

fn supply(count: u32, have: u32) -> CellSupply {
    CellSupply {
        cell: BlueprintCell {
            topic: "A".to_owned(),
            difficulty: difficulty(1),
            count,
        },
        have,
    }
}

fn round(name: &str, from_day: i64, to_day: i64) -> RoundPlan {
    RoundPlan {
        name: name.to_owned(),
        state: RoundState::Draft,
        opens_at: Timestamp(0).plus_seconds(from_day * DAY_S),
        closes_at: Timestamp(0).plus_seconds(to_day * DAY_S),
        duration_s: 1_200,
        supplies: vec![vec![supply(15, 60)]],
    }
}

fn group(name: &str, questions: u32, predicts: bool) -> GroupPlan {
    GroupPlan {
        name: name.to_owned(),
        questions,
        predicts,
        bank: BankId(uuid::Uuid::nil()),
        bank_name: "B".to_owned(),
        waiting: Waiting::default(),
    }
}

/// A bank that was imported by an organiser, so that all of it waits.
#[test]
fn what_waits_for_approval_is_told_where_papers_lack_it() {
    let waiting = Waiting {
        drafts: 500,
        reviewed: 16,
    };
    let waits = |change: fn(&mut Plan)| {
        let found = found(|plan| {
            plan.groups.push(group("H", 16, true));
            for group in &mut plan.groups {
                group.waiting = waiting;
            }
            change(plan);
        });
        found
            .iter()
            .filter(|one| matches!(one, Finding::ItemsWait { .. }))
            .count()
    };
    assert_eq!(waits(|_| {}), 0, "papers can be drawn without them");
    assert_eq!(waits(|plan| plan.groups[1].questions = 0), 1);
    assert_eq!(
        waits(|plan| plan.groups.iter_mut().for_each(|one| one.questions = 0)),
        1
    );
    assert_eq!(
        waits(|plan| plan.rounds[0].supplies = vec![vec![supply(15, 14)]]),
        1
    );
    assert_eq!((waiting.total(), waiting.first()), (516, ItemStatus::Draft));
}

fn whole(settings: &ContestSettings) -> Plan<'_> {
    Plan {
        rules: "Thể lệ",
        settings,
        groups: vec![group("G", 16, true)],
        rounds: vec![round("1", 2, 9), round("2", 9, 16)],
        units: 10,
        units_without_headcount: 0,
        has_roster: false,
        roster_without_unit: 0,
        exclusions: 3,
        documents: 1,
        has_contact: true,
        prizes: 3,
    }
}

fn found(change: impl FnOnce(&mut Plan)) -> Vec<Finding> {
    let settings = ContestSettings::default();
    let mut plan = whole(&settings);
    change(&mut plan);
    findings(&plan, Timestamp(0))
}

#[test]
fn a_whole_contest_has_nothing_to_be_found() {
    assert_eq!(found(|_| {}), []);
}

#[test]
fn an_empty_contest_lacks_everything() {
    let found = found(|plan| {
        plan.groups.clear();
        plan.rounds.clear();
        plan.units = 0;
        plan.rules = " ";
        plan.exclusions = 0;
        plan.documents = 0;
        plan.has_contact = false;
        plan.prizes = 0;
    });
    assert_eq!(
        found,
        [
            Finding::NoGroups,
            Finding::NoRounds,
            Finding::NoUnits,
            Finding::NoRules,
            Finding::NoExclusions,
            Finding::NoDocuments,
            Finding::NoContact,
            Finding::NoPrizes
        ]
    );
    assert!(found.is_sorted_by_key(Finding::weight));
}

#[test]
fn supply_is_judged_per_round_and_tightness_once() {
    let found = found(|plan| {
        plan.rounds[0].supplies = vec![vec![supply(15, 14), supply(5, 9)]];
        plan.rounds[1].supplies = vec![vec![supply(15, 29), supply(1, 1)]];
    });
    assert_eq!(
        found,
        [
            Finding::Short {
                group: "G".to_owned(),
                rounds: vec!["1".to_owned()],
                cell: supply(15, 0).cell,
                have: 14
            },
            Finding::Tight {
                group: "G".to_owned(),
                cells: 1
            },
        ]
    );
}

#[test]
fn what_several_rounds_lack_alike_is_said_once() {
    let found = found(|plan| {
        plan.rounds.push(round("3", 16, 23));
        for (at, have) in [14, 14, 13].into_iter().enumerate() {
            plan.rounds[at].supplies = vec![vec![supply(15, have)]];
        }
    });
    let short = |rounds: &[&str], have| Finding::Short {
        group: "G".to_owned(),
        rounds: rounds.iter().map(|&round| round.to_owned()).collect(),
        cell: supply(15, 0).cell,
        have,
    };
    assert_eq!(found, [short(&["1", "2"], 14), short(&["3"], 13)]);
}

#[test]
fn nothing_is_lacking_once_all_is_announced() {
    let all_announced = found(|plan| {
        for round in &mut plan.rounds {
            round.state = RoundState::Announced;
        }
    });
    assert_eq!(all_announced, []);
}

#[test]
fn rules_that_say_something_else_are_found() {
    let rules = "Thi 3 lượt, từ thứ Tư đến Chủ nhật.\nKhiếu nại trong 9 ngày.";
    let said = found(|plan| plan.rules = rules);
    assert_eq!(
        said,
        [
            Finding::RulesSayAttempts { said: 3 },
            Finding::RulesSayComplaintDays { said: 9, set: 5 },
            Finding::RulesSayWeekdays {
                round: "1".to_owned()
            }
        ]
    );
    assert!(said.iter().all(|one| one.step() == Step::Basics));
}

#[test]
fn times_of_drafts_are_judged_and_those_of_announced_rounds_stand() {
    let past = |state| {
        found(|plan| {
            plan.rounds[0] = RoundPlan {
                state,
                ..round("1", -1, 9)
            }
        })
    };
    assert_eq!(
        past(RoundState::Draft),
        [Finding::OpensInPast {
            round: "1".to_owned()
        }]
    );
    assert_eq!(past(RoundState::Announced), []);
    let hasty = found(|plan| plan.rounds[0].opens_at = Timestamp(0).plus_seconds(DAY_S - 1));
    assert_eq!(
        hasty,
        [Finding::ShortNotice {
            round: "1".to_owned()
        }]
    );
    let overlapping = found(|plan| plan.rounds.push(round("0", 5, 8)));
    let overlap = |round: &str, next: &str| Finding::Overlap {
        round: round.to_owned(),
        next: next.to_owned(),
    };
    assert_eq!(overlapping, [overlap("1", "0")]);
}

#[test]
fn the_pace_of_a_paper_is_judged() {
    let pace = |duration_s| found(|plan| plan.rounds[0].duration_s = duration_s);
    assert_eq!(
        pace(300),
        [Finding::TooFast {
            round: "1".to_owned(),
            seconds_a_question: 18
        }]
    );
    assert_eq!(pace(320), []);
    assert_eq!(
        pace(4_816),
        [Finding::TooSlow {
            round: "1".to_owned(),
            seconds_a_question: 301
        }]
    );
    let narrow = found(|plan| plan.rounds[0].closes_at = plan.rounds[0].opens_at.plus_seconds(600));
    assert_eq!(
        narrow,
        [Finding::RoundTooShort {
            round: "1".to_owned()
        }]
    );
}

#[test]
fn predictions_and_ties_belong_together() {
    let without = found(|plan| plan.groups = vec![group("G", 15, false), group("E", 0, false)]);
    assert_eq!(
        without,
        [
            Finding::EmptyBlueprint {
                group: "E".to_owned()
            },
            Finding::NoPrediction {
                group: "G".to_owned()
            }
        ]
    );
    let settings = ContestSettings {
        tie_chain: vec![TieBreak::Duration],
        keys_shown: Release::AtOnce,
        allow_drafts: true,
        ..ContestSettings::default()
    };
    let idle = findings(&whole(&settings), Timestamp(0));
    assert_eq!(
        idle,
        [
            Finding::DraftsAllowed,
            Finding::KeysAtOnce,
            Finding::IdlePrediction {
                group: "G".to_owned()
            }
        ]
    );
}

#[test]
fn steps_have_addresses() {
    for step in Step::ALL {
        assert_eq!(Step::parse(step.as_str()), Some(step));
    }
    assert_eq!(Step::parse(""), None);
    assert_eq!(Step::Basics.next(), Some(Step::Groups));
    assert_eq!(Step::Review.next(), None);
}

#[test]
fn a_contest_for_people_of_a_list_needs_the_list_and_its_people_a_unit() {
    let listed = ContestSettings {
        entry: EntryPolicy::Roster,
        ..ContestSettings::default()
    };
    let mut plan = whole(&listed);
    assert_eq!(findings(&plan, Timestamp(0)), [Finding::NoRoster]);
    (plan.has_roster, plan.roster_without_unit) = (true, 3);
    let found = findings(&plan, Timestamp(0));
    assert_eq!(found, [Finding::RosterWithoutUnit { people: 3 }]);
    assert_eq!((found[0].weight(), found[0].step()), (Weight::Risky, Step::Units));
}
