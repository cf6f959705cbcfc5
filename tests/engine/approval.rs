//! A ranking that another person approves than the one who froze it.

use khao_domain::contest::correction::CorrectionKind;
use khao_domain::ids::RoundId;
use khao_domain::people::role::Role;
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Actor;
use uuid::Uuid;

use crate::build::{World, assert_error, cell, contest};
use crate::corrections::of;
use crate::db::Db;
use crate::play::{everything, play, ranking};

on_both!(
    a_second_person_approves,
    a_correction_is_public_with_the_ranking_that_holds_it,
    nobody_approves_a_correction_of_their_own,
    whoever_froze_what_waits_does_not_approve_it,
);

/// A closed round whose ranking a second person approves.
async fn closed(world: &World<'_>) -> RoundId {
    let contest = contest("cchc")
        .group("Cán bộ", vec![cell("Thể chế", 1, 4)])
        .round("Tuần 1")
        .settings(|settings| settings.second_approval = true)
        .open(world)
        .await;
    let round = contest.rounds[0];
    let person = contest.enter(world, "Lê Một").await;
    play(&world.engine, &person.actor, round, 4, 0).await;
    world.engine.close_round(&world.organiser, round).await.unwrap();
    round
}

/// Codes of the corrections that everybody can read.
async fn public(world: &World<'_>, round: RoundId) -> Vec<String> {
    let (_, round) = world.engine.contest_of_round(round).await.unwrap();
    let corrections = round.revealed.unwrap().corrections.into_iter();
    corrections.map(|one| one.item_code).collect()
}

async fn a_correction_is_public_with_the_ranking_that_holds_it(db: &Db) {
    let world = World::with_units(db).await;
    let round = closed(&world).await;
    let (engine, organiser, admin) = (&world.engine, &world.organiser, &world.admin);
    engine.freeze_round(organiser, round).await.unwrap();
    engine.approve_round(admin, round).await.unwrap();
    engine.publish_round(organiser, round).await.unwrap();
    let none = of("TC-1", CorrectionKind::NoPoints, "");
    engine.correct(organiser, round, &none, None).await.unwrap();
    assert!(public(&world, round).await.is_empty(), "it is not worked in");
    engine.rescore_waiting().await.unwrap();
    assert!(public(&world, round).await.is_empty(), "it is not approved");
    // A page that was opened before the correction shows another ranking.
    assert_error!(
        engine.approve_seen(admin, round, Some(1)).await,
        Error::Conflict(Conflict::RankingNewer)
    );
    assert_error!(
        engine.publish_seen(admin, round, Some(1)).await,
        Error::Conflict(Conflict::RankingNewer)
    );
    engine.approve_round(admin, round).await.unwrap();
    engine.publish_round(admin, round).await.unwrap();
    assert_eq!(public(&world, round).await, ["TC-1"]);
}

async fn nobody_approves_a_correction_of_their_own(db: &Db) {
    let world = World::with_units(db).await;
    let round = closed(&world).await;
    let (engine, organiser, admin) = (&world.engine, &world.organiser, &world.admin);
    engine.freeze_round(organiser, round).await.unwrap();
    engine.approve_round(admin, round).await.unwrap();
    engine.publish_round(organiser, round).await.unwrap();
    // The last corrector froze what waits; the one before is no second person either.
    for (who, code) in [(admin, "TC-1"), (organiser, "TC-2")] {
        let none = of(code, CorrectionKind::NoPoints, "");
        engine.correct(who, round, &none, None).await.unwrap();
    }
    engine.rescore_waiting().await.unwrap();
    for who in [admin, organiser] {
        assert_error!(
            engine.approve_round(who, round).await,
            Error::Conflict(Conflict::OwnRanking)
        );
    }
    let third = another_administrator();
    engine.approve_round(&third, round).await.unwrap();
    engine.publish_round(organiser, round).await.unwrap();
    // What is public binds nobody any more.
    let back = of("TC-1", CorrectionKind::AsFrozen, "");
    engine.correct(organiser, round, &back, None).await.unwrap();
    engine.rescore_waiting().await.unwrap();
    engine.approve_round(admin, round).await.unwrap();
}

async fn whoever_froze_what_waits_does_not_approve_it(db: &Db) {
    let world = World::with_units(db).await;
    let round = closed(&world).await;
    let (engine, organiser, admin) = (&world.engine, &world.organiser, &world.admin);
    engine.freeze_round(organiser, round).await.unwrap();
    let none = of("TC-1", CorrectionKind::NoPoints, "");
    engine.correct(admin, round, &none, None).await.unwrap();
    engine.rescore_waiting().await.unwrap();
    for who in [admin, organiser] {
        assert_error!(
            engine.approve_round(who, round).await,
            Error::Conflict(Conflict::OwnRanking)
        );
    }
    engine
        .approve_round(&another_administrator(), round)
        .await
        .unwrap();
}

fn another_administrator() -> Actor {
    Actor::Staff {
        id: Uuid::from_u128(77).into(),
        username: "nguoi.ba".to_owned(),
        role: Role::Administrator,
        unit: None,
        from: None,
        proved_at: khao_domain::time::Timestamp(i64::MAX),
    }
}

async fn a_second_person_approves(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("Cán bộ", vec![cell("Thể chế", 1, 4)])
        .round("Tuần 1")
        .settings(|settings| settings.second_approval = true)
        .open(&world)
        .await;
    let (engine, organiser, admin, round) =
        (&world.engine, &world.organiser, &world.admin, contest.rounds[0]);
    let person = contest.enter(&world, "Lê Một").await;
    play(engine, &person.actor, round, 4, 0).await;
    engine.close_round(organiser, round).await.unwrap();
    assert_error!(
        engine.approve_round(admin, round).await,
        Error::Conflict(Conflict::WrongState)
    );
    engine.freeze_round(organiser, round).await.unwrap();
    assert_error!(
        engine.publish_round(organiser, round).await,
        Error::Conflict(Conflict::NotApproved)
    );
    assert_error!(
        engine.approve_round(organiser, round).await,
        Error::Conflict(Conflict::OwnRanking)
    );
    engine.approve_round(admin, round).await.unwrap();
    assert_error!(
        engine.approve_round(admin, round).await,
        Error::Conflict(Conflict::WrongState)
    );
    engine.publish_round(organiser, round).await.unwrap();
    // A correction of what is public waits for a second person too.
    let none = of("TC-1", CorrectionKind::NoPoints, "");
    engine.correct(organiser, round, &none, None).await.unwrap();
    engine.rescore_waiting().await.unwrap();
    assert_eq!(ranking(&world, &contest, everything()).await.revision, 1);
    assert_error!(
        engine.publish_round(organiser, round).await,
        Error::Conflict(Conflict::NotApproved)
    );
    engine.approve_round(admin, round).await.unwrap();
    engine.publish_round(admin, round).await.unwrap();
    assert_eq!(ranking(&world, &contest, everything()).await.revision, 2);
    let course = engine.ranking_course(admin, round).await.unwrap();
    assert_eq!(course.len(), 2);
    assert!(
        course
            .iter()
            .all(|one| one.approved_at.is_some() && one.published_at.is_some())
    );
}
