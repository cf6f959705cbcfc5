//! People: units, entries, sessions, staff accounts, re-entry codes.

pub mod accounts;
pub mod codes;
pub mod correction;
pub mod entry;
mod first_run;
pub mod invitations;
pub mod log_in;
pub mod own_account;
pub mod person;
pub mod roster;
pub mod second_factor;
pub mod sessions;
pub mod units;
