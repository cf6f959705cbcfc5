//! Complaints as participants and organisers see them.

use khao_app::components::choices::Label;
use khao_app::components::select::SelectOption;
use khao_app::pages::complaints::{self, ComplaintLine, ComplaintsView, TypedComplaint};
use khao_app::pages::console::complaints::{
    CaseItem, CaseLine, CaseListView, CaseView, TypedAnswer, case_page, list_page,
};
use khao_domain::contest::correction::CorrectionKind;
use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::attempt::SCORE;
use super::{NOW, html, id, problems};

const RULINGS: [Option<bool>; 3] = [Some(true), Some(false), None];

pub(super) fn mine(lang: Lang, text: &str) -> AnyView {
    let line = |upheld: Option<bool>| ComplaintLine {
        position: upheld.map(|_| 3),
        text: text.into(),
        filed_at: NOW,
        answer: Some((text.into(), NOW)),
        upheld,
    };
    let mut lines = RULINGS.map(line).to_vec();
    lines.push(ComplaintLine {
        answer: None,
        ..line(None)
    });
    let view = ComplaintsView {
        attempt_id: id(),
        contest_title: text.into(),
        round_name: text.into(),
        questions: vec![text.into(), String::new()],
        open_until: Some(NOW),
        has_result: true,
        typed: TypedComplaint {
            position: "3".into(),
            text: text.into(),
        },
        complaints: lines,
        problems: problems(text, &["", "/position", "/text"]),
    };
    complaints::page(lang, view)
}

pub(super) fn pages(lang: Lang, text: &str) -> [(&'static str, AnyView); 4] {
    let answered = CaseView {
        answer: Some((text.into(), NOW)),
        position: None,
        has_keys: false,
        ..case_view(text)
    };
    let empty = CaseListView {
        lines: Vec::new(),
        shows_answered: true,
        ..list_view(text)
    };
    [
        ("console complaints", list_page(lang, list_view(text))),
        ("console complaints, none", list_page(Lang::En, empty)),
        ("console complaint", case_page(lang, case_view(text))),
        ("console complaint, answered", case_page(Lang::En, answered)),
    ]
}

fn list_view(text: &str) -> CaseListView {
    let line = |upheld: Option<bool>| CaseLine {
        id: id(),
        round: id(),
        round_name: text.into(),
        position: Some(3),
        code: text.into(),
        name: text.into(),
        text: text.into(),
        filed_at: NOW,
        is_answered: upheld.is_some(),
        upheld,
    };
    CaseListView {
        slug: text.into(),
        contest_title: text.into(),
        open: 3,
        answered: 1_200,
        rounds: vec![SelectOption::new(text, text)],
        round: Some(text.into()),
        shows_answered: false,
        lines: RULINGS.map(line).to_vec(),
        next: Some("/console/contests/x/complaints?after=1".into()),
    }
}

fn case_view(text: &str) -> CaseView {
    CaseView {
        id: id(),
        round: id(),
        round_name: text.into(),
        corrections: format!("/console/rounds/{text}"),
        contest_slug: text.into(),
        contest_title: text.into(),
        position: Some(3),
        code: text.into(),
        name: text.into(),
        text: text.into(),
        filed_at: NOW,
        score: Some(SCORE),
        answer: None,
        upheld: Some(true),
        has_keys: true,
        items: vec![CaseItem {
            position: 3,
            stem: html("Câu hỏi"),
            options: vec![Label::Html(html("Một")), Label::Html(html("Hai"))],
            own: vec![Label::Text(text.into())],
            key: vec![Label::Html(html("Đáp án"))],
            points: Some(SCORE),
            source: text.into(),
            corrected: Some((CorrectionKind::NoPoints, text.into())),
        }],
        may_answer: true,
        typed: TypedAnswer {
            ruling: "upheld".into(),
            answer: text.into(),
        },
        problems: problems(text, &["", "/ruling", "/answer"]),
    }
}
