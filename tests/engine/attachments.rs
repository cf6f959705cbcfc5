//! Documents of contests: taken whole or not at all, read in pieces.

use khao_domain::ids::AttachmentId;
use khao_engine::contest::attachments::{Attachment, BYTES_MAX, MOST, NewAttachment};
use khao_engine::error::{Error, Result};
use khao_engine::policy::Actor;
use khao_tests::files::pdf;

use crate::build::{World, assert_error, contest, open_contest, pointers, three_choices};
use crate::db::Db;

on_both!(
    a_document_comes_back_as_it_was_sent,
    what_is_no_pdf_is_refused,
    a_contest_has_ten_at_most_and_each_once,
    a_removed_document_leaves_nothing,
    what_broke_off_is_cleared,
    drafts_show_their_documents_to_staff_alone,
);

fn new(title: &str, content: Vec<u8>) -> NewAttachment {
    NewAttachment {
        title: title.to_owned(),
        file_name: "Thể lệ.pdf".to_owned(),
        content,
    }
}

async fn count(db: &Db, table: &str) -> i64 {
    let mut raw = db.raw().await;
    raw.number(&format!("SELECT count(*) FROM {table}")).await
}

async fn add(world: &World<'_>, new: NewAttachment) -> Result<Attachment> {
    world.engine.attach(&world.organiser, "cchc", new).await
}

async fn read(world: &World<'_>, one: &Attachment) -> Vec<u8> {
    let mut content = Vec::new();
    for ordinal in 0..one.chunks() {
        let chunk = world.engine.attachment_chunk(one.id, ordinal).await.unwrap();
        content.extend(chunk.unwrap());
    }
    content
}

async fn a_document_comes_back_as_it_was_sent(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let content = pdf(&"đ".repeat(400_000));
    let mut sent = new(" Thể  lệ\u{202e} đã ký ", content.clone());
    "../../Thể lệ\r\n\u{202e}.PDF".clone_into(&mut sent.file_name);
    let one = add(&world, sent).await.unwrap();
    assert_eq!(
        (one.title.as_str(), one.stem.as_str()),
        ("Thể lệ đã ký", "Thể lệ")
    );
    assert_eq!(
        one.path("cchc"),
        format!("/contests/cchc/files/{}/the-le.pdf", one.id)
    );
    assert_eq!(one.chunks(), 4, "in pieces of 256 KB");
    let seen = world.engine.attachment(&Actor::Anonymous, "cchc", one.id).await;
    assert_eq!(seen.unwrap(), one);
    assert_eq!(read(&world, &one).await, content);
    assert_eq!(world.engine.attachment_chunk(one.id, 4).await.unwrap(), None);
    let log = world.engine.audit_page(&world.admin, 0, 100).await.unwrap();
    let last = log.last().unwrap();
    assert_eq!(
        (last.action.as_str(), &last.object),
        ("attachments.add", &one.id.to_string())
    );
    assert!(
        last.detail.contains(&format!("\"contest\":\"{}\"", contest.id)),
        "{last:?}"
    );
}

async fn what_is_no_pdf_is_refused(db: &Db) {
    let world = World::with_units(db).await;
    open_contest(&world).await;
    let too_heavy = pdf(&" ".repeat(BYTES_MAX));
    for content in [
        Vec::new(),
        b"<!DOCTYPE html><script>alert(1)</script>".to_vec(),
        b"<html>%PDF-1.7 %%EOF".to_vec(),
        b"%PDF-1.7 without an end".to_vec(),
        b"PK\x03\x04".to_vec(),
        too_heavy,
    ] {
        assert_eq!(pointers(add(&world, new("Tên", content)).await), ["/file"]);
    }
    let long = new(&"x".repeat(201), pdf(""));
    assert_eq!(pointers(add(&world, long).await), ["/title"]);
    let mut nameless = new("", pdf(""));
    ".pdf".clone_into(&mut nameless.file_name);
    assert_eq!(pointers(add(&world, nameless).await), ["/title"]);
    assert_error!(
        world
            .engine
            .attach(&Actor::Anonymous, "cchc", new("a", pdf("")))
            .await,
        Error::LogIn
    );
    assert_error!(
        world
            .engine
            .attach(&world.organiser, "khong-co", new("a", pdf("")))
            .await,
        Error::NotFound
    );
    assert_eq!(count(db, "attachments").await, 0);
    assert_eq!(count(db, "attachment_chunks").await, 0);
}

