//! The databases a story is told on, and the engines over them.

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use khao_domain::time::Timestamp;
use khao_engine::clock::Clock;
use khao_engine::people::sessions::{STAFF_IDLE_S, STAFF_PROOF_S, StaffTotp};
use khao_engine::random::Random;
use khao_engine::secrets::ServerKey;
use khao_engine::{Address, Engine, JOURNAL_QUEUE, Setup};
pub use khao_tests::stories::monday;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Makes two tests of each story.
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        khao_tests::on_both!($crate::db::Db: $($story),+);
    };
}

/// A story opens up to fifty connections, and a server takes so many.
static TURNS: Semaphore = Semaphore::const_new(3);

pub struct Db {
    place: Place,
    clock: Clock,
    /// No two engines draw the same numbers.
    seeds: AtomicU64,
}

enum Place {
    Sqlite {
        folder: tempfile::TempDir,
    },
    Postgres {
        server: String,
        name: String,
        _turn: SemaphorePermit<'static>,
    },
}

impl Db {
    #[expect(clippy::unused_async, reason = "`on_both!` opens every world alike")]
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::new(Place::Sqlite { folder })
    }

    /// None where no server was named.
    pub async fn on_postgres() -> Option<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let server = std::env::var("KHAO_TEST_POSTGRES").ok()?;
        let turn = TURNS.acquire().await.unwrap();
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let name = format!("khao_story_{}_{number}", std::process::id());
        let mut connection = maintenance(&server).await;
        execute_postgres(&mut connection, format!("DROP DATABASE IF EXISTS {name}")).await;
        execute_postgres(&mut connection, format!("CREATE DATABASE {name}")).await;
        Some(Self::new(Place::Postgres {
            server,
            name,
            _turn: turn,
        }))
    }

    fn new(place: Place) -> Self {
        Self {
            place,
            clock: Clock::fixed(monday()),
            seeds: AtomicU64::new(1),
        }
    }

    pub async fn drop_database(self) {
        if let Place::Postgres { server, name, .. } = &self.place {
            let mut connection = maintenance(server).await;
            execute_postgres(&mut connection, format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.place, Place::Postgres { .. })
    }

    fn address(&self) -> Address {
        match &self.place {
            Place::Sqlite { folder } => Address::SqliteFile(folder.path().join("khao.db")),
            Place::Postgres { server, name, .. } => Address::Postgres(format!("{server}{name}")),
        }
    }

    /// One more node over this database. All of them share the clock and the server key.
    pub async fn engine(&self) -> Arc<Engine> {
        self.node(self.clock.clone()).await
    }

    /// A node whose clock is ahead of the others', and stands still.
    pub async fn engine_ahead(&self, milliseconds: i64) -> Arc<Engine> {
        let ahead = Timestamp(self.now().0 + milliseconds * 1000);
        self.node(Clock::fixed(ahead)).await
    }

    /// A node that wants a second factor of every account.
    pub async fn strict_engine(&self) -> Arc<Engine> {
        self.node_with(self.clock.clone(), StaffTotp::Required).await
    }

    async fn node(&self, clock: Clock) -> Arc<Engine> {
        self.node_with(clock, StaffTotp::Optional).await
    }

    async fn node_with(&self, clock: Clock, staff_totp: StaffTotp) -> Arc<Engine> {
        let setup = Setup {
            address: self.address(),
            clock,
            random: Random::seeded(self.seeds.fetch_add(1, Ordering::SeqCst)),
            key: ServerKey::new([7; 32]),
            staff_idle_s: STAFF_IDLE_S,
            staff_proof_s: STAFF_PROOF_S,
            staff_totp,
            journal_queue: JOURNAL_QUEUE,
        };
        Engine::open(setup).await.unwrap()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn set_time(&self, to: Timestamp) {
        self.clock.set(to);
    }

    pub fn pass_seconds(&self, seconds: i64) {
        self.set_time(self.now().plus_seconds(seconds));
    }

    /// A connection past the engine: for what no engine would do or tell.
    pub async fn raw(&self) -> Raw {
        match &self.place {
            Place::Sqlite { folder } => Raw::Sqlite(
                SqliteConnectOptions::new()
                    .filename(folder.path().join("khao.db"))
                    .connect()
                    .await
                    .unwrap(),
            ),
            Place::Postgres { server, name, .. } => {
                let options = PgConnectOptions::from_str(&format!("{server}{name}")).unwrap();
                Raw::Postgres(options.connect().await.unwrap())
            }
        }
    }
}

async fn maintenance(server: &str) -> PgConnection {
    PgConnection::connect(&format!("{server}postgres")).await.unwrap()
}

async fn execute_postgres(connection: &mut PgConnection, sql: String) {
    sqlx::query(AssertSqlSafe(sql)).execute(connection).await.unwrap();
}

pub enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    pub async fn execute(&mut self, sql: &str) -> u64 {
        let query = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(db) => sqlx::query(query).execute(db).await.unwrap().rows_affected(),
            Self::Postgres(db) => sqlx::query(query).execute(db).await.unwrap().rows_affected(),
        }
    }

    /// What the database says to a statement that it may refuse.
    pub async fn try_execute(&mut self, sql: &str) -> Result<u64, String> {
        let query = AssertSqlSafe(sql.to_owned());
        let done = match self {
            Self::Sqlite(db) => sqlx::query(query)
                .execute(db)
                .await
                .map(|done| done.rows_affected()),
            Self::Postgres(db) => sqlx::query(query)
                .execute(db)
                .await
                .map(|done| done.rows_affected()),
        };
        done.map_err(|error| error.to_string())
    }

    pub async fn number(&mut self, sql: &str) -> i64 {
        let query = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(db) => sqlx::query_scalar(query).fetch_one(db).await.unwrap(),
            Self::Postgres(db) => sqlx::query_scalar(query).fetch_one(db).await.unwrap(),
        }
    }

    pub async fn text(&mut self, sql: &str) -> String {
        let query = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(db) => sqlx::query_scalar(query).fetch_one(db).await.unwrap(),
            Self::Postgres(db) => sqlx::query_scalar(query).fetch_one(db).await.unwrap(),
        }
    }

    pub async fn bytes(&mut self, sql: &str) -> Vec<u8> {
        let query = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(db) => sqlx::query_scalar(query).fetch_one(db).await.unwrap(),
            Self::Postgres(db) => sqlx::query_scalar(query).fetch_one(db).await.unwrap(),
        }
    }

    /// An id as this database writes it in a statement.
    pub fn id(&self, id: uuid::Uuid) -> String {
        match self {
            Self::Sqlite(_) => format!("x'{}'", id.simple()),
            Self::Postgres(_) => format!("'{id}'::uuid"),
        }
    }
}
