//! Messages to everybody, corrected entries, boards.

use khao_domain::time::Timestamp;
use khao_engine::IdempotencyKey;
use khao_engine::contest::messages::NewMessage;
use khao_engine::error::{Conflict, Error};
use khao_engine::people::correction::Correction;

use crate::build::{Person, World, assert_error, coordinator_of, open_contest, pointers};
use crate::db::Db;
use crate::play::{play, start};

on_both!(
    messages_are_shown_while_they_last,
    a_message_sent_twice_is_one,
    a_corrected_entry_is_judged_like_an_entry,
    a_board_counts_by_the_units_of_its_reader,
);

fn new(text: &str, from: Option<Timestamp>, until: Option<Timestamp>) -> NewMessage {
    NewMessage {
        text: text.to_owned(),
        from,
        until,
    }
}

async fn a_message_sent_twice_is_one(db: &Db) {
    let world = World::with_units(db).await;
    open_contest(&world).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let key = || Some(IdempotencyKey::new("message", "một", b"body").unwrap());
    let twice = [
        engine
            .add_message(organiser, "cchc", new("Một", None, None), key())
            .await
            .unwrap(),
        engine
            .add_message(organiser, "cchc", new("Một", None, None), key())
            .await
            .unwrap(),
    ];
    assert_eq!(twice[0], twice[1]);
}

async fn messages_are_shown_while_they_last(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let other = db.engine().await;
    other.public_contest("cchc").await.unwrap();
    let now = db.now();
    let add = |message| engine.add_message(organiser, "cchc", message, None);
    let standing = add(new("Giữ trật tự", None, None)).await.unwrap();
    db.pass_seconds(1);
    add(new(
        "Nghỉ trưa",
        Some(now.plus_seconds(60)),
        Some(now.plus_seconds(120)),
    ))
    .await
    .unwrap();
    let other = &other;
    let shown = |seconds| async move {
        db.set_time(now.plus_seconds(seconds));
        let contest = other.public_contest("cchc").await.unwrap();
        let texts = contest
            .shown_messages(db.now())
            .map(|message| message.text.clone());
        texts.collect::<Vec<_>>()
    };
    // The other node has read the contest a moment ago, and learns of it within seconds.
    assert_eq!(shown(5).await, ["Giữ trật tự"]);
    assert_eq!(shown(60).await, ["Nghỉ trưa", "Giữ trật tự"]);
    assert_eq!(shown(120).await, ["Giữ trật tự"]);
    let past = add(new("x", None, Some(now))).await.map(drop);
    assert_eq!(pointers(past), ["/until"]);
    engine
        .withdraw_message(organiser, "cchc", standing.id)
        .await
        .unwrap();
    assert!(
        engine
            .contest(contest.id)
            .await
            .unwrap()
            .shown_messages(db.now())
            .next()
            .is_none()
    );
    assert_error!(
        engine.withdraw_message(organiser, "cchc", standing.id).await,
        Error::NotFound
    );
}

/// Once: what was changed, when and why; staff read the same.
async fn assert_its_person_reads_of_it(world: &World<'_>, person: &Person) {
    let told = world.engine.own_corrections(&person.actor).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].fields, ["full_name", "email", "unit_id"]);
    assert_eq!(
        (told[0].at, told[0].reason.as_str()),
        (world.db.now(), "ghi nhầm")
    );
    let file = world.engine.person(&world.organiser, person.id).await.unwrap();
    assert_eq!(file.corrections[0].made, told[0]);
    let unexplained = Correction {
        full_name: Some("Trần Thị Lam".to_owned()),
        reason: " ".to_owned(),
        ..Correction::default()
    };
    let refused = world
        .engine
        .correct_entry(&world.organiser, person.id, unexplained);
    assert_eq!(pointers(refused.await), ["/reason"]);
}

const CHANGED_FIELDS: &str = r#""changed":[{"field":"full_name"},{"field":"email"},{"field":"unit_id"}]"#;

