//! Waves: a version of the form is frozen, and takes answers for a time.

use std::sync::Arc;

use khao_domain::audit::Detail;
use khao_domain::ids::{SurveyId, UnitId, WaveId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::check::check;
use khao_domain::survey::form::Form;
use khao_domain::survey::quota::{self, Quota};
use khao_domain::survey::strata::{self, Stratum};
use khao_domain::survey::wave::{Channel, Span};
use khao_domain::text::nfc;

use super::surveys::{Survey, load_locked};
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::fresh::FRESH_S;
use crate::people::units::UnitTree;
use crate::policy::{Action, Actor};
use crate::store::surveys::{VersionRecord, WaveRecord};
use crate::store::{self, Tx, to_json};

const NAME_CHARS_MOST: usize = 120;
/// Longer ones are a mistake.
const LONGEST_S: i64 = 5 * 366 * 24 * 3600;

#[derive(Debug, Clone)]
pub struct NewWave {
    pub name: String,
    pub span: Span,
    pub channels: Vec<Channel>,
    pub quotas: Vec<Quota>,
    pub strata: Vec<Stratum>,
    /// Over the web it is answered by whoever holds an invitation.
    pub invited_only: bool,
}

/// What of a wave may change once it is fielded; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct WaveChange {
    pub name: Option<String>,
    pub span: Option<Span>,
    pub channels: Option<Vec<Channel>>,
}

