//! Items in the hands of people: written, compared, judged by somebody else, found again, taken back.

use khao_domain::bank::formats::csv::form::ItemForm;
use khao_domain::bank::item::{Difficulty, ItemStatus};
use khao_domain::bank::lifecycle::Step;
use khao_domain::ids::{AccountId, BankId};
use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use khao_engine::bank::editing::Edited;
use khao_engine::bank::items::{ItemDetail, ItemPage, ItemQuery};
use khao_engine::bank::review::{BulkStep, LeftOut};
use khao_engine::error::{Conflict, Error};
use khao_engine::policy::Actor;

use crate::build::{BANK, World, assert_error, pointers, staff};
use crate::db::Db;

on_both!(
    an_item_is_written_and_keeps_its_versions,
    two_editors_lose_nothing,
    a_retired_item_that_is_set_right_stays_retired,
    nobody_judges_what_they_wrote,
    several_items_are_changed_in_one_revision,
    items_are_found_without_diacritics,
    an_import_is_looked_over_confirmed_and_taken_back,
    a_waiting_file_is_its_senders_for_an_hour,
);

pub async fn item(world: &World<'_>, bank: BankId, code: &str) -> ItemDetail {
    world.engine.item(&world.admin, bank, code).await.unwrap()
}

async fn found(world: &World<'_>, bank: BankId, query: ItemQuery) -> ItemPage {
    let query = ItemQuery { limit: 100, ..query };
    world.engine.items(&world.admin, bank, &query).await.unwrap()
}

pub fn edited(detail: &ItemDetail) -> Edited {
    Edited::Of {
        code: detail.item.item.code.clone(),
        from_revision: detail.item.from_revision,
    }
}

pub fn with_stem(detail: &ItemDetail, stem: &str) -> ItemForm {
    ItemForm {
        stem: stem.to_owned(),
        ..ItemForm::of(&detail.item.item)
    }
}

fn other(role: Role, id: u128) -> Actor {
    Actor::Staff {
        id: AccountId(uuid::Uuid::from_u128(id)),
        username: "nguoi.khac".to_owned(),
        role,
        unit: None,
        from: None,
        proved_at: khao_domain::time::Timestamp(i64::MAX),
    }
}

pub fn step(step: Step, note: &str) -> BulkStep {
    BulkStep::Step(step, note.to_owned())
}

async fn an_item_is_written_and_keeps_its_versions(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let (engine, writer) = (&world.engine, staff(Role::QuestionWriter));
    let first = item(&world, bank, "TC-1").await;
    assert_eq!(first.versions.len(), 1);
    let form = with_stem(&first, "Câu một, hỏi khác?");
    engine
        .save_item(&writer, bank, &edited(&first), &form)
        .await
        .unwrap();
    let second = item(&world, bank, "TC-1").await;
    assert_eq!(second.item.item.stem, "Câu một, hỏi khác?");
    assert_eq!(second.item.item.status, ItemStatus::Draft);
    let stems: Vec<&str> = second.versions.iter().map(|one| one.item.stem.as_str()).collect();
    assert_eq!(stems, ["Câu một, hỏi khác?", "Câu một?"]);
    assert_eq!(second.versions[0].changed_at, db.now());
    assert_eq!(second.look.key, ["1"]);
    // The same again is no new revision.
    engine
        .save_item(&writer, bank, &edited(&second), &form)
        .await
        .unwrap();
    assert_eq!(item(&world, bank, "TC-1").await.versions.len(), 2);
    // A new item needs a free code, and one that asks the same is told of.
    let twin = ItemForm {
        code: "MOI-1".to_owned(),
        ..ItemForm::of(&item(&world, bank, "TC-2").await.item.item)
    };
    let checked = engine
        .save_item(&writer, bank, &Edited::New, &twin)
        .await
        .unwrap();
    assert!(
        checked
            .remarks
            .iter()
            .any(|remark| remark.detail.in_lang(Lang::Vi).contains("TC-2")),
        "{:?}",
        checked.remarks
    );
    let again = engine.save_item(&writer, bank, &Edited::New, &twin).await;
    assert_eq!(pointers(again), ["/code"]);
    assert_error!(
        engine
            .save_item(&staff(Role::Reviewer), bank, &Edited::New, &twin)
            .await,
        Error::Forbidden
    );
}

async fn a_retired_item_that_is_set_right_stays_retired(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let (engine, writer) = (&world.engine, &world.organiser);
    let codes = ["TC-1".to_owned()];
    engine
        .change_items(writer, bank, &codes, step(Step::Retire, ""))
        .await
        .unwrap();
    let retired = item(&world, bank, "TC-1").await;
    let form = with_stem(&retired, "Câu một, viết lại?");
    engine
        .save_item(writer, bank, &edited(&retired), &form)
        .await
        .unwrap();
    let kept = item(&world, bank, "TC-1").await.item.item.clone();
    assert_eq!(
        (kept.stem.as_str(), kept.status),
        ("Câu một, viết lại?", ItemStatus::Retired)
    );
}

