//! `/console`: organisers see everything, coordinators their own units.

mod accounts;
mod attachments;
mod attempt;
mod audit;
mod banks;
mod board;
mod complaints;
mod contest;
mod contests;
mod corrections;
mod extra_time;
mod instance;
mod messages;
mod participants;
mod person;
mod preview;
mod prizes;
mod ranking;
mod round;
mod setup;
mod units;
mod winners;

use crate::routes::table::Route;

pub fn routes() -> Vec<Route> {
    [
        contests::routes(),
        contest::routes(),
        attachments::routes(),
        accounts::routes(),
        audit::routes(),
        banks::routes(),
        instance::routes(),
        setup::routes(),
        preview::routes(),
        round::routes(),
        corrections::routes(),
        complaints::routes(),
        ranking::routes(),
        prizes::routes(),
        winners::routes(),
        participants::routes(),
        units::routes(),
        person::routes(),
        attempt::routes(),
        extra_time::routes(),
        board::routes(),
        messages::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
