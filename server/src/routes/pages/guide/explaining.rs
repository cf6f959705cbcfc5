//! Which page of the guide explains a page of the console, to whom.

use khao_domain::people::role::Role;

const SET_UP: &str = "/guide/organiser-1-set-up";
const RUN: &str = "/guide/organiser-2-run-and-close";
const HELP_PEOPLE_IN: &str = "/guide/coordinator-1-help-people-in";
const UNIT_FIGURES: &str = "/guide/coordinator-2-unit-figures";

/// Where a round runs, is closed and read.
const OF_RUNNING: [&str; 4] = [
    "/console/rounds/",
    "/console/attempts/",
    "/console/participants/",
    "/console/audit",
];

pub fn explaining(path: &str, role: Role) -> &'static str {
    let is_round = path.starts_with("/console/rounds/");
    if role == Role::Coordinator {
        return if is_round { UNIT_FIGURES } else { HELP_PEOPLE_IN };
    }
    let begins = OF_RUNNING.iter().any(|start| path.starts_with(start));
    let ends = path.ends_with("/participants") || path.ends_with("/messages");
    if begins || ends { RUN } else { SET_UP }
}

#[cfg(test)]
mod tests {
    use super::super::texts::pages;
    use super::*;

    #[test]
    fn each_page_of_the_console_has_its_page_of_the_guide() {
        let organiser = [
            ("/console", SET_UP),
            ("/console/contests/new", SET_UP),
            ("/console/contests/a/setup/review", SET_UP),
            ("/console/contests/a/messages", RUN),
            ("/console/contests/a/participants", RUN),
            ("/console/rounds/1/live", RUN),
            ("/console/attempts/1", RUN),
        ];
        for (path, expected) in organiser {
            assert_eq!(explaining(path, Role::Organiser), expected, "{path}");
        }
        assert_eq!(
            explaining("/console/contests/a", Role::Coordinator),
            HELP_PEOPLE_IN
        );
        assert_eq!(explaining("/console/rounds/1", Role::Coordinator), UNIT_FIGURES);
    }

    #[test]
    fn every_one_of_them_is_there() {
        for address in [SET_UP, RUN, HELP_PEOPLE_IN, UNIT_FIGURES] {
            let slug = address.trim_start_matches("/guide/");
            assert!(pages().iter().any(|text| text.slug == slug), "{address}");
        }
    }
}
