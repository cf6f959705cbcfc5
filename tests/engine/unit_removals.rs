//! What closing a unit would do, said before; what it does; and the way back.

use khao_domain::ids::UnitId;
use khao_domain::people::unit::KeptBy;
use khao_engine::error::Error;
use khao_engine::people::units::removal::{Removal, RemovalPlan};

use crate::build::{World, assert_error, open_contest, staff};
use crate::db::Db;

on_both!(
    what_is_said_before_is_what_becomes_of_it,
    what_lies_below_closes_and_opens_with_it,
);

async fn planned(world: &World<'_>, code: &str) -> (UnitId, RemovalPlan) {
    let unit = world.unit(code).await;
    let plan = world.engine.removal_plan(&world.admin, unit).await;
    (unit, plan.unwrap())
}

async fn what_is_said_before_is_what_becomes_of_it(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    contest.enter_in(&world, "Trần Thị Một", 0, "VL.X1").await;
    let owner = Some(world.unit("VL.S2").await);
    let bank = world
        .engine
        .create_bank_of(&world.admin, owner, "Của Sở Hai", "vi", None);
    bank.await.unwrap();
    let writer = staff(khao_domain::people::role::Role::Organiser);
    let (province, _) = planned(&world, "VL").await;
    assert_error!(
        world.engine.removal_plan(&writer, province).await,
        Error::Forbidden
    );
    for (code, kept_by, contests) in [
        ("VL.X1", vec![KeptBy::People], 1),
        ("VL.S1", vec![KeptBy::Below], 0),
        ("VL.S2", vec![KeptBy::Banks], 0),
        ("VL.S1.P1", vec![], 0),
    ] {
        let (unit, plan) = planned(&world, code).await;
        assert_eq!(
            (&plan.kept_by, plan.contests.len()),
            (&kept_by, contests),
            "{code}"
        );
        let done = world.engine.remove_unit(&world.admin, unit).await.unwrap();
        assert_eq!(done == Removal::Removed, kept_by.is_empty(), "{code}");
    }
    let (_, plan) = planned(&world, "VL").await;
    assert_eq!(plan.contests[0].0, contest.slug);
}

async fn what_lies_below_closes_and_opens_with_it(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    let today = db.now().local_date();
    let valid = async || {
        let tree = engine.units().await.unwrap();
        let units = tree.all().iter();
        units.filter(|unit| unit.validity.holds_on(today)).count()
    };
    let all = valid().await;
    // One was closed long before: it opens with nobody.
    let before = world.unit("VL.X1").await;
    engine
        .change_unit_from(admin, before, |_, typed| {
            Ok(khao_engine::people::units::changes::TypedUnit {
                valid_until: "01/08/2025".to_owned(),
                ..typed
            })
        })
        .await
        .unwrap();
    let (province, plan) = planned(&world, "VL").await;
    assert_eq!((plan.below, plan.closed_with_it), (all - 2, None));
    assert_error!(
        engine.reopen_unit(admin, province, false).await,
        Error::Invalid(_)
    );
    assert_eq!(
        engine.close_unit_with_below(admin, province).await.unwrap(),
        today
    );
    assert_eq!(valid().await, 0);
    let (_, plan) = planned(&world, "VL").await;
    assert_eq!((plan.below, plan.closed_with_it), (0, Some(all - 2)));
    engine.reopen_unit(admin, province, false).await.unwrap();
    assert_eq!(valid().await, 1);
    engine.close_unit_with_below(admin, province).await.unwrap();
    engine.reopen_unit(admin, province, true).await.unwrap();
    assert_eq!(valid().await, all - 1);
    let newest = engine
        .audit_found(admin, &khao_engine::audit::AuditFilter::default(), None, 1)
        .await;
    let newest = newest.unwrap().remove(0);
    assert_eq!(newest.action, "units.reopen");
    assert!(newest.detail.contains("\"below\""), "{}", newest.detail);
}
