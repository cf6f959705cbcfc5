//! Surveys as a respondent meets them: `/surveys/{slug}` and `/surveys/{slug}/results`. No script, no cookie, no name.

mod ask;
mod face;
pub mod form;
pub mod results;
pub mod told;
pub mod trend;
pub mod trial;
