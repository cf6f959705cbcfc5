//! Who is expected to take part: loaded from files, met by who enters, looked through, downloaded.

use khao_domain::contest::settings::EntryPolicy;
use khao_domain::ids::RosterPersonId;
use khao_domain::people::role::Role;
use khao_domain::people::roster::LIMITS;
use khao_domain::table;
use khao_engine::error::Error;
use khao_engine::exports::ExportFormat;
use khao_engine::people::correction::Correction;
use khao_engine::people::roster::{LoadMode, RosterFile, RosterFilter, RosterLine, RosterLoad, Standing};
use khao_engine::policy::Actor;
use khao_engine::workbook;

use crate::build::{Contest, World, assert_error, coordinator_of, drain, open_contest, pointers, staff};
use crate::db::Db;
use crate::play::play;

on_both!(
    a_file_is_looked_over_and_then_is_the_roster,
    people_are_added_once,
    who_enters_meets_a_row_and_a_correction_another_one,
    only_people_of_the_roster_enter_where_the_contest_says_so,
    rows_that_are_alike_are_met_once_each,
    a_round_asks_for_what_was_submitted_in_it,
    coordinators_see_their_own_units_and_change_nothing,
    files_hold_the_rows_of_the_page_and_are_loaded_again,
    an_erased_person_is_still_to_come,
    a_roster_goes_and_nobody_is_harmed,
);

const ROSTER: &str = "Họ và tên,Mã đơn vị,Mã cán bộ,Ngày sinh\n\
    Lê Văn An,VL.S1,CB-01,\n\
    Trần Thị Bình,VL.S1,,15/03/1990\n\
    Phạm Cường,VL.S2,,\n\
    Đỗ Dung,VL.X1,,\n";

async fn load(world: &World<'_>, contest: &Contest, file: &str, mode: LoadMode) -> RosterLoad {
    let load = world
        .engine
        .load_roster(&world.organiser, &contest.slug, file.as_bytes(), mode)
        .await;
    load.unwrap()
}

async fn with_roster(world: &World<'_>) -> Contest {
    let contest = open_contest(world).await;
    load(world, &contest, ROSTER, LoadMode::Replace).await;
    contest
}

async fn page(world: &World<'_>, actor: &Actor, contest: &Contest, filter: &RosterFilter) -> Vec<RosterLine> {
    let page = world.engine.roster_page(actor, &contest.slug, filter, (None, 50));
    page.await.unwrap()
}

fn names(lines: &[RosterLine]) -> Vec<&str> {
    lines.iter().map(|line| line.full_name.as_str()).collect()
}

async fn missing(world: &World<'_>, contest: &Contest) -> Vec<String> {
    let filter = RosterFilter {
        standing: Standing::Missing,
        ..RosterFilter::default()
    };
    let lines = page(world, &world.organiser, contest, &filter).await;
    lines.into_iter().map(|line| line.full_name).collect()
}

async fn a_file_is_looked_over_and_then_is_the_roster(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, slug) = (&world.engine, &world.organiser, &contest.slug);
    let bad = "Họ và tên,Mã đơn vị\nLê An,VL.S9\n,VL.S1\n";
    let refused = engine
        .preview_roster(organiser, slug, bad.as_bytes(), LoadMode::Replace)
        .await;
    let Err(Error::InvalidRows(problems)) = refused else {
        panic!("refused by row: {refused:?}");
    };
    let places: Vec<_> = problems
        .iter()
        .map(|one| (one.row, one.column.as_deref()))
        .collect();
    assert_eq!(places, [(2, Some("Mã đơn vị")), (3, Some("Họ và tên"))]);
    let empty = engine.preview_roster(organiser, slug, b"full_name,unit_code\n", LoadMode::Replace);
    assert_error!(empty.await, Error::InvalidRows(_));

    contest.enter(&world, "Trần Thị Bình").await;
    let preview = engine
        .preview_roster(organiser, slug, ROSTER.as_bytes(), LoadMode::Replace)
        .await
        .unwrap();
    assert_eq!((preview.new, preview.people, preview.entered), (4, 4, 1));
    assert!(
        !engine.has_roster(contest.id).await.unwrap(),
        "nothing is written"
    );
    assert_eq!(load(&world, &contest, ROSTER, LoadMode::Replace).await, preview);
    assert_eq!(
        missing(&world, &contest).await,
        ["Lê Văn An", "Phạm Cường", "Đỗ Dung"]
    );

    let other = "Họ và tên,Mã đơn vị\nPHẠM CƯỜNG,VL.S2\nHồ Em,VL.S1.P1\n";
    let replaced = load(&world, &contest, other, LoadMode::Replace).await;
    let lost: Vec<_> = replaced
        .lost_people
        .iter()
        .map(|one| (one.full_name.as_str(), one.unit_code.as_str(), one.has_entered))
        .collect();
    assert_eq!(
        lost,
        [
            ("Lê Văn An", "VL.S1", false),
            ("Trần Thị Bình", "VL.S1", true),
            ("Đỗ Dung", "VL.X1", false)
        ]
    );
    assert_eq!((replaced.new, replaced.same, replaced.lost), (1, 1, 3));
    let all = page(&world, organiser, &contest, &RosterFilter::default()).await;
    assert_eq!(names(&all), ["PHẠM CƯỜNG", "Hồ Em"]);
}

