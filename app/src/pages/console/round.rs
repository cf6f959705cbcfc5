//! `/console/rounds/{id}`: how a round goes, unit by unit, and its data as files.

use khao_domain::bank::blueprint::Shortage;
use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::ids::RoundId;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use crate::components::console_nav::console_crumb;
use crate::components::crumbs::crumbs;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::facts::figures;
use crate::components::notice;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct ConsoleRoundView {
    pub id: RoundId,
    pub contest_slug: String,
    pub contest_title: String,
    pub name: String,
    pub state: RoundState,
    /// What the public sees now.
    pub status: Option<RoundStatus>,
    pub closed_early: Option<Timestamp>,
    /// When the figures were counted.
    pub as_of: Timestamp,
    pub participants: i64,
    pub submitted: i64,
    /// Of the whole round; not for those who see only their own units.
    pub open_attempts: Option<i64>,
    pub units: Vec<UnitLine>,
    /// The visitor may give extra time.
    pub may_run: bool,
    /// What the bank lacks, where announcing has failed.
    pub shortages: Vec<Shortage>,
    /// Announced, and the visitor's role may see keys.
    pub may_see_corrections: bool,
    /// The files the visitor's role may download, by the names they have in the API.
    pub downloads: Vec<&'static str>,
}

#[derive(Debug, Clone)]
pub struct UnitLine {
    pub name: String,
    pub headcount: Option<i64>,
    pub participants: i64,
    pub submitted: i64,
    /// Submitted by headcount; above 1 it is shown as it is.
    pub rate: Option<f64>,
}

const UNIT_COLUMNS: [Column; 5] = [
    Column::heading("Đơn vị"),
    Column::number("Số người"),
    Column::number("Người dự thi"),
    Column::number("Đã nộp"),
    Column::number("Tỷ lệ"),
];

const SHORTAGE_COLUMNS: [Column; 5] = [
    Column::heading("Bảng thi"),
    Column::text("Chủ đề"),
    Column::number("Độ khó"),
    Column::number("Cần"),
    Column::number("Hiện có"),
];

/// Name of the file in the API, and what it holds.
const DOWNLOADS: [(&str, &str); 5] = [
    ("ranking", "Xếp hạng"),
    ("attempts", "Các lượt thi"),
    ("answers", "Câu trả lời"),
    ("participation", "Tỷ lệ tham gia theo đơn vị"),
    ("items", "Phân tích câu hỏi"),
];

pub fn page(view: ConsoleRoundView) -> AnyView {
    let mut counts = vec![
        ("người dự thi", text::count(view.participants)),
        ("người đã nộp", text::count(view.submitted)),
    ];
    let closed_early = view
        .closed_early
        .map(|at| format!(" Đã đóng sớm lúc {}.", at.local_minute()));
    counts.extend(view.open_attempts.map(|open| ("bài đang làm", text::count(open))));
    view! {
        {crumbs(vec![
            console_crumb(Lang::Vi),
            (format!("/console/contests/{}", view.contest_slug), view.contest_title),
        ])}
        <h1>{view.name}</h1>
        <p>
            <span class=state_class(view.state)>{text::round_standing(view.state, view.status)}</span>
            {closed_early}
        </p>
        {shortages(view.shortages)}
        {standing(view.id, view.state)} {figures(counts)} {ways(view.id, view.state, view.may_run)}
        {downloads(view.id, &view.downloads)}
        {view.may_see_corrections.then(|| corrections(view.id))}
        <h2>"Tham gia theo đơn vị"</h2>
        {units(view.units, view.as_of)}
    }
    .into_any()
}

/// The look of the tag that carries a state.
const fn state_class(state: RoundState) -> &'static str {
    match state {
        RoundState::Announced => "tag",
        RoundState::Frozen | RoundState::Published => "tag gold",
        RoundState::Draft | RoundState::Closed => "tag off",
    }
}

