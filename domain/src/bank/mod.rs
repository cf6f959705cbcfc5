//! Question banks: items, blueprints, and the files they come in.

pub mod blueprint;
pub mod formats;
pub mod item;
pub mod lifecycle;
pub mod review;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod written;