async fn two_editors_lose_nothing(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let engine = &world.engine;
    let seen = item(&world, bank, "TC-1").await;
    let save = async |form: &ItemForm, at: &Edited| engine.save_item(&world.organiser, bank, at, form).await;
    save(&with_stem(&seen, "Của người thứ nhất?"), &edited(&seen))
        .await
        .unwrap();
    let late = with_stem(&seen, "Của người thứ hai?");
    assert_error!(
        save(&late, &edited(&seen)).await,
        Error::Conflict(Conflict::ItemChanged)
    );
    let stored = item(&world, bank, "TC-1").await;
    assert_eq!(stored.item.item.stem, "Của người thứ nhất?");
    save(&late, &edited(&stored)).await.unwrap();
    assert_eq!(item(&world, bank, "TC-1").await.versions.len(), 3);
}

async fn nobody_judges_what_they_wrote(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let engine = &world.engine;
    let codes = ["TC-1".to_owned()];
    let seen = item(&world, bank, "TC-1").await;
    let form = with_stem(&seen, "Câu của quản trị?");
    engine
        .save_item(&world.admin, bank, &edited(&seen), &form)
        .await
        .unwrap();
    let take = |actor, one| engine.change_items(actor, bank, &codes, one);
    let own = take(&world.admin, step(Step::Review, "")).await.unwrap();
    assert_eq!(own.left_out, [("TC-1".to_owned(), LeftOut::Own)]);
    let reviewer = staff(Role::Reviewer);
    // Not before it was reviewed.
    let early = take(&reviewer, step(Step::Approve, "")).await.unwrap();
    assert_eq!(early.left_out, [("TC-1".to_owned(), LeftOut::Status)]);
    take(&reviewer, step(Step::Review, "")).await.unwrap();
    assert_eq!(
        item(&world, bank, "TC-1").await.item.item.status,
        ItemStatus::Reviewed
    );
    let own = take(&world.admin, step(Step::Approve, "")).await.unwrap();
    assert_eq!(own.left_out, [("TC-1".to_owned(), LeftOut::Own)]);
    let second = other(Role::Administrator, 77);
    take(&second, step(Step::Approve, "")).await.unwrap();
    assert_eq!(
        item(&world, bank, "TC-1").await.item.item.status,
        ItemStatus::Approved
    );
    // Sent back only with a word about it, which the writer finds.
    assert_eq!(
        pointers(take(&reviewer, step(Step::SendBack, " ")).await),
        ["/note"]
    );
    take(&reviewer, step(Step::SendBack, "Nguồn đã cũ."))
        .await
        .unwrap();
    let back = item(&world, bank, "TC-1").await;
    assert_eq!(back.item.item.status, ItemStatus::Draft);
    assert_eq!(back.item.note, "Nguồn đã cũ.");
    assert!(back.is_own);
    assert_eq!(back.steps, [Step::Retire], "its own writer judges nothing");
    let seen = engine.item(&reviewer, bank, "TC-1").await.unwrap();
    assert_eq!(seen.steps, [Step::Review]);
    let writer = staff(Role::QuestionWriter);
    assert_error!(take(&writer, step(Step::Approve, "")).await, Error::Forbidden);
    assert_error!(take(&reviewer, step(Step::Retire, "")).await, Error::Forbidden);
}

async fn several_items_are_changed_in_one_revision(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let engine = &world.engine;
    let codes: Vec<String> = ["TC-1", "TC-2", "TC-1", "KHONG-CO"].map(str::to_owned).into();
    let change = |one| engine.change_items(&world.organiser, bank, &codes, one);
    let report = change(BulkStep::Topic("  Chủ  đề mới ".to_owned()))
        .await
        .unwrap();
    assert_eq!(report.changed, ["TC-1", "TC-2"]);
    assert_eq!(report.left_out, [("KHONG-CO".to_owned(), LeftOut::Missing)]);
    assert_eq!(engine.bank(&world.admin, bank).await.unwrap().revision, 2);
    let five = Difficulty::new(5).unwrap();
    change(BulkStep::Difficulty(five)).await.unwrap();
    let page = found(&world, bank, ItemQuery::default()).await;
    assert_eq!(page.counts["Chủ đề mới"], [0, 0, 0, 0, 2]);
    change(step(Step::Retire, "")).await.unwrap();
    assert_eq!(
        item(&world, bank, "TC-2").await.item.item.status,
        ItemStatus::Retired
    );
    let summaries = engine.bank_summaries(&world.admin, None, 10).await.unwrap();
    assert_eq!((summaries[0].items, summaries[0].drafts), (8, 0));
    change(step(Step::Restore, "")).await.unwrap();
    let summaries = engine.bank_summaries(&world.admin, None, 10).await.unwrap();
    assert_eq!(
        (summaries[0].items, summaries[0].drafts, summaries[0].reviewed),
        (10, 2, 0)
    );
    assert_eq!(
        pointers(change(BulkStep::Topic(" ".to_owned())).await),
        ["/topic"]
    );
    let none = engine
        .change_items(&world.organiser, bank, &[], step(Step::Retire, ""))
        .await;
    assert_eq!(pointers(none), ["/codes"]);
}

