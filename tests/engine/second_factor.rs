//! A second factor: set up, asked for, used once, lost, and wanted of everybody.

use khao_domain::ids::AccountId;
use khao_domain::people::role::Role;
use khao_engine::error::{Conflict, Error};
use khao_engine::people::accounts::NewAccount;
use khao_engine::people::log_in::LogIn;
use khao_engine::people::sessions::Opened;
use khao_engine::policy::{Action, Actor};
use khao_tests::totp::code_at;

use crate::build::{World, assert_error, pointers};
use crate::db::Db;

on_both!(
    a_code_counts_once_confirmed_and_once_only,
    a_recovery_code_opens_once,
    renewed_recovery_codes_replace_the_old_ones,
    the_second_step_takes_a_fresh_proof_of_the_password,
    an_administrator_takes_a_lost_factor_off,
    secrets_are_kept_sealed,
    where_everybody_needs_one_nothing_else_opens,
);

const PASSWORD: &str = "một mật khẩu đủ dài";

struct Holder<'w> {
    world: &'w World<'w>,
    id: AccountId,
    actor: Actor,
}

impl<'w> Holder<'w> {
    async fn of(world: &'w World<'w>) -> Self {
        let new = NewAccount {
            username: "lan.tran".to_owned(),
            password: PASSWORD.to_owned(),
            role: Role::Organiser,
            unit: None,
            full_name: String::new(),
        };
        let account = world.engine.create_account(&world.admin, new).await.unwrap();
        let opened = world.engine.log_in_staff("lan.tran", PASSWORD).await.unwrap();
        Self {
            world,
            id: account.id,
            actor: world.engine.actor(&opened.token).await.unwrap(),
        }
    }

    fn code(&self, secret: &str, steps: i64) -> String {
        code_at(secret, self.world.db.now().0 / 1_000_000 + 30 * steps)
    }

    /// Draws and confirms: the secret and the recovery codes.
    async fn set_up(&self) -> (String, Vec<String>) {
        let engine = &self.world.engine;
        let new = engine.begin_second_factor(&self.actor, PASSWORD).await.unwrap();
        let code = self.code(&new.secret, 0);
        let codes = engine.confirm_second_factor(&self.actor, &code).await.unwrap();
        (new.secret, codes)
    }

    async fn log_in(&self, code: Option<&str>) -> Result<Opened, Error> {
        let with = LogIn {
            username: "lan.tran",
            password: PASSWORD,
            code,
            browser: "Firefox, Linux",
            from: Some("203.0.113.9".parse().unwrap()),
        };
        self.world.engine.log_in(with).await
    }
}

async fn a_code_counts_once_confirmed_and_once_only(db: &Db) {
    let world = World::empty(db).await;
    let holder = Holder::of(&world).await;
    let engine = &world.engine;
    let wrong = engine.begin_second_factor(&holder.actor, "gõ nhầm rồi nhé").await;
    assert_eq!(pointers(wrong), ["/password"]);
    let new = engine.begin_second_factor(&holder.actor, PASSWORD).await.unwrap();
    let pending = engine.pending_second_factor(&holder.actor).await.unwrap();
    assert_eq!(pending, Some(new.clone()));
    // Not confirmed, it is asked of nobody.
    holder.log_in(None).await.unwrap();
    let refused = engine.confirm_second_factor(&holder.actor, "000000").await;
    assert_eq!(pointers(refused), ["/code"]);
    let code = holder.code(&new.secret, 0);
    let codes = engine.confirm_second_factor(&holder.actor, &code).await.unwrap();
    assert_eq!(codes.len(), 10);
    assert_eq!(engine.pending_second_factor(&holder.actor).await.unwrap(), None);
    let again = engine.begin_second_factor(&holder.actor, PASSWORD).await;
    assert_error!(again, Error::Conflict(Conflict::SecondFactorThere));
    assert_error!(holder.log_in(None).await, Error::SecondFactorNeeded(_));
    // The code that confirmed is used up, and so is every code that opened a session.
    assert_error!(holder.log_in(Some(&code)).await, Error::NotRecognised);
    db.pass_seconds(60);
    let code = holder.code(&new.secret, 0);
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let opened = holder.log_in(Some(&spaced)).await.unwrap();
    assert!(matches!(
        engine.actor(&opened.token).await.unwrap(),
        Actor::Staff { .. }
    ));
    for refused in [code.as_str(), "123456", "", "không phải mã"] {
        assert_error!(holder.log_in(Some(refused)).await, Error::NotRecognised);
    }
    // One step early is right, and leaves nothing behind it.
    let next = holder.code(&new.secret, 1);
    holder.log_in(Some(&next)).await.unwrap();
    assert_error!(
        holder.log_in(Some(&holder.code(&new.secret, 2))).await,
        Error::NotRecognised
    );
    let wrong_password = LogIn {
        username: "lan.tran",
        password: "gõ nhầm rồi nhé",
        code: None,
        browser: "",
        from: None,
    };
    assert_error!(engine.log_in(wrong_password).await, Error::NotRecognised);
}

