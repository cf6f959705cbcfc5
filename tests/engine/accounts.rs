//! Accounts, the first run, sessions, re-entry codes, and what a coordinator is bound to.

use khao_domain::people::role::Role;
use khao_engine::IdempotencyKey;
use khao_engine::error::{Conflict, Error};
use khao_engine::passwords::Passwords;
use khao_engine::people::accounts::{AccountChange, AccountQuery, NewAccount};
use khao_engine::people::sessions::STAFF_IDLE_S;
use khao_engine::policy::Actor;
use khao_engine::secrets::SessionToken;

use crate::build::{World, assert_error, coordinator_of, open_contest, pointers, staff};
use crate::db::Db;

on_both!(
    the_first_administrator_comes_with_the_terminals_code,
    two_first_runs_at_once_make_one_administrator,
    staff_log_in_and_out,
    accounts_are_checked_and_listed,
    an_account_is_made_once_under_one_key,
    a_session_ended_on_one_node_is_dead_on_the_other_within_five_seconds,
    a_clock_set_back_keeps_no_dead_session_alive,
    sessions_expire_and_are_forgotten,
    who_is_looked_at_again_has_the_new_role_and_no_longer_session,
    participants_come_back_with_code_and_birth_date,
    forty_log_ins_at_once_wait_for_nothing_but_the_commit,
    a_new_code_kills_the_old_one_and_its_sessions,
    a_coordinator_reaches_only_the_own_units,
);

const PASSWORD: &str = "một mật khẩu đủ dài";

fn account(username: &str, role: Role) -> NewAccount {
    NewAccount {
        username: username.to_owned(),
        password: PASSWORD.to_owned(),
        role,
        unit: None,
        full_name: String::new(),
    }
}

fn after(username: &str, limit: u32) -> AccountQuery {
    AccountQuery {
        after: username.to_owned(),
        limit,
        ..AccountQuery::default()
    }
}

async fn the_first_administrator_comes_with_the_terminals_code(db: &Db) {
    let engine = db.engine().await;
    assert!(!engine.has_accounts().await.unwrap());
    let code = engine.first_run_code().await.unwrap().unwrap();
    assert_eq!(
        engine.first_run_code().await.unwrap().as_deref(),
        Some(code.as_str())
    );
    let wrong = engine
        .first_run("0000-0000-0000", ("quan.tri", ""), PASSWORD, None)
        .await;
    assert_eq!(pointers(wrong), ["/code"]);
    let all_wrong = engine.first_run("0000-0000-0000", ("Q", ""), "ngắn", None).await;
    assert_eq!(pointers(all_wrong), ["/code", "/password", "/username"]);
    let weak = engine.first_run(&code, ("Q", ""), "ngắn", None).await;
    assert_eq!(pointers(weak), ["/password", "/username"]);
    let account = engine
        .first_run(
            &code.to_lowercase(),
            (" quan.tri ", "Trần Thị Lan"),
            PASSWORD,
            None,
        )
        .await
        .unwrap();
    assert_eq!(
        (
            account.username.as_str(),
            account.full_name.as_str(),
            account.role
        ),
        ("quan.tri", "Trần Thị Lan", Role::Administrator)
    );
    assert_eq!(engine.first_run_code().await.unwrap(), None);
    assert_error!(
        engine.first_run(&code, ("quan.tri2", ""), PASSWORD, None).await,
        Error::NotFound
    );
    // Another node has another code, and no use for it any more.
    assert_eq!(db.engine().await.first_run_code().await.unwrap(), None);
}

