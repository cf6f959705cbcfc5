//! What organisers, coordinators and auditors see of a roster, and the files they download.

use khao_domain::people::role::Role;
use khao_domain::people::roster::LIMITS;
use khao_domain::table;
use khao_engine::error::Error;
use khao_engine::exports::ExportFormat;
use khao_engine::people::roster::{LoadMode, RosterFile, RosterFilter, Standing};
use khao_engine::workbook;

use super::{ROSTER, names, page, with_roster};
use crate::build::{World, assert_error, coordinator_of, drain, pointers, staff};
use crate::db::Db;
use crate::play::play;

on_both!(
    a_round_asks_for_what_was_submitted_in_it,
    coordinators_see_their_own_units_and_change_nothing,
    files_hold_the_rows_of_the_page_and_are_loaded_again,
);

async fn a_round_asks_for_what_was_submitted_in_it(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_roster(&world).await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let an = contest.enter(&world, "Lê Văn An").await;
    play(engine, &an.actor, round, 3, 0).await;
    contest.enter(&world, "Trần Thị Bình").await;
    let of = |standing| RosterFilter {
        round: Some(round),
        standing,
        ..RosterFilter::default()
    };
    let done = page(&world, &world.organiser, &contest, &of(Standing::Done)).await;
    assert_eq!(names(&done), ["Lê Văn An"]);
    assert_eq!((done[0].participant, done[0].submitted), (Some(an.id), true));
    let missing = page(&world, &world.organiser, &contest, &of(Standing::Missing)).await;
    assert_eq!(names(&missing), ["Trần Thị Bình", "Phạm Cường", "Đỗ Dung"]);
    assert!(missing[0].participant.is_some() && missing[1].participant.is_none());
    let totals = engine
        .roster_totals(&world.organiser, &contest.slug, None, Some(round))
        .await
        .unwrap();
    assert_eq!(
        (totals.all.people, totals.all.entered, totals.all.submitted),
        (4, 2, 1)
    );
    assert_eq!((totals.all.missing(false), totals.all.missing(true)), (2, 3));
    let units: Vec<_> = totals
        .units
        .iter()
        .map(|(unit, count)| (*unit, count.people))
        .collect();
    let unit = async |code| world.unit(code).await;
    assert_eq!(
        units,
        [
            (unit("VL.S1").await, 2),
            (unit("VL.S2").await, 1),
            (unit("VL.X1").await, 1)
        ]
    );
    let unknown = RosterFilter {
        round: Some(uuid::Uuid::from_u128(1).into()),
        ..RosterFilter::default()
    };
    let refused = engine
        .roster(&world.organiser, &contest.slug, &unknown, (None, 50))
        .await;
    assert_eq!(pointers(refused), ["/round_id"]);
}

async fn coordinators_see_their_own_units_and_change_nothing(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_roster(&world).await;
    let (engine, slug) = (&world.engine, &contest.slug);
    let own = world.unit("VL.S1").await;
    let coordinator = coordinator_of(own);
    let filter = RosterFilter::default();
    let seen = page(&world, &coordinator, &contest, &filter).await;
    assert_eq!(names(&seen), ["Lê Văn An", "Trần Thị Bình"]);
    let totals = engine
        .roster_totals(&coordinator, slug, None, None)
        .await
        .unwrap();
    assert_eq!((totals.all.people, totals.units.len()), (2, 0));
    let other = RosterFilter {
        unit: Some(world.unit("VL.S2").await),
        ..RosterFilter::default()
    };
    let refused = engine.roster(&coordinator, slug, &other, (None, 50)).await;
    assert_eq!(pointers(refused), ["/unit_id"]);
    let file = (RosterFile::Missing, ExportFormat::Csv);
    assert_eq!(
        pointers(
            engine
                .export_roster(&coordinator, slug, &other, file)
                .await
                .map(|_| ())
        ),
        ["/unit_id"]
    );
    let export = engine
        .export_roster(&coordinator, slug, &filter, file)
        .await
        .unwrap();
    assert_eq!(export.rows, 2);
    let endless = RosterFilter {
        text: "a".repeat(201),
        ..RosterFilter::default()
    };
    let refused = engine.roster(&coordinator, slug, &endless, (None, 50)).await;
    assert_eq!(pointers(refused), ["/query"]);
    let load = engine.load_roster(&coordinator, slug, ROSTER.as_bytes(), LoadMode::Add);
    assert_error!(load.await, Error::Forbidden);
    assert_error!(engine.empty_roster(&coordinator, slug).await, Error::Forbidden);
    let auditor = staff(Role::Auditor);
    assert_error!(
        engine.remove_from_roster(&auditor, slug, seen[0].id).await,
        Error::Forbidden
    );
    assert_eq!(page(&world, &auditor, &contest, &filter).await.len(), 4);
    assert_error!(
        engine
            .roster(&staff(Role::Reviewer), slug, &filter, (None, 50))
            .await,
        Error::Forbidden
    );
}

async fn files_hold_the_rows_of_the_page_and_are_loaded_again(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_roster(&world).await;
    let (engine, organiser, slug) = (&world.engine, &world.organiser, &contest.slug);
    contest.enter_in(&world, "Đỗ Dung", 0, "VL.X1").await;
    let filter = RosterFilter::default();
    for (kind, name, rows) in [
        (RosterFile::Missing, "missing", 3),
        (RosterFile::Whole, "roster", 4),
    ] {
        let mut csv = engine
            .export_roster(organiser, slug, &filter, (kind, ExportFormat::Csv))
            .await
            .unwrap();
        let mut book = engine
            .export_roster(organiser, slug, &filter, (kind, ExportFormat::Xlsx))
            .await
            .unwrap();
        assert_eq!(
            (csv.file_name.clone(), csv.rows),
            (format!("cchc-{name}.csv"), rows)
        );
        let csv = drain(&mut csv).await;
        let table = table::read(&csv, LIMITS).unwrap();
        assert_eq!(i64::try_from(table.rows.len()).unwrap(), rows);
        assert_eq!(workbook::read(&drain(&mut book).await, LIMITS).unwrap(), table);
        if kind == RosterFile::Missing {
            assert_eq!(table.headers, ["Họ và tên", "Mã cán bộ", "Mã đơn vị", "Đơn vị"]);
            assert_eq!(table.rows[0].cells, ["Lê Văn An", "CB-01", "VL.S1", "Sở Nội vụ"]);
        } else {
            let again = engine
                .preview_roster(organiser, slug, &csv, LoadMode::Replace)
                .await;
            let again = again.unwrap();
            assert_eq!(
                (again.new, again.same, again.lost),
                (0, 4, 0),
                "nothing is lost on the way"
            );
        }
    }
    let audit = engine.audit_page(&world.admin, 0, 200).await.unwrap();
    let downloads: Vec<_> = audit
        .iter()
        .filter(|row| row.action == "roster.export")
        .map(|row| (row.object.clone(), row.detail.as_str()))
        .collect();
    let id = contest.id.to_string();
    assert_eq!(downloads.len(), 4);
    assert_eq!(downloads[0], (id, r#"{"facts":{"file":"missing"}}"#));
}
