//! The ways to other pages of a list.

use khao_domain::lang::Lang;
use leptos::prelude::*;

/// Nothing on the last page.
pub fn next_page(lang: Lang, next: Option<String>) -> Option<AnyView> {
    other_pages(lang, None, None, next)
}

/// The ways to the first page and to both sides: nothing where none leads anywhere.
pub fn other_pages(
    lang: Lang,
    first: Option<String>,
    before: Option<String>,
    next: Option<String>,
) -> Option<AnyView> {
    if first.is_none() && before.is_none() && next.is_none() {
        return None;
    }
    let link = |href: Option<String>, rel: Option<&'static str>, words: &'static str| {
        href.map(|href| view! { <a href=href rel=rel>{words}</a> }.into_any())
    };
    let view = view! {
        <nav class="pages" aria-label=lang.say("Các trang của danh sách", "Pages of the list")>
            {link(first, None, lang.say("Về đầu danh sách", "Back to the top"))}
            {link(before, Some("prev"), lang.say("Trang trước", "Page before"))}
            {link(next, Some("next"), lang.say("Trang sau", "Next page"))}
        </nav>
    };
    Some(view.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(ways: [Option<&str>; 3]) -> Option<String> {
        let [first, before, next] = ways.map(|way| way.map(str::to_owned));
        other_pages(Lang::Vi, first, before, next).map(RenderHtml::to_html)
    }

    #[test]
    fn only_ways_that_lead_somewhere_are_offered() {
        assert_eq!(html([None; 3]), None);
        let last = html([Some("/a"), Some("/a?b"), None]).unwrap_or_default();
        assert_eq!(last.matches("<a ").count(), 2, "{last}");
        assert!(
            last.contains("rel=\"prev\"") && !last.contains("rel=\"next\""),
            "{last}"
        );
    }
}
