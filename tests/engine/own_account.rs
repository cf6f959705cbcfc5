//! Staff and their own password and sessions.

use khao_domain::people::role::Role;
use khao_engine::error::Error;
use khao_engine::people::accounts::NewAccount;
use khao_engine::people::log_in::LogIn;
use khao_engine::people::sessions::Opened;
use khao_engine::policy::Actor;

use crate::build::{World, assert_error, open_contest, pointers, staff};
use crate::db::Db;

on_both!(
    a_new_password_ends_the_other_sessions,
    sessions_are_listed_and_ended,
    an_administrator_sees_and_ends_the_sessions_of_an_account,
);

const PASSWORD: &str = "một mật khẩu đủ dài";
const NEW: &str = "một mật khẩu khác hẳn";

async fn account(world: &World<'_>, username: &str) -> khao_domain::ids::AccountId {
    let new = NewAccount {
        username: username.to_owned(),
        password: PASSWORD.to_owned(),
        role: Role::QuestionWriter,
        unit: None,
        full_name: String::new(),
    };
    world.engine.create_account(&world.admin, new).await.unwrap().id
}

async fn log_in(world: &World<'_>, username: &str, browser: &str) -> (Opened, Actor) {
    let with = LogIn {
        username,
        password: PASSWORD,
        code: None,
        browser,
        from: None,
    };
    let opened = world.engine.log_in(with).await.unwrap();
    let actor = world.engine.actor(&opened.token).await.unwrap();
    (opened, actor)
}

async fn a_new_password_ends_the_other_sessions(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    account(&world, "lan.tran").await;
    let (other, _) = log_in(&world, "lan.tran", "").await;
    let (own, actor) = log_in(&world, "lan.tran", "").await;
    let change = |old, new| engine.change_password(&actor, &own.token, old, new);
    assert_eq!(pointers(change("gõ nhầm rồi nhé", NEW).await), ["/old_password"]);
    assert_eq!(pointers(change(PASSWORD, "ngắn").await), ["/password"]);
    change(PASSWORD, NEW).await.unwrap();
    assert_eq!(engine.actor(&own.token).await.unwrap(), actor);
    assert_eq!(engine.actor(&other.token).await.unwrap(), Actor::Anonymous);
    assert_error!(
        engine.log_in_staff("lan.tran", PASSWORD).await,
        Error::NotRecognised
    );
    engine.log_in_staff("lan.tran", NEW).await.unwrap();
    // Participants and whoever opened the database have no account.
    let person = open_contest(&world).await.enter(&world, "Trần Thị Lan").await;
    assert_error!(engine.own_account(&person.actor).await, Error::Forbidden);
    assert_error!(engine.own_account(&Actor::owner()).await, Error::Forbidden);
    assert_error!(engine.own_account(&Actor::Anonymous).await, Error::LogIn);
}

async fn sessions_are_listed_and_ended(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    account(&world, "lan.tran").await;
    account(&world, "khac").await;
    let opened_at = db.now();
    let (first, _) = log_in(&world, "lan.tran", "Firefox, Linux").await;
    let (foreign, stranger) = log_in(&world, "khac", "").await;
    db.pass_seconds(90);
    let (own, actor) = log_in(&world, "lan.tran", "Chrome, Android").await;
    let lines = engine.own_sessions(&actor, &own.token).await.unwrap();
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.browser.as_str(), line.is_current))
        .collect();
    assert_eq!(told, [("Chrome, Android", true), ("Firefox, Linux", false)]);
    assert_eq!((lines[1].opened_at, lines[1].used_at), (opened_at, opened_at));
    // Used again, it says so.
    engine.actor(&first.token).await.unwrap();
    let lines = engine.own_sessions(&actor, &own.token).await.unwrap();
    let old = lines.iter().find(|line| !line.is_current).unwrap();
    assert_eq!((old.opened_at, old.used_at), (opened_at, db.now()));
    // Nobody ends what is not theirs.
    assert_error!(engine.end_own_session(&stranger, old.id).await, Error::NotFound);
    engine.end_own_session(&actor, old.id).await.unwrap();
    assert_eq!(engine.actor(&first.token).await.unwrap(), Actor::Anonymous);
    assert_error!(engine.end_own_session(&actor, old.id).await, Error::NotFound);
    let (again, _) = log_in(&world, "lan.tran", "").await;
    engine.end_other_sessions(&actor, &own.token).await.unwrap();
    assert_eq!(engine.actor(&again.token).await.unwrap(), Actor::Anonymous);
    assert_eq!(engine.actor(&own.token).await.unwrap(), actor);
    assert_eq!(engine.actor(&foreign.token).await.unwrap(), stranger);
    // Nothing of it was done to the account of another.
    let log = engine.audit_page(&world.admin, 0, 100).await.unwrap();
    let ended: Vec<&str> = log
        .iter()
        .map(|entry| entry.action.as_str())
        .filter(|action| action.contains("end_session"))
        .collect();
    assert_eq!(ended, ["account.end_sessions"; 2]);
}

async fn an_administrator_sees_and_ends_the_sessions_of_an_account(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let id = account(&world, "lan.tran").await;
    let (first, _) = log_in(&world, "lan.tran", "Safari, iPhone").await;
    let (second, actor) = log_in(&world, "lan.tran", "").await;
    let seen = engine.sessions_of(&staff(Role::Auditor), id).await.unwrap();
    assert!(seen.len() == 2 && seen.iter().all(|line| !line.is_current));
    let phone = seen.iter().find(|line| line.browser == "Safari, iPhone").unwrap();
    assert_error!(engine.sessions_of(&actor, id).await, Error::Forbidden);
    assert_error!(
        engine.end_session_of(&staff(Role::Auditor), id, phone.id).await,
        Error::Forbidden
    );
    engine.end_session_of(&world.admin, id, phone.id).await.unwrap();
    assert_eq!(engine.actor(&first.token).await.unwrap(), Actor::Anonymous);
    assert_eq!(engine.actor(&second.token).await.unwrap(), actor);
    engine.end_sessions_of(&world.admin, id).await.unwrap();
    assert_eq!(engine.actor(&second.token).await.unwrap(), Actor::Anonymous);
    let nobody = uuid::Uuid::max().into();
    assert_error!(
        engine.end_sessions_of(&world.admin, nobody).await,
        Error::NotFound
    );
}