async fn items_are_found_without_diacritics(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let codes =
        |page: ItemPage| -> Vec<String> { page.items.iter().map(|one| one.item.code.clone()).collect() };
    let text = |text: &str| ItemQuery {
        text: text.to_owned(),
        ..ItemQuery::default()
    };
    assert_eq!(codes(found(&world, bank, text("cau hai")).await), ["TC-2"]);
    assert_eq!(codes(found(&world, bank, text("SAI BỐN")).await), ["TC-4"]);
    assert_eq!(codes(found(&world, bank, text("khong co")).await), [""; 0]);
    let second = ItemQuery {
        difficulty: Difficulty::new(2),
        ..ItemQuery::default()
    };
    assert_eq!(codes(found(&world, bank, second).await), ["DD-2", "DS-1"]);
    let drafts = ItemQuery {
        status: Some(ItemStatus::Draft),
        ..ItemQuery::default()
    };
    assert_eq!(found(&world, bank, drafts).await.total, 0);
    let rest = ItemQuery {
        after: "TC-2".to_owned(),
        topic: Some("Thể chế".to_owned()),
        ..ItemQuery::default()
    };
    let page = found(&world, bank, rest).await;
    assert_eq!(
        (page.total, codes(page)),
        (4, vec!["TC-3".to_owned(), "TC-4".to_owned()])
    );
}

async fn an_import_is_looked_over_confirmed_and_taken_back(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let engine = &world.engine;
    let header = BANK.lines().next().unwrap();
    let file = format!(
        "{header}\nTC-1,Một lựa chọn,Thể chế,1,Câu một mới?,đúng một,sai một,,,A,,,,,Nguồn\n\
         MOI-1,Một lựa chọn,Thể chế,1,Câu mới?,đúng mới,sai mới,,,A,,,,,Nguồn\n"
    );
    let upload = engine
        .stage_import(&world.organiser, bank, "câu hỏi.csv", file.as_bytes())
        .await
        .unwrap();
    let staged = engine
        .staged_import(&world.organiser, bank, upload)
        .await
        .unwrap();
    assert_eq!((staged.report.new, staged.report.changed), (1, 1));
    let done = world
        .confirm(&world.organiser, bank, upload, false)
        .await
        .unwrap();
    assert_eq!(done.revision, Some(2));
    assert_error!(
        engine.staged_import(&world.organiser, bank, upload).await,
        Error::NotFound
    );
    let revision = engine.bank_revision(&world.organiser, bank, 2).await.unwrap();
    assert_eq!(
        (revision.new, revision.changed, revision.can_be_undone),
        (1, 1, true)
    );
    engine.undo_import(&world.organiser, bank, 2).await.unwrap();
    let back = item(&world, bank, "TC-1").await;
    assert_eq!(back.item.item.stem, "Câu một?");
    assert_eq!(back.item.item.status, ItemStatus::Approved);
    assert_error!(engine.item(&world.admin, bank, "MOI-1").await, Error::NotFound);
    assert_error!(
        engine.undo_import(&world.organiser, bank, 2).await,
        Error::Conflict(Conflict::BankChanged)
    );
    // Another node, which has seen none of it, finds the same.
    let fresh = db.engine().await;
    assert_error!(fresh.item(&world.admin, bank, "MOI-1").await, Error::NotFound);
    assert_eq!(
        fresh
            .item(&world.admin, bank, "TC-1")
            .await
            .unwrap()
            .versions
            .len(),
        3
    );
}

async fn a_waiting_file_is_its_senders_for_an_hour(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let engine = &world.engine;
    // More than one piece.
    let file = vec![b'x'; 700_000];
    let stage = || engine.stage_import(&world.organiser, bank, "tệp.csv", &file);
    let upload = stage().await.unwrap();
    assert_error!(
        engine.staged_import(&world.admin, bank, upload).await,
        Error::NotFound
    );
    let staged = engine
        .staged_import(&world.organiser, bank, upload)
        .await
        .unwrap();
    assert!(staged.report.has_errors());
    let refused = world
        .confirm(&world.organiser, bank, upload, false)
        .await
        .unwrap();
    assert!(refused.has_errors() && refused.revision.is_none());
    assert_error!(
        world.confirm(&world.organiser, bank, upload, true).await,
        Error::Forbidden
    );
    assert_eq!(
        pointers(engine.stage_import(&world.organiser, bank, "", b"").await),
        ["/file"]
    );
    db.pass_seconds(3601);
    assert_error!(
        engine.staged_import(&world.organiser, bank, upload).await,
        Error::NotFound
    );
    engine.forget_expired().await.unwrap();
    let mut raw = db.raw().await;
    assert_eq!(raw.number("SELECT count(*) FROM upload_chunks").await, 0);
}
