//! Question banks: creation, imports with a dry run, exports.

pub mod banks;
pub mod imports;
