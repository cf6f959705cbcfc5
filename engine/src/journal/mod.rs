//! The single write path of a running contest: entries, starts, saves and seals share group commits.
//!
//! **Invariant**: whatever is acknowledged is durable. A worker takes whatever has gathered while its last commit ran
//! (no timer), commits it as one transaction, and only then answers. The queue is bounded: where it is full, the
//! caller says 503 before it reads a body. After an I/O error on commit nothing is acknowledged any more, and the
//! process must end: the kernel may have dropped the page.

mod batch;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use khao_domain::ids::AttemptId;
use tokio::sync::{Notify, mpsc, oneshot};

use crate::contest::sealing::SealOrder;
use crate::error::{Error, Result};
use crate::people::entry::{EntryOutcome, EntryRows};
use crate::store::answers::AnswerRow;
use crate::store::attempts::AttemptRecord;
use crate::store::sessions::NewSession;
use crate::store::{Store, StoreError};
use crate::survey::storing::{NewResponse, Responded};

/// How many commands may wait, over all workers, unless a server is told otherwise.
pub const QUEUE: usize = 4096;
/// Answer rows in one commit: bounds the slowest acknowledgement.
const ROWS_PER_COMMIT: usize = 512;
const RETRY_AFTER_S: u32 = 2;

/// One position after a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPosition {
    pub position: u16,
    /// The highest seq stored.
    pub seq: i64,
    /// What is stored, as canonical JSON, where it is not what was sent.
    pub other: Option<Option<String>>,
    /// The same seq holds another value: what was sent is not stored.
    pub conflict: bool,
}

#[derive(Debug)]
pub(crate) enum SaveOutcome {
    Saved(Vec<SavedPosition>),
    /// The attempt is sealed.
    Closed,
}

/// An answer of a plain form, taken only while nothing newer is stored than what the form was rendered with.
#[derive(Debug)]
pub(crate) struct FormRow {
    pub(crate) row: AnswerRow,
    pub(crate) rendered_seq: i64,
}

pub(crate) enum Command {
    Enter(Box<EntryRows>, Reply<EntryOutcome>),
    OpenSession(NewSession, Reply<()>),
    Start(Box<AttemptRecord>, Reply<bool>),
    Save(Vec<AnswerRow>, Reply<SaveOutcome>),
    SaveForm(Vec<FormRow>, Reply<SaveOutcome>),
    Seal(SealOrder, Reply<bool>),
    Respond(Box<NewResponse>, Reply<Responded>),
}

type Reply<T> = oneshot::Sender<Result<T>>;

#[derive(Debug)]
pub(crate) struct Journal {
    workers: Vec<mpsc::Sender<Command>>,
    state: Arc<State>,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    broken: AtomicBool,
    fatal: Notify,
    commits: AtomicU64,
    commands: AtomicU64,
    refused: AtomicU64,
}

/// What the journal has done since the start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JournalFigures {
    pub(crate) commits: u64,
    pub(crate) commands: u64,
    /// Sent away because the queue was full.
    pub(crate) refused: u64,
}

impl State {
    /// After this nothing is acknowledged.
    fn fail(&self, error: &StoreError) {
        tracing::error!(%error, "the journal cannot commit any more; the process must end");
        self.broken.store(true, Ordering::SeqCst);
        self.fatal.notify_one();
    }
}

impl Journal {
    /// Starts the workers: one on SQLite, which has one writer; three on PostgreSQL.
    pub(crate) fn start(store: &Store, queue: usize) -> Self {
        let count = match store {
            Store::Sqlite { .. } => 1,
            Store::Postgres { .. } => 3,
        };
        let state = Arc::new(State::default());
        let workers = (0..count)
            .map(|_| {
                let (sender, receiver) = mpsc::channel((queue / count).max(1));
                tokio::spawn(work(store.clone(), receiver, state.clone()));
                sender
            })
            .collect();
        Self { workers, state }
    }

