//! A ranking that another person approves than the one who froze it.

use khao_domain::contest::correction::CorrectionKind;
use khao_engine::error::{Conflict, Error};

use crate::build::{World, assert_error, cell, contest};
use crate::corrections::of;
use crate::db::Db;
use crate::play::{everything, play, ranking};

on_both!(a_second_person_approves);

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
