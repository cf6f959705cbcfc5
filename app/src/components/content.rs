//! Names that the authority or its organisers wrote: Vietnamese, whatever the page around them is.

use khao_domain::lang::Lang;
use leptos::prelude::*;

/// A name among our own words, or in a cell of a table.
pub fn content(lang: Lang, text: impl Into<String>) -> AnyView {
    view! { <span lang=lang.of_content()>{text.into()}</span> }.into_any()
}

/// One that leads to what it names.
pub fn content_link(lang: Lang, href: String, text: impl Into<String>) -> AnyView {
    view! {
        <a href=href lang=lang.of_content()>
            {text.into()}
        </a>
    }
    .into_any()
}
