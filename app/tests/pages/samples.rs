//! One sample of every page, with the same text in every field that people fill.

use khao_app::components::choices::Label;
use khao_app::components::safe_html::SafeHtml;
use khao_app::components::select::SelectOption;
use khao_app::document::{AssetNames, Bundle, BundleNames, Shell, Visitor, render};
use khao_app::pages::console::{contest as console_contest, contests, participants, round as console_round};
use khao_app::pages::home::{ContestCard, ContestStatus, HomeView};
use khao_app::pages::{
    contest, enter, entered, error, first_run, guide, home, login, overview, paper, ranking, ready, receipt,
    result, return_,
};
use khao_domain::bank::blueprint::Shortage;
use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::people::role::Role;
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

pub struct Drawn {
    pub name: &'static str,
    pub html: String,
}

static ASSETS: AssetNames = AssetNames {
    css: "/assets/khao.0.css",
    participant: BundleNames {
        js: "/assets/participant.0.js",
        wasm: "/assets/participant.0.wasm",
    },
};

const ID: &str = "0198a7c0-0000-7000-8000-000000000001";
const NOW: Timestamp = Timestamp::from_millis(1_764_000_000_000);

fn id<T: std::str::FromStr>() -> T
where
    T::Err: std::fmt::Debug,
{
    ID.parse().unwrap()
}

fn html(text: &str) -> SafeHtml {
    SafeHtml::sanitised(format!("<p>{text}</p>"))
}

/// All pages, `text` in every field that is not HTML already.
pub fn all_pages(text: &str) -> Vec<Drawn> {
    let anonymous = Visitor::Anonymous;
    let participant = Visitor::Participant {
        name: text.into(),
        contest_slug: text.into(),
    };
    let staff = Visitor::Staff {
        username: text.into(),
        role: Role::Coordinator,
    };
    let with_island = Some(Bundle::Participant);
    let drawn = |name, visitor: &Visitor, bundle, content: AnyView| {
        let shell = Shell {
            title: text.to_owned(),
            nonce: "nonce-of-the-test".to_owned(),
            assets: &ASSETS,
            site: text.to_owned(),
            visitor: visitor.clone(),
            bundle,
        };
        Drawn {
            name,
            html: render(shell, content),
        }
    };
    vec![
        drawn("home", &anonymous, None, home::page(home_view(text))),
        drawn(
            "home, empty",
            &anonymous,
            None,
            home::page(HomeView { contests: vec![] }),
        ),
        drawn("contest", &anonymous, None, contest::page(contest_view(text))),
        drawn("enter, fresh", &anonymous, None, enter::page(fresh_entry(text))),
        drawn(
            "enter, with problems",
            &anonymous,
            None,
            enter::page(refused_entry(text)),
        ),
        drawn("entered", &participant, None, entered::page(entered_view(text))),
        drawn("return", &anonymous, None, return_::page(return_view(text))),
        drawn("ready", &participant, None, ready::page(ready_view(text))),
        drawn("paper", &participant, with_island, paper::page(paper_view(text))),
        drawn(
            "overview",
            &participant,
            with_island,
            overview::page(overview_view(text, vec![2, 4])),
        ),
        drawn(
            "overview, all",
            &participant,
            with_island,
            overview::page(overview_view(text, vec![])),
        ),
        drawn("receipt", &participant, None, receipt::page(receipt_view(text))),
        drawn("result", &participant, None, result::page(result_view(text))),
        drawn("ranking", &anonymous, None, ranking::page(ranking_view(text))),
        drawn("login", &anonymous, None, login::page(login_view(text))),
        drawn(
            "first run",
            &anonymous,
            None,
            first_run::page(first_run_view(text)),
        ),
        drawn("guide", &anonymous, None, guide::page()),
        drawn("error", &anonymous, None, error::page(error_view(text))),
        drawn(
            "console",
            &staff,
            None,
            contests::page(console_contests_view(text)),
        ),
        drawn(
            "console contest",
            &staff,
            None,
            console_contest::page(console_contest_view(text)),
        ),
        drawn(
            "console round",
            &staff,
            None,
            console_round::page(console_round_view(text)),
        ),
        drawn(
            "console participants",
            &staff,
            None,
            participants::page(participants_view(text)),
        ),
        drawn("text area", &anonymous, None, text_area_page(text)),
    ]
}

