//! A ranking that is made anew brings the names and units of the moment along, and says so.

use khao_domain::lang::Lang;
use khao_engine::contest::corrections::NewCorrection;
use khao_engine::error::{Conflict, Error};
use khao_engine::people::correction::Correction;
use khao_engine::people::units::changes::TypedUnit;

use crate::build::{Contest, Person, World, assert_error, open_contest};
use crate::corrections::of;
use crate::db::Db;
use crate::play::{everything, play, publish, ranking};

on_both!(
    a_void_says_that_names_and_units_changed_too,
    the_same_made_anew_twice_is_one,
    a_fixed_ranking_offers_its_own_units,
    an_outdated_preview_is_looked_at_again,
);

async fn rename(world: &World<'_>, who: &Person, name: &str) {
    world.db.pass_seconds(60);
    let change = Correction {
        full_name: Some(name.to_owned()),
        reason: "Ghi nhầm".to_owned(),
        ..Correction::default()
    };
    let corrected = world.engine.correct_entry(&world.organiser, who.id, change);
    corrected.await.unwrap();
    world.db.pass_seconds(60);
}

/// Two in one unit, one in another; the last one's paper.
async fn played(world: &World<'_>, contest: &Contest) -> (Vec<Person>, khao_domain::ids::AttemptId) {
    let mut people = Vec::new();
    let mut last = None;
    for (name, unit) in [("Lê Một", "VL.S1"), ("Lê Hai", "VL.S2"), ("Lê Ba", "VL.S2")] {
        let who = contest.enter_in(world, name, 0, unit).await;
        last = Some(play(&world.engine, &who.actor, contest.rounds[0], 3, 0).await);
        people.push(who);
    }
    publish(world, contest, 0).await;
    (people, last.unwrap())
}

async fn rename_unit(world: &World<'_>) {
    let unit = world.unit("VL.S2").await;
    let changed = TypedUnit {
        code: "VL.S2".to_owned(),
        name: "Sở đổi tên".to_owned(),
        parent_code: "VL".to_owned(),
        ..TypedUnit::default()
    };
    world
        .engine
        .change_unit(&world.admin, unit, &changed)
        .await
        .unwrap();
}

async fn a_void_says_that_names_and_units_changed_too(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let (people, attempt) = played(&world, &contest).await;
    rename(&world, &people[0], "Lê Một Mới").await;
    rename_unit(&world).await;
    engine
        .void_attempt(organiser, attempt, "Trái thể lệ")
        .await
        .unwrap();

    let told = engine.renewed_people(organiser, round).await.unwrap();
    let mut names: Vec<_> = told
        .iter()
        .map(|one| (one.name_before.as_str(), one.name_now.as_str()))
        .collect();
    names.sort_unstable();
    assert_eq!(names, [("Lê Hai", "Lê Hai"), ("Lê Một", "Lê Một Mới")]);
    assert!(
        told.iter()
            .any(|one| one.unit_now == "Sở đổi tên" && one.unit_before != "Sở đổi tên")
    );
    engine.publish_round(organiser, round).await.unwrap();
    let page = ranking(&world, &contest, everything()).await;
    assert_eq!(
        page.because.words(Lang::Vi),
        "Một bài thi bị hủy kết quả; Tên hoặc đơn vị của 2 người được cập nhật"
    );
    assert!(page.because.words(Lang::En).starts_with("A paper was voided; "));
    let whole = engine.contest_ranking("cchc", &everything()).await.unwrap();
    let words = whole.because.words(Lang::Vi);
    assert!(words.ends_with("của 2 người được cập nhật"), "{words}");
    assert!(engine.renewed_people(organiser, round).await.unwrap().is_empty());

    // Nothing changed since: the next one names the paper alone.
    db.pass_seconds(60);
    engine.restore_attempt(organiser, attempt).await.unwrap();
    engine.publish_round(organiser, round).await.unwrap();
    let page = ranking(&world, &contest, everything()).await;
    assert_eq!(page.because.words(Lang::Vi), "Một bài thi được tính lại");
}

async fn the_same_made_anew_twice_is_one(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let (people, _) = played(&world, &contest).await;
    let remade = async |reason: &str| {
        db.pass_seconds(60);
        engine.remake_ranking(organiser, round, reason).await.unwrap();
        engine.ranking_course(organiser, round).await.unwrap().len()
    };
    assert_eq!(remade("Sửa họ tên").await, 2);
    assert_eq!(remade("Sửa họ tên").await, 2);
    assert_eq!(remade("Sửa đơn vị").await, 3);
    rename(&world, &people[0], "Lê Khác").await;
    assert_eq!(remade("Sửa đơn vị").await, 4);
}

async fn a_fixed_ranking_offers_its_own_units(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    played(&world, &contest).await;
    let offered = async || {
        let units = engine.round_ranking_units(round, None).await.unwrap();
        units
            .offered(None)
            .map(|unit| unit.name.clone())
            .collect::<Vec<_>>()
    };
    let before = offered().await;
    assert_eq!(before.len(), 2, "{before:?}");
    db.pass_seconds(60);
    rename_unit(&world).await;
    let root = TypedUnit {
        code: "KHAC".to_owned(),
        name: "Tỉnh khác".to_owned(),
        ..TypedUnit::default()
    };
    engine.add_unit(&world.admin, &root).await.unwrap();
    db.pass_seconds(60);
    assert_eq!(offered().await, before);
    let whole = engine.contest_ranking_units("cchc", None).await.unwrap();
    assert_eq!(whole.offered(None).count(), 2);
    let staff = engine
        .staff_ranking_units(&world.organiser, round, None)
        .await
        .unwrap();
    assert_eq!(staff.offered(Some(world.unit("VL").await)).count(), 2);
}

async fn an_outdated_preview_is_looked_at_again(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let (_, attempt) = played(&world, &contest).await;
    let none: NewCorrection = of(
        "TC-1",
        khao_domain::contest::correction::CorrectionKind::NoPoints,
        "",
    );
    let seen = engine
        .preview_correction(organiser, round, &none)
        .await
        .unwrap()
        .state;
    engine
        .void_attempt(organiser, attempt, "Trái thể lệ")
        .await
        .unwrap();
    assert_error!(
        engine
            .correct_seen(organiser, round, &none, None, Some(&seen))
            .await,
        Error::Conflict(Conflict::PreviewOlder)
    );
    let seen = engine
        .preview_correction(organiser, round, &none)
        .await
        .unwrap()
        .state;
    engine
        .correct_seen(organiser, round, &none, None, Some(&seen))
        .await
        .unwrap();
}
