//! A few facts or figures with their names.

use leptos::prelude::*;

/// Pairs of name and fact: the name stands above.
pub fn facts(pairs: Vec<(&'static str, String)>) -> AnyView {
    list("facts", pairs)
}

/// Pairs of name and count: the figure stands above and is the larger.
pub fn figures(pairs: Vec<(&'static str, String)>) -> AnyView {
    list("facts figures", pairs)
}

fn list(class: &'static str, pairs: Vec<(&'static str, String)>) -> AnyView {
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
    view! { <dl class=class>{pairs}</dl> }.into_any()
}
