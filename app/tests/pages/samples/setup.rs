//! The steps of the guided path, and previews.

use khao_app::components::choices::Label;
use khao_app::components::select::SelectOption;
use khao_app::pages::console::preview::{
    NoPaperView, PreviewChoice, PrintQuestion, PrintView, TakeView, no_paper_page, print_page, take_page,
};
use khao_app::pages::console::setup::{Frame, basics, groups, new, papers, review, rounds, rules, units};
use khao_domain::bank::blueprint::BlueprintCell;
use khao_domain::bank::item::Difficulty;
use khao_domain::contest::feasibility::{TopicSupply, Waiting};
use khao_domain::contest::review::{Finding, Step};
use khao_domain::contest::round::RoundState;
use khao_domain::contest::settings::Presentation;
use khao_domain::lang::Lang;
use leptos::prelude::AnyView;

use super::attempt::paper_view;
use super::{NOW, html, id, problems};

fn findings(text: &str) -> Vec<Finding> {
    let cell = BlueprintCell {
        topic: text.into(),
        difficulty: Difficulty::new(2).unwrap(),
        count: 5,
    };
    let (round, group) = (|| text.to_owned(), || text.to_owned());
    vec![
        Finding::NoGroups,
        Finding::Short {
            group: group(),
            rounds: vec![round(), round()],
            cell,
            have: 3,
        },
        Finding::OpensInPast { round: round() },
        Finding::RulesSayAttempts { said: 1 },
        Finding::RulesSayComplaintDays { said: 5, set: 0 },
        Finding::RulesSayWeekdays { round: round() },
        Finding::Tight {
            group: group(),
            cells: 2,
        },
        Finding::Overlap {
            round: round(),
            next: round(),
        },
        Finding::TooFast {
            round: round(),
            seconds_a_question: 12,
        },
        Finding::KeysAtOnce,
        Finding::NoPrediction { group: group() },
        Finding::NoRoster,
        Finding::RosterWithoutUnit { people: 12 },
        Finding::NoHeadcounts { units: 1_200 },
        Finding::NoContact,
        Finding::NoPrizes,
    ]
}

fn frame(lang: Lang, text: &str, step: Step, pointers: &[&str]) -> Frame {
    Frame {
        lang,
        slug: text.into(),
        title: text.into(),
        step,
        findings: findings(text),
        problems: problems(text, pointers),
        is_announced: false,
    }
}

fn options(text: &str) -> Vec<SelectOption> {
    vec![SelectOption::new(text, text), SelectOption::new("2", text)]
}

fn new_view(text: &str) -> new::NewContestView {
    new::NewContestView {
        form_id: text.into(),
        title: text.into(),
        slug: text.into(),
        template: "weekly".into(),
        bank: text.into(),
        first_day: text.into(),
        rounds: text.into(),
        minutes: text.into(),
        banks: options(text),
        contests: vec![(text.into(), text.into()), ("2".into(), text.into())],
        problems: problems(text, &["/title", "/bank_id", "/rounds"]),
    }
}

fn groups_view(lang: Lang, text: &str) -> groups::GroupsView {
    let group = |id: &str| groups::GroupForm {
        id: id.into(),
        stored: text.into(),
        name: text.into(),
        min_age: text.into(),
        bank: text.into(),
        questions: 16,
        is_removed: true,
    };
    groups::GroupsView {
        frame: frame(
            lang,
            text,
            Step::Groups,
            &["/name.0", "/min_age.new", "/exclusions"],
        ),
        form_id: text.into(),
        groups: vec![group("0"), group("1")],
        new: group(""),
        banks: options(text),
        exclusions: text.into(),
        exclusions_stored: text.into(),
    }
}

fn rounds_view(lang: Lang, text: &str) -> rounds::RoundsView {
    let round = |id: &str, state| rounds::RoundForm {
        id: id.into(),
        stored: text.into(),
        state,
        name: text.into(),
        opens: (text.into(), text.into()),
        closes: (text.into(), text.into()),
        minutes: text.into(),
        is_removed: state == RoundState::Draft,
        opens_at: NOW,
        closes_at: NOW,
    };
    rounds::RoundsView {
        frame: frame(
            lang,
            text,
            Step::Rounds,
            &["/opens_on.0", "/minutes.0", "/series.days"],
        ),
        rounds: vec![round("0", RoundState::Draft), round("1", RoundState::Announced)],
        series: rounds::SeriesForm {
            form_id: text.into(),
            name: text.into(),
            number: text.into(),
            first_day: text.into(),
            rounds: text.into(),
            days: text.into(),
            minutes: text.into(),
        },
    }
}

