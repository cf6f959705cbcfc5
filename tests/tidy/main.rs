//! Rules of the house that no compiler knows: what review would have to remember, a test remembers.
//!
//! Each module holds one family of rules as pure functions from text to findings, tests that plant a violation, and
//! one test that applies them to this repository. Exceptions stand in `allowed.rs`, each with its reason.

mod allowed;
mod audited;
mod bank;
mod contrast;
mod docs;
mod guide;
mod languages;
mod layers;
mod lexer;
mod markup;
mod migrations;
mod repository;
mod settings;
mod sizes;
mod sql;
mod styles;
mod words;
