//! A document of our own, such as a page of the guide: headings from the first level on, and pictures.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// Where a picture is served, and how large it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub src: String,
    pub width: u32,
    pub height: u32,
}

const TAGS: [&str; 3] = ["h1", "h2", "img"];

/// `find` knows a picture by its address in the text; of one that it does not know only the words stay.
pub fn document(markdown: &str, find: impl Fn(&str) -> Option<Picture>) -> String {
    let mut raw = String::with_capacity(markdown.len() * 2);
    // The picture that is being read, and the words for whoever does not see it.
    let mut open: Option<(Option<Picture>, String)> = None;
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Start(Tag::Image { dest_url, .. }) => {
            open = Some((find(&dest_url), String::new()));
            None
        }
        Event::End(TagEnd::Image) => open.take().map(|(picture, words)| shown(picture, words)),
        Event::Text(text) => match &mut open {
            Some((_, words)) => {
                words.push_str(&text);
                None
            }
            None => Some(Event::Text(text)),
        },
        other => Some(other),
    });
    html::push_html(&mut raw, events);
    let mut cleaner = super::cleaner(&super::BLOCK);
    cleaner
        .add_tags(TAGS)
        .add_tag_attributes("img", ["loading", "decoding"])
        .link_rel(None);
    cleaner.clean(&raw).to_string()
}

fn shown(picture: Option<Picture>, words: String) -> Event<'static> {
    let Some(Picture { src, width, height }) = picture else {
        return Event::Text(CowStr::from(words));
    };
    let words = words
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;");
    let image = format!(
        "<img src=\"{src}\" alt=\"{words}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" decoding=\"async\">"
    );
    Event::InlineHtml(CowStr::from(image))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(address: &str) -> Option<Picture> {
        (address == "pictures/enter.webp").then(|| Picture {
            src: "/guide/pictures/enter.1.webp".to_owned(),
            width: 360,
            height: 500,
        })
    }

    #[test]
    fn headings_keep_their_level_and_pictures_have_a_size_and_words() {
        let html = document(
            "# Ghi danh\n\n## Bước 1\n\n![Trang \"Ghi danh\" & mã](pictures/enter.webp)\n\n![Không có](khac.webp)",
            find,
        );
        assert!(
            html.contains("<h1>Ghi danh</h1>") && html.contains("<h2>Bước 1</h2>"),
            "{html}"
        );
        assert!(
            html.contains(r#"alt="Trang &quot;Ghi danh&quot; &amp; mã""#),
            "{html}"
        );
        assert!(
            html.contains(r#"width="360" height="500" loading="lazy""#),
            "{html}"
        );
        assert!(html.contains("<p>Không có</p>"), "{html}");
    }

    #[test]
    fn a_document_runs_nothing_either() {
        let html = document(
            "<script>alert(1)</script>\n\n[x](javascript:alert(1))\n\n<img src=x onerror=y>",
            find,
        );
        for odd in ["<script", "javascript:", "onerror"] {
            assert!(!html.contains(odd), "{html}");
        }
    }
}
