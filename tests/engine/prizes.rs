//! Prizes laid over rankings: fixed with the first publication, followed by a ranking that is made anew.

use khao_domain::contest::correction::CorrectionKind;
use khao_domain::contest::prizes::{Award, GivenFor};
use khao_domain::contest::settings::TieBreak;
use khao_domain::ids::PrizeId;
use khao_domain::lang::Lang;
use khao_engine::contest::prizes::{NewPrize, Prize};
use khao_engine::contest::winners::{Basis, Who, WinnerList};
use khao_engine::error::{Conflict, Error};
use khao_engine::exports::ExportFormat;

use crate::build::{
    Contest, World, assert_error, contest, coordinator_of, open_contest, pointers, three_choices,
};
use crate::corrections::of;
use crate::db::Db;
use crate::play::{play, publish};

on_both!(
    prizes_are_listed_until_a_ranking_is_public,
    a_group_with_a_prize_stays,
    winners_follow_the_rankings,
    equals_at_a_border_are_left_to_the_organiser,
);

fn prize(given_for: GivenFor, name: &str, number: u32) -> NewPrize {
    NewPrize {
        given_for,
        group: None,
        block: None,
        name: name.to_owned(),
        number,
        amount: None,
    }
}

async fn add(world: &World<'_>, contest: &Contest, new: NewPrize) -> Prize {
    let (engine, organiser) = (&world.engine, &world.organiser);
    engine
        .add_prize(organiser, &contest.slug, new, None)
        .await
        .unwrap()
}

/// Award, rank and name of each.
fn told(list: &WinnerList) -> Vec<(Award, u32, String)> {
    let name = |who: &Who| match who {
        Who::Person(person) => person.name.in_lang(Lang::Vi).to_owned(),
        Who::Unit(unit) => unit.name.clone(),
    };
    let winners = list.winners.iter();
    winners.map(|one| (one.award, one.rank, name(&one.who))).collect()
}

async fn prizes_are_listed_until_a_ranking_is_public(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, slug) = (&world.engine, &world.organiser, contest.slug.as_str());
    let odd = NewPrize {
        group: Some("0198a7c0-0000-7000-8000-000000000001".parse().unwrap()),
        block: Some("0198a7c0-0000-7000-8000-000000000001".parse().unwrap()),
        amount: Some(-1),
        ..prize(GivenFor::Round, " ", 0)
    };
    let refused = engine.add_prize(organiser, slug, odd, None).await;
    assert_eq!(
        pointers(refused),
        ["/amount", "/block_id", "/group_id", "/name", "/number"]
    );

    let first = NewPrize {
        group: Some(contest.groups[0]),
        amount: Some(3_000_000),
        ..prize(GivenFor::Round, "Giải Nhất ", 1)
    };
    let first = add(&world, &contest, first).await;
    let units = NewPrize {
        group: Some(contest.groups[0]),
        block: Some(world.unit("VL").await),
        ..prize(GivenFor::Units, "Tập thể", 2)
    };
    let units = add(&world, &contest, units).await;
    let twin = NewPrize {
        group: Some(contest.groups[0]),
        ..prize(GivenFor::Round, "giải  nhất", 2)
    };
    let twin = engine.add_prize(organiser, slug, twin, None).await;
    assert_eq!(pointers(twin), ["/name"]);
    assert_eq!((first.name.as_str(), units.group), ("Giải Nhất", None));
    prizes_change(&world, &contest, [first, units]).await;
}

/// Removed by those who may; fixed by the publication.
async fn prizes_change(world: &World<'_>, contest: &Contest, [first, units]: [Prize; 2]) {
    let (engine, organiser, slug) = (&world.engine, &world.organiser, contest.slug.as_str());
    let coordinator = coordinator_of(world.unit("VL.S1").await);
    assert_error!(
        engine
            .add_prize(&coordinator, slug, prize(GivenFor::Round, "Giải", 1), None)
            .await,
        Error::Forbidden
    );
    assert_error!(engine.winners(&coordinator, slug).await, Error::Forbidden);
    let listed = engine.prizes(organiser, slug).await.unwrap();
    assert_eq!(
        (listed.prizes, listed.is_fixed),
        (vec![first.clone(), units], false)
    );
    assert_error!(
        engine
            .remove_prize(organiser, slug, PrizeId(uuid::Uuid::max()))
            .await,
        Error::NotFound
    );
    engine.remove_prize(organiser, slug, first.id).await.unwrap();
    assert_eq!(deeds(world, contest, "add_prize", "Giải Nhất").await, 1);
    assert_eq!(deeds(world, contest, "remove_prize", "Giải Nhất").await, 1);

    let who = contest.enter(world, "Lê Một").await;
    play(engine, &who.actor, contest.rounds[0], 1, 0).await;
    publish(world, contest, 0).await;
    assert!(engine.prizes(organiser, slug).await.unwrap().is_fixed);
    let late = engine
        .add_prize(organiser, slug, prize(GivenFor::Round, "Muộn", 1), None)
        .await;
    assert_error!(late, Error::Conflict(Conflict::PrizesFixed));
    assert_error!(
        engine.remove_prize(organiser, slug, first.id).await,
        Error::Conflict(Conflict::PrizesFixed)
    );
}

