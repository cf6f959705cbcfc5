//! Surveys with their waves, as they are found and read.

use std::sync::Arc;

use khao_domain::ids::{SurveyId, UnitId, WaveId};
use khao_domain::survey::course::Course;
use khao_domain::survey::form::Form;
use khao_domain::survey::quota::Quota;
use khao_domain::survey::strata::{self, Stratum};
use khao_domain::survey::texts::Texts;
use khao_domain::survey::wave::{Channel, Span, SurveyStatus};
use khao_domain::time::Timestamp;

use crate::Engine;
use crate::error::{Error, Result};
use crate::fresh::fresh;
use crate::people::units::UnitTree;
use crate::policy::{Action, Actor};
use crate::store::surveys::{SurveyRecord, WaveRecord};
use crate::store::{self, StoreResult, Tx, from_json};

#[derive(Debug, Clone)]
pub struct Survey {
    pub id: SurveyId,
    pub slug: String,
    pub title: Texts,
    /// Whose it is; none is the whole authority's.
    pub unit: Option<UnitId>,
    /// The form as it is being edited.
    pub draft: Form,
    /// Grows with each change of the draft.
    pub revision: i64,
    /// Whether anybody may read the figures.
    pub published: bool,
    /// In their order.
    pub waves: Vec<Wave>,
}

/// The time in which one version takes answers.
#[derive(Debug, Clone)]
pub struct Wave {
    pub id: WaveId,
    pub ordinal: i64,
    pub name: String,
    pub version: i64,
    pub span: Span,
    pub channels: Vec<Channel>,
    pub quotas: Vec<Quota>,
    pub strata: Vec<Stratum>,
    /// Over the web it is answered by whoever holds an invitation.
    pub invited_only: bool,
}

impl Wave {
    /// The place of the stratum that a unit belongs to.
    pub fn stratum_of(&self, units: &UnitTree, unit: UnitId) -> Option<usize> {
        strata::of_unit(&self.strata, units.with_ancestors(unit))
    }

    /// Whether somebody could answer whom nobody has chosen.
    pub fn is_open_to_anybody(&self) -> bool {
        let is_open = |channel: &Channel| {
            let by_invitation = self.invited_only && channel.may_be_by_invitation();
            !(channel.is_of_staff() || by_invitation)
        };
        self.channels.iter().any(is_open)
    }
}

impl Survey {
    /// Anybody may see a survey once a wave of it has been fielded.
    pub const fn is_public(&self) -> bool {
        !self.waves.is_empty()
    }

    pub fn status(&self, now: Timestamp) -> SurveyStatus {
        if self.waves.is_empty() {
            SurveyStatus::Draft
        } else if self.open_wave(now).is_some() {
            SurveyStatus::Open
        } else {
            SurveyStatus::Closed
        }
    }

    /// The one that takes answers now.
    pub fn open_wave(&self, now: Timestamp) -> Option<&Wave> {
        self.waves.iter().find(|wave| wave.span.is_open(now))
    }

    /// The open one, else the next, else the last.
    pub fn shown_wave(&self, now: Timestamp) -> Option<&Wave> {
        let next = || self.waves.iter().find(|wave| now < wave.span.opens_at);
        self.open_wave(now).or_else(next).or_else(|| self.waves.last())
    }

    pub fn wave(&self, id: WaveId) -> Option<&Wave> {
        self.waves.iter().find(|wave| wave.id == id)
    }

    /// The title in a language, or else in another one that the survey has.
    pub fn title_in(&self, language: &str) -> &str {
        self.title.read(language, &self.draft.languages)
    }
}

impl Engine {
    /// Surveys that were fielded, the newest first.
    pub async fn public_surveys(&self) -> Result<Vec<Arc<Survey>>> {
        let all = self.all_surveys().await?.into_iter();
        Ok(all.filter(|survey| survey.is_public()).collect())
    }

    /// Every survey that the actor looks after, with drafts for those who prepare them.
    pub async fn surveys(&self, actor: &Actor) -> Result<Vec<Arc<Survey>>> {
        actor.may(Action::ReadSurveys)?;
        let units = self.units().await?;
        let all = self.all_surveys().await?.into_iter();
        Ok(all
            .filter(|survey| actor.reaches(&units, survey.unit))
            .filter(|survey| survey.is_public() || actor.sees_drafts())
            .collect())
    }

    async fn all_surveys(&self) -> Result<Vec<Arc<Survey>>> {
        let mut tx = self.store.read().await?;
        let ids = store::surveys::all(&mut tx).await?;
        drop(tx);
        let mut surveys = Vec::with_capacity(ids.len());
        for id in ids {
            surveys.push(self.survey(SurveyId(id)).await?);
        }
        Ok(surveys)
    }

    pub async fn public_survey(&self, slug: &str) -> Result<Arc<Survey>> {
        let id = self.survey_id(slug).await?.ok_or(Error::NotFound)?;
        let survey = self.survey(id).await?;
        if survey.is_public() {
            Ok(survey)
        } else {
            Err(Error::NotFound)
        }
    }

