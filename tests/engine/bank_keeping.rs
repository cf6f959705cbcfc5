//! Banks and drafts that get another name or go away, many items at once, and items told of while they are written.

use khao_domain::bank::formats::csv::form::{ItemForm, OptionForm};
use khao_domain::bank::item::ItemStatus;
use khao_domain::bank::lifecycle::Step;
use khao_domain::contest::settings::ContestSettings;
use khao_domain::ids::BankId;
use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use khao_engine::bank::editing::Edited;
use khao_engine::bank::items::ItemQuery;
use khao_engine::bank::review::{BulkStep, LeftOut};
use khao_engine::contest::groups::NewGroup;
use khao_engine::error::Error;

use crate::bank_items::{edited, item, step, with_stem};
use crate::build::{BANK, World, assert_error, new_contest, pointers, staff, three_choices, week};
use crate::db::Db;

on_both!(
    a_bank_gets_another_name,
    only_a_bank_that_nothing_draws_from_is_deleted,
    a_large_bank_goes_in_steps,
    only_a_draft_that_no_paper_holds_is_deleted,
    thousands_are_changed_at_once_within_a_limit,
    a_page_knows_the_one_before_it,
    what_is_half_written_is_told_of,
    restored_items_are_what_they_were,
);

async fn a_bank_gets_another_name(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let engine = &world.engine;
    let named = engine
        .rename_bank(&world.organiser, bank, "Câu hỏi 2026")
        .await
        .unwrap();
    assert_eq!(named.name, "Câu hỏi 2026");
    assert_eq!(
        engine.bank(&world.admin, bank).await.unwrap().name,
        "Câu hỏi 2026"
    );
    assert_eq!(
        pointers(engine.rename_bank(&world.organiser, bank, " ").await),
        ["/name"]
    );
    let reviewer = staff(Role::Reviewer);
    assert_error!(
        engine.rename_bank(&reviewer, bank, "Khác").await,
        Error::Forbidden
    );
}

/// A contest of one group, with a draft round.
async fn draw_from(world: &World<'_>, bank: BankId) {
    let (engine, organiser) = (&world.engine, &world.organiser);
    let new = new_contest("cchc", ContestSettings::default());
    engine.create_contest(organiser, new, None).await.unwrap();
    let group = NewGroup {
        name: "Cán bộ".to_owned(),
        bank,
        blueprint: three_choices(),
        min_age: None,
    };
    engine.create_group(organiser, "cchc", group, None).await.unwrap();
}

async fn only_a_bank_that_nothing_draws_from_is_deleted(db: &Db) {
    let world = World::empty(db).await;
    let (used, free) = (world.bank().await, world.bank().await);
    let (engine, organiser) = (&world.engine, &world.organiser);
    draw_from(&world, used).await;
    assert!(engine.bank_is_used(organiser, used).await.unwrap());
    assert_eq!(pointers(engine.delete_bank(organiser, used).await), [""]);
    assert!(!engine.bank_is_used(organiser, free).await.unwrap());
    assert_error!(
        engine.delete_bank(&staff(Role::Reviewer), free).await,
        Error::Forbidden
    );
    engine.delete_bank(organiser, free).await.unwrap();
    assert_error!(engine.bank(organiser, free).await, Error::NotFound);
    let left = engine.banks(organiser, None, 10).await.unwrap();
    assert_eq!(left.iter().map(|bank| bank.id).collect::<Vec<_>>(), [used]);
}

