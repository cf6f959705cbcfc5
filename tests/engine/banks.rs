//! Banks: previews, imports, drafts and approval, revisions, and the file that comes back the same.

use std::fmt::Write as _;

use khao_domain::ids::BankId;
use khao_domain::people::role::Role;
use khao_domain::table::Severity;
use khao_engine::IdempotencyKey;
use khao_engine::bank::imports::ImportReport;
use khao_engine::error::{Conflict, Error, Result};
use khao_engine::exports::ExportFormat;
use khao_engine::people::accounts::{AccountChange, NewAccount};
use khao_engine::policy::Actor;

use crate::build::{BANK, World, assert_error, contest, open_contest, pointers, staff, three_choices};
use crate::db::Db;
use crate::play::start;

on_both!(
    banks_are_created_once_and_listed,
    a_preview_tells_what_an_import_would_do,
    one_error_leaves_everything_as_it_was,
    an_exported_file_comes_back_the_same,
    items_are_drafts_until_an_administrator_approves,
    an_import_approves_nothing_of_its_own,
    an_abandoned_import_is_invisible_and_cleared_away,
    one_import_of_a_bank_at_a_time,
    a_thousand_items_come_with_one_flip,
    an_announced_round_keeps_its_revision,
    the_demos_bank_imports_without_errors,
);

/// Rows below the head of [`BANK`].
fn file(rows: &str) -> Vec<u8> {
    let header = BANK.lines().next().unwrap();
    format!("{header}\n{rows}\n").into_bytes()
}

async fn import(world: &World<'_>, bank: BankId, file: Vec<u8>) -> Result<ImportReport> {
    world.engine.import_items(&world.admin, bank, file, true).await
}

async fn exported(world: &World<'_>, bank: BankId) -> String {
    let (file, _) = world
        .engine
        .export_items(&world.organiser, bank, ExportFormat::Csv)
        .await
        .unwrap();
    String::from_utf8(file).unwrap()
}

fn counts(report: &ImportReport) -> (u32, u32, u32, Option<i64>) {
    (report.new, report.changed, report.same, report.revision)
}

async fn banks_are_created_once_and_listed(db: &Db) {
    let world = World::empty(db).await;
    let engine = &world.engine;
    let key = |body: &[u8]| Some(IdempotencyKey::new("POST /banks", "khóa", body).unwrap());
    let create = |name: &'static str, key| engine.create_bank(&world.organiser, name, "vi", key);
    let bank = create("Cải cách", key(b"1")).await.unwrap();
    assert_eq!(create("Cải cách", key(b"1")).await.unwrap(), bank);
    assert_error!(create("Khác", key(b"2")).await, Error::KeyReused);
    // The same key of somebody else is another key.
    let theirs = engine
        .create_bank(&world.admin, "Cải cách", "vi", key(b"1"))
        .await
        .unwrap();
    assert_ne!(theirs.id, bank.id);
    let bad = engine
        .create_bank(&world.organiser, " ", "tiếng Việt", None)
        .await;
    assert_eq!(pointers(bad), ["/language", "/name"]);
    let first = engine.banks(&world.organiser, None, 1).await.unwrap();
    let rest = engine
        .banks(&world.organiser, Some(first[0].id), 10)
        .await
        .unwrap();
    assert_eq!(rest.len(), 1);
    assert_ne!(rest[0].id, first[0].id);
    assert_error!(
        engine.banks(&staff(Role::Coordinator), None, 10).await,
        Error::Forbidden
    );
    // A day later the key is forgotten.
    db.pass_seconds(24 * 3600 + 1);
    engine.forget_expired().await.unwrap();
    assert_ne!(create("Cải cách", key(b"2")).await.unwrap().id, bank.id);
}

