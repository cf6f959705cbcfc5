//! What a province makes its own.

use khao_domain::instance::InstanceText;
use khao_engine::error::Error;
use khao_engine::instance::{EMBLEM_BYTES_MAX, Instance};
use khao_engine::policy::Actor;
use khao_tests::files::png;

use crate::build::{World, assert_error, contest, new_contest, pointers, three_choices};
use crate::db::Db;

on_both!(
    texts_are_kept_and_shown_safely,
    only_administrators_set_it_up,
    an_emblem_is_a_small_picture,
    new_contests_take_the_consents_over,
    another_node_knows_within_seconds,
);

fn named(authority: &str) -> InstanceText {
    InstanceText {
        authority: authority.to_owned(),
        ..InstanceText::default()
    }
}

async fn texts_are_kept_and_shown_safely(db: &Db) {
    let world = World::empty(db).await;
    let fresh = world.engine.instance().await.unwrap();
    assert_eq!((&fresh.text, &fresh.emblem), (&InstanceText::default(), &None));
    let text = InstanceText {
        privacy: "**Đậm** <script>alert(1)</script>".to_owned(),
        footer: "[x](javascript:alert(1))".to_owned(),
        ..named(" Tỉnh  Vĩnh Long\u{202e} ")
    };
    let set = world.engine.set_instance(&world.admin, &text).await.unwrap();
    assert_eq!(set.text.authority, "Tỉnh Vĩnh Long");
    assert!(set.privacy_html.contains("<strong>Đậm</strong>"));
    assert!(!set.privacy_html.contains("<script") && !set.footer_html.contains("javascript:"));
    let again = db.engine().await.instance().await.unwrap();
    assert_eq!(again.text, set.text);
    let wrong = InstanceText {
        email: "không phải thư".to_owned(),
        hotline: "gọi đi".to_owned(),
        ..named(&"x".repeat(121))
    };
    let refused = world.engine.set_instance(&world.admin, &wrong).await;
    assert_eq!(pointers(refused), ["/authority", "/email", "/hotline"]);
    assert_eq!(world.engine.instance().await.unwrap().text, set.text);
    let log = world.engine.audit_page(&world.admin, 0, 10).await.unwrap();
    let actions: Vec<&str> = log.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["instance.change"]);
}

async fn only_administrators_set_it_up(db: &Db) {
    let world = World::empty(db).await;
    let text = named("Tỉnh khác");
    assert_error!(
        world.engine.set_instance(&world.organiser, &text).await,
        Error::Forbidden
    );
    assert_error!(
        world.engine.set_instance(&Actor::Anonymous, &text).await,
        Error::LogIn
    );
    assert_error!(
        world.engine.set_emblem(&world.organiser, &png(1, 1)).await,
        Error::Forbidden
    );
    assert_error!(
        world.engine.remove_emblem(&world.organiser).await,
        Error::Forbidden
    );
    assert_eq!(
        world.engine.instance().await.unwrap().text,
        InstanceText::default()
    );
}

async fn an_emblem_is_a_small_picture(db: &Db) {
    let world = World::empty(db).await;
    let set = async |content: &[u8]| world.engine.set_emblem(&world.admin, content).await;
    let too_heavy = [png(64, 64), vec![0; EMBLEM_BYTES_MAX]].concat();
    for refused in [
        b"".as_slice(),
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"GIF89a\x01\0\x01\0",
        &png(1025, 10),
        &png(10, 1025),
        &png(0, 10),
        &too_heavy,
    ] {
        assert_eq!(pointers(set(refused).await), ["/file"]);
    }
    let first = emblem_name(&set(&png(64, 64)).await.unwrap());
    let (emblem, content) = world.engine.emblem(&first).await.unwrap();
    assert_eq!(
        (emblem.width, emblem.height, &content[..]),
        (64, 64, &png(64, 64)[..])
    );
    let second = emblem_name(&set(&png(1024, 1024)).await.unwrap());
    assert_ne!(first, second);
    assert_error!(world.engine.emblem(&first).await, Error::NotFound);
    world.engine.remove_emblem(&world.admin).await.unwrap();
    world.engine.remove_emblem(&world.admin).await.unwrap();
    assert_error!(world.engine.emblem(&second).await, Error::NotFound);
    assert_eq!(world.engine.instance().await.unwrap().emblem, None);
    let log = world.engine.audit_page(&world.admin, 0, 10).await.unwrap();
    assert_eq!(log.len(), 3, "two pictures and one removal");
}

fn emblem_name(instance: &Instance) -> String {
    instance.emblem.as_ref().unwrap().file_name()
}

/// A contest that is there keeps the texts people agreed to.
async fn new_contests_take_the_consents_over(db: &Db) {
    let world = World::with_units(db).await;
    let before = contest("truoc")
        .group("Cán bộ", three_choices())
        .drafted(&world)
        .await;
    let text = InstanceText {
        consent_participate: "Tôi đồng ý theo mẫu của tỉnh.".to_owned(),
        ..InstanceText::default()
    };
    world.engine.set_instance(&world.admin, &text).await.unwrap();
    let new = new_contest("sau", khao_domain::contest::settings::ContestSettings::default());
    let after = world
        .engine
        .create_contest(&world.organiser, new, None)
        .await
        .unwrap();
    assert_eq!(after.consents[0].text, text.consent_participate);
    assert!(after.consents[1].text.contains("bảng xếp hạng"));
    let before = world.engine.contest(before.id).await.unwrap();
    assert!(before.consents[0].text.contains("91/2025/QH15"));
}

async fn another_node_knows_within_seconds(db: &Db) {
    let world = World::empty(db).await;
    let other = db.engine().await;
    other.instance().await.unwrap();
    world
        .engine
        .set_instance(&world.admin, &named("Tỉnh Lào Cai"))
        .await
        .unwrap();
    assert_eq!(other.instance().await.unwrap().text.authority, "");
    db.set_time(db.now().plus_seconds(5));
    assert_eq!(other.instance().await.unwrap().text.authority, "Tỉnh Lào Cai");
}
