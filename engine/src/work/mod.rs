//! Long work that goes on without whoever began it: it has a row that says how far it is and what it came to, and its
//! owner finds both again, also on another node. What is done half-way is nothing: imports are whole or not there, and a
//! freezing begins anew.

mod outcome;
mod progress;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use khao_domain::ids::{AccountId, WorkId};
use khao_domain::time::Timestamp;
use khao_domain::work::WorkKind;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::Engine;
use crate::error::{Error, Result};
use crate::policy::{Action, Actor};
use crate::store::works::WorkRecord;
use crate::store::{self, StoreError, StoreResult, from_json, to_json};

pub use outcome::{Outcome, Refusal, RowMistake};
pub use progress::Progress;

/// The row is written so often at most, where something moves.
const EVERY: Duration = Duration::from_secs(1);
/// And once in so many of these times where nothing does, so that others know that it still runs.
const BEAT: u32 = 8;
/// A row that was not touched for so long is of a server that stopped.
const SILENT_S: i64 = 30;
const KEPT_S: i64 = 7 * 24 * 3600;
/// A list shows the newest ones.
const LISTED: i64 = 20;

/// What a node knows of the works it runs.
#[derive(Debug, Default)]
pub(crate) struct Works {
    running: Mutex<HashMap<WorkId, Progress>>,
    count: watch::Sender<usize>,
}

impl Works {
    fn running(&self) -> MutexGuard<'_, HashMap<WorkId, Progress>> {
        // A map is whole whatever panicked while it was held.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, id: WorkId, progress: &Progress) {
        self.running().insert(id, progress.clone());
        self.count.send_modify(|count| *count += 1);
    }

    fn leave(&self, id: WorkId) {
        self.running().remove(&id);
        self.count.send_modify(|count| *count = count.saturating_sub(1));
    }

    fn counted(&self, id: WorkId) -> Option<(i64, i64)> {
        self.running().get(&id).map(Progress::counted)
    }
}

/// Work that has begun, for whoever waits for its end.
#[derive(Debug)]
pub struct Running<T> {
    pub id: WorkId,
    end: oneshot::Receiver<Result<T>>,
}

impl<T> Running<T> {
    /// What it came to, however long that takes.
    pub async fn ended(self) -> Result<T> {
        self.end.await.unwrap_or_else(|_| Err(lost()))
    }

    /// As [`Self::ended`]; none where it still goes on then.
    pub async fn ended_within(self, patience: Duration) -> Option<Result<T>> {
        tokio::time::timeout(patience, self.ended()).await.ok()
    }
}

