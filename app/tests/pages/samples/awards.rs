//! Rankings for staff.

use khao_app::components::select::SelectOption;
use khao_app::pages::console::ranking::{self, StaffRankingLine, StaffRankingView};
use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::attempt::SCORE;
use super::{NOW, id};

pub(super) fn pages(text: &str) -> Vec<(&'static str, AnyView)> {
    let empty = StaffRankingView {
        published_at: Some(NOW),
        lines: Vec::new(),
        blocks: Vec::new(),
        ..staff_ranking(text)
    };
    vec![
        ("console ranking", ranking::page(Lang::Vi, staff_ranking(text))),
        ("console ranking, none", ranking::page(Lang::En, empty)),
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
        units: options(),
        group: None,
        block: Some(text.into()),
        unit: None,
        name: text.into(),
        lines: vec![line(1, true), line(2, true), line(4, false)],
        next: Some("/console/rounds/x/ranking?after=1-3".into()),
        may_open: true,
    }
}
