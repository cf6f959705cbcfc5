//! How a round went: scores, arrivals, units, items.

use khao_engine::contest::groups::GroupChange;
use khao_engine::contest::rounds::RoundPlan;
use khao_engine::error::Error;
use khao_engine::exports::{Export, ExportFormat};
use khao_engine::figures::{FigureFilter, FigureTable, RoundFigures};
use khao_engine::policy::Actor;

use crate::build::{
    Contest, World, assert_error, cell, contest, coordinator_of, drain, open_contest, three_choices, week,
};
use crate::db::Db;
use crate::play::{play, start};

on_both!(
    figures_are_counted_by_group_and_by_unit,
    a_coordinator_sees_figures_of_the_own_unit_only,
    arrivals_are_told_by_the_hour,
    items_are_held_against_the_rest_of_the_paper,
    items_of_two_banks_with_one_code_are_two,
);

const DAY_S: i64 = 24 * 3600;

pub(crate) async fn rows(mut export: Export) -> Vec<Vec<String>> {
    let text = String::from_utf8(drain(&mut export).await).unwrap();
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

/// Who played: by group, unit and right answers of three.
const PLAYED: [(&str, usize, &str, u16); 4] = [
    ("Một A", 0, "VL.S1.P1", 3),
    ("Hai B", 0, "VL.S2", 1),
    ("Ba C", 1, "VL.S2", 0),
    ("Bốn D", 1, "VL.S2", 2),
];

/// All of [`PLAYED`] have, the third in vain; one of VL.S1 is at work.
async fn two_groups(world: &World<'_>) -> (Contest, Actor) {
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .group("Người dân", three_choices())
        .round("Tuần 1")
        .open(world)
        .await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let mut played = Vec::new();
    for (name, group, unit, right) in PLAYED {
        let person = contest.enter_in(world, name, group, unit).await;
        played.push(play(engine, &person.actor, round, right, 0).await);
    }
    let open = contest.enter_in(world, "Năm E", 0, "VL.S1").await;
    start(engine, &open.actor, round).await;
    engine
        .void_attempt(&world.organiser, played[2], "x")
        .await
        .unwrap();
    (contest, open.actor)
}

/// Attempts that began, and that were handed in.
fn sums(shown: &RoundFigures) -> (i64, i64) {
    let arrivals = shown.arrivals.iter();
    arrivals.fold((0, 0), |sum, one| (sum.0 + one.started, sum.1 + one.submitted))
}

async fn figures_are_counted_by_group_and_by_unit(db: &Db) {
    let world = World::with_units(db).await;
    let (contest, at_work) = two_groups(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let all = figures(&world, organiser, round).await;
    assert_eq!(all.scores, [0, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
    assert_eq!(sums(&all), (4, 3));
    let codes: Vec<&str> = all.units.iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!(codes, ["VL.S1", "VL.S2", "VL.X1"]);
    let department = world.unit("VL.S1").await;
    let looked = async |group: Option<usize>, unit| {
        let group = group.map(|at| contest.groups[at]);
        let filter = FigureFilter { group, unit };
        engine.round_figures(organiser, round, filter).await.unwrap()
    };
    let citizens = looked(Some(1), None).await;
    assert_eq!((citizens.scores[6], sums(&citizens)), (1, (1, 1)));
    let of_department = looked(None, Some(department)).await;
    assert_eq!((of_department.scores[9], sums(&of_department)), (1, (2, 1)));
    assert_eq!(of_department.units.len(), 1);
    assert_eq!(of_department.units[0].code, "VL.S1.P1");
    // Nobody of that group is there.
    let nobody = looked(Some(1), Some(department)).await;
    assert_eq!((nobody.scores, sums(&nobody)), ([0; 10], (0, 0)));
    let unknown = uuid::Uuid::from_u128(1);
    for (group, unit) in [(Some(unknown.into()), None), (None, Some(unknown.into()))] {
        let filter = FigureFilter { group, unit };
        assert_error!(
            engine.round_figures(organiser, round, filter).await,
            Error::NotFound
        );
    }
    let refused = engine
        .round_figures(&at_work, round, FigureFilter::default())
        .await;
    assert_error!(refused, Error::Forbidden);
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
    let at_work = start(engine, &open.actor, round).await.id;
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
    engine.submit(&open.actor, at_work).await.unwrap();
    let soon = engine
        .item_analysis_soon(organiser, round)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(soon.items[1].tally.drawn, 3);
    let now = engine.item_analysis(organiser, round).await.unwrap();
    assert_eq!((now.items[1].tally.drawn, now.items[1].tally.correct), (4, 2));
    db.pass_seconds(301);
    let soon = async || {
        engine
            .item_analysis_soon(organiser, round)
            .await
            .unwrap()
            .unwrap()
    };
    let later = soon().await;
    assert_eq!((later.as_of, later.items[1].tally.drawn), (db.now(), 4));
    // What was decided about an attempt is seen at once.
    engine.void_attempt(organiser, at_work, "Thi hộ.").await.unwrap();
    assert_eq!(soon().await.items[1].tally.drawn, 3);
    let draft = crate::build::contest("nhap")
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .drafted(&world)
        .await;
    let refused = engine.item_analysis(organiser, draft.rounds[0]).await;
    assert_error!(refused, Error::NotFound);
}

async fn items_of_two_banks_with_one_code_are_two(db: &Db) {
    let world = World::with_units(db).await;
    let four = || vec![cell("Thể chế", 1, 4)];
    let contest = contest("cchc")
        .group("Cán bộ", four())
        .group("Người dân", four())
        .round("Tuần 1")
        .drafted(&world)
        .await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let other = GroupChange {
        bank: Some(world.bank().await),
        ..GroupChange::default()
    };
    engine
        .change_group(organiser, "cchc", contest.groups[1], other)
        .await
        .unwrap();
    engine.announce_round(organiser, round).await.unwrap();
    db.set_time(week("", 1).opens_at);
    for (name, group, right) in [("Một A", 0, 4), ("Hai B", 1, 0)] {
        let person = contest.enter_in(&world, name, group, "VL.S1").await;
        play(engine, &person.actor, round, right, 0).await;
    }
    let analysis = engine.item_analysis(organiser, round).await.unwrap();
    let codes: Vec<&str> = analysis.items.iter().map(|item| item.code.as_str()).collect();
    let expected = ["TC-1", "TC-2", "TC-3", "TC-4"].map(|code| [code, code]).concat();
    assert_eq!(codes, expected);
    assert!(analysis.items.iter().all(|item| item.tally.drawn == 1));
    let right: u64 = analysis.items.iter().map(|item| item.tally.correct).sum();
    assert_eq!(right, 4);
}
