//! `/console`: what organisers, administrators and coordinators work with.

pub mod contest;
pub mod contests;
pub mod participants;
pub mod round;