async fn two_first_runs_at_once_make_one_administrator(db: &Db) {
    let engine = db.engine().await;
    let code = engine.first_run_code().await.unwrap().unwrap();
    let (one, other) = tokio::join!(
        engine.first_run(&code, ("mot.nguoi", ""), PASSWORD, None),
        engine.first_run(&code, ("hai.nguoi", ""), PASSWORD, None)
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    let admin = staff(Role::Administrator);
    assert_eq!(engine.accounts(&admin, &after("", 10)).await.unwrap().len(), 1);
}

async fn staff_log_in_and_out(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    engine
        .create_account(&world.admin, account("to.chuc", Role::Organiser))
        .await
        .unwrap();
    assert_error!(
        engine.log_in_staff("to.chuc", "sai mật khẩu rồi").await,
        Error::NotRecognised
    );
    assert_error!(
        engine.log_in_staff("khong.co", PASSWORD).await,
        Error::NotRecognised
    );
    let opened = engine.log_in_staff(" to.chuc ", PASSWORD).await.unwrap();
    let actor = engine.actor(&opened.token).await.unwrap();
    assert!(matches!(&actor, Actor::Staff { role: Role::Organiser, username, .. } if username == "to.chuc"));
    engine.log_out(&opened.token).await.unwrap();
    assert_eq!(engine.actor(&opened.token).await.unwrap(), Actor::Anonymous);
    let made_up = SessionToken::received("không phải mã phiên");
    assert_eq!(engine.actor(&made_up).await.unwrap(), Actor::Anonymous);
}

async fn accounts_are_checked_and_listed(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let create = |new| engine.create_account(&world.admin, new);
    assert_eq!(
        pointers(create(account("dau.moi", Role::Coordinator)).await),
        ["/unit_id"]
    );
    let mut lost = account("dau.moi", Role::Coordinator);
    lost.unit = Some(uuid::Uuid::from_u128(5).into());
    assert_eq!(pointers(create(lost).await), ["/unit_id"]);
    let unit = world.unit("VL.S1").await;
    let mut coordinator = account("dau.moi", Role::Coordinator);
    coordinator.unit = Some(unit);
    assert_eq!(create(coordinator).await.unwrap().unit, Some(unit));
    create(account("b.nguoi", Role::Organiser)).await.unwrap();
    create(account("a.nguoi", Role::Administrator)).await.unwrap();
    assert_error!(
        create(account("a.nguoi", Role::Organiser)).await,
        Error::Conflict(Conflict::Taken)
    );
    let names = |accounts: Vec<khao_engine::people::accounts::Account>| -> Vec<String> {
        accounts.into_iter().map(|account| account.username).collect()
    };
    let first = names(engine.accounts(&world.admin, &after("", 2)).await.unwrap());
    assert_eq!(first, ["a.nguoi", "b.nguoi"]);
    let rest = names(engine.accounts(&world.admin, &after("b.nguoi", 2)).await.unwrap());
    assert_eq!(rest, ["dau.moi"]);
    assert_error!(
        engine.accounts(&world.organiser, &after("", 2)).await,
        Error::Forbidden
    );
    assert_error!(
        engine.accounts(&Actor::Anonymous, &after("", 2)).await,
        Error::LogIn
    );
    let opened = engine.log_in_staff("dau.moi", PASSWORD).await.unwrap();
    assert_eq!(
        engine.actor(&opened.token).await.unwrap().unit_scope(),
        Some(unit)
    );
}

async fn an_account_is_made_once_under_one_key(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let create = |body: &'static [u8]| {
        let key = IdempotencyKey::new("POST /accounts", "khóa", body).unwrap();
        engine.create_account_once(&world.admin, account("to.chuc", Role::Organiser), Some(key))
    };
    let (one, other) = tokio::join!(create(b"1"), create(b"1"));
    for twin in [one, other] {
        assert!(matches!(twin, Ok(_) | Err(Error::Busy { .. })), "{twin:?}");
    }
    let again = create(b"1").await.unwrap();
    let listed = engine.accounts(&world.admin, &after("", 10)).await.unwrap();
    assert_eq!(
        listed.iter().map(|account| account.id).collect::<Vec<_>>(),
        [again.id]
    );
    assert_error!(create(b"2").await, Error::KeyReused);
}