/// No page has a text area yet; its component is held to the same promises.
fn text_area_page(text: &str) -> AnyView {
    let area = khao_app::components::text_area::text_area("note", "Ghi chú", "", text, &[]);
    view! {
        <h1>"Ghi chú"</h1>
        {area}
    }
    .into_any()
}

fn problems(text: &str, pointers: &[&str]) -> Vec<Problem> {
    pointers
        .iter()
        .map(|pointer| Problem::at(*pointer, text))
        .collect()
}

fn home_view(text: &str) -> HomeView {
    let contests = [
        ContestStatus::Open,
        ContestStatus::Upcoming,
        ContestStatus::Closed,
    ]
    .map(|status| ContestCard {
        slug: text.into(),
        title: text.into(),
        status,
        summary: text.into(),
        participants: 11_482,
        submitted: 9_020,
    });
    HomeView {
        contests: contests.into(),
    }
}

fn contest_view(text: &str) -> contest::ContestView {
    let statuses = [
        RoundStatus::Upcoming,
        RoundStatus::Open,
        RoundStatus::Closed,
        RoundStatus::Published,
    ];
    let rounds = statuses.map(|status| contest::RoundRow {
        id: id(),
        name: text.into(),
        opens_at: NOW,
        closes_at: NOW.plus_seconds(600_000),
        duration_s: 1_200,
        questions: 16,
        status,
        commitment: Some(text.into()),
    });
    contest::ContestView {
        slug: text.into(),
        title: text.into(),
        status: ContestStatus::Open,
        rules: html("Thể lệ"),
        rounds: rounds.into(),
        groups: vec![contest::GroupLine {
            name: text.into(),
            min_age: Some(18),
        }],
        participants: 3,
        attempts: 2,
        submitted: 1,
        entered: false,
        ranked: true,
    }
}

fn consent(purpose: &'static str, text: &str, given: bool) -> enter::ConsentLine {
    enter::ConsentLine {
        purpose,
        text_version: text.into(),
        text: html("Tôi đồng ý"),
        required: purpose == "participate",
        given,
    }
}

fn fresh_entry(text: &str) -> enter::EnterView {
    enter::EnterView {
        slug: text.into(),
        contest_title: text.into(),
        form_id: text.into(),
        typed: enter::TypedEntry::default(),
        groups: vec![enter::GroupChoice {
            id: id(),
            name: text.into(),
            min_age: None,
        }],
        units: None,
        consents: vec![
            consent("participate", text, false),
            consent("publish_name", text, false),
        ],
        guardian_consents: vec![
            consent("participate", text, false),
            consent("publish_name", text, false),
        ],
        phone_required: false,
        staff_code_asked: true,
        guardian_below_age: 16,
        problems: vec![],
    }
}

fn refused_entry(text: &str) -> enter::EnterView {
    let typed = || text.to_owned();
    let pointers = [
        "",
        "/full_name",
        "/birth_date",
        "/sex",
        "/phone",
        "/email",
        "/unit_id",
        "/group_id",
        "/staff_code",
        "/guardian",
        "/guardian/full_name",
        "/guardian/phone",
        "/guardian/consents",
        "/consents/0/text_version",
        "/elsewhere",
    ];
    enter::EnterView {
        typed: enter::TypedEntry {
            full_name: typed(),
            birth_date: typed(),
            sex: "female".into(),
            phone: typed(),
            email: typed(),
            unit_query: typed(),
            unit_id: ID.into(),
            group_id: ID.into(),
            staff_code: typed(),
            guardian_full_name: typed(),
            guardian_phone: typed(),
        },
        units: Some(vec![enter::UnitMatch {
            id: id(),
            name: typed(),
            path: typed(),
        }]),
        consents: vec![
            consent("participate", text, true),
            consent("publish_name", text, false),
        ],
        problems: problems(text, &pointers),
        ..fresh_entry(text)
    }
}

