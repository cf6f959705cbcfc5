//! `/console`: what organisers, administrators and coordinators work with.

pub mod account;
pub mod accounts;
pub mod attachments;
pub mod contest;
pub mod contests;
pub mod corrections;
pub mod instance;
pub mod new_account;
pub mod participants;
pub mod preview;
pub mod round;
pub mod setup;
