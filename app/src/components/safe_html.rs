//! The only door for HTML made elsewhere.

use std::sync::Arc;

use leptos::prelude::*;

use super::said::written;

/// HTML that a sanitiser has passed, such as rendered Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml {
    html: Arc<str>,
    written_in: WrittenIn,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum WrittenIn {
    /// That of the authority and the organisers.
    Content,
    /// That of the page: it was written by us for it.
    Page,
    /// A BCP 47 tag.
    Named(Arc<str>),
}

impl SafeHtml {
    /// Vouches for it: call this only on a sanitiser's output.
    pub fn sanitised(html: impl Into<Arc<str>>) -> Self {
        Self {
            html: html.into(),
            written_in: WrittenIn::Content,
        }
    }

    /// As [`Self::sanitised`], for words of our own.
    pub fn ours(html: impl Into<Arc<str>>) -> Self {
        Self {
            written_in: WrittenIn::Page,
            ..Self::sanitised(html)
        }
    }

    /// As [`Self::sanitised`], in a language of its own.
    pub fn in_language(html: impl Into<Arc<str>>, tag: &str) -> Self {
        Self {
            written_in: WrittenIn::Named(tag.into()),
            ..Self::sanitised(html)
        }
    }

    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// The `lang` attribute, where the page is in another language.
    fn lang(&self) -> impl Fn() -> Option<String> + Send + 'static {
        let written_in = self.written_in.clone();
        move || match &written_in {
            WrittenIn::Page => None,
            WrittenIn::Content => written().of_content().map(str::to_owned),
            WrittenIn::Named(tag) => Some(&**tag)
                .filter(|tag| *tag != written().tag())
                .map(str::to_owned),
        }
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