async fn a_recovery_code_opens_once(db: &Db) {
    let world = World::empty(db).await;
    let holder = Holder::of(&world).await;
    let (_, codes) = holder.set_up().await;
    let typed = codes[3].to_lowercase();
    let (one, other) = tokio::join!(holder.log_in(Some(&typed)), holder.log_in(Some(&codes[3])));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_error!(holder.log_in(Some(&typed)).await, Error::NotRecognised);
    let left = world.engine.recovery_codes_left(&holder.actor).await.unwrap();
    assert_eq!(left, 9);
    holder.log_in(Some(&codes[0])).await.unwrap();
    let log = world.engine.audit_page(&world.admin, 0, 100).await.unwrap();
    let used: Vec<Option<&str>> = log
        .iter()
        .filter(|entry| entry.action == "account.recovery_code")
        .map(|entry| entry.from.as_deref())
        .collect();
    assert_eq!(used, [Some("203.0.113.9"); 2]);
}

async fn renewed_recovery_codes_replace_the_old_ones(db: &Db) {
    let world = World::empty(db).await;
    let holder = Holder::of(&world).await;
    let engine = &world.engine;
    let renew = |password| engine.renew_recovery_codes(&holder.actor, password);
    assert_error!(renew(PASSWORD).await, Error::NotFound);
    // A secret that nobody has confirmed is no factor yet.
    engine.begin_second_factor(&holder.actor, PASSWORD).await.unwrap();
    assert_error!(renew(PASSWORD).await, Error::NotFound);
    let (_, old) = holder.set_up().await;
    assert_eq!(pointers(renew("gõ nhầm rồi nhé").await), ["/password"]);
    let new = renew(PASSWORD).await.unwrap();
    assert_eq!(engine.recovery_codes_left(&holder.actor).await.unwrap(), 10);
    assert_error!(holder.log_in(Some(&old[0])).await, Error::NotRecognised);
    holder.log_in(Some(&new[0])).await.unwrap();
    engine
        .remove_second_factor(&world.admin, holder.id)
        .await
        .unwrap();
    assert_error!(renew(PASSWORD).await, Error::NotFound);
}

