//! How a round went, and the participation of each day.

use khao_engine::Engine;
use khao_engine::contest::rounds::RoundPlan;
use khao_engine::error::Error;
use khao_engine::exports::{Export, ExportFormat};
use khao_engine::figures::{FigureFilter, FigureTable, RoundFigures};
use khao_engine::policy::Actor;
use std::sync::Arc;

use crate::build::{World, assert_error, cell, contest, coordinator_of, open_contest, three_choices, week};
use crate::db::Db;
use crate::play::{play, start};

on_both!(
    figures_are_counted_by_group_and_by_unit,
    a_coordinator_sees_figures_of_the_own_unit_only,
    arrivals_are_told_by_the_hour,
    items_are_held_against_the_rest_of_the_paper,
    each_day_is_kept_as_it_ended,
    a_day_is_written_once_by_all_nodes,
    a_missed_day_stays_missing,
    a_coordinator_downloads_the_days_of_the_own_unit_only,
);

const DAY_S: i64 = 24 * 3600;

async fn rows(mut export: Export) -> Vec<Vec<String>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = export.chunks.recv().await {
        bytes.extend(chunk.unwrap());
    }
    let text = String::from_utf8(bytes).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let record = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> = reader.records().map(|one| record(one.unwrap())).collect();
    assert_eq!(i64::try_from(rows.len()).unwrap(), export.rows);
    rows
}

async fn figures(world: &World<'_>, actor: &Actor, round: khao_domain::ids::RoundId) -> RoundFigures {
    let filter = FigureFilter::default();
    world.engine.round_figures(actor, round, filter).await.unwrap()
}

