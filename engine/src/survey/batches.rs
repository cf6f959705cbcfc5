//! Invitations to a wave, made in batches of one stratum and unit; how far those came who were invited; and the one time
//! that the tokens of a batch can be read.

use data_encoding::BASE64URL_NOPAD;
use khao_domain::audit::Detail;
use khao_domain::ids::{AccountId, BatchId, UnitId, WaveId};
use khao_domain::lang::said;
use khao_domain::problem::Problem;
use khao_domain::survey::invitation::{BATCH_LEAST, BATCH_MOST, InvitationToken, Marks};
use khao_domain::survey::turnout::Turnout;
use khao_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::surveys::Wave;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::policy::{Action, Actor};
use crate::secrets::ServerKey;
use crate::store;
use crate::store::invitation_batches::BatchRecord;

/// Of one wave.
const BATCHES_MOST: usize = 5_000;
const LABEL: &str = "survey batch 1";
/// How long whoever made a batch may print it.
const READABLE_S: i64 = 3600;

#[derive(Debug, Clone)]
pub struct NewBatch {
    /// The place among the wave's strata.
    pub stratum: Option<usize>,
    pub unit: Option<UnitId>,
    pub count: u32,
    /// None: as long as the wave.
    pub valid_until: Option<Timestamp>,
}

#[derive(Debug, Clone)]
pub struct Batch {
    pub id: BatchId,
    /// From 1, within the wave.
    pub ordinal: i64,
    pub stratum: Option<usize>,
    pub unit: Option<UnitId>,
    pub made_at: Timestamp,
    pub valid_until: Option<Timestamp>,
    pub revoked: bool,
    pub turnout: Turnout,
}

/// What is done to a batch later; what is none stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct BatchChange {
    /// For good.
    pub revoke: bool,
    pub refused: Option<u32>,
    pub not_reached: Option<u32>,
}

/// What the tokens of a batch are made of. It is kept nowhere: it travels, sealed, with whoever has made the batch.
#[derive(Serialize, Deserialize)]
struct Source {
    batch: BatchId,
    secret: [u8; 32],
    made_by: AccountId,
    made_at: Timestamp,
}

/// A batch with its tokens, in the order in which they are given out.
#[derive(Debug)]
pub struct Slips {
    pub batch: Batch,
    pub tokens: Vec<InvitationToken>,
}

impl Engine {
    /// The batch, and what reads its tokens for the next hour; nothing else ever does.
    pub async fn make_batch(
        &self,
        actor: &Actor,
        (slug, wave): (&str, WaveId),
        new: NewBatch,
    ) -> Result<(Batch, String)> {
        actor.may(Action::RunSurveys)?;
        let id = self.reached_survey_id(actor, slug).await?;
        self.proved_lately(actor)?;
        let survey = self.survey(id).await?;
        let of = survey.wave(wave).ok_or(Error::NotFound)?;
        let stratum = self.check_batch(of, &new).await?;
        let new = NewBatch { stratum, ..new };
        let now = self.now();
        let source = Source {
            batch: BatchId(self.random.untimed_id()),
            secret: self.random.bytes(),
            made_by: actor.account().ok_or(Error::LogIn)?,
            made_at: now,
        };
        let sealed = self.seal_source(wave, &source)?;
        let mut hashes: Vec<[u8; 32]> = tokens_of(&source, new.count)
            .iter()
            .map(|token| self.invitation_hash(token))
            .collect();
        hashes.sort_unstable();
        let mut tx = self.store.write().await?;
        store::surveys::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let others = store::invitation_batches::of_wave(&mut tx, wave).await?;
        if others.len() >= BATCHES_MOST {
            return Err(Error::Conflict(Conflict::InUse));
        }
        let ordinal = others.last().map_or(1, |last| last.ordinal + 1);
        let record = record_of(source.batch, wave, &new, (ordinal, now));
        store::invitation_batches::insert(&mut tx, &record).await?;
        store::invitation_batches::add_tokens(&mut tx, source.batch, &hashes).await?;
        let detail = Detail::named(&of.name)
            .fact("batch", ordinal)
            .fact("count", new.count);
        self.record(&mut tx, actor, "batches.make", &wave.to_string(), detail)
            .await?;
        tx.commit().await?;
        Ok((batch_of(&record), sealed))
    }

