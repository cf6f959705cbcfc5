//! Contests: settings, rounds, papers, answers, scores, rankings.

pub mod answer;
pub mod because;
pub mod clock;
pub mod commitment;
pub mod correction;
pub mod draw;
pub mod feasibility;
pub mod form;
pub mod item_analysis;
pub mod paper;
pub mod prizes;
pub mod ranking;
pub mod release;
pub mod review;
pub mod round;
pub mod rules_text;
pub mod scoring;
pub mod series;
pub mod settings;
pub mod template;
pub mod ties;