async fn a_session_ended_on_one_node_is_dead_on_the_other_within_five_seconds(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let other = db.engine().await;
    assert_eq!(other.actor(&person.token).await.unwrap(), person.actor);
    world.engine.log_out(&person.token).await.unwrap();
    assert_eq!(world.engine.actor(&person.token).await.unwrap(), Actor::Anonymous);
    db.pass_seconds(5);
    assert_eq!(other.actor(&person.token).await.unwrap(), Actor::Anonymous);
}

async fn a_clock_set_back_keeps_no_dead_session_alive(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let other = db.engine().await;
    other.actor(&person.token).await.unwrap();
    world.engine.log_out(&person.token).await.unwrap();
    db.pass_seconds(-3600);
    assert_eq!(other.actor(&person.token).await.unwrap(), Actor::Anonymous);
}

async fn sessions_expire_and_are_forgotten(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let opened = world
        .engine
        .log_in_participant(&contest.slug, &person.code.to_string(), "15/03/1990")
        .await
        .unwrap();
    db.set_time(opened.expires_at.plus_seconds(-1));
    assert_eq!(world.engine.actor(&opened.token).await.unwrap(), person.actor);
    db.set_time(opened.expires_at);
    assert_eq!(world.engine.actor(&opened.token).await.unwrap(), Actor::Anonymous);
    let count = "SELECT count(*) FROM sessions";
    assert_eq!(db.raw().await.number(count).await, 2);
    db.pass_seconds(1);
    world.engine.forget_expired().await.unwrap();
    assert_eq!(db.raw().await.number(count).await, 0);
}

async fn who_is_looked_at_again_has_the_new_role_and_no_longer_session(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let made = engine
        .create_account(&world.admin, account("to.chuc", Role::Organiser))
        .await;
    let opened = engine.log_in_staff("to.chuc", PASSWORD).await.unwrap();
    let now = || engine.actor_unprolonged(&opened.token);
    assert_eq!(now().await.unwrap().unit_scope(), None);
    let unit = world.unit("VL.S1").await;
    let change = AccountChange {
        role: Some(Role::Coordinator),
        unit: Some(Some(unit)),
        ..AccountChange::default()
    };
    engine
        .change_account(&world.admin, made.unwrap().id, change)
        .await
        .unwrap();
    let actor = now().await.unwrap();
    assert!(
        matches!(
            &actor,
            Actor::Staff {
                role: Role::Coordinator,
                ..
            }
        ),
        "{actor:?}"
    );
    assert_eq!(actor.unit_scope(), Some(unit));
    // Asking in time, again and again, is no use of the session.
    for _ in 0..2 {
        db.pass_seconds(STAFF_IDLE_S * 2 / 3);
        drop(now().await.unwrap());
    }
    assert_eq!(now().await.unwrap(), Actor::Anonymous);
}

async fn participants_come_back_with_code_and_birth_date(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let engine = db.engine().await;
    let code = person.code.to_string();
    let opened = engine
        .log_in_participant("cchc", &code.to_lowercase(), "1990-03-15")
        .await
        .unwrap();
    assert_eq!(engine.actor(&opened.token).await.unwrap(), person.actor);
    assert_ne!(opened.token, person.token);
    for (slug, code, birth_date) in [
        ("khac", code.as_str(), "1990-03-15"),
        ("cchc", "0000-0000-0000", "1990-03-15"),
        ("cchc", "không phải mã", "1990-03-15"),
        ("cchc", code.as_str(), "1990-03-16"),
        ("cchc", code.as_str(), "hôm qua"),
    ] {
        let refused = engine.log_in_participant(slug, code, birth_date).await;
        assert_error!(refused, Error::NotRecognised);
    }
    let me = engine.me(&person.actor).await.unwrap();
    assert_eq!(
        (me.full_name.as_str(), me.unit_name.as_str()),
        ("Trần Thị Lan", "Sở Nội vụ")
    );
    assert_eq!(me.code, person.code);
}

