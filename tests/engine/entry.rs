//! Entering a contest: every mistake at once, one person once, the same neutral answer to whoever is known or excluded.

use std::collections::HashSet;

use khao_domain::people::entry::{Consent, EntryForm};
use khao_domain::time::CivilDate;
use khao_engine::IdempotencyKey;
use khao_engine::contest::contests::NewExclusion;
use khao_engine::error::{Conflict, Error};

use crate::build::{World, assert_error, consent, contest, guardian, open_contest, pointers, three_choices};
use crate::db::Db;

on_both!(
    every_mistake_is_told_at_once,
    who_is_known_or_excluded_gets_the_same_neutral_answer,
    a_number_left_out_makes_nobody_another_person,
    of_two_entries_at_once_one_is_entered,
    each_group_has_its_own_minimum_age,
    under_sixteen_a_guardian_consents_too,
    consents_are_kept_with_their_text_and_time,
    twins_with_one_key_get_one_code_and_one_row,
    fifty_posts_of_one_person_make_one_entry,
    fifty_people_enter_at_once,
);

async fn every_mistake_is_told_at_once(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .settings(|settings| settings.phone_required = true)
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .open(&world)
        .await;
    let nothing = contest.try_enter(&world, &EntryForm::default()).await;
    assert_eq!(
        pointers(nothing.map(|_| ())),
        [
            "/birth_date",
            "/consents",
            "/full_name",
            "/group_id",
            "/phone",
            "/unit_id"
        ]
    );
    let mut form = contest.form(&world, "Trần Thị Lan").await;
    form.phone = Some("12".to_owned());
    form.email = Some("không phải thư".to_owned());
    form.unit_id = uuid::Uuid::from_u128(1).to_string();
    form.group_id = uuid::Uuid::from_u128(2).to_string();
    "0".clone_into(&mut form.consents[0].text_version);
    form.consents.push(consent("newsletter"));
    let refused = contest.try_enter(&world, &form).await;
    assert_eq!(
        pointers(refused.map(|_| ())),
        [
            "/consents/0/text_version",
            "/consents/1/purpose",
            "/email",
            "/group_id",
            "/phone",
            "/unit_id"
        ]
    );
    assert_eq!(
        db.raw().await.number("SELECT count(*) FROM participants").await,
        0
    );
}

async fn who_is_known_or_excluded_gets_the_same_neutral_answer(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    contest.enter(&world, "Trần Thị Hoà").await;
    let excluded = [
        NewExclusion::StaffCode("CB-01".to_owned()),
        NewExclusion::Person {
            full_name: "Lê Văn Trưởng".to_owned(),
            birth_date: CivilDate::parse("15/03/1990").unwrap(),
        },
    ];
    world
        .engine
        .set_exclusions(&world.organiser, "cchc", &excluded)
        .await
        .unwrap();
    // The same person, typed otherwise.
    let twice = contest.form(&world, "  trần thị  hòa ").await;
    let judge = contest.form(&world, "LÊ VĂN TRƯỞNG").await;
    let mut writer = contest.form(&world, "Ngô Thị Viết").await;
    writer.staff_code = Some("cb 01".to_owned());
    for form in [&twice, &judge, &writer] {
        assert_error!(
            contest.try_enter(&world, form).await,
            Error::Conflict(Conflict::EnterWithCode)
        );
    }
    // Another unit is another person.
    let elsewhere = contest.form_of(&world, "Trần Thị Hoà", 0, "VL.S2").await;
    contest.try_enter(&world, &elsewhere).await.unwrap();
    let missing = world.engine.enter("khong-co", &twice, None).await;
    assert_error!(missing, Error::NotFound);
}

/// Only two different numbers tell two people apart.
async fn a_number_left_out_makes_nobody_another_person(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let (one, other) = (Some("0901 234 567"), Some("0907 654 321"));
    for (name, first, second, is_another) in [
        ("Trần Thị Một", None, None, false),
        ("Trần Thị Hai", one, None, false),
        ("Trần Thị Ba", None, one, false),
        ("Trần Thị Tư", one, one, false),
        ("Trần Thị Năm", one, other, true),
    ] {
        let mut form = contest.form(&world, name).await;
        form.phone = first.map(str::to_owned);
        contest.try_enter(&world, &form).await.unwrap();
        form.phone = second.map(str::to_owned);
        let again = contest.try_enter(&world, &form).await;
        if is_another {
            again.unwrap();
        } else {
            assert_error!(again, Error::Conflict(Conflict::EnterWithCode));
        }
    }
}

