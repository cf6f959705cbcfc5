//! Question banks, their items, and the import of a file.

use khao_app::components::choices::Label;
use khao_app::pages::console::banks::bank::{BankView, Filter, ItemLine};
use khao_app::pages::console::banks::bulk::{BulkTyped, Confirm};
use khao_app::pages::console::banks::compare::{CompareView, Difference};
use khao_app::pages::console::banks::edit::EditView;
use khao_app::pages::console::banks::import::{DryRunView, ItemChange, UploadView};
use khao_app::pages::console::banks::item::{ItemPageView, LookView, VersionLine};
use khao_app::pages::console::banks::list::{BankLine, BanksView};
use khao_app::pages::console::banks::revisions::{RevisionLine, RevisionView, RevisionsView};
use khao_app::pages::console::banks::{BankHead, bank, compare, edit, import, item, list, revisions};
use khao_app::pages::console::columns::{ColumnsView, FileColumn};
use khao_domain::bank::formats::csv::form::{ItemForm, OptionForm};
use khao_domain::bank::item::ItemStatus;
use khao_domain::bank::lifecycle::Step;
use khao_domain::contest::feasibility::Waiting;
use khao_domain::lang::Lang;
use khao_domain::table::RowProblem;
use leptos::prelude::*;

use super::{NOW, html, id, problems};

const WAITING: Waiting = Waiting {
    drafts: 0,
    reviewed: 3,
};

