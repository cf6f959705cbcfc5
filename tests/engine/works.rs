//! Long work: it goes on without whoever began it, says how far it is on every node, and is found afterwards.

use std::sync::Arc;
use std::time::Duration;

use khao_domain::ids::WorkId;
use khao_domain::work::WorkKind;
use khao_engine::Engine;
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Actor;
use khao_engine::work::{Outcome, Refusal, Running, Work, WorkState};
use khao_tests::wait::until;
use tokio::sync::oneshot;

use crate::build::{BANK, UNITS, World, assert_error, open_contest, pointers};
use crate::db::Db;
use crate::play::play;

on_both!(
    a_work_outlives_whoever_began_it,
    a_work_is_its_owners_and_administrators,
    a_work_whose_server_stopped_says_so,
    a_freezing_counts_its_entries,
    imports_count_their_rows,
    what_was_refused_is_told_afterwards,
    a_panic_is_no_silence,
);

const PATIENCE: Duration = Duration::from_secs(20);

fn frozen(truth: &(i64, i64)) -> Outcome {
    Outcome::Frozen {
        participants: truth.0,
        all_correct: truth.1,
    }
}

/// Four of ten are done; the rest waits to be let go on.
async fn held(engine: &Arc<Engine>, actor: &Actor) -> (Running<(i64, i64)>, oneshot::Sender<()>) {
    let (go_on, held) = oneshot::channel();
    let work = engine
        .begin(actor, (WorkKind::Freezing, None), frozen, |progress| async move {
            progress.expect(10);
            progress.add(4);
            held.await.unwrap();
            progress.add(6);
            Ok((7, 3))
        })
        .await;
    (work.unwrap(), go_on)
}

async fn seen(engine: &Engine, actor: &Actor, id: WorkId, state: &WorkState, counted: (i64, i64)) -> Work {
    until("how far the work is", PATIENCE, async || {
        let work = engine.work(actor, id).await.unwrap();
        (work.state == *state && work.counted == counted).then_some(work)
    })
    .await
}

async fn a_work_outlives_whoever_began_it(db: &Db) {
    let world = World::empty(db).await;
    let [engine, other] = world.two_nodes().await;
    let (work, go_on) = held(&engine, &world.organiser).await;
    let id = work.id;
    // The request is dropped with whoever waited.
    assert!(work.ended_within(Duration::ZERO).await.is_none());
    for node in [&engine, &other] {
        let work = seen(node, &world.organiser, id, &WorkState::Running, (4, 10)).await;
        assert_eq!((work.kind, work.started_at), (WorkKind::Freezing, db.now()));
        assert_eq!(work.ended_at, None);
    }
    // And it is in the row, too, where a node that knows nothing of it reads it.
    let row = "SELECT count(*) FROM works WHERE done = 4 AND total = 10 AND ended_at IS NULL";
    until("the row", PATIENCE, async || {
        (db.raw().await.number(row).await == 1).then_some(())
    })
    .await;
    assert!(!engine.works_ended_within(Duration::ZERO).await);
    db.pass_seconds(5);
    go_on.send(()).unwrap();
    assert!(engine.works_ended_within(PATIENCE).await);
    let ended = WorkState::Ended(frozen(&(7, 3)));
    for node in [&engine, &other] {
        let work = seen(node, &world.organiser, id, &ended, (10, 10)).await;
        assert_eq!(work.ended_at, Some(db.now()));
    }
    let listed = other.works(&world.organiser).await.unwrap();
    assert_eq!(listed.iter().map(|work| work.id).collect::<Vec<_>>(), [id]);
    // A week later nobody asks any more.
    db.pass_seconds(7 * 24 * 3600 - 5);
    engine.forget_expired().await.unwrap();
    assert!(engine.work(&world.organiser, id).await.is_ok());
    db.pass_seconds(1);
    engine.forget_expired().await.unwrap();
    assert_error!(engine.work(&world.organiser, id).await, Error::NotFound);
}

async fn a_work_is_its_owners_and_administrators(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let (work, go_on) = held(engine, &world.organiser).await;
    let id = work.id;
    assert!(engine.work(&world.organiser, id).await.is_ok());
    assert!(engine.work(&world.admin, id).await.is_ok());
    let somebody = crate::build::staff(khao_domain::people::role::Role::Auditor);
    assert_error!(engine.work(&somebody, id).await, Error::NotFound);
    assert_error!(engine.work(&Actor::Anonymous, id).await, Error::LogIn);
    assert_error!(
        engine.work(&world.admin, uuid::Uuid::max().into()).await,
        Error::NotFound
    );
    // Lists hold one's own only.
    assert!(engine.works(&world.admin).await.unwrap().is_empty());
    go_on.send(()).unwrap();
    assert_eq!(work.ended().await.unwrap(), (7, 3));
    // Twenty of them, the newest first.
    for _ in 0..21 {
        db.pass_seconds(1);
        let (work, go_on) = held(engine, &world.organiser).await;
        go_on.send(()).unwrap();
        work.ended().await.unwrap();
    }
    let listed = engine.works(&world.organiser).await.unwrap();
    assert_eq!((listed.len(), listed[0].started_at), (20, db.now()));
    assert!(listed.iter().all(|work| work.id != id));
}

