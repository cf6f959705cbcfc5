//! `/console/units/{id}`: one unit; its page, its head-counts, its removal.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::units::form::UnitFields;
use khao_app::pages::console::units::removal::RemovalView;
use khao_app::pages::console::units::unit::{UnitView, page};
use khao_domain::ids::UnitId;
use khao_domain::problem::Problem;
use khao_engine::error::Error;
use khao_engine::people::units::Unit;
use khao_engine::people::units::changes::TypedUnit;
use khao_engine::people::units::removal::{Removal, RemovalPlan};
use serde::Deserialize;

use super::{MANAGE, PATH, READ, changing, line, may_change, page_after};
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::refused::refused;
use crate::routes::query::address;
use crate::routes::table::{Route, get, post};

pub fn routes() -> Vec<Route> {
    vec![
        get("/console/units/{id}", READ, show),
        post("/console/units/{id}", MANAGE, change).takes_form(),
        post("/console/units/{id}/headcounts", MANAGE, count).takes_form(),
        post("/console/units/{id}/removal", MANAGE, remove).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    after: String,
}

/// What a page shows that came back.
#[derive(Default)]
struct Again {
    typed: Option<TypedUnit>,
    counted: (String, String),
    problems: Vec<Problem>,
}

async fn show(page_of: Page, InPath(id): InPath<UnitId>, InQuery(params): InQuery<Params>) -> PageResult {
    respond(&page_of, StatusCode::OK, id, &params.after, Again::default()).await
}

async fn change(page_of: Page, InPath(id): InPath<UnitId>, form: Form) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let tree = engine.units().await?;
    tree.get(id).ok_or(Error::NotFound)?;
    let typed = changing::typed(&form);
    let done = match changing::with_parent(&tree, &typed, engine.now().local_date()) {
        Ok(typed) => engine.change_unit(actor, id, &typed).await,
        Err(problem) => Err(Error::Invalid(vec![problem])),
    };
    match done {
        Ok(()) => Ok(see_done(&format!("{PATH}/{id}"), Done::UnitSaved)),
        Err(error) => {
            let again = Again {
                typed: Some(typed),
                ..Again::default()
            };
            refuse(&page_of, id, error, again).await
        }
    }
}

async fn count(page_of: Page, InPath(id): InPath<UnitId>, form: Form) -> PageResult {
    let page_of = page_of.standing_in(format!("{PATH}/{id}"));
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let (day, people) = (form.text("headcount_date"), form.text("headcount"));
    let counted = match form.text("action") {
        "remove" => {
            let removed = engine.remove_headcount(actor, id, day).await;
            removed.map(|()| Done::HeadcountRemoved)
        }
        _ => {
            let set = engine.set_headcount(actor, id, day, people).await;
            set.map(|()| Done::HeadcountSaved)
        }
    };
    match counted {
        Ok(done) => Ok(see_done(&format!("{PATH}/{id}#headcounts"), done)),
        Err(error) => {
            let again = Again {
                counted: (day.to_owned(), people.to_owned()),
                ..Again::default()
            };
            refuse(&page_of, id, error, again).await
        }
    }
}

async fn remove(page_of: Page, InPath(id): InPath<UnitId>, form: Form) -> PageResult {
    let page_of = page_of.standing_in(format!("{PATH}/{id}"));
    let (engine, actor) = (page_of.engine(), page_of.actor());
    let with_below = form.text("with_below") == "yes";
    let own = format!("{PATH}/{id}");
    if form.text("action") == "reopen" {
        return match engine.reopen_unit(actor, id, with_below).await {
            Ok(()) => Ok(see_done(&own, Done::UnitReopened)),
            Err(error) => refuse(&page_of, id, error, Again::default()).await,
        };
    }
    if let Err(error) = form.confirmed() {
        engine.units_seen(actor, id).await?;
        return refuse(&page_of, id, error, Again::default()).await;
    }
    if with_below {
        engine.close_unit_with_below(actor, id).await?;
        return Ok(see_done(&own, Done::UnitClosed));
    }
    Ok(match engine.remove_unit(actor, id).await? {
        Removal::Removed => see_done(PATH, Done::UnitRemoved),
        Removal::Closed(_) => see_done(&own, Done::UnitClosed),
    })
}

async fn refuse(page_of: &Page, id: UnitId, error: Error, again: Again) -> PageResult {
    let (status, problems) = refused(error)?;
    respond(page_of, status, id, "", Again { problems, ..again }).await
}

async fn respond(page_of: &Page, status: StatusCode, id: UnitId, after: &str, again: Again) -> PageResult {
    let tree = page_of.engine().units_seen(page_of.actor(), id).await?;
    let unit = tree.get(id).ok_or(Error::NotFound)?;
    let today = page_of.engine().now().local_date();
    let (children, next) = page_after(tree.children(Some(id)).collect(), after);
    let typed = again.typed.unwrap_or_else(|| TypedUnit::of(&tree, unit));
    let named = |unit: &Unit| (unit.id, unit.name.clone());
    let may_change = may_change(page_of);
    let removal = if may_change {
        let plan = page_of.engine().removal_plan(page_of.actor(), id).await?;
        Some(removal_view(plan))
    } else {
        None
    };
    let view = UnitView {
        id,
        may_change,
        removal,
        code: unit.code.clone(),
        name: unit.name.clone(),
        validity: unit.validity,
        is_valid: unit.validity.holds_on(today),
        above: tree.above(page_of.actor(), id).into_iter().map(named).collect(),
        predecessors: unit
            .predecessors
            .iter()
            .filter_map(|id| tree.get(*id).map(named))
            .collect(),
        successors: tree.successors(id).map(named).collect(),
        headcounts: unit.headcounts.iter().rev().copied().collect(),
        children: children
            .into_iter()
            .map(|unit| line(&tree, unit, today, false))
            .collect(),
        next: next.map(|after| address(&format!("{PATH}/{id}"), [("after", after.as_str())])),
        typed: fields(typed),
        counted: again.counted,
        problems: again.problems,
    };
    let content = page(page_of.lang(), view);
    Ok(page_of
        .show_console(Section::Units, status, &unit.name, content)
        .await)
}

fn removal_view(plan: RemovalPlan) -> RemovalView {
    RemovalView {
        kept_by: plan.kept_by,
        below: plan.below,
        contests: plan.contests,
        closed_with_it: plan.closed_with_it,
        closed_above: plan.closed_above,
        planned_ends: plan.planned_ends,
    }
}

pub(super) fn fields(typed: TypedUnit) -> UnitFields {
    UnitFields {
        code: typed.code,
        name: typed.name,
        parent_code: typed.parent_code,
        valid_from: typed.valid_from,
        valid_until: typed.valid_until,
        predecessor_codes: typed.predecessor_codes,
    }
}