    /// The stratum of the batch: where a unit is given, the one that it lies in.
    async fn check_batch(&self, wave: &Wave, new: &NewBatch) -> Result<Option<usize>> {
        if !wave.invited_only {
            return Err(Error::Conflict(Conflict::NotByInvitation));
        }
        let now = self.now();
        if wave.span.closes_at <= now {
            return Err(Error::Conflict(Conflict::SurveyClosed));
        }
        let (mut problems, mut stratum) = (Vec::new(), new.stratum);
        if !(BATCH_LEAST..=BATCH_MOST).contains(&new.count) {
            let detail = said(
                "Mỗi lô có từ 20 đến 2.000 thư mời: ít hơn 20 thì câu trả lời của từng người không còn lẫn vào nhau được.",
                "A batch has 20 to 2,000 invitations: among fewer than 20 nobody's answers are lost in the others'.",
            );
            problems.push(Problem::at("/count", detail));
        }
        if new.stratum.is_some_and(|place| place >= wave.strata.len()) {
            let detail = said("Đợt không có tầng này.", "The wave has no such stratum.");
            problems.push(Problem::at("/stratum", detail));
        }
        if let Some(unit) = new.unit {
            let units = self.units().await?;
            if units.get(unit).is_none() {
                problems.push(Problem::at("/unit_id", crate::people::units::no_such_unit()));
            } else if new.stratum.is_some() && wave.stratum_of(&units, unit) != new.stratum {
                let detail = said(
                    "Đơn vị này không thuộc tầng đã chọn.",
                    "The unit does not belong to this stratum.",
                );
                problems.push(Problem::at("/unit_id", detail));
            } else {
                stratum = wave.stratum_of(&units, unit);
            }
        }
        if new.valid_until.is_some_and(|until| until <= now) {
            let detail = said("Hạn dùng đã qua.", "That time has passed.");
            problems.push(Problem::at("/valid_until", detail));
        }
        Error::if_any(problems)?;
        Ok(stratum)
    }

    /// The tokens, to whoever has made the batch, within the hour.
    pub async fn slips(&self, actor: &Actor, (slug, wave): (&str, WaveId), sealed: &str) -> Result<Slips> {
        actor.may(Action::RunSurveys)?;
        let id = self.reached_survey_id(actor, slug).await?;
        self.proved_lately(actor)?;
        let gone = || Error::Conflict(Conflict::SlipsGone);
        let source = self.open_source(wave, sealed).ok_or_else(gone)?;
        let is_own = actor.account() == Some(source.made_by);
        if !is_own || self.now().seconds_since(source.made_at) > READABLE_S {
            return Err(gone());
        }
        let mut tx = self.store.read().await?;
        let record = store::invitation_batches::by_id(&mut tx, source.batch).await?;
        let record = record.ok_or_else(gone)?;
        self.survey(id).await?.wave(wave).ok_or(Error::NotFound)?;
        Ok(Slips {
            tokens: tokens_of(&source, u32::try_from(record.sent).unwrap_or(0)),
            batch: batch_of(&record),
        })
    }

    /// The batches of a wave, in their order; a coordinator's are those of the own units.
    pub async fn batches(&self, actor: &Actor, slug: &str, wave: WaveId) -> Result<Vec<Batch>> {
        let survey = self.console_survey(actor, slug).await?;
        survey.wave(wave).ok_or(Error::NotFound)?;
        let units = self.units().await?;
        let mut tx = self.store.read().await?;
        let records = store::invitation_batches::of_wave(&mut tx, wave).await?;
        let is_seen = |batch: &Batch| match batch.unit {
            Some(unit) => actor.sees_unit(&units, unit),
            None => actor.unit_scope().is_none(),
        };
        Ok(records.iter().map(batch_of).filter(is_seen).collect())
    }

