//! An attempt from its start to its submission.

use std::sync::{Arc, Mutex, PoisonError};

use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::answer::{self, Value, canonical, parse_canonical};
use khao_domain::contest::clock;
use khao_domain::contest::draw::paper_seed;
use khao_domain::contest::paper::Paper;
use khao_domain::contest::round::RoundState;
use khao_domain::decimal::Decimal;
use khao_domain::ids::{AttemptId, ContestId, GroupId, ParticipantId, RoundId, UnitId};
use khao_domain::problem::Problem;
use khao_domain::time::Timestamp;

use super::caches::FRESH_S;
use super::frozen::{FrozenGroup, FrozenRound};
use super::sealing::SealOrder;
use crate::Engine;
use crate::error::{Conflict, Error, Result};
use crate::journal::{SaveOutcome, SavedPosition};
use crate::policy::Actor;
use crate::store::{self, answers::AnswerRow, attempts::AttemptRecord};

/// The highest seq a client may choose: 2^53 − 1, the largest whole number that JavaScript holds exactly.
pub const SEQ_MAX: i64 = (1 << 53) - 1;

/// What never changes of an attempt, and its clock, read again every few seconds.
#[derive(Debug)]
pub struct AttemptContext {
    pub id: AttemptId,
    pub round: Arc<FrozenRound>,
    pub group: GroupId,
    pub participant: ParticipantId,
    pub ordinal: u32,
    pub started_at: Timestamp,
    pub(crate) paper: Paper,
    clock: Mutex<AttemptClock>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct AttemptClock {
    pub(crate) deadline: Timestamp,
    /// Deadline and grace.
    pub(crate) last_save_at: Timestamp,
    pub(crate) sealed: bool,
    read_at: Timestamp,
}

impl AttemptContext {
    pub(crate) fn frozen_group(&self) -> Option<&FrozenGroup> {
        self.round.groups.get(&self.group)
    }

    fn clock(&self) -> AttemptClock {
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_clock(&self, clock: AttemptClock) {
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner) = clock;
    }
}

/// A question as its participant sees it. Holds no key, by construction.
#[derive(Debug, Clone)]
pub struct QuestionView {
    /// From 1 up.
    pub position: u16,
    pub kind: ItemKindName,
    pub stem_html: Arc<str>,
    /// (id, text), in the order drawn.
    pub options: Vec<(String, Arc<str>)>,
    pub required: bool,
    pub min: Option<Decimal>,
    pub max: Option<Decimal>,
}

/// An answer as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedAnswer {
    pub position: u16,
    pub seq: i64,
    pub value: Option<Value>,
}

#[derive(Debug, Clone)]
pub struct AttemptView {
    pub id: AttemptId,
    pub round: RoundId,
    pub contest: ContestId,
    pub round_name: String,
    pub ordinal: u32,
    pub started_at: Timestamp,
    pub deadline: Timestamp,
    pub server_time: Timestamp,
    pub sealed: bool,
    pub questions: Vec<QuestionView>,
    /// By position, the answered ones only.
    pub saved: Vec<SavedAnswer>,
}

/// One answer to be saved.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    pub position: u16,
    pub seq: i64,
    /// None clears.
    pub value: Option<Value>,
}

#[derive(Debug, Clone)]
pub struct Saved {
    pub positions: Vec<SavedPosition>,
    pub deadline: Timestamp,
    pub server_time: Timestamp,
}

