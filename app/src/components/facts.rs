//! A few figures with their names.

use leptos::prelude::*;

/// Pairs of name and figure.
pub fn facts(pairs: Vec<(&'static str, String)>) -> AnyView {
    let pairs = pairs
        .into_iter()
        .map(|(name, figure)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{figure}</dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="facts">{pairs}</dl> }.into_any()
}
