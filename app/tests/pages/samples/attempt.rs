//! What a participant sees.

use khao_app::components::choices::Label;
use khao_app::components::told::{GrantLine, Told};
use khao_app::pages::{overview, paper, ready, receipt, result};
use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::correction::CorrectionKind;
use khao_domain::contest::release::Shown;
use khao_domain::contest::settings::Presentation;

use super::{NOW, html, id, problems};

pub(super) fn ready_view(text: &str) -> ready::ReadyView {
    let steps = [
        ready::NextStep::Wait,
        ready::NextStep::Start {
            form_id: text.into(),
            ordinal: 2,
            deadline: NOW,
        },
        ready::NextStep::Resume {
            attempt_id: id(),
            deadline: NOW,
            voided: Some(text.into()),
        },
        ready::NextStep::NoneLeft,
        ready::NextStep::Over,
    ];
    let rounds = steps.map(|next| ready::ReadyRound {
        id: id(),
        name: text.into(),
        opens_at: NOW,
        closes_at: NOW,
        closed_early: Some(NOW),
        duration_s: 1_200,
        questions: 16,
        next,
        is_ranked: true,
    });
    ready::ReadyView {
        slug: text.into(),
        contest_title: text.into(),
        name: text.into(),
        unit: text.into(),
        re_entry_code: text.into(),
        birth_date: "1990-01-05".into(),
        group: text.into(),
        corrections: vec![super::live::correction(text, None)],
        rounds: rounds.into(),
        past: vec![ready::PastAttempt {
            id: id(),
            round_name: text.into(),
            ordinal: 1,
            submitted_at: NOW,
            score: Some(SCORE),
            has_result: true,
            voided: Some(text.into()),
        }],
        messages: vec![text.into()],
        is_ranked: true,
    }
}

fn question(position: u16, kind: ItemKindName) -> paper::Question {
    paper::Question {
        position,
        kind,
        stem: html("Ngày Chuyển đổi số quốc gia là ngày nào?"),
        options: vec![],
        seq: 0,
        chosen: vec![],
        typed: String::new(),
        conflict: None,
    }
}

pub(super) fn paper_view(text: &str) -> paper::PaperView {
    let options = || {
        ["b", "a"]
            .map(|id| paper::AnswerOption {
                id: id.into(),
                text: html("Ngày 10 tháng 10"),
            })
            .into()
    };
    let conflict = Some(paper::Conflict {
        here: vec![Label::Text(text.into())],
        stored: vec![],
    });
    let questions = vec![
        paper::Question {
            options: options(),
            seq: 1_764_000_000_001,
            chosen: vec!["b".into()],
            conflict,
            ..question(1, ItemKindName::SingleChoice)
        },
        paper::Question {
            options: options(),
            ..question(2, ItemKindName::MultipleChoice)
        },
        paper::Question {
            options: options(),
            ..question(3, ItemKindName::TrueFalse)
        },
        paper::Question {
            typed: text.into(),
            ..question(4, ItemKindName::Number)
        },
        paper::Question {
            typed: text.into(),
            ..question(5, ItemKindName::Text)
        },
        question(6, ItemKindName::Prediction),
    ];
    paper::PaperView {
        attempt_id: id(),
        contest_slug: text.into(),
        contest_title: text.into(),
        round_name: text.into(),
        deadline: NOW.plus_seconds(767),
        now: NOW,
        questions,
        saved: 3,
        problems: problems(text, &["/a/1", "/a/4", "/a/9"]),
        presentation: Presentation::OneAtATime,
        told: Told {
            messages: vec![text.into()],
            grants: vec![grant(text)],
            voided: Some(text.into()),
        },
    }
}

pub(super) fn overview_view(text: &str, unanswered: Vec<u16>) -> overview::OverviewView {
    overview::OverviewView {
        attempt_id: id(),
        round_name: text.into(),
        deadline: NOW.plus_seconds(767),
        now: NOW,
        total: 6,
        unanswered,
    }
}

pub(super) const SCORE: receipt::Score = receipt::Score {
    hundredths: 1_350,
    max_hundredths: 1_500,
};

pub(super) fn receipt_view(text: &str) -> receipt::ReceiptView {
    receipt::ReceiptView {
        attempt_id: id(),
        contest_slug: text.into(),
        contest_title: text.into(),
        round_name: text.into(),
        receipt: text.into(),
        submitted_at: NOW,
        answered: 15,
        questions: 16,
        by_time: true,
        score: Some(SCORE),
        score_shown: Shown::Now,
        keys_shown: Shown::Now,
        voided: Some(text.into()),
        grants: vec![grant(text)],
        has_complaints: true,
    }
}

fn grant(text: &str) -> GrantLine {
    GrantLine {
        seconds: 1_200,
        reason: text.into(),
    }
}

pub(super) fn result_view(text: &str) -> result::ResultView {
    use result::Verdict;
    let verdicts = [
        Verdict::Right,
        Verdict::Partly,
        Verdict::Wrong,
        Verdict::Unanswered,
        Verdict::NotScored,
    ];
    let items = verdicts
        .into_iter()
        .zip(1..)
        .map(|(verdict, position)| result::ResultItem {
            position,
            stem: html("Câu hỏi"),
            own: vec![Label::Text(text.into())],
            key: vec![Label::Html(html("Đáp án"))],
            verdict,
            points_hundredths: Some(100),
            explanation: html("Giải thích"),
            source: text.into(),
            corrected: Some((CorrectionKind::NewKey, text.into())),
        });
    result::ResultView {
        attempt_id: id(),
        contest_title: text.into(),
        round_name: text.into(),
        score: Some(SCORE),
        items: items.collect(),
        may_complain: true,
        has_complaints: true,
    }
}
