//! Pages: each handler asks the engine once, fills the page's view, and decides the status.

pub mod context;
pub mod error;

use super::table::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
