//! Contests: set-up, rounds, attempts from start to seal, results, rankings, participation.

pub mod attachments;
pub mod attempts;
pub mod beginnings;
pub mod board;
pub(crate) mod caches;
pub mod collective;
pub mod contests;
pub mod drafts;
pub mod extra_time;
pub mod frozen;
pub mod groups;
pub mod messages;
pub mod paper_form;
pub mod participation;
pub mod planning;
pub mod preview;
pub mod ranking_pages;
pub mod rankings;
pub mod results;
pub mod rounds;
pub mod saving;
pub(crate) mod sealing;
pub mod setup;
pub mod starting;
pub mod voiding;
