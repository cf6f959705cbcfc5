//! What staff see while a round runs.

use khao_app::components::corrected::CorrectionLine;
use khao_app::components::select::SelectOption;
use khao_app::components::told::GrantLine;
use khao_app::components::unit_choice::UnitOptions;
use khao_app::pages::console::{attempt, board, extra_time, messages, person};
use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::{NOW, id, problems};

pub(super) fn pages(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    vec![
        ("extra time", extra_time::page(lang, extra_time_view(text))),
        ("person", person::page(lang, person_view(text))),
        ("attempt, open", attempt::page(lang, &attempt_view(text))),
        (
            "attempt, voided",
            attempt::page(
                Lang::En,
                &attempt::ConsoleAttemptView {
                    is_open: false,
                    voided: Some(text.into()),
                    is_ranked: true,
                    ..attempt_view(text)
                },
            ),
        ),
        ("board", board::page(lang, board_view(text))),
        (
            "board, uncounted",
            board::page(
                lang,
                board::BoardView {
                    whole: None,
                    uncounted: vec![text.into(); 6],
                    ..board_view(text)
                },
            ),
        ),
        ("messages", messages::page(lang, messages_view(text))),
    ]
}

fn extra_time_view(text: &str) -> extra_time::ExtraTimeView {
    let given = |whom| extra_time::GivenLine {
        whom,
        seconds: 1_200,
        reason: text.into(),
        at: NOW,
        attempts: 12,
    };
    extra_time::ExtraTimeView {
        round: id(),
        round_name: text.into(),
        form_id: text.into(),
        under_way: 1_200,
        units: UnitOptions::of(vec![SelectOption::new(text, text)], None),
        typed: extra_time::TypedTime {
            unit_id: text.into(),
            minutes: text.into(),
            reason: text.into(),
        },
        given: vec![given(None), given(Some(text.into()))],
        problems: problems(text, &["/minutes", "/reason", ""]),
    }
}

pub(super) fn correction(text: &str, by: Option<String>) -> CorrectionLine {
    CorrectionLine {
        at: NOW,
        by,
        fields: vec!["full_name".into(), "unit_id".into()],
        reason: text.into(),
    }
}

fn person_view(text: &str) -> person::PersonView {
    let line = |state| person::AttemptLine {
        id: id(),
        round_name: text.into(),
        ordinal: 1,
        started_at: NOW,
        state,
    };
    person::PersonView {
        id: id(),
        contest_slug: text.into(),
        contest_title: text.into(),
        name: text.into(),
        birth_date: text.into(),
        unit: text.into(),
        group: text.into(),
        units: UnitOptions::of(vec![SelectOption::new(text, text)], None),
        groups: vec![SelectOption::new(text, text)],
        typed: person::TypedEntry {
            full_name: text.into(),
            birth_date: text.into(),
            phone: text.into(),
            email: text.into(),
            unit_id: text.into(),
            group_id: text.into(),
            reason: text.into(),
        },
        corrections: vec![correction(text, Some(text.into()))],
        problems: problems(text, &["/full_name", "/unit_id", ""]),
        ranked_as: vec![person::RankedLine {
            round: id(),
            round_name: text.into(),
            revision: 2,
            name: text.into(),
        }],
        attempts: vec![
            line(person::AttemptState::Open),
            line(person::AttemptState::Submitted),
            line(person::AttemptState::Voided),
        ],
    }
}

fn attempt_view(text: &str) -> attempt::ConsoleAttemptView {
    attempt::ConsoleAttemptView {
        id: id(),
        person: id(),
        person_name: text.into(),
        round_name: text.into(),
        ordinal: 2,
        started_at: NOW,
        deadline: NOW,
        submitted_at: None,
        is_open: true,
        voided: None,
        grants: vec![GrantLine {
            seconds: 1_230,
            reason: text.into(),
        }],
        is_ranked: false,
        form_id: text.into(),
        typed: attempt::TypedAttempt {
            minutes: text.into(),
            time_reason: text.into(),
            reason: text.into(),
        },
        problems: problems(text, &["/minutes", "/time_reason", "/reason", ""]),
    }
}

fn board_view(text: &str) -> board::BoardView {
    board::BoardView {
        round: id(),
        round_name: text.into(),
        contest_title: text.into(),
        slug: "cchc".into(),
        chosen: Some((id(), text.into())),
        whole: Some((14_572, 0.62)),
        uncounted: Vec::new(),
        as_of: NOW,
        entered: 1_200,
        in_progress: 40,
        submitted: 900,
        scores: [1, 2, 3, 5, 8, 13, 21, 34, 55, 0],
        units: vec![board::BoardUnit {
            id: id(),
            has_units: true,
            name: text.into(),
            headcount: Some(100),
            participants: 60,
            submitted: 50,
            rate: Some(0.5),
        }],
        units_total: 3_000,
    }
}

fn messages_view(text: &str) -> messages::MessagesView {
    let line = |until, is_shown| messages::MessageLine {
        id: id(),
        text: text.into(),
        from: NOW,
        until,
        is_shown,
    };
    messages::MessagesView {
        slug: text.into(),
        contest_title: text.into(),
        form_id: text.into(),
        typed: messages::TypedMessage {
            text: text.into(),
            from: (text.into(), text.into()),
            until: (text.into(), text.into()),
        },
        messages: vec![line(None, true), line(Some(NOW), false)],
        problems: problems(text, &["/text", "/until_on"]),
    }
}
