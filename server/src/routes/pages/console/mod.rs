//! `/console`: organisers see everything, coordinators their own units.

mod accounts;
mod attachments;
mod attempt;
mod audit;
mod banks;
mod board;
mod columns;
mod complaints;
mod contest;
mod contests;
mod corrections;
mod extra_time;
mod figures;
mod instance;
mod messages;
mod owner;
mod participants;
mod person;
mod preview;
mod prizes;
mod ranking;
mod roster;
mod round;
mod setup;
mod units;
mod waiting_rankings;
mod winners;
mod work;

use khao_app::components::select::SelectOption;
use khao_engine::contest::contests::Contest;

use crate::routes::table::Route;

pub(in crate::routes) use audit::audit_words;
pub(super) use person::correction_line;

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
        roster::routes(),
        units::routes(),
        person::routes(),
        attempt::routes(),
        extra_time::routes(),
        board::routes(),
        figures::routes(),
        messages::routes(),
        work::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn group_options(contest: &Contest) -> Vec<SelectOption> {
    let groups = contest.groups.iter();
    groups
        .map(|group| SelectOption::content(group.id.to_string(), &group.name))
        .collect()
}

/// The beginning of a text, for a list.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_cut_ends_in_dots() {
        assert_eq!(shortened("Câu một?", 8), "Câu một?");
        assert_eq!(shortened("Câu một?", 7), "Câu một…");
    }
}
