//! An attempt from its start to its submission.

use std::sync::{Arc, Mutex, PoisonError};

use khao_domain::bank::item::ItemKindName;
use khao_domain::contest::answer::{Value, parse_canonical};
use khao_domain::contest::draw::paper_seed;
use khao_domain::contest::paper::Paper;
use khao_domain::decimal::Decimal;
use khao_domain::ids::{AttemptId, ContestId, GroupId, ParticipantId, RoundId};
use khao_domain::time::Timestamp;

use super::frozen::{FrozenGroup, FrozenRound};
use crate::Engine;
use crate::error::{Error, Result};
use crate::fresh::is_fresh;
use crate::policy::Actor;
use crate::store::answers::StoredAnswer;
use crate::store::{self, attempts::AttemptRecord};

pub use super::saving::{NewAnswer, Saved};

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

    pub(super) fn clock(&self) -> AttemptClock {
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It is read again before it is used.
    pub(super) fn forget_clock(&self) {
        self.clock.lock().unwrap_or_else(PoisonError::into_inner).read_at = Timestamp(0);
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
    /// Why it does not count.
    pub voided: Option<String>,
}

impl Engine {
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
            // Boxed, like every rare way off the path of a save: the future of each save is as large as its largest way.
            None => Box::pin(self.attempt_now(id)).await?.0,
        };
        if context.participant == participant {
            Ok(context)
        } else {
            Err(Error::NotFound)
        }
    }

    /// The attempt with its clock as the database has it now.
    pub(crate) async fn attempt_now(&self, id: AttemptId) -> Result<(Arc<AttemptContext>, AttemptClock)> {
        let row = self.attempt_row(id).await?;
        self.context_at(&row).await
    }

    async fn attempt_row(&self, id: AttemptId) -> Result<AttemptRecord> {
        let mut tx = self.store.read().await?;
        let row = store::attempts::by_id(&mut tx, id).await?;
        row.ok_or(Error::NotFound)
    }

    async fn context_at(&self, row: &AttemptRecord) -> Result<(Arc<AttemptContext>, AttemptClock)> {
        let (id, clock) = (AttemptId(row.id), clock_of(row, self.now()));
        if let Some(context) = self.caches.attempts.get(&id) {
            context.set_clock(clock);
            return Ok((context, clock));
        }
        let round = self.frozen_round(RoundId(row.round_id)).await?;
        let context = Arc::new(self.context_of(round, row)?);
        self.caches.attempts.insert(id, context.clone());
        Ok((context, clock))
    }

    /// The clock: cached for seconds, and read again before anything is refused. Seals what is overdue.
    pub(crate) async fn open_clock(&self, context: &Arc<AttemptContext>) -> Result<AttemptClock> {
        let now = self.now();
        let mut clock = context.clock();
        let stale = !is_fresh(clock.read_at, now);
        if stale || clock.sealed || now > clock.last_save_at {
            clock = Box::pin(self.attempt_now(context.id)).await?.1;
        }
        if !clock.sealed && now > clock.last_save_at {
            Box::pin(self.seal_overdue(context.clone(), clock.deadline)).await?;
            clock = Box::pin(self.attempt_now(context.id)).await?.1;
        }
        Ok(clock)
    }

    pub(super) async fn view(&self, id: AttemptId) -> Result<AttemptView> {
        let row = self.attempt_row(id).await?;
        let (context, _) = self.context_at(&row).await?;
        let clock = self.open_clock(&context).await?;
        let mut tx = self.store.read().await?;
        let saved = store::answers::newest_of_attempt(&mut tx, id).await?;
        drop(tx);
        Ok(AttemptView {
            voided: row.void_reason.filter(|_| row.voided),
            ..view_of(&context, clock, saved, self.now())
        })
    }
}

pub(super) fn clock_of(row: &AttemptRecord, now: Timestamp) -> AttemptClock {
    AttemptClock {
        deadline: Timestamp(row.deadline),
        last_save_at: Timestamp(row.last_save_at),
        sealed: row.sealed_at.is_some(),
        read_at: now,
    }
}

/// What the participant sees of an attempt.
pub(super) fn view_of(
    context: &AttemptContext,
    clock: AttemptClock,
    saved: Vec<StoredAnswer>,
    server_time: Timestamp,
) -> AttemptView {
    let answer = |stored: StoredAnswer| {
        Some(SavedAnswer {
            position: u16::try_from(stored.position).ok()?,
            seq: stored.seq,
            value: stored.value.as_deref().and_then(parse_canonical),
        })
    };
    AttemptView {
        id: context.id,
        round: context.round.id,
        contest: context.round.contest,
        round_name: context.round.name.clone(),
        ordinal: context.ordinal,
        started_at: context.started_at,
        deadline: clock.deadline,
        server_time,
        sealed: clock.sealed,
        questions: questions(context),
        saved: saved.into_iter().filter_map(answer).collect(),
        voided: None,
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
