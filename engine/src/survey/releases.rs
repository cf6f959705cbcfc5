//! What may be read of a wave.
//!
//! Figures are counted at most once a day, and only when at least [`K`] more people have answered than the time before;
//! a unit's or a stratum's, when that many more of its own have. So no two releases differ by a single person. What is released is
//! shown through [`suppressed`], on every page, in every file and over the API alike.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use khao_domain::ids::{SurveyId, UnitId, WaveId};
use khao_domain::survey::suppression::K;
use khao_domain::survey::tally::Tally;
use khao_domain::time::CivilDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use tokio::sync::mpsc;

use super::surveys::{Survey, Wave};
use crate::Engine;
use crate::error::{Error, Result};
use crate::fresh::fresh;
use crate::policy::{Action, Actor};
use crate::store::responses::{AnsweredRecord, CountRecord, ReleasedRecord};
use crate::store::{self, StoreResult, from_json, to_json};

const LEASE: &str = "survey-figures";
/// What came late is counted as long as it is taken.
const AFTER_CLOSING_S: i64 = (khao_domain::survey::wave::LATE_DAYS_MOST + 1) * 24 * 3600;

/// Counts as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    pub as_of: CivilDate,
    pub whole: Tally,
    pub units: BTreeMap<UnitId, Tally>,
    /// By their places among the wave's.
    pub strata: BTreeMap<usize, Tally>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    whole: Tally,
    units: BTreeMap<UnitId, Tally>,
    /// Absent in what was released before there were any.
    #[serde(default)]
    strata: BTreeMap<usize, Tally>,
}

/// How many have answered a wave, as those who run it may know at any time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    pub responses: i64,
    /// Late ones to full quotas.
    pub over_quota: i64,
    /// By channel.
    pub channels: BTreeMap<String, i64>,
    pub units: BTreeMap<UnitId, i64>,
    /// How many each quota has taken, in their order.
    pub quotas: Vec<i64>,
}

impl Engine {
    /// Counts every wave whose figures are due, and says how many these were. Any node may be asked, as often as it likes.
    /// First readings of papers whose time is over go with it.
    pub async fn release_survey_figures(&self) -> Result<usize> {
        self.forget_late_papers().await?;
        if self.due_waves().await?.is_empty() {
            return Ok(0);
        }
        let released = self.alone(LEASE, async {
            let mut released = 0;
            // Asked again: the node that held the lease before may have done it.
            for (survey, wave) in self.due_waves().await? {
                released += usize::from(self.release_wave(survey, wave).await?);
            }
            Ok(released)
        });
        Ok(released.await?.unwrap_or(0))
    }

    /// Waves of which nothing was released today and enough has come in since.
    async fn due_waves(&self) -> Result<Vec<(SurveyId, WaveId)>> {
        let now = self.now();
        let today = now.local_date().iso();
        let mut tx = self.store.read().await?;
        let mut due = Vec::new();
        for record in store::surveys::begun(&mut tx, now.0, now.plus_seconds(-AFTER_CLOSING_S).0).await? {
            let wave = WaveId(record.id);
            let before = store::responses::released(&mut tx, wave).await?;
            // Asked each minute: the figures of a wave that is done for today are not read.
            if before.as_ref().is_some_and(|before| before.as_of >= today) {
                continue;
            }
            let counts = store::responses::counts(&mut tx, &[wave]).await?;
            let in_quota = counts.iter().filter(|record| !record.over_quota);
            let responses: i64 = in_quota.map(|record| record.responses).sum();
            let known = match before {
                Some(before) => read(&before, wave)?.whole.n,
                None => 0,
            };
            if responses.unsigned_abs() >= known + K {
                due.push((SurveyId(record.survey_id), wave));
            }
        }
        Ok(due)
    }

