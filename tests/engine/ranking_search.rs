//! A fixed ranking looked through by staff: names without diacritics, pages, and ties in words.

use khao_domain::lang::Lang;
use khao_engine::contest::ranking_search::{FoundRanking, RankingSearch};
use khao_engine::error::Error;

use crate::build::{Contest, World, assert_error, coordinator_of, open_contest};
use crate::db::Db;
use crate::play::{everything, play_for, ranking};

on_both!(a_fixed_ranking_is_looked_through);

async fn look(world: &World<'_>, contest: &Contest, query: RankingSearch) -> FoundRanking {
    let (engine, organiser) = (&world.engine, &world.organiser);
    engine
        .search_ranking(organiser, contest.rounds[0], &query)
        .await
        .unwrap()
}

fn names(found: &FoundRanking) -> Vec<&str> {
    found
        .lines
        .iter()
        .filter_map(|line| line.name.as_deref())
        .collect()
}

async fn a_fixed_ranking_is_looked_through(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    for (name, right, seconds) in [
        ("Lê Đức Chậm", 3, 90),
        ("Lê Hồng Nhanh", 3, 60),
        ("Trần Ít", 1, 5),
    ] {
        let who = contest.enter(&world, name).await;
        play_for(&world, &contest, &who, (right, 0), seconds).await;
    }
    let all = RankingSearch {
        limit: 2,
        ..RankingSearch::default()
    };
    engine.close_round(organiser, round).await.unwrap();
    assert_error!(
        engine.search_ranking(organiser, round, &all).await,
        Error::NotFound
    );
    engine.freeze_round(organiser, round).await.unwrap();

    let first = look(&world, &contest, all.clone()).await;
    assert_eq!(names(&first), ["Lê Hồng Nhanh", "Lê Đức Chậm"]);
    let ties: Vec<_> = first
        .lines
        .iter()
        .map(|line| line.tie.as_ref().map(|tie| tie.words(Lang::Vi)))
        .collect();
    assert_eq!(ties, [Some("bằng điểm, làm nhanh hơn 30 giây".to_owned()), None]);
    let rest = RankingSearch {
        after: first.next.unwrap(),
        ..all.clone()
    };
    let rest = look(&world, &contest, rest).await;
    assert_eq!(
        (names(&rest), rest.next, rest.published_at),
        (vec!["Trần Ít"], None, None)
    );
    narrow(&world, &contest, &all).await;

    engine.publish_round(organiser, round).await.unwrap();
    let public = ranking(&world, &contest, everything()).await;
    let ties: Vec<bool> = public.lines.iter().map(|line| line.tie.is_some()).collect();
    assert_eq!(ties, [true, false, false]);
    assert!(
        public.lines.iter().all(|line| !line.is_named),
        "nobody has consented"
    );
}

/// By name, by unit, by revision; and not for everybody.
async fn narrow(world: &World<'_>, contest: &Contest, all: &RankingSearch) {
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let by_name = |name: &str| RankingSearch {
        name: name.to_owned(),
        ..all.clone()
    };
    let found = look(world, contest, by_name("duc cham")).await;
    assert_eq!((names(&found), found.lines[0].rank), (vec!["Lê Đức Chậm"], 2));
    assert!(look(world, contest, by_name("%")).await.lines.is_empty());
    let elsewhere = RankingSearch {
        unit: Some(world.unit("VL.S2").await),
        ..all.clone()
    };
    assert!(look(world, contest, elsewhere).await.lines.is_empty());
    let unknown = RankingSearch {
        revision: Some(2),
        ..all.clone()
    };
    assert_error!(
        engine.search_ranking(organiser, round, &unknown).await,
        Error::NotFound
    );
    let coordinator = coordinator_of(world.unit("VL.S1").await);
    assert_error!(
        engine.search_ranking(&coordinator, round, all).await,
        Error::Forbidden
    );
}
