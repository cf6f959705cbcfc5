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

use khao_domain::lang::said;

use crate::error::{Error, Result};

const SOUGHT_CHARS_MOST: usize = 200;

/// What is looked for is short: it is compared with every name.
fn check_sought(text: &str) -> Result<()> {
    if text.chars().count() <= SOUGHT_CHARS_MOST {
        return Ok(());
    }
    Err(Error::invalid(
        "/query",
        said(
            "Nội dung cần tìm dài nhất 200 ký tự.",
            "What is looked for has at most 200 characters.",
        ),
    ))
}
