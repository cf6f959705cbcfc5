//! The provinces and communes of the country, to begin with: a province is chosen, and what is not there yet is added.

use std::sync::{Arc, LazyLock};

use khao_domain::lang::{Lang, Said, said};
use khao_domain::people::unit::{self, UnitRow, parse_units};
use khao_domain::problem::Problem;
use khao_domain::text::fold;
use khao_domain::work::WorkKind;

use super::UnitTree;
use super::planning::{Plan, UnitImport};
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::work::{Outcome, Progress, Running};

/// See `engine/data/units/README.md`.
const FILE: &[u8] = include_bytes!("../../../data/units/viet-nam.csv");

/// The file is ours, and a test reads it.
static UNITS: LazyLock<Vec<UnitRow>> = LazyLock::new(|| parse_units(FILE).unwrap_or_default());

/// A province that one can begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    pub code: &'static str,
    pub name: &'static str,
    pub communes: usize,
}

/// By code.
pub fn provinces() -> Vec<Province> {
    let tops = UNITS.iter().filter(|unit| unit.parent_code.is_none());
    let mut provinces: Vec<Province> = tops
        .map(|top| Province {
            code: &top.code,
            name: &top.name,
            communes: communes(&top.code).count(),
        })
        .collect();
    provinces.sort_by_key(|province| province.code);
    provinces
}

fn communes(province: &str) -> impl Iterator<Item = &'static UnitRow> {
    UNITS
        .iter()
        .filter(move |unit| unit.parent_code.as_deref() == Some(province))
}

impl Engine {
    /// What choosing a province would add; writes nothing.
    pub async fn preview_starting_set(&self, actor: &Actor, province: &str) -> Result<UnitImport> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units_now().await?;
        Ok(self.plan_starting_set(&tree, province)?.report)
    }

    /// Adds a province and its communes. Units whose codes are known already stay as they are.
    pub async fn import_starting_set(&self, actor: &Actor, province: &str) -> Result<UnitImport> {
        self.starting_set_counting(actor, province, &Progress::default())
            .await
    }

    /// As [`Self::import_starting_set`], as a work of the actor.
    pub async fn begin_starting_set(
        self: &Arc<Self>,
        actor: &Actor,
        province: String,
    ) -> Result<Running<UnitImport>> {
        actor.may(Action::ManageUnits)?;
        let (engine, by) = (self.clone(), actor.clone());
        let what = (WorkKind::StartingSet, None);
        self.begin(actor, what, Outcome::of_units, move |progress| async move {
            engine.starting_set_counting(&by, &province, &progress).await
        })
        .await
    }

    async fn starting_set_counting(
        &self,
        actor: &Actor,
        province: &str,
        progress: &Progress,
    ) -> Result<UnitImport> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units_now().await?;
        let plan = self.plan_starting_set(&tree, province)?;
        self.import_plan(actor, &tree, plan, progress).await
    }

    fn plan_starting_set(&self, tree: &UnitTree, province: &str) -> Result<Plan> {
        let top = UNITS
            .iter()
            .find(|unit| unit.parent_code.is_none() && unit.code == province.trim())
            .ok_or_else(|| {
                Error::invalid(
                    "/province_code",
                    said(
                        "Hãy chọn một tỉnh, thành phố trong danh sách.",
                        "Choose a province from the list.",
                    ),
                )
            })?;
        check_top(tree, top)?;
        let rows = std::iter::once(top).chain(communes(&top.code));
        let rows: Vec<UnitRow> = (2..)
            .zip(rows)
            .map(|(row, unit)| known_or(tree, unit, row))
            .collect();
        Ok(self.plan_rows(tree, &rows))
    }
}

/// The unit as it is known, so that nothing of it changes, or as the set has it.
fn known_or(tree: &UnitTree, unit: &unit::UnitRow, row: u64) -> UnitRow {
    let known = tree.by_code(&unit.code).map(|known| tree.row_of(known));
    UnitRow {
        row,
        ..known.unwrap_or_else(|| unit.clone())
    }
}

/// Communes do not come below something else that happens to have the province's code.
fn check_top(tree: &UnitTree, top: &UnitRow) -> Result<()> {
    match tree.by_code(&top.code) {
        Some(known) if fold(&known.name) != fold(&top.name) => {
            let detail = Said::of(|lang| match lang {
                Lang::Vi => format!(
                    "Mã {} đang là của “{}”, không phải “{}”; hãy sửa tên hoặc mã trước.",
                    top.code, known.name, top.name
                ),
                Lang::En => format!(
                    "The code {} is that of “{}”, not of “{}”: correct the name or the code first.",
                    top.code, known.name, top.name
                ),
            });
            Err(Error::Invalid(vec![Problem::at("/province_code", detail)]))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_holds_every_province_and_commune() {
        let provinces = provinces();
        assert_eq!(provinces.len(), 34);
        assert_eq!(
            provinces.iter().map(|province| province.communes).sum::<usize>(),
            3321
        );
        let of = |code| {
            let found = provinces.iter().find(|province| province.code == code);
            found.map(|province| (province.name, province.communes))
        };
        assert_eq!(of("15"), Some(("Tỉnh Lào Cai", 99)));
        assert_eq!(of("86"), Some(("Tỉnh Vĩnh Long", 124)));
        assert_eq!(of("92"), Some(("Thành phố Cần Thơ", 103)));
    }
}
