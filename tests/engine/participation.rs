//! Participation per unit, over the head-counts in force when the round opened.

use khao_engine::contest::participation::Participation;
use khao_engine::error::Error;

use crate::build::{World, assert_error, with_predictions};
use crate::db::Db;
use crate::play::{play, start};

on_both!(participation_is_counted_over_headcounts);

/// Code, head-count, participants, submitted, and the rate in thousandths.
type Line<'p> = (&'p str, Option<i64>, i64, i64, Option<i64>);

fn rates(participation: &Participation) -> Vec<Line<'_>> {
    participation
        .units
        .iter()
        .map(|unit| {
            #[expect(clippy::cast_possible_truncation, reason = "a rate in thousandths")]
            let rate = unit.rate.map(|rate| (rate * 1000.0).round() as i64);
            (
                unit.code.as_str(),
                unit.headcount,
                unit.participants,
                unit.submitted,
                rate,
            )
        })
        .collect()
}

async fn participation_is_counted_over_headcounts(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    // A later count does not change a round that opened before it; the commune counted too few.
    let counts = "Mã,Tên,Mã cấp trên,Số người,Ngày tính\nVL.S1,Sở Nội vụ,VL,80,01/11/2026\n\
                  VL.X1,Xã Hoà Bình,VL,1,01/10/2026\n";
    engine.import_units(admin, counts.as_bytes()).await.unwrap();
    let contest = with_predictions("cchc").round("Tuần 1").open(&world).await;
    let round = contest.rounds[0];
    for (name, unit) in [
        ("Một A", "VL.S1"),
        ("Hai B", "VL.S1.P1"),
        ("Ba C", "VL.X1"),
        ("Bốn D", "VL.X1"),
    ] {
        let person = contest.enter_in(&world, name, 0, unit).await;
        play(engine, &person.actor, round, 3, 1).await;
    }
    let open = contest.enter_in(&world, "Năm E", 0, "VL.S2").await;
    start(engine, &open.actor, round).await;
    contest.enter_in(&world, "Sáu F", 0, "VL.S2").await;
    let top = engine.participation(round, None).await.unwrap();
    assert_eq!(top.as_of, db.now());
    assert_eq!(
        rates(&top),
        [
            ("VL.S1", Some(40), 2, 2, Some(50)),
            ("VL.S2", Some(60), 1, 0, Some(0)),
            ("VL.X1", Some(1), 2, 2, Some(2000)),
        ]
    );
    let department = Some(world.unit("VL.S1").await);
    let below = engine.participation(round, department).await.unwrap();
    assert_eq!(rates(&below), [("VL.S1.P1", None, 1, 1, None)]);
    let seen = async |after, most| {
        let page = engine.console_participation(&world.organiser, round, (after, most));
        page.await.unwrap()
    };
    let all = seen(None, 100).await;
    assert_eq!(rates(&all.page)[0], ("VL", Some(101), 5, 4, Some(40)));
    assert_eq!((all.participants, all.submitted, all.open), (5, 4, 1));
    assert_eq!(all.next, None);
    // Page by page the same units, each with the same totals of all.
    let first = seen(None, 2).await;
    let rest = seen(first.next, 100).await;
    assert_eq!([rates(&first.page), rates(&rest.page)].concat(), rates(&all.page));
    assert_eq!((rest.participants, rest.next), (5, None));
    let unknown = Some(uuid::Uuid::from_u128(1).into());
    assert_error!(engine.participation(round, unknown).await, Error::NotFound);
    let counts = engine.counts(contest.id).await.unwrap();
    assert_eq!(
        (counts.participants, counts.attempts, counts.submitted),
        (6, 5, 4)
    );
}
