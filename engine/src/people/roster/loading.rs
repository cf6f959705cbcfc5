//! A file of people: a dry run says what would happen; a real one does all of it or nothing.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use khao_domain::audit::Detail;
use khao_domain::ids::{ContestId, ParticipantId, UnitId, UploadId};
use khao_domain::people::roster::{self, parse_roster};
use khao_domain::time::Timestamp;
use khao_domain::work::WorkKind;
use uuid::Uuid;

use super::meeting::{comer_of_entered, meet_row};
use super::plan::{LoadMode, Plan, Present, RosterLoad, plan};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::people::units::UnitTree;
use crate::policy::{Action, Actor};
use crate::store::rosters::{EnteredRecord, RosterState};
use crate::store::{self, Tx};
use crate::uploads::Waiting;
use crate::work::{Outcome, Progress, Running};
use crate::workbook;

/// What one transaction writes: a few milliseconds, so that no save waits for a list.
const STAGED_AT_ONCE: usize = 500;
/// The same of people who look for their row.
const MET_AT_ONCE: usize = 100;
/// Entries are looked for again from so long before the list was read: they may have waited for their commit.
const LOOKED_BACK_S: i64 = 120;

/// What somebody decides on: a way to load a file, and the fingerprint of what it would do.
#[derive(Debug, Clone)]
pub struct SeenLoad {
    pub mode: LoadMode,
    pub fingerprint: String,
}