async fn a_corrected_entry_is_judged_like_an_entry(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let person = contest.enter(&world, "Trần Thị Lam").await;
    contest.enter(&world, "Trần Thị Lan").await;
    let correct = |change| engine.correct_entry(organiser, person.id, change);
    let named = |name: &str| Correction {
        full_name: Some(name.to_owned()),
        reason: "ghi  nhầm ".to_owned(),
        ..Correction::default()
    };
    assert_error!(
        correct(named("Trần Thị Lan")).await,
        Error::Conflict(Conflict::SamePerson)
    );
    let young = Correction {
        birth_date: Some("01/01/2020".to_owned()),
        phone: Some("12".to_owned()),
        ..Correction::default()
    };
    let pointers_of_young = pointers(correct(young).await);
    assert!(
        pointers_of_young.contains(&"/phone".to_owned()),
        "{pointers_of_young:?}"
    );
    assert!(
        pointers_of_young.contains(&"/reason".to_owned()),
        "nobody corrects without one"
    );
    play(engine, &person.actor, round, 3, 0).await;
    let moved = Correction {
        unit_id: Some(world.unit("VL.S2").await.to_string()),
        email: Some("lam@example.org".to_owned()),
        ..named("Trần Thị Lành")
    };
    correct(moved.clone()).await.unwrap();
    correct(moved).await.expect("nothing changes the second time");
    assert_its_person_reads_of_it(&world, &person).await;
    let me = engine.me(&person.actor).await.unwrap();
    assert_eq!(
        (me.full_name.as_str(), me.unit_name.as_str()),
        ("Trần Thị Lành", "Sở Y tế")
    );
    let top = engine.participation(round, None).await.unwrap();
    let submitted: Vec<i64> = top.units.iter().map(|unit| unit.submitted).collect();
    assert_eq!(submitted, [0, 1, 0]);
    // The name is free for somebody else now, and the new one is not.
    contest.enter(&world, "Trần Thị Lam").await;
    let twin = contest.form_of(&world, "Trần Thị Lành", 0, "VL.S2").await;
    assert_error!(
        contest.try_enter(&world, &twin).await.map(drop),
        Error::Conflict(Conflict::EnterWithCode)
    );
    let words = "SELECT detail FROM audit WHERE action = 'participants.correct'";
    let mut raw = db.raw().await;
    assert!(raw.text(words).await.contains(CHANGED_FIELDS));
    let rows = "SELECT COUNT(*) FROM audit WHERE action = 'participants.correct'";
    assert_eq!(raw.number(rows).await, 1);
}

async fn a_board_counts_by_the_units_of_its_reader(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let mut played = Vec::new();
    for (name, unit, right) in [
        ("Một A", "VL.S1.P1", 3),
        ("Hai B", "VL.S2", 1),
        ("Ba C", "VL.S2", 0),
    ] {
        let person = contest.enter_in(&world, name, 0, unit).await;
        played.push(play(engine, &person.actor, round, right, 0).await);
    }
    let open = contest.enter_in(&world, "Bốn D", 0, "VL.S1").await;
    start(engine, &open.actor, round).await;
    contest.enter_in(&world, "Năm E", 0, "VL.S1").await;
    engine
        .void_attempt(&world.organiser, played[2], "x")
        .await
        .unwrap();
    let board = engine.board(&world.organiser, round, None).await.unwrap();
    assert_eq!((board.entered, board.in_progress, board.submitted), (5, 1, 2));
    assert_eq!(board.scores, [0, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
    assert_eq!(board.units.len(), 3);
    // Where nobody takes part comes last; the share is of all there are.
    assert_eq!(board.units[2].participants, 0);
    assert!(board.units[..2].iter().all(|unit| unit.participants > 0));
    let province = engine
        .units()
        .await
        .unwrap()
        .headcount(world.unit("VL").await, db.now().local_date());
    assert_eq!((board.whole.submitted, board.whole.headcount), (2, province));
    let health = world.unit("VL.S1").await;
    let below = engine.board(&world.organiser, round, Some(health)).await.unwrap();
    assert_eq!((below.entered, below.submitted, below.units.len()), (3, 1, 1));
    let department = coordinator_of(world.unit("VL.S1").await);
    let board = engine.board(&department, round, None).await.unwrap();
    assert_eq!((board.entered, board.in_progress, board.submitted), (3, 1, 1));
    assert_eq!(board.units.len(), 1);
    let beside = engine
        .board(&department, round, Some(world.unit("VL.S2").await))
        .await;
    assert_error!(beside, Error::NotFound);
    assert_error!(engine.board(&open.actor, round, None).await, Error::Forbidden);
}
