//! Complaints: filed within the window, answered once.

use khao_domain::ids::ComplaintId;
use khao_engine::contest::complaint_cases::{CaseCount, CaseQuery};
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Actor;

use crate::build::{Contest, World, assert_error, open_contest, pointers};
use crate::db::Db;
use crate::play::{play, publish};

on_both!(
    a_complaint_is_filed_in_time,
    a_complaint_may_hold_tabs,
    a_complaint_is_answered_once,
);

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

/// As it comes from a spreadsheet.
async fn a_complaint_may_hold_tabs(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let who = contest.enter(&world, "Lê Một").await;
    let id = play(engine, &who.actor, round, 1, 0).await;
    publish(&world, &contest, 0).await;
    let filed = engine
        .complain(&who.actor, id, None, "Câu\tĐiểm\r\n1\t0\u{0}")
        .await;
    assert_eq!(filed.unwrap().text, "Câu\tĐiểm\n1\t0");
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
        .answer_complaint(organiser, first, "Đã xem lại.", Some(true))
        .await
        .unwrap();
    assert_error!(
        engine.answer_complaint(organiser, first, "Khác", None).await,
        Error::Conflict(Conflict::AnsweredAlready)
    );
    let unknown = (round, ComplaintId(uuid::Uuid::max()));
    assert_error!(
        engine.answer_complaint(organiser, unknown, "Ai?", None).await,
        Error::NotFound
    );
    assert_error!(engine.complaints(&who.actor, round).await, Error::Forbidden);
    of_the_contest(&world, &contest, (&who.actor, filed.id)).await;
    let mine = engine.my_complaints(&who.actor, id).await.unwrap();
    assert_eq!(mine.complaints[0].upheld, Some(true));
    assert_eq!(
        mine.complaints[0].answer,
        Some(("Đã xem lại.".to_owned(), db.now()))
    );
    assert_eq!(
        engine.complaints(organiser, round).await.unwrap()[1].complaint.id,
        filed.id
    );
}

/// One of two is answered; the list of a contest is filtered and goes on page by page.
async fn of_the_contest(world: &World<'_>, contest: &Contest, (who, answered): (&Actor, ComplaintId)) {
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    assert_error!(
        engine.complaint_counts(who, &contest.slug).await,
        Error::Forbidden
    );
    let counts = engine.complaint_counts(organiser, &contest.slug).await.unwrap();
    assert_eq!(counts.get(&round), Some(&CaseCount { open: 1, answered: 1 }));
    let query = CaseQuery {
        round: None,
        answered: true,
        after: None,
        limit: 1,
    };
    let page = engine
        .complaints_of_contest(organiser, &contest.slug, &query)
        .await
        .unwrap();
    assert_eq!((page.cases.len(), page.next), (1, None));
    assert_eq!(
        (page.cases[0].complaint.id, page.cases[0].round),
        (answered, round)
    );
    let last = (page.cases[0].complaint.filed_at, answered);
    let beyond = CaseQuery {
        after: Some(last),
        round: Some(round),
        ..query
    };
    let page = engine
        .complaints_of_contest(organiser, &contest.slug, &beyond)
        .await
        .unwrap();
    assert!(page.cases.is_empty());
    let file = engine.complaint_case(organiser, (round, answered)).await.unwrap();
    assert_eq!((file.items.len(), file.items[0].position), (1, 2));
    assert_eq!(file.score, Some((100, 300)));
    let waits = CaseQuery {
        answered: false,
        ..query
    };
    let page = engine
        .complaints_of_contest(organiser, &contest.slug, &waits)
        .await
        .unwrap();
    let whole = (round, page.cases[0].complaint.id);
    let file = engine.complaint_case(organiser, whole).await.unwrap();
    assert_eq!(file.items.len(), 3, "of the result: the whole paper");
}