    /// A wave of the demonstration, however long it has been over.
    pub(crate) async fn release_alone(&self, survey: SurveyId, wave: WaveId) -> Result<bool> {
        let released = self.alone(LEASE, self.release_wave(survey, wave)).await?;
        Ok(released.unwrap_or(false))
    }

    async fn release_wave(&self, survey: SurveyId, wave: WaveId) -> Result<bool> {
        let mut counted = self.count_wave(survey, wave).await?;
        let mut tx = self.store.write().await?;
        if !self.still_alone(&mut tx, LEASE).await? {
            return Ok(false);
        }
        let before = released(&mut tx, wave).await?;
        if let Some(before) = before {
            if counted.whole.n < before.whole.n + K {
                return Ok(false);
            }
            in_steps(&mut counted.units, before.units);
            in_steps(&mut counted.strata, before.strata);
        }
        let record = ReleasedRecord {
            as_of: self.now().local_date().iso(),
            figures: to_json(&counted),
        };
        store::responses::release(&mut tx, wave, &record).await?;
        tx.commit().await?;
        self.surveys.released.invalidate(&wave);
        Ok(true)
    }

    async fn count_wave(&self, survey: SurveyId, wave: WaveId) -> Result<Kept> {
        let mut tx = self.store.snapshot().await?;
        let (out, mut rows) = mpsc::channel::<AnsweredRecord>(256);
        let reading = tokio::spawn(async move { store::responses::answered(&mut tx, wave, &out).await });
        let mut counted = Kept::default();
        while let Some(row) = rows.recv().await {
            let course = self.fielded(survey, row.version).await?;
            let sent: Map<String, Json> = from_json(&row.answers, "responses", "answers", &wave)?;
            // What was stored was checked; a row that is not right any more counts as one without answers.
            let answers = course.check_paper(&sent).unwrap_or_default();
            counted.whole.add(&course, &answers);
            if let Some(place) = row.stratum.and_then(|place| usize::try_from(place).ok()) {
                counted.strata.entry(place).or_default().add(&course, &answers);
            }
            if let Some(unit) = row.unit_id {
                counted
                    .units
                    .entry(UnitId(unit))
                    .or_default()
                    .add(&course, &answers);
            }
        }
        match reading.await {
            Ok(done) => done?,
            Err(_) => return Err(Error::Internal("counting a wave broke off".into())),
        }
        Ok(counted)
    }

    /// Anybody may once they are public; before, whoever looks after the survey.
    async fn may_read_figures(&self, actor: &Actor, survey: &Survey) -> Result<()> {
        if survey.published {
            return Ok(());
        }
        actor.may(Action::ReadSurveys).map_err(|_| Error::NotPublished)?;
        let reached = self.reach(actor, survey.unit).await;
        reached.map_err(|_| Error::NotPublished)
    }

    /// The figures of a wave, to whoever may read them; none before the first release.
    pub async fn released_figures(
        &self,
        actor: &Actor,
        survey: &Survey,
        wave: &Wave,
    ) -> Result<Option<Arc<Released>>> {
        self.may_read_figures(actor, survey).await?;
        let now = self.now();
        if let Some(known) = fresh(&self.surveys.released, &wave.id, now) {
            return Ok(Option::clone(&known));
        }
        let mut tx = self.store.read().await?;
        let released = released(&mut tx, wave.id).await?.map(Arc::new);
        self.surveys
            .released
            .insert(wave.id, (now, Arc::new(released.clone())));
        Ok(released)
    }

