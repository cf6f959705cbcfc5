//! The record of staff actions: whole, or broken where somebody changed it.

use khao_engine::audit::ChainState;
use khao_engine::error::Error;

use crate::build::{World, assert_error, open_contest};
use crate::db::Db;

on_both!(
    the_chain_is_whole_and_holds_ids_only,
    tampering_is_found_where_it_happened,
    two_nodes_append_to_one_chain,
);

async fn the_chain_is_whole_and_holds_ids_only(db: &Db) {
    let world = World::with_units(db).await;
    assert_eq!(
        db.engine().await.verify_audit().await.unwrap(),
        ChainState::Whole { rows: 1 }
    );
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    world
        .engine
        .reissue_code(&world.organiser, person.id)
        .await
        .unwrap();
    let log = world.engine.audit_page(&world.admin, 0, 100).await.unwrap();
    let actions: Vec<&str> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "units.import",
            "banks.create",
            "banks.import",
            "contests.create",
            "groups.create",
            "rounds.create",
            "rounds.announce",
            "participants.reissue_code"
        ]
    );
    let last = log.last().unwrap();
    assert_eq!(
        (last.seq, last.at, last.object.clone()),
        (8, db.now(), person.id.to_string())
    );
    assert!(log.iter().all(|entry| !entry.detail.contains("Lan")));
    let page = world.engine.audit_page(&world.admin, 7, 100).await.unwrap();
    assert_eq!(page, log[7..]);
    assert_error!(
        world.engine.audit_page(&world.organiser, 0, 10).await,
        Error::Forbidden
    );
    assert_eq!(
        world.engine.verify_audit().await.unwrap(),
        ChainState::Whole { rows: 8 }
    );
}

async fn tampering_is_found_where_it_happened(db: &Db) {
    let world = World::with_units(db).await;
    open_contest(&world).await;
    let mut raw = db.raw().await;
    let nobody = raw.id(uuid::Uuid::from_u128(5));
    for (change, undo) in [
        ("action = 'x' || action", "action = substr(action, 2)".to_owned()),
        (
            "object_id = 'x' || object_id",
            "object_id = substr(object_id, 2)".to_owned(),
        ),
        ("detail = 'x' || detail", "detail = substr(detail, 2)".to_owned()),
        ("at = at + 1", "at = at - 1".to_owned()),
        (
            &format!("actor_id = {nobody}"),
            format!("actor_id = {}", raw.id(uuid::Uuid::from_u128(1))),
        ),
    ] {
        raw.execute(&format!("UPDATE audit SET {change} WHERE seq = 3"))
            .await;
        assert_eq!(
            world.engine.verify_audit().await.unwrap(),
            ChainState::BrokenAt { seq: 3 },
            "{change}"
        );
        raw.execute(&format!("UPDATE audit SET {undo} WHERE seq = 3"))
            .await;
        assert_eq!(
            world.engine.verify_audit().await.unwrap(),
            ChainState::Whole { rows: 7 },
            "{undo}"
        );
    }
    raw.execute("DELETE FROM audit WHERE seq = 3").await;
    assert_eq!(
        world.engine.verify_audit().await.unwrap(),
        ChainState::BrokenAt { seq: 4 }
    );
    raw.execute("UPDATE audit SET seq = seq - 1 WHERE seq = 4").await;
    assert_eq!(
        world.engine.verify_audit().await.unwrap(),
        ChainState::BrokenAt { seq: 3 }
    );
}

async fn two_nodes_append_to_one_chain(db: &Db) {
    let world = World::empty(db).await;
    let other = if db.is_postgres() {
        db.engine().await
    } else {
        world.engine.clone()
    };
    let actions = (0..30).map(|number: u32| {
        let engine = if number.is_multiple_of(2) {
            &world.engine
        } else {
            &other
        };
        let (engine, actor) = (engine.clone(), world.organiser.clone());
        tokio::spawn(async move { engine.create_bank(&actor, "Ngân hàng", "vi", None).await })
    });
    for action in actions.collect::<Vec<_>>() {
        action.await.unwrap().unwrap();
    }
    assert_eq!(
        other.verify_audit().await.unwrap(),
        ChainState::Whole { rows: 30 }
    );
}
