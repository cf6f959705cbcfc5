//! `/console/units/imports` and `/console/units/uploads/{id}/columns`: the imports that were done, and which column of a
//! file that waits is which.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::pages::console::units::imports::{self, ImportLine, ImportsView, columns_page};
use khao_domain::ids::UploadId;
use khao_domain::people::unit;
use khao_domain::problem::Problem;
use khao_domain::table::mapping::Mapping;
use serde::Deserialize;

use super::importing::counts;
use super::{MANAGE, PATH};
use crate::routes::api::paging::{cut, one_more};
use crate::routes::body::{Form, InPath, InQuery};
use crate::routes::pages::console::columns::{chosen_columns, columns_view};
use crate::routes::pages::context::{Page, PageResult, see_other};
use crate::routes::pages::refused::refused;
use crate::routes::table::{Route, get, post};

const COLUMNS: &str = "/console/units/uploads/{id}/columns";
/// How many a page lists.
const SHOWN: usize = 50;

pub(super) fn routes() -> Vec<Route> {
    vec![
        get(imports::PATH, MANAGE, list),
        get(COLUMNS, MANAGE, show_columns),
        post(COLUMNS, MANAGE, choose_columns).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Before {
    before: Option<i64>,
}

async fn list(page_of: Page, InQuery(from): InQuery<Before>) -> PageResult {
    let (engine, actor, lang) = (page_of.engine(), page_of.actor(), page_of.lang());
    let mut found = engine.unit_imports(actor, from.before, one_more(SHOWN)).await?;
    let next = cut(&mut found, SHOWN, |last| last.revision);
    let lines = found.iter().map(|past| ImportLine {
        id: past.report.id.map(|id| id.to_string()).unwrap_or_default(),
        at: past.at,
        counts: counts(&past.report),
        can_be_undone: past.can_be_undone,
    });
    let view = ImportsView {
        lines: lines.collect(),
        next: next.map(|last| format!("{}?before={last}", imports::PATH)),
    };
    let title = lang.say("Các lần nhập đơn vị", "Imports of units");
    Ok(page_of
        .show_console(Section::Units, StatusCode::OK, title, imports::page(lang, view))
        .await)
}

async fn show_columns(page_of: Page, InPath(id): InPath<UploadId>) -> PageResult {
    respond(&page_of, StatusCode::OK, id, None, Vec::new()).await
}

async fn choose_columns(page_of: Page, InPath(id): InPath<UploadId>, form: Form) -> PageResult {
    let mapping = chosen_columns(&form);
    match page_of
        .engine()
        .map_staged_units(page_of.actor(), id, &mapping)
        .await
    {
        Ok(()) => Ok(see_other(&format!("{PATH}/uploads/{id}"))),
        Err(error) => {
            let (status, problems) = refused(error)?;
            respond(&page_of, status, id, Some(mapping), problems).await
        }
    }
}

async fn respond(
    page_of: &Page,
    status: StatusCode,
    id: UploadId,
    typed: Option<Mapping>,
    problems: Vec<Problem>,
) -> PageResult {
    let lang = page_of.lang();
    let here = format!("{PATH}/uploads/{id}");
    let found = page_of.engine().staged_unit_columns(page_of.actor(), id).await?;
    let Some(columns) = found else {
        // What is wrong with the file, its preview says.
        return Ok(see_other(&here));
    };
    let addresses = (format!("{here}/columns"), format!("{PATH}/import"));
    let view = columns_view(addresses, columns, &unit::columns(), typed, problems);
    let title = lang.say("Cột nào là cột nào", "Which column is which");
    Ok(page_of
        .show_console(Section::Units, status, title, columns_page(lang, &view))
        .await)
}
