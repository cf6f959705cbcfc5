//! Whom a wave asks, and how many came.

use khao_app::pages::console::surveys::invitations::{
    BatchLine, BatchView, InvitationsView, NewBatchView, OfWave, batch_page, page,
};
use khao_app::pages::console::surveys::slips::{MadeView, SLIPS, SlipsView, made_page, slips_page};
use khao_domain::lang::Lang;
use khao_domain::survey::turnout::Turnout;
use leptos::prelude::*;

use super::problems;
use super::surveys::head;

fn of(text: &str) -> OfWave {
    OfWave {
        head: head(text),
        id: text.into(),
        name: text.into(),
    }
}

const TURNOUT: Turnout = Turnout {
    sent: 1_200,
    opened: 700,
    started: 650,
    completed: 600,
    refused: 40,
    not_reached: 60,
};

fn line(text: &str, revoked: bool) -> BatchLine {
    BatchLine {
        id: text.into(),
        ordinal: 2,
        stratum: text.into(),
        unit: if revoked { String::new() } else { text.into() },
        made_on: text.into(),
        revoked,
        turnout: TURNOUT,
    }
}

fn list(text: &str) -> InvitationsView {
    let lines = vec![(text.to_owned(), TURNOUT), (text.to_owned(), Turnout::default())];
    InvitationsView {
        of: of(text),
        new: Some(NewBatchView {
            strata: vec![text.into(), text.into()],
            stratum: "1".into(),
            unit: text.into(),
            count: text.into(),
            valid_on: text.into(),
            problems: problems(text, &["", "/stratum", "/unit", "/count", "/valid_on"]),
        }),
        whole: TURNOUT,
        by_stratum: lines.clone(),
        by_unit: lines,
        more_units: true,
        batches: vec![line(text, false), line(text, true)],
        next: Some("/console/surveys?after=x".into()),
        may_change: true,
    }
}

fn made(text: &str) -> MadeView {
    MadeView {
        of: of(text),
        ordinal: 3,
        count: 40,
        source: text.into(),
    }
}

pub fn pages(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    let none = InvitationsView {
        batches: Vec::new(),
        whole: Turnout::default(),
        by_stratum: Vec::new(),
        by_unit: Vec::new(),
        ..list(text)
    };
    let batch = BatchView {
        of: of(text),
        line: line(text, false),
        valid_until: Some(text.into()),
        refused: text.into(),
        not_reached: text.into(),
        problems: problems(text, &["", "/refused", "/not_reached"]),
    };
    let slips = SlipsView {
        made: made(text),
        site: text.into(),
        short_address: text.into(),
        until: text.into(),
        nth: 0,
        slips: vec![("https://khao.example/surveys/x#y".into(), text.into()); SLIPS],
    };
    vec![
        ("console invitations", page(lang, list(text))),
        ("console invitations, none", page(lang, none)),
        ("console invitations, batch", batch_page(lang, &batch)),
        ("console invitations, made", made_page(lang, &made(text))),
        ("console invitations, slips", slips_page(lang, &slips)),
    ]
}
