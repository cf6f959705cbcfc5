//! `/console`: organisers see everything, coordinators their own units.

mod contest;
mod contests;
mod participants;
mod round;

use crate::routes::table::Route;

pub fn routes() -> Vec<Route> {
    [
        contests::routes(),
        contest::routes(),
        round::routes(),
        participants::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
