//! The collective ranking: units by participation, then by quality, over all published rounds.

use khao_domain::ids::{GroupId, UnitId};
use khao_engine::error::Error;

use crate::build::{Contest, World, assert_error, week, with_predictions};
use crate::db::Db;
use crate::play::{play, publish};

on_both!(units_are_ranked_over_the_published_rounds);

/// Code, rank, head-count, persons, points and most points in hundredths.
type Line = (String, u32, Option<i64>, i64, (i64, i64));

async fn lines(world: &World<'_>, parent: Option<UnitId>, group: Option<GroupId>) -> Vec<Line> {
    let found = world.engine.collective_ranking("cchc", parent, group).await;
    found
        .unwrap()
        .lines
        .into_iter()
        .map(|line| {
            let points = (line.score_hundredths, line.max_score_hundredths);
            (line.code, line.rank, line.headcount, line.participants, points)
        })
        .collect()
}

fn line(code: &str, rank: u32, headcount: Option<i64>, participants: i64, points: (i64, i64)) -> Line {
    (code.to_owned(), rank, headcount, participants, points)
}

async fn first_week(world: &World<'_>) -> Contest {
    let contest = with_predictions("cchc")
        .round("Tuần 1")
        .round("Tuần 2")
        .open(world)
        .await;
    for (name, group, unit, right) in [
        ("Một A", 0, "VL.S1", 3),
        ("Hai B", 0, "VL.S1.P1", 1),
        ("Ba C", 0, "VL.S2", 3),
        ("Bốn D", 1, "VL.X1", 2),
    ] {
        let person = contest.enter_in(world, name, group, unit).await;
        play(&world.engine, &person.actor, contest.rounds[0], right, 1).await;
    }
    contest
}

async fn units_are_ranked_over_the_published_rounds(db: &Db) {
    let world = World::with_units(db).await;
    let contest = first_week(&world).await;
    let early = world.engine.collective_ranking("cchc", None, None).await;
    assert_error!(early, Error::NotPublished);
    publish(&world, &contest, 0).await;
    // The department counts with what lies below it; the commune has no head-count, so no rate.
    assert_eq!(
        lines(&world, None, None).await,
        [
            line("VL.S1", 1, Some(40), 2, (400, 600)),
            line("VL.S2", 2, Some(60), 1, (300, 300)),
            line("VL.X1", 3, None, 1, (200, 300)),
        ]
    );
    let department = Some(world.unit("VL.S1").await);
    assert_eq!(
        lines(&world, department, None).await,
        [line("VL.S1.P1", 1, None, 1, (100, 300))]
    );
    // Of the second group nobody came but from the commune: the others are equal.
    assert_eq!(
        lines(&world, None, Some(contest.groups[1])).await,
        [
            line("VL.S1", 1, Some(40), 0, (0, 0)),
            line("VL.S2", 1, Some(60), 0, (0, 0)),
            line("VL.X1", 3, None, 1, (200, 300)),
        ]
    );

    db.set_time(week("", 2).opens_at);
    for number in 0..3 {
        let name = format!("Thêm {}", ["Ba", "Bốn", "Năm"][number]);
        let person = contest.enter_in(&world, &name, 0, "VL.S2").await;
        play(&world.engine, &person.actor, contest.rounds[1], 0, 1).await;
    }
    publish(&world, &contest, 1).await;
    // 4 of 2 × 60 now come before 2 of 2 × 40.
    assert_eq!(
        lines(&world, None, None).await[..2],
        [
            line("VL.S2", 1, Some(120), 4, (300, 1200)),
            line("VL.S1", 2, Some(80), 2, (400, 600)),
        ]
    );
    let unknown = Some(UnitId(uuid::Uuid::from_u128(1)));
    let nowhere = world.engine.collective_ranking("cchc", unknown, None).await;
    assert_error!(nowhere, Error::NotFound);
}