fn entered_view(text: &str) -> entered::EnteredView {
    entered::EnteredView {
        slug: text.into(),
        contest_title: text.into(),
        name: text.into(),
        re_entry_code: text.into(),
    }
}

fn return_view(text: &str) -> return_::ReturnView {
    return_::ReturnView {
        slug: text.into(),
        contest_title: text.into(),
        re_entry_code: text.into(),
        birth_date: text.into(),
        problems: problems(text, &["", "/re_entry_code", "/birth_date"]),
    }
}

fn ready_view(text: &str) -> ready::ReadyView {
    let steps = [
        ready::NextStep::Wait,
        ready::NextStep::Start {
            form_id: text.into(),
            ordinal: 2,
            deadline: NOW,
        },
        ready::NextStep::Resume {
            attempt_id: id(),
            deadline: NOW,
        },
        ready::NextStep::NoneLeft,
        ready::NextStep::Over,
    ];
    let rounds = steps.map(|next| ready::ReadyRound {
        id: id(),
        name: text.into(),
        opens_at: NOW,
        closes_at: NOW,
        duration_s: 1_200,
        questions: 16,
        next,
    });
    ready::ReadyView {
        slug: text.into(),
        contest_title: text.into(),
        name: text.into(),
        unit: text.into(),
        re_entry_code: text.into(),
        rounds: rounds.into(),
        past: vec![ready::PastAttempt {
            id: id(),
            round_name: text.into(),
            ordinal: 1,
            submitted_at: NOW,
        }],
    }
}

fn question(position: u32, kind: ItemKindName) -> paper::Question {
    paper::Question {
        position,
        kind,
        stem: html("Ngày Chuyển đổi số quốc gia là ngày nào?"),
        options: vec![],
        seq: 0,
        chosen: vec![],
        typed: String::new(),
        conflict: None,
    }
}

fn paper_view(text: &str) -> paper::PaperView {
    let options = || {
        ["b", "a"]
            .map(|id| paper::AnswerOption {
                id: id.into(),
                text: html("Ngày 10 tháng 10"),
            })
            .into()
    };
    let conflict = Some(paper::Conflict {
        here: text.into(),
        stored: text.into(),
    });
    let questions = vec![
        paper::Question {
            options: options(),
            seq: 1_764_000_000_001,
            chosen: vec!["b".into()],
            conflict,
            ..question(1, ItemKindName::SingleChoice)
        },
        paper::Question {
            options: options(),
            ..question(2, ItemKindName::MultipleChoice)
        },
        question(3, ItemKindName::TrueFalse),
        paper::Question {
            typed: text.into(),
            ..question(4, ItemKindName::Number)
        },
        paper::Question {
            typed: text.into(),
            ..question(5, ItemKindName::Text)
        },
        question(6, ItemKindName::Prediction),
    ];
    paper::PaperView {
        attempt_id: id(),
        contest_title: text.into(),
        round_name: text.into(),
        deadline: NOW.plus_seconds(767),
        now: NOW,
        questions,
        saved: 3,
        just_saved: true,
        problems: problems(text, &["/a/1", "/a/4", "/a/9"]),
    }
}

fn overview_view(text: &str, unanswered: Vec<u32>) -> overview::OverviewView {
    overview::OverviewView {
        attempt_id: id(),
        round_name: text.into(),
        deadline: NOW.plus_seconds(767),
        now: NOW,
        total: 6,
        unanswered,
    }
}

fn score(text: &str) -> receipt::Score {
    receipt::Score {
        points: text.into(),
        max_points: "15".into(),
    }
}

fn receipt_view(text: &str) -> receipt::ReceiptView {
    receipt::ReceiptView {
        attempt_id: id(),
        contest_slug: text.into(),
        contest_title: text.into(),
        round_name: text.into(),
        receipt: text.into(),
        submitted_at: NOW,
        by_time: true,
        score: Some(score(text)),
        result_open: true,
    }
}

