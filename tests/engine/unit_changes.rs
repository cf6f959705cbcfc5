//! Units that come, change and go: dry runs, undoing, the file that imports itself, the starting set.

use khao_domain::time::CivilDate;
use khao_engine::error::{Conflict, Error};
use khao_engine::exports::ExportFormat;
use khao_engine::people::correction::Correction;
use khao_engine::people::units::UnitField;
use khao_engine::people::units::changes::TypedUnit;
use khao_engine::people::units::removal::Removal;

use crate::build::{UNITS, World, assert_error, open_contest, pointers};
use crate::db::Db;

on_both!(
    a_dry_run_tells_everything_and_writes_nothing,
    the_export_imports_itself_unchanged,
    a_closed_unit_takes_nobody_and_keeps_its_people,
    an_import_is_undone_as_long_as_nothing_else_was_done,
    an_import_that_somebody_belongs_to_stays,
    the_starting_set_adds_what_is_missing,
    a_unit_goes_only_where_nothing_refers_to_it,
    one_unit_is_held_to_the_rules_of_files,
    head_counts_come_and_go,
    a_staged_file_is_its_senders_for_an_hour,
    two_nodes_do_not_change_one_state_twice,
);

const MERGER: &str = "code,name,parent_code,headcount,headcount_date,valid_from,valid_until,predecessor_codes
VL.X1,Xã Hoà Bình,VL,,,,01/07/2025,
VL.X7,Xã Tân Bình,VL,70,01/07/2025,01/07/2025,,VL.X1
VL.S1,Sở Nội vụ,VL.S2,,,,,
";

async fn a_dry_run_tells_everything_and_writes_nothing(db: &Db) {
    let world = World::with_units(db).await;
    let told = world
        .engine
        .preview_units(&world.admin, MERGER.as_bytes())
        .await
        .unwrap();
    assert_eq!((told.new, told.changed, told.moved, told.same), (1, 2, 1, 0));
    let codes: Vec<(&str, bool)> = told
        .changes
        .iter()
        .map(|one| (one.code.as_str(), one.is_new))
        .collect();
    assert_eq!(codes, [("VL.X1", false), ("VL.X7", true), ("VL.S1", false)]);
    let moved = (UnitField::Parent, "VL".to_owned(), "VL.S2".to_owned());
    assert_eq!(told.changes[2].fields, [moved]);
    assert_eq!(world.engine.units().await.unwrap().all().len(), 5);
    let done = world
        .engine
        .import_units(&world.admin, MERGER.as_bytes())
        .await
        .unwrap();
    assert_eq!((done.new, done.changed, done.moved), (1, 2, 1));
    let units = world.engine.units().await.unwrap();
    let (old, new) = (world.unit("VL.X1").await, world.unit("VL.X7").await);
    assert_eq!(units.get(new).unwrap().predecessors, [old]);
    assert_eq!(units.successors(old).count(), 1);
    assert_error!(
        world
            .engine
            .preview_units(&world.organiser, MERGER.as_bytes())
            .await,
        Error::Forbidden
    );
}

async fn the_export_imports_itself_unchanged(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    engine
        .import_units(&world.admin, MERGER.as_bytes())
        .await
        .unwrap();
    for format in ExportFormat::ALL {
        let (file, rows) = engine.export_units(&world.admin, format).await.unwrap();
        assert_eq!(rows, 6);
        let told = engine.preview_units(&world.admin, &file).await.unwrap();
        assert_eq!(
            (told.new, told.changed, told.same),
            (0, 0, 6),
            "{format:?}: {told:?}"
        );
    }
}

