//! Saves that race submissions: whatever was acknowledged is in the sealed attempt. On PostgreSQL from two nodes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use khao_domain::contest::answer::Value;
use khao_domain::ids::AttemptId;
use khao_engine::Engine;
use khao_engine::contest::attempts::NewAnswer;
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Actor;
use khao_engine::random::Random;
use khao_tests::wait::until;

use crate::build::{World, open_contest};
use crate::db::{Db, Raw};
use crate::play::start;

on_both!(
    whatever_was_acknowledged_is_sealed,
    a_sweep_never_passes_an_acknowledged_save,
    one_bad_command_takes_no_neighbours_with_it,
    attempts_are_voided_while_they_are_sealed,
    a_seal_asks_for_the_round_before_the_attempt,
);

const ATTEMPTS: usize = 40;
const DEVICES: usize = 3;
const SAVES: usize = 15;
const QUESTIONS: u64 = 3;
/// Few, so that devices often choose the same.
const SEQS: u64 = 40;

/// (position, seq, value) of one answer.
type Told = (u16, i64, Option<Value>);

#[derive(Default)]
struct Oracle {
    sent: Vec<Told>,
    acknowledged: Vec<Told>,
}

struct Device {
    engine: Arc<Engine>,
    actor: Actor,
    attempt: AttemptId,
    random: Random,
    /// Hands in after this many saves.
    submits_after: Option<usize>,
}

impl Device {
    fn answer(&self) -> NewAnswer {
        let draw = |below| self.random.below(below);
        let place = draw(5);
        NewAnswer {
            position: u16::try_from(1 + draw(QUESTIONS)).unwrap(),
            seq: i64::try_from(1 + draw(SEQS)).unwrap(),
            value: (place > 0).then(|| Value::Options(vec![place.to_string()])),
        }
    }

    /// Saves until the attempt is sealed, and remembers what it was told.
    async fn run(self) -> Oracle {
        let mut oracle = Oracle::default();
        for number in 0..SAVES {
            if self.submits_after == Some(number) {
                self.engine.submit(&self.actor, self.attempt).await.unwrap();
            }
            let answers: Vec<NewAnswer> = (0..=self.random.below(3)).map(|_| self.answer()).collect();
            let told = answers
                .iter()
                .map(|answer| (answer.position, answer.seq, answer.value.clone()));
            oracle.sent.extend(told);
            match self.engine.save(&self.actor, self.attempt, &answers).await {
                Ok(saved) => {
                    for (answer, position) in answers.into_iter().zip(saved.positions) {
                        if !position.conflict {
                            oracle
                                .acknowledged
                                .push((answer.position, answer.seq, answer.value));
                        }
                    }
                }
                Err(Error::Conflict(Conflict::AttemptClosed)) => return oracle,
                Err(other) => panic!("{other:?}"),
            }
        }
        oracle
    }
}

/// What the sealed attempt holds: by position, its seq and value.
async fn sealed(raw: &mut Raw, attempt: AttemptId) -> BTreeMap<u16, (i64, Option<Value>)> {
    let id = raw.id(attempt.0);
    let folded = raw
        .text(&format!("SELECT answers FROM attempts WHERE id = {id}"))
        .await;
    let folded: Vec<Told> = serde_json::from_str(&folded).unwrap();
    folded
        .into_iter()
        .map(|(position, seq, value)| (position, (seq, value)))
        .collect()
}

fn check(oracle: &Oracle, sealed: &BTreeMap<u16, (i64, Option<Value>)>) {
    for (position, seq, value) in &oracle.acknowledged {
        let (kept, kept_value) = &sealed[position];
        assert!(
            kept >= seq,
            "position {position}: {seq} was acknowledged, {kept} is sealed"
        );
        if kept == seq {
            assert_eq!(kept_value, value, "position {position}, seq {seq}");
        }
    }
    for (position, (seq, value)) in sealed {
        let told = (*position, *seq, value.clone());
        assert!(oracle.sent.contains(&told), "{told:?} was never sent");
    }
}

async fn whatever_was_acknowledged_is_sealed(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let nodes = world.two_nodes().await;
    let random = Random::seeded(20_261_005);
    let mut races = Vec::new();
    for number in 0..ATTEMPTS {
        let person = contest.enter(&world, &format!("Người {}", word(number))).await;
        let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
        let submits_after = usize::try_from(2 + random.below(10)).unwrap();
        let devices = (0..DEVICES).map(|device| Device {
            engine: nodes[device % 2].clone(),
            actor: person.actor.clone(),
            attempt: view.id,
            random: Random::seeded(random.below(u64::MAX)),
            submits_after: (device == number % DEVICES).then_some(submits_after),
        });
        races.push((view.id, devices.collect::<Vec<_>>()));
    }
    let running: Vec<_> = races
        .into_iter()
        .map(|(id, devices)| {
            let devices: Vec<_> = devices
                .into_iter()
                .map(|device| tokio::spawn(device.run()))
                .collect();
            (id, devices)
        })
        .collect();
    let mut raw = db.raw().await;
    let mut acknowledged = 0;
    for (id, devices) in running {
        let mut all = Oracle::default();
        for device in devices {
            let oracle = device.await.unwrap();
            all.sent.extend(oracle.sent);
            all.acknowledged.extend(oracle.acknowledged);
        }
        check(&all, &sealed(&mut raw, id).await);
        acknowledged += all.acknowledged.len();
    }
    assert!(acknowledged > ATTEMPTS * 4, "only {acknowledged} raced");
}

