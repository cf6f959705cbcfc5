//! Papers that are typed in: read twice where that is wanted, compared, settled, and stored like every other response.
//!
//! A first reading waits under the running number of its paper, without whoever typed it, and is erased once the paper is
//! stored, or none may come any more. From then on nothing but the server's key leads from the number to the answers.

use std::sync::Arc;

use khao_domain::ids::{SurveyId, UnitId, WaveId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::course::Course;
use khao_domain::survey::form::Form;
use khao_domain::survey::paper::{Keyed, NUMBER_MOST, client_id, differences, key_field, typed};
use khao_domain::survey::typed_answers;
use khao_domain::survey::wave::{Channel, LATE_DAYS_MOST};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::responding::{SentResponse, check_way};
use super::surveys::{Survey, Wave};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::store::papers_typed::TypedRecord;
use crate::store::{self, from_json, to_json};

/// So many that wait are named.
const WAITING_MOST: i64 = 200;

/// One paper as somebody has typed it.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Written on it.
    pub number: i64,
    /// Random, of the page it was typed on: sent twice, it is one reading.
    pub form_id: String,
    pub unit: Option<UnitId>,
    pub language: String,
    pub readings: Readings,
}

/// What was read, by the id of the question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    pub keys: Keyed,
    /// What is written beside «khác».
    pub others: Keyed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The first waits for the second.
    OfTwo,
    /// There is no second one.
    Only,
    /// Where the two differed, this is what the paper says.
    Settled,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// For its second reading.
    Waiting,
    Stored,
    /// From the first reading, which is this.
    Differs(Readings),
}

impl Engine {
    /// The survey and the wave whose papers somebody may type in.
    pub async fn paper_wave(&self, actor: &Actor, slug: &str, wave: WaveId) -> Result<(Arc<Survey>, Wave)> {
        actor.may(Action::CollectResponses)?;
        let survey = self.public_survey(slug).await?;
        self.reach(actor, survey.unit).await?;
        let wave = survey.wave(wave).cloned().ok_or(Error::NotFound)?;
        Ok((survey, wave))
    }

    /// The numbers of papers that wait for their second reading.
    pub async fn waiting_papers(&self, actor: &Actor, slug: &str, wave: WaveId) -> Result<Vec<i64>> {
        let (_, wave) = self.paper_wave(actor, slug, wave).await?;
        let mut tx = self.store.read().await?;
        Ok(store::papers_typed::waiting(&mut tx, wave.id, WAITING_MOST).await?)
    }

    pub async fn enter_paper(
        &self,
        actor: &Actor,
        (slug, wave): (&str, WaveId),
        paper: Paper,
        reading: Reading,
    ) -> Result<Entered> {
        let (survey, wave) = self.paper_wave(actor, slug, wave).await?;
        if !wave.span.takes_late(self.now()) {
            return Err(Error::Conflict(Conflict::SurveyClosed));
        }
        let course = self.fielded(survey.id, wave.version).await?;
        let sent = response_of(&wave, &course, &paper)?;
        Error::if_any(check_way(&wave, &course, &sent))?;
        let hash = self.paper_hash(survey.id, &sent.client_id);
        if self.is_entered(&hash).await? {
            // Whoever stored it may have been stopped before this.
            self.erase_first((survey.id, wave.id), paper.number).await?;
            return Err(Error::invalid("/number", entered_already()));
        }
        let first = match reading {
            Reading::Settled => None,
            Reading::Only => self.first_reading(wave.id, paper.number).await?,
            Reading::OfTwo => match self.keep_first((survey.id, wave.id), &paper, &hash).await? {
                None => return Ok(Entered::Waiting),
                first => first,
            },
        };
        if let Some(first) = first
            && !agree(course.form(), &first, &paper.readings)
        {
            return Ok(Entered::Differs(first));
        }
        let is_stored = self.respond_on_paper(&survey, &wave, &sent).await?;
        // Without a row in the audit: with its time it would stand beside the response that was stored then.
        self.erase_first((survey.id, wave.id), paper.number).await?;
        if is_stored {
            Ok(Entered::Stored)
        } else {
            Err(Error::invalid("/number", entered_already()))
        }
    }

    /// Erases first readings of waves that no paper may come to any more.
    pub(super) async fn forget_late_papers(&self) -> Result<()> {
        let since = self.now().plus_seconds(-LATE_DAYS_MOST * 24 * 3600).0;
        let mut tx = self.store.read().await?;
        if !store::papers_typed::has_over(&mut tx, since).await? {
            return Ok(());
        }
        drop(tx);
        let mut tx = self.store.write().await?;
        store::papers_typed::erase_over(&mut tx, since).await?;
        Ok(tx.commit().await?)
    }