    /// Whether a request should be read at all.
    pub(crate) fn has_room(&self) -> bool {
        !self.state.broken.load(Ordering::Relaxed) && self.workers.iter().all(|worker| worker.capacity() > 0)
    }

    /// Waits until the journal cannot go on.
    pub(crate) async fn broken(&self) {
        self.state.fatal.notified().await;
    }

    pub(crate) fn figures(&self) -> JournalFigures {
        JournalFigures {
            commits: self.state.commits.load(Ordering::Relaxed),
            commands: self.state.commands.load(Ordering::Relaxed),
            refused: self.state.refused.load(Ordering::Relaxed),
        }
    }

    pub(crate) async fn enter(&self, rows: EntryRows) -> Result<EntryOutcome> {
        let lane = rows.lane();
        self.send(lane, |reply| Command::Enter(Box::new(rows), reply))
            .await
    }

    pub(crate) async fn open_session(&self, session: NewSession) -> Result<()> {
        let lane = usize::from(session.token_hash[0]);
        self.send(lane, |reply| Command::OpenSession(session, reply))
            .await
    }

    pub(crate) async fn start_attempt(&self, row: AttemptRecord) -> Result<bool> {
        let lane = lane_of(AttemptId(row.id));
        self.send(lane, |reply| Command::Start(Box::new(row), reply))
            .await
    }

    pub(crate) async fn save(&self, attempt: AttemptId, rows: Vec<AnswerRow>) -> Result<SaveOutcome> {
        self.send(lane_of(attempt), |reply| Command::Save(rows, reply))
            .await
    }

    pub(crate) async fn save_form(&self, attempt: AttemptId, rows: Vec<FormRow>) -> Result<SaveOutcome> {
        self.send(lane_of(attempt), |reply| Command::SaveForm(rows, reply))
            .await
    }

    /// False where the attempt was sealed before.
    pub(crate) async fn seal(&self, order: SealOrder) -> Result<bool> {
        self.send(lane_of(order.attempt.id), |reply| Command::Seal(order, reply))
            .await
    }

    pub(crate) async fn respond(&self, response: NewResponse) -> Result<Responded> {
        let lane = usize::from(response.client_hash[0]);
        self.send(lane, |reply| Command::Respond(Box::new(response), reply))
            .await
    }

    async fn send<T>(&self, lane: usize, command: impl FnOnce(Reply<T>) -> Command) -> Result<T> {
        let busy = || Error::Busy {
            retry_after_s: RETRY_AFTER_S,
        };
        if self.state.broken.load(Ordering::SeqCst) {
            return Err(busy());
        }
        let (reply, answer) = oneshot::channel();
        let worker = self.workers.get(lane % self.workers.len()).ok_or_else(busy)?;
        worker.try_send(command(reply)).map_err(|_| {
            self.state.refused.fetch_add(1, Ordering::Relaxed);
            busy()
        })?;
        answer.await.map_err(|_| busy())?
    }
}

/// All commands of an attempt go through one worker, in the order they came.
fn lane_of(attempt: AttemptId) -> usize {
    usize::from(attempt.0.as_bytes()[15])
}

async fn work(store: Store, mut receiver: mpsc::Receiver<Command>, state: Arc<State>) {
    while let Some(first) = receiver.recv().await {
        let mut rows = weight(&first);
        let mut commands = vec![first];
        while rows < ROWS_PER_COMMIT {
            let Ok(next) = receiver.try_recv() else { break };
            rows += weight(&next);
            commands.push(next);
        }
        if state.broken.load(Ordering::SeqCst) {
            continue;
        }
        state.commits.fetch_add(1, Ordering::Relaxed);
        state.commands.fetch_add(commands.len() as u64, Ordering::Relaxed);
        batch::run(&store, commands, &state).await;
    }
}

fn weight(command: &Command) -> usize {
    match command {
        Command::Save(rows, _) => rows.len(),
        Command::SaveForm(rows, _) => rows.len(),
        Command::OpenSession(..) | Command::Start(..) => 1,
        Command::Respond(..) => 3,
        Command::Enter(..) | Command::Seal(..) => 6,
    }
}
