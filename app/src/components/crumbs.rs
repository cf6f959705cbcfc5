//! The way back: the pages above this one, from the top down.

use leptos::prelude::*;

use super::said::{said, written};

/// A page above, by its address and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    href: String,
    name: String,
    is_content: bool,
}

/// A page of ours.
pub fn crumb(href: impl Into<String>, name: impl Into<String>) -> Crumb {
    Crumb {
        href: href.into(),
        name: name.into(),
        is_content: false,
    }
}

/// A page of something that an organiser named.
pub fn content_crumb(href: impl Into<String>, name: impl Into<String>) -> Crumb {
    Crumb {
        is_content: true,
        ..crumb(href, name)
    }
}

pub fn crumbs(above: Vec<Crumb>) -> AnyView {
    let links = above
        .into_iter()
        .map(|one| {
            let lang = move || written().of_content().filter(|_| one.is_content);
            view! {
                <li>
                    <a href=one.href lang=lang>
                        {one.name}
                    </a>
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
