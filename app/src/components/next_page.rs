//! The way to the next page of a list.

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