async fn people_are_added_once(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_roster(&world).await;
    let more = "Họ và tên,Mã đơn vị,Mã cán bộ\nPhạm Cường,VL.S2,\nPhạm Cường,VL.S2,\nHồ Em,VL.S1,CB-05\n";
    let added = load(&world, &contest, more, LoadMode::Add).await;
    // Two people of one name, where there was one.
    assert_eq!((added.new, added.same, added.lost, added.people), (2, 1, 0, 6));
    assert_eq!(added.warnings.len(), 1);
    let again = load(&world, &contest, more, LoadMode::Add).await;
    assert_eq!((again.new, again.same, again.people), (0, 3, 6));
    let taken = "Họ và tên,Mã đơn vị,Mã cán bộ\nNgười Khác,VL.S2,cb.05\n";
    let refused = world
        .engine
        .load_roster(&world.organiser, &contest.slug, taken.as_bytes(), LoadMode::Add)
        .await;
    assert_error!(refused, Error::InvalidRows(_));
}

async fn who_enters_meets_a_row_and_a_correction_another_one(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_roster(&world).await;
    // From a unit below the row's, without diacritics; the code decides, whatever the name.
    contest.enter_in(&world, "tran thi binh", 0, "VL.S1.P1").await;
    let mut coded = contest.form_of(&world, "Lê Văn Ân", 0, "VL.X1").await;
    coded.staff_code = Some("cb 01".to_owned());
    contest.try_enter(&world, &coded).await.unwrap();
    assert_eq!(missing(&world, &contest).await, ["Phạm Cường", "Đỗ Dung"]);
    // Of another unit: somebody else.
    let cuong = contest.enter_in(&world, "Phạm Cường", 0, "VL.S1").await;
    assert_eq!(missing(&world, &contest).await, ["Phạm Cường", "Đỗ Dung"]);
    let correct = |change| world.engine.correct_entry(&world.organiser, cuong.id, change);
    let department = Some(world.unit("VL.S2").await.to_string());
    let moved = Correction {
        unit_id: department,
        ..Correction::default()
    };
    correct(moved).await.unwrap();
    assert_eq!(missing(&world, &contest).await, ["Đỗ Dung"]);
    let renamed = Correction {
        full_name: Some("Phạm Cương Trực".to_owned()),
        ..Correction::default()
    };
    correct(renamed).await.unwrap();
    assert_eq!(missing(&world, &contest).await, ["Phạm Cường", "Đỗ Dung"]);
}