async fn a_preview_tells_what_an_import_would_do(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let before = exported(&world, bank).await;
    let changed = file(
        "TC-1,Một lựa chọn,Thể chế,1,Câu một?,đúng một,sai một,lệch một,nhầm một,A,,,,Vì thế.,Nguồn\n\
         TC-2,Một lựa chọn,Thể chế,2,Câu hai?,sai hai,đúng hai,lệch hai,nhầm hai,B,,,,Vì thế.,Nguồn\n\
         TC-9,Một lựa chọn,Thể chế,1,Câu chín?,sai chín,đúng chín,,,B,,,,Vì thế.,Nguồn",
    );
    let preview = world
        .engine
        .preview_import(&world.organiser, bank, changed.clone())
        .await
        .unwrap();
    assert_eq!(counts(&preview), (1, 1, 1, None));
    assert_eq!(exported(&world, bank).await, before);
    let done = import(&world, bank, changed).await.unwrap();
    assert_eq!(counts(&done), (1, 1, 1, Some(2)));
    let (_, items) = world
        .engine
        .export_items(&world.organiser, bank, ExportFormat::Csv)
        .await
        .unwrap();
    assert_eq!(items, 11);
    let unknown = uuid::Uuid::from_u128(3).into();
    assert_error!(import(&world, unknown, file("")).await, Error::NotFound);
}

async fn one_error_leaves_everything_as_it_was(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let before = exported(&world, bank).await;
    let broken = file(
        "TC-9,Một lựa chọn,Thể chế,1,Câu chín?,sai chín,đúng chín,,,B,,,,Vì thế.,Nguồn\n\
         TC-10,Một lựa chọn,Thể chế,7,Câu mười?,sai,đúng,,,B,,,,Vì thế.,Nguồn",
    );
    let report = import(&world, bank, broken).await.unwrap();
    assert!(report.has_errors());
    assert_eq!(report.revision, None);
    let error = report
        .problems
        .iter()
        .find(|problem| problem.severity == Severity::Error)
        .unwrap();
    assert_eq!((error.row, error.column.as_deref()), (3, Some("Độ khó")));
    assert_eq!(exported(&world, bank).await, before);
    // The refused import has let go of the bank.
    assert_eq!(
        counts(&import(&world, bank, BANK.into()).await.unwrap()),
        (0, 0, 10, None)
    );
}

async fn an_exported_file_comes_back_the_same(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let first = exported(&world, bank).await;
    let again = import(&world, bank, first.clone().into_bytes()).await.unwrap();
    assert_eq!(counts(&again), (0, 0, 10, None));
    let other = world
        .engine
        .create_bank(&world.admin, "Bản sao", "vi", None)
        .await
        .unwrap()
        .id;
    let copied = import(&world, other, first.clone().into_bytes()).await.unwrap();
    assert_eq!(counts(&copied), (10, 0, 0, Some(1)));
    assert_eq!(exported(&world, other).await, first);
}

async fn items_are_drafts_until_an_administrator_approves(db: &Db) {
    let world = World::with_units(db).await;
    let engine = &world.engine;
    let bank = engine
        .create_bank(&world.organiser, "Nháp", "vi", None)
        .await
        .unwrap()
        .id;
    let import = |actor, approve| engine.import_items(actor, bank, BANK.into(), approve);
    assert_error!(import(&world.organiser, true).await, Error::Forbidden);
    let drafts = import(&world.organiser, false).await.unwrap();
    assert_eq!(counts(&drafts), (10, 0, 0, Some(1)));
    let file = exported(&world, bank).await;
    assert_eq!(
        (file.matches("Nháp").count(), file.matches("Đã duyệt").count()),
        (10, 0)
    );
    let approved = import(&world.admin, true).await.unwrap();
    assert_eq!(counts(&approved), (0, 10, 0, Some(2)));
    assert_eq!(exported(&world, bank).await.matches("Đã duyệt").count(), 10);
    // Who may not approve takes no approval away where nothing changed.
    let again = import(&world.organiser, false).await.unwrap();
    assert_eq!(counts(&again), (0, 0, 10, None));
    // And a change of an approved item is a draft again.
    let changed = self::file("TC-1,Một lựa chọn,Thể chế,1,Câu một mới?,đúng một,sai một,,,A,,,,,Nguồn");
    engine
        .import_items(&world.organiser, bank, changed, false)
        .await
        .unwrap();
    assert_eq!(exported(&world, bank).await.matches("Nháp").count(), 1);
}

