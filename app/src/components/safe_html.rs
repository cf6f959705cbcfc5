//! The only door for HTML made elsewhere.

use std::sync::Arc;

use leptos::prelude::*;

/// HTML that a sanitiser has passed, such as rendered Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml(Arc<str>);

impl SafeHtml {
    /// Vouches for it: call this only on a sanitiser's output.
    pub fn sanitised(html: impl Into<Arc<str>>) -> Self {
        Self(html.into())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// As a block of its own.
pub fn safe_html(html: SafeHtml) -> AnyView {
    view! { <div class="stem" inner_html=html.0></div> }.into_any()
}

/// Inside a legend or a label, where a paragraph may not stand: a lone one is unwrapped.
pub fn safe_inline(html: SafeHtml) -> AnyView {
    let html = match lone_paragraph(&html.0) {
        Some(inner) => inner.into(),
        None => html.0,
    };
    view! { <span class="stem" inner_html=html></span> }.into_any()
}

fn lone_paragraph(html: &str) -> Option<&str> {
    let inner = html.trim().strip_prefix("<p>")?.strip_suffix("</p>")?;
    (!inner.contains("<p")).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_lone_paragraph_is_unwrapped() {
        assert_eq!(
            lone_paragraph("<p>Ngày <b>nào</b>?</p>\n"),
            Some("Ngày <b>nào</b>?")
        );
        assert_eq!(lone_paragraph("<p>Một</p><p>Hai</p>"), None);
        assert_eq!(lone_paragraph("<ul><li>Một</li></ul>"), None);
    }
}
