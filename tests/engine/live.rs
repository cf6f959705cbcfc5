//! While a round runs: extra time, and attempts that do not count.

use khao_domain::contest::settings::Release;
use khao_domain::ids::ContestId;
use khao_domain::lang::Lang;
use khao_engine::IdempotencyKey;
use khao_engine::contest::extra_time::{GrantScope, NewGrant, OwnGrant};
use khao_engine::error::{Conflict, Error};
use khao_engine::people::correction::Correction;

use crate::build::{World, assert_error, contest, coordinator_of, open_contest, pointers, three_choices};
use crate::db::Db;
use crate::play::{answers, everything, play, publish, ranking, start};

on_both!(
    time_is_given_to_those_at_work_on_every_node,
    a_unit_or_a_person_is_given_time,
    keys_wait_for_those_who_were_given_time,
    a_grant_sent_twice_is_one,
    a_voided_attempt_counts_nowhere,
    a_board_forgets_what_was_voided_or_moved,
    a_fixed_ranking_is_made_anew_where_a_paper_is_voided,
);

fn power_cut(scope: GrantScope) -> NewGrant {
    NewGrant {
        seconds: 1_200,
        reason: "  mất  điện ".to_owned(),
        scope,
    }
}

async fn time_is_given_to_those_at_work_on_every_node(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let other = db.engine().await;
    let here = contest.enter(&world, "Người Ở Đây").await;
    let there = contest.enter(&world, "Người Ở Kia").await;
    let done = contest.enter(&world, "Người Đã Nộp").await;
    let late = contest.enter(&world, "Người Đến Sau").await;
    let views = [
        start(engine, &here.actor, round).await,
        start(&other, &there.actor, round).await,
    ];
    let sealed = play(engine, &done.actor, round, 3, 0).await;
    let grant = power_cut(GrantScope::Everybody);
    let given = engine
        .give_time(&world.organiser, round, grant, None)
        .await
        .unwrap();
    assert_eq!((given.attempts, given.reason.as_str()), (2, "mất điện"));
    // Whoever starts now, at the same clock or later, has the usual time.
    db.pass_seconds(1);
    let usual = start(engine, &late.actor, round).await;
    assert_eq!(usual.deadline, db.now().plus_seconds(1_200));
    let new_deadline = views[0].deadline.plus_seconds(1_200);
    // After the old deadline and grace, before the new one, on both nodes, whichever the attempt started on.
    db.set_time(views[0].deadline.plus_seconds(60));
    // Only whoever came later, and was given nothing, is out of time.
    assert_eq!(other.sweep().await.unwrap(), 1);
    for (node, person, view) in [(engine, &here, &views[0]), (&other, &there, &views[1])] {
        let saved = node
            .save(&person.actor, view.id, &answers(view, 3, 0))
            .await
            .unwrap();
        assert_eq!((saved.deadline, saved.positions.len()), (new_deadline, 3));
    }
    let read = other.attempt(&here.actor, views[0].id).await.unwrap();
    assert_eq!((read.deadline, read.sealed), (new_deadline, false));
    let own = engine.told(&here.actor, views[0].id).await.unwrap().grants;
    let told = OwnGrant {
        seconds: 1_200,
        reason: "mất điện".to_owned(),
    };
    assert_eq!(own, std::slice::from_ref(&told));
    // Handed in within the grown time, it counts as handed in then; the sealed one stays as it was.
    db.set_time(new_deadline.plus_seconds(-1));
    other.submit(&here.actor, views[0].id).await.unwrap();
    let receipt = engine.receipt(&here.actor, views[0].id).await.unwrap();
    assert_eq!((receipt.submitted_at, receipt.grants), (db.now(), vec![told]));
    assert_eq!(engine.told(&done.actor, sealed).await.unwrap().grants, []);
    db.set_time(new_deadline.plus_seconds(31));
    assert_error!(
        engine
            .save(&there.actor, views[1].id, &answers(&views[1], 0, 0))
            .await,
        Error::Conflict(Conflict::AttemptClosed)
    );
    let receipt = other.receipt(&there.actor, views[1].id).await.unwrap();
    assert_eq!(receipt.submitted_at, new_deadline);
}

