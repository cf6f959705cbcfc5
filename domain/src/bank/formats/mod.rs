//! The files a bank is imported from and exported to.

pub mod csv;