    /// A survey that the actor looks after.
    pub async fn console_survey(&self, actor: &Actor, slug: &str) -> Result<Arc<Survey>> {
        actor.may(Action::ReadSurveys)?;
        let id = self.reached_survey_id(actor, slug).await?;
        self.survey(id).await
    }

    /// The same as the database has it now: a form is changed upon what is there, not upon what a node remembers.
    pub async fn survey_now(&self, actor: &Actor, slug: &str) -> Result<Arc<Survey>> {
        actor.may(Action::ReadSurveys)?;
        let id = self.reached_survey_id(actor, slug).await?;
        self.forget_survey(id);
        self.survey(id).await
    }

    /// The way to every survey that somebody wants to change.
    pub(crate) async fn reached_survey_id(&self, actor: &Actor, slug: &str) -> Result<SurveyId> {
        let id = self.survey_id(slug).await?.ok_or(Error::NotFound)?;
        let survey = self.survey(id).await?;
        self.reach(actor, survey.unit).await?;
        if survey.is_public() || actor.sees_drafts() {
            Ok(id)
        } else {
            Err(Error::NotFound)
        }
    }

    async fn survey_id(&self, slug: &str) -> Result<Option<SurveyId>> {
        if let Some(id) = self.surveys.slugs.get(slug) {
            return Ok(Some(id));
        }
        let mut tx = self.store.read().await?;
        let Some(id) = store::surveys::id_of(&mut tx, slug).await? else {
            return Ok(None);
        };
        self.surveys.slugs.insert(slug.to_owned(), SurveyId(id));
        Ok(Some(SurveyId(id)))
    }

    pub(crate) async fn survey(&self, id: SurveyId) -> Result<Arc<Survey>> {
        let now = self.now();
        if let Some(survey) = fresh(&self.surveys.surveys, &id, now) {
            return Ok(survey);
        }
        let mut tx = self.store.read().await?;
        let survey = Arc::new(load(&mut tx, id).await?.ok_or(Error::NotFound)?);
        self.surveys.surveys.insert(id, (now, survey.clone()));
        Ok(survey)
    }

    pub(crate) fn forget_survey(&self, id: SurveyId) {
        self.surveys.surveys.invalidate(&id);
    }

    /// The form that a wave has fielded, with its conditions read.
    pub async fn fielded(&self, survey: SurveyId, version: i64) -> Result<Arc<Course<'static>>> {
        if let Some(course) = self.surveys.versions.get(&(survey, version)) {
            return Ok(course);
        }
        let mut tx = self.store.read().await?;
        let record = store::surveys::version(&mut tx, survey, version).await?;
        drop(tx);
        let record = record.ok_or(Error::NotFound)?;
        let form: Form = from_json(&record.form, "survey_versions", "form", &survey)?;
        let course =
            Course::kept(form).ok_or_else(|| Error::Internal("a fielded form has a bad condition".into()))?;
        let course = Arc::new(course);
        self.surveys.versions.insert((survey, version), course.clone());
        Ok(course)
    }
}

pub(crate) async fn load(tx: &mut Tx, id: SurveyId) -> StoreResult<Option<Survey>> {
    let Some(record) = store::surveys::by_id(tx, id).await? else {
        return Ok(None);
    };
    let waves = store::surveys::waves(tx, id).await?;
    let mut survey = survey_of(&record)?;
    survey.waves = waves.iter().map(wave_of).collect::<StoreResult<_>>()?;
    Ok(Some(survey))
}

/// The same locked, with its waves as they are stored: nobody else changes any of it until the transaction ends.
pub(super) async fn load_locked(tx: &mut Tx, id: SurveyId) -> Result<(Survey, Vec<WaveRecord>)> {
    let record = store::surveys::lock(tx, id).await?.ok_or(Error::NotFound)?;
    let waves = store::surveys::waves(tx, id).await?;
    let mut survey = survey_of(&record)?;
    survey.waves = waves.iter().map(wave_of).collect::<StoreResult<_>>()?;
    Ok((survey, waves))
}

/// Without its waves.
pub(super) fn survey_of(record: &SurveyRecord) -> StoreResult<Survey> {
    let id = SurveyId(record.id);
    Ok(Survey {
        id,
        title: from_json(&record.title, "surveys", "title", &id)?,
        unit: record.unit_id.map(UnitId),
        draft: from_json(&record.draft, "surveys", "draft", &id)?,
        revision: record.revision,
        published: record.published,
        waves: Vec::new(),
        slug: record.slug.clone(),
    })
}

fn wave_of(record: &WaveRecord) -> StoreResult<Wave> {
    Ok(Wave {
        id: WaveId(record.id),
        ordinal: record.ordinal,
        name: record.name.clone(),
        version: record.version,
        span: span_of(record),
        channels: from_json(&record.channels, "waves", "channels", &record.id)?,
        quotas: from_json(&record.quotas, "waves", "quotas", &record.id)?,
        strata: from_json(&record.strata, "waves", "strata", &record.id)?,
        invited_only: record.invited_only,
    })
}

pub(super) const fn span_of(record: &WaveRecord) -> Span {
    Span {
        opens_at: Timestamp(record.opens_at),
        closes_at: Timestamp(record.closes_at),
    }
}
