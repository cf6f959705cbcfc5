//! A node: opening a database, being ready, closing.

use khao_engine::{Address, StoreError};

use crate::build::{World, open_contest};
use crate::db::Db;

on_both!(
    two_nodes_open_an_empty_database_at_once,
    a_closed_node_is_not_ready,
);

async fn two_nodes_open_an_empty_database_at_once(db: &Db) {
    if db.is_postgres() {
        let (one, other) = tokio::join!(db.engine(), db.engine());
        assert!(one.is_ready().await && other.is_ready().await);
    }
    // And one that is opened later keeps what is there.
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    contest.enter(&world, "Trần Thị Lan").await;
    world.engine.close().await;
    let again = db.engine().await;
    assert_eq!(again.counts(contest.id).await.unwrap().participants, 1);
}

async fn a_closed_node_is_not_ready(db: &Db) {
    let engine = db.engine().await;
    assert!(engine.is_ready().await && engine.has_room());
    assert_eq!(engine.now(), db.now());
    engine.close().await;
    assert!(!engine.is_ready().await);
}

#[test]
fn a_database_is_named_by_its_address() {
    assert!(
        matches!("sqlite:///var/lib/khao.db".parse(), Ok(Address::SqliteFile(path)) if path.ends_with("khao.db"))
    );
    assert!(matches!("postgres://h/d".parse(), Ok(Address::Postgres(_))));
    assert!(matches!("postgresql://h/d".parse(), Ok(Address::Postgres(_))));
    assert!(matches!(
        "mysql://h/d".parse::<Address>(),
        Err(StoreError::Address)
    ));
}