fn shortages(shortages: Vec<Shortage>) -> Option<AnyView> {
    if shortages.is_empty() {
        return None;
    }
    let rows = shortages
        .into_iter()
        .map(|shortage| {
            vec![
                cell(shortage.group),
                cell(shortage.topic),
                cell(shortage.difficulty.to_string()),
                cell(shortage.need.to_string()),
                cell(shortage.have.to_string()),
            ]
        })
        .collect();
    let view = view! {
        <section class="note bad" role="alert">
            <h2>"Ngân hàng câu hỏi chưa đủ để thông báo vòng thi"</h2>
            {data_table("Những ô còn thiếu", &SHORTAGE_COLUMNS, rows)}
        </section>
    };
    Some(view.into_any())
}

/// What can be done while the round runs.
fn ways(round: RoundId, state: RoundState, may_run: bool) -> Option<AnyView> {
    if state == RoundState::Draft {
        return None;
    }
    let runs = matches!(state, RoundState::Announced | RoundState::Closed);
    let time = (runs && may_run).then(|| {
        view! {
            " · "
            <a href=format!("/console/rounds/{round}/extra-time")>"Cộng giờ làm bài"</a>
        }
    });
    let view = view! {
        <p>
            <a href=format!("/console/rounds/{round}/live")>"Bảng trực tiếp"</a>
            {time}
        </p>
    };
    Some(view.into_any())
}

/// What the ranking is at this point.
fn standing(round: RoundId, state: RoundState) -> AnyView {
    match state {
        RoundState::Draft => notice::careful("Vòng thi chưa được thông báo; thí sinh chưa thấy."),
        RoundState::Announced | RoundState::Closed => {
            notice::careful("Kết quả còn tạm tính cho đến khi được chốt.")
        }
        RoundState::Frozen => notice::calm("Kết quả đã chốt, chưa công bố."),
        RoundState::Published => view! {
            <p>
                "Kết quả đã công bố: "<a href=format!("/rounds/{round}/ranking")>"xem bảng xếp hạng"</a>
            </p>
        }
        .into_any(),
    }
}

fn corrections(round: RoundId) -> AnyView {
    view! {
        <p>
            <a href=format!("/console/rounds/{round}/corrections")>"Đính chính câu hỏi và các bản xếp hạng"</a>
        </p>
    }
    .into_any()
}

fn downloads(round: RoundId, files: &[&str]) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let links = DOWNLOADS
        .into_iter()
        .filter(|(file, _)| files.contains(file))
        .map(|(file, label)| {
            let address = |ending| format!("/api/v1/rounds/{round}/exports/{file}.{ending}");
            // Each link says by itself what it downloads.
            view! {
                <li>
                    <span>{label}</span>
                    " "
                    <span class="file-forms">
                        <a href=address("csv") download aria-label=format!("{label}, tệp CSV")>"CSV"</a>
                        " "
                        <a href=address("xlsx") download aria-label=format!("{label}, tệp Excel")>
                            "Excel"
                        </a>
                    </span>
                </li>
            }
        })
        .collect_view();
    let view = view! {
        <h2>"Tải dữ liệu"</h2>
        <ul class="sheet plain files">{links}</ul>
    };
    Some(view.into_any())
}

fn units(units: Vec<UnitLine>, as_of: Timestamp) -> AnyView {
    if units.is_empty() {
        return view! { <p class="soft">"Chưa có ai dự thi."</p> }.into_any();
    }
    let rows = units.into_iter().map(unit_cells).collect();
    let caption = format!("Tính đến {}", as_of.local_second());
    view! { <div class="sheet">{data_table(caption, &UNIT_COLUMNS, rows)}</div> }.into_any()
}

fn unit_cells(unit: UnitLine) -> Vec<AnyView> {
    let unknown = || "–".to_owned();
    vec![
        cell(unit.name),
        cell(unit.headcount.map_or_else(unknown, text::count)),
        cell(text::count(unit.participants)),
        cell(text::count(unit.submitted)),
        cell(unit.rate.map_or_else(unknown, text::percent)),
    ]
}
