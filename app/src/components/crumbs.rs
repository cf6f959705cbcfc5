//! The way back: the pages above this one, from the top down.

use leptos::prelude::*;

use super::said::said;

/// Pairs of address and name.
pub fn crumbs(above: Vec<(String, String)>) -> AnyView {
    let links = above
        .into_iter()
        .map(|(href, name)| {
            view! {
                <li>
                    <a href=href>{name}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="crumbs" aria-label=said("Đường dẫn", "Breadcrumbs")>
            <ol>{links}</ol>
        </nav>
    }
    .into_any()
}
