//! `/console/rounds/{id}`: how a round goes, unit by unit, and its data as files.

use khao_domain::bank::blueprint::Shortage;
use khao_domain::contest::round::RoundState;
use khao_domain::ids::RoundId;
use leptos::prelude::*;

use crate::components::data_table::{Column, cell, data_table};
use crate::components::facts::facts;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct ConsoleRoundView {
    pub id: RoundId,
    pub contest_slug: String,
    pub contest_title: String,
    pub name: String,
    pub state: RoundState,
    pub participants: i64,
    pub submitted: i64,
    pub open_attempts: i64,
    pub units: Vec<UnitLine>,
    /// What the bank lacks, where announcing has failed.
    pub shortages: Vec<Shortage>,
    /// The visitor's role may download.
    pub may_export: bool,
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
    Column::text("Đơn vị"),
    Column::number("Biên chế"),
    Column::number("Người dự thi"),
    Column::number("Đã nộp"),
    Column::number("Tỷ lệ"),
];

const SHORTAGE_COLUMNS: [Column; 5] = [
    Column::text("Bảng thi"),
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
    let figures = facts(vec![
        ("người dự thi", text::count(view.participants)),
        ("bài đã nộp", text::count(view.submitted)),
        ("bài đang làm", text::count(view.open_attempts)),
    ]);
    view! {
        <span class="tag off">{text::round_state(view.state)}</span>
        <h1>{view.name}</h1>
        <p>
            <a href=format!("/console/contests/{}", view.contest_slug)>{view.contest_title}</a>
        </p>
        {shortages(view.shortages)}
        {figures}
        {view.may_export.then(|| downloads(view.id))}
        <h2>"Tham gia theo đơn vị"</h2>
        {units(view.units)}
    }
    .into_any()
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

fn downloads(round: RoundId) -> AnyView {
    let links = DOWNLOADS
        .map(|(file, label)| {
            let href = format!("/api/v1/rounds/{round}/exports/{file}.csv");
            view! {
                <li>
                    <a href=href download>{label}</a>
                </li>
            }
        })
        .into_iter()
        .collect_view();
    view! {
        <h2>"Tải dữ liệu (CSV)"</h2>
        <ul>{links}</ul>
    }
    .into_any()
}

fn units(units: Vec<UnitLine>) -> AnyView {
    if units.is_empty() {
        return view! { <p class="soft">"Chưa có ai dự thi."</p> }.into_any();
    }
    let rows = units.into_iter().map(unit_cells).collect();
    view! { <div class="sheet">{data_table("Tính đến lúc mở trang", &UNIT_COLUMNS, rows)}</div> }.into_any()
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
