//! What staff bound to a unit see: contests, banks and accounts of its subtree.

use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::UnitId;
use khao_domain::people::role::Role;
use khao_engine::contest::contests::{ContestChange, NewContest, NewOwner};
use khao_engine::error::Error;
use khao_engine::people::accounts::{AccountChange, AccountQuery, NewAccount};
use khao_engine::policy::Actor;

use crate::build::{World, assert_error, new_contest, open_contest, pointers, week};
use crate::db::Db;

on_both!(
    contests_and_banks_lie_in_their_owners_subtree,
    coordinators_see_what_is_announced_above_them,
    owners_change_among_those_whom_the_account_reaches,
    an_owner_and_a_title_at_once_are_two_deeds,
    accounts_are_found_by_name_role_state_and_unit,
    an_account_changes_its_place,
    the_last_administrator_keeps_the_role,
);

const PASSWORD: &str = "một mật khẩu đủ dài";

pub fn bound(role: Role, unit: UnitId) -> Actor {
    Actor::Staff {
        id: uuid::Uuid::from_u128(7).into(),
        username: "ai.do".to_owned(),
        role,
        unit: Some(unit),
        from: None,
        proved_at: khao_domain::time::Timestamp(i64::MAX),
    }
}

pub fn of(slug: &str, unit: Option<UnitId>) -> NewContest {
    NewContest {
        unit,
        ..new_contest(slug, ContestSettings::default())
    }
}

async fn contests_and_banks_lie_in_their_owners_subtree(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let (province, department) = (world.unit("VL").await, world.unit("VL.S1").await);
    let (office, other) = (world.unit("VL.S1.P1").await, world.unit("VL.S2").await);
    let owner = Actor::owner();
    for (slug, unit) in [
        ("co-quan", None),
        ("tinh", Some(province)),
        ("noi-vu", Some(department)),
        ("phong", Some(office)),
        ("y-te", Some(other)),
    ] {
        engine.create_contest(&owner, of(slug, unit), None).await.unwrap();
        engine
            .create_bank_of(&owner, unit, slug, "vi", None)
            .await
            .unwrap();
    }
    let contests = async |actor: &Actor| -> Vec<String> {
        let mut slugs: Vec<String> = engine
            .contests(actor)
            .await
            .unwrap()
            .iter()
            .map(|contest| contest.slug.clone())
            .collect();
        slugs.sort();
        slugs
    };
    let banks = async |actor: &Actor| -> Vec<String> {
        let banks = engine.banks(actor, None, 10).await.unwrap();
        let mut names: Vec<String> = banks.into_iter().map(|bank| bank.name).collect();
        names.sort();
        names
    };
    let organiser = bound(Role::Organiser, department);
    assert_eq!(contests(&organiser).await, ["noi-vu", "phong"]);
    assert_eq!(banks(&organiser).await, ["noi-vu", "phong"]);
    assert_eq!(contests(&bound(Role::Organiser, province)).await.len(), 4);
    assert_eq!(contests(&world.organiser).await.len(), 5);
    assert_eq!(banks(&world.organiser).await.len(), 5);
    // Nothing of it is announced.
    let coordinator = bound(Role::Coordinator, office);
    assert_eq!(contests(&coordinator).await, [""; 0]);
    new_ones_are_the_creators_own(&world).await;
}

/// Their people take part in it; drafts are for those who prepare them.
async fn coordinators_see_what_is_announced_above_them(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let open = open_contest(&world).await;
    let department = world.unit("VL.S1").await;
    let change = ContestChange {
        owner: Some(NewOwner(Some(department))),
        ..ContestChange::default()
    };
    engine
        .change_contest(&world.admin, "cchc", |_| Ok(change))
        .await
        .unwrap();
    let draft = engine
        .create_round(&world.admin, "cchc", week("Tuần 2", 2), None)
        .await
        .unwrap();
    let new = of("nhap", Some(department));
    engine.create_contest(&world.admin, new, None).await.unwrap();
    let coordinator = bound(Role::Coordinator, world.unit("VL.S1.P1").await);
    let seen = engine.contests(&coordinator).await.unwrap();
    assert_eq!((seen.len(), seen[0].slug.as_str()), (1, "cchc"));
    let contest = engine.console_contest(&coordinator, "cchc").await.unwrap();
    let rounds: Vec<_> = contest.rounds.iter().map(|round| round.id).collect();
    assert_eq!(rounds, open.rounds);
    engine.reached_round(&coordinator, rounds[0]).await.unwrap();
    assert_error!(
        engine.reached_round(&coordinator, draft.id).await,
        Error::NotFound
    );
    assert_error!(
        engine.console_contest(&coordinator, "nhap").await,
        Error::NotFound
    );
    let visible = engine.visible_contests(&coordinator).await.unwrap();
    assert_eq!(visible.len(), 1);
    let beside = bound(Role::Coordinator, world.unit("VL.S2").await);
    assert!(engine.contests(&beside).await.unwrap().is_empty());
    engine.reached_round(&world.organiser, draft.id).await.unwrap();
    let organiser = bound(Role::Organiser, department);
    assert_eq!(engine.contests(&organiser).await.unwrap().len(), 2);
}

