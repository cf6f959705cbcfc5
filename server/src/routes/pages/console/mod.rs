//! `/console`: organisers see everything, coordinators their own units.

mod accounts;
mod attachments;
mod banks;
mod contest;
mod contests;
mod instance;
mod participants;
mod preview;
mod round;
mod setup;

use crate::routes::table::Route;

pub fn routes() -> Vec<Route> {
    [
        contests::routes(),
        contest::routes(),
        attachments::routes(),
        accounts::routes(),
        banks::routes(),
        instance::routes(),
        setup::routes(),
        preview::routes(),
        round::routes(),
        participants::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
