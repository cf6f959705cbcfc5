//! Stories of the engine, one file per aggregate, each told on SQLite and on PostgreSQL.
//!
//! SQLite lies in a temporary folder. PostgreSQL is used where `KHAO_TEST_POSTGRES` names a server, as
//! `postgres://user@host:port/`: each story gets a database of its own there, and drops it at its end. Time is a fixed
//! clock that stories move; randomness is seeded. Nothing sleeps.
//!
//! - [`db`]: the databases and the engines over them; `on_both!` makes two tests of a story;
//! - [`build`]: the scenery: units, banks, contests, people;
//! - [`play`]: answering papers.

#![expect(
    clippy::unwrap_used,
    reason = "a story that cannot set its scene, or is told something else, must fail right there"
)]

#[macro_use]
mod db;
mod build;
mod play;

mod accounts;
mod answers;
mod approval;
mod attachments;
mod attempts;
mod audit;
mod bank_imports;
mod bank_items;
mod bank_keeping;
mod banks;
mod collective;
mod complaints;
mod contests;
mod corrections;
mod counting;
mod daily;
mod demo;
mod entry;
mod exports;
mod figures;
mod fixed_rankings;
mod group_changes;
mod hall;
mod instance;
mod invitations;
mod invited;
mod live;
mod node;
mod opened_banks;
mod own_account;
mod paper_form;
mod participation;
mod planning;
mod prizes;
mod proofs;
mod races;
mod ranking_search;
mod rankings;
mod renewals;
mod responses;
mod results;
mod rosters;
mod rounds;
mod scope;
mod sealing;
mod second_factor;
mod strata;
mod survey_papers;
mod surveys;
mod unit_changes;
mod unit_imports;
mod unit_removals;
mod units;
mod workbooks;
mod works;
