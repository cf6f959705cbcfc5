//! `/console/participants/{id}`: one person of a contest and their attempts.

use khao_domain::ids::{AttemptId, ParticipantId};
use khao_domain::lang::Lang;
use khao_domain::time::{CivilDate, Timestamp};
use leptos::prelude::*;

use crate::components::crumbs::crumbs;
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::facts::facts;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct PersonView {
    pub id: ParticipantId,
    pub contest_slug: String,
    pub contest_title: String,
    pub name: String,
    /// As stored: `1990-01-05`.
    pub birth_date: String,
    pub unit: String,
    pub group: String,
    pub attempts: Vec<AttemptLine>,
}

#[derive(Debug, Clone)]
pub struct AttemptLine {
    pub id: AttemptId,
    pub round_name: String,
    pub ordinal: i64,
    pub started_at: Timestamp,
    pub state: AttemptState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptState {
    Open,
    Submitted,
    Voided,
}

impl AttemptState {
    const fn say(self, lang: Lang) -> &'static str {
        match self {
            Self::Open => lang.say("Đang làm", "Open"),
            Self::Submitted => lang.say("Đã nộp", "Handed in"),
            Self::Voided => lang.say("Không được tính", "Void"),
        }
    }
}

pub fn page(lang: Lang, view: PersonView) -> AnyView {
    let contest = format!("/console/contests/{}", view.contest_slug);
    let birth_date = CivilDate::parse(&view.birth_date).map(CivilDate::vietnamese);
    view! {
        {crumbs(vec![("/console".to_owned(), text::CONSOLE.to_owned()), (contest, view.contest_title)])}
        <h1>{view.name}</h1>
        <div class="sheet">
            {facts(vec![
                (lang.say("Ngày sinh", "Born"), birth_date.unwrap_or(view.birth_date)),
                (lang.say("Đơn vị", "Unit"), view.unit),
                (lang.say("Bảng thi", "Group"), view.group),
            ])}
        </div>
        <h2>{lang.say("Các lượt thi", "Attempts")}</h2>
        {attempts(lang, view.attempts)}
    }
    .into_any()
}

fn attempts(lang: Lang, lines: Vec<AttemptLine>) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="soft">{lang.say("Chưa có lượt thi nào.", "There is none yet.")}</p> }
            .into_any();
    }
    let columns = [
        Column::heading(lang.say("Lượt thi", "Attempt")),
        Column::text(lang.say("Bắt đầu", "Started")),
        Column::text(lang.say("Trạng thái", "State")),
    ];
    let rows = lines
        .into_iter()
        .map(|line| {
            let name = match lang {
                Lang::Vi => format!("{}, lượt {}", line.round_name, line.ordinal),
                Lang::En => format!("{}, attempt {}", line.round_name, line.ordinal),
            };
            vec![
                link_cell(format!("/console/attempts/{}", line.id), name),
                cell(line.started_at.local_second()),
                cell(line.state.say(lang)),
            ]
        })
        .collect();
    let caption = lang.say("Các lượt thi của thí sinh", "The person's attempts");
    view! { <div class="sheet">{data_table(caption, &columns, rows)}</div> }.into_any()
}
