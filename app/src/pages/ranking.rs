//! `/rounds/{id}/ranking` and `/contests/{slug}/ranking`: who came where.

use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::receipt::Score;
use crate::components::button;
use crate::components::crumbs::crumbs;
use crate::components::data_table::{Column, cell, ranking_table};
use crate::components::facts::figures;
use crate::components::select::{SelectOption, select};
use crate::components::title_block::title_block;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct RankingView {
    /// Of the round, or of the whole contest.
    pub title: String,
    pub contest_slug: String,
    pub contest_title: String,
    /// This page's own path, without a query.
    pub path: String,
    pub published_at: Timestamp,
    pub revision: i64,
    /// Why it was made anew; empty for the first.
    pub reason: String,
    /// Whether no later one is public.
    pub newest: bool,
    /// The other public revisions, the first one first.
    pub other_revisions: Vec<(i64, Timestamp)>,
    /// The truth behind predictions: how many took part, and how many had everything right.
    pub participants: i64,
    pub all_correct: i64,
    pub scope: Scope,
    pub groups: Vec<SelectOption>,
    pub units: Vec<SelectOption>,
    /// The filters in force.
    pub group: Option<String>,
    pub unit: Option<String>,
    pub rows: Vec<RankingRow>,
    pub total: i64,
    /// The query strings of the neighbouring pages, without `?`.
    pub first_page: Option<String>,
    pub next_page: Option<String>,
}

/// What the ranking is of, and with it who counts as having everything right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Round,
    /// All rounds, added up.
    Sum,
    /// Each person's best round.
    Best,
}

impl Scope {
    const fn all_correct(self) -> &'static str {
        match self {
            Self::Round => "Người đúng tất cả: người có bài được tính đạt điểm tối đa của vòng này.",
            Self::Sum => {
                "Người đúng tất cả: người có bài được tính đạt điểm tối đa ở mọi vòng mình đã dự, trong các vòng đã công bố."
            }
            Self::Best => {
                "Người đúng tất cả: người có bài được tính đạt điểm tối đa ở vòng được dùng để xếp hạng, tức vòng cao điểm nhất của người ấy."
            }
        }
    }
}

#[derive(Debug, Clone)]
pub struct RankingRow {
    pub rank: u32,
    pub group: String,
    /// Masked where its owner has not consented.
    pub name: String,
    pub unit: String,
    pub score: Score,
    pub prediction_error: Option<i64>,
    pub duration_ms: i64,
    /// Not for a whole contest.
    pub submitted_at: Option<Timestamp>,
    /// Why it stands above the next line of the same score, where the name is public.
    pub tie: Option<String>,
}

const COLUMNS: [Column; 8] = [
    Column::special("Hạng", "rank"),
    Column::heading("Thí sinh"),
    Column::special("Đơn vị", "unit"),
    Column::special("Điểm", "n score"),
    Column::number("Dự đoán lệch"),
    Column::number("Thời gian"),
    Column::text("Nộp lúc"),
    Column::text("So với dòng dưới"),
];

pub fn page(view: RankingView) -> AnyView {
    let revisions = revisions(&view);
    let caption = format!(
        "{}: {} người, công bố lúc {}, lần {}",
        view.title,
        text::count(view.total),
        view.published_at.local_minute(),
        view.revision
    );
    let counts = vec![
        ("người dự thi", text::count(view.participants)),
        ("người đúng tất cả", text::count(view.all_correct)),
    ];
    let table = if view.rows.is_empty() {
        view! { <p class="soft">"Không có ai khớp với bộ lọc."</p> }.into_any()
    } else {
        ranks(caption, view.rows, view.group.is_none() && view.groups.len() > 1)
    };
    // A filter stays within the revision that is read.
    let earlier = (!view.newest)
        .then(|| view! { <input type="hidden" name="revision" value=view.revision.to_string() /> });
    let address = format!("/contests/{}", view.contest_slug);
    view! {
        {title_block(view.contest_title.clone(), view.published_at.local_minute())}
        {crumbs(vec![(address, view.contest_title)])}
        <h1>{view.title}</h1>
        {revisions}
        {figures(counts)}
        <p class="soft small">{view.scope.all_correct()}</p>
        <form class="row filter" method="get" action=view.path.clone()>
            {earlier}
            {select("group", "Bảng thi", "Tất cả các bảng", view.groups, view.group.as_deref())}
            {select("unit", "Đơn vị", "Tất cả đơn vị", view.units, view.unit.as_deref())}
            {button::submit("Lọc")}
        </form>
        <div class="sheet">{table}</div>
        {turning(&view.path, view.first_page, view.next_page)}
        <p class="soft small">
            "Hạng tính trong từng bảng thi. Tên được rút gọn khi thí sinh không đồng ý công bố."
        </p>
    }
    .into_any()
}

