//! Workbooks beside CSV: the same files, the same problems, the same rows.
//!
//! `files/bank.xlsx` and `files/units.xlsx` were written by a spreadsheet library as Excel would: a hidden sheet before
//! the one that counts, two blank rows above the header and one in the middle, rich text, dates in two formats,
//! booleans, numbers, and formulas with their results.

use khao_domain::bank::formats::csv::LIMITS;
use khao_domain::ids::BankId;
use khao_domain::lang::Lang;
use khao_domain::table::{self, RowProblem, Table};
use khao_domain::time::CivilDate;
use khao_engine::error::Error;
use khao_engine::exports::{ExportFormat, ExportKind};
use khao_engine::workbook;

use crate::build::{World, cell, contest, drain, three_choices};
use crate::db::Db;
use crate::play::play;

on_both!(
    a_bank_goes_out_and_comes_in_as_a_workbook,
    a_bank_from_a_spreadsheet_is_imported,
    units_from_a_spreadsheet_are_imported,
    a_refused_workbook_leaves_everything_as_it_was,
    a_rounds_workbooks_hold_the_rows_of_its_csv,
);

const BANK: &[u8] = include_bytes!("files/bank.xlsx");
const UNITS: &[u8] = include_bytes!("files/units.xlsx");

async fn exported(world: &World<'_>, bank: BankId, format: ExportFormat) -> Vec<u8> {
    let (file, _) = world
        .engine
        .export_items(&world.organiser, bank, format)
        .await
        .unwrap();
    file
}

async fn new_bank(world: &World<'_>) -> BankId {
    world
        .engine
        .create_bank(&world.admin, "Bảng tính", "vi", None)
        .await
        .unwrap()
        .id
}

async fn import(world: &World<'_>, bank: BankId, file: &[u8]) -> (u32, u32, u32) {
    let report = world
        .engine
        .import_items(&world.admin, bank, file.to_vec(), true)
        .await
        .unwrap();
    assert!(!report.has_errors(), "{:?}", report.problems);
    (report.new, report.changed, report.same)
}

async fn a_bank_goes_out_and_comes_in_as_a_workbook(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let csv = exported(&world, bank, ExportFormat::Csv).await;
    let book = exported(&world, bank, ExportFormat::Xlsx).await;
    assert_eq!(
        workbook::read(&book, LIMITS).unwrap(),
        table::read(&csv, LIMITS).unwrap(),
        "the same rows"
    );
    assert_eq!(import(&world, bank, &book).await, (0, 0, 10));
    let copy = new_bank(&world).await;
    assert_eq!(import(&world, copy, &book).await, (10, 0, 0));
    assert_eq!(exported(&world, copy, ExportFormat::Xlsx).await, book);
    assert_eq!(exported(&world, copy, ExportFormat::Csv).await, csv);
}

async fn a_bank_from_a_spreadsheet_is_imported(db: &Db) {
    let world = World::empty(db).await;
    let bank = new_bank(&world).await;
    let preview = world
        .engine
        .preview_import(&world.organiser, bank, BANK.to_vec())
        .await
        .unwrap();
    assert_eq!((preview.new, preview.revision), (4, None));
    assert_eq!(import(&world, bank, BANK).await, (4, 0, 0));
    let table = table::read(&exported(&world, bank, ExportFormat::Csv).await, LIMITS).unwrap();
    let shown = |row: usize, columns: &[&str]| -> Vec<String> {
        let place = |name: &&str| table.headers.iter().position(|header| header == name).unwrap();
        columns
            .iter()
            .map(|name| table.rows[row].cells[place(name)].clone())
            .collect()
    };
    let choice = [
        "Nội dung",
        "Phương án A",
        "Phương án B",
        "Phương án C",
        "Đáp án",
        "Xáo phương án",
    ];
    assert_eq!(
        shown(0, &choice),
        ["Đáp án nào đúng?", "10", "1.1", "10/10/2025", "C", "Không"]
    );
    assert_eq!(
        shown(0, &["Hiệu lực từ", "Hiệu lực đến"]),
        ["01/07/2025", "31/12/2026"]
    );
    assert_eq!(shown(1, &["Mã câu hỏi", "Đáp án"]), ["X-2", "Đúng"]);
    let number = ["Nội dung", "Đáp án", "Sai số", "Điểm", "Độ khó"];
    assert_eq!(shown(2, &number), ["Bao nhiêu\nđiều?", "76", "0.5", "1.5", "3"]);
    assert_eq!(
        shown(3, &["Mã câu hỏi", "Đáp án"]),
        ["X-4", "34"],
        "results of formulas"
    );
}

