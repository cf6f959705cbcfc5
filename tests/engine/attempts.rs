//! Attempts: one at a time, against the server's clock, resumed anywhere, sealed once.

use khao_domain::contest::answer::Value;
use khao_domain::contest::settings::{AttemptsPolicy, DeadlineRule, Release};
use khao_domain::ids::AttemptId;
use khao_engine::contest::attempts::{NewAnswer, SEQ_MAX};
use khao_engine::error::{Conflict, Error};

use crate::build::{World, assert_error, cell, contest, open_contest, pointers, staff, three_choices, week};
use crate::db::Db;
use crate::play::{answer, answers, number, pick, play, start};

on_both!(
    starting_twice_gives_the_same_attempt,
    fifty_starts_at_once_make_one_attempt,
    a_further_attempt_is_asked_for_by_its_number,
    unlimited_attempts_follow_one_another,
    the_deadline_is_fixed_at_the_start,
    full_duration_runs_past_the_end_of_the_round,
    an_attempt_is_resumed_on_another_device,
    the_highest_seq_of_a_position_counts,
    one_invalid_answer_refuses_all,
    answers_of_every_kind_are_taken,
    nothing_is_taken_after_deadline_and_grace,
    sealed_by_reader_or_sweeper_is_the_same,
    a_receipt_after_the_end_seals_too,
    fifty_submissions_give_one_receipt,
    an_attempt_belongs_to_its_person,
    a_closed_round_starts_nothing_but_lets_attempts_end,
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
        let stems = |view: &khao_engine::contest::attempts::AttemptView| {
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
    let mine = world.engine.my_attempts(&person.actor, round).await.unwrap();
    assert_eq!(mine, [(first.id, true)]);
}

async fn fifty_starts_at_once_make_one_attempt(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let other = if db.is_postgres() {
        db.engine().await
    } else {
        world.engine.clone()
    };
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
    let mine = world.engine.my_attempts(&person.actor, round).await.unwrap();
    assert_eq!(mine.len(), 4);
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

async fn the_highest_seq_of_a_position_counts(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    let (right, wrong) = (pick(&view.questions[0], "đúng"), pick(&view.questions[0], "sai"));
    let json = |value: &Value| Some(Some(serde_json::to_string(value).unwrap()));
    let save = |answers: Vec<NewAnswer>| {
        let (engine, actor) = (world.engine.clone(), person.actor.clone());
        async move { engine.save(&actor, view.id, &answers).await.unwrap().positions }
    };
    let one = |seq, value: &Value| vec![answer(1, seq, value.clone())];
    let told = save(one(10, &wrong)).await;
    assert_eq!(
        (told[0].seq, told[0].other.clone(), told[0].conflict),
        (10, None, false)
    );
    // Higher wins.
    let told = save(one(12, &right)).await;
    assert_eq!(
        (told[0].seq, told[0].other.clone(), told[0].conflict),
        (12, None, false)
    );
    // Lower is told the newest, with its value where that is another.
    let told = save(one(11, &wrong)).await;
    assert_eq!((told[0].seq, told[0].other.clone()), (12, json(&right)));
    assert!(!told[0].conflict);
    let told = save(one(9, &right)).await;
    assert_eq!((told[0].seq, told[0].other.clone()), (12, None));
    // Equal with the same value is a repetition; with another it is a conflict, and not stored.
    let told = save(one(12, &right)).await;
    assert_eq!(
        (told[0].seq, told[0].other.clone(), told[0].conflict),
        (12, None, false)
    );
    let told = save(one(12, &wrong)).await;
    assert_eq!((told[0].seq, told[0].other.clone()), (12, json(&right)));
    assert!(told[0].conflict);
    // Two of one position in one call: the higher counts; of one seq only one can be stored.
    let told = save(vec![answer(2, 5, number_of(1)), answer(2, 6, number_of(2))]).await;
    assert_eq!((told[0].seq, told[1].seq), (6, 6));
    assert!(told[0].other.is_some() && told[1].other.is_none());
    let told = save(vec![answer(3, 5, number_of(1)), answer(3, 5, number_of(2))]).await;
    assert_eq!(told.iter().filter(|position| position.conflict).count(), 1);
    // Clearing is an answer too.
    let clear = NewAnswer {
        position: 1,
        seq: 13,
        value: None,
    };
    let told = save(vec![clear]).await;
    assert_eq!((told[0].seq, told[0].other.clone()), (13, None));
    let seen = world.engine.attempt(&person.actor, view.id).await.unwrap();
    assert_eq!(
        (seen.saved[0].position, seen.saved[0].seq, &seen.saved[0].value),
        (1, 13, &None)
    );
    assert_eq!(save(Vec::new()).await, []);
    world.engine.submit(&person.actor, view.id).await.unwrap();
    let receipt = world.engine.receipt(&person.actor, view.id).await.unwrap();
    assert_eq!(receipt.answered, 2);
}

/// The option in that place.
fn number_of(place: u8) -> Value {
    Value::Options(vec![place.to_string()])
}

async fn one_invalid_answer_refuses_all(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    let mixed = vec![
        answer(1, 1, number_of(1)),
        answer(2, 1, number_of(9)),
        answer(3, 1, number("3")),
        answer(4, 1, number_of(1)),
        answer(0, 1, number_of(1)),
        answer(1, 0, number_of(1)),
        answer(1, SEQ_MAX + 1, number_of(1)),
        answer(1, 2, Value::Options(vec!["1".to_owned(), "2".to_owned()])),
    ];
    let refused = world.engine.save(&person.actor, view.id, &mixed).await;
    assert_eq!(
        pointers(refused),
        [
            "/answers/1/value",
            "/answers/2/value",
            "/answers/3/position",
            "/answers/4/position",
            "/answers/5/seq",
            "/answers/6/seq",
            "/answers/7/value"
        ]
    );
    assert_eq!(db.raw().await.number("SELECT count(*) FROM answers").await, 0);
    let farthest = [answer(1, SEQ_MAX, number_of(1))];
    world
        .engine
        .save(&person.actor, view.id, &farthest)
        .await
        .unwrap();
    let seen = world.engine.attempt(&person.actor, view.id).await.unwrap();
    assert_eq!(seen.saved[0].seq, SEQ_MAX);
}

async fn answers_of_every_kind_are_taken(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .settings(|settings| settings.keys_shown = Release::AtOnce)
        .group(
            "Cán bộ",
            vec![
                cell("Thể chế", 1, 1),
                cell("Nhiều loại", 1, 1),
                cell("Nhiều loại", 2, 1),
                cell("Nhiều loại", 3, 1),
                cell("Nhiều loại", 4, 1),
                cell("Dự đoán", 1, 1),
            ],
        )
        .round("Tuần 1")
        .open(&world)
        .await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let view = start(&world.engine, &person.actor, contest.rounds[0]).await;
    use khao_domain::bank::item::ItemKindName as Kind;
    let sent: Vec<NewAnswer> = view
        .questions
        .iter()
        .map(|question| {
            let value = match question.kind {
                Kind::SingleChoice => pick(question, "đúng"),
                // One of the two right options: half the points.
                Kind::MultipleChoice => pick(question, "đúng a"),
                Kind::TrueFalse => pick(question, "Đúng"),
                Kind::Number => number("12,9"),
                // Decomposed, with the tone mark in its other place.
                Kind::Text => Value::Text("  ho\u{300}a  bi\u{300}nh ".to_owned()),
                Kind::Prediction => number("25000"),
            };
            answer(question.position, 1, value)
        })
        .collect();
    assert_eq!(view.questions.last().unwrap().kind, Kind::Prediction);
    world.engine.save(&person.actor, view.id, &sent).await.unwrap();
    world.engine.submit(&person.actor, view.id).await.unwrap();
    let result = world.engine.result(&person.actor, view.id).await.unwrap();
    assert_eq!(result.receipt.score, Some((500, 600)));
    for item in &result.items {
        let (score, right) = match item.kind {
            Kind::MultipleChoice => (100, false),
            Kind::Prediction => (0, false),
            _ => (100, true),
        };
        assert_eq!(
            (item.score_hundredths, item.is_correct),
            (score, right),
            "{:?}",
            item.kind
        );
        assert!(item.kind == Kind::Prediction || item.source == "Nguồn");
        match item.kind {
            Kind::Number => assert_eq!(item.key_text.as_deref(), Some("12,5 (± 0,5)")),
            Kind::Text => assert_eq!(item.answer, Some(Value::Text("hòa  bình".to_owned()))),
            Kind::MultipleChoice => assert_eq!(item.key.len(), 2),
            _ => {}
        }
    }
}

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
    let bad = [answer(9, 1, number_of(1))];
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
    let other = if db.is_postgres() {
        db.engine().await
    } else {
        world.engine.clone()
    };
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
        let admin = staff(khao_domain::people::role::Role::Administrator);
        assert_error!(engine.attempt(&admin, id).await, Error::Forbidden);
        assert_error!(
            engine.attempt(&khao_engine::policy::Actor::Anonymous, id).await,
            Error::LogIn
        );
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
