//! What those who look after units, and after the audit, see.

use khao_app::components::select::SelectOption;
use khao_app::pages::console::audit;
use khao_app::pages::console::units::{self, form, import, imports, lines, removal, unit};
use khao_domain::lang::Lang;
use khao_domain::people::unit::{KeptBy, Validity};
use khao_domain::table::RowProblem;
use khao_domain::time::CivilDate;
use leptos::prelude::AnyView;

use super::banks::columns_view;
use super::{ID, NOW, id, problems};

pub(super) fn pages(lang: Lang, text: &str) -> Vec<(&'static str, AnyView)> {
    let refused = import::PreviewView {
        problems: vec![RowProblem::error(2, Some(text), text)],
        ..preview_view(text)
    };
    vec![
        ("console units", units::page(lang, units_view(text))),
        ("console unit", unit::page(lang, unit_view(text))),
        ("console unit, closed", unit::page(lang, closed_view(text))),
        (
            "console unit, new",
            form::page(
                lang,
                form::NewUnitView {
                    typed: fields(text),
                    problems: problems(text, &form_pointers()),
                },
            ),
        ),
        ("console units import", import::choose(lang, choose_view(text))),
        ("console units preview", import::preview(lang, preview_view(text))),
        ("console units refused", import::preview(lang, refused)),
        ("console units done", import::done(lang, done_view(text))),
        (
            "console units columns",
            imports::columns_page(lang, &columns_view(text)),
        ),
        ("console units imports", imports::page(lang, imports_view(text))),
        ("console audit", audit::page(lang, audit_view(text))),
    ]
}

fn form_pointers() -> [&'static str; 3] {
    ["", "/code", "/parent_code"]
}

fn line(text: &str, is_valid: bool) -> lines::UnitLine {
    lines::UnitLine {
        id: id(),
        code: text.into(),
        name: text.into(),
        within: text.into(),
        children: 99,
        headcount: is_valid.then_some(1_200),
        validity: Validity {
            from: CivilDate::parse("2025-07-01"),
            until: CivilDate::parse("2026-07-01").filter(|_| !is_valid),
        },
        is_valid,
    }
}

fn fields(text: &str) -> form::UnitFields {
    form::UnitFields {
        code: text.into(),
        name: text.into(),
        parent_code: text.into(),
        valid_from: text.into(),
        valid_until: text.into(),
        predecessor_codes: text.into(),
    }
}

fn units_view(text: &str) -> units::UnitsView {
    units::UnitsView {
        query: text.into(),
        state: "closed".into(),
        may_change: true,
        total: 3_355,
        lines: vec![line(text, true), line(text, false)],
        next: Some("/console/units?after=0".into()),
    }
}

fn unit_view(text: &str) -> unit::UnitView {
    let named = vec![(id(), text.to_owned())];
    unit::UnitView {
        id: id(),
        may_change: true,
        code: text.into(),
        name: text.into(),
        validity: line(text, false).validity,
        is_valid: false,
        above: named.clone(),
        predecessors: named.clone(),
        successors: named,
        headcounts: vec![(CivilDate::parse("2025-07-01").unwrap(), 1_200)],
        children: vec![line(text, true)],
        next: Some("/console/units/0?after=0".into()),
        removal: Some(removal::RemovalView {
            kept_by: vec![KeptBy::Below, KeptBy::People],
            below: 1_200,
            contests: vec![(text.into(), text.into())],
            closed_with_it: None,
            closed_above: None,
            planned_ends: 2,
        }),
        typed: fields(text),
        counted: (text.into(), text.into()),
        problems: problems(text, &["", "/name", "/headcount"]),
    }
}

fn closed_view(text: &str) -> unit::UnitView {
    unit::UnitView {
        removal: Some(removal::RemovalView {
            kept_by: Vec::new(),
            below: 0,
            contests: Vec::new(),
            closed_with_it: Some(3),
            closed_above: Some(text.into()),
            planned_ends: 0,
        }),
        ..unit_view(text)
    }
}

fn choose_view(text: &str) -> import::ChooseView {
    import::ChooseView {
        provinces: vec![SelectOption::new("15", text)],
        problems: problems(text, &["/file", "/province_code"]),
    }
}

fn preview_view(text: &str) -> import::PreviewView {
    let change = |is_new, fields| import::ChangeLine {
        row: 2,
        code: text.into(),
        name: text.into(),
        is_new,
        fields,
    };
    import::PreviewView {
        source: text.into(),
        action: "/console/units/uploads/0".into(),
        hidden: vec![("province_code", text.into())],
        counts: import::Counts {
            new: 1,
            changed: 1,
            moved: 0,
            same: 3_000,
        },
        changes: vec![
            change(true, vec![]),
            change(false, vec![("Tên", text.into(), String::new())]),
        ],
        problems: vec![],
    }
}

fn done_view(text: &str) -> import::DoneView {
    import::DoneView {
        id: ID.into(),
        at: NOW,
        counts: import::Counts::default(),
        can_be_undone: true,
        problems: problems(text, &[""]),
    }
}

fn imports_view(text: &str) -> imports::ImportsView {
    imports::ImportsView {
        lines: vec![imports::ImportLine {
            id: text.into(),
            at: NOW,
            counts: import::Counts::default(),
            can_be_undone: true,
        }],
        next: Some("/console/units/imports?before=2".into()),
    }
}

fn audit_view(text: &str) -> audit::AuditView {
    let line = |link: Option<&str>| audit::AuditLine {
        seq: 7,
        at: NOW,
        who: text.into(),
        action: text.into(),
        detail: text.into(),
        object: text.into(),
        within: link.map(|_| text.into()),
        link: link.map(str::to_owned),
        own: link.map(|_| "/console/audit?object=x".into()),
        from: text.into(),
    };
    audit::AuditView {
        filter: audit::FilterFields {
            account: ID.into(),
            group: "units".into(),
            since: text.into(),
            until: text.into(),
            object: text.into(),
        },
        accounts: vec![SelectOption::new(ID, text)],
        lines: vec![line(None), line(Some("/console/units/0"))],
        next: Some("/console/audit?before=7".into()),
        query: "group=units".into(),
        chain: Some(audit::Chain::BrokenAt { seq: 3 }),
        problems: problems(text, &["/since"]),
    }
}
