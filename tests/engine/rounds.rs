//! Rounds: drafts, announced with exact shortages or a commitment, then step by step.

use khao_domain::bank::blueprint::Shortage;
use khao_domain::bank::formats::csv;
use khao_domain::bank::item::ItemStatus;
use khao_domain::contest::commitment::{Committed, CommittedGroup, commitment, pool_hash};
use khao_domain::contest::paper::Pool;
use khao_domain::contest::round::RoundState;
use khao_domain::contest::settings::ContestSettings;
use khao_domain::people::role::Role;
use khao_engine::contest::groups::NewGroup;
use khao_engine::contest::rounds::RoundPlan;
use khao_engine::error::{Conflict, Error};

use crate::build::{BANK, World, assert_error, cell, contest, pointers, staff, three_choices, week};
use crate::db::Db;

on_both!(
    rounds_created_at_once_get_numbers_of_their_own,
    an_announcement_tells_exactly_what_is_missing,
    a_round_is_announced_before_it_opens,
    a_round_steps_only_in_order,
    an_announced_round_is_what_its_commitment_says,
);

async fn rounds_created_at_once_get_numbers_of_their_own(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .drafted(&world)
        .await;
    let create = |name| {
        world
            .engine
            .create_round(&world.organiser, &contest.slug, week(name, 1), None)
    };
    let made = tokio::join!(create("Một"), create("Hai"), create("Ba"), create("Bốn"));
    let mut ordinals = [made.0, made.1, made.2, made.3].map(|round| round.unwrap().ordinal);
    ordinals.sort_unstable();
    assert_eq!(ordinals, [1, 2, 3, 4]);
    let bad = RoundPlan {
        name: String::new(),
        opens_at: week("", 1).closes_at,
        closes_at: week("", 1).closes_at,
        duration_s: 59,
    };
    let refused = world
        .engine
        .create_round(&world.organiser, &contest.slug, bad, None)
        .await;
    assert_eq!(pointers(refused), ["/closes_at", "/duration_s", "/name"]);
}

async fn an_announcement_tells_exactly_what_is_missing(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let plan = contest("cchc")
        .group("Cán bộ", vec![cell("Thể chế", 1, 5), cell("Dự đoán", 1, 1)])
        .group("Người dân", vec![cell("Thể chế", 1, 4), cell("Nhiều loại", 5, 2)])
        .round("Tuần 1")
        .drafted(&world)
        .await;
    let refused = engine.announce_round(&world.organiser, plan.rounds[0]).await;
    let Err(Error::BankTooSmall(missing)) = refused else {
        panic!("{refused:?}");
    };
    let short = |group: &str, topic: &str, difficulty, need, have| Shortage {
        group: group.to_owned(),
        topic: topic.to_owned(),
        difficulty,
        need,
        have,
    };
    assert_eq!(
        missing,
        [
            short("Cán bộ", "Thể chế", 1, 5, 4),
            short("Người dân", "Nhiều loại", 5, 2, 0)
        ]
    );
    let draft = engine.console_contest(&world.organiser, "cchc").await.unwrap();
    assert_eq!(draft.rounds[0].state, RoundState::Draft);
    let nobody = contest("khong-bang").round("Tuần 1").drafted(&world).await;
    let refused = engine.announce_round(&world.organiser, nobody.rounds[0]).await;
    assert_eq!(pointers(refused), ["/groups"]);
    let bad = NewGroup {
        name: String::new(),
        bank: uuid::Uuid::from_u128(1).into(),
        blueprint: Vec::new(),
        min_age: Some(121),
    };
    let refused = engine
        .create_group(&world.organiser, "khong-bang", bad, None)
        .await;
    assert_eq!(pointers(refused), ["/bank_id", "/blueprint", "/min_age", "/name"]);
}

async fn a_round_is_announced_before_it_opens(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .drafted(&world)
        .await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    let opens_at = week("", 1).opens_at;
    db.set_time(opens_at);
    let refused = engine.announce_round(&world.organiser, round).await;
    assert_eq!(pointers(refused), ["/opens_at"]);
    db.set_time(opens_at.plus_seconds(-1));
    engine.announce_round(&world.organiser, round).await.unwrap();
}

