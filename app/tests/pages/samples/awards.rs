//! Rankings for staff, prizes, and who has won them.

use khao_app::components::select::SelectOption;
use khao_app::components::unit_choice::UnitOptions;
use khao_app::pages::console::prizes::{self, PrizeLine, PrizesView, TypedPrize};
use khao_app::pages::console::ranking::{self, StaffRankingLine, StaffRankingView};
use khao_app::pages::console::winners as console_winners;
use khao_app::pages::winners::{self, PersonWon, UnitWon, WinnerLines, WinnerListView, WinnersView, Won};
use khao_domain::contest::prizes::GivenFor;
use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::attempt::SCORE;
use super::{NOW, id, problems};

pub(super) fn pages(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    let empty = StaffRankingView {
        published_at: Some(NOW),
        lines: Vec::new(),
        blocks: Vec::new(),
        ..staff_ranking(text)
    };
    let fixed = PrizesView {
        is_fixed: true,
        ..prizes_view(text)
    };
    vec![
        ("console ranking", ranking::page(lang, staff_ranking(text))),
        ("console ranking, none", ranking::page(Lang::En, empty)),
        ("console prizes", prizes::page(lang, prizes_view(text))),
        ("console prizes, fixed", prizes::page(Lang::En, fixed)),
        (
            "console winners",
            console_winners::page(lang, winners_view(text), true),
        ),
        (
            "console winners, none",
            console_winners::page(Lang::En, no_winners(text), false),
        ),
    ]
}

fn staff_ranking(text: &str) -> StaffRankingView {
    let options = || vec![SelectOption::new(text, text)];
    let line = |rank, known: bool| StaffRankingLine {
        rank,
        group: text.into(),
        attempt: id(),
        name: known.then(|| text.into()),
        unit: text.into(),
        score: SCORE,
        prediction_error: known.then_some(1_012),
        duration_ms: 61_500,
        submitted_at: NOW,
        tie: known.then(|| text.into()),
    };
    StaffRankingView {
        round: id(),
        round_name: text.into(),
        contest_slug: text.into(),
        contest_title: text.into(),
        revision: 2,
        frozen_at: NOW,
        published_at: None,
        participants: 25_980,
        all_correct: 5_945,
        groups: options(),
        blocks: options(),
        units: UnitOptions::of(options(), None),
        group: None,
        block: Some(text.into()),
        unit: None,
        name: text.into(),
        lines: vec![line(1, true), line(2, true), line(4, false)],
        next: Some("/console/rounds/x/ranking?after=1-3".into()),
        may_open: true,
    }
}

fn prizes_view(text: &str) -> PrizesView {
    let line = |given_for, known: bool| PrizeLine {
        id: id(),
        given_for,
        of: known.then(|| text.into()),
        name: text.into(),
        number: 3,
        amount: known.then_some(3_000_000),
    };
    let all = GivenFor::ALL.into_iter();
    PrizesView {
        slug: text.into(),
        contest_title: text.into(),
        is_fixed: false,
        prizes: all.flat_map(|one| [line(one, true), line(one, false)]).collect(),
        groups: vec![SelectOption::new(text, text)],
        blocks: vec![SelectOption::new(text, text)],
        form_id: text.into(),
        changed: Some(id()),
        shown: Some(text.into()),
        typed: TypedPrize {
            given_for: "units".into(),
            group: text.into(),
            block: text.into(),
            name: text.into(),
            number: text.into(),
            amount: text.into(),
        },
        problems: problems(
            text,
            &["", "/name", "/number", "/amount", "/group_id", "/block_id"],
        ),
    }
}

pub(super) fn public(lang: Lang, text: &str) -> AnyView {
    winners::page(lang, winners_view(text))
}

fn no_winners(text: &str) -> WinnersView {
    WinnersView {
        lists: Vec::new(),
        ..winners_view(text)
    }
}

fn won(text: &str, decided: bool) -> Won {
    Won {
        prize: decided.then(|| text.into()),
        note: (!decided).then(|| text.into()),
        amount: decided.then_some(3_000_000),
        rank: if decided { 1 } else { 4 },
    }
}

fn winners_view(text: &str) -> WinnersView {
    let person = |decided| PersonWon {
        won: won(text, decided),
        name: text.into(),
        unit: text.into(),
        score: SCORE,
        prediction_error: decided.then_some(12),
        duration_ms: 61_500,
    };
    let unit = |decided: bool| UnitWon {
        won: won(text, decided),
        name: text.into(),
        participants: 120,
        headcount: decided.then_some(118),
        rate: decided.then_some(1.0169),
        mean: decided.then_some(SCORE),
    };
    let list = |lines, is_provisional| WinnerListView {
        heading: text.into(),
        standing: text.into(),
        is_provisional,
        lines,
        is_cut: is_provisional,
    };
    WinnersView {
        contest_slug: text.into(),
        contest_title: text.into(),
        lists: vec![
            list(WinnerLines::People(vec![person(true), person(false)]), true),
            list(WinnerLines::Units(vec![unit(true), unit(false)]), false),
            list(WinnerLines::People(Vec::new()), false),
        ],
    }
}