    async fn is_entered(&self, hash: &[u8; 32]) -> Result<bool> {
        let mut tx = self.store.read().await?;
        Ok(store::responses::is_known(&mut tx, hash).await?)
    }

    /// Under the lock of [`Engine::keep_first`]: whatever was kept before the paper was stored is seen here.
    async fn erase_first(&self, (survey, wave): (SurveyId, WaveId), number: i64) -> Result<()> {
        let mut tx = self.store.write().await?;
        store::surveys::lock(&mut tx, survey).await?;
        store::papers_typed::erase(&mut tx, wave, number).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps a first reading; or the one that there is, from another page than this.
    async fn keep_first(
        &self,
        (survey, wave): (SurveyId, WaveId),
        paper: &Paper,
        hash: &[u8; 32],
    ) -> Result<Option<Readings>> {
        let record = TypedRecord {
            wave_id: wave.0,
            number: paper.number,
            form_id: paper.form_id.clone(),
            typed: to_json(&paper.readings),
        };
        let mut tx = self.store.write().await?;
        store::surveys::lock(&mut tx, survey).await?;
        // Stored by somebody else meanwhile: nobody would erase what is kept now.
        if store::responses::is_known(&mut tx, hash).await? {
            return Err(Error::invalid("/number", entered_already()));
        }
        let is_new = store::papers_typed::insert(&mut tx, &record).await?;
        tx.commit().await?;
        if is_new {
            return Ok(None);
        }
        let mut tx = self.store.read().await?;
        let Some(known) = store::papers_typed::one(&mut tx, wave, paper.number).await? else {
            // Settled by somebody else in this very moment.
            return Err(Error::invalid("/number", entered_already()));
        };
        if known.form_id == paper.form_id {
            return Ok(None);
        }
        Ok(Some(from_json(&known.typed, "papers_typed", "typed", &wave)?))
    }

    async fn first_reading(&self, wave: WaveId, number: i64) -> Result<Option<Readings>> {
        let mut tx = self.store.read().await?;
        let known = store::papers_typed::one(&mut tx, wave, number).await?;
        let read = known.map(|known| from_json(&known.typed, "papers_typed", "typed", &wave));
        Ok(read.transpose()?)
    }
}

fn agree(form: &Form, first: &Readings, second: &Readings) -> bool {
    let pair = |one: &Readings| (one.keys.clone(), one.others.clone());
    differences(form, &pair(first), &pair(second)).is_empty()
}

fn response_of(wave: &Wave, course: &Course<'_>, paper: &Paper) -> Result<SentResponse> {
    let mut problems = Vec::new();
    if !(1..=NUMBER_MOST).contains(&paper.number) {
        let detail = said(
            "Số phiếu là số từ 1 đến 999999, ghi trên phiếu giấy.",
            "A paper's number, which is written on it, is from 1 to 999999.",
        );
        problems.push(Problem::at("/number", detail));
    }
    let answers = answers_of(course, &paper.readings).unwrap_or_else(|more| {
        problems.extend(more);
        Map::new()
    });
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    Ok(SentResponse {
        form_version: wave.version,
        channel: Channel::Paper,
        unit: paper.unit,
        desk: None,
        language: paper.language.clone(),
        answers,
        client_id: client_id(wave.id.0, paper.number),
        token: None,
    })
}

/// What is wrong is told at the fields that keys are typed into.
fn answers_of(
    course: &Course<'_>,
    readings: &Readings,
) -> std::result::Result<Map<String, Json>, Vec<Problem>> {
    let form = course.form();
    let written = typed_answers::read(form, &typed(form, &readings.keys, &readings.others)?);
    let mut problems = written.misread;
    if let Err(more) = course.check_paper(&written.sent) {
        problems.extend(more);
    }
    if problems.is_empty() {
        return Ok(written.sent);
    }
    let at_field = |problem: Problem| match problem.pointer.strip_prefix("/answers/") {
        Some(id) => Problem::at(format!("/{}", key_field(id)), problem.detail),
        None => problem,
    };
    Err(problems.into_iter().map(at_field).collect())
}

const fn entered_already() -> khao_domain::lang::Said {
    said(
        "Phiếu số này đã nhập xong. Xin xem lại số trên phiếu.",
        "The paper of this number has been entered. Look at the number on it again.",
    )
}
