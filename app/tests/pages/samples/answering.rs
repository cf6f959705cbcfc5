//! Surveys as respondents see them.

use khao_app::components::choices::Pick;
use khao_app::components::field::Input;
use khao_app::components::safe_html::SafeHtml;
use khao_app::pages::survey::form::{
    Ask, FormView, Group, Item, Languages, Layout, Note, Other, Pickable, Place, Row, SectionView,
};
use khao_app::pages::survey::results::{
    FactorFigures, FiguresView, LineFigures, PartFigures, QuestionFigures, ResultsView, SectionFigures,
};
use khao_app::pages::survey::told::{Told, ToldView};
use khao_app::pages::survey::trend::{MeasureView, QuestionTrend, SectionTrend, TrendView, WaveFigures};
use khao_app::pages::survey::{form, invited, results, told, trend, trial};
use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::survey::compare::Change;
use leptos::prelude::*;

use super::NOW;

fn khmer() -> SafeHtml {
    SafeHtml::in_language("ok", "km")
}

fn group(name: &str, text: &str, pick: Pick, layout: Layout) -> Group {
    let option = |(nth, is_unknown): (usize, bool)| Pickable {
        value: format!("{text}{nth}"),
        label: khmer(),
        chosen: nth == 1,
        is_unknown,
    };
    Group {
        name: name.to_owned(),
        pick,
        layout,
        options: [(0, false), (1, false), (2, true)].map(option).into(),
        other: (layout == Layout::List).then(|| Other {
            name: format!("other.{name}"),
            label: khmer(),
            typed: text.to_owned(),
        }),
    }
}

fn items(text: &str) -> Vec<Item> {
    let row = |name: &str| Row {
        text: khmer(),
        short: text.to_owned(),
        group: group(name, text, Pick::One, Layout::Scale),
    };
    let place = |name: &str| Place {
        name: name.to_owned(),
        label: khmer(),
        chosen: "2".to_owned(),
    };
    let line = |name: &str, input| Ask::Line {
        name: name.to_owned(),
        typed: text.to_owned(),
        input,
    };
    let asks = [
        Ask::Group(group("answers.faces", text, Pick::One, Layout::Faces)),
        Ask::Group(group("answers.many", text, Pick::Any, Layout::List)),
        Ask::Group(group("answers.nps", text, Pick::One, Layout::Numbers)),
        Ask::Matrix {
            name: "answers.grid".to_owned(),
            rows: vec![row("answers.one"), row("answers.two")],
        },
        line("answers.count", Input::Number),
        line("answers.day", Input::Date),
        Ask::Long {
            name: "answers.long".to_owned(),
            typed: text.to_owned(),
        },
        Ask::Ranking {
            name: "answers.ranked".to_owned(),
            places: vec![place("rank.ranked.a"), place("rank.ranked.b")],
        },
        Ask::Consent {
            name: "answers.agree".to_owned(),
            given: false,
        },
    ];
    let item = |(nth, ask): (usize, Ask)| Item {
        text: khmer(),
        short: text.to_owned(),
        hint: (nth % 2 == 0).then(khmer),
        required: nth < 4,
        ask,
    };
    asks.into_iter().enumerate().map(item).collect()
}

fn view(text: &str) -> FormView {
    FormView {
        path: format!("/surveys/{text}"),
        title: khmer(),
        place: text.into(),
        until: Some(text.into()),
        course: text.into(),
        languages: Languages::Links(vec![("km".into(), "ok".into(), format!("/surveys/{text}"))]),
        section: Some(SectionView {
            title: khmer(),
            text: Some(khmer()),
            place: (1, 3),
            items: items(text),
        }),
        is_first: true,
        is_last: false,
        note: Note::None,
        problems: Vec::new(),
    }
}

/// Every kind of item with a mistake of its own.
fn refused(text: &str) -> FormView {
    let names = [
        "faces", "many", "nps", "one", "two", "count", "day", "long", "ranked", "agree",
    ];
    let problem = |name: &str| Problem::at(format!("/answers/{name}"), text);
    FormView {
        languages: Languages::Buttons(vec![("km".into(), "ok".into())]),
        is_first: false,
        problems: names.map(problem).into(),
        ..view(text)
    }
}

fn ended(text: &str) -> FormView {
    FormView {
        section: None,
        is_first: false,
        is_last: true,
        note: Note::BeganAgain,
        ..view(text)
    }
}

fn told_view(text: &str, told: Told) -> ToldView {
    ToldView {
        slug: text.into(),
        title: khmer(),
        told,
        has_results: true,
    }
}