impl Engine {
    /// Starts an attempt, or returns the one there is; true where it was just created.
    pub async fn start(
        &self,
        actor: &Actor,
        round: RoundId,
        ordinal: Option<u32>,
        client_nonce: &str,
    ) -> Result<(AttemptView, bool)> {
        let (participant, contest) = actor.participant()?;
        if client_nonce.chars().count() > 128 {
            return Err(Error::invalid(
                "/client_nonce",
                "Chuỗi ngẫu nhiên dài nhất 128 ký tự.",
            ));
        }
        let frozen = self.frozen_round(round).await?;
        if frozen.contest != contest {
            return Err(Error::NotFound);
        }
        let mut tx = self.store.read().await?;
        let present = store::attempts::of_person(&mut tx, round, participant).await?;
        let person = store::participants::by_id(&mut tx, participant)
            .await?
            .ok_or(Error::LogIn)?;
        drop(tx);
        let Some(next) = next_ordinal(&frozen, &present, ordinal, self.now())? else {
            let wanted = ordinal.and_then(|n| present.iter().find(|row| row.ordinal == i64::from(n)));
            let row = wanted.or(present.last()).ok_or(Error::NotFound)?;
            return Ok((self.view(AttemptId(row.id)).await?, false));
        };
        self.check_startable(&frozen).await?;
        let group = GroupId(person.group_id);
        let unit = UnitId(person.unit_id);
        let row = self.new_attempt(&frozen, participant, (group, unit), next, client_nonce);
        let id = AttemptId(row.id);
        let context = self.context_of(frozen, &row)?;
        let created = self.journal.start_attempt(row).await?;
        if created {
            self.caches.attempts.insert(id, Arc::new(context));
        }
        match self.view(id).await {
            Err(Error::NotFound) => Err(Error::Conflict(Conflict::RoundClosed)),
            view => Ok((view?, created)),
        }
    }

    /// A new attempt needs an open round; one that is there is found at any time.
    async fn check_startable(&self, round: &FrozenRound) -> Result<()> {
        let now = self.now();
        if now < round.opens_at {
            return Err(Error::Conflict(Conflict::RoundNotOpen));
        }
        let contest = self.contest(round.contest).await?;
        let announced = contest
            .round(round.id)
            .is_none_or(|round| round.state == RoundState::Announced);
        if now >= round.closes_at || !announced {
            return Err(Error::Conflict(Conflict::RoundClosed));
        }
        Ok(())
    }

    fn new_attempt(
        &self,
        round: &FrozenRound,
        participant: ParticipantId,
        (group, unit): (GroupId, UnitId),
        ordinal: u32,
        client_nonce: &str,
    ) -> AttemptRecord {
        let now = self.now();
        let deadline = clock::deadline(round.settings.deadline, now, round.duration_s, round.closes_at, 0);
        AttemptRecord {
            id: AttemptId::derive(round.id, participant, ordinal).0,
            round_id: round.id.0,
            participant_id: participant.0,
            group_id: group.0,
            unit_id: unit.0,
            ordinal: i64::from(ordinal),
            client_nonce: client_nonce.to_owned(),
            started_at: now.0,
            deadline: deadline.0,
            last_save_at: deadline.plus_seconds(i64::from(round.settings.grace_s)).0,
            sealed_at: None,
            submitted_at: None,
            duration_ms: None,
            answers: None,
            score_hundredths: None,
            max_score_hundredths: None,
            prediction: None,
        }
    }

    /// The paper follows from the row: the same seed gives the same paper for ever.
    pub(crate) fn context_of(&self, round: Arc<FrozenRound>, row: &AttemptRecord) -> Result<AttemptContext> {
        let id = AttemptId(row.id);
        let seed = paper_seed(&round.secret, id, row.client_nonce.as_bytes());
        let group = round.groups.get(&GroupId(row.group_id)).ok_or(Error::NotFound)?;
        let paper = group.draw(seed)?;
        Ok(AttemptContext {
            id,
            group: GroupId(row.group_id),
            participant: ParticipantId(row.participant_id),
            ordinal: u32::try_from(row.ordinal).unwrap_or(0),
            started_at: Timestamp(row.started_at),
            paper,
            clock: Mutex::new(clock_of(row, self.now())),
            round,
        })
    }

    /// Resumes, on any device.
    pub async fn attempt(&self, actor: &Actor, id: AttemptId) -> Result<AttemptView> {
        self.own(actor, id).await?;
        self.view(id).await
    }

    /// The attempt, if it is the actor's own; another person's is not found.
    pub(crate) async fn own(&self, actor: &Actor, id: AttemptId) -> Result<Arc<AttemptContext>> {
        let (participant, _) = actor.participant()?;
        let context = match self.caches.attempts.get(&id) {
            Some(context) => context,
            None => self.attempt_now(id).await?.0,
        };
        if context.participant == participant {
            Ok(context)
        } else {
            Err(Error::NotFound)
        }
    }