async fn a_work_whose_server_stopped_says_so(db: &Db) {
    let world = World::empty(db).await;
    let other = db.engine().await;
    let (work, go_on) = held(&world.engine, &world.organiser).await;
    let state = async |engine: &Engine| engine.work(&world.organiser, work.id).await.unwrap().state;
    assert_eq!(state(&other).await, WorkState::Running);
    // Of this one nothing was heard for so long.
    let mut raw = db.raw().await;
    raw.execute("UPDATE works SET updated_at = updated_at - 31000000")
        .await;
    assert_eq!(state(&other).await, WorkState::Stopped);
    // The node it runs on knows better.
    assert_eq!(state(&world.engine).await, WorkState::Running);
    drop(go_on);
    // Whoever held it is gone: it breaks, and its row ends.
    assert_error!(work.ended().await, Error::Internal(_));
}

async fn a_freezing_counts_its_entries(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    for (name, right) in [("Lê Một", 3), ("Lê Hai", 1)] {
        let who = contest.enter(&world, name).await;
        play(engine, &who.actor, round, right, 0).await;
    }
    assert_error!(
        engine.begin_freezing(&Actor::Anonymous, round).await,
        Error::LogIn
    );
    let early = engine.begin_freezing(organiser, round).await.unwrap();
    let id = early.id;
    assert_error!(early.ended().await, Error::Conflict(Conflict::WrongState));
    let told = engine.work(organiser, id).await.unwrap().state;
    let refused = Outcome::Refused(Refusal::Conflict(Conflict::WrongState));
    assert_eq!(told, WorkState::Ended(refused));
    engine.close_round(organiser, round).await.unwrap();
    let work = engine.begin_freezing(organiser, round).await.unwrap();
    let id = work.id;
    let truth = work.ended().await.unwrap();
    assert_eq!((truth.participants, truth.all_correct), (2, 1));
    let work = engine.work(organiser, id).await.unwrap();
    assert_eq!((work.subject, work.counted), (Some(round.0), (2, 2)));
    assert_eq!(work.state, WorkState::Ended(frozen(&(2, 1))));
}

async fn imports_count_their_rows(db: &Db) {
    let world = World::empty(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    let units = engine.begin_unit_import(admin, UNITS.into()).await.unwrap();
    let id = units.id;
    let report = units.ended().await.unwrap();
    let work = engine.work(admin, id).await.unwrap();
    // Five units, two of them with head-counts.
    assert_eq!((work.kind, work.counted), (WorkKind::UnitImport, (7, 7)));
    let imported = |new| Outcome::UnitsImported {
        import: report.id,
        new,
        changed: 0,
        same: 0,
    };
    assert!(report.id.is_some());
    assert_eq!(work.state, WorkState::Ended(imported(5)));
    let province = engine.begin_starting_set(admin, "86".to_owned()).await.unwrap();
    let id = province.id;
    assert_eq!(province.ended().await.unwrap().new, 125);
    assert_eq!(engine.work(admin, id).await.unwrap().counted, (125, 125));

    let bank = world.empty_bank().await;
    let organiser = &world.organiser;
    let items = engine.begin_import(organiser, bank, BANK.into(), false).await;
    let items = items.unwrap();
    let id = items.id;
    assert_eq!(items.ended().await.unwrap().revision, Some(1));
    let work = engine.work(organiser, id).await.unwrap();
    assert_eq!((work.subject, work.counted), (Some(bank.0), (10, 10)));
    let imported = Outcome::ItemsImported {
        revision: Some(1),
        new: 10,
        changed: 0,
        same: 0,
    };
    assert_eq!(work.state, WorkState::Ended(imported));
}

async fn what_was_refused_is_told_afterwards(db: &Db) {
    let world = World::empty(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let bank = world.empty_bank().await;
    let upload = engine
        .stage_import(organiser, bank, "tep.csv", b"x")
        .await
        .unwrap();
    let work = engine
        .begin_confirmed_import(organiser, bank, upload, false)
        .await
        .unwrap();
    let id = work.id;
    let report = work.ended().await.unwrap();
    assert!(report.has_errors());
    let told = engine.work(organiser, id).await.unwrap().state;
    let refused = Outcome::Refused(Refusal::of(&Error::InvalidRows(report.problems)));
    assert_eq!(told, WorkState::Ended(refused));
    let province = engine.begin_starting_set(&world.admin, "00".to_owned()).await;
    let province = province.unwrap();
    let id = province.id;
    assert_eq!(pointers(province.ended().await), ["/province_code"]);
    let WorkState::Ended(Outcome::Refused(refusal)) = engine.work(&world.admin, id).await.unwrap().state
    else {
        panic!("there is no such province");
    };
    assert_eq!(pointers::<()>(Err(refusal.error().unwrap())), ["/province_code"]);
    // Whoever may not begins nothing, and no row is left of it.
    let before = db.raw().await.number("SELECT count(*) FROM works").await;
    assert_error!(
        engine.begin_unit_import(organiser, UNITS.into()).await,
        Error::Forbidden
    );
    assert_error!(
        engine.begin_import(organiser, bank, BANK.into(), true).await,
        Error::Forbidden
    );
    assert_eq!(db.raw().await.number("SELECT count(*) FROM works").await, before);
}

async fn a_panic_is_no_silence(db: &Db) {
    let world = World::empty(db).await;
    let (work, go_on) = held(&world.engine, &world.organiser).await;
    let id = work.id;
    drop(go_on);
    assert_error!(work.ended().await, Error::Internal(_));
    let told = world.engine.work(&world.organiser, id).await.unwrap().state;
    assert_eq!(told, WorkState::Ended(Outcome::Refused(Refusal::Failed)));
    assert!(world.engine.works_ended_within(Duration::ZERO).await);
}
