//! How a round went, in pictures.

use khao_app::components::select::SelectOption;
use khao_app::components::unit_choice::UnitOptions;
use khao_app::figures::arrivals::{Arrivals, Span};
use khao_app::figures::items::{Item, Items};
use khao_app::figures::scores::Scores;
use khao_app::figures::units::{Unit, Units};
use khao_app::pages::console::figures::{FiguresView, ItemsPart, page};
use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::{NOW, id};

pub(super) fn pages(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    vec![
        ("figures", page(lang, view(text))),
        (
            "figures, items under way",
            page(
                Lang::En,
                FiguresView {
                    items: ItemsPart::Counting,
                    ..view(text)
                },
            ),
        ),
        ("figures, empty", page(lang, empty(text))),
    ]
}

fn view(text: &str) -> FiguresView {
    let unit = |headcount, submitted| Unit {
        name: text.into(),
        headcount,
        participants: 60,
        submitted,
    };
    let item = |drawn, facility, discrimination| Item {
        code: text.into(),
        topic: text.into(),
        drawn,
        facility,
        discrimination,
    };
    let span = |at: i64| Span {
        from: NOW.plus_seconds(at * 3600),
        until: NOW.plus_seconds((at + 1) * 3600),
        started: 40 - at,
        submitted: at * 2,
    };
    let items = vec![
        item(120, 0.7, Some(0.4)),
        item(90, 0.9, Some(0.1)),
        item(2, 1.0, None),
    ];
    FiguresView {
        round: id(),
        round_name: text.into(),
        contest_slug: text.into(),
        contest_title: text.into(),
        as_of: NOW,
        groups: vec![SelectOption::new(text, text)],
        units: UnitOptions::of(vec![SelectOption::new(text, text)], None),
        group: Some(text.into()),
        unit: None,
        scores: Scores([1, 2, 3, 5, 8, 13, 21, 34, 55, 0]),
        arrivals: Arrivals((0..20).map(span).collect()),
        participation: Units::new(vec![unit(Some(100), 55), unit(None, 4)]),
        items: ItemsPart::Counted(Items::new(items), NOW),
    }
}

fn empty(text: &str) -> FiguresView {
    FiguresView {
        scores: Scores([0; 10]),
        arrivals: Arrivals(Vec::new()),
        participation: Units::new(Vec::new()),
        items: ItemsPart::Hidden,
        group: None,
        ..view(text)
    }
}
