//! A table of figures; on a phone each row becomes a small list, labelled by `data-label`.
//!
//! The roles are written out: browsers forget them where a style changes what a row or a cell is drawn as.

use leptos::prelude::*;

/// A column's title, and how its cells stand.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    label: &'static str,
    class: Option<&'static str>,
    names_row: bool,
}

impl Column {
    pub const fn text(label: &'static str) -> Self {
        Self::of_class(label, None)
    }

    /// Figures stand at the right, digit under digit.
    pub const fn number(label: &'static str) -> Self {
        Self::of_class(label, Some("n"))
    }

    /// With classes of its own.
    pub const fn special(label: &'static str, class: &'static str) -> Self {
        Self::of_class(label, Some(class))
    }

    /// What the row is about: its heading, on a phone and for those who listen.
    pub const fn heading(label: &'static str) -> Self {
        Self {
            label,
            class: None,
            names_row: true,
        }
    }

    const fn of_class(label: &'static str, class: Option<&'static str>) -> Self {
        Self {
            label,
            class,
            names_row: false,
        }
    }
}

/// Rows hold as many cells as there are columns.
pub fn data_table(caption: impl Into<String>, columns: &[Column], rows: Vec<Vec<AnyView>>) -> AnyView {
    table("data", caption.into(), columns, rows)
}

/// As [`data_table`], with the place of each row in front of its heading.
pub fn ranking_table(caption: impl Into<String>, columns: &[Column], rows: Vec<Vec<AnyView>>) -> AnyView {
    table("data ranks", caption.into(), columns, rows)
}

fn table(class: &'static str, caption: String, columns: &[Column], rows: Vec<Vec<AnyView>>) -> AnyView {
    let head = columns
        .iter()
        .map(|column| view! { <th scope="col" role="columnheader" class=column.class>{column.label}</th> })
        .collect_view();
    let body = rows.into_iter().map(|cells| row(columns, cells)).collect_view();
    view! {
        <table class=class role="table">
            <caption>{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">{head}</tr>
            </thead>
            <tbody role="rowgroup">{body}</tbody>
        </table>
    }
    .into_any()
}

fn row(columns: &[Column], cells: Vec<AnyView>) -> AnyView {
    let cells = columns
        .iter()
        .zip(cells)
        .map(|(column, content)| row_cell(*column, content))
        .collect_view();
    view! { <tr role="row">{cells}</tr> }.into_any()
}

fn row_cell(column: Column, content: AnyView) -> AnyView {
    if column.names_row {
        return view! { <th scope="row" role="rowheader">{content}</th> }.into_any();
    }
    view! { <td role="cell" class=column.class data-label=column.label>{content}</td> }.into_any()
}

/// A cell of plain text. One element, so that text and label keep their places on a phone.
pub fn cell(text: impl Into<String>) -> AnyView {
    view! { <span>{text.into()}</span> }.into_any()
}

pub fn link_cell(href: String, text: impl Into<String>) -> AnyView {
    view! { <a href=href>{text.into()}</a> }.into_any()
}