    /// The attempt with its clock as the database has it now.
    pub(crate) async fn attempt_now(&self, id: AttemptId) -> Result<(Arc<AttemptContext>, AttemptClock)> {
        let mut tx = self.store.read().await?;
        let row = store::attempts::by_id(&mut tx, id)
            .await?
            .ok_or(Error::NotFound)?;
        drop(tx);
        let clock = clock_of(&row, self.now());
        if let Some(context) = self.caches.attempts.get(&id) {
            context.set_clock(clock);
            return Ok((context, clock));
        }
        let round = self.frozen_round(RoundId(row.round_id)).await?;
        let context = Arc::new(self.context_of(round, &row)?);
        self.caches.attempts.insert(id, context.clone());
        Ok((context, clock))
    }

    /// The clock: cached for seconds, and read again before anything is refused. Seals what is overdue.
    pub(crate) async fn open_clock(&self, context: &Arc<AttemptContext>) -> Result<AttemptClock> {
        let now = self.now();
        let mut clock = context.clock();
        let stale = !(0..FRESH_S).contains(&now.seconds_since(clock.read_at));
        if stale || clock.sealed || now > clock.last_save_at {
            clock = self.attempt_now(context.id).await?.1;
        }
        if !clock.sealed && now > clock.last_save_at {
            self.seal_overdue(context.clone(), clock.deadline).await?;
            clock = self.attempt_now(context.id).await?.1;
        }
        Ok(clock)
    }

    async fn view(&self, id: AttemptId) -> Result<AttemptView> {
        let (context, _) = self.attempt_now(id).await?;
        let clock = self.open_clock(&context).await?;
        let mut tx = self.store.read().await?;
        let saved = store::answers::newest_of_attempt(&mut tx, id).await?;
        drop(tx);
        let round = &context.round;
        Ok(AttemptView {
            id,
            round: round.id,
            contest: round.contest,
            round_name: round.name.clone(),
            ordinal: context.ordinal,
            started_at: context.started_at,
            deadline: clock.deadline,
            server_time: self.now(),
            sealed: clock.sealed,
            questions: questions(&context),
            saved: saved
                .into_iter()
                .filter_map(|answer| {
                    let position = u16::try_from(answer.position).ok()?;
                    let value = answer.value.as_deref().and_then(parse_canonical);
                    Some(SavedAnswer {
                        position,
                        seq: answer.seq,
                        value,
                    })
                })
                .collect(),
        })
    }

    /// Saves answers; returns after they are durable.
    pub async fn save(&self, actor: &Actor, id: AttemptId, answers: &[NewAnswer]) -> Result<Saved> {
        let context = self.own(actor, id).await?;
        let rows = check_answers(&context, answers, self.now())?;
        let clock = self.open_clock(&context).await?;
        if clock.sealed {
            return Err(Error::Conflict(Conflict::AttemptClosed));
        }
        let positions = if rows.is_empty() {
            Vec::new()
        } else {
            self.append(&context, rows).await?
        };
        Ok(Saved {
            positions,
            deadline: clock.deadline,
            server_time: self.now(),
        })
    }

    async fn append(
        &self,
        context: &Arc<AttemptContext>,
        rows: Vec<AnswerRow>,
    ) -> Result<Vec<SavedPosition>> {
        match self.journal.save(context.id, rows).await? {
            SaveOutcome::Saved(positions) => Ok(positions),
            SaveOutcome::Closed => {
                self.attempt_now(context.id).await?;
                Err(Error::Conflict(Conflict::AttemptClosed))
            }
        }
    }

    /// Seals and scores; repeating it changes nothing.
    pub async fn submit(&self, actor: &Actor, id: AttemptId) -> Result<()> {
        let context = self.own(actor, id).await?;
        let clock = self.open_clock(&context).await?;
        if clock.sealed {
            return Ok(());
        }
        let now = self.now();
        let order = SealOrder {
            attempt: context.clone(),
            sealed_at: now,
            submitted_at: now.min(clock.deadline),
        };
        self.journal.seal(order).await?;
        self.attempt_now(id).await?;
        Ok(())
    }

