//! Storage: one file per aggregate holds all of its SQL, once, for SQLite and PostgreSQL.
//!
//! A function here takes a [`Tx`] and runs one statement; `on!` gives it the connection of whichever database
//! is there. Where the dialects must differ, two texts stand side by side with the reason.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

/// Runs the same text and binds on whichever database the transaction is of.
macro_rules! on {
    ($tx:expr, $db:ident => $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite($db) => $body,
            $crate::store::Tx::Postgres($db) => $body,
        }
    };
}

/// Picks the text of the dialect, where the two must differ.
macro_rules! dialect {
    ($tx:expr, $sqlite:expr, $postgres:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(_) => $sqlite,
            $crate::store::Tx::Postgres(_) => $postgres,
        }
    };
}

pub(crate) mod accounts;
pub(crate) mod answers;
pub(crate) mod attachments;
pub(crate) mod attempts;
pub(crate) mod audit;
pub(crate) mod banks;
pub(crate) mod complaints;
pub(crate) mod contests;
pub(crate) mod corrections;
pub(crate) mod course;
pub(crate) mod daily;
pub(crate) mod entry_corrections;
pub(crate) mod figures;
pub(crate) mod former_names;
pub(crate) mod groups;
pub(crate) mod idempotency;
pub(crate) mod instance;
pub(crate) mod invitation_batches;
pub(crate) mod invitations;
pub(crate) mod items;
pub(crate) mod leases;
pub(crate) mod messages;
pub(crate) mod migrations;
pub(crate) mod papers;
pub(crate) mod papers_typed;
pub(crate) mod participants;
pub(crate) mod prizes;
pub(crate) mod ranking_units;
pub(crate) mod rankings;
pub(crate) mod responses;
pub(crate) mod roster_pages;
pub(crate) mod rosters;
pub(crate) mod rounds;
pub(crate) mod second_factors;
pub(crate) mod sessions;
pub(crate) mod surveys;
pub(crate) mod time_grants;
pub(crate) mod unit_history;
pub(crate) mod units;
pub(crate) mod uploads;
pub(crate) mod works;

/// The oldest SQLite without the WAL-reset corruption bug (3.7.0 to 3.51.2 have it).
const SQLITE_AT_LEAST: (u32, u32, u32) = (3, 51, 3);
/// Whoever starts a server wants to know soon that the address is wrong.
const REACH_WITHIN: Duration = Duration::from_secs(5);

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("row of {table} does not decode: {column}, id {id}")]
    Corrupt {
        table: &'static str,
        column: &'static str,
        id: String,
    },
    #[error("SQLite {0} is too old: 3.51.3 or newer is needed")]
    SqliteTooOld(String),
    /// Without the address itself: it may hold a password.
    #[error("a database address starts with sqlite:// or postgres://")]
    Address,
    #[error("no connection to PostgreSQL at {host}:{port}: {cause}")]
    Unreachable { host: String, port: u16, cause: String },
}

pub type StoreResult<T> = std::result::Result<T, StoreError>;

/// The name of a violated constraint, as both databases tell it.
///
/// SQLite names the columns ("UNIQUE constraint failed: accounts.username"), PostgreSQL the constraint.
pub(crate) fn is_unique_violation(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(db) if db.is_unique_violation())
}

/// Something else refers to the row that was to go.
pub(crate) fn is_foreign_key_violation(error: &StoreError) -> bool {
    matches!(error, StoreError::Database(sqlx::Error::Database(db)) if db.is_foreign_key_violation())
}

/// Where things are kept.
#[derive(Debug, Clone)]
pub enum Store {
    /// One connection writes (the journal's batches and short transactions take turns), the others only read.
    Sqlite { write: SqlitePool, read: SqlitePool },
    /// Readers never take the connections that the journal needs.
    Postgres { write: PgPool, read: PgPool },
}

/// A transaction; dropped without [`Tx::commit`] it is rolled back.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub async fn commit(self) -> StoreResult<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// How to reach a database.
#[derive(Debug, Clone)]
pub enum Address {
    SqliteFile(PathBuf),
    Postgres(String),
}

impl FromStr for Address {
    type Err = StoreError;

    fn from_str(text: &str) -> StoreResult<Self> {
        if let Some(path) = text.strip_prefix("sqlite://") {
            return Ok(Self::SqliteFile(PathBuf::from(path)));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(StoreError::Address)
    }
}

impl Store {
    /// Connects and checks the version; the tables are as they were left.
    pub async fn open(address: &Address) -> StoreResult<Self> {
        match address {
            Address::SqliteFile(path) => open_sqlite(path).await,
            Address::Postgres(url) => {
                let options = PgConnectOptions::from_str(url)?.application_name("khao");
                reach(&options).await?;
                Ok(Self::Postgres {
                    write: open_postgres(&options, 8).await?,
                    read: open_postgres(&options, 16).await?,
                })
            }
        }
    }

