//! `/console`: the contests the visitor looks after.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use crate::components::button;
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::pages::home::ContestStatus;
use crate::text::pages as text;

#[derive(Debug, Clone)]
pub struct ContestsView {
    /// The role looks after contests at all.
    pub may_read: bool,
    pub contests: Vec<ContestLine>,
    /// The visitor may set up contests.
    pub may_create: bool,
}

#[derive(Debug, Clone)]
pub struct ContestLine {
    pub slug: String,
    pub title: String,
    /// `None` while it is a draft.
    pub status: Option<ContestStatus>,
    pub rounds: u32,
    pub participants: i64,
}

const COLUMNS: [Column; 4] = [
    Column::heading("Cuộc thi"),
    Column::text("Trạng thái"),
    Column::number("Số vòng"),
    Column::number("Người ghi danh"),
];

pub fn page(view: ContestsView) -> AnyView {
    let list = if !view.may_read {
        view! { <p class="soft">"Vai trò của ông/bà chưa có phần việc nào ở trang này."</p> }.into_any()
    } else if view.contests.is_empty() {
        view! { <p class="soft">"Chưa có cuộc thi nào."</p> }.into_any()
    } else {
        data_table(
            "Các cuộc thi",
            &COLUMNS,
            view.contests.into_iter().map(cells).collect(),
        )
    };
    view! {
        <h1>"Bảng điều hành"</h1>
        {view
            .may_create
            .then(|| {
                view! { <div class="row">{button::link("/console/contests/new".to_owned(), "Cuộc thi mới")}</div> }
            })}
        <div class="sheet">{list}</div>
    }
    .into_any()
}

fn cells(contest: ContestLine) -> Vec<AnyView> {
    vec![
        link_cell(format!("/console/contests/{}", contest.slug), contest.title),
        cell(contest.status.map_or("Bản nháp", |status| status.label(Lang::Vi))),
        cell(contest.rounds.to_string()),
        cell(text::count(contest.participants)),
    ]
}
