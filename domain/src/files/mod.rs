//! Files that people upload: what they are is read from their bytes, never taken from their names.

pub mod image;
pub mod name;
pub mod pdf;
