//! People: units, entries, sessions, staff accounts, re-entry codes.

pub mod accounts;
pub mod codes;
pub mod entry;
pub mod sessions;
pub mod units;
