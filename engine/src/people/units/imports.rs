//! Imports of units and head-counts: a dry run says what would happen; a real one does all of it or nothing.

use khao_domain::lang::said;
use khao_domain::people::unit::{self, UnitRow, parse_units_within};
use uuid::Uuid;

pub use super::undoing::PastImport;

use super::UnitTree;
use super::planning::{Plan, UnitImport, plan};
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::units::UnitRecord;
use crate::uploads::Waiting;
use crate::workbook;

/// Uploads of files of units.
const PURPOSE: &str = "units";

/// What a transaction is called in the audit.
pub(super) struct Deed<'d> {
    pub(super) action: &'static str,
    pub(super) object: &'d str,
    pub(super) detail: &'d str,
}

impl Engine {
    /// What a file would do; writes nothing.
    pub async fn preview_units(&self, actor: &Actor, file: &[u8]) -> Result<UnitImport> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units_now().await?;
        Ok(self.plan_file(&tree, file).await?.report)
    }

    /// Imports units and head-counts from CSV or a workbook: all rows or none.
    pub async fn import_units(&self, actor: &Actor, file: &[u8]) -> Result<UnitImport> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units_now().await?;
        let plan = self.plan_file(&tree, file).await?;
        self.import_plan(actor, &tree, plan).await
    }

    /// Keeps a file until somebody decides to import it.
    pub async fn stage_units(&self, actor: &Actor, file_name: String, content: Vec<u8>) -> Result<Uuid> {
        actor.may(Action::ManageUnits)?;
        if content.is_empty() {
            return Err(Error::invalid(
                "/file",
                said("Xin chọn một tệp CSV hoặc XLSX.", "Choose a CSV or XLSX file."),
            ));
        }
        let file = Waiting { file_name, content };
        self.keep_upload(actor, PURPOSE, &file).await
    }

    /// The file that was kept.
    pub async fn staged_units(&self, actor: &Actor, id: Uuid) -> Result<Waiting> {
        actor.may(Action::ManageUnits)?;
        self.upload(actor, PURPOSE, id).await
    }

    /// Imports the file that was kept, which is not needed any more then.
    pub async fn import_staged_units(&self, actor: &Actor, id: Uuid) -> Result<UnitImport> {
        let file = self.staged_units(actor, id).await?;
        let done = self.import_units(actor, &file.content).await?;
        self.clear_upload(id).await?;
        Ok(done)
    }

    async fn plan_file(&self, tree: &UnitTree, file: &[u8]) -> Result<Plan> {
        let (known, file) = (tree.known(), file.to_vec());
        let read = move || match workbook::read(&file, unit::LIMITS) {
            Ok(table) => parse_units_within(&table, &known),
            Err(problem) => Err(vec![problem]),
        };
        let rows = self.reading(read).await?.map_err(Error::InvalidRows)?;
        Ok(self.plan_rows(tree, &rows))
    }

    pub(super) fn plan_rows(&self, tree: &UnitTree, rows: &[UnitRow]) -> Plan {
        plan(tree, rows, || self.random.id(self.now()))
    }

    pub(super) async fn import_plan(
        &self,
        actor: &Actor,
        tree: &UnitTree,
        mut plan: Plan,
    ) -> Result<UnitImport> {
        let report = &plan.report;
        let detail = format!(
            "new {}, changed {}, moved {}, same {}",
            report.new, report.changed, report.moved, report.same
        );
        let mut tx = self.store.write().await?;
        self.write_plan(&mut tx, tree, &plan).await?;
        let id = self.note_import(&mut tx, &plan, tree.revision + 1).await?;
        self.record(&mut tx, actor, "units.import", &id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.units.forget();
        plan.report.id = Some(id);
        Ok(plan.report)
    }

    /// Does a plan that is no import, and cannot be undone.
    pub(super) async fn do_plan(
        &self,
        actor: &Actor,
        tree: &UnitTree,
        plan: &Plan,
        deed: Deed<'_>,
    ) -> Result<()> {
        let mut tx = self.store.write().await?;
        self.write_plan(&mut tx, tree, plan).await?;
        self.record(&mut tx, actor, deed.action, deed.object, deed.detail)
            .await?;
        tx.commit().await?;
        self.units.forget();
        Ok(())
    }

    /// Only on the state that the plan was made for.
    async fn write_plan(&self, tx: &mut store::Tx, tree: &UnitTree, plan: &Plan) -> Result<()> {
        self.advance_units(tx, tree).await?;
        let written: Vec<&UnitRecord> = plan.units.iter().collect();
        store::units::upsert(tx, &written).await?;
        store::units::set_predecessors(tx, &plan.predecessors).await?;
        store::units::upsert_headcounts(tx, &plan.headcounts).await?;
        Ok(())
    }

    pub(super) async fn advance_units(&self, tx: &mut store::Tx, tree: &UnitTree) -> Result<()> {
        if !store::unit_history::advance(tx, tree.revision).await? {
            return Err(Error::Busy { retry_after_s: 1 });
        }
        Ok(store::unit_history::forget_undo(tx).await?)
    }
}
