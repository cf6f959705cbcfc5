//! Contests and rounds: set up as drafts, announced with exact shortages or a commitment, then step by step.

use khao_domain::bank::blueprint::Shortage;
use khao_domain::bank::formats::csv;
use khao_domain::contest::commitment::{Committed, CommittedGroup, commitment, pool_hash};
use khao_domain::contest::paper::Pool;
use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::contest::settings::{AttemptsPolicy, ContestSettings, IdentityField};
use khao_domain::people::role::Role;
use khao_domain::time::CivilDate;
use khao_engine::IdempotencyKey;
use khao_engine::contest::contests::{ContestChange, NewExclusion};
use khao_engine::contest::groups::NewGroup;
use khao_engine::contest::rankings::RankingQuery;
use khao_engine::error::{Conflict, Error};

use crate::build::{
    BANK, World, assert_error, cell, contest, new_contest, open_contest, pointers, staff, three_choices, week,
};
use crate::db::Db;

on_both!(
    a_contest_is_checked_and_its_slug_is_its_own,
    a_replayed_key_gives_the_same_answer,
    twins_under_one_key_get_the_same_contest,
    rounds_created_at_once_get_numbers_of_their_own,
    the_public_sees_a_contest_once_a_round_is_announced,
    an_announcement_tells_exactly_what_is_missing,
    a_round_steps_only_in_order,
    an_announced_round_is_what_its_commitment_says,
    a_contest_can_be_changed_but_not_who_is_who,
);

async fn a_contest_is_checked_and_its_slug_is_its_own(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let create = |new| engine.create_contest(&world.organiser, new, None);
    let mut bad = new_contest("Sai Slug", ContestSettings::default());
    bad.title = " ".to_owned();
    bad.settings.identity.clear();
    bad.settings.grace_s = 601;
    bad.settings.attempts = AttemptsPolicy::UpTo(0);
    bad.consents = Some(Vec::new());
    assert_eq!(
        pointers(create(bad).await),
        [
            "/consents",
            "/settings/attempts",
            "/settings/grace_s",
            "/settings/identity",
            "/slug",
            "/title"
        ]
    );
    let made = create(new_contest("cchc", ContestSettings::default()))
        .await
        .unwrap();
    assert_eq!((made.slug.as_str(), made.consents.len()), ("cchc", 2));
    assert!(made.rules_html.contains("<strong>Thể lệ</strong>"));
    assert_error!(
        create(new_contest("cchc", ContestSettings::default())).await,
        Error::Conflict(Conflict::Taken)
    );
    let coordinator = staff(Role::Coordinator);
    let refused = engine.create_contest(
        &coordinator,
        new_contest("khac", ContestSettings::default()),
        None,
    );
    assert_error!(refused.await, Error::Forbidden);
}

fn key(text: &str, body: &str) -> Option<IdempotencyKey> {
    Some(IdempotencyKey::new("POST /contests", text, body.as_bytes()).unwrap())
}

async fn a_replayed_key_gives_the_same_answer(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let bank = world.bank().await;
    let organiser = &world.organiser;
    let contest = |body| {
        engine.create_contest(
            organiser,
            new_contest("cchc", ContestSettings::default()),
            key("1", body),
        )
    };
    let made = contest("a").await.unwrap();
    assert_eq!(contest("a").await.unwrap().id, made.id);
    assert_error!(contest("b").await, Error::KeyReused);
    let group = |body| {
        let new = NewGroup {
            name: "Cán bộ".to_owned(),
            bank,
            blueprint: three_choices(),
            min_age: None,
        };
        engine.create_group(organiser, "cchc", new, key("2", body))
    };
    let made = group("a").await.unwrap();
    assert_eq!(group("a").await.unwrap().id, made.id);
    assert_error!(group("b").await, Error::KeyReused);
    let round = |body| engine.create_round(organiser, "cchc", week("Tuần 1", 1), key("3", body));
    let made = round("a").await.unwrap();
    assert_eq!(round("a").await.unwrap().id, made.id);
    assert_error!(round("b").await, Error::KeyReused);
    let contest = engine.console_contest(organiser, "cchc").await.unwrap();
    assert_eq!((contest.groups.len(), contest.rounds.len()), (1, 1));
    assert_error!(IdempotencyKey::new("POST /contests", "", b""), Error::Invalid(_));
}