/// More than goes in one step; and what a step that broke off has left goes with the daily tidying.
async fn a_large_bank_goes_in_steps(db: &Db) {
    let world = World::empty(db).await;
    let (large, half, kept) = (world.bank().await, world.bank().await, world.bank().await);
    let (engine, organiser) = (&world.engine, &world.organiser);
    engine.rename_bank(organiser, half, "Dở").await.unwrap();
    let header = BANK.lines().next().unwrap();
    let row =
        |number: i32| format!("N-{number},Một lựa chọn,Thể chế,1,Câu số {number}?,có,không,,,A,,,,,Nguồn");
    let rows: Vec<String> = (0..1_200).map(row).collect();
    let file = format!("{header}\n{}\n", rows.join("\n"));
    let report = engine
        .import_items(organiser, large, file.into_bytes(), false)
        .await
        .unwrap();
    assert!(!report.has_errors(), "{:?}", report.problems);
    engine.delete_bank(organiser, large).await.unwrap();

    let mut raw = db.raw().await;
    let of_kept = "SELECT count(*) FROM items WHERE code NOT LIKE 'N-%'";
    assert_eq!(
        raw.number("SELECT count(*) FROM items WHERE code LIKE 'N-%'")
            .await,
        0
    );
    let before = raw.number(of_kept).await;
    // It broke off right after nobody saw the bank any more.
    let hidden = "UPDATE banks SET revision = -1 WHERE name = 'Dở'";
    assert_eq!(raw.execute(hidden).await, 1);
    assert_error!(engine.bank(organiser, half).await, Error::NotFound);
    let seen = engine.banks(organiser, None, 10).await.unwrap();
    assert_eq!(seen.iter().map(|bank| bank.id).collect::<Vec<_>>(), [kept]);
    assert_error!(engine.rename_bank(organiser, half, "Khác").await, Error::NotFound);
    engine.forget_expired().await.unwrap();
    assert_eq!(raw.number("SELECT count(*) FROM banks").await, 1);
    assert_eq!(raw.number(of_kept).await * 2, before);
}

fn form(code: &str, stem: &str) -> ItemForm {
    let option = |text: &str, correct| OptionForm {
        text: text.to_owned(),
        correct,
        pinned: false,
    };
    ItemForm {
        code: code.to_owned(),
        kind: "single_choice".to_owned(),
        topic: "Thể chế".to_owned(),
        difficulty: "1".to_owned(),
        stem: stem.to_owned(),
        options: vec![option("có", true), option("không", false)],
        language: "vi".to_owned(),
        ..ItemForm::default()
    }
}

async fn only_a_draft_that_no_paper_holds_is_deleted(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    draw_from(&world, bank).await;
    let write = async |code: &str| {
        let form = form(code, "Một câu viết thử?");
        engine
            .save_item(organiser, bank, &Edited::New, &form)
            .await
            .unwrap();
    };
    write("THU-1").await;
    let round = engine.create_round(organiser, "cchc", week("Tuần 1", 1), None);
    let round = round.await.unwrap().id;
    engine.announce_round(organiser, round).await.unwrap();
    write("THU-2").await;
    // Approved, locked with the round, and free.
    for (code, can_be) in [("TC-1", false), ("THU-1", false), ("THU-2", true)] {
        let told = engine.item(organiser, bank, code).await.unwrap().can_be_deleted;
        assert_eq!(told, can_be, "{code}");
        let deleted = engine.delete_item(organiser, bank, code).await;
        if can_be {
            deleted.unwrap();
        } else {
            assert_eq!(pointers(deleted), [""], "{code}");
        }
    }
    assert_error!(engine.item(organiser, bank, "THU-2").await, Error::NotFound);
    engine.item(organiser, bank, "THU-1").await.unwrap();
    // Its code is free again.
    write("THU-2").await;
    let reviewer = staff(Role::Reviewer);
    assert_error!(
        engine.delete_item(&reviewer, bank, "THU-2").await,
        Error::Forbidden
    );
}

async fn thousands_are_changed_at_once_within_a_limit(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let world = &world;
    let retire = |count: usize| {
        let mut codes: Vec<String> = (1..count).map(|number| format!("X-{number}")).collect();
        codes.push("TC-1".to_owned());
        async move {
            let step = BulkStep::Step(Step::Retire, String::new());
            let engine = &world.engine;
            engine.change_items(&world.organiser, bank, &codes, step).await
        }
    };
    assert_eq!(pointers(retire(5_001).await), ["/codes"]);
    let report = retire(5_000).await.unwrap();
    assert_eq!(
        (report.changed, report.left_out.len()),
        (vec!["TC-1".to_owned()], 4_999)
    );
    assert!(report.left_out.iter().all(|(_, why)| *why == LeftOut::Missing));
}

