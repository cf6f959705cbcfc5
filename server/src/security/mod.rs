//! Who asks, from where, how often, and what browsers are told to allow.

pub mod cookies;
pub mod cross_site;
pub mod guard;
pub mod headers;
pub mod lang;
pub mod limits;
pub mod visit;
