//! The power goes in a burst of saves. `kill -9` would prove little: what a killed process had written is still in the
//! kernel's memory. Here the server is frozen, its disk is copied as it is, and a new server starts on the copy.
//!
//! `KHAO_TEST_CUTS` says how often (5 times otherwise), `KHAO_TEST_SEED` chooses the moments. Without loop devices the
//! tests say so and pass.

use std::path::Path;
use std::time::Duration;

use khao_tests::server::{Server, binary};
use khao_tests::wait::until;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use crate::disk::Disk;
use crate::{PEOPLE, START, burst};

const CUTS: u64 = 5;
const SEED: u64 = 2026;
/// Between so many saves and twice as many are acknowledged before a cut.
const SAVES_BEFORE_A_CUT: u64 = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_answer_survives_a_power_cut() {
    let scratch = tempfile::tempdir().unwrap();
    let mut disk = match Disk::new(scratch.path()) {
        Ok(disk) => disk,
        Err(reason) => return skipped(&reason),
    };
    let seed = number("KHAO_TEST_SEED").unwrap_or(SEED);
    let mut server = Server::demo(&binary(), &disk.folder.join("data"), START).await;
    let mut people = burst::people(&server, PEOPLE).await;
    for cut in 1..=number("KHAO_TEST_CUTS").unwrap_or(CUTS) {
        let burst = burst::begin(&people);
        let enough = usize::try_from(SAVES_BEFORE_A_CUT + drawn(seed, cut) % SAVES_BEFORE_A_CUT).unwrap();
        until("a burst of saves", Duration::from_mins(1), async || {
            (burst.acknowledged() >= enough).then_some(())
        })
        .await;
        server.freeze().await;
        let copy = disk.after_a_power_cut(&format!("disk-{cut}")).await;
        server.kill().await;
        people = burst.end().await;
        disk = copy;
        server = Server::demo(&binary(), &disk.folder.join("data"), START).await;
        for person in &mut people {
            person.reach(&server);
            person.compare().await;
        }
        assert_eq!(
            integrity(&disk.folder.join("data/khao.db")).await,
            "ok",
            "cut {cut}"
        );
    }
    // Before its disk goes.
    server.kill().await;
}

async fn integrity(file: &Path) -> String {
    let mut database = SqliteConnectOptions::new()
        .filename(file)
        .connect()
        .await
        .unwrap();
    let found = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&mut database)
        .await;
    found.unwrap()
}

const COMMITS: i64 = 300;
/// With so many cuts a log that is not flushed loses something.
const TRIES: u64 = 5;

/// That the cuts are real: with `synchronous=NORMAL`, which does not flush at a commit, they take what was committed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_takes_what_was_not_flushed() {
    let scratch = tempfile::tempdir().unwrap();
    let disk = match Disk::new(scratch.path()) {
        Ok(disk) => disk,
        Err(reason) => return skipped(&reason),
    };
    let mut lost = 0;
    for cut in 0..TRIES {
        let full = lost_at(&disk, &format!("full-{cut}"), SqliteSynchronous::Full).await;
        assert_eq!(full, 0, "what is flushed at every commit is there");
        lost = lost_at(&disk, &format!("normal-{cut}"), SqliteSynchronous::Normal).await;
        if lost > 0 {
            break;
        }
    }
    assert!(lost > 0, "{TRIES} cuts took nothing: they are no power cuts");
}

/// How many of the committed rows are gone after a cut.
async fn lost_at(disk: &Disk, name: &str, synchronous: SqliteSynchronous) -> i64 {
    let mut database = table(&disk.folder.join(name), synchronous).await;
    for _ in 0..COMMITS {
        sqlx::query("INSERT INTO answers (value) VALUES ('{\"options\":[\"1\"]}')")
            .execute(&mut database)
            .await
            .unwrap();
    }
    let copy = disk.after_a_power_cut(name).await;
    let mut found = SqliteConnectOptions::new()
        .filename(copy.folder.join(name))
        .connect()
        .await
        .unwrap();
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM answers")
        .fetch_one(&mut found)
        .await
        .unwrap();
    found.close().await.unwrap();
    database.close().await.unwrap();
    COMMITS - kept
}

/// An empty table that itself is flushed.
async fn table(file: &Path, synchronous: SqliteSynchronous) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous);
    let mut database = options.connect().await.unwrap();
    for statement in [
        "CREATE TABLE answers (id INTEGER PRIMARY KEY, value TEXT NOT NULL)",
        "PRAGMA wal_checkpoint(TRUNCATE)",
    ] {
        sqlx::query(statement).execute(&mut database).await.unwrap();
    }
    database
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

/// `SplitMix64`: the same moments for the same seed.
fn drawn(seed: u64, cut: u64) -> u64 {
    let mut mixed = seed.wrapping_add(cut.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[expect(clippy::print_stderr, reason = "that nothing was tested must be seen")]
fn skipped(reason: &str) {
    eprintln!("SKIPPED: no disk to cut the power of: {reason}");
}