/// A log-in that held a connection while it waited for the journal would starve it.
async fn forty_log_ins_at_once_wait_for_nothing_but_the_commit(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let log_ins = (0..40).map(|_| {
        let (engine, code) = (world.engine.clone(), person.code.to_string());
        tokio::spawn(async move { engine.log_in_participant("cchc", &code, "1990-03-15").await })
    });
    for log_in in log_ins.collect::<Vec<_>>() {
        log_in.await.unwrap().unwrap();
    }
}

async fn a_new_code_kills_the_old_one_and_its_sessions(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let person = contest.enter(&world, "Trần Thị Lan").await;
    let engine = &world.engine;
    let code = engine.reissue_code(&world.organiser, person.id).await.unwrap();
    assert_ne!(code, person.code);
    assert_eq!(engine.actor(&person.token).await.unwrap(), Actor::Anonymous);
    let old = engine
        .log_in_participant("cchc", &person.code.to_string(), "1990-03-15")
        .await;
    assert_error!(old, Error::NotRecognised);
    let opened = engine
        .log_in_participant("cchc", &code.to_string(), "1990-03-15")
        .await
        .unwrap();
    let actor = engine.actor(&opened.token).await.unwrap();
    assert_eq!(engine.me(&actor).await.unwrap().code, code);
    let unknown = uuid::Uuid::from_u128(1).into();
    assert_error!(
        engine.reissue_code(&world.organiser, unknown).await,
        Error::NotFound
    );
    assert_error!(engine.reissue_code(&actor, person.id).await, Error::Forbidden);
}

async fn a_coordinator_reaches_only_the_own_units(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let engine = &world.engine;
    let own = contest.enter_in(&world, "Trần Thị Hoà", 0, "VL.S1").await;
    let below = contest.enter_in(&world, "Lê Văn Hòa", 0, "VL.S1.P1").await;
    let foreign = contest.enter_in(&world, "Phạm Hoa", 0, "VL.S2").await;
    let coordinator = coordinator_of(world.unit("VL.S1").await);
    let endless = "a".repeat(201);
    let refused = engine.find_people(&coordinator, contest.id, &endless).await;
    assert_eq!(pointers(refused), ["/query"]);
    let found = engine.find_people(&coordinator, contest.id, "hoa").await.unwrap();
    let names: Vec<&str> = found.iter().map(|person| person.full_name.as_str()).collect();
    assert_eq!(names, ["Lê Văn Hòa", "Trần Thị Hoà"]);
    let all = engine
        .find_people(&world.organiser, contest.id, "HOÀ")
        .await
        .unwrap();
    assert_eq!(all.len(), 3);
    engine.reissue_code(&coordinator, own.id).await.unwrap();
    engine.reissue_code(&coordinator, below.id).await.unwrap();
    assert_error!(
        engine.reissue_code(&coordinator, foreign.id).await,
        Error::NotFound
    );
    let figures = engine
        .console_participation(&coordinator, contest.rounds[0], (None, 100))
        .await
        .unwrap();
    let codes: Vec<&str> = figures.page.units.iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!(codes, ["VL.S1", "VL.S1.P1"]);
    let nowhere = staff(Role::Coordinator);
    assert_error!(
        engine.find_people(&nowhere, contest.id, "hoa").await,
        Error::Forbidden
    );
}

/// Whoever hangs up while waiting for a free core leaves no place taken behind.
#[tokio::test]
async fn log_ins_that_are_given_up_make_room() {
    let passwords = Passwords::new(1, &[1; 16]).unwrap();
    for _ in 0..200 {
        // Looked at once, then dropped.
        tokio::select! {
            biased;
            _ = passwords.verify(PASSWORD.to_owned(), None) => {}
            () = std::future::ready(()) => {}
        }
    }
    assert!(!passwords.verify(PASSWORD.to_owned(), None).await.unwrap());
}
