//! One-time links: invitations to an account, and new passwords.

use khao_domain::people::role::Role;
use khao_engine::error::{Conflict, Error};
use khao_engine::people::invitations::Invitee;
use khao_engine::policy::Actor;

use crate::build::{World, assert_error, pointers, staff};
use crate::db::Db;

on_both!(
    an_invitation_makes_one_account,
    an_invitation_expires_and_is_taken_back,
    an_invitation_names_a_role_at_a_unit_that_fits,
    a_reset_link_changes_the_password_once,
    of_two_who_use_one_link_at_once_one_comes_too_late,
    the_audit_tells_where_a_link_was_used,
);

const PASSWORD: &str = "một mật khẩu đủ dài";
const NEW: &str = "một mật khẩu khác hẳn";

fn organiser() -> Invitee {
    Invitee {
        role: Role::Organiser,
        unit: None,
        full_name: " Trần Thị  Lan ".to_owned(),
    }
}

async fn an_invitation_makes_one_account(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let unit = world.unit("VL.S1").await;
    let invitee = Invitee {
        unit: Some(unit),
        ..organiser()
    };
    let (invitation, link) = engine.invite(&world.admin, invitee).await.unwrap();
    assert_eq!(invitation.full_name, "Trần Thị Lan");
    let listed = engine.invitations(&world.admin).await.unwrap();
    assert_eq!(listed.len(), 1);
    let code = link.code.expose();
    let weak = engine.accept_invitation(code, "L", "ngắn", None).await;
    assert_eq!(pointers(weak), ["/password", "/username"]);
    // What was refused used nothing up; case and spaces do not matter.
    let typed = format!(" {} ", code.to_lowercase());
    let account = engine
        .accept_invitation(&typed, " lan.tran ", PASSWORD, None)
        .await
        .unwrap();
    assert_eq!(
        (account.role, account.unit, account.full_name.as_str()),
        (Role::Organiser, Some(unit), "Trần Thị Lan")
    );
    let opened = engine.log_in_staff("lan.tran", PASSWORD).await.unwrap();
    assert_eq!(engine.actor(&opened.token).await.unwrap().bound_to(), Some(unit));
    let again = engine.accept_invitation(code, "lan.tran2", PASSWORD, None).await;
    assert_eq!(pointers(again), ["/code"]);
    assert!(engine.invitations(&world.admin).await.unwrap().is_empty());
    let other = engine.invite(&world.admin, organiser()).await.unwrap().1;
    let taken = engine
        .accept_invitation(other.code.expose(), "lan.tran", PASSWORD, None)
        .await;
    assert_error!(taken, Error::Conflict(Conflict::Taken));
    engine
        .accept_invitation(other.code.expose(), "lan.tran2", PASSWORD, None)
        .await
        .unwrap();
}

async fn an_invitation_expires_and_is_taken_back(db: &Db) {
    const DAY: i64 = 24 * 3600;
    let world = World::empty(db).await;
    let engine = &world.engine;
    let (_, link) = engine.invite(&world.admin, organiser()).await.unwrap();
    db.pass_seconds(7 * DAY);
    let late = engine
        .accept_invitation(link.code.expose(), "lan.tran", PASSWORD, None)
        .await;
    assert_eq!(pointers(late), ["/code"]);
    assert!(engine.invitations(&world.admin).await.unwrap().is_empty());
    db.pass_seconds(1);
    engine.forget_expired().await.unwrap();
    assert_eq!(db.raw().await.number("SELECT count(*) FROM invitations").await, 0);
    let (invitation, link) = engine.invite(&world.admin, organiser()).await.unwrap();
    assert_error!(
        engine.revoke_invitation(&world.organiser, invitation.id).await,
        Error::Forbidden
    );
    engine
        .revoke_invitation(&world.admin, invitation.id)
        .await
        .unwrap();
    assert_error!(
        engine.revoke_invitation(&world.admin, invitation.id).await,
        Error::NotFound
    );
    let revoked = engine
        .accept_invitation(link.code.expose(), "lan.tran", PASSWORD, None)
        .await;
    assert_eq!(pointers(revoked), ["/code"]);
    let nonsense = engine.accept_invitation("abc", "lan.tran", PASSWORD, None).await;
    assert_eq!(pointers(nonsense), ["/code"]);
}

