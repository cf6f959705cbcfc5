//! Participation as it stood at the end of each day, kept for as long as the contest is.
//!
//! A day ends at midnight in Việt Nam. The day that ended last is counted a little later, when whoever ran out of time
//! before midnight is sealed, and by what happened before midnight only: a node that comes up in the morning writes what
//! one that was there at midnight would have written. Days before are not made up for: what has been corrected, voided
//! or erased since, and how many people a unit had, nobody can tell any more. They stay missing.

use std::collections::HashMap;
use std::sync::Arc;

use khao_domain::ids::{ContestId, UnitId};
use khao_domain::time::{CivilDate, Timestamp};
use tokio::sync::mpsc;

use crate::Engine;
use crate::error::{Error, Result};
use crate::exports::rows::{Rows, text};
use crate::exports::{Export, ExportFormat, name_of_contest};
use crate::people::units::sums::with_all_below;
use crate::people::units::{Unit, UnitTree};
use crate::policy::Actor;
use crate::store::daily::DayRecord;
use crate::store::{self, StoreResult, Tx};

/// Longer than the grace of any attempt, and a sweep after it.
const SETTLED_S: i64 = 300;
/// Late ones may hand in after the last round has closed: one more day is written.
const AFTER_CLOSING_S: i64 = 24 * 3600;
/// So many rows to a statement.
const ROWS_AT_ONCE: usize = 500;
const LEASE: &str = "daily-participation";

const COLUMNS: [&str; 8] = [
    "Ngày",
    "Mã đơn vị",
    "Đơn vị",
    "Số người",
    "Số người ghi danh",
    "Số người vào thi",
    "Số người đã nộp",
    "Tỷ lệ (%)",
];

/// Persons of one unit, with everything below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Persons {
    entered: i64,
    started: i64,
    submitted: i64,
}

impl Engine {
    /// Writes the day that ended last for each contest that was under way; how many contests that were. Any node may be
    /// asked, as often as it likes.
    pub async fn keep_daily_participation(&self) -> Result<usize> {
        let now = self.now();
        let today = now.local_date();
        if now.seconds_since(today.midnight()) < SETTLED_S {
            return Ok(0);
        }
        let day = today.plus_days(-1);
        if self.due_contests(day).await?.is_empty() {
            return Ok(0);
        }
        let written = self.alone(LEASE, self.keep_day(day)).await?;
        Ok(written.unwrap_or(0))
    }

    async fn due_contests(&self, day: CivilDate) -> Result<Vec<ContestId>> {
        let closed_from = day.midnight().plus_seconds(-AFTER_CLOSING_S);
        let end = day.plus_days(1).midnight();
        let mut tx = self.store.read().await?;
        let due = store::daily::due(&mut tx, &day.iso(), (closed_from, end)).await?;
        Ok(due.into_iter().map(ContestId).collect())
    }

    async fn keep_day(&self, day: CivilDate) -> Result<usize> {
        let mut written = 0;
        // Asked again: the node that held the lease before may have done it.
        for contest in self.due_contests(day).await? {
            let rows = self.rows_of_day(contest, day).await?;
            let mut tx = self.store.write().await?;
            if !self.still_alone(&mut tx, LEASE).await? {
                break;
            }
            // All or nothing: a day that is there is whole.
            for chunk in rows.chunks(ROWS_AT_ONCE) {
                store::daily::insert(&mut tx, contest, chunk, self.now()).await?;
            }
            tx.commit().await?;
            written += usize::from(!rows.is_empty());
        }
        Ok(written)
    }

    pub(crate) async fn rows_of_day(&self, contest: ContestId, day: CivilDate) -> Result<Vec<DayRecord>> {
        let units = self.units().await?;
        let mut tx = self.store.snapshot().await?;
        let persons = persons(&mut tx, contest, day.plus_days(1).midnight()).await?;
        drop(tx);
        Ok(rows(&units, &persons, day))
    }