fn lost() -> Error {
    Error::Internal("nobody watched over a work".to_owned())
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorkState {
    Running,
    Ended(Outcome),
    /// The server stopped, and nothing of it was done.
    Stopped,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    pub id: WorkId,
    pub kind: WorkKind,
    /// The round or the bank it is about.
    pub subject: Option<Uuid>,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// How much is done, of how much; of nothing while that is not known.
    pub counted: (i64, i64),
    pub state: WorkState,
}

impl Engine {
    /// Begins a piece of work of the actor, who may: the use case has asked. It goes on when nobody waits for it any more.
    /// `tell` says what its row keeps of what it came to.
    pub async fn begin<T, F>(
        self: &Arc<Self>,
        actor: &Actor,
        (kind, subject): (WorkKind, Option<Uuid>),
        tell: fn(&T) -> Outcome,
        run: impl FnOnce(Progress) -> F,
    ) -> Result<Running<T>>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let AccountId(account) = actor.account().ok_or(Error::Forbidden)?;
        let id = WorkId(self.random.untimed_id());
        let now = self.now().0;
        let record = WorkRecord {
            id: id.0,
            account_id: account,
            kind: kind.as_str().to_owned(),
            subject_id: subject,
            started_at: now,
            done: 0,
            total: 0,
            updated_at: now,
            ended_at: None,
            outcome: None,
        };
        let mut tx = self.store.write().await?;
        store::works::insert(&mut tx, &record).await?;
        tx.commit().await?;
        let progress = Progress::default();
        self.works.enter(id, &progress);
        let work = tokio::spawn(Box::pin(run(progress.clone())));
        let (told, end) = oneshot::channel();
        let engine = self.clone();
        tokio::spawn(async move {
            let came_to = engine.watched(id, &progress, work).await;
            engine.ended(id, &progress, came_to.as_ref().map(tell)).await;
            engine.works.leave(id);
            // Whoever waited may be gone.
            drop(told.send(came_to));
        });
        Ok(Running { id, end })
    }

    /// Writes down how far it is until it ends.
    async fn watched<T>(
        &self,
        id: WorkId,
        progress: &Progress,
        mut work: JoinHandle<Result<T>>,
    ) -> Result<T> {
        let mut tick = tokio::time::interval(EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut written = (0, 0);
        for ticks in 1_u32.. {
            tokio::select! {
                ended = &mut work => return ended.unwrap_or_else(|error| Err(Error::Internal(error.to_string()))),
                _ = tick.tick() => {}
            }
            let counted = progress.counted();
            if counted == written && !ticks.is_multiple_of(BEAT) {
                continue;
            }
            match self.advance_work(id, counted).await {
                Ok(()) => written = counted,
                Err(error) => {
                    tracing::warn!(%error, work = %id, "how far it is was not written");
                }
            }
        }
        Err(lost())
    }

    async fn advance_work(&self, id: WorkId, counted: (i64, i64)) -> Result<()> {
        let mut tx = self.store.write().await?;
        store::works::advance(&mut tx, id.0, counted, self.now().0).await?;
        Ok(tx.commit().await?)
    }

    async fn ended(&self, id: WorkId, progress: &Progress, came_to: std::result::Result<Outcome, &Error>) {
        let outcome = came_to.unwrap_or_else(|error| {
            let refusal = Refusal::of(error);
            if refusal == Refusal::Failed {
                tracing::error!(%error, work = %id, "a work failed");
            }
            Outcome::Refused(refusal)
        });
        let write = async {
            let mut tx = self.store.write().await?;
            let counted = progress.counted();
            store::works::end(&mut tx, id.0, counted, self.now().0, &to_json(&outcome)).await?;
            tx.commit().await
        };
        if let Err(error) = write.await {
            tracing::warn!(%error, work = %id, "what a work came to was not written");
        }
    }

    /// One work, for its owner and for administrators; for others it is not there.
    pub async fn work(&self, actor: &Actor, id: WorkId) -> Result<Work> {
        actor.may(Action::SeeConsole)?;
        let mut tx = self.store.read().await?;
        let record = store::works::by_id(&mut tx, id.0).await?.ok_or(Error::NotFound)?;
        if !actor.sees_work_of(AccountId(record.account_id)) {
            return Err(Error::NotFound);
        }
        Ok(self.work_of(&record)?)
    }

    /// How much of the actor's own runs; none where there was none lately.
    pub async fn running_works(&self, actor: &Actor) -> Result<Option<usize>> {
        actor.may(Action::SeeConsole)?;
        let AccountId(account) = actor.account().ok_or(Error::Forbidden)?;
        let mut tx = self.store.read().await?;
        let records = store::works::ends_of_account(&mut tx, account, LISTED).await?;
        let silent = self.now().plus_seconds(-SILENT_S).0;
        let runs = |(id, updated_at, ended_at): &&(Uuid, i64, Option<i64>)| {
            ended_at.is_none() && (self.works.counted(WorkId(*id)).is_some() || *updated_at >= silent)
        };
        let running = records.iter().filter(runs).count();
        Ok((!records.is_empty()).then_some(running))
    }

    /// The actor's own, the newest first.
    pub async fn works(&self, actor: &Actor) -> Result<Vec<Work>> {
        actor.may(Action::SeeConsole)?;
        let AccountId(account) = actor.account().ok_or(Error::Forbidden)?;
        let mut tx = self.store.read().await?;
        let records = store::works::of_account(&mut tx, account, LISTED).await?;
        // A newer version of the program may have left rows that this one cannot read: the others are shown.
        let works = records.iter().filter_map(|record| self.work_of(record).ok());
        Ok(works.collect())
    }

    fn work_of(&self, record: &WorkRecord) -> StoreResult<Work> {
        let id = WorkId(record.id);
        let kind = WorkKind::parse(&record.kind).ok_or_else(|| StoreError::Corrupt {
            table: "works",
            column: "kind",
            id: id.to_string(),
        })?;
        let here = self.works.counted(id);
        let silent_s = self.now().seconds_since(Timestamp(record.updated_at));
        let state = match &record.outcome {
            Some(outcome) => WorkState::Ended(from_json(outcome, "works", "outcome", &id)?),
            None if here.is_none() && silent_s > SILENT_S => WorkState::Stopped,
            None => WorkState::Running,
        };
        Ok(Work {
            id,
            kind,
            subject: record.subject_id,
            started_at: Timestamp(record.started_at),
            ended_at: record.ended_at.map(Timestamp),
            counted: here.unwrap_or((record.done, record.total)),
            state,
        })
    }

    /// Waits until this node runs no work, for so long at most: false where some still runs then.
    pub async fn works_ended_within(&self, patience: Duration) -> bool {
        let mut count = self.works.count.subscribe();
        let ended = count.wait_for(|count| *count == 0);
        matches!(tokio::time::timeout(patience, ended).await, Ok(Ok(_)))
    }

    pub(crate) async fn forget_old_works(&self) -> Result<()> {
        let mut tx = self.store.write().await?;
        store::works::delete_old(&mut tx, self.now().plus_seconds(-KEPT_S).0).await?;
        Ok(tx.commit().await?)
    }
}
