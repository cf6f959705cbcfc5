//! Keyset paging: `?limit=&after=`, and `next` in the body while there is more.

use crate::problem::Fault;
use crate::routes::table::Route;
use khao_domain::lang::{Lang, Said};

pub const LIMIT_MAX: u32 = 200;
const LIMIT_DEFAULT: u32 = 50;

/// The schema of `limit`.
pub const LIMIT: &str = r#"{"type":"integer","minimum":1,"maximum":200,"default":50}"#;
/// The schema of what is said by `true`, and not said otherwise.
pub const FLAG: &str = r#"{"type":"boolean","default":false}"#;
pub const UUID: &str = r#"{"type":"string","format":"uuid"}"#;

/// How many to show.
pub fn limit(given: Option<u32>) -> Result<usize, Fault> {
    match given.unwrap_or(LIMIT_DEFAULT) {
        limit @ 1..=LIMIT_MAX => Ok(limit as usize),
        _ => Err(Fault::invalid(
            "/limit",
            Said::of(|lang| match lang {
                Lang::Vi => format!("Số dòng mỗi trang từ 1 đến {LIMIT_MAX}."),
                Lang::En => format!("A page has 1 to {LIMIT_MAX} lines."),
            }),
        )),
    }
}

/// One more than is shown is asked for: whether there is more follows from it. `list` keeps what is shown; the cursor
/// of the last one is returned where more follow.
pub fn cut<T, C>(list: &mut Vec<T>, limit: usize, cursor: impl Fn(&T) -> C) -> Option<C> {
    let more = list.len() > limit;
    list.truncate(limit);
    list.last().filter(|_| more).map(cursor)
}

/// Keeps of a list what follows the one that was shown last; false where that is not in it, and all is kept.
pub fn after<T>(list: &mut Vec<T>, is_last: impl FnMut(&T) -> bool) -> bool {
    let Some(at) = list.iter().position(is_last) else {
        return false;
    };
    list.drain(..=at);
    true
}

/// How many to ask for.
pub fn one_more(limit: usize) -> u32 {
    u32::try_from(limit).unwrap_or(LIMIT_MAX) + 1
}

impl Route {
    /// Describes the parameters of a paged list.
    #[must_use]
    pub fn paged(self, after: &'static str) -> Self {
        self.query("limit", LIMIT, "At most this many.").query(
            "after",
            after,
            "The `next` of the page before.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_has_no_next() {
        let mut list = vec![1, 2, 3];
        assert_eq!(cut(&mut list, 2, |one| *one), Some(2));
        assert_eq!(list, [1, 2]);
        assert_eq!(cut(&mut list, 2, |one| *one), None);
    }

    #[test]
    fn a_page_begins_after_the_one_shown_last() {
        let mut list = vec![1, 2, 3];
        assert!(!after(&mut list, |one| *one == 4));
        assert!(after(&mut list, |one| *one == 1));
        assert_eq!(list, [2, 3]);
    }

    #[test]
    fn limits_are_kept() {
        assert_eq!(limit(None).ok(), Some(50));
        assert!(limit(Some(0)).is_err() && limit(Some(201)).is_err());
    }
}
