//! A table of figures; on a phone each row becomes a small list, labelled by `data-label`.

use leptos::prelude::*;

/// A column's title, and how its figures stand.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub label: &'static str,
    class: Option<&'static str>,
}

impl Column {
    pub const fn text(label: &'static str) -> Self {
        Self { label, class: None }
    }

    /// Figures stand at the right, digit under digit.
    pub const fn number(label: &'static str) -> Self {
        Self {
            label,
            class: Some("n"),
        }
    }
}

/// Rows hold as many cells as there are columns.
pub fn data_table(caption: impl Into<String>, columns: &[Column], rows: Vec<Vec<AnyView>>) -> AnyView {
    let head = columns
        .iter()
        .map(|column| view! { <th scope="col" class=column.class>{column.label}</th> })
        .collect_view();
    let body = rows.into_iter().map(|cells| row(columns, cells)).collect_view();
    view! {
        <table class="data">
            <caption>{caption.into()}</caption>
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}

fn row(columns: &[Column], cells: Vec<AnyView>) -> AnyView {
    let cells = columns
        .iter()
        .zip(cells)
        .map(|(column, cell)| view! { <td class=column.class data-label=column.label>{cell}</td> })
        .collect_view();
    view! { <tr>{cells}</tr> }.into_any()
}

/// A cell of plain text. One element, so that text and label keep their places on a phone.
pub fn cell(text: impl Into<String>) -> AnyView {
    view! { <span>{text.into()}</span> }.into_any()
}

pub fn link_cell(href: String, text: impl Into<String>) -> AnyView {
    view! { <a href=href>{text.into()}</a> }.into_any()
}
