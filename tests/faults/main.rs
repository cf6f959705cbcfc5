//! The real binary, killed in a burst of saves, asked to end, and cut off from power: what it acknowledged is there.
//!
//! `KHAO_TEST_BINARY` names the binary; otherwise the one beside the tests is taken (`cargo build --bin khao`).

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its scene must fail right there"
)]

mod burst;
mod disk;
mod power_cut;

use std::time::Duration;

use khao_tests::server::{Server, binary};
use khao_tests::wait::until;

const START: Duration = Duration::from_secs(90);
/// A restart on data that is there, in a debug build.
const RESTART: Duration = Duration::from_secs(5);
const ROUNDS: usize = 5;
const PEOPLE: usize = 20;
/// How many saves are acknowledged before the blow falls.
const SAVES_BEFORE_THE_BLOW: usize = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_answer_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::demo(&binary(), folder.path(), START).await;
    let mut people = burst::people(&server, PEOPLE).await;
    for round in 1..=ROUNDS {
        let burst = burst::begin(&people);
        until("a burst of saves", Duration::from_secs(30), async || {
            (burst.acknowledged() >= SAVES_BEFORE_THE_BLOW).then_some(())
        })
        .await;
        server.kill().await;
        people = burst.end().await;
        server = Server::demo(&binary(), folder.path(), START).await;
        assert!(
            server.ready_after < RESTART,
            "round {round}: ready after {:?}",
            server.ready_after
        );
        for person in &mut people {
            person.reach(&server);
            person.compare().await;
        }
    }
}

/// Asked to end, it finishes what it has begun, and nothing that was acknowledged is missing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_end_it_drains() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::demo(&binary(), folder.path(), START).await;
    let people = burst::people(&server, 5).await;
    let burst = burst::begin(&people);
    until("a few saves", Duration::from_secs(30), async || {
        (burst.acknowledged() >= 50).then_some(())
    })
    .await;
    server.terminate().await;
    let mut people = burst.end().await;
    assert!(
        server.ended_well(Duration::from_secs(25)).await,
        "it must end by itself"
    );
    let server = Server::demo(&binary(), folder.path(), START).await;
    for person in &mut people {
        person.reach(&server);
        person.compare().await;
    }
}
