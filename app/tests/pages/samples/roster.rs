//! Who is expected to take part.

use khao_app::components::select::SelectOption;
use khao_app::components::unit_choice::UnitOptions;
use khao_app::pages::console::roster::load::{self, LoadView, LostLine};
use khao_app::pages::console::roster::{self, Counts, Filter, PersonLine, RosterView, UnitLine};
use khao_domain::contest::settings::EntryPolicy;
use khao_domain::lang::Lang;
use khao_domain::table::RowProblem;
use leptos::prelude::*;

use super::{ID, id, problems};

fn view(text: &str, of_round: bool) -> RosterView {
    let person = |participant, submitted| PersonLine {
        id: id(),
        full_name: text.into(),
        staff_code: text.into(),
        birth_date: "1990-01-05".into(),
        unit: text.into(),
        participant,
        submitted,
    };
    let chosen = || vec![SelectOption::new(ID, text)];
    RosterView {
        slug: text.into(),
        contest_title: text.into(),
        entry: EntryPolicy::Roster,
        may_run: true,
        filter: Filter {
            query: text.into(),
            unit: ID.into(),
            round: if of_round { ID.into() } else { String::new() },
            state: "missing".into(),
        },
        rounds: chosen(),
        unit_options: UnitOptions::of(chosen(), None),
        counts: Counts {
            people: 1_200,
            done: 980,
        },
        units: vec![UnitLine {
            name: text.into(),
            path: format!("/console/contests/{text}/roster?unit={ID}"),
            counts: Counts { people: 40, done: 3 },
        }],
        units_left: 12,
        people: vec![
            person(None, false),
            person(Some(id()), false),
            person(Some(id()), true),
        ],
        next: Some(format!("/console/contests/{text}/roster?after={ID}")),
        files_query: format!("?unit_id={ID}"),
        problems: problems(text, &["", "/file"]),
    }
}

fn empty(text: &str) -> RosterView {
    RosterView {
        entry: EntryPolicy::Open,
        filter: Filter {
            state: "all".into(),
            ..Filter::default()
        },
        counts: Counts::default(),
        units: vec![],
        people: vec![],
        next: None,
        problems: vec![],
        ..view(text, false)
    }
}

/// Of somebody who only reads.
fn read(text: &str) -> RosterView {
    RosterView {
        may_run: false,
        people: vec![],
        problems: vec![],
        ..view(text, false)
    }
}

fn load(text: &str) -> LoadView {
    LoadView {
        slug: text.into(),
        contest_title: text.into(),
        path: format!("/console/contests/{text}/roster/uploads/{ID}"),
        file_name: text.into(),
        replaces: true,
        counts: load::Counts {
            new: 1_200,
            same: 40,
            lost: 3,
            people: 1_240,
            entered: 12,
        },
        seen: text.into(),
        lost: vec![LostLine {
            full_name: text.into(),
            unit_code: text.into(),
            has_entered: true,
        }],
        remarks: vec![RowProblem::warning(3, Some("STT"), text)],
        problems: problems(text, &[""]),
    }
}

fn refused(text: &str) -> LoadView {
    LoadView {
        replaces: false,
        counts: load::Counts::default(),
        lost: vec![],
        remarks: vec![RowProblem::error(3, Some("unit_code"), text)],
        problems: vec![],
        ..load(text)
    }
}

pub fn pages(lang: Lang, text: &str) -> [(&'static str, AnyView); 6] {
    [
        ("console roster", roster::page(lang, &view(text, false))),
        (
            "console roster, of a round",
            roster::page(lang, &view(text, true)),
        ),
        ("console roster, empty", roster::page(lang, &empty(text))),
        ("console roster, read", roster::page(lang, &read(text))),
        ("console roster, load", load::page(lang, load(text))),
        ("console roster, refused", load::page(lang, refused(text))),
    ]
}