async fn new_ones_are_the_creators_own(world: &World<'_>) {
    let engine = &world.engine;
    let (province, department) = (world.unit("VL").await, world.unit("VL.S1").await);
    let (office, other) = (world.unit("VL.S1.P1").await, world.unit("VL.S2").await);
    let organiser = bound(Role::Organiser, department);
    let made = engine.create_contest(&organiser, of("moi", None), None).await;
    assert_eq!(made.unwrap().unit, Some(department));
    let below = engine
        .create_contest(&organiser, of("duoi", Some(office)), None)
        .await;
    assert_eq!(below.unwrap().unit, Some(office));
    for foreign in [province, other, uuid::Uuid::from_u128(5).into()] {
        let refused = engine
            .create_contest(&organiser, of("nham", Some(foreign)), None)
            .await;
        assert_eq!(pointers(refused), ["/unit_id"]);
    }
    assert_error!(engine.console_contest(&organiser, "y-te").await, Error::NotFound);
}

async fn owners_change_among_those_whom_the_account_reaches(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let (department, office) = (world.unit("VL.S1").await, world.unit("VL.S1.P1").await);
    let other = world.unit("VL.S2").await;
    let organiser = bound(Role::Organiser, department);
    let new = of("noi-vu", Some(department));
    engine.create_contest(&organiser, new, None).await.unwrap();
    let bank = engine
        .create_bank(&organiser, "Của sở", "vi", None)
        .await
        .unwrap()
        .id;
    let contest_to = |actor: Actor, unit| {
        let change = ContestChange {
            owner: Some(NewOwner(unit)),
            ..ContestChange::default()
        };
        async move { engine.change_contest(&actor, "noi-vu", |_| Ok(change)).await }
    };
    let bank_to = |actor: Actor, unit| async move { engine.change_bank_owner(&actor, bank, unit).await };
    for foreign in [Some(other), None] {
        assert_eq!(
            pointers(contest_to(organiser.clone(), foreign).await),
            ["/unit_id"]
        );
        assert_eq!(pointers(bank_to(organiser.clone(), foreign).await), ["/unit_id"]);
    }
    let stranger = bound(Role::Organiser, other);
    assert_error!(contest_to(stranger.clone(), Some(other)).await, Error::NotFound);
    assert_error!(bank_to(stranger.clone(), Some(other)).await, Error::NotFound);
    let reader = bound(Role::Auditor, department);
    assert_error!(bank_to(reader, Some(office)).await, Error::Forbidden);
    // Given to the same one, nothing is written.
    let rows = "SELECT count(*) FROM audit WHERE action LIKE '%.owner'";
    bank_to(organiser.clone(), Some(department)).await.unwrap();
    assert_eq!(db.raw().await.number(rows).await, 0);
    for unit in [Some(office), Some(other), None] {
        let contest = contest_to(world.admin.clone(), unit).await.unwrap();
        let given = bank_to(world.admin.clone(), unit).await.unwrap();
        assert_eq!((contest.unit, given.unit), (unit, unit));
        assert_eq!(engine.bank(&world.admin, bank).await.unwrap().unit, unit);
    }
    assert_eq!(db.raw().await.number(rows).await, 6);
    assert_error!(engine.bank(&organiser, bank).await, Error::NotFound);
    // What else a contest is stays with it.
    let titled = ContestChange {
        title: Some("Khác".to_owned()),
        ..ContestChange::default()
    };
    contest_to(world.admin.clone(), Some(department)).await.unwrap();
    let titled = engine.change_contest(&organiser, "noi-vu", |_| Ok(titled)).await;
    assert_eq!(titled.unwrap().unit, Some(department));
}

async fn an_owner_and_a_title_at_once_are_two_deeds(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let (department, office) = (world.unit("VL.S1").await, world.unit("VL.S1.P1").await);
    let organiser = bound(Role::Organiser, department);
    let new = of("noi-vu", Some(department));
    engine.create_contest(&organiser, new, None).await.unwrap();
    let both = ContestChange {
        title: Some("Khác nữa".to_owned()),
        owner: Some(NewOwner(Some(office))),
        ..ContestChange::default()
    };
    let both = engine.change_contest(&organiser, "noi-vu", |_| Ok(both)).await;
    assert_eq!(both.unwrap().unit, Some(office));
    for action in ["contests.owner", "contests.change"] {
        let rows = format!("SELECT count(*) FROM audit WHERE action = '{action}'");
        assert_eq!(db.raw().await.number(&rows).await, 1, "{action}");
    }
}

fn named(username: &str, full_name: &str, role: Role, unit: Option<UnitId>) -> NewAccount {
    NewAccount {
        username: username.to_owned(),
        password: PASSWORD.to_owned(),
        role,
        unit,
        full_name: full_name.to_owned(),
    }
}

fn query(text: &str) -> AccountQuery {
    AccountQuery {
        text: text.to_owned(),
        limit: 10,
        ..AccountQuery::default()
    }
}

