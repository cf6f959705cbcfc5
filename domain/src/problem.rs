//! User mistakes as data: where, and what, in the user's language.

use serde::{Deserialize, Serialize};

/// One mistake in what somebody sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A JSON pointer (RFC 6901) into what was sent, such as `/birth_date`.
    pub pointer: String,
    /// A sentence in Vietnamese that says what to do.
    pub detail: String,
}

impl Problem {
    pub fn at(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            detail: detail.into(),
        }
    }
}