async fn a_contest_has_ten_at_most_and_each_once(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let first = add(&world, new("0", pdf("0"))).await.unwrap();
    assert_eq!(add(&world, new("0", pdf("0"))).await.unwrap(), first);
    // The same file under another title, and twins at the same time.
    for number in 1..MOST {
        db.pass_seconds(1);
        let title = number.to_string();
        let (one, twin) = tokio::join!(
            add(&world, new(&title, pdf("0"))),
            add(&world, new(&title, pdf("0")))
        );
        assert_eq!(one.unwrap(), twin.unwrap());
    }
    assert_eq!(pointers(add(&world, new("hơn", pdf("1"))).await), ["/file"]);
    let shown = world.engine.contest(contest.id).await.unwrap();
    let titles: Vec<&str> = shown.attachments.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert_eq!(count(db, "attachments").await, 10, "no twin is left behind");
}

async fn a_removed_document_leaves_nothing(db: &Db) {
    let world = World::with_units(db).await;
    open_contest(&world).await;
    let one = add(&world, new("Thể lệ", pdf(&"x".repeat(3_000_000))))
        .await
        .unwrap();
    let other = add(&world, new("Khác", pdf("y"))).await.unwrap();
    let (engine, organiser) = (&world.engine, &world.organiser);
    assert_error!(
        engine.detach(&Actor::Anonymous, "cchc", one.id).await,
        Error::LogIn
    );
    engine.detach(organiser, "cchc", one.id).await.unwrap();
    assert_error!(engine.detach(organiser, "cchc", one.id).await, Error::NotFound);
    assert_error!(
        engine.attachment(&Actor::Anonymous, "cchc", one.id).await,
        Error::NotFound
    );
    assert_eq!(engine.attachment_chunk(one.id, 0).await.unwrap(), None);
    assert_eq!(read(&world, &other).await, pdf("y"));
    assert_eq!(count(db, "attachments").await, 1);
    assert_eq!(count(db, "attachment_chunks").await, 1);
}

/// A node that died while it staged or cleared leaves a document that nobody sees; the sweep clears it.
async fn what_broke_off_is_cleared(db: &Db) {
    let world = World::with_units(db).await;
    let contest = open_contest(&world).await;
    let one = add(&world, new("Thể lệ", pdf("x"))).await.unwrap();
    add(&world, new("Khác", pdf("y"))).await.unwrap();
    let mut raw = db.raw().await;
    let (id, hidden) = (raw.id(one.id.0), if db.is_postgres() { "false" } else { "0" });
    raw.execute(&format!(
        "UPDATE attachments SET visible = {hidden} WHERE id = {id}"
    ))
    .await;
    world.engine.forget_expired().await.unwrap();
    assert_eq!(count(db, "attachments").await, 2, "it may still be on its way");
    db.set_time(db.now().plus_seconds(3601));
    world.engine.forget_expired().await.unwrap();
    assert_eq!(count(db, "attachments").await, 1);
    assert_eq!(count(db, "attachment_chunks").await, 1);
    assert_eq!(
        world.engine.contest(contest.id).await.unwrap().attachments.len(),
        1
    );
}

async fn drafts_show_their_documents_to_staff_alone(db: &Db) {
    let world = World::with_units(db).await;
    contest("cchc")
        .group("Cán bộ", three_choices())
        .drafted(&world)
        .await;
    let one = add(&world, new("Thể lệ", pdf("x"))).await.unwrap();
    let engine = &world.engine;
    assert_error!(
        engine.attachment(&Actor::Anonymous, "cchc", one.id).await,
        Error::NotFound
    );
    assert_eq!(
        engine.attachment(&world.organiser, "cchc", one.id).await.unwrap(),
        one
    );
    let unknown = AttachmentId(uuid::Uuid::from_u128(7));
    assert_error!(
        engine.attachment(&world.organiser, "cchc", unknown).await,
        Error::NotFound
    );
}