async fn accounts_are_found_by_name_role_state_and_unit(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let department = world.unit("VL.S1").await;
    let office = world.unit("VL.S1.P1").await;
    for new in [
        named("hoa.tran", "Trần Thị Hoà", Role::Organiser, Some(department)),
        named("hoang.le", "Lê Hoàng", Role::Auditor, Some(office)),
        named("quan_tri", "Đỗ Văn Đức", Role::Administrator, None),
    ] {
        engine.create_account(&world.admin, new).await.unwrap();
    }
    let found = async |actor: &Actor, query: AccountQuery| -> Vec<String> {
        let accounts = engine.accounts(actor, &query).await.unwrap();
        accounts.into_iter().map(|account| account.username).collect()
    };
    let admin = &world.admin;
    assert_eq!(found(admin, query("hòa")).await, ["hoa.tran", "hoang.le"]);
    assert_eq!(found(admin, query("DO VAN")).await, ["quan_tri"]);
    assert_eq!(found(admin, query("quan tri")).await, ["quan_tri"]);
    assert_eq!(found(admin, query("hoa.tran")).await, ["hoa.tran"]);
    assert_eq!(found(admin, query("%")).await, Vec::<String>::new());
    let auditors = AccountQuery {
        role: Some(Role::Auditor),
        ..query("")
    };
    assert_eq!(found(admin, auditors).await, ["hoang.le"]);
    let id = engine.accounts(admin, &query("hoang")).await.unwrap()[0].id;
    let lock = AccountChange {
        disabled: Some(true),
        ..AccountChange::default()
    };
    engine.change_account(admin, id, lock).await.unwrap();
    let state = |disabled| AccountQuery {
        disabled: Some(disabled),
        ..query("")
    };
    assert_eq!(found(admin, state(true)).await, ["hoang.le"]);
    assert_eq!(found(admin, state(false)).await, ["hoa.tran", "quan_tri"]);
    let auditor = bound(Role::Auditor, department);
    assert_eq!(found(&auditor, query("")).await, ["hoa.tran", "hoang.le"]);
    assert_eq!(
        found(&bound(Role::Auditor, office), query("")).await,
        ["hoang.le"]
    );
    let administrator = engine.accounts(admin, &query("quan")).await.unwrap()[0].id;
    assert_error!(engine.account(&auditor, administrator).await, Error::NotFound);
    assert_error!(engine.sessions_of(&auditor, administrator).await, Error::NotFound);
}

async fn an_account_changes_its_place(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let unit = world.unit("VL.S1").await;
    let new = named("lan.tran", "", Role::Organiser, None);
    let id = engine.create_account(&world.admin, new).await.unwrap().id;
    let opened = engine.log_in_staff("lan.tran", PASSWORD).await.unwrap();
    let change = |role, unit| AccountChange {
        role: Some(role),
        unit: Some(unit),
        ..AccountChange::default()
    };
    let made = |change| engine.change_account(&world.admin, id, change);
    assert_eq!(
        pointers(made(change(Role::Coordinator, None)).await),
        ["/unit_id"]
    );
    assert_eq!(
        pointers(made(change(Role::Administrator, Some(unit))).await),
        ["/unit_id"]
    );
    let moved = made(change(Role::Coordinator, Some(unit))).await.unwrap();
    assert_eq!((moved.role, moved.unit), (Role::Coordinator, Some(unit)));
    // The open session goes on, as what the account is now.
    let actor = engine.actor(&opened.token).await.unwrap();
    assert_eq!(actor.unit_scope(), Some(unit));
    let renamed = AccountChange {
        full_name: Some("Trần Thị Lan".to_owned()),
        ..AccountChange::default()
    };
    made(renamed.clone()).await.unwrap();
    let rows = "SELECT count(*) FROM audit";
    let before = db.raw().await.number(rows).await;
    made(renamed).await.unwrap();
    made(AccountChange::default()).await.unwrap();
    assert_eq!(db.raw().await.number(rows).await, before);
    assert_eq!(
        engine
            .accounts(&world.admin, &query("tran thi lan"))
            .await
            .unwrap()
            .len(),
        1
    );
    let forbidden = engine
        .change_account(&world.organiser, id, AccountChange::default())
        .await;
    assert_error!(forbidden, Error::Forbidden);
}

async fn the_last_administrator_keeps_the_role(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let create = |name| engine.create_account(&world.admin, named(name, "", Role::Administrator, None));
    let (one, other) = (create("mot").await.unwrap().id, create("hai").await.unwrap().id);
    let demote = AccountChange {
        role: Some(Role::Auditor),
        ..AccountChange::default()
    };
    let (first, second) = tokio::join!(
        engine.change_account(&world.admin, one, demote.clone()),
        engine.change_account(&world.admin, other, demote)
    );
    let refused = if first.is_ok() { second } else { first };
    assert_eq!(pointers(refused), ["/role"]);
    let active = "SELECT count(*) FROM accounts WHERE role = 'administrator'";
    assert_eq!(db.raw().await.number(active).await, 1);
}
