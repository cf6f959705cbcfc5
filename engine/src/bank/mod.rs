//! Question banks: creation, items with their versions, review, imports with a dry run, exports.

pub mod banks;
pub mod changes;
mod copying;
pub mod editing;
mod import_plan;
pub mod imports;
pub mod items;
mod keeping;
pub mod review;
pub mod sketch;
pub mod snapshot;
pub mod undo;
pub mod uploads;