    /// All days of a contest, of all units or of those a coordinator looks after.
    pub async fn export_daily_participation(
        self: &Arc<Self>,
        actor: &Actor,
        slug: &str,
        format: ExportFormat,
    ) -> Result<Export> {
        let contest = self.console_contest(actor, slug).await?;
        let lineage = match actor.unit_scope() {
            Some(unit) => {
                let units = self.units().await?;
                // Of a unit that is not there nothing is known, and an empty span would be everything.
                units.get(unit).map(Unit::lineage_span).ok_or(Error::NotFound)?
            }
            None => Default::default(),
        };
        let (sink, chunks) = self.sink(format)?;
        let kind = "daily-participation";
        self.note_export(actor, ("contests.export", contest.id.0), kind)
            .await?;
        let mut tx = self.store.snapshot().await?;
        let rows = store::daily::count(&mut tx, contest.id, &lineage).await?;
        let id = contest.id;
        tokio::spawn(async move {
            let (out, mut records) = mpsc::channel(256);
            let reading =
                tokio::spawn(async move { store::daily::export(&mut tx, id, &lineage, &out).await });
            let mut file = Rows::new(sink, &COLUMNS);
            while let Some(record) = records.recv().await {
                file.push(cells(&record)).await;
            }
            match reading.await {
                Ok(Ok(())) => file.finish().await,
                failed => {
                    tracing::error!(?failed, "an export of days broke off");
                    file.fail().await;
                }
            }
        });
        Ok(Export {
            file_name: name_of_contest(&contest, kind, format),
            format,
            rows,
            chunks,
        })
    }
}

/// By the unit they belong to, without those below.
async fn persons(tx: &mut Tx, contest: ContestId, end: Timestamp) -> StoreResult<HashMap<UnitId, Persons>> {
    let mut persons: HashMap<UnitId, Persons> = HashMap::new();
    for row in store::daily::entered(tx, contest, end).await? {
        persons.entry(UnitId(row.unit_id)).or_default().entered = row.people;
    }
    for row in store::daily::took_part(tx, contest, end).await? {
        let of_unit = persons.entry(UnitId(row.unit_id)).or_default();
        (of_unit.started, of_unit.submitted) = (row.started, row.submitted);
    }
    Ok(persons)
}

/// Units with a head-count or with anybody, and those at the top; the rest would be a row of zeros a day.
fn rows(units: &UnitTree, persons: &HashMap<UnitId, Persons>, day: CivilDate) -> Vec<DayRecord> {
    let totals = totals(units, persons);
    let row = |unit: &Unit| {
        let total = totals.get(&unit.id).copied().unwrap_or_default();
        let headcount = units.headcount(unit.id, day);
        let says_anything = total != Persons::default() || headcount.is_some() || unit.parent.is_none();
        says_anything.then(|| DayRecord {
            day: day.iso(),
            unit_id: unit.id.0,
            unit_code: unit.code.clone(),
            unit_name: unit.name.clone(),
            entered: total.entered,
            started: total.started,
            submitted: total.submitted,
            headcount,
        })
    };
    units.all().iter().filter_map(row).collect()
}

fn totals(units: &UnitTree, persons: &HashMap<UnitId, Persons>) -> HashMap<UnitId, Persons> {
    let rows = persons.iter().map(|(unit, own)| (*unit, own));
    let above = |id| units.with_ancestors(id);
    with_all_below(rows, above, |total: &mut Persons, own| {
        total.entered += own.entered;
        total.started += own.started;
        total.submitted += own.submitted;
    })
}

fn cells(record: &DayRecord) -> Vec<String> {
    let headcount = record.headcount.filter(|count| *count > 0);
    let rate = headcount.map(|count| format!("{:.2}", record.submitted as f64 * 100.0 / count as f64));
    vec![
        record.day.clone(),
        text(&record.unit_code),
        text(&record.unit_name),
        record
            .headcount
            .map(|count| count.to_string())
            .unwrap_or_default(),
        record.entered.to_string(),
        record.started.to_string(),
        record.submitted.to_string(),
        rate.unwrap_or_default(),
    ]
}
