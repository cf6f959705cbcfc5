//! The public API: one file per resource.

use super::table::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
