//! What anybody may see.

use khao_app::components::safe_html::SafeHtml;
use khao_app::components::select::SelectOption;
use khao_app::components::unit_choice::UnitOptions;
use khao_app::pages::guide::{self, GuideLine, GuideView, Reader};
use khao_app::pages::home::{ContestCard, ContestStatus, HomeView, SurveyLine};
use khao_app::pages::{
    contest, enter, entered, error, first_run, login, practice, privacy, ranking, return_,
};
use khao_domain::contest::round::RoundStatus;
use khao_domain::lang::Lang;
use leptos::prelude::AnyView;

use super::attempt::SCORE;
use super::{ID, NOW, html, id, problems};

pub(super) fn home_view(text: &str) -> HomeView {
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
    let survey = SurveyLine {
        slug: text.into(),
        title: SafeHtml::ours("Survey"),
        until: text.into(),
    };
    HomeView {
        surveys: vec![survey],
        welcome: text.into(),
        contests: contests.into(),
    }
}

pub(super) fn contest_view(text: &str) -> contest::ContestView {
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
        closed_early: None,
        duration_s: 1_200,
        questions: 16,
        status,
        commitment: Some(text.into()),
        revealed_secret: Some(text.into()),
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
        messages: vec![text.into()],
        documents: vec![contest::DocumentLink {
            title: text.into(),
            path: format!("/contests/{text}"),
            bytes: 1_150_000,
        }],
        ranked: true,
    }
}

pub(super) fn privacy_view(text: &str) -> privacy::PrivacyView {
    privacy::PrivacyView {
        notice: html("Thông báo"),
        controller: Some(controller(text)),
    }
}

fn controller(text: &str) -> privacy::Controller {
    privacy::Controller {
        name: text.into(),
        contact: text.into(),
    }
}

fn consent(purpose: &str, text: &str, given: bool) -> enter::ConsentLine {
    enter::ConsentLine {
        purpose: purpose.into(),
        text_version: text.into(),
        text: html("Tôi đồng ý"),
        required: purpose == "participate",
        given,
    }
}

pub(super) fn fresh_entry(text: &str) -> enter::EnterView {
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
        units_left: 0,
        consents: vec![
            consent("participate", text, false),
            consent("publish_name", text, false),
        ],
        guardian_consents: vec![
            consent("participate", text, false),
            consent("publish_name", text, false),
        ],
        controller: Some(controller(text)),
        phone_required: false,
        staff_code_asked: true,
        listed_only: true,
        guardian_below_age: Some(16),
        problems: vec![],
    }
}

pub(super) fn refused_entry(text: &str) -> enter::EnterView {
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
            within: typed(),
        }]),
        units_left: 37,
        consents: vec![
            consent("participate", text, true),
            consent("publish_name", text, false),
        ],
        problems: problems(text, &pointers),
        ..fresh_entry(text)
    }
}

pub(super) fn entered_view(text: &str) -> entered::EnteredView {
    entered::EnteredView {
        slug: text.into(),
        contest_title: text.into(),
        name: text.into(),
        re_entry_code: text.into(),
    }
}

pub(super) fn return_view(text: &str) -> return_::ReturnView {
    return_::ReturnView {
        slug: text.into(),
        contest_title: text.into(),
        re_entry_code: text.into(),
        birth_date: text.into(),
        problems: problems(text, &["", "/re_entry_code", "/birth_date"]),
    }
}

pub(super) fn ranking_view(text: &str) -> ranking::RankingView {
    let option = || vec![SelectOption::new(text, text)];
    let row = |submitted_at| ranking::RankingRow {
        rank: 1,
        group: text.into(),
        name: text.into(),
        unit: text.into(),
        score: SCORE,
        prediction_error: Some(1_234),
        duration_ms: 521_000,
        submitted_at,
        tie: submitted_at.map(|_| text.to_owned()),
    };
    ranking::RankingView {
        title: text.into(),
        contest_slug: text.into(),
        contest_title: text.into(),
        path: format!("/rounds/{ID}/ranking"),
        published_at: NOW,
        revision: 2,
        because: super::because(text),
        newest: false,
        other_revisions: vec![(1, NOW)],
        participants: 3_000,
        all_correct: 12,
        scope: ranking::Scope::Round,
        groups: option(),
        units: UnitOptions::of(option(), None),
        group: Some(text.into()),
        unit: None,
        rows: vec![row(Some(NOW)), row(None)],
        total: 1_234,
        first_page: Some(text.into()),
        next_page: Some(text.into()),
    }
}

pub(super) fn login_view(text: &str) -> login::LoginView {
    login::LoginView {
        username: text.into(),
        problems: problems(text, &["", "/username", "/password"]),
    }
}

pub(super) fn first_run_view(text: &str) -> first_run::FirstRunView {
    first_run::FirstRunView {
        code: text.into(),
        username: text.into(),
        full_name: text.into(),
        problems: problems(text, &["/code", "/username", "/password", "/password_again"]),
    }
}

pub(super) fn error_view(text: &str) -> error::ErrorView {
    error::ErrorView {
        status: 503,
        title: text.into(),
        detail: text.into(),
        request_id: text.into(),
        retry_after_s: Some(3),
        ways: vec![error::WayOn {
            path: "/contests/a/return".into(),
            label: text.into(),
        }],
    }
}

pub(super) fn practice_view(text: &str) -> practice::PracticeView {
    practice::PracticeView {
        slug: text.into(),
        contest_title: text.into(),
        sent: None,
    }
}

pub(super) fn practised_view(text: &str) -> practice::PracticeView {
    practice::PracticeView {
        sent: Some(["1", "2", text].map(|one| vec![one.to_owned()])),
        ..practice_view(text)
    }
}

pub fn guide_pages(lang: Lang, text: &str) -> [(&'static str, AnyView); 2] {
    let line = |reader| GuideLine {
        reader,
        address: "/guide/participant-1-enter".to_owned(),
        title: text.to_owned(),
    };
    let lines = Reader::ALL.map(line).to_vec();
    let view = GuideView {
        html: SafeHtml::sanitised("<h1>Ghi danh</h1><p>Mở trang của cuộc thi.</p>"),
        others: lines.clone(),
    };
    [
        ("guide", guide::index(lang, &lines)),
        ("guide, a page", guide::page(lang, view)),
    ]
}
