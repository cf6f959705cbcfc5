//! Surveys as a respondent meets them: `/surveys/{slug}` and `/surveys/{slug}/results`. No script, no cookie, no name.

pub mod form;
pub mod results;
pub mod told;
