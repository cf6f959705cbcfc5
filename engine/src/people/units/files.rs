//! The units as the file that imports them again.

use khao_domain::ids::UnitId;
use khao_domain::people::unit::{HEADERS, UnitRow};
use khao_domain::table;

use super::UnitTree;
use crate::Engine;
use crate::error::{Error, Result};
use crate::exports::ExportFormat;
use crate::policy::{Action, Actor};
use crate::workbook;

impl Engine {
    /// The file, and how many units it holds: all, or those that a coordinator looks after.
    pub async fn export_units(&self, actor: &Actor, format: ExportFormat) -> Result<(Vec<u8>, usize)> {
        actor.may(Action::ReadUnits)?;
        let tree = self.units_now().await?;
        let own = tree.all().iter().filter(|unit| actor.sees_unit(&tree, unit.id));
        let own: Vec<UnitId> = own.map(|unit| unit.id).collect();
        let rows = own.len();
        let written = tokio::task::spawn_blocking(move || file(&tree, &own, format)).await;
        let file = written.map_err(|error| Error::Internal(format!("export: {error}")))??;
        Ok((file, rows))
    }
}

fn file(tree: &UnitTree, units: &[UnitId], format: ExportFormat) -> Result<Vec<u8>> {
    let header = HEADERS.map(str::to_owned);
    let units = units.iter().filter_map(|id| tree.get(*id));
    let rows = units.map(|unit| UnitRow::cells(&tree.row_of(unit)));
    if format == ExportFormat::Csv {
        return Ok(table::write(std::iter::once(header).chain(rows)));
    }
    workbook::writer::write(&header, workbook::columns::columns(HEADERS), rows.map(Vec::from))
        .map_err(|error| Error::Internal(format!("export: {error}")))
}
