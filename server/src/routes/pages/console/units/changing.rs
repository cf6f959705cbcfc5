//! `/console/units/new`, and reading what is typed of a unit.

use axum::http::StatusCode;
use khao_app::components::console_nav::Section;
use khao_app::components::done::Done;
use khao_app::pages::console::units::form::{NewUnitView, page};
use khao_domain::problem::Problem;
use khao_domain::time::CivilDate;
use khao_engine::error::Error;
use khao_engine::people::units::UnitTree;
use khao_engine::people::units::changes::TypedUnit;
use serde::Deserialize;

use super::one::fields;
use super::{MANAGE, PATH};
use crate::routes::body::{Form, InQuery};
use crate::routes::pages::context::{Page, PageResult, see_done};
use crate::routes::pages::named_unit::{NAMED_MOST, only};
use crate::routes::table::{Route, get, post};

pub fn routes() -> Vec<Route> {
    vec![
        get("/console/units/new", MANAGE, show),
        post("/console/units/new", MANAGE, add).takes_form(),
    ]
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Params {
    /// The code of the unit above.
    parent: String,
}

async fn show(page_of: Page, InQuery(params): InQuery<Params>) -> PageResult {
    let typed = TypedUnit {
        parent_code: params.parent,
        ..TypedUnit::default()
    };
    respond(&page_of, StatusCode::OK, typed, Vec::new()).await
}

async fn add(page_of: Page, form: Form) -> PageResult {
    let engine = page_of.engine();
    let typed = typed(&form);
    let tree = engine.units().await?;
    let done = match with_parent(&tree, &typed, engine.now().local_date()) {
        Ok(typed) => engine.add_unit(page_of.actor(), &typed).await,
        Err(problem) => Err(Error::Invalid(vec![problem])),
    };
    match done {
        Ok(id) => Ok(see_done(&format!("{PATH}/{id}"), Done::UnitAdded)),
        Err(Error::Invalid(problems)) => {
            respond(&page_of, StatusCode::UNPROCESSABLE_ENTITY, typed, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn respond(page_of: &Page, status: StatusCode, typed: TypedUnit, problems: Vec<Problem>) -> PageResult {
    let view = NewUnitView {
        typed: fields(typed),
        problems,
    };
    let content = page(page_of.lang(), view);
    let title = page_of.lang().say("Thêm đơn vị", "Add a unit");
    Ok(page_of.show_console(Section::Units, status, title, content).await)
}

pub(super) fn typed(form: &Form) -> TypedUnit {
    let text = |name| form.text(name).to_owned();
    TypedUnit {
        code: text("code"),
        name: text("name"),
        parent_code: text("parent_code"),
        valid_from: text("valid_from"),
        valid_until: text("valid_until"),
        predecessor_codes: text("predecessor_codes"),
    }
}

/// The unit above by its code, or by words that fit one unit only.
pub(super) fn with_parent(
    tree: &UnitTree,
    typed: &TypedUnit,
    today: CivilDate,
) -> Result<TypedUnit, Problem> {
    let words = typed.parent_code.trim();
    if words.is_empty() || tree.by_code(words).is_some() {
        return Ok(typed.clone());
    }
    let found = tree.search_valid(words, None, today, NAMED_MOST);
    match only(&found) {
        Ok(unit) => Ok(TypedUnit {
            parent_code: unit.code.clone(),
            ..typed.clone()
        }),
        Err(detail) => Err(Problem::at("/parent_code", detail)),
    }
}