    /// A person's attempts of a round, the first one first, each with whether it is sealed.
    pub async fn my_attempts(&self, actor: &Actor, round: RoundId) -> Result<Vec<(AttemptId, bool)>> {
        let (participant, _) = actor.participant()?;
        let mut tx = self.store.read().await?;
        let rows = store::attempts::of_person(&mut tx, round, participant).await?;
        Ok(rows
            .iter()
            .map(|row| (AttemptId(row.id), row.sealed_at.is_some()))
            .collect())
    }
}

fn clock_of(row: &AttemptRecord, now: Timestamp) -> AttemptClock {
    AttemptClock {
        deadline: Timestamp(row.deadline),
        last_save_at: Timestamp(row.last_save_at),
        sealed: row.sealed_at.is_some(),
        read_at: now,
    }
}

/// The ordinal of the attempt to create; none where one that is there is meant.
fn next_ordinal(
    round: &FrozenRound,
    present: &[AttemptRecord],
    wanted: Option<u32>,
    now: Timestamp,
) -> Result<Option<u32>> {
    let count = u32::try_from(present.len()).unwrap_or(u32::MAX);
    let open = present
        .iter()
        .any(|row| row.sealed_at.is_none() && now.0 <= row.last_save_at);
    match wanted {
        None if count > 0 => Ok(None),
        Some(0) => Err(Error::invalid("/ordinal", "Lượt thi được đánh số từ 1.")),
        Some(n) if n <= count || open => Ok(None),
        Some(n) if n > count + 1 => Err(Error::invalid("/ordinal", "Chưa làm lượt thi trước lượt này.")),
        _ if round.settings.attempts.allows(count + 1) => Ok(Some(count + 1)),
        _ => Err(Error::Conflict(Conflict::NoAttemptLeft)),
    }
}

fn questions(context: &AttemptContext) -> Vec<QuestionView> {
    let Some(group) = context.frozen_group() else {
        return Vec::new();
    };
    (1..)
        .zip(&context.paper.questions)
        .filter_map(|(position, question)| {
            let view = group.view(question.item)?;
            Some(QuestionView {
                position,
                kind: view.shape.kind,
                stem_html: view.stem_html.clone(),
                options: view.options_in(&question.order),
                required: true,
                min: view.shape.min,
                max: view.shape.max,
            })
        })
        .collect()
}

/// One invalid answer refuses the whole call, with a pointer for each.
fn check_answers(context: &AttemptContext, answers: &[NewAnswer], now: Timestamp) -> Result<Vec<AnswerRow>> {
    let mut problems = Vec::new();
    let mut rows = Vec::with_capacity(answers.len());
    for (index, new) in answers.iter().enumerate() {
        match check_answer(context, new) {
            Ok(value) => rows.push(AnswerRow {
                attempt: context.id,
                position: i64::from(new.position),
                seq: new.seq,
                value,
                saved_at: now.0,
            }),
            Err((field, detail)) => problems.push(Problem::at(format!("/answers/{index}/{field}"), detail)),
        }
    }
    if problems.is_empty() {
        Ok(rows)
    } else {
        Err(Error::Invalid(problems))
    }
}

fn check_answer(
    context: &AttemptContext,
    new: &NewAnswer,
) -> std::result::Result<Option<String>, (&'static str, String)> {
    if !(1..=SEQ_MAX).contains(&new.seq) {
        return Err(("seq", "Số thứ tự lưu từ 1 đến 2^53 − 1.".to_owned()));
    }
    let shape = context
        .frozen_group()
        .zip(
            usize::from(new.position)
                .checked_sub(1)
                .and_then(|at| context.paper.questions.get(at)),
        )
        .and_then(|(group, question)| group.view(question.item))
        .map(|view| &view.shape)
        .ok_or_else(|| ("position", "Bài thi không có câu này.".to_owned()))?;
    match &new.value {
        None => Ok(None),
        Some(value) if answer::is_blank(value) => Ok(None),
        Some(value) => answer::check(shape, value)
            .map(|value| Some(canonical(&value)))
            .map_err(|detail| ("value", detail)),
    }
}