/// All at once, one with a number and one without: one of them is entered. On PostgreSQL from two nodes.
async fn of_two_entries_at_once_one_is_entered(db: &Db) {
    const PEOPLE: usize = 12;
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let [_, node] = world.two_nodes().await;
    let mut entries = tokio::task::JoinSet::new();
    for number in 0..PEOPLE {
        let name = format!("Trần Thị {}", char::from(b'A' + u8::try_from(number).unwrap()));
        let mut form = contest.form(&world, &name).await;
        for (engine, phone) in [(&world.engine, None), (&node, Some("0901 234 567"))] {
            form.phone = phone.map(str::to_owned);
            let (engine, form) = (engine.clone(), form.clone());
            entries.spawn(async move { engine.enter("cchc", &form, None).await.is_ok() });
        }
    }
    let entered = entries.join_all().await.into_iter().filter(|entered| *entered);
    assert_eq!(entered.count(), PEOPLE);
    let stored = db.raw().await.number("SELECT count(*) FROM participants").await;
    assert_eq!(stored, i64::try_from(PEOPLE).unwrap());
}

async fn each_group_has_its_own_minimum_age(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .settings(|settings| settings.min_age = 16)
        .group_from_age("Cán bộ", three_choices(), Some(18))
        .group("Người dân", three_choices())
        .round("Tuần 1")
        .open(&world)
        .await;
    // Today is 5 October 2026.
    for (group, birth_date, enters) in [
        (0, "05/10/2008", true),
        (0, "06/10/2008", false),
        (1, "05/10/2010", true),
        (1, "06/10/2010", false),
    ] {
        let mut form = contest.form_of(&world, "Trần Thị Lan", group, "VL.X1").await;
        form.birth_date = birth_date.to_owned();
        let entered = contest.try_enter(&world, &form).await.map(|_| ());
        if enters {
            entered.unwrap();
        } else {
            // Too young for the contest is too young for it with a guardian too.
            assert!(
                pointers(entered).contains(&"/birth_date".to_owned()),
                "{birth_date}"
            );
        }
    }
}

async fn under_sixteen_a_guardian_consents_too(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let child = |name: &'static str| {
        let contest = &contest;
        let world = &world;
        async move {
            let mut form = contest.form(world, name).await;
            "06/10/2010".clone_into(&mut form.birth_date);
            form.consents.push(consent("publish_name"));
            form
        }
    };
    let alone = child("Bé Một").await;
    assert_eq!(
        pointers(contest.try_enter(&world, &alone).await.map(|_| ())),
        ["/guardian"]
    );
    let mut silent = alone.clone();
    silent.guardian = Some(guardian(&[]));
    assert_eq!(
        pointers(contest.try_enter(&world, &silent).await.map(|_| ())),
        ["/guardian/consents"]
    );
    let mut hidden = child("Bé Hai").await;
    hidden.guardian = Some(guardian(&["participate"]));
    let mut shown = child("Bé Ba").await;
    shown.guardian = Some(guardian(&["participate", "publish_name"]));
    let mut adult = contest.form(&world, "Người Lớn").await;
    adult.guardian = Some(guardian(&["participate"]));
    let mut raw = db.raw().await;
    for (form, publishes, guarded) in [(hidden, 0, 1), (shown, 1, 1), (adult, 0, 0)] {
        let person = contest.try_enter(&world, &form).await.unwrap();
        let id = raw.id(person.id.0);
        let told = raw
            .number(&format!(
                "SELECT count(*) FROM participants WHERE id = {id}
                 AND (CASE WHEN publish_name THEN 1 ELSE 0 END) = {publishes}
                 AND (CASE WHEN guardian IS NOT NULL THEN 1 ELSE 0 END) = {guarded}"
            ))
            .await;
        assert_eq!(told, 1, "{}", form.full_name);
    }
}