async fn a_closed_unit_takes_nobody_and_keeps_its_people(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter_in(&world, "Trần Thị Một", 0, "VL.X1").await;
    world
        .engine
        .import_units(&world.admin, MERGER.as_bytes())
        .await
        .unwrap();
    let form = contest.form_of(&world, "Lê Văn Hai", 0, "VL.X1").await;
    assert_eq!(
        pointers(contest.try_enter(&world, &form).await.map(|_| ())),
        ["/unit_id"]
    );
    contest.enter_in(&world, "Lê Văn Hai", 0, "VL.X7").await;
    assert_eq!(
        world.engine.me(&person.actor).await.unwrap().unit_name,
        "Xã Hoà Bình"
    );
    // Whoever belongs there stays there when something else is corrected, and nobody else comes.
    let (engine, organiser) = (&world.engine, &world.organiser);
    let reached = Correction {
        phone: Some("0912345678".to_owned()),
        unit_id: Some(world.unit("VL.X1").await.to_string()),
        reason: "thiếu số điện thoại".to_owned(),
        ..Correction::default()
    };
    engine
        .correct_entry(organiser, person.id, reached.clone())
        .await
        .unwrap();
    let told = engine.person(organiser, person.id).await.unwrap();
    assert_eq!(told.phone.as_deref(), Some("0912345678"));
    let other = contest.enter_in(&world, "Phạm Thị Ba", 0, "VL.X7").await;
    let moved = engine.correct_entry(organiser, other.id, reached).await;
    assert_eq!(pointers(moved), ["/unit_id"]);
    let units = world.engine.units().await.unwrap();
    let found = |on: &str| units.search_valid("binh", None, CivilDate::parse(on).unwrap(), 9);
    let codes = |on: &str| -> Vec<String> { found(on).iter().map(|unit| unit.code.clone()).collect() };
    assert_eq!(codes("2025-06-30"), ["VL.X1"]);
    assert_eq!(codes("2025-07-01"), ["VL.X7"]);
}

async fn an_import_is_undone_as_long_as_nothing_else_was_done(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    let before = engine.export_units(admin, ExportFormat::Csv).await.unwrap();
    let done = engine.import_units(admin, MERGER.as_bytes()).await.unwrap();
    let id = done.id.unwrap();
    let past = engine.unit_import(admin, id).await.unwrap();
    assert!(past.can_be_undone);
    assert_eq!((past.report.new, past.report.changed), (1, 2));
    // The same once more changes nothing, takes nothing away, and is in no record.
    let again = engine.import_units(admin, MERGER.as_bytes()).await.unwrap();
    assert_eq!((again.id, again.same), (None, 3));
    assert_eq!(engine.unit_import(admin, id).await.unwrap(), past);
    assert_eq!(engine.audit_page(admin, 0, 100).await.unwrap().len(), 2);
    engine.undo_unit_import(admin, id).await.unwrap();
    assert_eq!(
        engine.export_units(admin, ExportFormat::Csv).await.unwrap(),
        before
    );
    assert_error!(
        engine.undo_unit_import(admin, id).await,
        Error::Conflict(Conflict::UnitsChanged)
    );

    let id = engine
        .import_units(admin, MERGER.as_bytes())
        .await
        .unwrap()
        .id
        .unwrap();
    let unit = world.unit("VL.S2").await;
    engine
        .set_headcount(admin, unit, "01/02/2026", "61")
        .await
        .unwrap();
    assert!(!engine.unit_import(admin, id).await.unwrap().can_be_undone);
    assert_error!(
        engine.undo_unit_import(admin, id).await,
        Error::Conflict(Conflict::UnitsChanged)
    );
}

async fn an_import_that_somebody_belongs_to_stays(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let done = world
        .engine
        .import_units(&world.admin, MERGER.as_bytes())
        .await
        .unwrap();
    contest.enter_in(&world, "Lê Văn Hai", 0, "VL.X7").await;
    assert_error!(
        world
            .engine
            .undo_unit_import(&world.admin, done.id.unwrap())
            .await,
        Error::Conflict(Conflict::UnitInUse)
    );
    assert_eq!(world.engine.units().await.unwrap().all().len(), 6);
}

