//! Files of units with headers of their own, and the list of what was imported.

use khao_engine::error::Error;

use crate::build::{World, assert_error, pointers};
use crate::db::Db;

on_both!(columns_of_units_are_chosen, imports_of_units_are_listed);

async fn columns_of_units_are_chosen(db: &Db) {
    let world = World::empty(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    let file = "STT,Mã số,Cơ quan,Sĩ số\n1,A,Sở Một,12\n2,B,Sở Hai,x\n";
    let stage = async |file: &str| {
        let staged = engine.stage_units(admin, "don-vi.csv".to_owned(), file.into());
        staged.await.unwrap()
    };
    let upload = stage(file).await;
    let (_, strict) = engine.preview_staged_units(admin, upload).await.unwrap();
    assert_error!(strict, Error::InvalidRows(_));
    let columns = engine.staged_unit_columns(admin, upload).await.unwrap().unwrap();
    let guess: Vec<&str> = columns
        .mapping
        .0
        .iter()
        .map(|one| one.as_deref().unwrap_or(""))
        .collect();
    assert_eq!(
        (columns.is_in_doubt, guess),
        (true, vec!["", "Mã", "Tên", "Số người"])
    );
    let mut lacking = columns.mapping.clone();
    lacking.0[2] = None;
    assert_eq!(
        pointers(engine.map_staged_units(admin, upload, &lacking).await),
        [""]
    );
    engine
        .map_staged_units(admin, upload, &columns.mapping)
        .await
        .unwrap();
    let (_, wrong) = engine.preview_staged_units(admin, upload).await.unwrap();
    let Err(Error::InvalidRows(problems)) = wrong else {
        panic!("{wrong:?}")
    };
    let told: Vec<_> = problems
        .iter()
        .map(|one| (one.row, one.column.as_deref()))
        .collect();
    assert_eq!(told, [(3, Some("Sĩ số (Số người)"))]);
    let upload = stage(&file.replace(",x", ",7")).await;
    engine
        .map_staged_units(admin, upload, &columns.mapping)
        .await
        .unwrap();
    assert_eq!(world.confirm_units(admin, upload).await.unwrap().new, 2);
    assert_eq!(engine.units().await.unwrap().all().len(), 2);
}

async fn imports_of_units_are_listed(db: &Db) {
    let world = World::empty(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    for file in [
        "code,name\nA,Một\n",
        "code,name\nA,Một\nB,Hai\n",
        "code,name\nA,Một mới\n",
    ] {
        engine.import_units(admin, file.as_bytes()).await.unwrap();
    }
    let all = engine.unit_imports(admin, None, 9).await.unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|one| (one.report.new, one.report.changed, one.can_be_undone))
        .collect();
    assert_eq!(told, [(0, 1, true), (1, 0, false), (1, 0, false)]);
    let older = engine
        .unit_imports(admin, Some(all[0].revision), 1)
        .await
        .unwrap();
    assert_eq!(older, all[1..2]);
    assert_error!(
        engine.unit_imports(&world.organiser, None, 9).await,
        Error::Forbidden
    );
    engine
        .undo_unit_import(admin, all[0].report.id.unwrap())
        .await
        .unwrap();
    let undone = engine.unit_imports(admin, None, 9).await.unwrap();
    assert!(undone.iter().all(|one| !one.can_be_undone));
}
