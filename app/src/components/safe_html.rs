//! The only door for HTML made elsewhere.

use std::sync::Arc;

use leptos::prelude::*;

use super::said::written;

/// HTML that a sanitiser has passed, such as rendered Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml {
    html: Arc<str>,
    /// Written by us for the page that it stands in, and so in its language.
    is_ours: bool,
}

impl SafeHtml {
    /// Vouches for it: call this only on a sanitiser's output.
    pub fn sanitised(html: impl Into<Arc<str>>) -> Self {
        Self {
            html: html.into(),
            is_ours: false,
        }
    }

    /// As [`Self::sanitised`], for words of our own.
    pub fn ours(html: impl Into<Arc<str>>) -> Self {
        Self {
            is_ours: true,
            ..Self::sanitised(html)
        }
    }

    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// The `lang` attribute, where a page of another language shows what the authority or the organiser wrote.
    fn lang(&self) -> impl Fn() -> Option<&'static str> + Send + 'static {
        let is_ours = self.is_ours;
        move || written().of_content().filter(|_| !is_ours)
    }
}

/// As a block of its own.
pub fn safe_html(html: SafeHtml) -> AnyView {
    view! { <div class="stem" lang=html.lang() inner_html=html.html></div> }.into_any()
}

/// Inside a legend or a label, where a paragraph may not stand: a lone one is unwrapped.
pub fn safe_inline(html: SafeHtml) -> AnyView {
    let lang = html.lang();
    let html = match lone_paragraph(&html.html) {
        Some(inner) => inner.into(),
        None => html.html,
    };
    view! { <span class="stem" lang=lang inner_html=html></span> }.into_any()
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
