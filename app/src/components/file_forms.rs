//! The forms in which a file can be had: a link each, which says by itself what it downloads. Without the attribute
//! `download`: a browser that is led to the password first would save that page, or nothing.

use khao_domain::lang::Lang;
use leptos::prelude::*;

/// A table in both forms, by its address without the ending; `query` as it stands behind that: `?…`, or nothing.
pub fn tables_at(address: &str, query: &str) -> [(String, &'static str); 2] {
    [
        (format!("{address}.csv{query}"), "CSV"),
        (format!("{address}.xlsx{query}"), "Excel"),
    ]
}

/// `about`: what is in the file. An address and the form that it has, for each.
pub fn file_forms(
    lang: Lang,
    about: &str,
    files: impl IntoIterator<Item = (String, &'static str)>,
) -> AnyView {
    let links = files
        .into_iter()
        .map(|(address, form)| {
            let label = match lang {
                Lang::Vi => format!("{about}, tệp {form}"),
                Lang::En => format!("{about}, {form} file"),
            };
            view! {
                <a href=address aria-label=label>
                    {form}
                </a>
                " "
            }
            .into_any()
        })
        .collect_view();
    view! { <span class="file-forms">{links}</span> }.into_any()
}
