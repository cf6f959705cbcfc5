//! Surveys: questionnaires as data, what may be answered, and which items a respondent meets.
//!
//! A [`form::Form`] holds every text in every language of the survey. [`check`] finds what is wrong with a form before it
//! is fielded; [`course`] decides, on the server and in the browser alike, which items are met and what is missing;
//! [`answer`] reads values; [`condition`] is the small language of display and skip logic. Who is asked: [`strata`] are
//! what a wave's sample is drawn from, an [`invitation`] lets somebody answer once, and [`turnout`] counts who did.

pub mod answer;
pub mod check;
pub mod compare;
pub mod condition;
pub mod course;
pub mod estimates;
pub mod form;
pub mod invitation;
pub mod order;
pub mod outline;
pub mod pages;
pub mod paper;
pub mod piping;
pub mod quota;
pub mod reach;
pub mod shares;
pub mod strata;
pub mod suppression;
pub mod tally;
pub mod template;
pub mod texts;
pub mod translation;
pub mod trend;
pub mod turnout;
pub mod typed;
pub mod typed_answers;
pub mod walk;
pub mod wave;
pub mod xlsform;
