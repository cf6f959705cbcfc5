//! The participation of each day, as it was when the day ended.

use std::sync::Arc;

use khao_engine::Engine;
use khao_engine::error::Error;
use khao_engine::exports::ExportFormat;
use khao_engine::policy::Actor;

use crate::build::{World, assert_error, coordinator_of, open_contest, three_choices, week};
use crate::db::Db;
use crate::figures::rows;
use crate::play::{play, start};

on_both!(
    each_day_is_kept_as_it_ended,
    a_day_is_written_once_by_all_nodes,
    a_missed_day_stays_missing,
    a_coordinator_downloads_the_days_of_the_own_unit_only,
);

const DAY_S: i64 = 24 * 3600;

async fn days(engine: &Arc<Engine>, who: &Actor) -> Vec<Vec<String>> {
    let export = engine
        .export_daily_participation(who, "cchc", ExportFormat::Csv)
        .await;
    rows(export.unwrap()).await
}

async fn each_day_is_kept_as_it_ended(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let midnight = db.now().local_date().plus_days(1).midnight();
    let person = contest.enter_in(&world, "Một A", 0, "VL.S1.P1").await;
    play(engine, &person.actor, round, 3, 0).await;
    let other = contest.enter_in(&world, "Hai B", 0, "VL.S2").await;
    start(engine, &other.actor, round).await;
    // Not over yet, and not settled.
    for after_midnight in [-60, 299] {
        db.set_time(midnight.plus_seconds(after_midnight));
        engine.sweep().await.unwrap();
        assert_eq!(engine.keep_daily_participation().await.unwrap(), 0);
    }
    // What happens after midnight is the next day's, whenever this one is written.
    db.set_time(midnight.plus_seconds(3 * 3600));
    let late = contest.enter_in(&world, "Ba C", 0, "VL.X1").await;
    play(engine, &late.actor, round, 3, 0).await;
    assert_eq!(engine.keep_daily_participation().await.unwrap(), 1);
    assert_eq!(engine.keep_daily_participation().await.unwrap(), 0);
    let first = [
        ["2026-10-05", "VL", "Tỉnh Vĩnh Long", "100", "2", "2", "2", "2.00"],
        ["2026-10-05", "VL.S1", "Sở Nội vụ", "40", "1", "1", "1", "2.50"],
        [
            "2026-10-05",
            "VL.S1.P1",
            "Phòng Cải cách hành chính",
            "",
            "1",
            "1",
            "1",
            "",
        ],
        ["2026-10-05", "VL.S2", "Sở Y tế", "60", "1", "1", "1", "1.67"],
    ];
    assert_eq!(days(engine, organiser).await, first);
    // The next day holds all that came until then; the one before stays as it was.
    let renamed = "Mã,Tên,Mã cấp trên,Số người,Ngày tính\nVL.S2,Sở Y tế mới,VL,30,06/10/2026\n";
    engine
        .import_units(&world.admin, renamed.as_bytes())
        .await
        .unwrap();
    db.set_time(midnight.plus_seconds(DAY_S + 300));
    assert_eq!(engine.keep_daily_participation().await.unwrap(), 1);
    let both = days(engine, organiser).await;
    assert_eq!(both[..4], first);
    assert_eq!(
        both[4],
        ["2026-10-06", "VL", "Tỉnh Vĩnh Long", "70", "3", "3", "3", "4.29"]
    );
    assert_eq!(
        both[7],
        ["2026-10-06", "VL.S2", "Sở Y tế mới", "30", "1", "1", "1", "3.33"]
    );
    assert_eq!(
        both[8],
        ["2026-10-06", "VL.X1", "Xã Hoà Bình", "", "1", "1", "1", ""]
    );
}

async fn a_day_is_written_once_by_all_nodes(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Một A").await;
    play(&world.engine, &person.actor, contest.rounds[0], 3, 0).await;
    db.set_time(db.now().local_date().plus_days(1).midnight().plus_seconds(600));
    let nodes = world.two_nodes().await;
    let (one, other) = tokio::join!(
        nodes[0].keep_daily_participation(),
        nodes[1].keep_daily_participation()
    );
    assert_eq!(one.unwrap() + other.unwrap(), 1);
    let mut raw = db.raw().await;
    let twice = "SELECT count(*) FROM (SELECT day FROM daily_participation
        GROUP BY contest_id, day, unit_id HAVING count(*) > 1) AS twice";
    assert_eq!(raw.number(twice).await, 0);
    assert_eq!(raw.number("SELECT count(*) FROM daily_participation").await, 3);
    assert_eq!(raw.number("SELECT count(*) FROM leases").await, 0);
}

async fn a_missed_day_stays_missing(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    contest.enter(&world, "Một A").await;
    let written = async |day: i64| {
        let day = week("", 1).opens_at.local_date().plus_days(day);
        db.set_time(day.midnight().plus_seconds(3600));
        engine.keep_daily_participation().await.unwrap()
    };
    // Nobody was there on the second day; a draft is nobody's.
    let draft = crate::build::contest("nhap")
        .group("Cán bộ", three_choices())
        .round("Tuần 1");
    assert_eq!(written(1).await, 1);
    draft.drafted(&world).await;
    assert_eq!(written(3).await, 1);
    let mut told: Vec<String> = days(engine, organiser)
        .await
        .into_iter()
        .map(|mut row| row.remove(0))
        .collect();
    told.dedup();
    assert_eq!(told, ["2026-10-05", "2026-10-07"]);
    // The round closes in the morning of the eighth day; whoever is late may still hand in on the ninth.
    assert_eq!(written(8).await, 1);
    assert_eq!(written(9).await, 1);
    assert_eq!(written(10).await, 0);
}

async fn a_coordinator_downloads_the_days_of_the_own_unit_only(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let engine = &world.engine;
    for (name, unit) in [("Một A", "VL.S1.P1"), ("Hai B", "VL.S2")] {
        contest.enter_in(&world, name, 0, unit).await;
    }
    db.set_time(db.now().local_date().plus_days(1).midnight().plus_seconds(300));
    assert_eq!(engine.keep_daily_participation().await.unwrap(), 1);
    let coordinator = coordinator_of(world.unit("VL.S1").await);
    let seen = days(engine, &coordinator).await;
    let codes: Vec<&str> = seen.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(codes, ["VL.S1", "VL.S1.P1"]);
    assert_eq!(days(engine, &world.organiser).await.len(), 4);
    let nowhere = coordinator_of(uuid::Uuid::from_u128(1).into());
    let refused = engine
        .export_daily_participation(&nowhere, "cchc", ExportFormat::Csv)
        .await;
    assert_error!(refused, Error::NotFound);
    let person = contest.enter(&world, "Ba C").await;
    let refused = engine
        .export_daily_participation(&person.actor, "cchc", ExportFormat::Csv)
        .await;
    assert_error!(refused, Error::Forbidden);
    let written = format!(
        "SELECT count(*) FROM audit WHERE action = 'contests.export' AND object_id = '{}'",
        contest.id
    );
    assert_eq!(db.raw().await.number(&written).await, 2);
}
