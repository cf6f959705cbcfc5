//! `/console/banks/{id}/items/{code}/compare`: two versions side by side.

use khao_domain::lang::Lang;
use leptos::prelude::*;

use super::{BankHead, above};
use crate::components::button;
use crate::components::crumbs::content_crumb;
use crate::components::data_table::{Column, cell, data_table};
use crate::components::heading::heading;
use crate::components::select::{SelectOption, choice_of};

#[derive(Debug, Clone)]
pub struct CompareView {
    pub bank: BankHead,
    pub code: String,
    /// All there are: the revision that brought them, and their number within the item.
    pub versions: Vec<(i64, usize)>,
    pub a: i64,
    pub b: i64,
    pub rows: Vec<Difference>,
}

/// A column of the file of items, in both versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub name: String,
    pub a: String,
    pub b: String,
}

pub fn page(lang: Lang, view: CompareView) -> AnyView {
    let here = view.bank.item_path(&view.code);
    let versions = || -> Vec<SelectOption> {
        let versions = view.versions.iter();
        versions
            .map(|(revision, number)| SelectOption::new(revision.to_string(), number.to_string()))
            .collect()
    };
    let pick = |name: &str, label, chosen: i64| {
        choice_of(name.to_owned(), label, "", versions(), &chosen.to_string(), &[])
    };
    let a = pick("a", lang.say("Bản trước", "Version before"), view.a);
    let b = pick("b", lang.say("Bản sau", "Version after"), view.b);
    let title = match lang {
        Lang::Vi => format!("So sánh hai bản của {}", view.code),
        Lang::En => format!("Two versions of {}", view.code),
    };
    let labels = (lang.say("Bản trước", "Before"), lang.say("Bản sau", "After"));
    view! {
        {above(lang, &view.bank, Some(content_crumb(here.clone(), &view.code)))}
        {heading(title, lang.say("Hai bản của một câu hỏi cạnh nhau, để thấy đã đổi gì.", "Two versions of an item side by side, to see what was changed."))}
        <form class="filter row" method="get" action=format!("{here}/compare")>
            {a} {b} {button::submit(lang.say("So sánh", "Compare"))}
        </form>
        <div class="sheet">{table(lang, labels, view.rows)}</div>
    }
    .into_any()
}

/// Rows that differ say so in words.
pub(super) fn table(lang: Lang, (a, b): (&'static str, &'static str), rows: Vec<Difference>) -> AnyView {
    let columns = [
        Column::heading(lang.say("Mục", "Column")),
        Column::text(a),
        Column::text(b),
        Column::text(lang.say("Khác nhau", "Differs")),
    ];
    let rows = rows
        .into_iter()
        .filter(|row| !(row.a.is_empty() && row.b.is_empty()));
    let rows = rows.map(|row| {
        let differs = if row.a == row.b {
            ""
        } else {
            lang.say("Có", "Yes")
        };
        vec![cell(row.name), cell(row.a), cell(row.b), cell(differs)]
    });
    data_table(
        lang.say("Hai bản cạnh nhau", "Side by side"),
        &columns,
        rows.collect(),
    )
}

/// Only what differs, without a column that says so.
pub(super) fn differing(
    lang: Lang,
    caption: String,
    (a, b): (&'static str, &'static str),
    rows: Vec<Difference>,
) -> AnyView {
    let columns = [
        Column::heading(lang.say("Mục", "Column")),
        Column::text(a),
        Column::text(b),
    ];
    let rows = rows.into_iter().filter(|row| row.a != row.b);
    let rows = rows.map(|row| vec![cell(row.name), cell(row.a), cell(row.b)]);
    data_table(caption, &columns, rows.collect())
}
