//! Units: their import, their tree, their head-counts, and finding them.

use khao_domain::time::CivilDate;
use khao_engine::error::Error;
use khao_engine::people::units::UnitImport;

use crate::build::{UNITS, World, assert_error};
use crate::db::Db;

on_both!(
    an_import_tells_what_is_new_changed_and_the_same,
    a_missing_parent_refuses_the_whole_file,
    what_lies_below_a_moved_unit_moves_with_it,
    a_headcount_counts_from_its_day_on,
    units_are_found_without_diacritics,
    a_subtree_is_what_lies_below,
);

async fn import(world: &World<'_>, file: &str) -> UnitImport {
    world
        .engine
        .import_units(&world.admin, file.as_bytes())
        .await
        .unwrap()
}

async fn an_import_tells_what_is_new_changed_and_the_same(db: &Db) {
    let world = World::empty(db).await;
    let done = import(&world, UNITS).await;
    assert_eq!((done.new, done.changed, done.same), (5, 0, 0));
    let before = world.unit("VL.S2").await;
    let again = import(&world, UNITS).await;
    assert_eq!((again.new, again.changed, again.same), (0, 0, 5));
    let renamed = "Mã;Tên;Mã cấp trên;Số người;Ngày tính\nVL.S2;Sở Y tế mới;VL;60;01/01/2026\n\
                   VL.S1;Sở Nội vụ;VL;41;01/01/2026\nVL.X2;Phường Một;VL;;\n";
    let done = import(&world, renamed).await;
    assert_eq!((done.new, done.changed, done.same), (1, 2, 0));
    assert_eq!(world.unit("VL.S2").await, before);
    assert_eq!(world.engine.units().await.unwrap().name(before), "Sở Y tế mới");
    // Another node knows it too.
    assert_eq!(
        db.engine().await.units().await.unwrap().name(before),
        "Sở Y tế mới"
    );
    assert_error!(
        world
            .engine
            .import_units(&world.organiser, UNITS.as_bytes())
            .await,
        Error::Forbidden
    );
}

async fn a_missing_parent_refuses_the_whole_file(db: &Db) {
    let world = World::with_units(db).await;
    let file = "Mã,Tên,Mã cấp trên\nVL.X5,Xã Năm,VL\nZZ.1,Mồ côi,ZZ\n";
    let refused = world.engine.import_units(&world.admin, file.as_bytes()).await;
    let Err(Error::InvalidRows(problems)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        problems.iter().map(|problem| problem.row).collect::<Vec<_>>(),
        [3]
    );
    assert_eq!(world.engine.units().await.unwrap().all().len(), 5);
}

async fn what_lies_below_a_moved_unit_moves_with_it(db: &Db) {
    let world = World::with_units(db).await;
    import(&world, "Mã,Tên,Mã cấp trên\nVL.S1,Sở Nội vụ và Lao động,VL.S2\n").await;
    let units = world.engine.units().await.unwrap();
    let room = units.get(world.unit("VL.S1.P1").await).unwrap();
    assert_eq!(
        room.path,
        "Tỉnh Vĩnh Long › Sở Y tế › Sở Nội vụ và Lao động › Phòng Cải cách hành chính"
    );
    assert!(units.is_within(room.id, world.unit("VL.S2").await));
}

async fn a_headcount_counts_from_its_day_on(db: &Db) {
    let world = World::with_units(db).await;
    import(
        &world,
        "Mã,Tên,Mã cấp trên,Số người,Ngày tính\nVL.S1,Sở Nội vụ,VL,50,01/10/2026\n",
    )
    .await;
    let units = world.engine.units().await.unwrap();
    let (province, department) = (world.unit("VL").await, world.unit("VL.S1").await);
    let headcount = |unit, day| units.headcount(unit, CivilDate::parse(day).unwrap());
    assert_eq!(headcount(department, "2025-12-31"), None);
    assert_eq!(headcount(department, "2026-09-30"), Some(40));
    assert_eq!(headcount(department, "2026-10-01"), Some(50));
    // The province has none of its own: the sum of what lies below it.
    assert_eq!(headcount(province, "2026-09-30"), Some(100));
    assert_eq!(headcount(province, "2026-10-01"), Some(110));
    assert_eq!(headcount(province, "2025-12-31"), None);
}

async fn units_are_found_without_diacritics(db: &Db) {
    let world = World::empty(db).await;
    import(
        &world,
        &format!("{UNITS}VL.X2,Xã Hòa Tịnh,VL,,\nVL.X3,Xã Đông Hòa,VL,,\nVL.X4,Xã Tân An,VL,,\n"),
    )
    .await;
    let units = world.engine.units().await.unwrap();
    let codes = |query: &str, parent| -> Vec<String> {
        units
            .search(query, parent, 10)
            .into_iter()
            .map(|unit| unit.code.clone())
            .collect()
    };
    for query in ["hoa", "hoà", "HÒA", "Hoa\u{300}"] {
        assert_eq!(codes(query, None), ["VL.X1", "VL.X2", "VL.X3"], "{query}");
    }
    assert_eq!(codes("xa hoa t", None)[0], "VL.X2");
    assert_eq!(codes("so", None), ["VL.S1", "VL.S2", "VL.S1.P1"]);
    assert_eq!(codes("noi vu cai cach", None), ["VL.S1.P1"]);
    assert_eq!(codes("vl.x4", None)[0], "VL.X4");
    assert_eq!(codes("hoa", Some(world.unit("VL.S1").await)), [""; 0]);
    assert_eq!(units.search("", None, 2).len(), 2);
}

async fn a_subtree_is_what_lies_below(db: &Db) {
    let world = World::with_units(db).await;
    import(
        &world,
        "Mã,Tên,Mã cấp trên\nVL.S10,Sở Mười,VL\nVL.S1/2,Sở có gạch,VL\n",
    )
    .await;
    let units = world.engine.units().await.unwrap();
    let (province, department) = (world.unit("VL").await, world.unit("VL.S1").await);
    assert!(units.is_within(world.unit("VL.S1.P1").await, department));
    assert!(units.is_within(department, department));
    assert!(units.is_within(department, province));
    for other in ["VL", "VL.S2", "VL.S10", "VL.S1/2"] {
        assert!(!units.is_within(world.unit(other).await, department), "{other}");
    }
    let below: Vec<&str> = units
        .children(Some(province))
        .map(|unit| unit.code.as_str())
        .collect();
    assert_eq!(below.len(), 5, "{below:?}");
}
