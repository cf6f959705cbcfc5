//! `/console`: what organisers, administrators and coordinators work with.

pub mod attachments;
pub mod audit;
pub mod contest;
pub mod contests;
pub mod instance;
pub mod participants;
pub mod round;
pub mod units;