async fn a_round_steps_only_in_order(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .drafted(&world)
        .await;
    let round = contest.rounds[0];
    let mut plan = week("Tuần đầu", 1);
    plan.duration_s = 600;
    let changed = engine.change_round(organiser, round, plan.clone()).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.duration_s), ("Tuần đầu", 600));
    macro_rules! refused {
        ($call:expr) => {
            assert_error!($call.await, Error::Conflict(Conflict::WrongState))
        };
    }
    refused!(engine.close_round(organiser, round));
    refused!(engine.freeze_round(organiser, round));
    refused!(engine.publish_round(organiser, round));
    engine.announce_round(organiser, round).await.unwrap();
    refused!(engine.announce_round(organiser, round));
    refused!(engine.change_round(organiser, round, plan));
    refused!(engine.freeze_round(organiser, round));
    let group = NewGroup {
        name: "Muộn".to_owned(),
        bank: contest.bank,
        blueprint: three_choices(),
        min_age: None,
    };
    assert_error!(
        engine.create_group(organiser, "cchc", group, None).await,
        Error::Conflict(Conflict::InUse)
    );
    engine.close_round(organiser, round).await.unwrap();
    refused!(engine.close_round(organiser, round));
    refused!(engine.publish_round(organiser, round));
    engine.freeze_round(organiser, round).await.unwrap();
    refused!(engine.freeze_round(organiser, round));
    engine.publish_round(organiser, round).await.unwrap();
    refused!(engine.publish_round(organiser, round));
    let (_, published) = engine.contest_of_round(round).await.unwrap();
    assert_eq!(published.state, RoundState::Published);
    assert_eq!(published.published_at, Some(db.now()));
    assert_error!(
        engine.close_round(&staff(Role::Coordinator), round).await,
        Error::Forbidden
    );
    let unknown = uuid::Uuid::from_u128(4).into();
    assert_error!(engine.close_round(organiser, unknown).await, Error::NotFound);
}

/// Recomputed from the bank's file and what the database holds, by the domain's function alone.
async fn an_announced_round_is_what_its_commitment_says(db: &Db) {
    let world = World::with_units(db).await;
    let blueprint = vec![cell("Thể chế", 1, 3), cell("Dự đoán", 2, 1)];
    let contest = contest("cchc")
        .settings(|settings| settings.grace_s = 10)
        .group("Cán bộ", blueprint.clone())
        .group("Người dân", three_choices())
        .round("Tuần 1")
        .drafted(&world)
        .await;
    let round = contest.rounds[0];
    let announced = world
        .engine
        .announce_round(&world.organiser, round)
        .await
        .unwrap();
    let mut raw = db.raw().await;
    let id = raw.id(round.0);
    let secret = raw
        .bytes(&format!("SELECT secret FROM rounds WHERE id = {id}"))
        .await;
    let settings = ContestSettings {
        grace_s: 10,
        ..ContestSettings::default()
    };
    let items = csv::parse(BANK.as_bytes())
        .items
        .into_iter()
        .map(|(_, mut item)| {
            item.status = ItemStatus::Approved;
            item
        });
    let hash = pool_hash(&Pool::new(items.collect()));
    let json = |value| serde_json::to_string(value).unwrap();
    let blueprints = [json(&blueprint), json(&three_choices())];
    let committed = Committed {
        round,
        settings_json: &serde_json::to_string(&settings).unwrap(),
        rules: &world.engine.public_contest("cchc").await.unwrap().rules_markdown,
        groups: contest
            .groups
            .iter()
            .zip(&blueprints)
            .map(|(group, blueprint_json)| CommittedGroup {
                group: *group,
                bank: contest.bank,
                bank_revision: 1,
                pool_hash: hash,
                blueprint_json,
            })
            .collect(),
        opens: week("", 1).opens_at,
        closes: week("", 1).closes_at,
        duration_s: 1200,
    };
    let secret: [u8; 32] = secret.try_into().unwrap();
    assert_eq!(commitment(&committed, &secret), announced.commitment);
}