/// How often the audit tells it of the contest.
async fn deeds(world: &World<'_>, contest: &Contest, deed: &str, detail: &str) -> i64 {
    let rows = format!(
        "SELECT count(*) FROM audit WHERE action = 'contests.{deed}' AND object_id = '{}' AND detail LIKE '%\"{detail}\"%'",
        contest.id
    );
    world.db.raw().await.number(&rows).await
}

async fn a_group_with_a_prize_stays(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .group("Người dân", three_choices())
        .drafted(&world)
        .await;
    let (engine, organiser, slug) = (&world.engine, &world.organiser, contest.slug.as_str());
    let given = NewPrize {
        group: Some(contest.groups[1]),
        ..prize(GivenFor::Round, " Giải\u{a0} Nhất\u{200b}", 1)
    };
    let given = add(&world, &contest, given).await;
    assert_eq!(given.name, "Giải Nhất");
    let invisible = engine
        .add_prize(organiser, slug, prize(GivenFor::Round, "\u{200b} ", 1), None)
        .await;
    assert_eq!(pointers(invisible), ["/name"]);
    let refused = engine.remove_group(organiser, slug, contest.groups[1]).await;
    assert_error!(refused, Error::Conflict(Conflict::InUse));
    engine.remove_prize(organiser, slug, given.id).await.unwrap();
    engine
        .remove_group(organiser, slug, contest.groups[1])
        .await
        .unwrap();
    let late = NewPrize {
        group: Some(contest.groups[1]),
        ..prize(GivenFor::Round, "Giải", 1)
    };
    let late = engine.add_prize(organiser, slug, late, None).await;
    assert_eq!(pointers(late), ["/group_id"]);
}

async fn winners_follow_the_rankings(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser, slug) = (&world.engine, &world.organiser, contest.slug.as_str());
    let round = contest.rounds[0];
    for (given_for, name) in [
        (GivenFor::Round, "Nhất tuần"),
        (GivenFor::Contest, "Nhất chung"),
        (GivenFor::Units, "Tập thể"),
    ] {
        add(&world, &contest, prize(given_for, name, 1)).await;
    }
    for (name, right) in [("Lê Một", 1), ("Lê Ba", 3)] {
        let who = contest.enter(&world, name).await;
        play(engine, &who.actor, round, right, 0).await;
    }
    engine.close_round(organiser, round).await.unwrap();
    assert!(engine.winners(organiser, slug).await.unwrap().is_empty());
    engine.freeze_round(organiser, round).await.unwrap();
    let fixed = engine.winners(organiser, slug).await.unwrap();
    assert_eq!(fixed.len(), 1, "only the round's ranking is fixed");
    assert_eq!(
        (fixed[0].published_at, fixed[0].basis),
        (None, Basis::Round(round))
    );
    assert_eq!(told(&fixed[0]), [(Award::Prize(0), 1, "Lê Ba".to_owned())]);
    assert!(engine.public_winners(slug).await.unwrap().is_empty());

    engine.publish_round(organiser, round).await.unwrap();
    let public = engine.public_winners(slug).await.unwrap();
    let bases: Vec<Basis> = public.iter().map(|list| list.basis).collect();
    assert_eq!(bases, [Basis::Round(round), Basis::Contest, Basis::Units]);
    assert_eq!(told(&public[0])[0].2, "Lê B.", "masked without the consent");
    assert_eq!(told(&public[2]), [(Award::Prize(0), 1, "Sở Nội vụ".to_owned())]);
    assert!(
        public
            .iter()
            .all(|list| !list.may_change && list.published_at.is_some())
    );
    let file = engine
        .export_winners(organiser, slug, ExportFormat::Csv)
        .await
        .unwrap();
    assert_eq!(file.rows, 3);
    assert_eq!(deeds(&world, &contest, "export", "winners").await, 1);

    // Everybody gets the points of every question: both are first now.
    for code in ["TC-1", "TC-2", "TC-3", "TC-4"] {
        let all = of(code, CorrectionKind::FullPoints, "");
        engine.correct(organiser, round, &all, None).await.unwrap();
    }
    engine.rescore_waiting().await.unwrap();
    let after = engine.public_winners(slug).await.unwrap();
    assert_eq!((after[0].revision, after[0].winners[0].rank), (2, 1));
    assert_eq!(after[0].winners.len(), 2, "equal in everything: both are listed");
}

async fn equals_at_a_border_are_left_to_the_organiser(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .settings(|settings| settings.tie_chain = vec![TieBreak::Prediction])
        .open(&world)
        .await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    add(&world, &contest, prize(GivenFor::Round, "Nhất", 1)).await;
    add(&world, &contest, prize(GivenFor::Round, "Nhì", 1)).await;
    for (name, right) in [("Lê Một", 3), ("Lê Hai", 2), ("Lê Ba", 2), ("Lê Bốn", 1)] {
        let who = contest.enter(&world, name).await;
        play(engine, &who.actor, round, right, 0).await;
    }
    publish(&world, &contest, 0).await;
    let lists = engine.winners(organiser, &contest.slug).await.unwrap();
    let contested = Award::Contested { best: 1, least: None };
    let found: Vec<(Award, u32)> = told(&lists[0])
        .into_iter()
        .map(|(award, rank, _)| (award, rank))
        .collect();
    assert_eq!(found, [(Award::Prize(0), 1), (contested, 2), (contested, 2)]);
    let words = lists[0].contested(contested, Lang::Vi);
    assert!(
        words.contains("«Nhì»") && words.contains("ban tổ chức"),
        "{words}"
    );
}
