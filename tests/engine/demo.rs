//! The demo: a whole contest in an empty database, once.

use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::people::role::Role;
use khao_engine::contest::rankings::RankingQuery;
use khao_engine::demo::{DEMO_SLUG, DemoAccount};

use crate::build::World;
use crate::db::Db;

on_both!(the_demo_loads_once);

async fn the_demo_loads_once(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let accounts: Vec<DemoAccount> = Role::ALL
        .into_iter()
        .map(|role| DemoAccount {
            role,
            username: role.as_str().to_owned(),
            password: format!("mật khẩu của {}", role.as_str()),
        })
        .collect();
    engine.load_demo(&accounts).await.unwrap();
    let audit = engine.verify_audit().await.unwrap();
    engine.load_demo(&accounts).await.unwrap();
    assert_eq!(engine.verify_audit().await.unwrap(), audit);
    for account in &accounts {
        let opened = engine
            .log_in_staff(&account.username, &account.password)
            .await
            .unwrap();
        let actor = engine.actor(&opened.token).await.unwrap();
        assert_eq!(actor.unit_scope().is_some(), account.role == Role::Coordinator);
    }

    let contest = engine.public_contest(DEMO_SLUG).await.unwrap();
    let status: Vec<_> = contest
        .rounds
        .iter()
        .map(|round| round.status(db.now()).unwrap())
        .collect();
    assert_eq!(
        status,
        [
            RoundStatus::Published,
            RoundStatus::Published,
            RoundStatus::Open,
            RoundStatus::Upcoming
        ]
    );
    assert_eq!(contest.groups.len(), 2);
    let communes = engine
        .units()
        .await
        .unwrap()
        .all()
        .iter()
        .filter(|unit| unit.name.starts_with("Xã ") || unit.name.starts_with("Phường "))
        .count();
    assert_eq!(communes, 124);
    let query = RankingQuery {
        group: None,
        unit: None,
        after: (0, 0),
        limit: 1000,
    };
    for round in contest
        .rounds
        .iter()
        .filter(|round| round.state == RoundState::Published)
    {
        let page = engine.round_ranking(round.id, &query).await.unwrap();
        assert_eq!((page.total, page.truth.participants), (3000, 3000));
        assert_eq!(page.lines.len(), 1000);
        assert!(page.next.is_some());
        let figures = engine.participation(round.id, None).await.unwrap();
        assert_eq!(figures.units.len(), 144);
        let submitted: i64 = figures.units.iter().map(|unit| unit.submitted).sum();
        assert_eq!(submitted, 3000);
        assert!(figures.units.iter().all(|unit| unit.headcount.is_some()));
    }
    let overall = engine.contest_ranking(DEMO_SLUG, &query).await.unwrap();
    assert_eq!(overall.total, 3600);
    let counts = engine.counts(contest.id).await.unwrap();
    assert_eq!(
        (counts.participants, counts.attempts, counts.submitted),
        (3600, 6000, 6000)
    );
}