async fn the_second_step_takes_a_fresh_proof_of_the_password(db: &Db) {
    let world = World::empty(db).await;
    let holder = Holder::of(&world).await;
    let (secret, _) = holder.set_up().await;
    let engine = &world.engine;
    let proof = async || match holder.log_in(None).await {
        Err(Error::SecondFactorNeeded(step)) => step.expose().to_owned(),
        other => panic!("{other:?}"),
    };
    db.pass_seconds(60);
    let first = proof().await;
    assert_eq!(engine.account_of_step(&first).await.unwrap(), "lan.tran");
    assert_error!(
        engine.log_in_second(&first, "000000", "", None).await,
        Error::NotRecognised
    );
    let mut forged = first.clone().into_bytes();
    forged[30] ^= 1;
    let forged = String::from_utf8_lossy(&forged).into_owned();
    for wrong in [forged.as_str(), "", "AAAA"] {
        assert_error!(engine.account_of_step(wrong).await, Error::NotRecognised);
        let code = holder.code(&secret, 0);
        assert_error!(
            engine.log_in_second(wrong, &code, "", None).await,
            Error::NotRecognised
        );
    }
    let code = holder.code(&secret, 0);
    engine.log_in_second(&first, &code, "", None).await.unwrap();
    let second = proof().await;
    db.pass_seconds(300);
    let code = holder.code(&secret, 0);
    assert_error!(
        engine.log_in_second(&second, &code, "", None).await,
        Error::NotRecognised
    );
    // A new password takes the proof of the old one with it.
    let third = proof().await;
    let link = engine.reset_link(&world.admin, holder.id).await.unwrap();
    engine
        .reset_password(link.code.expose(), "một mật khẩu khác hẳn", None)
        .await
        .unwrap();
    assert_error!(
        engine.log_in_second(&third, &code, "", None).await,
        Error::NotRecognised
    );
}

async fn an_administrator_takes_a_lost_factor_off(db: &Db) {
    let world = World::empty(db).await;
    let holder = Holder::of(&world).await;
    let (_, codes) = holder.set_up().await;
    let engine = &world.engine;
    assert_error!(
        engine.remove_second_factor(&holder.actor, holder.id).await,
        Error::Forbidden
    );
    let account = engine.account(&world.admin, holder.id).await.unwrap();
    assert!(account.has_second_factor);
    engine
        .remove_second_factor(&world.admin, holder.id)
        .await
        .unwrap();
    assert_error!(
        engine.remove_second_factor(&world.admin, holder.id).await,
        Error::NotFound
    );
    holder.log_in(None).await.unwrap();
    // Nothing is left of the old one.
    let rows = "SELECT count(*) FROM recovery_codes";
    assert_eq!(db.raw().await.number(rows).await, 0);
    let (_, fresh) = holder.set_up().await;
    assert_error!(holder.log_in(Some(&codes[0])).await, Error::NotRecognised);
    holder.log_in(Some(&fresh[0])).await.unwrap();
}

async fn secrets_are_kept_sealed(db: &Db) {
    let world = World::empty(db).await;
    let holder = Holder::of(&world).await;
    let (secret, _) = holder.set_up().await;
    let plain = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let kept = "SELECT sealed_secret FROM second_factors";
    let sealed = db.raw().await.bytes(kept).await;
    assert_eq!(sealed.len(), 24 + 20 + 16);
    assert!(!sealed.windows(8).any(|part| plain.starts_with(part)));
}

async fn where_everybody_needs_one_nothing_else_opens(db: &Db) {
    let world = World::empty(db).await;
    let holder = Holder::of(&world).await;
    let engine = db.strict_engine().await;
    let opened = engine.log_in_staff("lan.tran", PASSWORD).await.unwrap();
    let actor = engine.actor(&opened.token).await.unwrap();
    let actor = actor.coming_from("203.0.113.9".parse().unwrap());
    for action in Action::ALL {
        match action {
            Action::OwnAccount => actor.may(action).unwrap(),
            _ => assert_error!(actor.may(action), Error::SecondFactorRequired),
        }
    }
    assert_error!(actor.participant(), Error::Forbidden);
    assert_error!(engine.contests(&actor).await, Error::SecondFactorRequired);
    let new = engine.begin_second_factor(&actor, PASSWORD).await.unwrap();
    let code = holder.code(&new.secret, 0);
    engine.confirm_second_factor(&actor, &code).await.unwrap();
    // The same session goes on as one of staff.
    let actor = engine.actor(&opened.token).await.unwrap();
    actor.may(Action::RunContests).unwrap();
    let log = engine.audit_page(&world.admin, 0, 100).await.unwrap();
    let last = log.last().unwrap();
    assert_eq!(
        (last.action.as_str(), last.from.as_deref()),
        ("account.second_factor", Some("203.0.113.9"))
    );
}
