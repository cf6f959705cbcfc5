//! `/console/units`: browsing and finding units, and the pages below it.

mod changing;
mod importing;
mod imports;
mod one;

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::units::lines::UnitLine;
use khao_app::pages::console::units::{UnitsView, page};
use khao_domain::time::CivilDate;
use khao_engine::people::units::{Unit, UnitTree};
use khao_engine::policy::Action;
use serde::Deserialize;

use crate::routes::api::paging::{after, cut};
use crate::routes::body::InQuery;
use crate::routes::pages::context::{Page, PageResult};
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get};

const PATH: &str = "/console/units";
const READ: Access = Access::Staff(Action::ReadUnits);
const MANAGE: Access = Access::Staff(Action::ManageUnits);
const PAGE_MOST: usize = 100;

pub fn routes() -> Vec<Route> {
    let mut routes = vec![get(PATH, READ, show)];
    routes.extend(changing::routes());
    routes.extend(importing::routes());
    routes.extend(imports::routes());
    routes.extend(one::routes());
    routes
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    query: String,
    state: String,
    /// The id of the last unit of the page before.
    after: String,
}

async fn show(page_of: Page, InQuery(params): InQuery<Params>) -> PageResult {
    let actor = page_of.actor();
    let tree = page_of.engine().units().await?;
    let today = page_of.engine().now().local_date();
    let query = params.query.trim();
    let is_meant = |unit: &&Unit| match params.state.as_str() {
        "closed" => !unit.validity.holds_on(today),
        "all" => true,
        _ => unit.validity.holds_on(today),
    };
    // Closed units lie anywhere: they are listed without a search, too.
    let is_search = !query.is_empty() || params.state == "closed";
    let found: Vec<&Unit> = if is_search {
        let found = tree.search_seen(actor, query).into_iter();
        found.filter(is_meant).collect()
    } else {
        // What lies at the top, or the unit whose people a coordinator looks after.
        match actor.unit_scope() {
            Some(own) => tree.get(own).into_iter().filter(is_meant).collect(),
            None => tree.children(None).filter(is_meant).collect(),
        }
    };
    let (shown, next) = page_after(found, &params.after);
    let view = UnitsView {
        query: query.to_owned(),
        state: params.state.clone(),
        may_change: may_change(&page_of),
        total: i64::try_from(tree.all().len()).unwrap_or(i64::MAX),
        lines: shown
            .into_iter()
            .map(|unit| line(&tree, unit, today, is_search))
            .collect(),
        next: next.map(|after| {
            let state = params.state.as_str();
            address(PATH, [("query", query), ("state", state), ("after", &after)])
        }),
    };
    let content = page(page_of.lang(), view);
    let title = page_of.lang().say("Đơn vị", "Units");
    Ok(page_of
        .show_console(Section::Units, StatusCode::OK, title, content)
        .await)
}

/// Whoever only reads is offered no forms.
fn may_change(page_of: &Page) -> bool {
    page_of.actor().may(Action::ManageUnits).is_ok()
}

/// One page of units, after the one with this id, and the last one's id where more follow.
fn page_after<'u>(mut list: Vec<&'u Unit>, last: &str) -> (Vec<&'u Unit>, Option<String>) {
    after(&mut list, |unit| unit.id.to_string() == last);
    let next = cut(&mut list, PAGE_MOST, |unit| unit.id.to_string());
    (list, next)
}

fn line(tree: &UnitTree, unit: &Unit, today: CivilDate, says_where: bool) -> UnitLine {
    let above = unit.path.strip_suffix(&unit.name).unwrap_or_default();
    UnitLine {
        id: unit.id,
        code: unit.code.clone(),
        name: unit.name.clone(),
        within: if says_where {
            above.trim_end_matches(" › ").to_owned()
        } else {
            String::new()
        },
        children: i64::try_from(tree.children(Some(unit.id)).count()).unwrap_or(i64::MAX),
        headcount: tree.headcount(unit.id, today),
        validity: unit.validity,
        is_valid: unit.validity.holds_on(today),
    }
}
