//! What a ranking was fixed with stays its own: names, units, tree and head-counts, until the next revision.

use khao_domain::ids::RoundId;
use khao_domain::lang::Lang;
use khao_engine::contest::ranking_course::WaitingStep;
use khao_engine::contest::ranking_search::RankingSearch;
use khao_engine::contest::rankings::RankingQuery;
use khao_engine::error::{Conflict, Error};
use khao_engine::exports::{ExportFormat, ExportKind};
use khao_engine::people::correction::Correction;
use khao_engine::people::units::changes::TypedUnit;

use crate::build::{
    Contest, Person, World, assert_error, contest, drain, open_contest, pointers, three_choices,
};
use crate::corrections::of;
use crate::db::Db;
use crate::play::{everything, play, publish, ranking};

on_both!(
    a_fixed_ranking_keeps_its_names,
    a_fixed_ranking_keeps_its_units,
    a_ranking_made_by_hand_waits,
);

async fn rename(world: &World<'_>, who: &Person, name: &str) {
    world.db.pass_seconds(60);
    let change = Correction {
        full_name: Some(name.to_owned()),
        reason: "Ghi nhầm".to_owned(),
        ..Correction::default()
    };
    let corrected = world.engine.correct_entry(&world.organiser, who.id, change);
    corrected.await.unwrap();
}

/// Name and unit of each line, as everybody reads them.
async fn shown(world: &World<'_>, contest: &Contest, revision: Option<i64>) -> Vec<(String, String)> {
    let query = khao_engine::contest::rankings::RankingQuery {
        revision,
        ..everything()
    };
    let page = ranking(world, contest, query).await;
    let lines = page.lines.iter();
    lines
        .map(|line| (line.name.in_lang(Lang::Vi).to_owned(), line.unit_name.clone()))
        .collect()
}