async fn figures_are_counted_by_group_and_by_unit(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .group("Người dân", three_choices())
        .round("Tuần 1")
        .open(&world)
        .await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let mut played = Vec::new();
    for (name, group, unit, right) in [
        ("Một A", 0, "VL.S1.P1", 3),
        ("Hai B", 0, "VL.S2", 1),
        ("Ba C", 1, "VL.S2", 0),
        ("Bốn D", 1, "VL.S2", 2),
    ] {
        let person = contest.enter_in(&world, name, group, unit).await;
        played.push(play(engine, &person.actor, round, right, 0).await);
    }
    let open = contest.enter_in(&world, "Năm E", 0, "VL.S1").await;
    start(engine, &open.actor, round).await;
    engine.void_attempt(organiser, played[2], "x").await.unwrap();
    let all = figures(&world, organiser, round).await;
    assert_eq!(all.scores, [0, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
    let codes: Vec<&str> = all.units.iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!(codes, ["VL.S1", "VL.S2", "VL.X1"]);
    let sums = |shown: &RoundFigures| {
        let arrivals = shown.arrivals.iter();
        arrivals.fold((0, 0), |sum, one| (sum.0 + one.started, sum.1 + one.submitted))
    };
    assert_eq!(sums(&all), (4, 3));
    let department = world.unit("VL.S1").await;
    let looked = |group: Option<usize>, unit| FigureFilter {
        group: group.map(|at| contest.groups[at]),
        unit,
    };
    let citizens = engine
        .round_figures(organiser, round, looked(Some(1), None))
        .await
        .unwrap();
    assert_eq!((citizens.scores[6], sums(&citizens)), (1, (1, 1)));
    let of_department = looked(None, Some(department));
    let of_department = engine
        .round_figures(organiser, round, of_department)
        .await
        .unwrap();
    assert_eq!((of_department.scores[9], sums(&of_department)), (1, (2, 1)));
    assert_eq!(of_department.units.len(), 1);
    assert_eq!(of_department.units[0].code, "VL.S1.P1");
    // Nobody of that group is there.
    let nobody = looked(Some(1), Some(department));
    let nobody = engine.round_figures(organiser, round, nobody).await.unwrap();
    assert_eq!((nobody.scores, sums(&nobody)), ([0; 10], (0, 0)));
    let unknown = uuid::Uuid::from_u128(1);
    for filter in [
        looked(None, Some(unknown.into())),
        FigureFilter {
            group: Some(unknown.into()),
            unit: None,
        },
    ] {
        assert_error!(
            engine.round_figures(organiser, round, filter).await,
            Error::NotFound
        );
    }
    let filter = FigureFilter::default();
    assert_error!(
        engine.round_figures(&open.actor, round, filter).await,
        Error::Forbidden
    );
}

async fn a_coordinator_sees_figures_of_the_own_unit_only(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    for (name, unit, right) in [("Một A", "VL.S1.P1", 3), ("Hai B", "VL.S2", 1)] {
        let person = contest.enter_in(&world, name, 0, unit).await;
        play(engine, &person.actor, round, right, 0).await;
    }
    let [own, other] = [world.unit("VL.S1").await, world.unit("VL.S2").await];
    let coordinator = coordinator_of(own);
    let shown = figures(&world, &coordinator, round).await;
    assert_eq!(shown.scores, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(shown.arrivals[0].started, 1);
    let codes: Vec<&str> = shown.units.iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!(codes, ["VL.S1.P1"]);
    for unit in [other, world.unit("VL").await] {
        let filter = FigureFilter {
            group: None,
            unit: Some(unit),
        };
        assert_error!(
            engine.round_figures(&coordinator, round, filter).await,
            Error::NotFound
        );
        let file = (FigureTable::Units, ExportFormat::Csv);
        let refused = engine.export_figures(&coordinator, round, filter, file).await;
        assert_error!(refused, Error::NotFound);
    }
    let file = (FigureTable::Scores, ExportFormat::Csv);
    let export = engine
        .export_figures(&coordinator, round, FigureFilter::default(), file)
        .await;
    let rows = rows(export.unwrap()).await;
    assert_eq!(rows[9], ["90", "1", "100.00"]);
    let nowhere = coordinator_of(uuid::Uuid::from_u128(1).into());
    let filter = FigureFilter::default();
    assert_error!(
        engine.round_figures(&nowhere, round, filter).await,
        Error::NotFound
    );
    // Items tell of keys.
    assert_error!(engine.item_analysis(&coordinator, round).await, Error::Forbidden);
    assert_error!(
        engine.item_analysis_soon(&coordinator, round).await,
        Error::Forbidden
    );
}

async fn arrivals_are_told_by_the_hour(db: &Db) {
    let world = World::with_units(db).await;
    // A hall: half a day, from nine o'clock on.
    let hall = RoundPlan {
        closes_at: week("", 1).opens_at.plus_seconds(DAY_S / 2),
        ..week("Hội thi", 1)
    };
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .drafted(&world)
        .await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let round = engine
        .create_round(organiser, "cchc", hall, None)
        .await
        .unwrap()
        .id;
    engine.announce_round(organiser, round).await.unwrap();
    let opens_at = week("", 1).opens_at;
    db.set_time(opens_at);
    let early = contest.enter(&world, "Một A").await;
    let view = start(engine, &early.actor, round).await;
    db.pass_seconds(16 * 60);
    engine.submit(&early.actor, view.id).await.unwrap();
    let late = contest.enter(&world, "Hai B").await;
    start(engine, &late.actor, round).await;
    db.pass_seconds(60 * 60);
    engine.sweep().await.unwrap();
    let shown = figures(&world, organiser, round).await;
    let counts: Vec<(i64, i64)> = shown
        .arrivals
        .iter()
        .map(|one| (one.started, one.submitted))
        .collect();
    // Quarters of an hour up to now; who ran out of time did so after twenty minutes.
    assert_eq!(counts, [(1, 0), (1, 1), (0, 1), (0, 0), (0, 0), (0, 0)]);
    assert_eq!(shown.arrivals[1].from, opens_at.plus_seconds(15 * 60));
    let file = (FigureTable::Arrivals, ExportFormat::Csv);
    let export = engine
        .export_figures(organiser, round, FigureFilter::default(), file)
        .await;
    let rows = rows(export.unwrap()).await;
    assert_eq!(rows[1], ["2026-10-05 09:15:00", "2026-10-05 09:30:00", "1", "1"]);
}

async fn items_are_held_against_the_rest_of_the_paper(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("Cán bộ", vec![cell("Thể chế", 1, 4), cell("Dự đoán", 1, 1)])
        .round("Tuần 1")
        .open(&world)
        .await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    for (name, right) in [("Một A", 5), ("Hai B", 5), ("Ba C", 0)] {
        let person = contest.enter(&world, name).await;
        play(engine, &person.actor, round, right, 0).await;
    }
    let open = contest.enter(&world, "Bốn D").await;
    start(engine, &open.actor, round).await;
    let analysis = engine.item_analysis(organiser, round).await.unwrap();
    let codes: Vec<&str> = analysis.items.iter().map(|item| item.code.as_str()).collect();
    assert_eq!(codes, ["DD-1", "TC-1", "TC-2", "TC-3", "TC-4"]);
    assert!(analysis.items[0].is_prediction);
    for item in &analysis.items[1..] {
        assert_eq!((item.tally.drawn, item.tally.correct), (3, 2), "{}", item.code);
        let discrimination = item.tally.discrimination().unwrap();
        assert!(
            (discrimination - 1.0).abs() < 1e-9,
            "{}: {discrimination}",
            item.code
        );
    }
    // A page shows what was counted; a file holds what is true.
    engine
        .submit(&open.actor, engine_attempt(engine, &open.actor, round).await)
        .await
        .unwrap();
    let soon = engine
        .item_analysis_soon(organiser, round)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(soon.items[1].tally.drawn, 3);
    let now = engine.item_analysis(organiser, round).await.unwrap();
    assert_eq!((now.items[1].tally.drawn, now.items[1].tally.correct), (4, 2));
    db.pass_seconds(301);
    let later = engine
        .item_analysis_soon(organiser, round)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((later.as_of, later.items[1].tally.drawn), (db.now(), 4));
    let draft = crate::build::contest("nhap")
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .drafted(&world)
        .await;
    let refused = engine.item_analysis(organiser, draft.rounds[0]).await;
    assert_error!(refused, Error::NotFound);
}

/// The attempt that is open: starting again leads back to it.
async fn engine_attempt(
    engine: &Engine,
    who: &Actor,
    round: khao_domain::ids::RoundId,
) -> khao_domain::ids::AttemptId {
    start(engine, who, round).await.id
}

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
    for (after_midnight, written) in [(-60, 0), (299, 0)] {
        db.set_time(midnight.plus_seconds(after_midnight));
        engine.sweep().await.unwrap();
        assert_eq!(engine.keep_daily_participation().await.unwrap(), written);
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
    assert_eq!(both.len(), 9);
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
    let written = "SELECT count(*) FROM audit WHERE action = 'contests.export'";
    assert_eq!(db.raw().await.number(written).await, 2);
}