async fn units_from_a_spreadsheet_are_imported(db: &Db) {
    let world = World::empty(db).await;
    let done = world.engine.import_units(&world.admin, UNITS).await.unwrap();
    assert_eq!((done.new, done.changed, done.same), (3, 0, 0));
    let again = world.engine.import_units(&world.admin, UNITS).await.unwrap();
    assert_eq!((again.new, again.changed, again.same), (0, 0, 3));
    let tree = world.engine.units().await.unwrap();
    let unit = world.unit("001").await;
    assert_eq!(tree.name(unit), "Xã Hoà Bình", "leading zeros stay");
    assert_eq!(
        tree.headcount(unit, CivilDate::new(2026, 1, 1).unwrap()),
        Some(1250)
    );
    assert_eq!(tree.headcount(unit, CivilDate::new(2025, 12, 31).unwrap()), None);
}

async fn a_refused_workbook_leaves_everything_as_it_was(db: &Db) {
    let world = World::empty(db).await;
    let bank = world.bank().await;
    let before = exported(&world, bank, ExportFormat::Csv).await;
    let cut = &BANK[..BANK.len() - 200];
    let report = world
        .engine
        .import_items(&world.admin, bank, cut.to_vec(), true)
        .await
        .unwrap();
    let told: Vec<&RowProblem> = report.problems.iter().collect();
    assert_eq!((told.len(), told[0].row, report.revision), (1, 1, None));
    assert!(told[0].detail.in_lang(Lang::Vi).contains("bị hỏng"), "{told:?}");
    assert_eq!(exported(&world, bank, ExportFormat::Csv).await, before);
    // A bank is no list of units: the columns are told.
    let refused = world.engine.import_units(&world.admin, BANK).await;
    let Err(Error::InvalidRows(problems)) = refused else {
        panic!("{refused:?}");
    };
    assert!(
        problems
            .iter()
            .any(|problem| problem.column.as_deref() == Some("Mã câu hỏi"))
    );
    assert!(world.engine.units().await.unwrap().all().is_empty());
}

async fn a_rounds_workbooks_hold_the_rows_of_its_csv(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("=Cán bộ", [three_choices(), vec![cell("Dự đoán", 1, 1)]].concat())
        .round("Tuần 1")
        .open(&world)
        .await;
    for (name, right) in [("Một A", 3), ("Hai B", 2)] {
        let person = contest.enter(&world, name).await;
        play(&world.engine, &person.actor, contest.rounds[0], right, 3).await;
    }
    for kind in ExportKind::ALL {
        let [csv, book] = [
            downloaded(&world, &contest, kind, ExportFormat::Csv).await,
            downloaded(&world, &contest, kind, ExportFormat::Xlsx).await,
        ];
        assert_eq!(csv.headers, book.headers, "{kind:?}");
        assert_eq!(csv.rows.len(), book.rows.len(), "{kind:?}");
        for (csv, book) in csv.rows.iter().zip(&book.rows) {
            // A workbook keeps 12.340 as a number, which has no zeros at its end.
            let same = |(csv, book): (&String, &String)| {
                csv == book || csv.parse::<f64>().is_ok_and(|number| Ok(number) == book.parse())
            };
            assert!(
                csv.cells.iter().zip(&book.cells).all(same),
                "{kind:?}: {csv:?} {book:?}"
            );
        }
    }
}

async fn downloaded(
    world: &World<'_>,
    contest: &crate::build::Contest,
    kind: ExportKind,
    format: ExportFormat,
) -> Table {
    let mut export = world
        .engine
        .export(&world.organiser, contest.rounds[0], kind, format)
        .await
        .unwrap();
    assert_eq!(
        export.file_name,
        format!("cchc-1-{}.{}", kind.as_str(), format.as_str())
    );
    let table = workbook::read(&drain(&mut export).await, LIMITS).unwrap();
    assert_eq!(i64::try_from(table.rows.len()).unwrap(), export.rows, "{kind:?}");
    table
}