async fn a_unit_or_a_person_is_given_time(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let office = contest.enter_in(&world, "Người Phòng", 0, "VL.S1.P1").await;
    let health = contest.enter_in(&world, "Người Y Tế", 0, "VL.S2").await;
    let of_office = start(engine, &office.actor, round).await;
    let of_health = start(engine, &health.actor, round).await;
    let unit = GrantScope::Unit(world.unit("VL.S1").await);
    let give = |scope| engine.give_time(&world.organiser, round, power_cut(scope), None);
    assert_eq!(give(unit).await.unwrap().attempts, 1);
    assert_eq!(give(GrantScope::Person(office.id)).await.unwrap().attempts, 1);
    let grown = engine.attempt(&office.actor, of_office.id).await.unwrap();
    assert_eq!(grown.deadline, of_office.deadline.plus_seconds(2_400));
    let same = engine.attempt(&health.actor, of_health.id).await.unwrap();
    assert_eq!(same.deadline, of_health.deadline);
    assert_eq!(
        engine
            .grants_of_round(&world.organiser, round)
            .await
            .unwrap()
            .len(),
        2
    );
    // Nobody there is at work, or nobody is there.
    let commune = GrantScope::Unit(world.unit("VL.X1").await);
    assert_error!(give(commune).await, Error::Conflict(Conflict::NoAttemptOpen));
    let unknown = uuid::Uuid::from_u128(1);
    assert_eq!(
        pointers(give(GrantScope::Unit(unknown.into())).await.map(drop)),
        ["/unit_id"]
    );
    let nobody = give(GrantScope::Person(unknown.into())).await.map(drop);
    assert_eq!(pointers(nobody), ["/participant_id"]);
    let file = engine.attempt_file(&world.organiser, of_office.id).await.unwrap();
    assert_eq!((file.grants.len(), file.attempt.is_open), (2, true));
    assert_error!(
        engine
            .give_time(&office.actor, round, power_cut(unit), None)
            .await,
        Error::Forbidden
    );
}

/// The whole round is over for everybody else: answers would travel to those who still work.
async fn keys_wait_for_those_who_were_given_time(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .settings(|settings| settings.keys_shown = Release::AfterClosing)
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .open(&world)
        .await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let early = contest.enter(&world, "Người Sớm").await;
    let late = contest.enter(&world, "Người Muộn").await;
    let done = play(engine, &early.actor, round, 3, 0).await;
    let closes = crate::build::week("", 1).closes_at;
    db.set_time(closes.plus_seconds(-60));
    let view = start(engine, &late.actor, round).await;
    let grant = power_cut(GrantScope::Person(late.id));
    engine
        .give_time(&world.organiser, round, grant, None)
        .await
        .unwrap();
    db.set_time(view.deadline.plus_seconds(60));
    assert_error!(engine.result(&early.actor, done).await, Error::NotPublished);
    db.set_time(view.deadline.plus_seconds(1_231));
    engine.result(&early.actor, done).await.unwrap();
}

async fn a_grant_sent_twice_is_one(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let view = start(engine, &person.actor, round).await;
    let key = || Some(IdempotencyKey::new("grant", "một", b"body").unwrap());
    let give = || engine.give_time(&world.organiser, round, power_cut(GrantScope::Everybody), key());
    let first = give().await.unwrap();
    assert_eq!(give().await.unwrap(), first);
    let words = "SELECT count(*) FROM audit WHERE action = 'rounds.extra_time' AND detail LIKE '%mất điện%'";
    assert_eq!(db.raw().await.number(words).await, 1);
    let grown = engine.attempt(&person.actor, view.id).await.unwrap();
    assert_eq!(grown.deadline, view.deadline.plus_seconds(1_200));
    // A bad measure and no words are told together.
    let bad = NewGrant {
        seconds: 1,
        reason: String::new(),
        scope: GrantScope::Everybody,
    };
    let bad = engine.give_time(&world.organiser, round, bad, None).await;
    assert_eq!(pointers(bad.map(drop)), ["/reason", "/seconds"]);
}

