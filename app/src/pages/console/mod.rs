//! `/console`: what organisers, administrators and coordinators work with.

pub mod account;
pub mod accounts;
pub mod attachments;
pub mod attempt;
pub mod audit;
pub mod banks;
pub mod board;
pub mod complaints;
pub mod contest;
pub mod contests;
pub mod corrections;
pub mod extra_time;
pub mod figures;
pub mod instance;
pub mod messages;
pub mod new_account;
mod owner;
pub mod participants;
pub mod person;
pub mod preview;
pub mod prizes;
pub mod ranking;
pub mod roster;
pub mod round;
pub mod setup;
pub mod units;
pub mod winners;
