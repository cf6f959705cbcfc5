//! Every revision of the ranking, and who did what with it.

use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::button;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::notice;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct RevisionLine {
    pub revision: i64,
    pub reason: String,
    /// When, and by whom where that is known.
    pub frozen: (Timestamp, Option<String>),
    pub approved: Option<(Timestamp, Option<String>)>,
    pub published: Option<(Timestamp, Option<String>)>,
}

/// What the newest ranking waits for, where the visitor may take the step now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankingStep {
    /// By another person than the one who fixed it.
    Approve,
    Publish,
}

pub(super) fn section(
    lang: Lang,
    path: &str,
    lines: Vec<RevisionLine>,
    step: Option<RankingStep>,
) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let columns = [
        Column::heading(lang.say("Lần", "Revision")),
        Column::text(lang.say("Lý do", "Reason")),
        Column::text(lang.say("Chốt", "Fixed")),
        Column::text(lang.say("Duyệt", "Approved")),
        Column::text(lang.say("Công bố", "Published")),
    ];
    let rows = lines.into_iter().map(|line| cells(lang, line)).collect();
    let waiting = (step == Some(RankingStep::Approve)).then(|| {
        notice::careful(lang.say(
            "Bảng xếp hạng mới nhất chờ một người khác với người đã chốt duyệt.",
            "The newest ranking waits for the approval of another person than the one who fixed it.",
        ))
    });
    let caption = lang.say("Các bản xếp hạng của vòng thi", "The rankings of the round");
    let view = view! {
        <h2>{lang.say("Các bản xếp hạng", "Rankings")}</h2>
        {waiting}
        <div class="sheet">{data_table(caption, &columns, rows)} {step.map(|step| step_form(lang, path, step))}</div>
    };
    Some(view.into_any())
}

fn step_form(lang: Lang, path: &str, step: RankingStep) -> AnyView {
    let button = match step {
        RankingStep::Approve => {
            button::action("approve", lang.say("Duyệt bảng xếp hạng", "Approve the ranking"))
        }
        RankingStep::Publish => button::action("publish", lang.say("Công bố bản mới", "Publish the new one")),
    };
    view! {
        <form class="step" method="post" action=path.to_owned()>
            {button::understood(text::understood(lang))}
            <div class="row">{button}</div>
        </form>
    }
    .into_any()
}

fn cells(lang: Lang, line: RevisionLine) -> Vec<AnyView> {
    let none = || "–".to_owned();
    let step = |(at, by): (Timestamp, Option<String>)| match by {
        Some(by) => format!("{} · {by}", at.minute_in(lang)),
        None => at.minute_in(lang),
    };
    vec![
        cell(line.revision.to_string()),
        cell(if line.reason.is_empty() {
            none()
        } else {
            line.reason
        }),
        cell(step(line.frozen)),
        cell(line.approved.map_or_else(none, step)),
        cell(line.published.map_or_else(none, step)),
    ]
}
