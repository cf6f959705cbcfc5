//! The public API: one file per resource. Every handler asks the engine, which decides what is allowed, and shapes the
//! answer; the route's guard has refused whoever lacks the right altogether.

mod accounts;
mod attachments;
mod attempts;
mod audit;
mod banks;
pub(super) mod batches;
mod board;
mod collective;
mod complaints;
mod contest_view;
mod contests;
mod corrections;
mod exports;
mod fielded;
mod figures;
mod groups;
mod instance;
mod invitations;
mod item_content;
mod item_steps;
mod items;
mod live;
mod openapi;
mod own_account;
pub mod paging;
mod participants;
mod planning;
mod prizes;
mod rankings;
pub(super) mod replies;
mod responses;
mod results;
mod rosters;
mod rounds;
mod sessions;
pub mod settings;
mod survey_results;
mod survey_view;
mod surveys;
mod unit;
mod unit_files;
mod units;
pub(crate) mod values;
mod waves;

use super::table::Route;

pub fn routes() -> Vec<Route> {
    let mut routes = contests::routes();
    routes.extend(attachments::routes());
    routes.extend(instance::routes());
    routes.extend(units::routes());
    routes.extend(unit_files::routes());
    routes.extend(unit::routes());
    routes.extend(participants::routes());
    routes.extend(sessions::routes());
    routes.extend(attempts::routes());
    routes.extend(results::routes());
    routes.extend(rankings::routes());
    routes.extend(banks::routes());
    routes.extend(items::routes());
    routes.extend(item_steps::routes());
    routes.extend(groups::routes());
    routes.extend(planning::routes());
    routes.extend(rosters::routes());
    routes.extend(rounds::routes());
    routes.extend(live::routes());
    routes.extend(board::routes());
    routes.extend(complaints::routes());
    routes.extend(corrections::routes());
    routes.extend(prizes::routes());
    routes.extend(exports::routes());
    routes.extend(figures::routes());
    routes.extend(surveys::routes());
    routes.extend(fielded::routes());
    routes.extend(waves::routes());
    routes.extend(batches::routes());
    routes.extend(responses::routes());
    routes.extend(survey_results::routes());
    routes.extend(accounts::routes());
    routes.extend(invitations::routes());
    routes.extend(own_account::routes());
    routes.extend(audit::routes());
    routes.extend(openapi::routes());
    routes
}
