//! `/console/banks/{id}`: items filtered, and several changed at once.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::banks::PATH;
use khao_app::pages::console::banks::bank::{BankView, Filter, ItemLine, page};
use khao_app::pages::console::banks::bulk::BulkTyped;
use khao_domain::bank::item::{Difficulty, ItemStatus};
use khao_domain::ids::BankId;
use khao_domain::problem::Problem;
use khao_domain::time::{CivilDate, NOT_A_DAY};
use khao_engine::bank::items::ItemQuery;
use khao_engine::error::Error;
use khao_engine::policy::Action;
use serde::Deserialize;

use super::{bulk, head};
use crate::routes::api::paging::cut;
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::console::{owner, shortened};
use crate::routes::pages::context::{Page, PageResult, see_done, see_other};
use crate::routes::pages::refused::{named, refused};
use crate::routes::query::address;
use crate::routes::table::{Access, Route, get, post};

/// How many items a page shows.
const SHOWN: usize = 50;
const STEM_CHARS: usize = 160;
/// Words somebody looks for.
const QUERY_CHARS: usize = 200;

pub fn routes() -> Vec<Route> {
    let read = Access::Staff(Action::ReadBanks);
    vec![
        get("/console/banks/{id}", read, show),
        // Which step is whose, the engine decides.
        post("/console/banks/{id}", read, send).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Params {
    query: String,
    topic: String,
    difficulty: String,
    status: String,
    valid_on: String,
    after: String,
    /// How many items the step before was taken with.
    changed: String,
}

impl Params {
    fn address(&self, id: BankId, after: &str) -> String {
        let fields = [
            ("query", self.query.as_str()),
            ("topic", &self.topic),
            ("difficulty", &self.difficulty),
            ("status", &self.status),
            ("valid_on", &self.valid_on),
            ("after", after),
        ];
        address(&format!("{PATH}/{id}"), fields)
    }
}

/// What a form that came back has to say.
#[derive(Debug, Default)]
struct Told {
    report: Vec<String>,
    bulk: BulkTyped,
    /// The bank's name as it was typed.
    name: Option<String>,
    /// The owner's code as it was typed.
    unit: Option<String>,
    problems: Vec<Problem>,
}

async fn show(page_of: Page, InPath(id): InPath<BankId>, InQuery(params): InQuery<Params>) -> PageResult {
    let changed = params.changed.parse().ok();
    let told = Told {
        report: changed
            .map(|changed| bulk::changed(page_of.lang(), changed))
            .into_iter()
            .collect(),
        ..Told::default()
    };
    respond(&page_of, StatusCode::OK, id, &params, told).await
}

async fn send(
    page_of: Page,
    InPath(id): InPath<BankId>,
    InQuery(params): InQuery<Params>,
    form: Form,
) -> PageResult {
    match page_of.engine().bank(page_of.actor(), id).await {
        // The same form sent twice: what was asked for is done.
        Err(Error::NotFound) if form.text("action") == "delete" => {
            return Ok(see_done(PATH, Done::BankGone));
        }
        found => drop(found?),
    }
    match form.text("action") {
        owner::ACTION => give_away(&page_of, id, &form).await,
        "rename" => rename(&page_of, id, &form).await,
        "delete" => delete(&page_of, id, &form).await,
        _ => change_items(&page_of, id, &params, &form).await,
    }
}

async fn change_items(page_of: &Page, id: BankId, params: &Params, form: &Form) -> PageResult {
    match bulk::take(page_of, id, params, form).await {
        Ok(bulk::Taken::Asked(confirm)) => {
            let told = Told {
                bulk: BulkTyped {
                    confirm: Some(confirm),
                    ..bulk::typed(form)
                },
                ..Told::default()
            };
            respond(page_of, StatusCode::UNPROCESSABLE_ENTITY, id, params, told).await
        }
        Ok(bulk::Taken::Done(report)) if report.left_out.is_empty() => {
            let here = params.address(id, &params.after);
            let mark = if here.contains('?') { '&' } else { '?' };
            let changed = report.changed.len();
            Ok(see_other(&format!("{here}{mark}changed={changed}")))
        }
        Ok(bulk::Taken::Done(report)) => {
            let told = Told {
                report: bulk::sentences(page_of.lang(), form.text("action"), &report),
                bulk: bulk::left(form, &report),
                ..Told::default()
            };
            let status = if report.changed.is_empty() {
                StatusCode::UNPROCESSABLE_ENTITY
            } else {
                StatusCode::OK
            };
            respond(page_of, status, id, params, told).await
        }
        Err(error) => {
            let (status, problems) = refused(named(error, bulk::in_form))?;
            let told = Told {
                bulk: bulk::typed(form),
                problems,
                ..Told::default()
            };
            respond(page_of, status, id, params, told).await
        }
    }
}

async fn rename(page_of: &Page, id: BankId, form: &Form) -> PageResult {
    let (engine, actor) = (page_of.engine(), page_of.actor());
    match engine.rename_bank(actor, id, form.text("name").trim()).await {
        Ok(bank) => Ok(see_done(&head(&bank).path(), Done::BankRenamed)),
        Err(error) => {
            let (status, problems) = refused(error)?;
            let told = Told {
                name: Some(form.text("name").to_owned()),
                problems,
                ..Told::default()
            };
            respond(page_of, status, id, &Params::default(), told).await
        }
    }
}

async fn delete(page_of: &Page, id: BankId, form: &Form) -> PageResult {
    let deleted = match form.confirmed() {
        Ok(()) => page_of.engine().delete_bank(page_of.actor(), id).await,
        Err(error) => Err(error),
    };
    match deleted {
        Ok(()) => Ok(see_done(PATH, Done::BankDeleted)),
        Err(error) => {
            let (status, problems) = refused(error)?;
            let told = Told {
                problems,
                ..Told::default()
            };
            respond(page_of, status, id, &Params::default(), told).await
        }
    }
}

async fn give_away(page_of: &Page, id: BankId, form: &Form) -> PageResult {
    let given = match owner::typed(page_of, form).await {
        Ok(unit) => {
            page_of
                .engine()
                .change_bank_owner(page_of.actor(), id, unit)
                .await
        }
        Err(error) => Err(error),
    };
    match given {
        Ok(bank) => Ok(see_done(&head(&bank).path(), Done::OwnerChanged)),
        Err(error) => {
            let (status, problems) = refused(named(error, owner::in_form))?;
            let told = Told {
                unit: Some(form.text("unit").to_owned()),
                problems,
                ..Told::default()
            };
            respond(page_of, status, id, &Params::default(), told).await
        }
    }
}

/// What the filter asks for; a date that is none is told.
pub(super) fn query_of(params: &Params, problems: &mut Vec<Problem>) -> ItemQuery {
    let valid_on = CivilDate::parse(params.valid_on.trim());
    if valid_on.is_none() && !params.valid_on.trim().is_empty() {
        problems.push(Problem::at("/valid_on", NOT_A_DAY));
    }
    ItemQuery {
        text: params.query.chars().take(QUERY_CHARS).collect(),
        topic: Some(params.topic.clone()).filter(|topic| !topic.is_empty()),
        difficulty: params.difficulty.parse().ok().and_then(Difficulty::new),
        status: ItemStatus::parse(&params.status),
        valid_on,
        after: params.after.clone(),
        limit: SHOWN + 1,
    }
}

async fn respond(page_of: &Page, status: StatusCode, id: BankId, params: &Params, told: Told) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let mut problems = told.problems;
    let query = query_of(params, &mut problems);
    let mut found = engine.items(actor, id, &query).await?;
    let next = cut(&mut found.items, SHOWN, |last| {
        params.address(id, &last.item.code)
    });
    let may_edit = actor.may(Action::ManageBanks).is_ok();
    let status = if status == StatusCode::OK && !problems.is_empty() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        status
    };
    let view = BankView {
        bank: head(&found.bank),
        filter: Filter {
            query: params.query.clone(),
            topic: params.topic.clone(),
            difficulty: params.difficulty.clone(),
            status: params.status.clone(),
            valid_on: params.valid_on.clone(),
        },
        here: params.address(id, &params.after),
        next,
        before: found.before.map(|after| params.address(id, &after)),
        topics: found.topics,
        items: found
            .items
            .iter()
            .map(|one| ItemLine {
                code: one.item.code.clone(),
                stem: shortened(&one.item.stem, STEM_CHARS),
                topic: one.item.topic.clone(),
                difficulty: one.item.difficulty.level(),
                status: one.item.status,
            })
            .collect(),
        total: found.total,
        counts: found.counts.into_iter().collect(),
        may_edit,
        may_judge: actor.may(Action::ApproveItems).is_ok(),
        report: told.report,
        bulk: told.bulk,
        name: told.name.unwrap_or_else(|| found.bank.name.clone()),
        can_be_deleted: may_edit && !engine.bank_is_used(actor, id).await?,
        size: found.size,
        unit: match told.unit {
            Some(typed) => typed,
            None => owner::code(page_of, found.bank.unit).await?,
        },
        problems,
    };
    let title = found.bank.name;
    Ok(page_of
        .show_console(Section::Banks, status, &title, page(lang, view))
        .await)
}