async fn a_fixed_ranking_keeps_its_names(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let who = contest.enter(&world, "Trần Văn An").await;
    play(engine, &who.actor, round, 3, 0).await;
    publish(&world, &contest, 0).await;
    let before = shown(&world, &contest, None).await;
    let whole = engine.contest_ranking("cchc", &everything()).await.unwrap();
    assert!(engine.ranked_as(organiser, who.id).await.unwrap().is_empty());

    rename(&world, &who, "Trần Văn Bình").await;
    rename(&world, &who, "Trần Văn Cảnh").await;
    assert_eq!(shown(&world, &contest, None).await, before);
    let still = engine.contest_ranking("cchc", &everything()).await.unwrap();
    assert_eq!(still.lines[0].name, whole.lines[0].name);
    let told = engine.ranked_as(organiser, who.id).await.unwrap();
    assert_eq!((told.len(), told[0].full_name.as_str()), (1, "Trần Văn An"));
    let found = async |name: &str| {
        let query = RankingSearch {
            name: name.to_owned(),
            limit: 9,
            ..RankingSearch::default()
        };
        let found = engine.search_ranking(organiser, round, &query).await.unwrap();
        found
            .lines
            .into_iter()
            .filter_map(|line| line.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(found("tran van an").await, ["Trần Văn An"]);
    assert_eq!(found("canh").await, [""; 0]);
    assert!(file(&world, &contest).await.contains("Trần Văn An"));

    db.pass_seconds(60);
    engine
        .remake_ranking(organiser, round, "Sửa họ tên")
        .await
        .unwrap();
    assert_eq!(shown(&world, &contest, None).await, before);
    assert!(file(&world, &contest).await.contains("Trần Văn Cảnh"));
    engine.publish_round(organiser, round).await.unwrap();
    assert_ne!(shown(&world, &contest, None).await, before);
    assert_eq!(shown(&world, &contest, Some(1)).await, before);
    assert!(engine.ranked_as(organiser, who.id).await.unwrap().is_empty());
    assert_eq!(found("canh").await, ["Trần Văn Cảnh"]);

    // Erasing takes the former names along, in every revision.
    let mut raw = db.raw().await;
    raw.execute("DELETE FROM participants WHERE full_name = 'Trần Văn Cảnh'")
        .await;
    assert_eq!(raw.number("SELECT count(*) FROM former_names").await, 0);
    assert_eq!(shown(&world, &contest, Some(1)).await[0].0, "(đã xóa)");
}

/// The organiser's file of the ranking.
async fn file(world: &World<'_>, contest: &Contest) -> String {
    let (kind, form) = (ExportKind::Ranking, ExportFormat::Csv);
    let export = world
        .engine
        .export(&world.organiser, contest.rounds[0], kind, form);
    String::from_utf8(drain(&mut export.await.unwrap()).await).unwrap()
}

async fn a_fixed_ranking_keeps_its_units(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, admin, organiser) = (&world.engine, &world.admin, &world.organiser);
    for (name, unit) in [("Lê Một", "VL.S1"), ("Lê Hai", "VL.S2")] {
        let who = contest.enter_in(&world, name, 0, unit).await;
        play(engine, &who.actor, contest.rounds[0], 3, 0).await;
    }
    publish(&world, &contest, 0).await;
    let lines = async || {
        let found = engine.collective_ranking("cchc", None, None).await.unwrap();
        let lines = found.lines.into_iter();
        lines
            .map(|line| (line.rank, line.code, line.name, line.headcount))
            .collect::<Vec<_>>()
    };
    let (before, names) = (lines().await, shown(&world, &contest, None).await);

    // Renamed and moved, counted anew for the day it opened, and with another root beside it.
    db.pass_seconds(60);
    let unit = world.unit("VL.S2").await;
    let moved = TypedUnit {
        code: "VL.S2".to_owned(),
        name: "Sở đổi tên".to_owned(),
        parent_code: "VL.S1".to_owned(),
        ..TypedUnit::default()
    };
    engine.change_unit(admin, unit, &moved).await.unwrap();
    engine
        .set_headcount(admin, world.unit("VL.S1").await, "02/01/2020", "1")
        .await
        .unwrap();
    let root = TypedUnit {
        code: "KHAC".to_owned(),
        name: "Tỉnh khác".to_owned(),
        ..TypedUnit::default()
    };
    engine.add_unit(admin, &root).await.unwrap();
    assert_eq!(lines().await, before);
    assert_eq!(shown(&world, &contest, None).await, names);
    units_of_then_are_found(&world, contest.rounds[0]).await;
    // They never change, so a node reads them once.
    db.raw().await.execute("DELETE FROM ranking_units").await;
    units_of_then_are_found(&world, contest.rounds[0]).await;

    let round = contest.rounds[0];
    engine
        .remake_ranking(organiser, round, "Sửa đơn vị")
        .await
        .unwrap();
    assert_eq!(lines().await, before);
    engine.publish_round(organiser, round).await.unwrap();
    let after = lines().await;
    assert!(after.iter().any(|(_, code, ..)| code == "KHAC"), "{after:?}");
    let names = shown(&world, &contest, None).await;
    assert!(names.iter().any(|(_, unit)| unit == "Sở đổi tên"), "{names:?}");
}

/// Whoever looks at one unit's people finds those that were below it then.
async fn units_of_then_are_found(world: &World<'_>, round: RoundId) {
    for (code, people) in [("VL.S1", 1), ("VL", 2), ("KHAC", 0)] {
        let query = RankingQuery {
            unit: Some(world.unit(code).await),
            ..everything()
        };
        let page = world.engine.round_ranking(round, &query).await.unwrap();
        let lines = i64::try_from(page.lines.len()).unwrap();
        assert_eq!((page.total, lines), (people, people), "{code}");
    }
}

async fn first_waits_for_its_steps(world: &World<'_>, round: RoundId) {
    let (engine, organiser, admin) = (&world.engine, &world.organiser, &world.admin);
    engine.close_round(organiser, round).await.unwrap();
    assert!(engine.waiting_rankings(organiser).await.unwrap().is_empty());
    engine.freeze_round(organiser, round).await.unwrap();
    let waits = async |who| engine.waiting_rankings(who).await.unwrap()[0].clone();
    assert_eq!(
        waits(organiser).await.step,
        WaitingStep::Approval { is_own: true }
    );
    assert_eq!(waits(admin).await.step, WaitingStep::Approval { is_own: false });
    engine.approve_round(admin, round).await.unwrap();
    assert_eq!(waits(organiser).await.step, WaitingStep::Publication);
    engine.publish_round(organiser, round).await.unwrap();
    assert!(engine.waiting_rankings(organiser).await.unwrap().is_empty());
}

async fn a_ranking_made_by_hand_waits(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .settings(|settings| settings.second_approval = true)
        .open(&world)
        .await;
    let (engine, organiser, admin, round) =
        (&world.engine, &world.organiser, &world.admin, contest.rounds[0]);
    let who = contest.enter(&world, "Lê Một").await;
    play(engine, &who.actor, round, 3, 0).await;
    assert_error!(
        engine.remake_ranking(organiser, round, "Sớm").await,
        Error::Conflict(Conflict::WrongState)
    );
    first_waits_for_its_steps(&world, round).await;
    let waits = async |who| engine.waiting_rankings(who).await.unwrap()[0].clone();

    let empty = engine.remake_ranking(organiser, round, " ").await;
    assert_eq!(pointers(empty), ["/remake_reason"]);
    engine
        .remake_ranking(organiser, round, "Sửa họ tên.")
        .await
        .unwrap();
    let waiting = waits(organiser).await;
    assert_eq!((waiting.revision, waiting.replaces), (2, true));
    assert_error!(
        engine.publish_round(organiser, round).await,
        Error::Conflict(Conflict::NotApproved)
    );
    assert_error!(
        engine.approve_round(organiser, round).await,
        Error::Conflict(Conflict::OwnRanking)
    );
    // What a correction adds is published with the reason that waited.
    let none = of(
        "TC-1",
        khao_domain::contest::correction::CorrectionKind::NoPoints,
        "",
    );
    engine.correct(organiser, round, &none, None).await.unwrap();
    assert_error!(
        engine.remake_ranking(organiser, round, "Nữa").await,
        Error::Busy { .. }
    );
    engine.rescore_waiting().await.unwrap();
    engine.approve_round(admin, round).await.unwrap();
    engine.publish_round(organiser, round).await.unwrap();
    let page = ranking(&world, &contest, everything()).await;
    assert_eq!(
        (page.revision, page.because.words(Lang::Vi).as_str()),
        (3, "Câu TC-1 (bỏ câu, không tính điểm): TC-1 sai; Sửa họ tên")
    );
}
