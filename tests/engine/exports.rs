//! The files organisers download: UTF-8 with BOM, RFC 4180, safe from formulas, as many rows as promised.

use khao_domain::people::role::Role;
use khao_engine::error::Error;
use khao_engine::exports::{ExportFormat, ExportKind};

use crate::build::{Contest, World, assert_error, cell, contest, drain, staff, three_choices};
use crate::db::Db;
use crate::play::{play, start};

on_both!(
    every_file_holds_what_it_promises,
    attempts_come_in_vietnamese_name_order,
    cells_are_no_formulas,
    the_ranking_is_provisional_until_it_is_frozen,
    answers_show_the_letters_of_the_bank,
    item_figures_count_each_item,
    who_downloads_is_written_down,
);

struct File {
    name: String,
    rows: i64,
    header: Vec<String>,
    records: Vec<Vec<String>>,
}

impl File {
    fn column(&self, header: &str) -> Vec<&str> {
        let place = self.header.iter().position(|name| name == header).unwrap();
        self.records.iter().map(|record| record[place].as_str()).collect()
    }
}

async fn download(world: &World<'_>, contest: &Contest, kind: ExportKind) -> File {
    let mut export = world
        .engine
        .export(&world.organiser, contest.rounds[0], kind, ExportFormat::Csv)
        .await
        .unwrap();
    let text = String::from_utf8(drain(&mut export).await).unwrap();
    let table = text.strip_prefix('\u{feff}').unwrap();
    assert_eq!(table.matches('\n').count(), table.matches("\r\n").count());
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = cells(reader.headers().unwrap());
    let records = reader.records().map(|record| cells(&record.unwrap())).collect();
    File {
        name: export.file_name,
        rows: export.rows,
        header,
        records,
    }
}

async fn plan(world: &World<'_>) -> Contest {
    let blueprint = [three_choices(), vec![cell("Dự đoán", 1, 1)]].concat();
    contest("cchc")
        .group("Cán bộ", blueprint)
        .round("Tuần 1")
        .open(world)
        .await
}

async fn every_file_holds_what_it_promises(db: &Db) {
    let world = World::with_units(db).await;
    let contest = plan(&world).await;
    for (name, right) in [("Một A", 3), ("Hai B", 2)] {
        let person = contest.enter(&world, name).await;
        play(&world.engine, &person.actor, contest.rounds[0], right, 3).await;
    }
    let open = contest.enter(&world, "Ba C").await;
    start(&world.engine, &open.actor, contest.rounds[0]).await;
    for (kind, rows, columns) in [
        (ExportKind::Ranking, 2, 15),
        (ExportKind::Attempts, 3, 16),
        (ExportKind::Answers, 8, 9),
        (ExportKind::Participation, 5, 6),
        (ExportKind::Items, 0, 10),
    ] {
        let file = download(&world, &contest, kind).await;
        assert_eq!(file.name, format!("cchc-1-{}.csv", kind.as_str()));
        assert_eq!(file.header.len(), columns, "{kind:?}");
        assert_eq!(i64::try_from(file.records.len()).unwrap(), file.rows, "{kind:?}");
        // How many items were drawn is chance; the promise still holds.
        if kind != ExportKind::Items {
            assert_eq!(file.rows, rows, "{kind:?}");
        }
    }
    let draft = crate::build::contest("nhap")
        .group("Cán bộ", three_choices())
        .round("Tuần 1")
        .drafted(&world)
        .await;
    let refused = world
        .engine
        .export(
            &world.organiser,
            draft.rounds[0],
            ExportKind::Ranking,
            ExportFormat::Csv,
        )
        .await;
    assert_error!(refused, Error::NotFound);
}

async fn attempts_come_in_vietnamese_name_order(db: &Db) {
    let world = World::with_units(db).await;
    let contest = plan(&world).await;
    let names = [
        "Nguyễn Văn Em",
        "Trần Thị Đào",
        "Đỗ Văn Dũng",
        "Lê Thị Ánh",
        "Lê Thị An",
        "Đinh Văn An",
        "Dương Văn An",
    ];
    for name in names {
        let person = contest.enter(&world, name).await;
        play(&world.engine, &person.actor, contest.rounds[0], 1, 3).await;
    }
    let file = download(&world, &contest, ExportKind::Attempts).await;
    let sorted = [
        "Dương Văn An",
        "Đinh Văn An",
        "Lê Thị An",
        "Lê Thị Ánh",
        "Đỗ Văn Dũng",
        "Trần Thị Đào",
        "Nguyễn Văn Em",
    ];
    assert_eq!(file.column("Họ và tên"), sorted);
    // Who was erased comes last, without a name.
    db.raw()
        .await
        .execute("DELETE FROM participants WHERE full_name = 'Lê Thị An'")
        .await;
    let file = download(&world, &contest, ExportKind::Attempts).await;
    assert_eq!(file.column("Họ và tên")[5..], ["Nguyễn Văn Em", ""]);
    let file = download(&world, &contest, ExportKind::Ranking).await;
    assert_eq!(
        file.column("Họ và tên")
            .iter()
            .filter(|name| name.is_empty())
            .count(),
        1
    );
}