pub(super) fn pages(lang: Lang, text: &str) -> [(&'static str, AnyView); 18] {
    [
        ("banks", list::page(lang, banks_view(text))),
        ("bank", bank::page(lang, bank_view(text))),
        ("bank, asked", bank::page(lang, asked_view(text, "topic"))),
        (
            "bank, asked to retire",
            bank::page(lang, asked_view(text, "retire")),
        ),
        ("item", item::page(lang, item_view(text))),
        (
            "item, one choice",
            edit::page(lang, &edit_view(text, "single_choice")),
        ),
        (
            "item, true or false",
            edit::page(lang, &edit_view(text, "true_false")),
        ),
        ("item, number", edit::page(lang, &edit_view(text, "number"))),
        ("item, text", edit::page(lang, &edit_view(text, "text"))),
        (
            "item, not begun",
            edit::page(
                lang,
                &EditView {
                    preview: None,
                    ..edit_view(text, "participants")
                },
            ),
        ),
        ("item versions", compare::page(lang, compare_view(text))),
        ("bank import", import::upload_page(lang, &upload_view(text))),
        ("bank dry run", import::dry_run_page(lang, dry_run_view(text))),
        (
            "bank columns",
            import::columns_page(lang, &head(text), &columns_view(text)),
        ),
        (
            "bank dry run, may approve",
            import::dry_run_page(lang, waiting_view(text, true)),
        ),
        (
            "bank dry run, waits",
            import::dry_run_page(lang, waiting_view(text, false)),
        ),
        (
            "bank revisions",
            revisions::revisions_page(lang, revisions_view(text)),
        ),
        (
            "bank revision",
            revisions::revision_page(lang, &revision_view(text)),
        ),
    ]
}

fn head(text: &str) -> BankHead {
    BankHead {
        id: id(),
        name: text.into(),
    }
}

pub(super) fn bank_line(text: &str) -> BankLine {
    BankLine {
        id: id(),
        name: text.into(),
        language: text.into(),
        items: 514,
        drafts: 12,
        reviewed: 0,
        unit: text.into(),
    }
}

fn banks_view(text: &str) -> BanksView {
    BanksView {
        banks: vec![bank_line(text)],
        next: Some("/console/banks?after=x".into()),
        first: Some("/console/banks".into()),
        may_create: true,
        name: text.into(),
        language: text.into(),
        unit: text.into(),
        copy: None,
        form_id: text.into(),
        problems: problems(text, &["/name", "/language", "/unit"]),
    }
}

fn bank_view(text: &str) -> BankView {
    BankView {
        bank: head(text),
        filter: Filter {
            query: text.into(),
            topic: text.into(),
            difficulty: "2".into(),
            status: "draft".into(),
            valid_on: text.into(),
        },
        here: "/console/banks/x?query=y".into(),
        topics: vec![text.into()],
        items: vec![ItemLine {
            code: text.into(),
            stem: text.into(),
            topic: text.into(),
            difficulty: 2,
            status: ItemStatus::Reviewed,
        }],
        total: 99,
        counts: vec![(text.into(), [0, 1, 0, 0, 0])],
        next: Some("/console/banks/x?after=y".into()),
        before: Some("/console/banks/x?after=".into()),
        may_edit: true,
        may_judge: true,
        report: vec![text.into()],
        bulk: BulkTyped {
            scope: "all".into(),
            ticked: vec![text.into()],
            topic: text.into(),
            difficulty: "2".into(),
            note: text.into(),
            confirm: None,
        },
        name: text.into(),
        can_be_deleted: true,
        size: 99,
        unit: text.into(),
        problems: problems(
            text,
            &["/valid_on", "/note", "/new_topic", "/unit", "/name", "/scope"],
        ),
    }
}

/// Several items lose something: it is asked whether that is meant.
fn asked_view(text: &str, action: &str) -> BankView {
    let confirm = Confirm {
        action: action.into(),
        items: 40,
        drafts_again: 12,
        retires: action == "retire",
    };
    let view = bank_view(text);
    BankView {
        bulk: BulkTyped {
            confirm: Some(confirm),
            ..view.bulk
        },
        // It comes back with the question alone.
        problems: Vec::new(),
        ..view
    }
}

fn look(text: &str) -> LookView {
    LookView {
        stem: html("Câu hỏi"),
        options: vec![html("Một"), html("Hai")],
        key: vec![Label::Text(text.into())],
        explanation: html("Vì thế"),
    }
}

fn item_view(text: &str) -> ItemPageView {
    let version = |from_revision| VersionLine {
        number: 1,
        from_revision,
        changed_at: NOW,
        changed_by: text.into(),
        status: ItemStatus::Draft,
        note: text.into(),
    };
    ItemPageView {
        bank: head(text),
        code: text.into(),
        kind: "A",
        look: look(text),
        topic: text.into(),
        difficulty: 3,
        points: "1".into(),
        source: text.into(),
        validity: text.into(),
        status: ItemStatus::Reviewed,
        note: text.into(),
        versions: vec![version(2), version(1)],
        may_edit: true,
        steps: vec![Step::Approve, Step::SendBack, Step::Retire],
        can_be_deleted: true,
        is_own: true,
        typed_note: text.into(),
        problems: problems(text, &["/note"]),
    }
}

fn edit_view(text: &str, kind: &str) -> EditView {
    let option = OptionForm {
        text: text.into(),
        correct: true,
        pinned: false,
    };
    let difference = Difference {
        name: text.into(),
        a: text.into(),
        b: text.into(),
    };
    EditView {
        bank: head(text),
        code: None,
        from_revision: 0,
        form: ItemForm {
            code: text.into(),
            kind: kind.into(),
            topic: text.into(),
            difficulty: "2".into(),
            stem: text.into(),
            options: vec![option],
            key: text.into(),
            tolerance: text.into(),
            points: text.into(),
            explanation: text.into(),
            source: text.into(),
            valid_from: text.into(),
            valid_until: text.into(),
            language: text.into(),
            ..ItemForm::default()
        },
        problems: problems(text, &["/code", "/stem", "/source"]),
        remarks: problems(text, &["/stem"]),
        preview: Some(look(text)),
        is_checked: true,
        topics: vec![text.into()],
        is_saved: true,
        conflict: vec![difference],
    }
}

fn compare_view(text: &str) -> CompareView {
    CompareView {
        bank: head(text),
        code: text.into(),
        versions: vec![(24, 2), (1, 1)],
        a: 1,
        b: 2,
        rows: vec![Difference {
            name: text.into(),
            a: text.into(),
            b: text.into(),
        }],
    }
}

fn upload_view(text: &str) -> UploadView {
    UploadView {
        bank: head(text),
        problems: problems(text, &["/file"]),
    }
}

fn dry_run_view(text: &str) -> DryRunView {
    DryRunView {
        bank: head(text),
        here: "/console/banks/x/imports/y".into(),
        file_name: text.into(),
        new: 1,
        changed: 2,
        same: 3,
        drafts: 3,
        fallen: 1,
        waiting: WAITING,
        changes: vec![ItemChange {
            row: 2,
            code: text.into(),
            rows: vec![difference(text)],
        }],
        remarks: vec![RowProblem::warning(2, Some(text), text)],
        may_approve: true,
    }
}

/// The same file again: nothing to import, and what it holds waits.
fn waiting_view(text: &str, may_approve: bool) -> DryRunView {
    DryRunView {
        new: 0,
        changed: 0,
        drafts: 0,
        fallen: 0,
        changes: Vec::new(),
        may_approve,
        ..dry_run_view(text)
    }
}

pub(super) fn columns_view(text: &str) -> ColumnsView {
    let column = |chosen: &str| FileColumn {
        header: text.into(),
        first: vec![text.into(), String::new()],
        chosen: chosen.into(),
    };
    ColumnsView {
        file_name: text.into(),
        here: "/console/banks/x/imports/y/columns".into(),
        again: "/console/banks/x/import".into(),
        columns: vec![column("A"), column("")],
        headers: vec!["A", "B"],
        required: vec!["A"],
        problems: problems(text, &["/column.1", ""]),
    }
}

fn revisions_view(text: &str) -> RevisionsView {
    RevisionsView {
        bank: head(text),
        lines: vec![RevisionLine {
            revision: 2,
            what: "A",
            made_by: text.into(),
            made_at: "01/07/2026 08:00".into(),
            new: 1,
            changed: 2,
            can_be_undone: true,
        }],
        next: Some("/console/banks/x/revisions?before=2".into()),
    }
}

fn difference(text: &str) -> Difference {
    Difference {
        name: text.into(),
        a: text.into(),
        b: "2".into(),
    }
}

fn revision_view(text: &str) -> RevisionView {
    RevisionView {
        bank: head(text),
        revision: 2,
        made_by: text.into(),
        made_at: "01/07/2026 08:00".into(),
        new: 1,
        changed: 2,
        waiting: WAITING,
        can_be_undone: true,
        problems: problems(text, &["/understood"]),
    }
}