    pub async fn change_batch(
        &self,
        actor: &Actor,
        (slug, wave): (&str, WaveId),
        id: BatchId,
        change: BatchChange,
    ) -> Result<Batch> {
        actor.may(Action::RunSurveys)?;
        let survey = self.reached_survey_id(actor, slug).await?;
        let survey = self.survey(survey).await?;
        let of = survey.wave(wave).ok_or(Error::NotFound)?;
        let mut tx = self.store.write().await?;
        let record = store::invitation_batches::lock(&mut tx, id).await?;
        let mut record = record
            .filter(|record| record.wave_id == wave.0)
            .ok_or(Error::NotFound)?;
        let before = batch_of(&record);
        record.revoked |= change.revoke;
        record.refused = change.refused.map_or(record.refused, i64::from);
        record.not_reached = change.not_reached.map_or(record.not_reached, i64::from);
        let after = batch_of(&record);
        // Numbers that fitted when they were written down may be passed by those who answer later.
        let problems = after.turnout.check();
        if (change.refused.is_some() || change.not_reached.is_some()) && !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        store::invitation_batches::update(&mut tx, &record).await?;
        let detail = Detail::named(&of.name)
            .fact("batch", record.ordinal)
            .change("revoked", before.revoked, after.revoked)
            .change("refused", before.turnout.refused, after.turnout.refused)
            .change(
                "not_reached",
                before.turnout.not_reached,
                after.turnout.not_reached,
            );
        self.record(&mut tx, actor, "batches.change", &wave.to_string(), detail)
            .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// What a token is known by; only whoever has the server key can tell.
    pub fn invitation_hash(&self, token: &InvitationToken) -> [u8; 32] {
        self.key.mac("survey invitation 1", &[token.as_str().as_bytes()])
    }

    fn seal_source(&self, wave: WaveId, source: &Source) -> Result<String> {
        let text = store::to_json(source);
        let nonce = self.random.bytes();
        let sealed = self.key.seal(LABEL, wave.0.as_bytes(), text.as_bytes(), nonce)?;
        Ok(BASE64URL_NOPAD.encode(&sealed))
    }

    fn open_source(&self, wave: WaveId, sealed: &str) -> Option<Source> {
        let sealed = BASE64URL_NOPAD.decode(sealed.as_bytes()).ok()?;
        let text = self.key.open(LABEL, wave.0.as_bytes(), &sealed)?;
        serde_json::from_slice(&text).ok()
    }
}

fn tokens_of(source: &Source, count: u32) -> Vec<InvitationToken> {
    let key = ServerKey::new(source.secret);
    let token = |nth: u32| {
        let [head @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
            key.mac("slip 1", &[&nth.to_be_bytes()]);
        InvitationToken::from_bytes(&head)
    };
    (0..count).map(token).collect()
}

/// A batch of which nothing has come yet.
pub(crate) fn record_of(
    id: BatchId,
    wave: WaveId,
    new: &NewBatch,
    (ordinal, now): (i64, Timestamp),
) -> BatchRecord {
    let none = || Marks::none(new.count).bytes().to_vec();
    BatchRecord {
        id: id.0,
        wave_id: wave.0,
        ordinal,
        stratum: new.stratum.and_then(|place| i64::try_from(place).ok()),
        unit_id: new.unit.map(|unit| unit.0),
        sent: i64::from(new.count),
        made_at: now.0,
        valid_until: new.valid_until.map(|until| until.0),
        revoked: false,
        opened: none(),
        started: none(),
        completed: none(),
        refused: 0,
        not_reached: 0,
    }
}

fn batch_of(record: &BatchRecord) -> Batch {
    let marked = |bytes: &[u8]| Marks::of(bytes.to_vec()).count();
    Batch {
        id: BatchId(record.id),
        ordinal: record.ordinal,
        stratum: record.stratum.and_then(|place| usize::try_from(place).ok()),
        unit: record.unit_id.map(UnitId),
        made_at: Timestamp(record.made_at),
        valid_until: record.valid_until.map(Timestamp),
        revoked: record.revoked,
        turnout: Turnout {
            sent: record.sent.unsigned_abs(),
            opened: marked(&record.opened),
            started: marked(&record.started),
            completed: marked(&record.completed),
            refused: record.refused.unsigned_abs(),
            not_reached: record.not_reached.unsigned_abs(),
        },
    }
}