async fn the_starting_set_adds_what_is_missing(db: &Db) {
    let world = World::empty(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    let known = "code,name,parent_code\nVN,Việt Nam,\n15,Tỉnh Lào Cai,VN\n02647,Phường Lào Cai (tên cũ),15\n";
    engine.import_units(admin, known.as_bytes()).await.unwrap();
    let told = engine.preview_starting_set(admin, "15").await.unwrap();
    assert_eq!((told.new, told.changed, told.same), (98, 0, 2));
    assert_eq!(engine.units().await.unwrap().all().len(), 3);
    engine.import_starting_set(admin, "15").await.unwrap();
    let units = engine.units().await.unwrap();
    assert_eq!(units.children(Some(world.unit("15").await)).count(), 99);
    assert_eq!(units.name(world.unit("02647").await), "Phường Lào Cai (tên cũ)");
    assert_eq!(
        pointers(engine.preview_starting_set(admin, "99").await),
        ["/province_code"]
    );
    let taken = "code,name\n86,Sở Tám Sáu\n";
    engine.import_units(admin, taken.as_bytes()).await.unwrap();
    assert_eq!(
        pointers(engine.import_starting_set(admin, "86").await),
        ["/province_code"]
    );
}

async fn a_unit_goes_only_where_nothing_refers_to_it(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    let contest = open_contest(&world).await;
    contest.enter_in(&world, "Trần Thị Một", 0, "VL.X1").await;
    let today = db.now().local_date();
    // One with people, one with units below it, one that nobody needs.
    for (code, expected) in [
        ("VL.X1", Removal::Closed(today)),
        ("VL.S1", Removal::Closed(today)),
        ("VL.S2", Removal::Removed),
    ] {
        let done = engine.remove_unit(admin, world.unit(code).await).await.unwrap();
        assert_eq!(done, expected, "{code}");
    }
    let units = engine.units().await.unwrap();
    assert_eq!(units.all().len(), 4);
    let closed = units.get(world.unit("VL.X1").await).unwrap();
    assert!(!closed.validity.holds_on(today));
    assert_eq!(
        engine.remove_unit(admin, closed.id).await.unwrap(),
        Removal::Closed(today),
        "once more changes nothing"
    );
}

async fn one_unit_is_held_to_the_rules_of_files(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    let new = TypedUnit {
        code: "VL.X8".to_owned(),
        name: "Xã  Tám".to_owned(),
        parent_code: "VL".to_owned(),
        valid_from: "01/07/2025".to_owned(),
        predecessor_codes: "VL.X1; VL.S2".to_owned(),
        ..TypedUnit::default()
    };
    let id = engine.add_unit(admin, &new).await.unwrap();
    let units = engine.units().await.unwrap();
    let unit = units.get(id).unwrap();
    assert_eq!(unit.path, "Tỉnh Vĩnh Long › Xã Tám");
    assert_eq!(unit.predecessors.len(), 2);
    assert_eq!(pointers(engine.add_unit(admin, &new).await), ["/code"]);
    for (change, pointer) in [
        (
            TypedUnit {
                name: String::new(),
                ..new.clone()
            },
            "/name",
        ),
        (
            TypedUnit {
                parent_code: "VL.X8".to_owned(),
                ..new.clone()
            },
            "/parent_code",
        ),
        (
            TypedUnit {
                valid_until: "01/06/2025".to_owned(),
                ..new.clone()
            },
            "/valid_until",
        ),
        (
            TypedUnit {
                predecessor_codes: "VL.X8".to_owned(),
                ..new.clone()
            },
            "/predecessor_codes",
        ),
    ] {
        assert_eq!(pointers(engine.change_unit(admin, id, &change).await), [pointer]);
    }
    let moved = TypedUnit {
        parent_code: "VL.S1".to_owned(),
        valid_until: "01/01/2027".to_owned(),
        predecessor_codes: String::new(),
        ..new
    };
    engine.change_unit(admin, id, &moved).await.unwrap();
    let units = engine.units().await.unwrap();
    let unit = units.get(id).unwrap();
    assert!(units.is_within(id, world.unit("VL.S1").await) && unit.predecessors.is_empty());
}

async fn head_counts_come_and_go(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    let new = TypedUnit {
        code: "VL.X8".to_owned(),
        name: "Xã Tám".to_owned(),
        ..TypedUnit::default()
    };
    let id = engine.add_unit(admin, &new).await.unwrap();
    let renamed = TypedUnit {
        name: "Xã Tám mới".to_owned(),
        ..new
    };
    engine.change_unit(admin, id, &renamed).await.unwrap();
    assert_eq!(
        pointers(engine.set_headcount(admin, id, "x", "-1").await),
        ["/headcount", "/headcount_date"]
    );
    engine.set_headcount(admin, id, "01/01/2026", "7").await.unwrap();
    engine.remove_headcount(admin, id, "2026-01-01").await.unwrap();
    assert_error!(
        engine.remove_headcount(admin, id, "2026-01-01").await,
        Error::NotFound
    );
    let log = engine.audit_page(admin, 0, 100).await.unwrap();
    let actions: Vec<&str> = log.iter().map(|one| one.action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "units.import",
            "units.create",
            "units.change",
            "units.headcount",
            "units.remove_headcount"
        ]
    );
}