async fn an_invitation_names_a_role_at_a_unit_that_fits(db: &Db) {
    let world = World::with_units(db).await;
    let unit = world.unit("VL.S1").await;
    let at = |role, unit| Invitee {
        role,
        unit,
        full_name: String::new(),
    };
    let invite = |invitee| world.engine.invite(&world.admin, invitee);
    for wrong in [
        at(Role::Coordinator, None),
        at(Role::Administrator, Some(unit)),
        at(Role::Organiser, Some(uuid::Uuid::from_u128(5).into())),
    ] {
        assert_eq!(pointers(invite(wrong).await.map(drop)), ["/unit_id"]);
    }
    let long = Invitee {
        full_name: "x".repeat(101),
        ..organiser()
    };
    assert_eq!(pointers(invite(long).await.map(drop)), ["/full_name"]);
    invite(at(Role::Auditor, Some(unit))).await.unwrap();
    invite(at(Role::Auditor, None)).await.unwrap();
    // Whoever reads for one unit sees what concerns it.
    let bound = |unit| Actor::Staff {
        id: uuid::Uuid::from_u128(9).into(),
        username: "kiem.tra".to_owned(),
        role: Role::Auditor,
        unit: Some(unit),
        from: None,
        proved_at: khao_domain::time::Timestamp(i64::MAX),
    };
    let seen = async |unit| world.engine.invitations(&bound(unit)).await.unwrap().len();
    assert_eq!(seen(unit).await, 1);
    assert_eq!(seen(world.unit("VL.S2").await).await, 0);
    assert_error!(world.engine.invitations(&world.organiser).await, Error::Forbidden);
    assert_error!(
        world
            .engine
            .invite(&staff(Role::Auditor), organiser())
            .await
            .map(drop),
        Error::Forbidden
    );
}

async fn a_reset_link_changes_the_password_once(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let (_, link) = engine.invite(&world.admin, organiser()).await.unwrap();
    let account = engine
        .accept_invitation(link.code.expose(), "lan.tran", PASSWORD, None)
        .await
        .unwrap();
    let opened = engine.log_in_staff("lan.tran", PASSWORD).await.unwrap();
    assert_error!(
        engine.reset_link(&world.organiser, account.id).await,
        Error::Forbidden
    );
    let first = engine.reset_link(&world.admin, account.id).await.unwrap();
    let second = engine.reset_link(&world.admin, account.id).await.unwrap();
    // The newer one puts the older one out of use; an invitation's code is none of either.
    for wrong in [first.code.expose(), link.code.expose(), "x"] {
        assert_eq!(pointers(engine.reset_password(wrong, NEW, None).await), ["/code"]);
    }
    let code = second.code.expose();
    assert_eq!(
        pointers(engine.reset_password(code, "ngắn", None).await),
        ["/password"]
    );
    engine.reset_password(code, NEW, None).await.unwrap();
    assert_eq!(engine.actor(&opened.token).await.unwrap(), Actor::Anonymous);
    assert_error!(
        engine.log_in_staff("lan.tran", PASSWORD).await,
        Error::NotRecognised
    );
    engine.log_in_staff("lan.tran", NEW).await.unwrap();
    assert_eq!(
        pointers(engine.reset_password(code, PASSWORD, None).await),
        ["/code"]
    );
    let late = engine.reset_link(&world.admin, account.id).await.unwrap();
    db.pass_seconds(24 * 3600);
    let refused = engine.reset_password(late.code.expose(), PASSWORD, None).await;
    assert_eq!(pointers(refused), ["/code"]);
    let nobody = uuid::Uuid::max().into();
    assert_error!(engine.reset_link(&world.admin, nobody).await, Error::NotFound);
}

async fn of_two_who_use_one_link_at_once_one_comes_too_late(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let (_, link) = engine.invite(&world.admin, organiser()).await.unwrap();
    let code = link.code.expose();
    let (one, other) = tokio::join!(
        engine.accept_invitation(code, "lan.mot", PASSWORD, None),
        engine.accept_invitation(code, "lan.hai", PASSWORD, None)
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(db.raw().await.number("SELECT count(*) FROM accounts").await, 1);
}

async fn the_audit_tells_where_a_link_was_used(db: &Db) {
    let world = World::empty(db).await;
    let (engine, from) = (&world.engine, Some("203.0.113.9".parse().unwrap()));
    let (_, link) = engine.invite(&world.admin, organiser()).await.unwrap();
    let account = engine
        .accept_invitation(link.code.expose(), "lan.tran", PASSWORD, from)
        .await
        .unwrap();
    let link = engine.reset_link(&world.admin, account.id).await.unwrap();
    engine
        .reset_password(link.code.expose(), NEW, from)
        .await
        .unwrap();
    let log = engine.audit_page(&world.admin, 0, 100).await.unwrap();
    let visitors: Vec<(&str, Option<&str>)> = log
        .iter()
        .filter(|entry| entry.actor.is_none())
        .map(|entry| (entry.action.as_str(), entry.from.as_deref()))
        .collect();
    assert_eq!(
        visitors,
        [
            ("invitations.accept", Some("203.0.113.9")),
            ("accounts.reset_password", Some("203.0.113.9"))
        ]
    );
}