fn papers_view(lang: Lang, text: &str) -> papers::PapersView {
    let row = |scored: [u32; 5], counts: [&str; 5]| papers::TopicRow {
        supply: TopicSupply {
            topic: text.into(),
            scored,
            predictions: [0, 0, 0, 0, 1],
        },
        counts: counts.map(str::to_owned),
    };
    papers::PapersView {
        frame: frame(lang, text, Step::Papers, &["/c.0.0.1", "/suggest.0"]),
        groups: vec![papers::GroupPapers {
            id: text.into(),
            name: text.into(),
            bank: id(),
            bank_name: text.into(),
            waiting: Waiting {
                drafts: 500,
                reviewed: 16,
            },
            topics: vec![
                row([12, 3, 0, 0, 0], ["4", "5", "", "1", ""]),
                row([0; 5], [text; 5]),
            ],
            suggest: text.into(),
            is_trial: true,
            only: Some(3),
        }],
    }
}

fn review_view(lang: Lang, text: &str) -> review::ReviewView {
    review::ReviewView {
        frame: Frame {
            findings: vec![
                Finding::ItemsWait {
                    bank: id(),
                    bank_name: text.into(),
                    waiting: Waiting {
                        drafts: 0,
                        reviewed: 16,
                    },
                },
                Finding::NoExclusions,
            ],
            ..frame(lang, text, Step::Review, &[""])
        },
        drafts: vec![
            review::DraftRound {
                id: id(),
                name: text.into(),
                opens_at: NOW,
                closes_at: NOW,
            },
            review::DraftRound {
                id: id(),
                name: text.into(),
                opens_at: NOW,
                closes_at: NOW,
            },
        ],
        announced: vec![text.into()],
        reviewed: text.into(),
        may_set_instance: true,
    }
}

fn announced_review_view(lang: Lang, text: &str) -> review::ReviewView {
    review::ReviewView {
        frame: Frame {
            findings: vec![Finding::NoContact, Finding::NoDocuments],
            ..frame(lang, text, Step::Review, &[])
        },
        drafts: Vec::new(),
        may_set_instance: false,
        ..review_view(lang, text)
    }
}

fn blocked_review_view(lang: Lang, text: &str) -> review::ReviewView {
    review::ReviewView {
        frame: frame(lang, text, Step::Review, &[]),
        ..review_view(lang, text)
    }
}

fn choice(text: &str) -> PreviewChoice {
    PreviewChoice {
        slug: text.into(),
        contest_title: text.into(),
        groups: options(text),
        group: text.into(),
        seed: "7".into(),
        next_seed: "8".into(),
        look: "key",
    }
}

fn print_view(text: &str) -> PrintView {
    PrintView {
        choice: choice(text),
        group_name: text.into(),
        round_name: text.into(),
        minutes: Some(20),
        with_key: true,
        questions: vec![PrintQuestion {
            position: 1,
            stem: html("Câu hỏi"),
            options: vec![html("Một"), html("Hai")],
            origin: text.into(),
            key: vec![Label::Html(html("Một")), Label::Text(text.into())],
            explanation: html("Vì vậy"),
            source: text.into(),
            points_hundredths: 150,
        }],
    }
}

pub(super) fn pages(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    let basics = basics::BasicsView {
        frame: frame(lang, text, Step::Basics, &["/title", "/rules", "/unit"]),
        title: text.into(),
        rules: text.into(),
        documents: 2,
        unit: text.into(),
        rules_are_promised: false,
        shown: text.into(),
    };
    let rules = rules::RulesView {
        frame: Frame {
            is_announced: true,
            ..frame(lang, text, Step::Rules, &["/grace_s", "/tie_chain", "/identity"])
        },
        form: rules::RulesForm {
            attempts: "up_to".into(),
            up_to: text.into(),
            grace_s: text.into(),
            min_age: text.into(),
            identity: vec!["name".into()],
            ..rules::RulesForm::default()
        },
        shown: text.into(),
    };
    let units = units::UnitsView {
        frame: frame(lang, text, Step::Units, &[]),
        units: 146,
        without_headcount: vec![text.into()],
        without_headcount_count: 12,
        people: 12_345,
        may_change: true,
        missing: Some(37),
    };
    vec![
        ("setup, new", new::page(lang, &new_view(text))),
        ("setup, new in English", new::page(Lang::En, &new_view(text))),
        ("setup, basics", basics::page(basics)),
        ("setup, groups", groups::page(groups_view(lang, text))),
        ("setup, rounds", rounds::page(rounds_view(lang, text))),
        ("setup, papers", papers::page(papers_view(lang, text))),
        ("setup, rules", rules::page(rules)),
        ("setup, units", units::page(&units)),
        ("setup, review", review::page(&review_view(lang, text))),
        (
            "setup, review blocked",
            review::page(&blocked_review_view(lang, text)),
        ),
        (
            "setup, review of what is all announced",
            review::page(&announced_review_view(lang, text)),
        ),
        ("preview, printed", print_page(lang, print_view(text))),
        ("preview, taken", take_page(lang, taken(text))),
        ("preview, none", no_paper_page(lang, &no_paper(text))),
    ]
}

fn taken(text: &str) -> TakeView {
    TakeView {
        choice: choice(text),
        questions: paper_view(text).questions,
        presentation: Presentation::OneAtATime,
        is_sent: true,
    }
}

fn no_paper(text: &str) -> NoPaperView {
    NoPaperView {
        choice: choice(text),
        reason: text.into(),
    }
}
