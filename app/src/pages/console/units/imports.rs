//! `/console/units/imports`: every import of units, with the way to what it did and to its undoing.

use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;
use leptos::prelude::*;

use super::import::{Counts, way_back};
use crate::components::data_table::{Column, cell, data_table, link_cell};
use crate::components::heading::heading;
use crate::components::next_page::next_page;
use crate::pages::console::columns::{self, ColumnsView};
use crate::text::figures;

pub const PATH: &str = "/console/units/imports";

#[derive(Debug, Clone)]
pub struct ImportsView {
    /// The newest first.
    pub lines: Vec<ImportLine>,
    /// The address of the next page.
    pub next: Option<String>,
}

#[derive(Debug, Clone)]
pub struct ImportLine {
    pub id: String,
    pub at: Timestamp,
    pub counts: Counts,
    pub can_be_undone: bool,
}

pub fn page(lang: Lang, view: ImportsView) -> AnyView {
    let title = lang.say("Các lần nhập đơn vị", "Imports of units");
    let table = [
        Column::heading(lang.say("Lúc", "When")),
        Column::number(lang.say("Thêm mới", "New")),
        Column::number(lang.say("Thay đổi", "Changed")),
        Column::number(lang.say("Giữ nguyên", "The same")),
        Column::text(lang.say("Hoàn tác", "Undo")),
    ];
    let count = |count: u32| cell(figures::count(lang, i64::from(count)));
    let rows = view.lines.into_iter().map(|line| {
        let undo = if line.can_be_undone {
            lang.say("Được", "Can be undone")
        } else {
            ""
        };
        vec![
            link_cell(format!("{PATH}/{}", line.id), line.at.second_in(lang)),
            count(line.counts.new),
            count(line.counts.changed),
            count(line.counts.same),
            cell(undo),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let list = if rows.is_empty() {
        view! { <p class="soft">{lang.say("Chưa có lần nhập nào.", "Nothing was imported yet.")}</p> }
            .into_any()
    } else {
        view! { <div class="sheet">{data_table(title, &table, rows)}</div> }.into_any()
    };
    view! {
        {way_back(lang)}
        {heading(title, lang.say("Mỗi lần nhập đã làm gì; lần cuối hoàn tác được chừng nào danh mục chưa đổi thêm.", "What each import did; the last one can be undone as long as the units have not changed since."))}
        {list}
        {next_page(lang, view.next)}
    }
    .into_any()
}

/// Which column of a file of units is which.
pub fn columns_page(lang: Lang, view: &ColumnsView) -> AnyView {
    columns::page(lang, way_back(lang), view)
}
