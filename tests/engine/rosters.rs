//! Who is expected to take part: loaded from files, met by who enters, looked through, downloaded.

mod views;

use khao_domain::contest::settings::EntryPolicy;
use khao_domain::ids::RosterPersonId;
use khao_engine::error::Error;
use khao_engine::people::correction::Correction;
use khao_engine::people::roster::{LoadMode, RosterFilter, RosterLine, RosterLoad, Standing};
use khao_engine::policy::Actor;

use crate::build::{Contest, World, assert_error, open_contest};
use crate::db::Db;

on_both!(
    a_file_is_looked_over_and_then_is_the_roster,
    people_are_added_once,
    who_enters_meets_a_row_and_a_correction_another_one,
    only_people_of_the_roster_enter_where_the_contest_says_so,
    rows_that_are_alike_are_met_once_each,
    an_erased_person_is_still_to_come,
    a_roster_goes_and_nobody_is_harmed,
    a_draft_with_a_roster_is_not_taken_away,
    a_name_that_is_spelt_otherwise_is_written_so,
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
    let found = world.engine.roster(actor, &contest.slug, filter, (None, 50));
    found.await.unwrap().people
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
        engine
            .roster(organiser, slug, &RosterFilter::default(), (None, 1))
            .await
            .unwrap()
            .people
            .is_empty(),
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
        reason: "Ghi nhầm".to_owned(),
        unit_id: department,
        ..Correction::default()
    };
    correct(moved).await.unwrap();
    assert_eq!(missing(&world, &contest).await, ["Đỗ Dung"]);
    let renamed = Correction {
        reason: "Ghi nhầm".to_owned(),
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
        .roster(organiser, slug, &all, (None, 1))
        .await
        .unwrap()
        .people;
    let rest = engine
        .roster(organiser, slug, &all, (Some(first[0].id), 10))
        .await
        .unwrap()
        .people;
    assert_eq!(
        [names(&first), names(&rest)].concat(),
        ["Lê Văn An", "Phạm Cường", "Đỗ Dung"]
    );
    let gone = Some(RosterPersonId::from(uuid::Uuid::from_u128(1)));
    assert_error!(
        engine.roster(organiser, slug, &all, (gone, 10)).await,
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

async fn a_draft_with_a_roster_is_not_taken_away(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    engine
        .create_contest(organiser, crate::scope::of("nhap", None), None)
        .await
        .unwrap();
    engine
        .load_roster(organiser, "nhap", ROSTER.as_bytes(), LoadMode::Replace)
        .await
        .unwrap();
    assert_error!(engine.remove_contest(organiser, "nhap").await, Error::Invalid(_));
    engine.empty_roster(organiser, "nhap").await.unwrap();
    engine.remove_contest(organiser, "nhap").await.unwrap();
}

async fn a_name_that_is_spelt_otherwise_is_written_so(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let spelt = |name: &str| format!("Họ và tên,Mã đơn vị\n{name},VL.S1\n");
    load(&world, &contest, &spelt("Nguyen Van An"), LoadMode::Replace).await;
    let again = load(&world, &contest, &spelt("Nguyễn Văn An"), LoadMode::Replace).await;
    assert_eq!((again.new, again.same, again.lost), (0, 1, 0));
    assert_eq!(missing(&world, &contest).await, ["Nguyễn Văn An"]);
}
