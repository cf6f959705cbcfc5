//! The parts of a workbook as a row of events. What no spreadsheet writes is refused: document types, entities of one's
//! own, nesting without end, and anything but UTF-8.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::escape::{EscapeError, resolve_predefined_entity};
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion};

use super::refusal::Refusal;

/// A worksheet is about ten deep.
const DEPTH_MOST: usize = 64;

/// What a part says next. An element without content opens and closes.
pub(super) enum Node<'x> {
    Open(Tag<'x>),
    Close(BytesEnd<'x>),
    /// A piece of text; one text may come in several, and some are blank.
    Text(Cow<'x, str>),
}

pub(super) struct Tag<'x>(BytesStart<'x>);

impl Tag<'_> {
    /// Without its prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The attribute of this name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>, Refusal> {
        // The check for repeated names takes quadratic time; the first of a name counts.
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Refusal::Damaged)?;
            if attribute.key.local_name().into_inner() == name {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                return value.map(Some).map_err(|error| of_xml(&error));
            }
        }
        Ok(None)
    }

    /// A number that stands in an attribute.
    pub(super) fn number(&self, name: &str) -> Result<Option<u32>, Refusal> {
        let value = self.attribute(name)?;
        value
            .map(|value| value.trim().parse().map_err(|_| Refusal::Damaged))
            .transpose()
    }

    pub(super) fn is_set(&self, name: &str) -> Result<bool, Refusal> {
        Ok(matches!(self.attribute(name)?.as_deref(), Some("1" | "true")))
    }
}

pub(super) fn closed<'n>(end: &'n BytesEnd<'_>) -> &'n str {
    end.local_name().into_inner()
}

pub(super) struct Xml<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(part: R) -> Self {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
        }
    }

    /// None at the part's end.
    pub(super) fn next(&mut self) -> Result<Option<Node<'_>>, Refusal> {
        self.buffer.clear();
        let event = self.reader.read_event_into(&mut self.buffer);
        let node = match event.map_err(|error| of_xml(&error))? {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > DEPTH_MOST {
                    return Err(Refusal::Damaged);
                }
                Node::Open(Tag(start))
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                Node::Close(end)
            }
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.xml10_content()),
            Event::GeneralRef(name) => Node::Text(Cow::Owned(character(&name)?)),
            Event::DocType(_) => return Err(Refusal::Declarations),
            Event::Eof if self.depth > 0 => return Err(Refusal::Damaged),
            Event::Eof => return Ok(None),
            // Comments and the like say nothing.
            Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {
                Node::Text(Cow::Borrowed(""))
            }
        };
        Ok(Some(node))
    }
}

/// The character that a reference stands for. Only the five that XML knows by itself have names.
fn character(reference: &BytesRef<'_>) -> Result<String, Refusal> {
    if let Some(one) = reference.resolve_char_ref().map_err(|_| Refusal::Damaged)? {
        return Ok(one.to_string());
    }
    resolve_predefined_entity(reference)
        .map(str::to_owned)
        .ok_or(Refusal::Declarations)
}

fn of_xml(error: &Error) -> Refusal {
    match error {
        Error::Io(error) => {
            let carried = error.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>());
            carried.copied().unwrap_or(Refusal::Damaged)
        }
        Error::Encoding(_) => Refusal::NotUtf8,
        Error::Escape(EscapeError::UnrecognizedEntity(..)) => Refusal::Declarations,
        _ => Refusal::Damaged,
    }
}
