//! Answers read back: a title, and what was chosen or typed.

use leptos::prelude::*;

use super::choices::Label;
use super::safe_html::safe_inline;

/// `none` is said where there is nothing to list.
pub fn label_list(title: &'static str, labels: Vec<Label>, none: &'static str) -> AnyView {
    let list = if labels.is_empty() {
        view! { <p>{none}</p> }.into_any()
    } else {
        let lines = labels.into_iter().map(line).collect_view();
        view! { <ul>{lines}</ul> }.into_any()
    };
    view! {
        <p class="soft small list-title">{title}</p>
        {list}
    }
    .into_any()
}

fn line(label: Label) -> AnyView {
    let label = match label {
        Label::Text(text) => view! { <span>{text}</span> }.into_any(),
        Label::Named(text, note) => view! { <span>{format!("{text} ({note})")}</span> }.into_any(),
        Label::Html(html) => safe_inline(html),
    };
    view! { <li>{label}</li> }.into_any()
}
