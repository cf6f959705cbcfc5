//! Question banks: creation, items with their versions, review, imports with a dry run, exports.

pub mod banks;
pub mod changes;
mod copying;
pub mod editing;
pub mod imports;
pub mod items;
pub mod review;
pub mod snapshot;
pub mod undo;
pub mod uploads;
