//! Whose a contest, a bank or a survey is, and whose it becomes.

use khao_domain::audit::Detail;
use khao_domain::ids::UnitId;
use khao_domain::lang::said;

use super::Actor;
use crate::Engine;
use crate::error::{Error, Result};
use crate::people::units::{UnitTree, no_such_unit};

impl Engine {
    /// An object of another unit is not there.
    pub(crate) async fn reach(&self, actor: &Actor, owner: Option<UnitId>) -> Result<()> {
        // Most staff are bound to no unit, and need no tree to be told so.
        if actor.bound_to().is_none() || actor.reaches(&*self.units().await?, owner) {
            return Ok(());
        }
        Err(Error::NotFound)
    }

    /// Whose a new contest or bank is: the unit that was named, within what the account looks after, or its own.
    pub(crate) async fn owner_of_new(&self, actor: &Actor, named: Option<UnitId>) -> Result<Option<UnitId>> {
        let Some(named) = named else {
            return Ok(actor.bound_to());
        };
        let units = self.units().await?;
        if units.get(named).is_some() && actor.reaches(&units, Some(named)) {
            return Ok(Some(named));
        }
        Err(Error::invalid("/unit_id", no_such_unit()))
    }
}

/// Whose a contest or bank becomes: the account reaches whom it was, and whom it is given to. Only whoever is bound to no
/// unit gives it to the whole authority.
pub(crate) fn next_owner(
    actor: &Actor,
    units: &UnitTree,
    present: Option<UnitId>,
    named: Option<UnitId>,
) -> Result<Option<UnitId>> {
    if !actor.reaches(units, present) {
        return Err(Error::NotFound);
    }
    match named {
        None if actor.bound_to().is_some() => Err(Error::invalid(
            "/unit_id",
            said(
                "Chỉ tài khoản không gắn với đơn vị nào mới chuyển được cho toàn cơ quan.",
                "Only an account that is bound to no unit gives it to the whole authority.",
            ),
        )),
        Some(unit) if units.get(unit).is_none() || !actor.reaches(units, named) => {
            Err(Error::invalid("/unit_id", no_such_unit()))
        }
        named => Ok(named),
    }
}

/// For the audit: from whom to whom, by their codes.
pub(crate) fn owners_told(units: &UnitTree, from: Option<UnitId>, to: Option<UnitId>) -> Detail {
    let code = |owner: Option<UnitId>| match owner {
        None => "–".to_owned(),
        Some(id) => units
            .get(id)
            .map_or_else(|| id.to_string(), |unit| unit.code.clone()),
    };
    Detail::default().change("owner", code(from), code(to))
}
