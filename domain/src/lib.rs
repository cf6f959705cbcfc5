//! What things are, and the pure rules: no I/O, no clock, no randomness of its own. Compiles for servers and browsers.
//!
//! Map:
//! - [`bank`]: item kinds, options, keys, blueprints, the CSV template;
//! - [`contest`]: settings, rounds, the drawing of papers, answers, scoring, ranking, commitments;
//! - [`audit`]: what rows of the audit tell;
//! - [`instance`]: what a province makes its own; [`files`]: what uploaded files are;
//! - [`people`]: units, participants, roles, Vietnamese names;
//! - [`survey`]: questionnaires, what may be answered, display and skip logic, templates;
//! - [`table`]: reading and writing CSV files, with problems per row;
//! - [`work`]: what takes long;
//! - [`lang`]: the languages of the interface;
//! - [`ids`], [`time`], [`text`], [`decimal`], [`problem`]: the words all of them share.
//!
//! How to add an item kind: give it a variant in [`bank::item::ItemKind`], a value in [`contest::answer::Value`],
//! a rule in `contest/scoring.rs`, a row in `bank/formats/csv.rs`; the compiler names the other places.

pub mod audit;
pub mod bank;
pub mod contest;
pub mod decimal;
pub mod files;
pub mod ids;
pub mod instance;
pub mod lang;
pub mod people;
pub mod problem;
pub mod survey;
pub mod table;
pub mod text;
pub mod time;
pub mod work;
