//! Whose a contest or a bank is: its unit's code or a part of its name in forms, its id in the engine.

use khao_domain::ids::UnitId;
use khao_engine::error::Error;

use crate::routes::body::Form;
use crate::routes::pages::context::Page;
use crate::routes::pages::named_unit::unit_named;

/// What the button of the form that gives it away says.
pub(super) const ACTION: &str = "owner";

/// Empty is the whole authority.
pub(super) async fn typed(page_of: &Page, form: &Form) -> Result<Option<UnitId>, Error> {
    let units = page_of.engine().units().await?;
    unit_named(&units, "/unit", form.text("unit")).map_err(|problem| Error::Invalid(vec![problem]))
}

pub(super) async fn code(page_of: &Page, owner: Option<UnitId>) -> Result<String, Error> {
    let units = page_of.engine().units().await?;
    let unit = owner.and_then(|id| units.get(id));
    Ok(unit.map(|unit| unit.code.clone()).unwrap_or_default())
}

/// The form asks for a code where the engine speaks of an id.
pub(super) fn in_form(pointer: &str) -> String {
    match pointer {
        "/unit_id" => "/unit",
        other => other,
    }
    .to_owned()
}
