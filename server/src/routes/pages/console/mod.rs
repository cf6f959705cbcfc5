//! `/console`: organisers see everything, coordinators their own units.

mod attachments;
mod audit;
mod contest;
mod contests;
mod instance;
mod participants;
mod round;
mod units;

use crate::routes::table::Route;

pub fn routes() -> Vec<Route> {
    [
        contests::routes(),
        contest::routes(),
        attachments::routes(),
        audit::routes(),
        instance::routes(),
        round::routes(),
        participants::routes(),
        units::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