async fn a_voided_attempt_counts_nowhere(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round, organiser) = (&world.engine, contest.rounds[0], &world.organiser);
    let honest = contest.enter(&world, "Người Ngay").await;
    let cheat = contest.enter(&world, "Người Gian").await;
    play(engine, &honest.actor, round, 2, 0).await;
    let bad = play(engine, &cheat.actor, round, 3, 0).await;
    let counted = |id: ContestId| async move {
        let counts = engine.counts(id).await.unwrap();
        let seen = engine.console_participation(organiser, round, (None, 100));
        let units = seen.await.unwrap().page;
        (
            counts.attempts,
            counts.submitted,
            units.units[0].participants,
            units.units[0].submitted,
        )
    };
    assert_eq!(counted(contest.id).await, (2, 2, 2, 2));
    engine
        .void_attempt(organiser, bad, "nhờ người thi hộ")
        .await
        .unwrap();
    assert_eq!(counted(contest.id).await, (1, 1, 1, 1));
    let receipt = engine.receipt(&cheat.actor, bad).await.unwrap();
    assert_eq!(receipt.voided.as_deref(), Some("nhờ người thi hộ"));
    assert_error!(
        engine.void_attempt(organiser, bad, "nữa").await,
        Error::Conflict(Conflict::VoidedAlready)
    );
    assert_eq!(
        pointers(engine.void_attempt(organiser, bad, " ").await),
        ["/reason"]
    );
    assert_error!(
        engine.void_attempt(&cheat.actor, bad, "x").await,
        Error::Forbidden
    );
    // Back and forth until the ranking stands.
    engine.restore_attempt(organiser, bad).await.unwrap();
    assert_eq!(engine.receipt(&cheat.actor, bad).await.unwrap().voided, None);
    engine
        .void_attempt(organiser, bad, "nhờ người thi hộ")
        .await
        .unwrap();
    let truth = publish(&world, &contest, 0).await;
    assert_eq!((truth.participants, truth.all_correct), (1, 0));
    let page = ranking(&world, &contest, everything()).await;
    assert_eq!(page.lines.len(), 1);
}

/// At once, on the node that did it.
async fn a_board_forgets_what_was_voided_or_moved(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round, organiser) = (&world.engine, contest.rounds[0], &world.organiser);
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let id = play(engine, &person.actor, round, 3, 0).await;
    let health = world.unit("VL.S2").await;
    let doctor = coordinator_of(health);
    let submitted = async |who| engine.board(who, round, None).await.unwrap().submitted;
    assert_eq!((submitted(organiser).await, submitted(&doctor).await), (1, 0));
    let moved = Correction {
        unit_id: Some(health.to_string()),
        reason: "chuyển công tác".to_owned(),
        ..Correction::default()
    };
    engine.correct_entry(organiser, person.id, moved).await.unwrap();
    assert_eq!(submitted(&doctor).await, 1);
    engine.void_attempt(organiser, id, "x").await.unwrap();
    assert_eq!((submitted(organiser).await, submitted(&doctor).await), (0, 0));
}

async fn a_fixed_ranking_is_made_anew_where_a_paper_is_voided(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round, organiser) = (&world.engine, contest.rounds[0], &world.organiser);
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let id = play(engine, &person.actor, round, 3, 0).await;
    let other = contest.enter(&world, "Trần Thị Mai").await;
    play(engine, &other.actor, round, 1, 0).await;
    engine.close_round(organiser, round).await.unwrap();
    engine.freeze_round(organiser, round).await.unwrap();
    assert_error!(engine.void_attempt(organiser, id, " ").await, Error::Invalid(_));
    engine.void_attempt(organiser, id, "Thi hộ").await.unwrap();
    engine.publish_round(organiser, round).await.unwrap();
    let shown = ranking(&world, &contest, everything()).await;
    assert_eq!((shown.revision, shown.lines.len()), (2, 1));
    assert_eq!(shown.because.words(Lang::Vi), "Một bài thi bị hủy kết quả");

    // What is public stays until the next one is published on purpose.
    engine.restore_attempt(organiser, id).await.unwrap();
    let shown = ranking(&world, &contest, everything()).await;
    assert_eq!((shown.revision, shown.lines.len()), (2, 1));
    engine.publish_round(organiser, round).await.unwrap();
    let shown = ranking(&world, &contest, everything()).await;
    assert_eq!((shown.revision, shown.lines.len()), (3, 2));
    assert_eq!(shown.because.words(Lang::Vi), "Một bài thi được tính lại");
    assert_error!(
        engine
            .give_time(organiser, round, power_cut(GrantScope::Everybody), None)
            .await,
        Error::Conflict(Conflict::WrongState)
    );
}
