//! The ways to other pages of a list.

use khao_domain::lang::Lang;
use leptos::prelude::*;

/// Nothing on the last page.
pub fn next_page(lang: Lang, next: Option<String>) -> Option<AnyView> {
    next.map(|href| {
        view! {
            <p class="pages">
                <a href=href rel="next">
                    {lang.say("Trang sau", "Next page")}
                </a>
            </p>
        }
        .into_any()
    })
}

/// The ways to both sides: nothing where neither leads anywhere.
pub fn both_pages(lang: Lang, before: Option<String>, next: Option<String>) -> Option<AnyView> {
    if before.is_none() && next.is_none() {
        return None;
    }
    let link = |href: Option<String>, rel: &'static str, words: &'static str| {
        href.map(|href| view! { <a href=href rel=rel>{words}</a> }.into_any())
    };
    let view = view! {
        <p class="pages">
            {link(before, "prev", lang.say("Trang trước", "Page before"))}
            {link(next, "next", lang.say("Trang sau", "Next page"))}
        </p>
    };
    Some(view.into_any())
}