    /// A transaction that writes. On SQLite it holds the one write connection: keep it short.
    pub async fn write(&self) -> StoreResult<Tx> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres { write, .. } => Tx::Postgres(write.begin().await?),
        })
    }

    /// A transaction that only reads, and sees one state throughout on SQLite.
    pub async fn read(&self) -> StoreResult<Tx> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Self::Postgres { read, .. } => Tx::Postgres(read.begin().await?),
        })
    }

    /// A read transaction that sees one state throughout, on both databases.
    pub async fn snapshot(&self) -> StoreResult<Tx> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Self::Postgres { read, .. } => Tx::Postgres(
                read.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        })
    }

    pub async fn is_reachable(&self) -> bool {
        let answer: Result<i64, sqlx::Error> = match self {
            Self::Sqlite { read, .. } => sqlx::query_scalar("SELECT 1").fetch_one(read).await,
            Self::Postgres { write, .. } => sqlx::query_scalar("SELECT 1::bigint").fetch_one(write).await,
        };
        answer.is_ok()
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres { write, read } => {
                read.close().await;
                write.close().await;
            }
        }
    }
}

/// One connection first, and not for long: the pools would try again and again without saying whom they try.
async fn reach(options: &PgConnectOptions) -> StoreResult<()> {
    let unreachable = |cause| StoreError::Unreachable {
        host: options.get_host().to_owned(),
        port: options.get_port(),
        cause,
    };
    match tokio::time::timeout(REACH_WITHIN, options.connect()).await {
        Ok(Ok(connection)) => Ok(connection.close().await?),
        Ok(Err(error)) => Err(unreachable(error.to_string())),
        Err(_) => Err(unreachable(format!(
            "no answer within {} s",
            REACH_WITHIN.as_secs()
        ))),
    }
}

async fn open_postgres(options: &PgConnectOptions, connections: u32) -> StoreResult<PgPool> {
    Ok(PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .connect_with(options.clone())
        .await?)
}

/// Pages that a connection keeps for itself, in KiB (negative: not in pages). What it does not keep the kernel does, in
/// memory that is everybody's; eight readers with the writer's cache would hold a quarter of a gigabyte.
const WRITE_CACHE: &str = "-24576";
const READ_CACHE: &str = "-2048";

async fn open_sqlite(path: &std::path::Path) -> StoreResult<Store> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("temp_store", "MEMORY");
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(
            options
                .clone()
                .pragma("cache_size", WRITE_CACHE)
                .thread_name(|_| "khao-write".into()),
        )
        .await?;
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(&write)
        .await?;
    if parse_version(&version) < Some(SQLITE_AT_LEAST) {
        return Err(StoreError::SqliteTooOld(version));
    }
    let read = SqlitePoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(
            options
                .pragma("cache_size", READ_CACHE)
                .pragma("query_only", "ON")
                .thread_name(|_| "khao-read".into()),
        )
        .await?;
    Ok(Store::Sqlite { write, read })
}

fn parse_version(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(str::parse::<u32>);
    Some((parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?))
}

/// JSON columns are canonical text.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// An id as statements read it that take many at once, on both databases.
pub(crate) fn hex(id: uuid::Uuid) -> String {
    id.simple().to_string()
}

/// Ids for a statement that takes many at once.
pub(crate) fn ids_json<'i>(ids: impl IntoIterator<Item = &'i uuid::Uuid>) -> String {
    to_json(&ids.into_iter().copied().map(hex).collect::<Vec<_>>())
}

/// Reads a JSON column, or says which one is broken.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(
    text: &str,
    table: &'static str,
    column: &'static str,
    id: &dyn std::fmt::Display,
) -> StoreResult<T> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt {
        table,
        column,
        id: id.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(parse_version("3.9.0") < Some(SQLITE_AT_LEAST));
        assert!(parse_version("3.51.2") < Some(SQLITE_AT_LEAST));
        assert!(parse_version("3.51.3") >= Some(SQLITE_AT_LEAST));
        assert!(parse_version("4.0.0") >= Some(SQLITE_AT_LEAST));
    }

    #[test]
    fn addresses_name_their_database() {
        assert!(
            matches!("sqlite:///tmp/a.db".parse(), Ok(Address::SqliteFile(p)) if p == std::path::Path::new("/tmp/a.db"))
        );
        assert!(matches!("postgres://h/d".parse(), Ok(Address::Postgres(_))));
        assert!(matches!(
            "mysql://h/d".parse::<Address>(),
            Err(StoreError::Address)
        ));
    }
}
