//! Which numbers are dates: a workbook keeps a date as a number of days, and only its format tells.

use std::collections::HashMap;
use std::io::BufRead;

use super::refusal::Refusal;
use super::xml::{Node, Xml, closed};

/// For each style of cells whether it shows dates or times.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<bool>);

impl Styles {
    pub(super) fn is_date(&self, style: usize) -> bool {
        self.0.get(style).copied().unwrap_or(false)
    }
}

pub(super) fn read(part: impl BufRead) -> Result<Styles, Refusal> {
    let mut xml = Xml::new(part);
    let mut own: HashMap<u32, bool> = HashMap::new();
    let mut formats = Vec::new();
    let mut in_cells = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => match tag.name() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (tag.number("numFmtId")?, tag.attribute("formatCode")?) {
                        own.insert(id, shows_date(&code));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => formats.push(tag.number("numFmtId")?.unwrap_or(0)),
                _ => {}
            },
            Node::Close(end) if closed(&end) == "cellXfs" => in_cells = false,
            Node::Close(_) | Node::Text(_) => {}
        }
    }
    let is_date = |format: u32| {
        own.get(&format)
            .copied()
            .unwrap_or_else(|| is_built_in_date(format))
    };
    Ok(Styles(formats.into_iter().map(is_date).collect()))
}

/// ECMA-376, part 1, 18.8.30: formats that need no code of their own.
const fn is_built_in_date(format: u32) -> bool {
    matches!(format, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a code such as `dd/mm/yyyy;@` has a letter of dates or times outside of quoted text, colours and places.
fn shows_date(code: &str) -> bool {
    let mut chars = code.chars();
    while let Some(one) = chars.next() {
        match one {
            '"' => {
                chars.by_ref().find(|c| *c == '"');
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                // Hours, minutes or seconds that pass over; the others are colours, places and conditions.
                if !inside.is_empty()
                    && inside
                        .chars()
                        .all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's'))
                {
                    return true;
                }
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_dates_are_told_from_those_of_numbers() {
        for code in [
            "dd/mm/yyyy",
            "d-mmm-yy",
            "[$-42A]dd\\ mmmm\\ yyyy;@",
            "[h]:mm",
            "hh:mm:ss",
        ] {
            assert!(shows_date(code), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "#,##0\\ \"đồng/year\"",
            "[Red]0",
            "0.00E+00",
            "_-* #,##0_-",
            "[$đ-42A]0",
            "@",
        ] {
            assert!(!shows_date(code), "{code}");
        }
    }
}
