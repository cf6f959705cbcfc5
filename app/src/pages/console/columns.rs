//! Between an upload and its dry run: which column of the file is which column of the template.

use khao_domain::lang::Lang;
use khao_domain::problem::Problem;
use khao_domain::table::mapping::field;
use leptos::prelude::*;

use crate::components::button;
use crate::components::error_summary::error_summary;
use crate::components::heading::heading;
use crate::components::select::{SelectOption, choice_of, with_none};

#[derive(Debug, Clone)]
pub struct ColumnsView {
    pub file_name: String,
    /// Where the choice is sent to.
    pub here: String,
    /// Where another file is chosen.
    pub again: String,
    /// In the file's order.
    pub columns: Vec<FileColumn>,
    /// The template's headers.
    pub headers: Vec<&'static str>,
    /// Of them, those that no file is without.
    pub required: Vec<&'static str>,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
pub struct FileColumn {
    pub header: String,
    /// What stands in its first rows.
    pub first: Vec<String>,
    /// Of the template; empty is left out.
    pub chosen: String,
}

/// `above`: the way back to whatever the file is for.
pub fn page(lang: Lang, above: AnyView, view: &ColumnsView) -> AnyView {
    let fields: Vec<String> = (0..view.columns.len()).map(field).collect();
    let names: Vec<&str> = fields.iter().map(String::as_str).collect();
    let options = || {
        let headers = view.headers.iter();
        let options = headers
            .map(|header| SelectOption::new(*header, *header))
            .collect();
        with_none(lang.say("Bỏ qua cột này", "Leave this column out"), options)
    };
    let required = match lang {
        Lang::Vi => format!("Bắt buộc có: {}.", view.required.join(", ")),
        Lang::En => format!("Needed: {}.", view.required.join(", ")),
    };
    let columns = view
        .columns
        .iter()
        .zip(&fields)
        .zip(1..)
        .map(|((column, name), place): (_, usize)| {
            let label = match lang {
                // One without a header is found by its place.
                Lang::Vi if column.header.trim().is_empty() => format!("Cột thứ {place} của tệp là"),
                Lang::En if column.header.trim().is_empty() => format!("Column {place} of the file is"),
                Lang::Vi => format!("Cột “{}” của tệp là", column.header),
                Lang::En => format!("Column “{}” of the file is", column.header),
            };
            view! {
                <div>
                    {choice_of(name.clone(), label, "", options(), &column.chosen, &view.problems)}
                    {first_rows(lang, &column.first)}
                </div>
            }
        })
        .collect_view();
    view! {
        {above}
        {heading(lang.say("Cột nào là cột nào", "Which column is which"), lang.say("Đối chiếu các cột của tệp với tệp mẫu; cột thừa thì bỏ qua. Chưa có gì được ghi.", "Match the file’s columns with the template’s; leave out what is not needed. Nothing is written yet."))}
        {error_summary(&view.problems, &names)}
        <p class="soft">{view.file_name.clone()}</p>
        <form class="sheet" method="post" action=view.here.clone()>
            <p>{required}</p>
            <div class="matching">{columns}</div>
            <div class="row">
                {button::submit(lang.say("Kiểm tra tệp", "Check the file"))}
                {button::quiet_link(view.again.clone(), lang.say("Chọn tệp khác", "Choose another file"))}
            </div>
        </form>
    }
    .into_any()
}

fn first_rows(lang: Lang, first: &[String]) -> AnyView {
    let cells: Vec<&str> = first
        .iter()
        .map(String::as_str)
        .filter(|cell| !cell.is_empty())
        .collect();
    let words = if cells.is_empty() {
        lang.say("Các dòng đầu để trống.", "Empty in the first rows.")
            .to_owned()
    } else {
        let label = lang.say("Các dòng đầu: ", "First rows: ");
        format!("{label}{}", cells.join(" · "))
    };
    view! { <p class="soft small">{words}</p> }.into_any()
}
