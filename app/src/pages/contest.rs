//! `/contests/{slug}`: rules, rounds and the way in.

use khao_domain::contest::round::RoundStatus;
use khao_domain::ids::RoundId;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::home::ContestStatus;
use crate::components::button;
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::facts::facts;
use crate::components::safe_html::{SafeHtml, safe_html};
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct ContestView {
    pub slug: String,
    pub title: String,
    pub status: ContestStatus,
    pub rules: SafeHtml,
    /// Announced ones only.
    pub rounds: Vec<RoundRow>,
    pub groups: Vec<GroupLine>,
    pub participants: i64,
    pub attempts: i64,
    pub submitted: i64,
    /// The visitor has entered this contest already.
    pub entered: bool,
    /// At least one round's ranking is public, so that there is one of the whole contest.
    pub ranked: bool,
}

#[derive(Debug, Clone)]
pub struct RoundRow {
    pub id: RoundId,
    pub name: String,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub duration_s: u32,
    pub questions: u32,
    pub status: RoundStatus,
    /// The public fingerprint of bank and rules.
    pub commitment: Option<String>,
    /// Once the ranking is published.
    pub revealed_secret: Option<String>,
}

#[derive(Debug, Clone)]
pub struct GroupLine {
    pub name: String,
    pub min_age: Option<u8>,
}

pub fn page(view: ContestView) -> AnyView {
    let figures = facts(vec![
        ("người ghi danh", text::count(view.participants)),
        ("lượt thi", text::count(view.attempts)),
        ("bài đã nộp", text::count(view.submitted)),
    ]);
    let commitments = commitments(&view.rounds);
    view! {
        <span class=view.status.class()>{view.status.label()}</span>
        <h1>{view.title}</h1>
        {figures}
        {way_in(&view.slug, view.status, view.entered, view.ranked)}
        <h2>"Các vòng thi"</h2>
        {rounds(view.rounds)}
        <h2>"Bảng thi"</h2>
        {groups(view.groups)}
        <h2>"Thể lệ"</h2>
        <div class="sheet">{safe_html(view.rules)}</div>
        {commitments}
    }
    .into_any()
}

fn way_in(slug: &str, status: ContestStatus, entered: bool, ranked: bool) -> AnyView {
    let open = status != ContestStatus::Closed;
    let enter = match (open, entered) {
        (_, true) => Some(button::link(
            format!("/contests/{slug}/ready"),
            "Đến trang dự thi của tôi",
        )),
        (true, false) => Some(button::link(format!("/contests/{slug}/enter"), "Vào thi")),
        (false, false) => None,
    };
    let back = (!entered).then(|| button::quiet_link(format!("/contests/{slug}/return"), "Vào lại bằng mã"));
    let ranking =
        ranked.then(|| button::quiet_link(format!("/contests/{slug}/ranking"), "Xếp hạng toàn cuộc thi"));
    let practice = open.then(|| button::quiet_link(format!("/contests/{slug}/practice"), "Làm thử"));
    view! { <div class="row">{enter} {back} {practice} {ranking}</div> }.into_any()
}

const COLUMNS: [Column; 7] = [
    Column::text("Vòng"),
    Column::text("Mở"),
    Column::text("Đóng"),
    Column::number("Số câu"),
    Column::number("Thời gian"),
    Column::text("Trạng thái"),
    Column::text("Kết quả"),
];

fn rounds(rounds: Vec<RoundRow>) -> AnyView {
    if rounds.is_empty() {
        return view! { <p class="soft">"Chưa có vòng thi nào được thông báo."</p> }.into_any();
    }
    let rows = rounds.into_iter().map(round_cells).collect();
    view! { <div class="sheet">{data_table("Giờ Việt Nam", &COLUMNS, rows)}</div> }.into_any()
}

fn round_cells(round: RoundRow) -> Vec<AnyView> {
    let status = text::round_status(round.status);
    let class = text::round_status_class(round.status);
    let ranking = match round.status {
        RoundStatus::Published => link_cell(format!("/rounds/{}/ranking", round.id), "Xếp hạng"),
        _ => cell("Chưa công bố"),
    };
    vec![
        cell(round.name),
        cell(round.opens_at.local_minute()),
        cell(text::end(round.closes_at)),
        cell(round.questions.to_string()),
        cell(text::duration(i64::from(round.duration_s))),
        view! { <span class=class>{status}</span> }.into_any(),
        ranking,
    ]
}

fn groups(groups: Vec<GroupLine>) -> AnyView {
    let lines = groups
        .into_iter()
        .map(|group| {
            let line = match group.min_age {
                Some(age) => format!("{} (từ đủ {age} tuổi)", group.name),
                None => group.name,
            };
            view! { <li>{line}</li> }
        })
        .collect_view();
    view! { <ul>{lines}</ul> }.into_any()
}

/// The fingerprints: a short form to compare at a glance, the full one for those who check.
fn commitments(rounds: &[RoundRow]) -> Option<AnyView> {
    let lines = rounds
        .iter()
        .filter_map(|round| round.commitment.as_ref().map(|full| commitment(round, full)))
        .collect::<Vec<_>>();
    if lines.is_empty() {
        return None;
    }
    let view = view! {
        <h2>"Mã cam kết của đề thi"</h2>
        <p class="soft small">
            "Thể lệ, ngân hàng câu hỏi, ma trận đề và cách tính điểm của mỗi vòng được khóa khi công bố. Mã dưới đây ràng buộc ban tổ chức với những gì đã khóa."
        </p>
        {lines}
    };
    Some(view.into_any())
}

fn commitment(round: &RoundRow, full: &str) -> AnyView {
    let short: String = full.chars().take(12).collect();
    let secret = round.revealed_secret.clone().map(|secret| {
        view! {
            <p class="soft small">"Khóa bí mật của vòng thi, công bố cùng bảng xếp hạng:"</p>
            <p class="mono small">{secret}</p>
        }
    });
    view! {
        <details>
            <summary>{format!("{}: {short}…", round.name)}</summary>
            <p class="mono small">{full.to_owned()}</p>
            {secret}
        </details>
    }
    .into_any()
}
