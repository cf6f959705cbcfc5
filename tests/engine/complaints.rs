//! Complaints: filed within the window, answered once.

use khao_domain::ids::ComplaintId;
use khao_engine::error::{Conflict, Error};

use crate::build::{World, assert_error, open_contest, pointers};
use crate::db::Db;
use crate::play::{play, publish};

on_both!(a_complaint_is_filed_in_time, a_complaint_is_answered_once);

async fn a_complaint_is_filed_in_time(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let (who, other) = (
        contest.enter(&world, "Lê Một").await,
        contest.enter(&world, "Lê Hai").await,
    );
    let id = play(engine, &who.actor, round, 1, 0).await;
    let early = engine.complain(&who.actor, id, None, "Sớm quá").await;
    assert_error!(early, Error::Conflict(Conflict::ComplaintsClosed));
    publish(&world, &contest, 0).await;
    assert_error!(
        engine.complain(&other.actor, id, None, "Của người khác").await,
        Error::NotFound
    );
    assert_eq!(
        pointers(engine.complain(&who.actor, id, None, " ").await),
        ["/text"]
    );
    assert_eq!(
        pointers(engine.complain(&who.actor, id, Some(4), "Câu 4").await),
        ["/position"]
    );

    let filed = engine
        .complain(&who.actor, id, Some(2), "Đáp án sai.")
        .await
        .unwrap();
    let again = engine
        .complain(&who.actor, id, Some(2), "Đáp án sai. ")
        .await
        .unwrap();
    assert_eq!(filed, again);
    for number in 2..=5 {
        engine
            .complain(&who.actor, id, None, &format!("Điểm {number}"))
            .await
            .unwrap();
    }
    assert_eq!(
        pointers(engine.complain(&who.actor, id, None, "Điểm 6").await),
        ["/text"]
    );

    let mine = engine.my_complaints(&who.actor, id).await.unwrap();
    assert_eq!(
        (mine.complaints.len(), mine.open_until),
        (5, None),
        "five are the most"
    );

    db.pass_seconds(5 * 24 * 3600);
    let late = engine.complain(&who.actor, id, None, "Muộn quá").await;
    assert_error!(late, Error::Conflict(Conflict::ComplaintsClosed));
}

async fn a_complaint_is_answered_once(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let who = contest.enter(&world, "Lê Một").await;
    let id = play(engine, &who.actor, round, 1, 0).await;
    publish(&world, &contest, 0).await;
    let filed = engine
        .complain(&who.actor, id, Some(2), "Đáp án sai.")
        .await
        .unwrap();
    db.pass_seconds(1);
    engine.complain(&who.actor, id, None, "Điểm").await.unwrap();
    let cases = engine.complaints(organiser, round).await.unwrap();
    assert_eq!((cases.len(), cases[0].name.as_str()), (2, "Lê Một"));
    assert!(cases[0].item.as_ref().unwrap().starts_with("TC-"));
    let first = (round, filed.id);
    engine
        .answer_complaint(organiser, first, "Đã xem lại.")
        .await
        .unwrap();
    assert_error!(
        engine.answer_complaint(organiser, first, "Khác").await,
        Error::NotFound
    );
    let unknown = (round, ComplaintId(uuid::Uuid::max()));
    assert_error!(
        engine.answer_complaint(organiser, unknown, "Ai?").await,
        Error::NotFound
    );
    assert_error!(engine.complaints(&who.actor, round).await, Error::Forbidden);
    let mine = engine.my_complaints(&who.actor, id).await.unwrap();
    assert_eq!(
        mine.complaints[0].answer,
        Some(("Đã xem lại.".to_owned(), db.now()))
    );
    assert_eq!(
        engine.complaints(organiser, round).await.unwrap()[1].complaint.id,
        filed.id
    );
}
