//! Texts that many people are shown, as they came out of Markdown.

use std::sync::Arc;

use moka::sync::Cache;

/// Of texts and of what became of them: some megabytes.
const BYTES_MOST: u64 = 4_000_000;

/// By the text itself: what is the same in two versions of a form, or in two forms, is there once.
#[derive(Debug)]
pub struct Kept {
    inline: Cache<String, Arc<str>>,
    block: Cache<String, Arc<str>>,
}

impl Default for Kept {
    fn default() -> Self {
        let bounded = || {
            Cache::builder()
                .max_capacity(BYTES_MOST)
                .weigher(|text: &String, html: &Arc<str>| {
                    u32::try_from(text.len() + html.len()).unwrap_or(u32::MAX)
                })
                .build()
        };
        Self {
            inline: bounded(),
            block: bounded(),
        }
    }
}

impl Kept {
    /// As [`super::inline`].
    pub fn inline(&self, markdown: &str) -> Arc<str> {
        kept(&self.inline, markdown, super::inline)
    }

    /// As [`super::block`].
    pub fn block(&self, markdown: &str) -> Arc<str> {
        kept(&self.block, markdown, super::block)
    }
}

fn kept(cache: &Cache<String, Arc<str>>, markdown: &str, draw: impl Fn(&str) -> String) -> Arc<str> {
    cache.get(markdown).unwrap_or_else(|| {
        let html: Arc<str> = draw(markdown).into();
        cache.insert(markdown.to_owned(), html.clone());
        html
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_drawn_once_either_way() {
        let kept = Kept::default();
        let text = "Rất **hài lòng**";
        let first = kept.inline(text);
        assert_eq!(&*first, crate::markdown::inline(text));
        assert!(Arc::ptr_eq(&first, &kept.inline(text)));
        assert_eq!(&*kept.block(text), crate::markdown::block(text));
        assert_ne!(kept.block(text), first);
    }
}