    /// The newest wave of which something was released, with that; to whoever may read it.
    pub async fn newest_released<'s>(
        &self,
        actor: &Actor,
        survey: &'s Survey,
    ) -> Result<Option<(&'s Wave, Arc<Released>)>> {
        for wave in survey.waves.iter().rev() {
            if let Some(released) = self.released_figures(actor, survey, wave).await? {
                return Ok(Some((wave, released)));
            }
        }
        Ok(None)
    }

    /// Every wave of which something was released, the oldest first; to whoever may read it.
    pub async fn all_released<'s>(
        &self,
        actor: &Actor,
        survey: &'s Survey,
    ) -> Result<Vec<(&'s Wave, Arc<Released>)>> {
        let mut all = Vec::new();
        for wave in &survey.waves {
            if let Some(released) = self.released_figures(actor, survey, wave).await? {
                all.push((wave, released));
            }
        }
        Ok(all)
    }

    /// How many have answered so far.
    pub async fn wave_progress(&self, actor: &Actor, slug: &str, wave: WaveId) -> Result<Progress> {
        let survey = self.console_survey(actor, slug).await?;
        let wave = survey.wave(wave).ok_or(Error::NotFound)?;
        let mut progress = self.progress_of_waves(actor, &[(&survey, wave.id)]).await?;
        Ok(progress.remove(&wave.id).unwrap_or_default())
    }

    /// The same of several waves at once, for lists of surveys that the actor looks after.
    pub async fn progress_of_waves(
        &self,
        actor: &Actor,
        waves: &[(&Survey, WaveId)],
    ) -> Result<HashMap<WaveId, Progress>> {
        actor.may(Action::ReadSurveys)?;
        let units = self.units().await?;
        let is_reached = |(survey, wave): &(&Survey, WaveId)| {
            survey.wave(*wave).is_some() && actor.reaches(&units, survey.unit)
        };
        if !waves.iter().all(is_reached) {
            return Err(Error::NotFound);
        }
        let ids: Vec<WaveId> = waves.iter().map(|(_, wave)| *wave).collect();
        let is_whole = actor.unit_scope().is_none();
        let mut tx = self.store.read().await?;
        let counts = store::responses::counts(&mut tx, &ids).await?;
        let quotas = if is_whole {
            store::responses::quotas(&mut tx, &ids).await?
        } else {
            Vec::new()
        };
        drop(tx);
        let mut progress: HashMap<WaveId, Progress> = HashMap::with_capacity(ids.len());
        let is_own = |record: &&CountRecord| is_whole || actor.sees_unit(&units, UnitId(record.unit_id));
        for record in counts.iter().filter(is_own) {
            progress.entry(WaveId(record.wave_id)).or_default().add(record);
        }
        for quota in quotas {
            let of_wave = progress.entry(WaveId(quota.wave_id)).or_default();
            of_wave.quotas.push(quota.taken);
        }
        Ok(progress)
    }
}

impl Progress {
    fn add(&mut self, record: &CountRecord) {
        if record.over_quota {
            self.over_quota += record.responses;
            return;
        }
        self.responses += record.responses;
        *self.channels.entry(record.channel.clone()).or_default() += record.responses;
        if !record.unit_id.is_nil() {
            *self.units.entry(UnitId(record.unit_id)).or_default() += record.responses;
        }
    }
}

async fn released(tx: &mut store::Tx, wave: WaveId) -> StoreResult<Option<Released>> {
    let record = store::responses::released(tx, wave).await?;
    record.map(|record| read(&record, wave)).transpose()
}

fn read(record: &ReleasedRecord, wave: WaveId) -> StoreResult<Released> {
    let kept: Kept = from_json(&record.figures, "released_figures", "figures", &wave)?;
    let corrupt = || store::StoreError::Corrupt {
        table: "released_figures",
        column: "as_of",
        id: wave.to_string(),
    };
    Ok(Released {
        as_of: CivilDate::parse(&record.as_of).ok_or_else(corrupt)?,
        whole: kept.whole,
        units: kept.units,
        strata: kept.strata,
    })
}

/// A part keeps the figures it had until enough more people of its own have answered.
fn in_steps<P: Ord>(counted: &mut BTreeMap<P, Tally>, before: BTreeMap<P, Tally>) {
    for (part, tally) in before {
        let is_step = counted.get(&part).is_some_and(|new| new.n >= tally.n + K);
        if !is_step {
            counted.insert(part, tally);
        }
    }
}