async fn a_staged_file_is_its_senders_for_an_hour(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    // More than one chunk.
    let file = format!("{UNITS}{}", "\n".repeat(600_000)).into_bytes();
    let stage = async || {
        let staged = engine
            .stage_units(admin, "don-vi.csv".to_owned(), file.clone())
            .await;
        staged.unwrap()
    };
    let first = stage().await;
    let kept = engine.staged_units(admin, first).await.unwrap();
    assert_eq!(
        (kept.file_name.as_str(), kept.sent.content == file),
        ("don-vi.csv", true)
    );
    let somebody = khao_engine::policy::Actor::owner();
    assert_error!(engine.staged_units(&somebody, first).await, Error::NotFound);
    let second = stage().await;
    assert_error!(engine.staged_units(admin, first).await, Error::NotFound);
    let done = world.confirm_units(admin, second).await.unwrap();
    assert_eq!(done.same, 5);
    assert_error!(engine.staged_units(admin, second).await, Error::NotFound);
    let third = stage().await;
    db.pass_seconds(3601);
    assert_error!(engine.staged_units(admin, third).await, Error::NotFound);
    engine.forget_expired().await.unwrap();
    let mut raw = db.raw().await;
    assert_eq!(raw.number("SELECT COUNT(*) FROM upload_chunks").await, 0);
    assert_eq!(raw.number("SELECT COUNT(*) FROM uploads").await, 0);
    for wrong in [Vec::new(), vec![b'x'; 10_000_001]] {
        let refused = engine.stage_units(admin, String::new(), wrong).await;
        assert_eq!(pointers(refused), ["/file"]);
    }
}

async fn two_nodes_do_not_change_one_state_twice(db: &Db) {
    let world = World::with_units(db).await;
    let nodes = world.two_nodes().await;
    let add = |number: u32| {
        let (engine, admin) = (nodes[number as usize % 2].clone(), world.admin.clone());
        let file = format!("code,name,parent_code\nVL.N{number},Xã {number},VL\n");
        tokio::spawn(async move { engine.import_units(&admin, file.as_bytes()).await })
    };
    let mut done = 0;
    for task in (0..8).map(add).collect::<Vec<_>>() {
        match task.await.unwrap() {
            Ok(_) => done += 1,
            Err(Error::Busy { .. }) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(done >= 1);
    let units = db.engine().await.units().await.unwrap();
    assert_eq!(units.all().len(), 5 + done);
}
