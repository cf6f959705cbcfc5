//! The texts that cells share, by number.

use std::io::BufRead;

use super::escapes::unescape;
use super::refusal::Refusal;
use super::xml::{Node, Xml, closed};

/// Kept as one text: millions of small strings would take many times their size.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

/// More than the limits of any file of ours let cells refer to.
const STRINGS_MOST: usize = 4_000_000;

impl Strings {
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        self.text.get(start..end)
    }
}

/// The part's own count is not looked at: it may say anything.
pub(super) fn read(part: impl BufRead) -> Result<Strings, Refusal> {
    let mut xml = Xml::new(part);
    let mut strings = Strings::default();
    let mut rich = RichText::default();
    while let Some(node) = xml.next()? {
        let is_end = matches!(&node, Node::Close(end) if closed(end) == "si");
        rich.take(&node);
        if is_end {
            if strings.ends.len() == STRINGS_MOST {
                return Err(Refusal::TooLarge);
            }
            strings.text.push_str(&unescape(&rich.finish()));
            strings.ends.push(strings.text.len());
        }
    }
    Ok(strings)
}

/// A text that may change its font in the middle: the pieces in `t`, but not how they are pronounced.
#[derive(Debug, Default)]
pub(super) struct RichText {
    text: String,
    in_text: bool,
    in_phonetic: bool,
}

impl RichText {
    pub(super) fn take(&mut self, node: &Node<'_>) {
        match node {
            Node::Open(tag) => match tag.name() {
                "t" => self.in_text = !self.in_phonetic,
                "rPh" => self.in_phonetic = true,
                _ => {}
            },
            Node::Close(end) => match closed(end) {
                "t" => self.in_text = false,
                "rPh" => self.in_phonetic = false,
                _ => {}
            },
            Node::Text(piece) if self.in_text => self.text.push_str(piece),
            Node::Text(_) => {}
        }
    }

    pub(super) fn finish(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}