async fn consents_are_kept_with_their_text_and_time(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let mut form = contest.form(&world, "Bé Ba").await;
    "2015-01-01".clone_into(&mut form.birth_date);
    form.consents.push(consent("publish_name"));
    // Ticked twice is given once.
    form.consents.push(consent("publish_name"));
    form.guardian = Some(guardian(&["participate", "publish_name"]));
    contest.try_enter(&world, &form).await.unwrap();
    let mut raw = db.raw().await;
    let now = db.now().0;
    for (by, count) in [("participant", 2), ("guardian", 2)] {
        let kept = raw
            .number(&format!(
                "SELECT count(*) FROM consents WHERE given_by = '{by}' AND text_version = '1' AND given_at = {now}"
            ))
            .await;
        assert_eq!(kept, count, "{by}");
    }
    let mut refused = contest.form(&world, "Trần Thị Lan").await;
    refused.consents = vec![Consent::default()];
    assert_eq!(
        pointers(contest.try_enter(&world, &refused).await.map(|_| ())),
        ["/consents", "/consents/0/purpose"]
    );
}

async fn twins_with_one_key_get_one_code_and_one_row(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let form = contest.form(&world, "Trần Thị Lan").await;
    let other = db.engine().await;
    let key = |body: &[u8]| Some(IdempotencyKey::new("POST /enter", "biểu mẫu", body).unwrap());
    let posts = (0..20).map(|number| {
        let engine = if number % 2 == 0 || !db.is_postgres() {
            world.engine.clone()
        } else {
            other.clone()
        };
        let (form, key) = (form.clone(), key(b"1"));
        tokio::spawn(async move { engine.enter("cchc", &form, key).await })
    });
    let mut answers = HashSet::new();
    for post in posts.collect::<Vec<_>>() {
        let entered = post.await.unwrap().unwrap();
        answers.insert((
            entered.participant,
            entered.code.to_string(),
            entered.session.token.expose().to_owned(),
        ));
    }
    assert_eq!(answers.len(), 1, "{answers:?}");
    let mut raw = db.raw().await;
    for table in ["participants", "sessions", "consents", "idempotency"] {
        assert_eq!(
            raw.number(&format!("SELECT count(*) FROM {table}")).await,
            1,
            "{table}"
        );
    }
    let reused = world.engine.enter("cchc", &form, key(b"2")).await;
    assert_error!(reused, Error::KeyReused);
    // The same form under another key is the same person.
    let again = Some(IdempotencyKey::new("POST /enter", "khóa khác", b"1").unwrap());
    assert_error!(
        world.engine.enter("cchc", &form, again).await,
        Error::Conflict(Conflict::EnterWithCode)
    );
}

async fn fifty_posts_of_one_person_make_one_entry(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let form = contest.form(&world, "Trần Thị Lan").await;
    let other = db.engine().await;
    let posts = (0..50).map(|number: u32| {
        let engine = if number.is_multiple_of(2) || !db.is_postgres() {
            world.engine.clone()
        } else {
            other.clone()
        };
        let form = form.clone();
        let key = IdempotencyKey::new("POST /enter", &number.to_string(), b"1").unwrap();
        tokio::spawn(async move { engine.enter("cchc", &form, Some(key)).await })
    });
    let mut entered = 0;
    for post in posts.collect::<Vec<_>>() {
        match post.await.unwrap() {
            Ok(_) => entered += 1,
            refused => assert_error!(refused, Error::Conflict(Conflict::EnterWithCode)),
        }
    }
    assert_eq!(entered, 1);
    assert_eq!(
        db.raw().await.number("SELECT count(*) FROM participants").await,
        1
    );
}

async fn fifty_people_enter_at_once(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let mut posts = Vec::new();
    for number in 0..50 {
        let mut form = contest.form(&world, "Trần Thị Lan").await;
        form.phone = Some(format!("09012345{number:02}"));
        let engine = world.engine.clone();
        posts.push(tokio::spawn(
            async move { engine.enter("cchc", &form, None).await },
        ));
    }
    let mut codes = HashSet::new();
    for post in posts {
        codes.insert(post.await.unwrap().unwrap().code);
    }
    assert_eq!(codes.len(), 50);
    let counts = world.engine.counts(contest.id).await.unwrap();
    assert_eq!(counts.participants, 50);
}