async fn a_page_knows_the_one_before_it(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let mut after = String::new();
    let mut cursors = Vec::new();
    loop {
        let query = ItemQuery {
            after: after.clone(),
            // Pages of three.
            limit: 4,
            ..ItemQuery::default()
        };
        let page = world.engine.items(&world.admin, bank, &query).await.unwrap();
        assert_eq!(page.before.as_ref(), cursors.last());
        if page.items.len() < 4 {
            break;
        }
        cursors.push(after.clone());
        after.clone_from(&page.items[2].item.code);
    }
    assert!(cursors.len() >= 2, "{cursors:?}");
}

async fn what_is_half_written_is_told_of(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let (engine, writer) = (&world.engine, staff(Role::QuestionWriter));
    let first = form("CU-1", "Cơ quan nào tiếp nhận hồ sơ của người dân?");
    engine
        .save_item(&writer, bank, &Edited::New, &first)
        .await
        .unwrap();
    // No code, no topic, one option, nothing right.
    let mut half = form("", "");
    half.topic.clear();
    half.options.truncate(1);
    half.options[0].correct = false;
    let told = engine
        .sketch_item(&writer, bank, &Edited::New, &half)
        .await
        .unwrap();
    assert!(told.remarks.is_empty(), "{:?}", told.remarks);
    assert_eq!((told.look.options.len(), told.look.key.len()), (1, 0));
    half.stem
        .push_str("Cơ quan nào tiếp nhận hồ sơ của **người dân**?");
    let told = engine
        .sketch_item(&writer, bank, &Edited::New, &half)
        .await
        .unwrap();
    assert!(
        told.look.stem_html.contains("<strong>"),
        "{}",
        told.look.stem_html
    );
    let remarks: Vec<&str> = told
        .remarks
        .iter()
        .map(|one| one.detail.in_lang(Lang::Vi))
        .collect();
    assert!(remarks.len() == 1 && remarks[0].contains("CU-1"), "{remarks:?}");
    let own = Edited::Of {
        code: "CU-1".to_owned(),
        from_revision: 2,
    };
    let told = engine.sketch_item(&writer, bank, &own, &half).await.unwrap();
    assert!(told.remarks.is_empty(), "nothing is like itself");
    let unread = ItemForm {
        kind: "true_false".to_owned(),
        ..half.clone()
    };
    let told = engine.sketch_item(&writer, bank, &own, &unread).await.unwrap();
    assert!(told.look.key.is_empty() && told.look.options.len() == 2);
    assert_error!(
        engine
            .sketch_item(&staff(Role::Reviewer), bank, &Edited::New, &half)
            .await,
        Error::Forbidden
    );
}

async fn restored_items_are_what_they_were(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let engine = &world.engine;
    let codes: Vec<String> = ["TC-1", "TC-2"].map(str::to_owned).into();
    let change = |one| engine.change_items(&world.organiser, bank, &codes, one);
    let status = async |code: &str| item(&world, bank, code).await.item.item.status;
    let before = status("TC-1").await;
    assert_ne!(before, ItemStatus::Draft);
    let topic = BulkStep::Topic("Khác".to_owned());
    let weighed = engine
        .weigh_items(&world.organiser, bank, &codes, &topic)
        .await
        .unwrap();
    assert_eq!((weighed.changed, weighed.drafts_again), (2, 2));
    change(step(Step::Retire, "")).await.unwrap();
    let retired = item(&world, bank, "TC-2").await;
    let form = with_stem(&retired, "Câu hai, viết lại khi ngừng dùng?");
    engine
        .save_item(&world.organiser, bank, &edited(&retired), &form)
        .await
        .unwrap();
    change(step(Step::Restore, "")).await.unwrap();
    assert_eq!(status("TC-1").await, before);
    assert_eq!(status("TC-2").await, ItemStatus::Draft);
}
