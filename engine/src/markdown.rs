//! The small safe subset of Markdown, sanitised once on the server.

mod document;
mod kept;

use std::sync::LazyLock;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::collections::{BTreeSet, HashSet};

pub use document::{Picture, document};
pub use kept::Kept;

/// Paragraphs, emphasis, lists, links, code and tables; no images, no raw HTML, no headings above `<h3>`.
pub fn block(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let events: Vec<Event<'_>> = events.collect();
    let mut raw = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut raw, with_heading_order(events).into_iter());
    BLOCKS.clean(&raw).to_string()
}

/// For stems and options that stand inside a label: emphasis, code, line breaks only.
pub fn inline(markdown: &str) -> String {
    let mut raw = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut raw, Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH));
    let clean = INLINES.clean(&raw).to_string();
    clean.trim().replace('\n', "<br>")
}

const BLOCK: [&str; 22] = [
    "p",
    "br",
    "em",
    "strong",
    "del",
    "code",
    "pre",
    "ul",
    "ol",
    "li",
    "a",
    "blockquote",
    "h3",
    "h4",
    "h5",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
];
const INLINE: [&str; 5] = ["br", "em", "strong", "del", "code"];

/// Made once: a cleaner's own tables cost more than a short text.
static BLOCKS: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| cleaner(&BLOCK));
static INLINES: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| cleaner(&INLINE));

fn cleaner(tags: &'static [&'static str]) -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::new();
    builder
        .tags(tags.iter().copied().collect())
        .generic_attributes(HashSet::new())
        .url_schemes(["https", "http", "mailto", "tel"].into_iter().collect())
        .link_rel(Some("noopener noreferrer nofollow"));
    if !tags.contains(&"a") {
        builder.link_rel(None);
    }
    builder
}

/// Pages have one `<h1>` and their own `<h2>`: the highest heading of a text becomes `<h3>`, whatever it is written as, and
/// none skips a level.
fn with_heading_order(mut events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let used: BTreeSet<HeadingLevel> = events
        .iter()
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(*level),
            _ => None,
        })
        .collect();
    // Above the first heading stands the page's own.
    let mut depth = 0;
    for event in &mut events {
        match event {
            Event::Start(Tag::Heading {
                level,
                id,
                classes,
                attrs,
                ..
            }) => {
                let rank = used.iter().take_while(|other| *other <= level).count();
                depth = rank.min(depth + 1);
                *level = lowered(depth);
                *id = None;
                classes.clear();
                attrs.clear();
            }
            Event::End(TagEnd::Heading(level)) => *level = lowered(depth),
            _ => {}
        }
    }
    events
}

const fn lowered(depth: usize) -> HeadingLevel {
    match depth {
        0 | 1 => HeadingLevel::H3,
        2 => HeadingLevel::H4,
        _ => HeadingLevel::H5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphasis_stays_and_scripts_go() {
        assert_eq!(
            inline("Ngày **10/10** <script>alert(1)</script>"),
            "Ngày <strong>10/10</strong>"
        );
        assert_eq!(inline("[x](javascript:alert(1))"), "x");
        assert_eq!(inline("một\nhai"), "một<br>hai");
        assert_eq!(inline("a < b & c"), "a &lt; b &amp; c");
    }

    #[test]
    fn headings_begin_below_the_pages_own_and_skip_none() {
        for (markdown, tags) in [
            ("## Một\n\n### Hai\n\n## Ba", ["h3", "h4", "h3"]),
            ("# Một\n\n#### Hai\n\n###### Ba", ["h3", "h4", "h5"]),
            ("### Một\n\n# Hai\n\n### Ba", ["h3", "h3", "h4"]),
        ] {
            let html = block(markdown);
            for (tag, word) in tags.into_iter().zip(["Một", "Hai", "Ba"]) {
                assert!(
                    html.contains(&format!("<{tag}>{word}</{tag}>")),
                    "{markdown}: {html}"
                );
            }
        }
    }

    #[test]
    fn rules_keep_their_structure() {
        let html = block("# Đối tượng\n\n- một\n- [hai](https://example.vn)\n\n<img src=x onerror=alert(1)>");
        assert!(html.contains("<h3>Đối tượng</h3>"), "{html}");
        assert!(html.contains("<li>một</li>"));
        assert!(html.contains(r#"<a href="https://example.vn" rel="noopener noreferrer nofollow">hai</a>"#));
        assert!(!html.contains("onerror") && !html.contains("<img"));
    }
}
