//! The page on which an announced round is corrected.

use khao_app::components::select::SelectOption;
use khao_app::components::waiting_ranking::WaitsFor;
use khao_app::pages::console::corrections::{
    CorrectionLine, CorrectionsView, EffectView, FormView, MoveLine, PreviewView, RenewedLine, RevisionLine,
};
use khao_domain::contest::correction::CorrectionKind;

use super::{NOW, id, problems};

pub(super) fn corrections_view(text: &str) -> CorrectionsView {
    let correction = |kind| CorrectionLine {
        code: text.into(),
        kind,
        key: text.into(),
        reason: text.into(),
        at: NOW,
    };
    let by = || Some((NOW, Some(text.to_owned())));
    let revision = |revision, done: bool| RevisionLine {
        revision,
        because: super::because(text),
        frozen: (NOW, None),
        approved: by().filter(|_| done),
        published: by().filter(|_| done),
    };
    CorrectionsView {
        round: id(),
        round_name: text.into(),
        contest_slug: text.into(),
        contest_title: text.into(),
        corrections: CorrectionKind::ALL.map(correction).to_vec(),
        running: Some((1_500, 100_000)),
        revisions: vec![revision(1, true), revision(2, false)],
        step: Some(WaitsFor::Approval),
        renewed: vec![RenewedLine {
            name: (text.into(), "B".into()),
            unit: (text.into(), text.into()),
        }],
        form: Some(form_view(text)),
        preview: Some(preview_view(text)),
        remake: Some(text.into()),
        problems: problems(
            text,
            &[
                "",
                "/item_code",
                "/kind",
                "/key",
                "/reason",
                "/password",
                "/remake_reason",
            ],
        ),
    }
}

fn form_view(text: &str) -> FormView {
    FormView {
        form_id: text.into(),
        items: vec![SelectOption::new(text, text)],
        item: text.into(),
        kind: "no_points".into(),
        key: text.into(),
        reason: text.into(),
        proof: Some(true),
    }
}

fn preview_view(text: &str) -> PreviewView {
    PreviewView {
        code: text.into(),
        stem: text.into(),
        kind: CorrectionKind::NewKey,
        key: text.into(),
        touched: 1_234,
        state: text.into(),
        at_once: true,
        effect: Some(EffectView {
            up: 12,
            down: 1_100,
            moved: 1_112,
            moves: vec![MoveLine {
                name: text.into(),
                group: text.into(),
                old_score: 1_350,
                new_score: 1_250,
                old_rank: 3,
                new_rank: 17,
            }],
            most: Some((1_500, 1_400)),
            changes_nothing: true,
        }),
    }
}
