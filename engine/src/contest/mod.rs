//! Contests: set-up, rounds, attempts from start to seal, results, rankings, participation.

pub mod attachments;
pub mod attempts;
pub mod beginnings;
pub(crate) mod caches;
pub mod collective;
pub mod contests;
pub mod corrections;
pub mod drafts;
pub mod frozen;
pub mod groups;
pub mod paper_form;
pub mod participation;
pub mod planning;
pub mod preview;
pub mod preview_correction;
pub mod ranking_pages;
pub mod rankings;
pub mod rescoring;
pub mod results;
pub mod revisions;
pub mod rounds;
pub(crate) mod rulings;
pub mod saving;
pub(crate) mod sealing;
pub mod setup;
pub mod starting;
