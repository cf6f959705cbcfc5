//! The quiz player.
pub mod course;
pub mod fields;
pub mod keys;
pub mod outbox;
pub mod pace;
pub mod seq;