impl Engine {
    /// Freezes the draft as the survey's next version, unless it is the last one, and plans a wave that fields it.
    pub async fn field_wave(&self, actor: &Actor, slug: &str, new: NewWave) -> Result<Arc<Survey>> {
        actor.may(Action::RunSurveys)?;
        let id = self.reached_survey_id(actor, slug).await?;
        let units = self.units().await?;
        let mut tx = self.store.write().await?;
        let (survey, _) = load_locked(&mut tx, id).await?;
        let mut problems = check(&survey.draft);
        for problem in &mut problems {
            problem.pointer.insert_str(0, "/form");
        }
        problems.extend(check_name(&new.name));
        problems.extend(check_channels(&new.channels));
        problems.extend(check_span(&survey, None, new.span));
        problems.extend(quota::check(&survey.draft, &new.quotas));
        problems.extend(strata::check(&new.strata));
        problems.extend(check_units(&units, &new.strata));
        problems.extend(check_invited(new.invited_only, &new.channels));
        Error::if_any(problems)?;
        let version = freeze(&mut tx, id, &survey.draft).await?;
        let wave = WaveRecord {
            id: self.random.id::<WaveId>(self.now()).0,
            survey_id: id.0,
            ordinal: survey.waves.last().map_or(1, |last| last.ordinal + 1),
            name: nfc(&new.name),
            version,
            opens_at: new.span.opens_at.0,
            closes_at: new.span.closes_at.0,
            channels: to_json(&new.channels),
            quotas: to_json(&new.quotas),
            strata: to_json(&named(new.strata)),
            invited_only: new.invited_only,
        };
        store::surveys::insert_wave(&mut tx, &wave).await?;
        store::responses::insert_quotas(&mut tx, WaveId(wave.id), new.quotas.len()).await?;
        let detail = Detail::survey_part(id, &wave.name).fact("version", version);
        self.record(&mut tx, actor, "waves.field", &wave.id.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_survey(id);
        self.survey(id).await
    }

    /// A wave that has opened keeps its beginning; its end may move, also to now.
    pub async fn change_wave(
        &self,
        actor: &Actor,
        slug: &str,
        wave: WaveId,
        change: WaveChange,
    ) -> Result<Arc<Survey>> {
        actor.may(Action::RunSurveys)?;
        let id = self.reached_survey_id(actor, slug).await?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (survey, records) = load_locked(&mut tx, id).await?;
        let mut record = record_of(records, wave)?;
        let before = survey.wave(wave).ok_or(Error::NotFound)?;
        let present = before.span;
        let span = change.span.unwrap_or(present);
        let mut problems = change.name.as_deref().map(check_name).unwrap_or_default();
        if let Some(channels) = &change.channels {
            problems.extend(check_channels(channels));
            problems.extend(check_invited(before.invited_only, channels));
        }
        problems.extend(check_span(&survey, Some(wave), span));
        if present.opens_at <= now && span.opens_at != present.opens_at {
            let detail = said(
                "Đợt đã mở nên không đổi được giờ mở.",
                "The wave has opened, so its beginning stays.",
            );
            problems.push(Problem::at("/opens_at", detail));
        }
        Error::if_any(problems)?;
        if let Some(name) = change.name {
            record.name = nfc(&name);
        }
        let mut channels = before.channels.clone();
        if let Some(changed) = change.channels {
            record.channels = to_json(&changed);
            channels = changed;
        }
        (record.opens_at, record.closes_at) = (span.opens_at.0, span.closes_at.0);
        store::surveys::update_wave(&mut tx, &record).await?;
        let words = |channels: &[Channel]| -> Vec<&str> { channels.iter().map(|one| one.as_str()).collect() };
        let detail = Detail::survey_part(id, &before.name)
            .change("name", before.name.as_str(), record.name.as_str())
            .change("opens_at", present.opens_at.0, span.opens_at.0)
            .change("closes_at", present.closes_at.0, span.closes_at.0)
            .change("channels", words(&before.channels), words(&channels));
        self.record(&mut tx, actor, "waves.change", &wave.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_survey(id);
        self.survey(id).await
    }

    /// For a wave that has not opened: nobody can have answered it, whatever other nodes do meanwhile.
    pub async fn delete_wave(&self, actor: &Actor, slug: &str, wave: WaveId) -> Result<Arc<Survey>> {
        actor.may(Action::RunSurveys)?;
        let id = self.reached_survey_id(actor, slug).await?;
        let mut tx = self.store.write().await?;
        let (_, records) = load_locked(&mut tx, id).await?;
        let record = record_of(records, wave)?;
        // Another node may remember it for some seconds.
        if record.opens_at <= self.now().plus_seconds(FRESH_S).0 {
            return Err(Error::Conflict(Conflict::InUse));
        }
        store::surveys::delete_wave(&mut tx, wave).await?;
        let detail = Detail::survey_part(id, &record.name);
        self.record(&mut tx, actor, "waves.delete", &wave.to_string(), &detail)
            .await?;
        tx.commit().await?;
        self.forget_survey(id);
        self.survey(id).await
    }
}

fn record_of(waves: Vec<WaveRecord>, wave: WaveId) -> Result<WaveRecord> {
    let found = waves.into_iter().find(|record| record.id == wave.0);
    found.ok_or(Error::NotFound)
}

/// The number of the version that the form is.
async fn freeze(tx: &mut Tx, survey: SurveyId, form: &Form) -> Result<i64> {
    let last = store::surveys::last_version(tx, survey).await?;
    let form = to_json(form);
    let number = match last {
        Some(last) if last.form == form => return Ok(last.number),
        Some(last) => last.number + 1,
        None => 1,
    };
    store::surveys::insert_version(tx, survey, &VersionRecord { number, form }).await?;
    Ok(number)
}

fn check_name(name: &str) -> Vec<Problem> {
    if (1..=NAME_CHARS_MOST).contains(&name.trim().chars().count()) {
        return Vec::new();
    }
    let detail = said(
        "Tên đợt có từ 1 đến 120 ký tự.",
        "A wave's name has 1 to 120 characters.",
    );
    vec![Problem::at("/name", detail)]
}

fn check_channels(channels: &[Channel]) -> Vec<Problem> {
    if !channels.is_empty() {
        return Vec::new();
    }
    let detail = said(
        "Hãy chọn ít nhất một cách trả lời.",
        "Choose at least one way to answer.",
    );
    vec![Problem::at("/channels", detail)]
}

/// Names as they are kept.
fn named(mut strata: Vec<Stratum>) -> Vec<Stratum> {
    for stratum in &mut strata {
        stratum.name = nfc(stratum.name.trim());
    }
    strata
}

fn check_units(units: &UnitTree, strata: &[Stratum]) -> Vec<Problem> {
    let is_unknown = |unit: &UnitId| units.get(*unit).is_none();
    let wrong = (0..)
        .zip(strata)
        .filter(|(_, one): &(usize, &Stratum)| one.units.iter().any(is_unknown));
    wrong
        .map(|(nth, _)| {
            Problem::at(
                format!("/strata/{nth}/unit_ids"),
                crate::people::units::no_such_unit(),
            )
        })
        .collect()
}

/// Whoever is invited answers over the web.
fn check_invited(invited_only: bool, channels: &[Channel]) -> Vec<Problem> {
    if !invited_only || channels.contains(&Channel::Web) {
        return Vec::new();
    }
    let detail = said(
        "Đợt theo thư mời cần có cách trả lời bằng đường dẫn trên mạng.",
        "A wave by invitation must be answered over the web.",
    );
    vec![Problem::at("/channels", detail)]
}

/// Waves of one survey follow each other, so that it is always clear which one an answer belongs to.
fn check_span(survey: &Survey, of: Option<WaveId>, span: Span) -> Vec<Problem> {
    let length = span.closes_at.seconds_since(span.opens_at);
    if !(1..=LONGEST_S).contains(&length) {
        let detail = said(
            "Giờ đóng phải sau giờ mở, và không quá 5 năm.",
            "It must close after it opens, and within five years.",
        );
        return vec![Problem::at("/closes_at", detail)];
    }
    let others = survey.waves.iter().filter(|wave| Some(wave.id) != of);
    if others.into_iter().any(|wave| wave.span.overlaps(span)) {
        let detail = said(
            "Trùng thời gian với đợt khác của cuộc khảo sát này.",
            "Another wave of this survey is open at that time.",
        );
        return vec![Problem::at("/opens_at", detail)];
    }
    Vec::new()
}
