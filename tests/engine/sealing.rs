//! The end of an attempt: by its person, by a reader, by the sweeper; once, with one result.

use khao_domain::contest::answer::Value;
use khao_engine::error::{Conflict, Error};

use crate::build::{World, assert_error, open_contest};
use crate::db::Db;
use crate::play::{answer, answers, start};

on_both!(
    nothing_is_taken_after_deadline_and_grace,
    sealed_by_reader_or_sweeper_is_the_same,
    a_receipt_after_the_end_seals_too,
    fifty_submissions_give_one_receipt,
    a_closed_round_starts_nothing_but_lets_attempts_end,
);

async fn nothing_is_taken_after_deadline_and_grace(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    let sent = answers(&view, 3, 0);
    db.set_time(view.deadline.plus_seconds(30));
    world
        .engine
        .save(&person.actor, view.id, &sent[..1])
        .await
        .unwrap();
    db.pass_seconds(1);
    for engine in [&world.engine, &db.engine().await] {
        assert_error!(
            engine.save(&person.actor, view.id, &sent[1..]).await,
            Error::Conflict(Conflict::AttemptClosed)
        );
    }
    // What is refused for its form is refused for it before.
    let bad = [answer(9, 1, Value::Options(vec!["1".to_owned()]))];
    assert_error!(
        world.engine.save(&person.actor, view.id, &bad).await,
        Error::Invalid(_)
    );
    let seen = world.engine.attempt(&person.actor, view.id).await.unwrap();
    assert!(seen.sealed);
    assert_eq!(seen.saved.len(), 1);
    // Submitting late is answered like submitting in time.
    world.engine.submit(&person.actor, view.id).await.unwrap();
    let receipt = world.engine.receipt(&person.actor, view.id).await.unwrap();
    assert_eq!(
        (receipt.submitted_at, receipt.score),
        (view.deadline, Some((100, 300)))
    );
}

async fn sealed_by_reader_or_sweeper_is_the_same(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let round = contest.rounds[0];
    let mut people = Vec::new();
    for name in ["Người Đọc", "Người Quét", "Người Nộp"] {
        let person = contest.enter(&world, name).await;
        let view = start(&world.engine, &person.actor, round).await;
        let sent = answers(&view, 2, 0);
        world.engine.save(&person.actor, view.id, &sent).await.unwrap();
        people.push((person, view));
    }
    assert_eq!(world.engine.sweep().await.unwrap(), 0);
    // Handed in within the grace: it counts as submitted at its deadline.
    db.set_time(people[2].1.deadline.plus_seconds(30));
    assert_eq!(world.engine.sweep().await.unwrap(), 0);
    world
        .engine
        .submit(&people[2].0.actor, people[2].1.id)
        .await
        .unwrap();
    db.pass_seconds(1);
    let read = world
        .engine
        .attempt(&people[0].0.actor, people[0].1.id)
        .await
        .unwrap();
    assert!(read.sealed);
    let sweeper = db.engine().await;
    assert_eq!(sweeper.sweep().await.unwrap(), 1);
    assert_eq!(sweeper.sweep().await.unwrap(), 0);
    for (person, view) in &people {
        let receipt = world.engine.receipt(&person.actor, view.id).await.unwrap();
        assert_eq!(
            (receipt.submitted_at, receipt.score),
            (view.deadline, Some((200, 300)))
        );
    }
    let mut raw = db.raw().await;
    let same = "SELECT count(DISTINCT duration_ms) FROM attempts WHERE duration_ms = 1200000";
    assert_eq!(raw.number(same).await, 1);
    assert_error!(
        world
            .engine
            .save(&people[1].0.actor, people[1].1.id, &answers(&people[1].1, 3, 0))
            .await,
        Error::Conflict(Conflict::AttemptClosed)
    );
}

async fn a_receipt_after_the_end_seals_too(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    assert_error!(
        world.engine.receipt(&person.actor, view.id).await,
        Error::NotFound
    );
    assert_error!(
        world.engine.result(&person.actor, view.id).await,
        Error::NotPublished
    );
    db.set_time(view.deadline.plus_seconds(31));
    let receipt = world.engine.receipt(&person.actor, view.id).await.unwrap();
    assert_eq!(
        (receipt.submitted_at, receipt.score),
        (view.deadline, Some((0, 300)))
    );
}

async fn fifty_submissions_give_one_receipt(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    let sent = answers(&view, 3, 0);
    world.engine.save(&person.actor, view.id, &sent).await.unwrap();
    let [_, other] = world.two_nodes().await;
    let submissions = (0..50).map(|number: u32| {
        let engine = if number.is_multiple_of(2) {
            &world.engine
        } else {
            &other
        };
        let (engine, actor) = (engine.clone(), person.actor.clone());
        tokio::spawn(async move {
            engine.submit(&actor, view.id).await?;
            engine.receipt(&actor, view.id).await
        })
    });
    let mut receipts = Vec::new();
    for submission in submissions.collect::<Vec<_>>() {
        receipts.push(submission.await.unwrap().unwrap());
    }
    assert!(receipts.iter().all(|receipt| *receipt == receipts[0]));
    assert_eq!(receipts[0].score, Some((300, 300)));
    assert_eq!(receipts[0].submitted_at, db.now());
    // Later it is still the same.
    db.pass_seconds(3600);
    world.engine.submit(&person.actor, view.id).await.unwrap();
    let later = db.engine().await.receipt(&person.actor, view.id).await.unwrap();
    assert_eq!(later, receipts[0]);
}

async fn a_closed_round_starts_nothing_but_lets_attempts_end(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let round = contest.rounds[0];
    let early = contest.enter(&world, "Người Sớm").await;
    let late = contest.enter(&world, "Người Muộn").await;
    let other = db.engine().await;
    let view = start(&other, &early.actor, round).await;
    // The other node has seen the round open a moment ago.
    other.public_contest("cchc").await.unwrap();
    world.engine.close_round(&world.organiser, round).await.unwrap();
    for engine in [&world.engine, &other] {
        assert_error!(
            engine.start(&late.actor, round, None, "").await,
            Error::Conflict(Conflict::RoundClosed)
        );
    }
    let sent = answers(&view, 3, 0);
    other.save(&early.actor, view.id, &sent).await.unwrap();
    assert_error!(
        world.engine.freeze_round(&world.organiser, round).await,
        Error::Conflict(Conflict::AttemptsOpen)
    );
    other.submit(&early.actor, view.id).await.unwrap();
    world.engine.freeze_round(&world.organiser, round).await.unwrap();
}
