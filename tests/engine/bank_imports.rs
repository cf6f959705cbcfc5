//! What a file would do is told before it is imported: what waits for approval, what changes, which column is which.

use khao_domain::bank::item::ItemStatus;
use khao_domain::contest::review::Finding;
use khao_domain::contest::template::Template;
use khao_domain::ids::{BankId, UploadId};
use khao_domain::table::mapping::Mapping;
use khao_engine::bank::changes::RevisionKind;
use khao_engine::bank::uploads::Staged;
use khao_engine::contest::beginnings::FromTemplate;
use khao_engine::error::Error;
use khao_engine::policy::Actor;

use crate::build::{BANK, World, assert_error, pointers};
use crate::db::Db;

on_both!(
    a_dry_run_tells_what_waits_for_approval,
    a_dry_run_shows_what_changes,
    columns_are_guessed_where_headers_differ,
    columns_are_chosen_where_headers_differ,
    what_was_done_to_a_bank_is_listed,
    papers_tell_that_their_bank_waits,
);

async fn staged(world: &World<'_>, actor: &Actor, bank: BankId, file: &str) -> (UploadId, Staged) {
    let engine = &world.engine;
    let upload = engine.stage_import(actor, bank, "tệp.csv", file.as_bytes());
    let upload = upload.await.unwrap();
    (upload, engine.staged_import(actor, bank, upload).await.unwrap())
}

