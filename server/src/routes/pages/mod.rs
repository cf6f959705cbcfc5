//! Pages: each handler asks the engine, fills the page's view, and decides the status.

mod account;
mod answers;
mod complaints;
mod console;
mod contest;
pub mod context;
mod enter;
mod entered;
pub mod error;
mod files;
mod first_run;
mod guide;
mod home;
pub mod language;
mod login;
mod named_unit;
mod one_time;
mod overview;
mod paper;
mod practice;
mod privacy;
pub mod proof;
mod ranking;
mod ready;
mod receipt;
mod refused;
mod result;
mod return_;
mod site;
mod surveys;
mod winners;

pub(in crate::routes) use console::audit_words;
pub(in crate::routes) use refused::named as refused_named;

use super::table::Route;

/// The site map.
pub fn routes() -> Vec<Route> {
    [
        home::routes(),
        contest::routes(),
        enter::routes(),
        entered::routes(),
        return_::routes(),
        ready::routes(),
        paper::routes(),
        practice::routes(),
        overview::routes(),
        receipt::routes(),
        result::routes(),
        complaints::routes(),
        ranking::routes(),
        winners::routes(),
        surveys::routes(),
        login::routes(),
        one_time::routes(),
        account::routes(),
        proof::routes(),
        first_run::routes(),
        guide::routes(),
        language::routes(),
        privacy::routes(),
        files::routes(),
        console::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
