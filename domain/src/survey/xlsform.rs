//! Forms as the sheets of `XLSForm` (the subset that other tools share, and columns of our own beside it).
//!
//! | ours | sheet `survey` |
//! | --- | --- |
//! | section | `begin_group` … `end_group`; `randomize=true` in `parameters` where its items are shuffled |
//! | matrix | a group with appearance `table-list`, a `select_one` on one list for each row |
//! | rating | `select_one` on the list of its scale, appearance `likert` or `faces` |
//! | recommendation | `range` with `start=0 end=10 step=1` |
//! | yes or no | `select_one yes_no` |
//! | choices, ranking | `select_one`, `select_multiple`, `rank` on a list of the item's own |
//! | number, date, text, consent | `integer` or `decimal`, `date`, `text` (`multiline` where long), `acknowledge` |
//! | conditions, bounds, earlier answers in texts | `relevant`, `constraint`, `${name}` |
//!
//! Our own columns: `factor`, `skips` (`when -> to; …`); in `choices` `other` and `missing`; and a sheet `factors`. What
//! a sheet holds beyond this is refused, naming row and column: nothing is lost silently. Left out are only appearances
//! that change no more than how others draw an item, and what others note by themselves (`start`, `deviceid` …).

use crate::table::{Row, Table};

mod asking;
mod expressions;
mod reading;
mod taken;
mod writing;

pub use reading::{Found, read};
pub use writing::write;

/// The four sheets, each with its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheets {
    pub survey: Vec<Vec<String>>,
    pub choices: Vec<Vec<String>>,
    pub settings: Vec<Vec<String>>,
    pub factors: Vec<Vec<String>>,
}

/// The list of the two answers to yes-or-no items.
pub(super) const YES_NO: &str = "yes_no";

/// A column of translations: `label::Tiếng Việt (vi)`, or `label` alone for the default language.
fn language_of<'h>(header: &'h str, name: &str, default: &'h str) -> Option<&'h str> {
    let rest = header.strip_prefix(name)?;
    if rest.is_empty() {
        return Some(default);
    }
    let tag = rest.strip_prefix("::")?.trim();
    Some(
        tag.rsplit_once('(')
            .map_or(tag, |(_, tag)| tag.trim_end_matches(')')),
    )
}

/// The cell below a header; empty where the sheet lacks it.
fn cell<'t>(table: &'t Table, row: &'t Row, header: &str) -> &'t str {
    let column = table.headers.iter().position(|one| one == header);
    column
        .and_then(|column| row.cells.get(column))
        .map_or("", String::as_str)
}

#[cfg(test)]
mod tests;