/// Which of several rankings this is, why it was made anew, and the way to the others.
fn revisions(view: &RankingView) -> Option<AnyView> {
    if view.reason.is_empty() && view.other_revisions.is_empty() {
        return None;
    }
    let at = view.published_at.local_minute();
    let words = if view.reason.is_empty() {
        format!("Bản xếp hạng lần {}, công bố ngày {at}.", view.revision)
    } else {
        let reason = view.reason.trim_end_matches('.');
        format!("Bản xếp hạng lần {}, sửa ngày {at}, vì: {reason}.", view.revision)
    };
    let old = (!view.newest).then_some("Đây là bản cũ, đã được thay bằng bản mới hơn. ");
    let links = view.other_revisions.iter().map(|(number, at)| {
        let address = format!("{}?revision={number}", view.path);
        let label = format!("Bản lần {number}, công bố ngày {}", at.local_minute());
        view! { <li><a href=address>{label}</a></li> }
    });
    let view = view! {
        <div class="note">
            <p>{old} {words}</p>
            <ul class="plain">{links.collect_view()}</ul>
        </div>
    };
    Some(view.into_any())
}

/// The group stands beneath the unit where several groups are listed together.
fn ranks(caption: String, rows: Vec<RankingRow>, with_group: bool) -> AnyView {
    let with_ties = rows.iter().any(|row| row.tie.is_some());
    let rows = rows.into_iter().map(|row| cells(row, with_group)).collect();
    let shown = if with_ties {
        COLUMNS.len()
    } else {
        COLUMNS.len() - 1
    };
    ranking_table(caption, &COLUMNS[..shown], rows)
}

fn cells(row: RankingRow, with_group: bool) -> Vec<AnyView> {
    vec![
        place(row.rank),
        cell(row.name),
        unit(row.unit, with_group.then_some(row.group)),
        cell(row.score.words()),
        cell(row.prediction_error.map_or_else(|| "–".to_owned(), text::count)),
        cell(text::duration(row.duration_ms / 1000)),
        cell(
            row.submitted_at
                .map_or_else(|| "–".to_owned(), Timestamp::local_second),
        ),
        cell(row.tie.unwrap_or_else(|| "–".to_owned())),
    ]
}

fn unit(unit: String, group: Option<String>) -> AnyView {
    let group = group.map(|group| view! { <span class="opt-note">{group}</span> });
    view! { <span>{unit} " " {group}</span> }.into_any()
}

/// The first three are honoured, without a podium.
fn place(rank: u32) -> AnyView {
    let class = if rank <= 3 { "place top" } else { "place" };
    view! { <span class=class>{rank.to_string()}</span> }.into_any()
}

fn turning(path: &str, first: Option<String>, next: Option<String>) -> Option<AnyView> {
    if first.is_none() && next.is_none() {
        return None;
    }
    let first = first.map(|query| view! { <a href=format!("{path}?{query}")>"Về đầu danh sách"</a> });
    let next = next.map(|query| view! { <a href=format!("{path}?{query}") rel="next">"Trang sau"</a> });
    Some(view! { <nav class="pages" aria-label="Các trang của danh sách">{first} {next}</nav> }.into_any())
}
