//! Imports of units and head-counts: a dry run says what would happen; a real one does all of it or nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use khao_domain::audit::Detail;
use khao_domain::ids::UploadId;
use khao_domain::people::unit::{self, KnownUnit, UnitRow, parse_units_within};
use khao_domain::table::RowProblem;
use khao_domain::table::mapping::Mapping;
use khao_domain::work::WorkKind;

pub use super::undoing::PastImport;

use super::UnitTree;
use super::planning::{Plan, UnitImport, plan};
use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store;
use crate::store::units::UnitRecord;
use crate::uploads::{FileColumns, SentFile, Waiting, file_columns};
use crate::work::{Outcome, Progress, Running};
use crate::workbook;

/// Uploads of files of units.
const PURPOSE: &str = "units";
/// Rows of one statement, so that how far an import is moves on.
const CHUNK: usize = 1000;

/// What a transaction is called in the audit.
pub(super) struct Deed<'d> {
    pub(super) action: &'static str,
    pub(super) object: &'d str,
    pub(super) detail: Detail,
}

impl Engine {
    /// What a file would do; writes nothing.
    pub async fn preview_units(&self, actor: &Actor, file: &[u8]) -> Result<UnitImport> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units_now().await?;
        Ok(self.plan_file(&tree, file.to_vec().into()).await?.report)
    }

    /// Imports units and head-counts from CSV or a workbook: all rows or none.
    pub async fn import_units(&self, actor: &Actor, file: &[u8]) -> Result<UnitImport> {
        self.import_units_counting(actor, file.to_vec().into(), &Progress::default())
            .await
    }

    /// As [`Self::import_units`], as a work of the actor.
    pub async fn begin_unit_import(
        self: &Arc<Self>,
        actor: &Actor,
        file: Vec<u8>,
    ) -> Result<Running<UnitImport>> {
        actor.may(Action::ManageUnits)?;
        let (engine, by) = (self.clone(), actor.clone());
        let what = (WorkKind::UnitImport, None);
        self.begin(actor, what, Outcome::of_units, move |progress| async move {
            engine.import_units_counting(&by, file.into(), &progress).await
        })
        .await
    }

    async fn import_units_counting(
        &self,
        actor: &Actor,
        file: SentFile,
        progress: &Progress,
    ) -> Result<UnitImport> {
        actor.may(Action::ManageUnits)?;
        let tree = self.units_now().await?;
        let plan = self.plan_file(&tree, file).await?;
        self.import_plan(actor, &tree, plan, progress).await
    }

    /// Keeps a file until somebody decides to import it.
    pub async fn stage_units(&self, actor: &Actor, file_name: String, content: Vec<u8>) -> Result<UploadId> {
        actor.may(Action::ManageUnits)?;
        self.keep_upload(actor, PURPOSE, (&file_name, &content)).await
    }

    /// The file that was kept.
    pub async fn staged_units(&self, actor: &Actor, id: UploadId) -> Result<Waiting> {
        actor.may(Action::ManageUnits)?;
        self.upload(actor, PURPOSE, id).await
    }

    /// What the file that was kept would do, with its name.
    pub async fn preview_staged_units(
        &self,
        actor: &Actor,
        id: UploadId,
    ) -> Result<(String, Result<UnitImport>)> {
        let file = self.staged_units(actor, id).await?;
        let tree = self.units_now().await?;
        let plan = self.plan_file(&tree, file.sent).await;
        Ok((file.file_name, plan.map(|plan| plan.report)))
    }

    /// The columns of the file that was kept, and which of the template's they are. None where the file cannot be read,
    /// which its preview tells.
    pub async fn staged_unit_columns(&self, actor: &Actor, id: UploadId) -> Result<Option<FileColumns>> {
        let file = self.staged_units(actor, id).await?;
        self.reading(move || file_columns(file, unit::LIMITS, &unit::columns()))
            .await
    }

    /// Says which column of the file that was kept is which.
    pub async fn map_staged_units(&self, actor: &Actor, id: UploadId, mapping: &Mapping) -> Result<()> {
        actor.may(Action::ManageUnits)?;
        let problems = mapping.check(&unit::columns());
        Error::if_any(problems)?;
        self.map_upload(actor, PURPOSE, id, mapping).await
    }

    /// Imports the file that was kept, which is not needed any more then, as a work of the actor.
    pub async fn begin_staged_unit_import(
        self: &Arc<Self>,
        actor: &Actor,
        id: UploadId,
    ) -> Result<Running<UnitImport>> {
        actor.may(Action::ManageUnits)?;
        let (engine, by) = (self.clone(), actor.clone());
        let what = (WorkKind::UnitImport, None);
        self.begin(actor, what, Outcome::of_units, move |progress| async move {
            engine.import_staged_counting(&by, id, &progress).await
        })
        .await
    }

    async fn import_staged_counting(
        &self,
        actor: &Actor,
        id: UploadId,
        progress: &Progress,
    ) -> Result<UnitImport> {
        let file = self.staged_units(actor, id).await?;
        let done = self.import_units_counting(actor, file.sent, progress).await?;
        self.clear_upload(id).await?;
        Ok(done)
    }

    async fn plan_file(&self, tree: &UnitTree, file: SentFile) -> Result<Plan> {
        let known = tree.known();
        let rows = self.reading(move || parse_sent(&file, &known)).await?;
        Ok(self.plan_rows(tree, &rows.map_err(Error::InvalidRows)?))
    }

    pub(super) fn plan_rows(&self, tree: &UnitTree, rows: &[UnitRow]) -> Plan {
        plan(tree, rows, || self.random.id(self.now()))
    }

    pub(super) async fn import_plan(
        &self,
        actor: &Actor,
        tree: &UnitTree,
        mut plan: Plan,
        progress: &Progress,
    ) -> Result<UnitImport> {
        if plan.changes_nothing() {
            return Ok(plan.report);
        }
        let report = &plan.report;
        let detail = Detail::default()
            .fact("new", report.new)
            .fact("altered", report.changed)
            .fact("moved", report.moved)
            .fact("same", report.same);
        let mut tx = self.store.write().await?;
        self.write_plan(&mut tx, tree, &plan, progress).await?;
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
        self.write_plan(&mut tx, tree, plan, &Progress::default()).await?;
        self.record(&mut tx, actor, deed.action, deed.object, &deed.detail)
            .await?;
        tx.commit().await?;
        self.units.forget();
        Ok(())
    }

    /// Only on the state that the plan was made for.
    async fn write_plan(
        &self,
        tx: &mut store::Tx,
        tree: &UnitTree,
        plan: &Plan,
        progress: &Progress,
    ) -> Result<()> {
        progress.expect(plan.units.len() + plan.predecessors.len() + plan.headcounts.len());
        self.advance_units(tx, tree).await?;
        let written: Vec<&UnitRecord> = plan.units.iter().collect();
        for chunk in written.chunks(CHUNK) {
            store::units::upsert(tx, chunk).await?;
            progress.add(chunk.len());
        }
        store::units::set_predecessors(tx, &plan.predecessors).await?;
        progress.add(plan.predecessors.len());
        for chunk in plan.headcounts.chunks(CHUNK) {
            store::units::upsert_headcounts(tx, chunk).await?;
            progress.add(chunk.len());
        }
        Ok(())
    }

    pub(super) async fn advance_units(&self, tx: &mut store::Tx, tree: &UnitTree) -> Result<()> {
        if !store::unit_history::advance(tx, tree.revision).await? {
            return Err(Error::Busy { retry_after_s: 1 });
        }
        Ok(store::unit_history::forget_undo(tx).await?)
    }
}

/// The rows of a file, under the columns that somebody has named or that its headers name.
fn parse_sent(
    file: &SentFile,
    known: &BTreeMap<String, KnownUnit>,
) -> std::result::Result<Vec<UnitRow>, Vec<RowProblem>> {
    let table = workbook::read(&file.content, unit::LIMITS).map_err(|problem| vec![problem])?;
    let Some(mapping) = &file.mapping else {
        return parse_units_within(&table, known);
    };
    let headers = table.headers.clone();
    parse_units_within(&mapping.applied(table), known).map_err(|problems| {
        let problems = problems.into_iter();
        problems.map(|one| mapping.as_in_file(&headers, one)).collect()
    })
}