/// Nobody brings content in and approves it, as soon as there is somebody else who could.
async fn an_import_approves_nothing_of_its_own(db: &Db) {
    let world = World::with_units(db).await;
    let (engine, admin) = (&world.engine, &world.admin);
    let bank = engine.create_bank(admin, "Nháp", "vi", None).await.unwrap().id;
    let import = async |actor: &Actor, approve| engine.import_items(actor, bank, BANK.into(), approve).await;
    assert!(engine.may_approve_own_items(admin).await.unwrap());
    let reviewer = NewAccount {
        username: "tham.dinh".to_owned(),
        password: "một mật khẩu đủ dài".to_owned(),
        role: Role::Reviewer,
        unit: None,
        full_name: String::new(),
    };
    let reviewer = engine.create_account(admin, reviewer).await.unwrap();
    for actor in [admin, &world.organiser] {
        assert!(!engine.may_approve_own_items(actor).await.unwrap());
    }
    assert_eq!(pointers(import(admin, true).await), ["/approve"]);
    assert_eq!(exported(&world, bank).await.lines().count(), 1);
    // Nor in two steps.
    assert_eq!(counts(&import(admin, false).await.unwrap()), (10, 0, 0, Some(1)));
    assert_eq!(pointers(import(admin, true).await), ["/approve"]);
    assert_eq!(exported(&world, bank).await.matches("Nháp").count(), 10);
    // What somebody else wrote is approved by the same file.
    let other = engine.create_bank(admin, "Của người khác", "vi", None).await;
    let other = other.unwrap().id;
    let import_other =
        async |actor: &Actor, approve| engine.import_items(actor, other, BANK.into(), approve).await;
    import_other(&world.organiser, false).await.unwrap();
    let approved = import_other(admin, true).await.unwrap();
    assert_eq!(counts(&approved), (0, 10, 0, Some(2)));
    // Whoever holds the machine needs nobody.
    let owner = Actor::owner();
    assert!(engine.may_approve_own_items(&owner).await.unwrap());
    let lock = AccountChange {
        disabled: Some(true),
        ..AccountChange::default()
    };
    engine.change_account(admin, reviewer.id, lock).await.unwrap();
    assert!(import(admin, true).await.unwrap().revision.is_some());
}

/// What a node leaves behind that dies between its first staged row and the flip.
async fn an_abandoned_import_is_invisible_and_cleared_away(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let before = exported(&world, bank).await;
    let mut raw = db.raw().await;
    let (id, holder) = (raw.id(bank.0), raw.id(uuid::Uuid::from_u128(77)));
    raw.execute(
        "INSERT INTO items (bank_id, code, from_revision, until_revision, content)
         SELECT bank_id, code, 2, NULL, 'never read' FROM items WHERE code IN ('TC-1', 'TC-2')",
    )
    .await;
    raw.execute(&format!(
        "INSERT INTO items (bank_id, code, from_revision, until_revision, content)
         SELECT bank_id, 'TC-99', 2, NULL, 'never read' FROM items WHERE code = 'TC-3' AND bank_id = {id}"
    ))
    .await;
    raw.execute("UPDATE items SET until_revision = 2 WHERE code IN ('TC-1', 'TC-2') AND from_revision = 1")
        .await;
    let until = db.now().plus_seconds(120).0;
    raw.execute(&format!(
        "INSERT INTO leases (name, holder, expires_at) VALUES ('import {bank}', {holder}, {until})"
    ))
    .await;
    assert_eq!(exported(&world, bank).await, before);
    let next = file("TC-4,Một lựa chọn,Thể chế,1,Câu bốn mới?,sai bốn,đúng bốn,,,B,,,,Vì thế.,Nguồn");
    assert_error!(
        import(&world, bank, next.clone()).await,
        Error::Conflict(Conflict::ImportRunning)
    );
    db.pass_seconds(121);
    let done = import(&world, bank, next).await.unwrap();
    assert_eq!(counts(&done), (0, 1, 0, Some(2)));
    let after = exported(&world, bank).await;
    assert_eq!(
        after.replace("Câu bốn mới?", "Câu bốn?").lines().count(),
        before.lines().count()
    );
    assert!(!after.contains("TC-99") && after.contains("Câu một?"), "{after}");
}