fn results_view(text: &str) -> ResultsView {
    let line = |count: Option<u64>, share| LineFigures {
        label: khmer(),
        count,
        share,
    };
    let question = |valid, is_ranking| QuestionFigures {
        text: khmer(),
        valid,
        top: Some(61.25),
        is_ranking,
        lines: vec![
            line(Some(1_200), Some(61.25)),
            line(None, None),
            line(Some(7), None),
        ],
    };
    let unit = |n: Option<u64>| PartFigures {
        name: text.into(),
        top: n.map(|_| 50.0),
        n,
        is_hidden: n.is_none(),
    };
    let factor = |top: Option<f64>| FactorFigures {
        title: khmer(),
        part: khmer(),
        questions: 8,
        top,
        is_hidden: top.is_none(),
    };
    let figures = FiguresView {
        wave: text.into(),
        as_of: NOW.local_date(),
        n: 1_999,
        from_open_channels: true,
        sections: vec![SectionFigures {
            title: khmer(),
            questions: vec![
                question(Some(1_960), false),
                question(None, false),
                question(Some(9), true),
            ],
        }],
        strata: vec![unit(Some(30)), unit(None)],
        factors: vec![factor(Some(83.5)), factor(None)],
        has_trend: true,
        units: vec![unit(Some(12)), unit(None)],
    };
    ResultsView {
        slug: text.into(),
        title: khmer(),
        name: text.into(),
        is_open: true,
        figures: Some(figures),
    }
}

fn invited_view(text: &str) -> invited::InvitedView {
    invited::InvitedView {
        slug: text.into(),
        title: khmer(),
        until: text.into(),
        language: text.into(),
        token: text.into(),
        began_again: true,
        problems: vec![Problem::at("/token", text.to_owned())],
    }
}

fn trend_view(text: &str) -> TrendView {
    let wave = |ordinal, top: Option<f64>| WaveFigures {
        ordinal,
        name: text.into(),
        n: top.map(|_| 1_200),
        top,
    };
    let measure = |top: Option<f64>, valid| MeasureView {
        valid,
        top,
        mean: top.map(|_| 3.75),
        lines: vec![(khmer(), Some(40.0)), (khmer(), None)],
        changes: vec![
            Change::Added,
            Change::Removed,
            Change::Wording,
            Change::Answers,
            Change::Factor,
        ],
    };
    let question = |top| QuestionTrend {
        text: khmer(),
        waves: vec![Some(measure(top, Some(40))), None, Some(measure(top, None))],
    };
    TrendView {
        slug: text.into(),
        title: khmer(),
        name: text.into(),
        waves: vec![wave(1, Some(81.25)), wave(2, None), wave(3, Some(60.0))],
        compared: 33,
        sections: vec![SectionTrend {
            title: khmer(),
            questions: vec![question(Some(62.5)), question(None)],
        }],
    }
}

fn trial_view(text: &str, tried: trial::Tried) -> trial::TrialView {
    trial::TrialView {
        editor: format!("/console/surveys/{text}/form"),
        version: Some(2),
        others: vec![
            (None, format!("/console/surveys/{text}/trial")),
            (Some(1), format!("/console/surveys/{text}/trial?version=1")),
        ],
        tried,
    }
}

pub fn pages(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    let without = ResultsView {
        figures: None,
        ..results_view(text)
    };
    let said = |told| told::page(lang, told_view(text, told));
    vec![
        ("survey", form::page(lang, view(text))),
        ("survey, with mistakes", form::page(lang, refused(text))),
        ("survey, after all", form::page(lang, ended(text))),
        ("survey, thanks", said(Told::Thanks(text.into()))),
        ("survey, not yet", said(Told::NotYet(text.into()))),
        ("survey, over", said(Told::Closed(text.into()))),
        ("survey, full", said(Told::Full)),
        ("survey, newer", said(Told::Newer)),
        ("survey, elsewhere", said(Told::Elsewhere)),
        ("survey, invitation used", said(Told::Used)),
        ("survey, invitation over", said(Told::Over)),
        ("survey, by invitation", invited::page(lang, invited_view(text))),
        ("survey results", results::page(lang, results_view(text))),
        (
            "survey trial",
            trial::page(
                lang,
                trial_view(text, trial::Tried::Alone),
                trial::sent(lang, 33, "/console/surveys/x/trial".into()),
            ),
        ),
        (
            "survey trial, framed",
            trial::page(
                lang,
                trial_view(text, trial::Tried::InFrame),
                trial::broken(lang, "/console/surveys/x/form".into()),
            ),
        ),
        ("survey trend", trend::page(lang, trend_view(text))),
        (
            "survey trend, one wave",
            trend::page(
                lang,
                TrendView {
                    waves: Vec::new(),
                    ..trend_view(text)
                },
            ),
        ),
        ("survey results, none", results::page(lang, without)),
    ]
}
