//! Forms of surveys that are printed, and typed in from paper.

use khao_app::components::safe_html::SafeHtml;
use khao_app::components::select::SelectOption;
use khao_app::pages::console::surveys::{Head, entry, paper};
use khao_domain::lang::Lang;
use khao_domain::survey::paper::Typing;
use leptos::prelude::AnyView;

use super::problems;

pub(super) fn pages(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    let fresh = entry::EntryView {
        waiting: Vec::new(),
        settling: false,
        problems: Vec::new(),
        ..entry_view(text)
    };
    vec![
        ("console paper entry", entry::page(lang, &fresh)),
        (
            "console paper entry, differing",
            entry::page(lang, &entry_view(text)),
        ),
        ("console paper form", paper::page(lang, paper_view(text, lang))),
        (
            "console paper form, English",
            paper::page(lang, paper_view(text, Lang::En)),
        ),
    ]
}

fn head(text: &str) -> Head {
    Head {
        slug: text.into(),
        title: text.into(),
    }
}

fn words() -> SafeHtml {
    SafeHtml::in_language("ok", "km")
}

fn entry_view(text: &str) -> entry::EntryView {
    let row = |number: usize, typing, has_other: bool| entry::EntryRow {
        id: format!("q{number}"),
        number,
        text: words(),
        short: text.into(),
        keys: if typing == Typing::Line {
            Vec::new()
        } else {
            ["1", "2", "9"].map(str::to_owned).into()
        },
        typing,
        typed: text.into(),
        other: has_other.then(|| (text.into(), "2".into())),
    };
    entry::EntryView {
        head: head(text),
        wave: text.into(),
        wave_name: text.into(),
        code: "ABCDE-1".into(),
        form_id: text.into(),
        batch: entry::Batch {
            unit: text.into(),
            language: "vi".into(),
            once: true,
        },
        languages: ["vi", "en"].map(|tag| SelectOption::new(tag, tag)).into(),
        number: text.into(),
        waiting: vec![3, 7],
        sections: vec![entry::EntrySection {
            title: words(),
            rows: vec![
                row(1, Typing::One, true),
                row(2, Typing::Many, false),
                row(3, Typing::Order, false),
                row(4, Typing::Line, false),
            ],
        }],
        settling: true,
        problems: problems(text, &["", "/number", "/unit", "/key.q1", "/key.q4"]),
    }
}

fn paper_view(text: &str, language: Lang) -> paper::PaperView {
    let tick_box = |key: &str, is_other| paper::PaperBox {
        key: key.into(),
        label: (key != "3").then(words),
        is_other,
    };
    let boxes = || vec![tick_box("1", false), tick_box("2", true), tick_box("3", false)];
    let ticked = |in_a_row, many| paper::PaperAsk::Boxes {
        boxes: boxes(),
        in_a_row,
        many,
    };
    let asks = [
        ticked(true, false),
        ticked(false, true),
        paper::PaperAsk::Table {
            columns: vec![tick_box("1", false), tick_box("2", false)],
            rows: vec![(7, words()), (8, words())],
        },
        paper::PaperAsk::Order(boxes()),
        paper::PaperAsk::Lines(5),
    ];
    let goals = [
        paper::Goal::Question(9),
        paper::Goal::Section(2),
        paper::Goal::End,
    ];
    let item = |(nth, ask): (usize, paper::PaperAsk)| paper::PaperItem {
        number: (nth != 2).then_some(nth),
        text: words(),
        hint: Some(words()),
        condition: Some(text.into()),
        skips: goals.map(|goal| (text.into(), goal)).into(),
        ask,
    };
    paper::PaperView {
        head: head(text),
        site: text.into(),
        title: words(),
        code: "ABCDE-1".into(),
        style: "/console/surveys/x/waves/y/paper.css".into(),
        words: language,
        languages: vec![("ok".into(), None), ("ok".into(), Some(format!("/{text}")))],
        sections: vec![paper::PaperSection {
            title: words(),
            text: Some(words()),
            condition: Some(text.into()),
            items: asks.into_iter().enumerate().map(item).collect(),
        }],
    }
}
