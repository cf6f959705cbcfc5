//! Attempts: one at a time, against the server's clock, resumed anywhere.

use khao_domain::contest::settings::{AttemptsPolicy, DeadlineRule};
use khao_domain::ids::AttemptId;
use khao_domain::people::role::Role;
use khao_engine::contest::attempts::AttemptView;
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Actor;

use crate::build::{World, assert_error, contest, open_contest, pointers, staff, three_choices, week};
use crate::db::Db;
use crate::play::{answers, play, start};

on_both!(
    starting_twice_gives_the_same_attempt,
    fifty_starts_at_once_make_one_attempt,
    a_further_attempt_is_asked_for_by_its_number,
    unlimited_attempts_follow_one_another,
    the_deadline_is_fixed_at_the_start,
    full_duration_runs_past_the_end_of_the_round,
    an_attempt_is_resumed_on_another_device,
    an_attempt_belongs_to_its_person,
);

async fn starting_twice_gives_the_same_attempt(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let round = contest.rounds[0];
    let begin = |ordinal, nonce| world.engine.start(&person.actor, round, ordinal, nonce);
    let (first, created) = begin(None, "một").await.unwrap();
    assert!(created);
    assert_eq!(first.id, AttemptId::derive(round, person.id, 1));
    db.pass_seconds(60);
    for ordinal in [None, Some(1)] {
        let (again, created) = begin(ordinal, "hai").await.unwrap();
        assert!(!created);
        assert_eq!((again.id, again.deadline), (first.id, first.deadline));
        let stems = |view: &AttemptView| {
            view.questions
                .iter()
                .map(|question| (question.stem_html.clone(), question.options.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(stems(&again), stems(&first));
    }
    // While it is open, no second one begins.
    let (same, created) = begin(Some(2), "").await.unwrap();
    assert!(!created && same.id == first.id);
    world.engine.submit(&person.actor, first.id).await.unwrap();
    assert_error!(begin(Some(2), "").await, Error::Conflict(Conflict::NoAttemptLeft));
    let (sealed, created) = begin(None, "").await.unwrap();
    assert!(!created && sealed.sealed && sealed.id == first.id);
    assert_eq!(pointers(begin(Some(0), "").await.map(|_| ())), ["/ordinal"]);
    assert_eq!(pointers(begin(Some(3), "").await.map(|_| ())), ["/ordinal"]);
    let long = "x".repeat(129);
    assert_eq!(pointers(begin(None, &long).await.map(|_| ())), ["/client_nonce"]);
    assert_error!(
        world.engine.start(&world.organiser, round, None, "").await,
        Error::Forbidden
    );
    let shown = world.engine.contest(contest.id).await.unwrap();
    let mine = world.engine.own_attempts(&person.actor, &shown).await.unwrap();
    let told: Vec<_> = mine.iter().map(|one| (one.id, one.round, one.ordinal)).collect();
    assert_eq!(told, [(first.id, round, 1)]);
    let receipt = world.engine.receipt(&person.actor, first.id).await.unwrap();
    let sealed = mine[0].sealed.as_ref().unwrap();
    assert_eq!(
        (sealed.submitted_at, sealed.score, sealed.keys_shown),
        (receipt.submitted_at, receipt.score, receipt.keys_shown)
    );
    let other = contest.enter(&world, "Người Khác").await;
    assert_eq!(world.engine.own_attempts(&other.actor, &shown).await.unwrap(), []);
}

async fn fifty_starts_at_once_make_one_attempt(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let [_, other] = world.two_nodes().await;
    let starts = (0..50).map(|number: u32| {
        let engine = if number.is_multiple_of(2) {
            &world.engine
        } else {
            &other
        };
        let (engine, actor, round) = (engine.clone(), person.actor.clone(), contest.rounds[0]);
        tokio::spawn(async move { engine.start(&actor, round, None, &number.to_string()).await })
    });
    let mut created = 0;
    let mut papers = Vec::new();
    for start in starts.collect::<Vec<_>>() {
        let (view, new) = start.await.unwrap().unwrap();
        created += u32::from(new);
        let texts: Vec<_> = view
            .questions
            .iter()
            .map(|question| (question.stem_html.clone(), question.options.clone()))
            .collect();
        papers.push((view.id, texts));
    }
    assert_eq!(created, 1);
    assert!(papers.iter().all(|paper| *paper == papers[0]));
    assert_eq!(db.raw().await.number("SELECT count(*) FROM attempts").await, 1);
}

async fn a_further_attempt_is_asked_for_by_its_number(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .settings(|settings| settings.attempts = AttemptsPolicy::UpTo(2))
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .open(&world)
        .await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let round = contest.rounds[0];
    let begin = |ordinal| world.engine.start(&person.actor, round, ordinal, "");
    // The first may be asked for by its number too.
    let (first, created) = begin(Some(1)).await.unwrap();
    assert!(created);
    world.engine.submit(&person.actor, first.id).await.unwrap();
    // A late retry without a number gets the one there is.
    let (same, created) = begin(None).await.unwrap();
    assert!(!created && same.id == first.id);
    let (second, created) = begin(Some(2)).await.unwrap();
    assert!(created && second.ordinal == 2 && second.id != first.id);
    // Asked for again, each number gives its own.
    assert_eq!(begin(Some(1)).await.unwrap().0.id, first.id);
    assert_eq!(begin(None).await.unwrap().0.id, second.id);
    world.engine.submit(&person.actor, second.id).await.unwrap();
    assert_error!(begin(Some(3)).await, Error::Conflict(Conflict::NoAttemptLeft));
}

async fn unlimited_attempts_follow_one_another(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .settings(|settings| settings.attempts = AttemptsPolicy::Unlimited)
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .open(&world)
        .await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let round = contest.rounds[0];
    for ordinal in 1..=4 {
        let (view, created) = world
            .engine
            .start(&person.actor, round, Some(ordinal), "")
            .await
            .unwrap();
        assert!(created && view.ordinal == ordinal);
        // The last is left open: its time runs out, and the next may begin.
        if ordinal < 3 {
            world.engine.submit(&person.actor, view.id).await.unwrap();
        } else {
            db.pass_seconds(1231);
        }
    }
    let shown = world.engine.contest(contest.id).await.unwrap();
    let mine = world.engine.own_attempts(&person.actor, &shown).await.unwrap();
    let ordinals: Vec<u32> = mine.iter().map(|one| one.ordinal).collect();
    assert_eq!(ordinals, [1, 2, 3, 4]);
    // The time of the fourth is up, and looking at it has sealed it.
    assert!(mine.iter().all(|one| one.sealed.is_some()), "{mine:?}");
}

async fn the_deadline_is_fixed_at_the_start(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let early = contest.enter(&world, "Người Sớm").await;
    let late = contest.enter(&world, "Người Muộn").await;
    let round = contest.rounds[0];
    let view = start(&world.engine, &early.actor, round).await;
    assert_eq!(view.deadline, db.now().plus_seconds(1200));
    assert_eq!(view.server_time, db.now());
    let closes = week("", 1).closes_at;
    db.set_time(closes.plus_seconds(-100));
    let view = start(&world.engine, &late.actor, round).await;
    assert_eq!(view.deadline, closes);
}

async fn full_duration_runs_past_the_end_of_the_round(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .settings(|settings| {
            settings.deadline = DeadlineRule::FullDuration;
            settings.grace_s = 0;
        })
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .open(&world)
        .await;
    let person = contest.enter(&world, "Người Muộn").await;
    let closes = week("", 1).closes_at;
    db.set_time(closes.plus_seconds(-1));
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    assert_eq!(view.deadline, closes.plus_seconds(1199));
    db.set_time(view.deadline);
    let right = answers(&view, 3, 0);
    world.engine.save(&person.actor, view.id, &right).await.unwrap();
    db.pass_seconds(1);
    assert_error!(
        world.engine.save(&person.actor, view.id, &right).await,
        Error::Conflict(Conflict::AttemptClosed)
    );
}

async fn an_attempt_is_resumed_on_another_device(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    let sent = answers(&view, 2, 0);
    let saved = world
        .engine
        .save(&person.actor, view.id, &sent[..2])
        .await
        .unwrap();
    assert_eq!((saved.deadline, saved.server_time), (view.deadline, db.now()));
    let elsewhere = db.engine().await;
    let opened = elsewhere
        .log_in_participant("cchc", &person.code.to_string(), "1990-03-15")
        .await
        .unwrap();
    let actor = elsewhere.actor(&opened.token).await.unwrap();
    let resumed = elsewhere.attempt(&actor, view.id).await.unwrap();
    assert_eq!(resumed.deadline, view.deadline);
    assert!(!resumed.sealed);
    for (index, question) in resumed.questions.iter().enumerate() {
        assert_eq!(question.stem_html, view.questions[index].stem_html);
        assert_eq!(question.options, view.questions[index].options);
    }
    let values: Vec<_> = resumed
        .saved
        .iter()
        .map(|saved| (saved.position, saved.seq, saved.value.clone()))
        .collect();
    let expected: Vec<_> = sent[..2]
        .iter()
        .map(|sent| (sent.position, sent.seq, sent.value.clone()))
        .collect();
    assert_eq!(values, expected);
    elsewhere.save(&actor, view.id, &sent[2..]).await.unwrap();
    world.engine.submit(&person.actor, view.id).await.unwrap();
    let receipt = elsewhere.receipt(&actor, view.id).await.unwrap();
    assert_eq!(receipt.score, Some((200, 300)));
    assert_eq!((receipt.answered, receipt.questions), (3, 3));
}

async fn an_attempt_belongs_to_its_person(db: &Db) {
    let world = World::with_units(db).await;
    let mine = open_contest(&world).await;
    let elsewhere = contest("khac")
        .group("Bảng", three_choices())
        .round("Tuần 1")
        .open(&world)
        .await;
    let person = mine.enter(&world, "Trần Thị Lan").await;
    let other = mine.enter(&world, "Lê Văn Khác").await;
    let stranger = elsewhere.enter(&world, "Trần Thị Lan").await;
    let id = play(&world.engine, &person.actor, mine.rounds[0], 3, 0).await;
    for engine in [&world.engine, &db.engine().await] {
        for actor in [&other.actor, &stranger.actor] {
            assert_error!(engine.attempt(actor, id).await, Error::NotFound);
            assert_error!(engine.save(actor, id, &[]).await, Error::NotFound);
            assert_error!(engine.submit(actor, id).await, Error::NotFound);
            assert_error!(engine.receipt(actor, id).await, Error::NotFound);
            assert_error!(engine.result(actor, id).await, Error::NotFound);
        }
        let admin = staff(Role::Administrator);
        assert_error!(engine.attempt(&admin, id).await, Error::Forbidden);
        assert_error!(engine.attempt(&Actor::Anonymous, id).await, Error::LogIn);
    }
    // Nor does a round take people of another contest.
    assert_error!(
        world
            .engine
            .start(&stranger.actor, mine.rounds[0], None, "")
            .await,
        Error::NotFound
    );
}
