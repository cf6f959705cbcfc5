//! `/console`: organisers see everything, coordinators their own units.

mod accounts;
mod attachments;
mod contest;
mod contests;
mod corrections;
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
        instance::routes(),
        setup::routes(),
        preview::routes(),
        round::routes(),
        corrections::routes(),
        participants::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