async fn cells_are_no_formulas(db: &Db) {
    let world = World::with_units(db).await;
    let file = "Mã,Tên,Mã cấp trên\n-1,+Xã,VL\n";
    world
        .engine
        .import_units(&world.admin, file.as_bytes())
        .await
        .unwrap();
    let contest = contest("cchc")
        .group("=cmd|' /C calc'!A0", three_choices())
        .round("Tuần 1")
        .open(&world)
        .await;
    let mut form = contest.form_of(&world, "Trần, Thị \"Lan\"", 0, "-1").await;
    form.staff_code = Some("-1+1".to_owned());
    "Trần Thị Lan".clone_into(&mut form.full_name);
    let person = contest.try_enter(&world, &form).await.unwrap();
    play(&world.engine, &person.actor, contest.rounds[0], 1, 0).await;
    let attempts = download(&world, &contest, ExportKind::Attempts).await;
    let ranking = download(&world, &contest, ExportKind::Ranking).await;
    for file in [&attempts, &ranking] {
        assert_eq!(file.column("Bảng thi"), ["'=cmd|' /C calc'!A0"]);
        assert_eq!(file.column("Đơn vị"), ["'+Xã"]);
        assert_eq!(file.column("Mã cán bộ"), ["'-1+1"]);
    }
    assert_eq!(ranking.column("Mã đơn vị"), ["'-1"]);
    let units = download(&world, &contest, ExportKind::Participation).await;
    assert!(units.column("Mã đơn vị").contains(&"'-1"));
}

async fn the_ranking_is_provisional_until_it_is_frozen(db: &Db) {
    let world = World::with_units(db).await;
    let contest = plan(&world).await;
    let (engine, round) = (&world.engine, contest.rounds[0]);
    for (name, right) in [("Một A", 1), ("Hai B", 3), ("Ba C", 2)] {
        let person = contest.enter(&world, name).await;
        play(engine, &person.actor, round, right, 3).await;
        db.pass_seconds(60);
    }
    let check = |file: File, state: &str| {
        assert_eq!(file.column("Họ và tên"), ["Hai B", "Ba C", "Một A"]);
        assert_eq!(file.column("Hạng"), ["1", "2", "3"]);
        assert_eq!(file.column("Điểm"), ["3", "2", "1"]);
        assert_eq!(file.column("Trạng thái"), [state; 3]);
        assert_eq!(file.column("Sai số dự đoán"), ["0"; 3]);
        assert_eq!(file.column("Nộp lúc")[2], "2026-10-05 09:00:00");
        assert_eq!(file.column("Thời gian làm bài (giây)"), ["0.000"; 3]);
    };
    check(download(&world, &contest, ExportKind::Ranking).await, "tạm tính");
    engine.close_round(&world.organiser, round).await.unwrap();
    engine.freeze_round(&world.organiser, round).await.unwrap();
    check(
        download(&world, &contest, ExportKind::Ranking).await,
        "chính thức",
    );
}

async fn answers_show_the_letters_of_the_bank(db: &Db) {
    let world = World::with_units(db).await;
    let contest = plan(&world).await;
    let person = contest.enter(&world, "Một A").await;
    play(&world.engine, &person.actor, contest.rounds[0], 3, 25).await;
    let file = download(&world, &contest, ExportKind::Answers).await;
    assert_eq!(file.column("Câu"), ["1", "2", "3", "4"]);
    // Whatever place they were shown in: TC-1 has its right option at A, TC-2 at B, and so on.
    for (code, answer) in file.column("Mã câu hỏi").into_iter().zip(file.column("Trả lời")) {
        let letter = match code {
            "TC-1" => "A",
            "TC-2" => "B",
            "TC-3" => "C",
            "TC-4" => "D",
            _ => "25",
        };
        assert_eq!(answer, letter, "{code}");
    }
    assert_eq!(file.column("Đúng"), ["1", "1", "1", "0"]);
    assert_eq!(file.column("Điểm"), ["1", "1", "1", "0"]);
    assert!(!file.header.contains(&"Họ và tên".to_owned()));
}

async fn item_figures_count_each_item(db: &Db) {
    let world = World::with_units(db).await;
    let contest = contest("cchc")
        .group("Cán bộ", vec![cell("Thể chế", 1, 4)])
        .round("Tuần 1")
        .open(&world)
        .await;
    // Everybody meets all four items of this blueprint.
    for (name, right) in [("Một A", 4), ("Hai B", 4), ("Ba C", 0)] {
        let person = contest.enter(&world, name).await;
        play(&world.engine, &person.actor, contest.rounds[0], right, 0).await;
    }
    let open = contest.enter(&world, "Bốn D").await;
    start(&world.engine, &open.actor, contest.rounds[0]).await;
    let file = download(&world, &contest, ExportKind::Items).await;
    assert_eq!(file.column("Mã câu hỏi"), ["TC-1", "TC-2", "TC-3", "TC-4"]);
    assert_eq!(file.column("Số lượt gặp"), ["3"; 4]);
    assert_eq!(file.column("Số lượt đúng"), ["2"; 4]);
    assert_eq!(file.column("Tỷ lệ đúng (%)"), ["66.67"; 4]);
    assert_eq!(file.column("Điểm trung bình"), ["0.67"; 4]);
    assert_eq!(file.column("Độ phân biệt"), ["1.00"; 4]);
}

async fn who_downloads_is_written_down(db: &Db) {
    let world = World::with_units(db).await;
    let contest = plan(&world).await;
    let round = contest.rounds[0];
    for kind in ExportKind::ALL {
        let coordinator = staff(Role::Coordinator);
        assert_error!(
            world
                .engine
                .export(&coordinator, round, kind, ExportFormat::Csv)
                .await,
            Error::Forbidden
        );
        download(&world, &contest, kind).await;
    }
    let log = world.engine.audit_page(&world.admin, 0, 100).await.unwrap();
    let exports: Vec<&str> = log
        .iter()
        .filter(|entry| entry.action == "rounds.export")
        .map(|entry| entry.detail.as_str())
        .collect();
    let files = ["ranking", "attempts", "answers", "participation", "items"];
    assert_eq!(
        exports,
        files.map(|file| format!("{{\"facts\":{{\"file\":\"{file}\"}}}}"))
    );
}
