//! What can be done: use cases as methods of [`Engine`], over SQLite or PostgreSQL.
//!
//! Map:
//! - [`policy`]: who may do what; the only place that decides it;
//! - `people/`: units, entries, sessions, accounts, invitations, second factors, re-entry codes;
//! - [`one_time`]: codes of links that work once;
//! - `bank/`: banks, their items and versions, review, imports, exports of items;
//! - `contest/`: contests, groups, rounds; attempts from start to seal; rankings, participation;
//! - `survey/`: forms and their versions, waves, responses, released figures;
//! - [`instance`]: what a province makes its own: names, contacts, texts, the emblem;
//! - `alone`: work that only one node does at a time; `fresh`: what may be some seconds old;
//! - `exports/`: the files organisers download, streamed;
//! - `figures/`: how a round went (scores, arrivals, units, items), and the participation of each day;
//! - [`work`]: what goes on without whoever began it, and how far it is;
//! - `uploads`: files between their upload and the decision to import them;
//! - `journal/`: the single write path of a running contest;
//! - `store/`: all SQL;
//! - [`workbook`]: files of rows, CSV and XLSX, read within bounds and written as they are sent;
//! - [`clock`], [`random`], [`secrets`]: time, chance and the server key, injected.
//!
//! How to add a use case: a method of `Engine` in the module of its capability that reads like the rule book: check
//! (policy, then input), decide (domain), write (store), record (audit). Then a route in `server/src/routes`.

mod alone;
pub mod audit;
pub mod bank;
pub mod clock;
pub mod contest;
pub mod demo;
pub mod error;
pub mod exports;
pub mod figures;
mod fresh;
mod idempotency;
pub mod instance;
mod journal;
pub mod markdown;
pub mod one_time;
pub mod passwords;
pub mod people;
pub mod policy;
pub mod random;
pub mod secrets;
mod store;
pub mod survey;
pub mod uploads;
pub mod work;
pub mod workbook;

use std::sync::Arc;

use khao_domain::time::Timestamp;
use tokio::sync::{OnceCell, Semaphore};
use uuid::Uuid;

pub use idempotency::IdempotencyKey;
pub use journal::{QUEUE as JOURNAL_QUEUE, SavedPosition};
pub use store::{Address, StoreError};

use crate::clock::Clock;
use crate::error::Result;
use crate::passwords::Passwords;
use crate::people::sessions::StaffTotp;
use crate::random::Random;
use crate::secrets::ServerKey;

/// Everything the product can do; cheap to share.
pub struct Engine {
    store: store::Store,
    journal: journal::Journal,
    clock: Clock,
    random: Random,
    key: ServerKey,
    passwords: Passwords,
    caches: contest::caches::Caches,
    surveys: survey::Caches,
    snapshots: bank::snapshot::Snapshots,
    sessions: people::sessions::SessionCache,
    units: fresh::Latest<people::units::UnitTree>,
    instance: instance::InstanceCache,
    /// Room for files that are being written.
    exports: Arc<Semaphore>,
    /// Room for files that are being read.
    readings: Arc<Semaphore>,
    first_run: OnceCell<String>,
    works: work::Works,
    /// Names this node in leases.
    node: Uuid,
    migrations_applied: usize,
    staff_idle_s: i64,
    staff_proof_s: i64,
    staff_totp: StaffTotp,
}

/// What an engine needs from outside.
pub struct Setup {
    pub address: Address,
    pub clock: Clock,
    pub random: Random,
    pub key: ServerKey,
    /// A staff session that is not used for so long ends.
    pub staff_idle_s: i64,
    /// So long a proved password is good for keys, scores and personal data.
    pub staff_proof_s: i64,
    pub staff_totp: StaffTotp,
    /// How many saves, starts and the like may wait for a commit: [`JOURNAL_QUEUE`].
    pub journal_queue: usize,
}

impl Engine {
    /// Opens the database, brings it up to date, and starts the journal.
    pub async fn open(setup: Setup) -> Result<Arc<Self>> {
        let store = store::Store::open(&setup.address).await?;
        let migrations_applied = store::migrations::run(&store).await?;
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let passwords = Passwords::new(cores, &setup.random.bytes())?;
        let node = setup.random.untimed_id();
        Ok(Arc::new(Self {
            journal: journal::Journal::start(&store, setup.journal_queue),
            store,
            clock: setup.clock,
            random: setup.random,
            key: setup.key,
            passwords,
            caches: contest::caches::Caches::default(),
            surveys: survey::Caches::default(),
            snapshots: bank::snapshot::Snapshots::default(),
            sessions: people::sessions::SessionCache::default(),
            units: fresh::Latest::default(),
            instance: instance::InstanceCache::default(),
            exports: Arc::new(Semaphore::new(exports::AT_ONCE)),
            readings: Arc::new(Semaphore::new(workbook::AT_ONCE)),
            first_run: OnceCell::new(),
            works: work::Works::default(),
            node,
            migrations_applied,
            staff_idle_s: setup.staff_idle_s,
            staff_proof_s: setup.staff_proof_s,
            staff_totp: setup.staff_totp,
        }))
    }

    /// How many migrations the database lacked when it was opened.
    pub fn migrations_applied(&self) -> usize {
        self.migrations_applied
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn random(&self) -> &Random {
        &self.random
    }

    /// False where a save would be sent away: asked before a body is read.
    pub fn has_room(&self) -> bool {
        self.journal.has_room()
    }

    /// Waits until the engine cannot acknowledge any more; the process must end then.
    pub async fn broken(&self) {
        self.journal.broken().await;
    }

    pub async fn is_ready(&self) -> bool {
        self.has_room() && self.store.is_reachable().await
    }

    /// Counters since the start, for operators: (name, meaning, value).
    pub fn figures(&self) -> [(&'static str, &'static str, u64); 4] {
        let journal = self.journal.figures();
        [
            ("journal_commits_total", "Group commits.", journal.commits),
            (
                "journal_commands_total",
                "Entries, sessions, starts, saves and seals committed.",
                journal.commands,
            ),
            (
                "journal_refused_total",
                "Requests sent away because the journal was full.",
                journal.refused,
            ),
            (
                "passwords_hashed_total",
                "Passwords hashed, of names that exist and of names that do not.",
                self.passwords.hashed(),
            ),
        ]
    }

    /// Closes the database; whatever was acknowledged is there.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// Forgets expired sessions, one-time links and idempotency keys, works of last week, and what uploads and
    /// deletions that broke off have left.
    pub async fn forget_expired(&self) -> Result<()> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        store::sessions::delete_expired(&mut tx, now).await?;
        store::idempotency::delete_expired(&mut tx, now).await?;
        store::invitations::delete_expired(&mut tx, now).await?;
        tx.commit().await?;
        self.forget_old_works().await?;
        self.clear_left_attachments().await?;
        self.clear_left_rosters().await?;
        self.clear_hidden_banks().await?;
        self.clear_expired_uploads().await
    }
}
