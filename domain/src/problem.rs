//! User mistakes as data: where, and what, in every language.

use crate::lang::Said;

/// One mistake in what somebody sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A JSON pointer (RFC 6901) into what was sent, such as `/birth_date`.
    pub pointer: String,
    /// A sentence that says what to do.
    pub detail: Said,
}

/// A member's name within a JSON pointer.
pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

impl Problem {
    pub fn at(pointer: impl Into<String>, detail: impl Into<Said>) -> Self {
        Self {
            pointer: pointer.into(),
            detail: detail.into(),
        }
    }
}