async fn twins_under_one_key_get_the_same_contest(db: &Db) {
    let world = World::empty(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let twin = || {
        engine.create_contest(
            organiser,
            new_contest("cchc", ContestSettings::default()),
            key("1", "a"),
        )
    };
    let (one, two, three) = tokio::join!(twin(), twin(), twin());
    let ids = [one.unwrap().id, two.unwrap().id, three.unwrap().id];
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

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
    let bad = khao_engine::contest::rounds::RoundPlan {
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

async fn the_public_sees_a_contest_once_a_round_is_announced(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .round("Tuần 2")
        .drafted(&world)
        .await;
    let (first, second) = (contest.rounds[0], contest.rounds[1]);
    let query = RankingQuery {
        group: None,
        unit: None,
        after: (0, 0),
        limit: 10,
    };
    assert_error!(engine.public_contest("cchc").await, Error::NotFound);
    assert_eq!(engine.public_contests().await.unwrap().len(), 0);
    assert_eq!(engine.contests(&world.organiser).await.unwrap().len(), 1);
    assert_error!(engine.participation(first, None).await, Error::NotFound);
    assert_error!(engine.round_ranking(first, &query).await, Error::NotFound);
    let form = contest.form(&world, "Trần Thị Lan").await;
    assert_error!(contest.try_enter(&world, &form).await, Error::NotFound);

    let announced = engine.announce_round(&world.organiser, first).await.unwrap();
    let public = db.engine().await.public_contest("cchc").await.unwrap();
    assert_eq!(public.status(db.now()), RoundStatus::Upcoming);
    let shown = public.round(first).unwrap();
    assert_eq!(shown.commitment.as_ref(), Some(&announced.commitment));
    assert_eq!(shown.questions, 3);
    assert!(!public.round(second).unwrap().is_public());
    assert_eq!(public.round(second).unwrap().status(db.now()), None);
    assert_error!(engine.round_ranking(first, &query).await, Error::NotPublished);
    assert_error!(engine.contest_ranking("cchc", &query).await, Error::NotPublished);
    let person = contest.try_enter(&world, &form).await.unwrap();
    let start = |round| engine.start(&person.actor, round, None, "");
    assert_error!(start(first).await, Error::Conflict(Conflict::RoundNotOpen));
    assert_error!(start(second).await, Error::NotFound);
    db.set_time(week("", 1).opens_at);
    assert_eq!(public.status(db.now()), RoundStatus::Open);
    start(first).await.unwrap();
    let counts = engine.counts(contest.id).await.unwrap();
    assert_eq!(
        (counts.participants, counts.attempts, counts.submitted),
        (1, 1, 0)
    );
    db.set_time(week("", 1).closes_at);
    assert_eq!(public.status(db.now()), RoundStatus::Closed);
    let late = contest.form(&world, "Lê Văn Trễ").await;
    assert_error!(
        contest.try_enter(&world, &late).await,
        Error::Conflict(Conflict::RoundClosed)
    );
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
            item.status = khao_domain::bank::item::ItemStatus::Approved;
            item
        });
    let hash = pool_hash(&Pool::new(items.collect()));
    let json = |value| serde_json::to_string(value).unwrap();
    let blueprints = [json(&blueprint), json(&three_choices())];
    let committed = Committed {
        round,
        settings_json: &serde_json::to_string(&settings).unwrap(),
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

async fn a_contest_can_be_changed_but_not_who_is_who(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let change = |change| engine.change_contest(organiser, "cchc", change);
    let titled = ContestChange {
        title: Some("Tên mới".to_owned()),
        rules: Some("Luật *mới*".to_owned()),
        ..ContestChange::default()
    };
    let changed = change(titled).await.unwrap();
    assert_eq!(changed.title, "Tên mới");
    assert!(changed.rules_html.contains("<em>mới</em>"));
    assert_eq!(changed.consents.len(), 2);
    let identity = ContestChange {
        settings: Some(ContestSettings {
            identity: vec![IdentityField::StaffCode],
            ..ContestSettings::default()
        }),
        ..ContestChange::default()
    };
    contest.enter(&world, "Trần Thị Lan").await;
    assert_error!(change(identity).await, Error::Conflict(Conflict::InUse));
    let excluded = [
        NewExclusion::StaffCode("CB 01".to_owned()),
        NewExclusion::StaffCode("cb-01".to_owned()),
        NewExclusion::Person {
            full_name: "Lê Văn Trưởng".to_owned(),
            birth_date: CivilDate::parse("01/02/1980").unwrap(),
        },
    ];
    engine.set_exclusions(organiser, "cchc", &excluded).await.unwrap();
    assert_eq!(
        engine
            .console_contest(organiser, "cchc")
            .await
            .unwrap()
            .exclusions
            .len(),
        2
    );
    engine.set_exclusions(organiser, "cchc", &[]).await.unwrap();
    let cleared = db.engine().await;
    assert_eq!(cleared.public_contest("cchc").await.unwrap().exclusions.len(), 0);
    assert_error!(
        engine.set_exclusions(organiser, "khong-co", &[]).await,
        Error::NotFound
    );
}
