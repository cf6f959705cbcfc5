//! `/console/contests/{slug}/roster`: who is expected, and what is done with the list.

mod loading;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::components::select::SelectOption;
use khao_app::pages::console::roster::{Counts, Filter, PersonLine, RosterView, UnitLine, page};
use khao_domain::ids::{RoundId, UnitId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_engine::contest::contests::Contest;
use khao_engine::error::Error;
use khao_engine::people::roster::{RosterCount, RosterFilter, RosterLine, RosterTotals, Standing};
use khao_engine::people::units::UnitTree;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::{chosen, unit_options};
use crate::problem::Fault;
use crate::routes::api::paging::{cut, one_more};
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::named_unit::unit_in_address;
use crate::routes::pages::refused::refused;
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get, post};

const RUN: Access = Access::Staff(Action::RunContests);
const PAGE_MOST: usize = 50;
/// So many units are listed below the one that is looked at.
const UNITS_MOST: usize = 150;

pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        get(
            "/console/contests/{slug}/roster",
            Access::Staff(Action::ReadContests),
            show,
        ),
        post("/console/contests/{slug}/roster/changes", RUN, change).takes_form(),
    ];
    routes.extend(loading::routes());
    routes
}

fn path_of(slug: &str) -> String {
    format!("/console/contests/{slug}/roster")
}

/// For links to the roster: how many of it are still to come. None where there is no roster, or none of the visitor's.
pub(super) async fn missing(
    page_of: &Page,
    contest: &Contest,
    round: Option<RoundId>,
) -> Result<Option<i64>, Fault> {
    let engine = page_of.engine();
    let totals = engine
        .roster_totals(page_of.actor(), &contest.slug, None, round)
        .await?;
    let missing = totals.all.missing(round.is_some());
    Ok((totals.all.people > 0).then_some(missing))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    query: String,
    unit: String,
    round: String,
    state: String,
    /// The last person of the page before.
    after: String,
}

async fn show(page_of: Page, InPath(slug): InPath<String>, InQuery(params): InQuery<Params>) -> PageResult {
    let contest = page_of.engine().console_contest(page_of.actor(), &slug).await?;
    respond(&page_of, &contest, StatusCode::OK, params, Vec::new()).await
}

async fn respond(
    page_of: &Page,
    contest: &Contest,
    status: StatusCode,
    params: Params,
    problems: Vec<Problem>,
) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let (slug, units) = (&contest.slug, engine.units().await?);
    let filter = RosterFilter {
        unit: unit_in_address(&units, "/unit", &params.unit)?,
        round: chosen("/round", &params.round)?,
        standing: Standing::parse(&params.state).unwrap_or_default(),
        text: params.query.trim().to_owned(),
    };
    let after = chosen("/after", &params.after)?;
    let found = engine
        .roster(actor, slug, &filter, (after, one_more(PAGE_MOST)))
        .await?;
    let (mut people, totals) = (found.people, found.totals);
    let next = cut(&mut people, PAGE_MOST, |person| person.id.to_string());
    let shown = Filter {
        query: filter.text.clone(),
        unit: filter.unit.map_or_else(String::new, |unit| unit.to_string()),
        round: params.round,
        state: filter.standing.as_str().to_owned(),
    };
    let in_round = filter.round.is_some();
    let view = RosterView {
        slug: slug.clone(),
        contest_title: contest.title.clone(),
        entry: contest.settings.entry,
        may_run: actor.may(Action::RunContests).is_ok(),
        rounds: round_options(contest),
        unit_options: unit_options(
            actor,
            &units,
            filter.unit,
            totals.units.iter().take(UNITS_MOST).map(|(id, _)| *id),
        ),
        counts: counts(totals.all, in_round),
        units_left: totals.units.len().saturating_sub(UNITS_MOST),
        units: unit_lines(slug, &units, &totals, &shown),
        people: people.into_iter().map(|one| line(&units, one)).collect(),
        next: next.map(|after| filtered(slug, &shown, &after)),
        files_query: files_query(filter.unit, filter.round),
        filter: shown,
        problems,
    };
    let title = lang.say("Danh sách dự thi", "Roster");
    Ok(page_of
        .show_console(Section::Contests, status, title, page(lang, &view))
        .await)
}

fn round_options(contest: &Contest) -> Vec<SelectOption> {
    let rounds = contest.rounds.iter().filter(|round| round.is_public());
    rounds
        .map(|round| SelectOption::content(round.id.to_string(), &round.name))
        .collect()
}

const fn counts(count: RosterCount, in_round: bool) -> Counts {
    Counts {
        people: count.people,
        done: count.people - count.missing(in_round),
    }
}

fn line(units: &UnitTree, person: RosterLine) -> PersonLine {
    PersonLine {
        id: person.id,
        full_name: person.full_name,
        staff_code: person.staff_code.unwrap_or_default(),
        birth_date: person.birth_date.unwrap_or_default(),
        unit: units.name(person.unit).to_owned(),
        participant: person.participant,
        submitted: person.submitted,
    }
}

fn unit_lines(slug: &str, units: &UnitTree, totals: &RosterTotals, shown: &Filter) -> Vec<UnitLine> {
    let of_unit = |(id, count): &(UnitId, RosterCount)| UnitLine {
        name: units.name(*id).to_owned(),
        path: filtered(
            slug,
            &Filter {
                unit: id.to_string(),
                ..shown.clone()
            },
            "",
        ),
        counts: counts(*count, !shown.round.is_empty()),
    };
    totals.units.iter().take(UNITS_MOST).map(of_unit).collect()
}

/// The page as it is filtered, after somebody.
fn filtered(slug: &str, shown: &Filter, after: &str) -> String {
    let state = if shown.state == Standing::All.as_str() {
        ""
    } else {
        &shown.state
    };
    let fields = [
        ("query", shown.query.as_str()),
        ("unit", &shown.unit),
        ("round", &shown.round),
        ("state", state),
        ("after", after),
    ];
    address(&path_of(slug), fields)
}

fn files_query(unit: Option<UnitId>, round: Option<RoundId>) -> String {
    let unit = unit.map_or_else(String::new, |unit| unit.to_string());
    let round = round.map_or_else(String::new, |round| round.to_string());
    address("", [("unit_id", unit.as_str()), ("round_id", &round)])
}

async fn change(page_of: Page, InPath(slug): InPath<String>, form: Form) -> PageResult {
    let page_of = page_of.standing_in(path_of(&slug));
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let contest = engine.console_contest(actor, &slug).await?;
    let error = match form.text("action") {
        "remove" => {
            let id = form.text("person_id").parse().map_err(|_| Fault::not_found())?;
            engine.remove_from_roster(actor, &slug, id).await?;
            let text = |name: &str| form.text(name).to_owned();
            let shown = Filter {
                query: text("query"),
                unit: text("unit"),
                round: text("round"),
                state: text("state"),
            };
            return Ok(see_done(&filtered(&slug, &shown, ""), Done::RosterPersonRemoved));
        }
        "empty" => match form.confirmed() {
            Ok(()) => {
                engine.empty_roster(actor, &slug).await?;
                return Ok(see_done(&path_of(&slug), Done::RosterEmptied));
            }
            Err(error) => error,
        },
        _ => Error::invalid("", said("Không có bước này.", "There is no such step.")),
    };
    let (status, problems) = refused(error)?;
    respond(&page_of, &contest, status, Params::default(), problems).await
}
