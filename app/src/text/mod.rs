//! Words. Strings of islands stand apart, so that the WASM carries only its own.

#[cfg(feature = "ssr")]
pub mod figures;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod pages;
