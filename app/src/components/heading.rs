//! How a page of the console begins: what it is called, and in a sentence what it is for.

use khao_domain::lang::Lang;
use leptos::prelude::*;

/// The one place that writes a heading of the console, so that no page is without its sentence.
pub fn heading(title: impl Into<String>, purpose: &'static str) -> AnyView {
    view! {
        <h1>{title.into()}</h1>
        {sentence(purpose)}
    }
    .into_any()
}

/// The same over a title that an organiser wrote.
pub fn heading_of_content(lang: Lang, title: String, purpose: &'static str) -> AnyView {
    view! {
        <h1 lang=lang.of_content()>{title}</h1>
        {sentence(purpose)}
    }
    .into_any()
}

/// On paper the title says enough.
fn sentence(purpose: &'static str) -> AnyView {
    view! { <p class="lead soft no-print">{purpose}</p> }.into_any()
}