async fn only_people_of_the_roster_enter_where_the_contest_says_so(db: &Db) {
    let world = World::with_units(db).await;
    let contest = crate::build::contest("cchc")
        .settings(|settings| settings.entry = EntryPolicy::Roster)
        .group("Cán bộ", crate::build::three_choices())
        .round("Tuần 1")
        .open(&world)
        .await;
    let form = contest.form(&world, "Lê Văn An").await;
    assert_error!(contest.try_enter(&world, &form).await, Error::NotListed);
    load(&world, &contest, ROSTER, LoadMode::Replace).await;
    let stranger = contest.form(&world, "Người Lạ").await;
    assert_error!(contest.try_enter(&world, &stranger).await, Error::NotListed);
    contest.try_enter(&world, &form).await.unwrap();
    // Known before it is asked who is listed: the code is needed, not the organisers.
    assert_error!(
        contest.try_enter(&world, &form).await,
        Error::Conflict(khao_engine::error::Conflict::EnterWithCode)
    );
    // A namesake whose row is taken.
    let mut namesake = form.clone();
    "16/03/1990".clone_into(&mut namesake.birth_date);
    assert_error!(contest.try_enter(&world, &namesake).await, Error::NotListed);
    let counts = world.engine.counts(contest.id).await.unwrap();
    assert_eq!(counts.participants, 1, "whoever is refused leaves nothing");
    let add = "Họ và tên,Mã đơn vị\nNgười Lạ,VL\n";
    load(&world, &contest, add, LoadMode::Add).await;
    contest.try_enter(&world, &stranger).await.unwrap();
}

async fn rows_that_are_alike_are_met_once_each(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let twice = "Họ và tên,Mã đơn vị\nLê An,VL.S1\nLê An,VL.S1\n";
    load(&world, &contest, twice, LoadMode::Replace).await;
    for (year, left) in [("1990", 1), ("1991", 0), ("1992", 0)] {
        let mut form = contest.form(&world, "Lê An").await;
        form.birth_date = format!("15/03/{year}");
        contest.try_enter(&world, &form).await.unwrap();
        assert_eq!(missing(&world, &contest).await.len(), left, "{year}");
    }
}

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
        .roster_page(&world.organiser, &contest.slug, &unknown, (None, 50))
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
    let refused = engine.roster_page(&coordinator, slug, &other, (None, 50)).await;
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
            .roster_page(&staff(Role::Reviewer), slug, &filter, (None, 50))
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
    assert_eq!(downloads[0], (id, "missing"));
}

async fn an_erased_person_is_still_to_come(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_roster(&world).await;
    contest.enter(&world, "Lê Văn An").await;
    assert_eq!(missing(&world, &contest).await.len(), 3);
    let mut raw = db.raw().await;
    raw.execute("DELETE FROM participants WHERE full_name = 'Lê Văn An'")
        .await;
    assert_eq!(missing(&world, &contest).await.len(), 4);
}

async fn a_roster_goes_and_nobody_is_harmed(db: &Db) {
    let world = World::with_units(db).await;
    let contest = with_roster(&world).await;
    let (engine, organiser, slug) = (&world.engine, &world.organiser, &contest.slug);
    contest.enter(&world, "Lê Văn An").await;
    let filter = RosterFilter {
        text: "binh".to_owned(),
        ..RosterFilter::default()
    };
    let found = page(&world, organiser, &contest, &filter).await;
    assert_eq!(names(&found), ["Trần Thị Bình"]);
    engine
        .remove_from_roster(organiser, slug, found[0].id)
        .await
        .unwrap();
    assert_error!(
        engine.remove_from_roster(organiser, slug, found[0].id).await,
        Error::NotFound
    );
    let all = RosterFilter::default();
    let first = engine
        .roster_page(organiser, slug, &all, (None, 1))
        .await
        .unwrap();
    let rest = engine
        .roster_page(organiser, slug, &all, (Some(first[0].id), 10))
        .await
        .unwrap();
    assert_eq!(
        [names(&first), names(&rest)].concat(),
        ["Lê Văn An", "Phạm Cường", "Đỗ Dung"]
    );
    let gone = Some(RosterPersonId::from(uuid::Uuid::from_u128(1)));
    assert_error!(
        engine.roster_page(organiser, slug, &all, (gone, 10)).await,
        Error::NotFound
    );
    engine.empty_roster(organiser, slug).await.unwrap();
    assert!(page(&world, organiser, &contest, &all).await.is_empty());
    let totals = engine.roster_totals(organiser, slug, None, None).await.unwrap();
    assert_eq!(totals.all.people, 0);
    contest.enter(&world, "Người Lạ").await;
    let mut raw = db.raw().await;
    assert_eq!(raw.number("SELECT count(*) FROM roster_people").await, 0);
    assert_eq!(raw.number("SELECT count(*) FROM participants").await, 2);
}
