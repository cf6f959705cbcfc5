//! Contests: set up once under a slug, seen once a round is announced, changed with care.

use khao_domain::contest::round::RoundStatus;
use khao_domain::contest::settings::{AttemptsPolicy, ContestSettings, IdentityField};
use khao_domain::people::role::Role;
use khao_domain::time::CivilDate;
use khao_engine::IdempotencyKey;
use khao_engine::contest::contests::{ContestChange, NewExclusion};
use khao_engine::contest::groups::NewGroup;
use khao_engine::contest::rounds::Round;
use khao_engine::error::{Conflict, Error};

use crate::build::{
    World, assert_error, contest, new_contest, open_contest, pointers, staff, three_choices, week,
};
use crate::db::Db;
use crate::play::everything;

on_both!(
    a_contest_is_checked_and_its_slug_is_its_own,
    a_replayed_key_gives_the_same_answer,
    twins_under_one_key_get_the_same_contest,
    the_public_sees_a_contest_once_a_round_is_announced,
    a_contest_can_be_changed_but_not_who_is_who,
    rules_stand_while_a_round_has_promised_them,
    whoever_is_excluded_later_starts_no_more,
);

async fn a_contest_is_checked_and_its_slug_is_its_own(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let create = |new| engine.create_contest(&world.organiser, new, None);
    let mut bad = new_contest("Sai Slug", ContestSettings::default());
    " ".clone_into(&mut bad.title);
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

fn key(text: &str, body: &str) -> IdempotencyKey {
    IdempotencyKey::new("POST /contests", text, body.as_bytes()).unwrap()
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
            Some(key("1", body)),
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
        engine.create_group(organiser, "cchc", new, Some(key("2", body)))
    };
    let made = group("a").await.unwrap();
    assert_eq!(group("a").await.unwrap().id, made.id);
    assert_error!(group("b").await, Error::KeyReused);
    let round = |body| engine.create_round(organiser, "cchc", week("Tuần 1", 1), Some(key("3", body)));
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
            Some(key("1", "a")),
        )
    };
    let (one, two, three) = tokio::join!(twin(), twin(), twin());
    let ids = [one.unwrap().id, two.unwrap().id, three.unwrap().id];
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
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
    let query = everything();
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

async fn a_contest_can_be_changed_but_not_who_is_who(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let change = |change| engine.change_contest(organiser, "cchc", |_| Ok(change));
    let titled = ContestChange {
        title: Some("Tên mới".to_owned()),
        ..ContestChange::default()
    };
    let changed = change(titled).await.unwrap();
    assert_eq!(changed.title, "Tên mới");
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
    let listed = engine.console_contest(organiser, "cchc").await.unwrap();
    assert_eq!(listed.exclusions_written, ["CB 01", "Lê Văn Trưởng; 01/02/1980"]);
    engine.set_exclusions(organiser, "cchc", &[]).await.unwrap();
    let cleared = db.engine().await;
    assert_eq!(cleared.public_contest("cchc").await.unwrap().exclusions.len(), 0);
    assert_error!(
        engine.set_exclusions(organiser, "khong-co", &[]).await,
        Error::NotFound
    );
}

async fn rules_stand_while_a_round_has_promised_them(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .drafted(&world)
        .await;
    let (engine, organiser, round) = (&world.engine, &world.organiser, contest.rounds[0]);
    let rules = |text: &str| ContestChange {
        rules: Some(text.to_owned()),
        ..ContestChange::default()
    };
    let change = |change| engine.change_contest(organiser, "cchc", |_| Ok(change));
    change(rules("Luật *đầu*")).await.unwrap();
    engine.announce_round(organiser, round).await.unwrap();
    assert_error!(
        change(rules("Luật khác")).await,
        Error::Conflict(Conflict::RulesPromised)
    );
    // The same words again change nothing, and are no breach.
    change(rules("Luật *đầu*")).await.unwrap();
    engine.close_round(organiser, round).await.unwrap();
    let changed = change(rules("Luật *sau*")).await.unwrap();
    assert!(changed.rules_html.contains("<em>sau</em>"));
    engine.freeze_round(organiser, round).await.unwrap();
    let revealed = |round: &Round| round.revealed.clone();
    assert_eq!(
        revealed(&engine.contest_of_round(round).await.unwrap().1),
        None,
        "nothing is revealed before the ranking is"
    );
    engine.publish_round(organiser, round).await.unwrap();
    let published = revealed(&engine.contest_of_round(round).await.unwrap().1).unwrap();
    assert_eq!(
        (published.rules.as_str(), published.secret.len()),
        ("Luật *đầu*", 64)
    );
}

async fn whoever_is_excluded_later_starts_no_more(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let engine = &world.engine;
    let [started, waiting] = [
        contest.enter(&world, "Trần Thị Lan").await,
        contest.enter(&world, "Lê Văn Hai").await,
    ];
    let round = contest.rounds[0];
    let (attempt, _) = engine.start(&started.actor, round, None, "").await.unwrap();
    let form = contest.form(&world, "x").await;
    let born = CivilDate::parse(&form.birth_date).unwrap();
    let excluded = ["TRẦN THỊ LAN", "le van hai"].map(|name| NewExclusion::Person {
        full_name: name.to_owned(),
        birth_date: born,
    });
    engine
        .set_exclusions(&world.organiser, "cchc", &excluded)
        .await
        .unwrap();
    assert_error!(
        engine.start(&waiting.actor, round, None, "").await,
        Error::Conflict(Conflict::Excluded)
    );
    // Who began before may come back to the attempt; whether it counts is the organiser's decision.
    let (resumed, new) = engine.start(&started.actor, round, None, "").await.unwrap();
    assert_eq!((resumed.id, new), (attempt.id, false));
}