impl Engine {
    /// What a file would do; writes nothing.
    pub async fn preview_roster(
        &self,
        actor: &Actor,
        slug: &str,
        file: &[u8],
        mode: LoadMode,
    ) -> Result<RosterLoad> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let (_, _, plan) = self.plan_roster(contest, file, mode).await?;
        Ok(plan.report)
    }

    /// Makes the file the roster, or adds its people to it: all of them or none.
    pub async fn load_roster(
        &self,
        actor: &Actor,
        slug: &str,
        file: &[u8],
        mode: LoadMode,
    ) -> Result<RosterLoad> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let planned = self.plan_roster(contest, file, mode).await?;
        self.load_planned(actor, contest, planned, &Progress::default())
            .await
    }

    /// As [`Self::load_roster`], as a work of the actor.
    pub async fn begin_roster_load(
        self: &Arc<Self>,
        actor: &Actor,
        slug: &str,
        file: Vec<u8>,
        mode: LoadMode,
    ) -> Result<Running<RosterLoad>> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let (engine, by) = (self.clone(), actor.clone());
        let what = (WorkKind::RosterLoad, Some(contest.0));
        self.begin(actor, what, Outcome::of_roster, move |progress| async move {
            let planned = engine.plan_roster(contest, &file, mode).await?;
            engine.load_planned(&by, contest, planned, &progress).await
        })
        .await
    }

    async fn load_planned(
        &self,
        actor: &Actor,
        contest: ContestId,
        (began, state, mut plan): (Timestamp, RosterState, Plan),
        progress: &Progress,
    ) -> Result<RosterLoad> {
        if !plan.changes {
            return Ok(plan.report);
        }
        for person in &mut plan.people {
            person.id = self.random.id(began);
        }
        let id = self.random.untimed_id();
        self.stage_roster_people((contest, id), &plan, began, progress)
            .await?;
        if !self
            .show_roster(actor, contest, id, state, &plan.report, began)
            .await?
        {
            self.clear_roster(id).await?;
            return Err(Error::Busy { retry_after_s: 1 });
        }
        if let Some(old) = state.roster_id {
            self.clear_roster(old).await?;
        }
        Ok(plan.report)
    }

    /// Keeps a file until somebody decides to load it.
    pub async fn stage_roster(
        &self,
        actor: &Actor,
        slug: &str,
        file_name: String,
        content: Vec<u8>,
    ) -> Result<UploadId> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        self.keep_upload(actor, &purpose(contest), (&file_name, &content))
            .await
    }

    /// The file that was kept.
    pub async fn staged_roster(&self, actor: &Actor, slug: &str, id: UploadId) -> Result<Waiting> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        self.upload(actor, &purpose(contest), id).await
    }

    /// Loads the file that was kept, which is not needed any more then, as a work of the actor: what they saw, or nothing.
    pub async fn begin_staged_roster_load(
        self: &Arc<Self>,
        actor: &Actor,
        slug: &str,
        id: UploadId,
        seen: SeenLoad,
    ) -> Result<Running<RosterLoad>> {
        actor.may(Action::RunContests)?;
        let contest = self.reached_contest_id(actor, slug).await?;
        let file = self.upload(actor, &purpose(contest), id).await?;
        let (engine, by) = (self.clone(), actor.clone());
        let what = (WorkKind::RosterLoad, Some(contest.0));
        self.begin(actor, what, Outcome::of_roster, move |progress| async move {
            let content = &file.sent.content;
            let planned = engine.plan_roster(contest, content, seen.mode).await?;
            if planned.2.report.fingerprint != seen.fingerprint {
                return Err(Error::Conflict(Conflict::RosterChanged));
            }
            let done = engine.load_planned(&by, contest, planned, &progress).await?;
            engine.clear_upload(id).await?;
            Ok(done)
        })
        .await
    }

    async fn plan_roster(
        &self,
        contest: ContestId,
        file: &[u8],
        mode: LoadMode,
    ) -> Result<(Timestamp, RosterState, Plan)> {
        // Who enters from here on is not in what is read below.
        let began = self.now();
        let units = self.units().await?;
        let mut tx = self.store.snapshot().await?;
        let state = store::rosters::state(&mut tx, contest).await?;
        let state = state.ok_or(Error::NotFound)?;
        let people = match state.roster_id {
            Some(roster) => store::rosters::whole(&mut tx, roster).await?,
            None => Vec::new(),
        };
        let entered = store::rosters::entered(&mut tx, contest).await?;
        drop(tx);
        let file = file.to_vec();
        let present = Present { people, entered };
        let read = move || {
            let codes = codes_of(&units);
            let table = workbook::read(&file, roster::LIMITS).map_err(|problem| vec![problem])?;
            let file = parse_roster(&table, |code| codes.get(code).copied())?;
            plan(&units, &present, file, mode)
        };
        let plan = self.reading(read).await?.map_err(Error::InvalidRows)?;
        Ok((began, state, plan))
    }

    async fn stage_roster_people(
        &self,
        (contest, id): (ContestId, Uuid),
        plan: &Plan,
        began: Timestamp,
        progress: &Progress,
    ) -> Result<()> {
        progress.expect(plan.people.len());
        let mut tx = self.store.write().await?;
        store::rosters::begin(&mut tx, id, contest, began).await?;
        tx.commit().await?;
        for chunk in plan.people.chunks(STAGED_AT_ONCE) {
            let mut tx = self.store.write().await?;
            store::rosters::stage(&mut tx, id, chunk).await?;
            tx.commit().await?;
            progress.add(chunk.len());
        }
        Ok(())
    }

    /// The flip: from here on the list counts, with whoever has come while it was written. False where another change
    /// was faster.
    async fn show_roster(
        &self,
        actor: &Actor,
        contest: ContestId,
        id: Uuid,
        state: RosterState,
        report: &RosterLoad,
        began: Timestamp,
    ) -> Result<bool> {
        let units = self.units().await?;
        let since = began.plus_seconds(-LOOKED_BACK_S);
        let met = self.meet_in_steps(&units, contest, since, id).await?;
        let mut tx = self.store.write().await?;
        store::rosters::lock(&mut tx, contest).await?;
        if !store::rosters::become_list(&mut tx, contest, Some(id), state.roster_changes).await? {
            return Ok(false);
        }
        let mut late = store::rosters::late(&mut tx, contest, since, id).await?;
        late.retain(|person| !met.contains(&person.id));
        meet_late(&mut tx, &units, id, &late).await?;
        let detail = Detail::default()
            .fact("mode", report.mode.as_str())
            .fact("people", report.people)
            .fact("new", report.new)
            .fact("lost", report.lost);
        self.record(&mut tx, actor, "roster.load", &contest.to_string(), &detail)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Before the flip, which is left with the few who come after these. The list gets no more rows: whoever meets none
    /// now meets none then.
    async fn meet_in_steps(
        &self,
        units: &UnitTree,
        contest: ContestId,
        since: Timestamp,
        roster: Uuid,
    ) -> Result<HashSet<Uuid>> {
        let mut tx = self.store.read().await?;
        let late = store::rosters::late(&mut tx, contest, since, roster).await?;
        drop(tx);
        for chunk in late.chunks(MET_AT_ONCE) {
            let mut tx = self.store.write().await?;
            meet_late(&mut tx, units, roster, chunk).await?;
            tx.commit().await?;
        }
        Ok(late.into_iter().map(|person| person.id).collect())
    }
}

async fn meet_late(tx: &mut Tx, units: &UnitTree, roster: Uuid, late: &[EnteredRecord]) -> Result<()> {
    for person in late {
        let comer = comer_of_entered(units, person);
        meet_row(tx, roster, ParticipantId(person.id), &comer).await?;
    }
    Ok(())
}

fn codes_of(units: &Arc<UnitTree>) -> HashMap<&str, UnitId> {
    units
        .all()
        .iter()
        .map(|unit| (unit.code.as_str(), unit.id))
        .collect()
}

/// A file that was sent for one contest is none for another.
fn purpose(contest: ContestId) -> String {
    format!("roster {contest}")
}
