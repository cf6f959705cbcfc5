//! People and the units they belong to.

pub mod browser;
pub mod code;
pub mod contact;
pub mod eligibility;
pub mod entry;
pub mod name;
pub mod role;
pub mod roster;
pub mod unit;
