//! What staff see.

use khao_app::components::site::{EmblemImage, Site};
use khao_app::pages::console::{
    attachments, contest as console_contest, contests, instance, participants, round as console_round,
};
use khao_app::pages::home::ContestStatus;
use khao_domain::contest::round::RoundState;

use khao_app::components::waiting_ranking::{WaitingView, WaitsFor};
use khao_domain::instance::InstanceText;

use super::banks::bank_line;
use super::{NOW, html, id, problems};

pub(super) fn console_contests_view(text: &str) -> contests::ContestsView {
    let line = |status| contests::ContestLine {
        slug: text.into(),
        title: text.into(),
        status,
        rounds: 4,
        participants: 1_000,
    };
    contests::ContestsView {
        may_read: true,
        contests: vec![line(None), line(Some(ContestStatus::Open))],
        may_create: true,
        first_steps: None,
        running: Some(1),
        banks: None,
        may_make_banks: false,
        waiting: vec![waiting(text, WaitsFor::Publication)],
    }
}

/// Of whoever writes or judges items.
pub(super) fn console_banks_view(text: &str) -> contests::ContestsView {
    contests::ContestsView {
        may_read: false,
        contests: Vec::new(),
        may_create: false,
        first_steps: None,
        running: None,
        banks: Some(vec![bank_line(text)]),
        may_make_banks: true,
        waiting: Vec::new(),
    }
}

fn waiting(text: &str, waits_for: WaitsFor) -> WaitingView {
    WaitingView {
        round: id(),
        of: text.into(),
        revision: 2,
        waits_for,
        replaces: true,
        may_run: true,
    }
}

/// What whoever has just begun sees.
pub(super) fn first_contests_view(text: &str) -> contests::ContestsView {
    contests::ContestsView {
        contests: Vec::new(),
        first_steps: Some((true, false)),
        running: None,
        ..console_contests_view(text)
    }
}

pub(super) fn console_contest_view(text: &str) -> console_contest::ConsoleContestView {
    let rounds = RoundState::ALL.map(|state| console_contest::RoundCard {
        id: id(),
        name: text.into(),
        state,
        status: state.status(NOW.plus_seconds(60), NOW.plus_seconds(120), NOW),
        opens_at: NOW,
        closes_at: NOW,
        closed_early: None,
        may_step: true,
        has_files: true,
        approved: Some(state == RoundState::Published),
        waiting: (state == RoundState::Frozen).then(|| waiting(text, WaitsFor::ApprovalByOthers)),
    });
    console_contest::ConsoleContestView {
        slug: text.into(),
        title: text.into(),
        set_up: console_contest::SetUp::Changed,
        may_read_winners: true,
        participants: 0,
        is_public: true,
        rounds: rounds.into(),
        open_complaints: Some(1_002),
        missing: Some(1_337),
        documents: attachments::DocumentsView {
            lines: vec![attachments::DocumentLine {
                id: id(),
                title: text.into(),
                path: format!("/contests/{text}"),
                bytes: 27_685,
            }],
            may_change: true,
            title: text.into(),
        },
        problems: problems(text, &["", "/title", "/file"]),
    }
}

/// A site that has made everything its own.
pub(super) fn site(text: &str) -> Site {
    Site {
        name: text.into(),
        short_name: text.into(),
        emblem: Some(EmblemImage {
            path: "/emblem/0.png".into(),
            alt: text.into(),
            width: 64,
            height: 32,
        }),
        hotline: text.into(),
        email: text.into(),
        address: text.into(),
        accessibility_contact: text.into(),
        footer: html("Chân trang"),
    }
}

pub(super) fn instance_view(text: &str) -> instance::InstanceView {
    instance::InstanceView {
        typed: InstanceText::from_fields(|_| text.to_owned()),
        preview: site(text),
        has_emblem: true,
        is_trial: true,
        problems: problems(text, &["/email", "/privacy", "/file"]),
    }
}

pub(super) fn console_round_view(text: &str) -> console_round::ConsoleRoundView {
    let unit = |headcount, rate| console_round::UnitLine {
        name: text.into(),
        headcount,
        participants: 120,
        submitted: 100,
        rate,
    };
    console_round::ConsoleRoundView {
        id: id(),
        contest_slug: text.into(),
        contest_title: text.into(),
        name: text.into(),
        state: RoundState::Draft,
        status: None,
        closed_early: Some(NOW),
        as_of: NOW,
        participants: 240,
        submitted: 200,
        open_attempts: Some(4),
        units: vec![unit(Some(118), Some(1.0169)), unit(None, None)],
        next_units: Some("/console/rounds/1?after=2".to_owned()),
        may_run: true,
        may_see_corrections: true,
        has_ranking: true,
        waiting: Some(waiting(text, WaitsFor::Approval)),
        open_complaints: Some(3),
        missing: Some(37),
        downloads: vec!["ranking", "items"],
    }
}

pub(super) fn participants_view(text: &str) -> participants::ParticipantsView {
    participants::ParticipantsView {
        slug: text.into(),
        contest_title: text.into(),
        query: text.into(),
        people: Some(vec![participants::PersonLine {
            id: id(),
            name: text.into(),
            birth_date: text.into(),
            unit: text.into(),
            path: Some("/console/participants/x".into()),
        }]),
        more: true,
        asked: Some(participants::AskedCode {
            id: id(),
            name: text.into(),
            form_id: text.into(),
        }),
        issued: Some(participants::IssuedCode {
            name: text.into(),
            re_entry_code: text.into(),
        }),
        may_reissue: true,
    }
}
