//! The roster as files: as it is loaded again, and who of it is still to come.

use std::sync::Arc;

use khao_domain::ids::UnitId;
use khao_domain::people::roster::HEADERS;
use khao_domain::time::CivilDate;
use tokio::sync::mpsc;

use super::{RosterFilter, Standing, wanted};
use crate::Engine;
use crate::error::Result;
use crate::exports::rows::{Rows, text};
use crate::exports::{Export, ExportFormat, name_of_contest};
use crate::people::units::UnitTree;
use crate::policy::Actor;
use crate::store::roster_pages::{RosterLineRecord, Wanted};
use crate::store::{self, Tx};

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterFile {
    /// Everybody, in the columns that are loaded again.
    Whole,
    /// Who has not entered; with a round, who has not submitted in it.
    Missing,
}

impl RosterFile {
    pub const ALL: [Self; 2] = [Self::Whole, Self::Missing];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "roster",
            Self::Missing => "missing",
        }
    }

    const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Whole => &HEADERS,
            Self::Missing => &MISSING_COLUMNS,
        }
    }
}

const MISSING_COLUMNS: [&str; 4] = ["Họ và tên", "Mã cán bộ", "Mã đơn vị", "Đơn vị"];

impl Engine {
    /// Coordinators get the people of their own units.
    pub async fn export_roster(
        self: &Arc<Self>,
        actor: &Actor,
        slug: &str,
        filter: &RosterFilter,
        (kind, format): (RosterFile, ExportFormat),
    ) -> Result<Export> {
        let contest = self.console_contest(actor, slug).await?;
        let standing = match kind {
            RosterFile::Whole => Standing::All,
            RosterFile::Missing => Standing::Missing,
        };
        let filter = RosterFilter {
            standing,
            ..filter.clone()
        };
        self.proved_lately(actor)?;
        let (units, top) = self
            .roster_scope(actor, &contest, filter.unit, filter.round)
            .await?;
        let wanted = wanted(&units, self.roster_of(contest.id).await?, top, &filter)?;
        let (sink, chunks) = self.sink(format)?;
        self.note_export(actor, ("roster.export", contest.id.0), kind.as_str())
            .await?;
        let file_name = name_of_contest(&contest, kind.as_str(), format);
        let rows = match wanted {
            None => Rows::write(sink, kind.columns(), Vec::new()),
            Some(wanted) => {
                let mut tx = self.store.snapshot().await?;
                let rows = store::roster_pages::count(&mut tx, &wanted).await?;
                let file = Rows::new(sink, kind.columns());
                tokio::spawn(stream(tx, wanted, units, file, kind));
                rows
            }
        };
        Ok(Export {
            file_name,
            format,
            rows,
            chunks,
        })
    }
}

async fn stream(mut tx: Tx, wanted: Wanted, units: Arc<UnitTree>, mut file: Rows, kind: RosterFile) {
    let (out, mut records) = mpsc::channel(256);
    let reading = tokio::spawn(async move { store::roster_pages::export(&mut tx, &wanted, &out).await });
    while let Some(record) = records.recv().await {
        file.push(cells(&record, &units, kind)).await;
    }
    match reading.await {
        Ok(Ok(())) => file.finish().await,
        failed => {
            tracing::error!(?failed, "an export of a roster broke off");
            file.fail().await;
        }
    }
}

fn cells(record: &RosterLineRecord, units: &UnitTree, kind: RosterFile) -> Vec<String> {
    let unit = units.get(UnitId(record.unit_id));
    let code = text(unit.map_or("", |unit| &unit.code));
    let staff_code = text(record.staff_code.as_deref().unwrap_or(""));
    let name = text(&record.full_name);
    match kind {
        RosterFile::Whole => {
            let born = record.birth_date.as_deref().and_then(CivilDate::parse);
            vec![
                name,
                code,
                staff_code,
                born.map(CivilDate::vietnamese).unwrap_or_default(),
            ]
        }
        RosterFile::Missing => vec![name, staff_code, code, text(unit.map_or("", |unit| &unit.name))],
    }
}