/// The clock passes the end while devices save: the sweeper of one node seals what the other is still given.
async fn a_sweep_never_passes_an_acknowledged_save(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let nodes = world.two_nodes().await;
    let random = Random::seeded(7);
    let mut running = Vec::new();
    for number in 0..ATTEMPTS {
        let person = contest.enter(&world, &format!("Người {}", word(number))).await;
        let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
        let device = Device {
            engine: nodes[0].clone(),
            actor: person.actor.clone(),
            attempt: view.id,
            random: Random::seeded(random.below(u64::MAX)),
            submits_after: None,
        };
        running.push((view.id, device));
    }
    let devices: Vec<_> = running
        .into_iter()
        .map(|(id, device)| (id, tokio::spawn(device.run())))
        .collect();
    let sweeper = nodes[1].clone();
    let late = db.now().plus_seconds(1231);
    let sweeping = async {
        tokio::task::yield_now().await;
        db.set_time(late);
        while sweeper.sweep().await.unwrap() > 0 {}
    };
    sweeping.await;
    let mut raw = db.raw().await;
    for (id, device) in devices {
        let oracle = device.await.unwrap();
        check(&oracle, &sealed(&mut raw, id).await);
    }
}

async fn one_bad_command_takes_no_neighbours_with_it(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let mut forms = Vec::new();
    for number in 0..12 {
        let unit = if number == 5 { "VL.X1" } else { "VL.S1" };
        forms.push(
            contest
                .form_of(&world, &format!("Người {}", word(number)), 0, unit)
                .await,
        );
    }
    // This node still believes in the commune; the database does not.
    db.raw()
        .await
        .execute("DELETE FROM units WHERE code = 'VL.X1'")
        .await;
    let entries = forms.into_iter().map(|form| {
        let engine = world.engine.clone();
        tokio::spawn(async move { engine.enter("cchc", &form, None).await })
    });
    let mut refused = 0;
    for entry in entries.collect::<Vec<_>>() {
        match entry.await.unwrap() {
            Ok(_) => {}
            Err(Error::Internal(_)) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(refused, 1);
    assert_eq!(
        db.raw().await.number("SELECT count(*) FROM participants").await,
        11
    );
}

async fn attempts_are_voided_while_they_are_sealed(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let [here, there] = world.two_nodes().await;
    let (mut ids, mut sealing) = (Vec::new(), Vec::new());
    for number in 0..ATTEMPTS {
        let person = contest.enter(&world, &format!("Người {}", word(number))).await;
        let view = start(&here, &person.actor, contest.rounds[0]).await;
        ids.push(view.id);
        sealing.push((person.actor, view.id));
    }
    let sealing: Vec<_> = sealing
        .into_iter()
        .map(|(actor, id)| {
            let node = there.clone();
            tokio::spawn(async move { node.submit(&actor, id).await })
        })
        .collect();
    for id in ids {
        here.void_attempt(&world.organiser, id, "x").await.unwrap();
    }
    for seal in sealing {
        seal.await.unwrap().unwrap();
    }
    let done = "SELECT count(*) FROM attempts WHERE voided AND score_hundredths IS NOT NULL";
    let all = i64::try_from(ATTEMPTS).unwrap();
    assert_eq!(db.raw().await.number(done).await, all);
}

/// Whoever voids holds the round and then takes the attempt. Only PostgreSQL has more than one writer.
async fn a_seal_asks_for_the_round_before_the_attempt(db: &Db) {
    if !db.is_postgres() {
        return;
    }
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    let (mut voiding, mut looking) = (db.raw().await, db.raw().await);
    let (round, attempt) = (voiding.id(contest.rounds[0].0), voiding.id(view.id.0));
    voiding.execute("BEGIN").await;
    let held = format!("SELECT 1 FROM rounds WHERE id = {round} FOR UPDATE");
    voiding.execute(&held).await;
    let (engine, actor) = (world.engine.clone(), person.actor.clone());
    let sealing = tokio::spawn(async move { engine.submit(&actor, view.id).await });
    let waits = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    until("the seal waits", Duration::from_secs(30), async || {
        (looking.number(waits).await > 0).then_some(())
    })
    .await;
    let taken = format!("SELECT 1 FROM attempts WHERE id = {attempt} FOR UPDATE NOWAIT");
    let taken = voiding.try_execute(&taken).await;
    voiding.execute("ROLLBACK").await;
    assert_eq!(
        taken,
        Ok(1),
        "the attempt is free while the seal waits for the round"
    );
    sealing.await.unwrap().unwrap();
}

/// A number in letters: names hold no digits.
fn word(number: usize) -> String {
    number
        .to_string()
        .bytes()
        .map(|digit| char::from(b'a' + digit - b'0'))
        .collect()
}
