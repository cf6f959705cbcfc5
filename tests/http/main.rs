//! The server over HTTP: in this process, on a port of its own, over a database of its own.
//!
//! - [`app`]: databases, the clock and the running server; `on_both!` makes two tests of a story;
//! - [`scene`]: a contest under way with somebody of every role, set up past HTTP; [`page`]: plain pages and forms;
//!   [`fielded`]: surveys that take answers;
//! - the rest: what is held against it.

#![expect(
    clippy::unwrap_used,
    reason = "a story that cannot set its scene, or is told something else, must fail right there"
)]

#[macro_use]
mod app;
mod fielded;
mod inviting;
mod page;
mod scene;

mod accounts;
mod attachments;
mod attacker;
mod attempts;
mod audit;
mod bank_imports;
mod bank_work;
mod banks;
mod canary;
mod complaints;
mod corrections;
mod figures;
mod guide;
mod headers;
mod injection;
mod instance;
mod items;
mod lang;
mod live;
mod logs;
mod many_units;
mod matrix;
mod organisers;
mod overload;
mod owners;
mod people;
mod plain_forms;
mod prizes;
mod problems;
mod proofs;
mod races;
mod rosters;
mod same_by_api;
mod scope;
mod setup;
mod setup_saving;
mod setup_together;
mod staff;
mod steps;
mod story;
mod survey_forms;
mod survey_invited;
mod survey_pages;
mod survey_papers;
mod survey_scales;
mod survey_trial;
mod survey_visitors;
mod surveys;
mod tablets;
mod together;
mod units;
mod wayfinding;
mod weight;
mod works;
