//! The collective ranking: units by participation, then by quality, over all published rounds.

use khao_domain::ids::{GroupId, UnitId};
use khao_engine::error::Error;

use crate::build::{World, assert_error, week, with_predictions};
use crate::db::Db;
use crate::play::{play, publish};

on_both!(units_are_ranked_over_all_published_rounds);

async fn units_are_ranked_over_all_published_rounds(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_predictions("cchc")
        .round("Tuần 1")
        .round("Tuần 2")
        .open(&world)
        .await;
    let (engine, rounds) = (&world.engine, &contest.rounds);
    // The commune counted nobody; the others have 40 and 60 people.
    let mut people = Vec::new();
    for (name, group, unit, right) in [
        ("Một A", 0, "VL.S1", 3),
        ("Hai B", 0, "VL.S1.P1", 1),
        ("Ba C", 1, "VL.S2", 3),
        ("Bốn D", 0, "VL.S2", 3),
        ("Năm E", 0, "VL.S2", 3),
        ("Sáu F", 1, "VL.X1", 2),
    ] {
        let person = contest.enter_in(&world, name, group, unit).await;
        play(engine, &person.actor, rounds[0], right, 1).await;
        people.push(person);
    }
    let none = engine.collective_ranking("cchc", None, None).await;
    assert_error!(none, Error::NotPublished);
    publish(&world, &contest, 0).await;
    // 2 of 40 and 3 of 60 are the same rate: the better answers decide.
    let first = [
        ("VL.S2", 1, Some(60), 3, 900),
        ("VL.S1", 2, Some(40), 2, 400),
        ("VL.X1", 3, None, 1, 200),
    ];
    check(&world, None, None, &first).await;
    let citizens = [
        ("VL.S2", 1, Some(60), 1, 300),
        ("VL.S1", 2, Some(40), 0, 0),
        ("VL.X1", 3, None, 1, 200),
    ];
    check(&world, None, Some(contest.groups[1]), &citizens).await;
    let below = [("VL.S1.P1", 1, None, 1, 100)];
    check(&world, Some(world.unit("VL.S1").await), None, &below).await;

    db.set_time(week("", 2).opens_at);
    play(engine, &people[0].actor, rounds[1], 3, 1).await;
    publish(&world, &contest, 1).await;
    let both = [
        ("VL.S1", 1, Some(80), 3, 700),
        ("VL.S2", 2, Some(120), 3, 900),
        ("VL.X1", 3, None, 1, 200),
    ];
    check(&world, None, None, &both).await;
    let unknown = uuid::Uuid::from_u128(1);
    for (parent, group) in [(Some(unknown.into()), None), (None, Some(unknown.into()))] {
        let refused = engine.collective_ranking("cchc", parent, group).await;
        assert_error!(refused, Error::NotFound);
    }
}

/// Code, rank, head-count, participants, hundredths of points.
type Line<'l> = (&'l str, u32, Option<i64>, i64, i64);

async fn check(world: &World<'_>, parent: Option<UnitId>, group: Option<GroupId>, expected: &[Line<'_>]) {
    let found = world
        .engine
        .collective_ranking("cchc", parent, group)
        .await
        .unwrap();
    let lines: Vec<Line<'_>> = found
        .lines
        .iter()
        .map(|line| {
            (
                line.code.as_str(),
                line.rank,
                line.headcount,
                line.participants,
                line.score_hundredths,
            )
        })
        .collect();
    assert_eq!(lines, expected);
}
