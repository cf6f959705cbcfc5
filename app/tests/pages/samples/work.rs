//! Long work, in every state it can be in.

use khao_app::pages::console::work::list::{self, LineState, WorkLine};
use khao_app::pages::console::work::one::{self, StateView, WorkView};
use khao_domain::lang::Lang;
use khao_domain::table::RowProblem;
use khao_domain::work::WorkKind;
use leptos::prelude::AnyView;

use super::{ID, NOW, problems};

pub(super) fn pages(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    let running = |counted, refreshes| StateView::Running { counted, refreshes };
    let done = StateView::Done {
        told: text.into(),
        counts: vec![("1", text.into())],
    };
    let refused = StateView::Refused {
        told: text.into(),
        problems: problems(text, &[""]),
        rows: vec![RowProblem::error(2, Some(text), text)],
    };
    let one = |kind, state| one::page(lang, view(text, kind, state));
    vec![
        (
            "console work",
            one(WorkKind::Freezing, running((620, 1_000), true)),
        ),
        (
            "console work, counting",
            one(WorkKind::StartingSet, running((0, 0), false)),
        ),
        ("console work, done", one(WorkKind::UnitImport, done)),
        ("console work, refused", one(WorkKind::ItemImport, refused)),
        (
            "console work, stopped",
            one(WorkKind::Freezing, StateView::Stopped),
        ),
        ("console works", list::page(lang, &lines())),
        ("console works, none", list::page(lang, &[])),
    ]
}

fn view(text: &str, kind: WorkKind, state: StateView) -> WorkView {
    WorkView {
        id: ID.into(),
        kind,
        subject: Some(("/console/rounds/0".into(), text.into())),
        started_at: NOW,
        ended_at: Some(NOW),
        state,
        next: ("/console".into(), text.into()),
    }
}

fn lines() -> Vec<WorkLine> {
    let states = [
        LineState::Running((620, 1_000)),
        LineState::Done,
        LineState::Refused,
        LineState::Stopped,
    ];
    let line = |state| WorkLine {
        id: ID.into(),
        kind: WorkKind::ItemImport,
        started_at: NOW,
        state,
    };
    states.map(line).into()
}
