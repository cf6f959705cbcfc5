//! Surveys as a respondent meets them: `/surveys/{slug}` and `/surveys/{slug}/results`. No cookie and no name; no
//! script either, but on tablets at desks.

pub mod form;
pub mod invited;
pub mod kiosk;
pub mod results;
pub mod told;
pub mod trend;
pub mod trial;