fn result_view(text: &str) -> result::ResultView {
    use result::Verdict;
    let verdicts = [
        Verdict::Right,
        Verdict::Partly,
        Verdict::Wrong,
        Verdict::Unanswered,
        Verdict::NotScored,
    ];
    let items = verdicts
        .into_iter()
        .zip(1..)
        .map(|(verdict, position)| result::ResultItem {
            position,
            stem: html("Câu hỏi"),
            own: vec![Label::Text(text.into())],
            key: vec![Label::Html(html("Đáp án"))],
            verdict,
            points: text.into(),
            explanation: html("Giải thích"),
            source: text.into(),
        });
    result::ResultView {
        attempt_id: id(),
        contest_title: text.into(),
        round_name: text.into(),
        score: score(text),
        items: items.collect(),
    }
}

fn ranking_view(text: &str) -> ranking::RankingView {
    let option = || {
        vec![SelectOption {
            value: text.into(),
            label: text.into(),
        }]
    };
    let row = |submitted_at| ranking::RankingRow {
        rank: 1,
        group: text.into(),
        name: text.into(),
        unit: text.into(),
        points: text.into(),
        max_points: "15".into(),
        prediction_error: Some(1_234),
        duration_ms: 521_000,
        submitted_at,
    };
    ranking::RankingView {
        title: text.into(),
        contest_slug: text.into(),
        contest_title: text.into(),
        path: format!("/rounds/{ID}/ranking"),
        published_at: NOW,
        revision: 1,
        groups: option(),
        units: option(),
        group: Some(text.into()),
        unit: None,
        rows: vec![row(Some(NOW)), row(None)],
        total: 1_234,
        first_page: Some(text.into()),
        next_page: Some(text.into()),
    }
}

fn login_view(text: &str) -> login::LoginView {
    login::LoginView {
        username: text.into(),
        problems: problems(text, &["", "/username", "/password"]),
    }
}

fn first_run_view(text: &str) -> first_run::FirstRunView {
    first_run::FirstRunView {
        code: text.into(),
        username: text.into(),
        problems: problems(text, &["/code", "/username", "/password"]),
    }
}

fn error_view(text: &str) -> error::ErrorView {
    error::ErrorView {
        status: 503,
        detail: Some(text.into()),
        request_id: text.into(),
        retry_after_s: Some(3),
        retry_path: Some("/".into()),
    }
}

fn console_contests_view(text: &str) -> contests::ContestsView {
    let line = |status| contests::ContestLine {
        slug: text.into(),
        title: text.into(),
        status,
        rounds: 4,
        participants: 1_000,
    };
    contests::ContestsView {
        contests: vec![line(None), line(Some(ContestStatus::Open))],
    }
}

fn console_contest_view(text: &str) -> console_contest::ConsoleContestView {
    let rounds = RoundState::ALL.map(|state| console_contest::RoundCard {
        id: id(),
        name: text.into(),
        state,
        opens_at: NOW,
        closes_at: NOW,
        may_step: true,
    });
    console_contest::ConsoleContestView {
        slug: text.into(),
        title: text.into(),
        rounds: rounds.into(),
        problems: problems(text, &[""]),
    }
}

fn console_round_view(text: &str) -> console_round::ConsoleRoundView {
    let unit = |headcount, rate: Option<&str>| console_round::UnitLine {
        name: text.into(),
        headcount,
        participants: 120,
        submitted: 100,
        rate_percent: rate.map(Into::into),
    };
    console_round::ConsoleRoundView {
        id: id(),
        contest_slug: text.into(),
        contest_title: text.into(),
        name: text.into(),
        state: RoundState::Draft,
        participants: 240,
        submitted: 200,
        open_attempts: 4,
        units: vec![unit(Some(118), Some("101.7")), unit(None, None)],
        shortages: vec![Shortage {
            group: text.into(),
            topic: text.into(),
            difficulty: 2,
            need: 5,
            have: 3,
        }],
        may_export: true,
    }
}

fn participants_view(text: &str) -> participants::ParticipantsView {
    participants::ParticipantsView {
        slug: text.into(),
        contest_title: text.into(),
        query: text.into(),
        people: Some(vec![participants::PersonLine {
            id: id(),
            name: text.into(),
            birth_year: 1990,
            unit: text.into(),
        }]),
        issued: Some(participants::IssuedCode {
            name: text.into(),
            re_entry_code: text.into(),
        }),
    }
}