async fn one_import_of_a_bank_at_a_time(db: &Db) {
    let world = World::empty(db).await;
    let bank = world
        .engine
        .create_bank(&world.admin, "Ngân hàng", "vi", None)
        .await
        .unwrap()
        .id;
    let (one, other) = tokio::join!(
        import(&world, bank, BANK.into()),
        import(&world, bank, BANK.into())
    );
    let results = [one, other];
    let won = results
        .iter()
        .flatten()
        .filter(|report| report.revision == Some(1))
        .count();
    assert_eq!(won, 1, "{results:?}");
    for refused in results.into_iter().filter_map(Result::err) {
        assert!(
            matches!(refused, Error::Conflict(Conflict::ImportRunning)),
            "{refused:?}"
        );
    }
    let (_, items) = world
        .engine
        .export_items(&world.admin, bank, ExportFormat::Csv)
        .await
        .unwrap();
    assert_eq!(items, 10);
}

async fn a_thousand_items_come_with_one_flip(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let rows = (0..1000).fold(String::new(), |mut rows, number| {
        let _ = writeln!(
            rows,
            "N-{number},Số,Chủ đề {number},1,Số {number}?,,,,,{number},,,,,Nguồn"
        );
        rows
    });
    let report = import(&world, bank, file(&rows)).await.unwrap();
    assert_eq!(counts(&report), (1000, 0, 0, Some(2)), "{:?}", report.problems);
    let again = import(&world, bank, file(&rows)).await.unwrap();
    assert_eq!(counts(&again), (0, 0, 1000, None));
}

async fn an_announced_round_keeps_its_revision(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .round("Tuần 2")
        .drafted(&world)
        .await;
    let engine = &world.engine;
    let announce = |round| engine.announce_round(&world.organiser, round);
    assert_eq!(announce(contest.rounds[0]).await.unwrap().bank_revision, 1);
    // Every item the group can draw is replaced.
    let other = BANK.replace(",đúng ", ",ĐÚNG mới ");
    assert_eq!(
        import(&world, contest.bank, other.into_bytes())
            .await
            .unwrap()
            .revision,
        Some(2)
    );
    assert_eq!(announce(contest.rounds[1]).await.unwrap().bank_revision, 2);
    let texts = |view: khao_engine::contest::attempts::AttemptView| -> Vec<String> {
        view.questions
            .iter()
            .flat_map(|question| question.options.iter().map(|(_, text)| text.to_string()))
            .collect()
    };
    for (week, changed) in [(0, false), (1, true)] {
        db.set_time(crate::build::week("", week + 1).opens_at);
        // A node that knows nothing yet draws the same.
        let person = contest
            .enter(&world, &format!("Người {}", ["Một", "Hai"][usize::from(changed)]))
            .await;
        let round = contest.rounds[usize::from(changed)];
        let view = start(&*db.engine().await, &person.actor, round).await;
        let texts = texts(view);
        assert_eq!(texts.len(), 12);
        assert_eq!(
            texts.iter().any(|text| text.contains("ĐÚNG mới")),
            changed,
            "{texts:?}"
        );
    }
}

async fn the_demos_bank_imports_without_errors(db: &Db) {
    let world = World::with_units(db).await;
    open_contest(&world).await;
    let bank = world
        .engine
        .create_bank(&world.admin, "Mẫu", "vi", None)
        .await
        .unwrap()
        .id;
    let demo = include_bytes!("../../engine/demo/bank.csv").to_vec();
    let report = import(&world, bank, demo.clone()).await.unwrap();
    assert!(!report.has_errors(), "{:?}", report.problems);
    assert!(report.new >= 480, "{}", report.new);
    let again = import(&world, bank, demo).await.unwrap();
    assert_eq!((again.new, again.changed), (0, 0));
}