async fn a_dry_run_tells_what_waits_for_approval(db: &Db) {
    let world = World::empty(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let bank = world.empty_bank().await;
    let (upload, first) = staged(&world, organiser, bank, BANK).await;
    assert_eq!(
        (
            first.report.new,
            first.report.drafts,
            first.report.waiting.total()
        ),
        (10, 10, 0)
    );
    assert!(!first.may_approve);
    let done = world.confirm(organiser, bank, upload, false).await.unwrap();
    assert_eq!((done.revision, done.drafts), (Some(1), 10));
    let revision = engine.bank_revision(organiser, bank, 1).await.unwrap();
    assert_eq!((revision.waiting.drafts, revision.waiting.reviewed), (10, 0));
    // The same file again changes nothing, and what it holds waits: for somebody else.
    let (_, own) = staged(&world, organiser, bank, BANK).await;
    assert_eq!(
        (
            own.report.same,
            own.report.waiting.drafts,
            own.report.waits_for_others
        ),
        (10, 10, true)
    );
    assert!(!own.may_approve);
    let (upload, other) = staged(&world, &world.admin, bank, BANK).await;
    assert!(other.may_approve && !other.report.waits_for_others);
    let approved = world.confirm(&world.admin, bank, upload, true).await.unwrap();
    assert_eq!((approved.changed, approved.drafts), (10, 0));
    assert_eq!(
        engine
            .bank_revision(organiser, bank, 1)
            .await
            .unwrap()
            .waiting
            .total(),
        0
    );
    let again = staged(&world, organiser, bank, BANK).await.1.report;
    assert_eq!(again.waiting.total(), 0);
}

async fn a_dry_run_shows_what_changes(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let changed = BANK
        .replace("Câu một?", "Câu một mới?")
        .replace("sai hai", "sai cả hai");
    let (_, staged) = staged(&world, &world.organiser, bank, &changed).await;
    let report = staged.report;
    assert_eq!((report.changed, report.fallen, report.drafts), (2, 2, 2));
    let stems: Vec<(u64, &str, &str)> = report
        .changes
        .iter()
        .map(|one| (one.row, one.old.stem.as_str(), one.new.stem.as_str()))
        .collect();
    assert_eq!(
        stems,
        [(2, "Câu một?", "Câu một mới?"), (3, "Câu hai?", "Câu hai?")]
    );
    let statuses = (report.changes[0].old.status, report.changes[0].new.status);
    assert_eq!(statuses, (ItemStatus::Approved, ItemStatus::Draft));
}

/// With headers of its own, and a mistake in its last row.
const OWN_HEADERS: &str = "STT,Mã câu,Loại câu,Chủ đề,Mức độ,Câu hỏi,A,B,Ghi chú,Trả lời\n\
    1,X-1,Một lựa chọn,Thể chế,1,Câu nào?,đúng,sai,của An,A\n\
    2,X-2,Một lựa chọn,Thể chế,9,Câu gì?,đúng,sai,,B\n";

async fn columns_are_guessed_where_headers_differ(db: &Db) {
    let world = World::empty(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let bank = world.empty_bank().await;
    let (upload, strict) = staged(&world, organiser, bank, OWN_HEADERS).await;
    assert!(strict.report.has_errors(), "the headers are not the template's");
    let columns = engine
        .staged_columns(organiser, bank, upload)
        .await
        .unwrap()
        .unwrap();
    assert!(columns.is_in_doubt);
    assert_eq!(
        (columns.headers[0].as_str(), columns.first[1].cells[1].as_str()),
        ("STT", "X-2")
    );
    let guess: Vec<&str> = columns
        .mapping
        .0
        .iter()
        .map(|one| one.as_deref().unwrap_or(""))
        .collect();
    assert_eq!(
        guess,
        [
            "",
            "Mã câu hỏi",
            "Loại",
            "Chủ đề",
            "Độ khó",
            "Nội dung",
            "Phương án A",
            "Phương án B",
            "",
            "Đáp án"
        ]
    );
}

async fn columns_are_chosen_where_headers_differ(db: &Db) {
    let world = World::empty(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let bank = world.empty_bank().await;
    let (upload, _) = staged(&world, organiser, bank, OWN_HEADERS).await;
    let columns = engine
        .staged_columns(organiser, bank, upload)
        .await
        .unwrap()
        .unwrap();
    let mut twice = columns.mapping.clone();
    twice.0[0] = Some("Nguồn".to_owned());
    twice.0[8] = Some("Nguồn".to_owned());
    assert_eq!(
        pointers(engine.map_staged(organiser, bank, upload, &twice).await),
        ["/column.8"]
    );
    let none = Mapping::default();
    assert_eq!(
        pointers(engine.map_staged(organiser, bank, upload, &none).await).len(),
        6
    );
    let guessed = &columns.mapping;
    assert_error!(
        engine.map_staged(&world.admin, bank, upload, guessed).await,
        Error::NotFound
    );
    engine.map_staged(organiser, bank, upload, guessed).await.unwrap();
    let mapped = engine
        .staged_import(organiser, bank, upload)
        .await
        .unwrap()
        .report;
    let told = &mapped.problems.iter().find(|one| one.row == 3).unwrap().column;
    assert_eq!(told.as_deref(), Some("Mức độ (Độ khó)"), "as the file calls it");
    // Put right and sent again.
    let (upload, _) = staged(&world, organiser, bank, &OWN_HEADERS.replace(",9,", ",2,")).await;
    engine.map_staged(organiser, bank, upload, guessed).await.unwrap();
    let done = world.confirm(organiser, bank, upload, false).await.unwrap();
    assert_eq!((done.new, done.revision), (2, Some(1)));
    let item = engine.item(organiser, bank, "X-2").await.unwrap();
    assert_eq!(item.item.item.stem, "Câu gì?");
    // The template's own headers leave nothing to choose.
    let (upload, _) = staged(&world, organiser, bank, BANK).await;
    let plain = engine
        .staged_columns(organiser, bank, upload)
        .await
        .unwrap()
        .unwrap();
    assert!(!plain.is_in_doubt);
}

async fn what_was_done_to_a_bank_is_listed(db: &Db) {
    let world = World::empty(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let bank = world.bank().await;
    let changed = BANK.replace("Câu một?", "Câu một mới?");
    engine
        .import_items(organiser, bank, changed.into_bytes(), false)
        .await
        .unwrap();
    engine.undo_import(organiser, bank, 2).await.unwrap();
    let list = async |before, limit| {
        let (_, list) = engine
            .bank_revisions(organiser, bank, before, limit)
            .await
            .unwrap();
        let line = |one: &khao_engine::bank::undo::Revision| (one.revision, one.kind, one.new, one.changed);
        list.iter().map(line).collect::<Vec<_>>()
    };
    let all = [
        (3, RevisionKind::Undo, 0, 1),
        (2, RevisionKind::Import, 0, 1),
        (1, RevisionKind::Import, 10, 0),
    ];
    assert_eq!(list(None, 9).await, all);
    assert_eq!(list(Some(3), 1).await, all[1..2]);
    assert_eq!(list(Some(1), 9).await, []);
    assert_eq!(list(Some(i64::MIN), 9).await, []);
    // Another import is one that can be undone.
    engine
        .import_items(
            organiser,
            bank,
            BANK.replace("ba?", "ba nào?").into_bytes(),
            false,
        )
        .await
        .unwrap();
    let (_, latest) = engine.bank_revisions(organiser, bank, None, 2).await.unwrap();
    assert_eq!(
        latest.iter().map(|one| one.can_be_undone).collect::<Vec<_>>(),
        [true, false]
    );
}

async fn papers_tell_that_their_bank_waits(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, organiser) = (&world.engine, &world.organiser);
    let bank = world.empty_bank().await;
    engine
        .import_items(organiser, bank, BANK.into(), false)
        .await
        .unwrap();
    let contest = FromTemplate {
        template: Template::Weekly,
        slug: "tuan".to_owned(),
        title: "Tìm hiểu CCHC".to_owned(),
        bank: Some(bank),
        series: None,
        minutes: 20,
    };
    engine
        .create_from_template(organiser, contest, None)
        .await
        .unwrap();
    let waiting = async || {
        let found = engine.review_contest(organiser, "tuan").await.unwrap();
        let told = found.into_iter().filter_map(|one| match one {
            Finding::ItemsWait { waiting, .. } => Some(waiting.total()),
            _ => None,
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(waiting().await, [10]);
    let supply = engine.feasibility(organiser, "tuan").await.unwrap();
    assert!(
        supply
            .iter()
            .all(|group| group.waiting.drafts == 10 && group.topics.is_empty())
    );
    engine
        .import_items(&world.admin, bank, BANK.into(), true)
        .await
        .unwrap();
    assert!(waiting().await.is_empty());
}
