use super::*;
use crate::workbook;
use crate::workbook::columns::columns;
use khao_domain::table::{self, Limits, Table};
use std::io::{Cursor, Read};
use zip::ZipArchive;

const LIMITS: Limits = Limits {
    bytes: 10_000_000,
    rows: 20_000,
};

fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The tables that the same rows make as CSV and as a workbook.
fn both(rows: &[Vec<String>]) -> (Table, Table) {
    let header = texts(&["=a", "b_x000D_", "c"]);
    let csv = table::write(std::iter::once(header.clone()).chain(rows.to_vec()));
    let book = write(&header, columns(["Mã", "Tên", "Điểm"]), rows.iter().cloned()).unwrap();
    (
        table::read(&csv, LIMITS).unwrap(),
        workbook::read(&book, LIMITS).unwrap(),
    )
}

#[test]
fn a_workbook_is_read_back_as_the_csv_of_the_same_rows() {
    let awkward = [
        texts(&["=1+1", "+84", "-2"]),
        texts(&["'x", "''y", "@z"]),
        texts(&["_x000D_", "_x005F_x000D_", "a_x0041_"]),
        texts(&["<b>&amp;</b>", "]]>", "\"quoted\", text"]),
        texts(&["", "", ""]),
        texts(&["Tiếng Việt ộ", "🙂", "𝔸"]),
        texts(&["two\nlines", "a\tb", "a\r\nb"]),
        texts(&["\u{1}x", "x\u{b}y", "\u{ffff}"]),
        texts(&["  around  ", "\u{a0}x", "007"]),
        texts(&["12", "12.50", "12"]),
        texts(&["1", "1", "8.5"]),
    ];
    let (csv, book) = both(&awkward);
    assert_eq!(csv, book);
}

#[test]
fn any_text_comes_back_the_same() {
    // Every character that is written in a way of its own, next to every other.
    let characters: Vec<char> = (0..0x180_u32)
        .chain([0x2028, 0xfeff, 0xfffd, 0xfffe, 0xffff, 0x1_f600])
        .filter_map(char::from_u32)
        .collect();
    let rows: Vec<Vec<String>> = characters
        .iter()
        .map(|one| {
            texts(&[
                &format!("x{one}x"),
                &format!("_x{one}_x0041_"),
                &format!("&{one}<"),
            ])
        })
        .collect();
    let (csv, book) = both(&rows);
    assert_eq!(csv, book);
}

#[test]
fn only_plain_numbers_in_columns_of_numbers_are_numbers() {
    for number in ["0", "7", "-7", "8.5", "66.67", "0.000", "100000000000000"] {
        assert!(is_number(number), "{number}");
    }
    for text in [
        "",
        "-",
        "007",
        "1.",
        ".5",
        "1,5",
        "1e5",
        "+1",
        "1.2.3",
        "1000000000000000",
        "٣",
        "--1",
        "=1",
    ] {
        assert!(!is_number(text), "{text}");
    }
    let rows = [texts(&["007", "8.50"]), texts(&["7", "đã hủy"])];
    let file = write(&texts(&["Mã", "Điểm"]), columns(["Mã", "Điểm"]), rows.into_iter()).unwrap();
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<c r=\"B2\"><v>8.50</v></c>"), "{sheet}");
    for text in ["007", "7", "đã hủy"] {
        let cell = format!("t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>");
        assert!(sheet.contains(&cell), "{sheet}");
    }
}

#[test]
fn days_and_times_are_dates_and_columns_have_widths() {
    let header = ["Họ và tên", "Ngày sinh", "Nộp lúc"];
    let rows = [
        texts(&["Trần Thị B", "1993-04-08", "2026-11-22 18:00:00"]),
        texts(&["1993-04-08", "không rõ", ""]),
    ];
    let file = write(&texts(&header), columns(header), rows.into_iter()).unwrap();
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    for told in [
        r#"<cols><col min="1" max="1" width="32" customWidth="1"/><col min="2" max="2" width="12" customWidth="1"/>"#,
        r#"<c r="B2" s="2"><v>34067</v></c>"#,
        r#"<c r="C2" s="3"><v>46348.75</v></c>"#,
        r#"<t xml:space="preserve">không rõ</t>"#,
    ] {
        assert!(sheet.contains(told), "{told}: {sheet}");
    }
    let read = workbook::read(&file, LIMITS).unwrap();
    assert_eq!(
        read.rows[0].cells,
        ["Trần Thị B", "08/04/1993", "22/11/2026 18:00:00"]
    );
    assert_eq!(read.rows[1].cells, ["1993-04-08", "không rõ", ""]);
}

#[test]
fn rows_that_do_not_fit_go_on_in_another_sheet() {
    let mut writer = WorkbookWriter::with_sheets_of(3, texts(&["Mã"]), columns(["Điểm"])).unwrap();
    for number in 1..=5 {
        writer.push(&[number.to_string()]).unwrap();
    }
    let file = writer.finish().unwrap();
    let rows = |number: u32| {
        let sheet = part(&file, &format!("xl/worksheets/sheet{number}.xml"));
        assert!(sheet.contains("Mã"), "each has the header");
        sheet.matches("<row ").count()
    };
    assert_eq!([rows(1), rows(2), rows(3)], [3, 3, 2]);
    let book = part(&file, "xl/workbook.xml");
    assert!(book.contains("\"Dữ liệu 3\"") && !book.contains("rId4"), "{book}");
    let links = part(&file, "xl/_rels/workbook.xml.rels");
    assert_eq!(links.matches("worksheets/sheet").count(), 3);
    // A sheet that is just full is not followed by an empty one.
    let mut writer = WorkbookWriter::with_sheets_of(3, texts(&["Mã"]), columns(["Điểm"])).unwrap();
    for _ in 0..2 {
        writer.push(&texts(&["1"])).unwrap();
    }
    let full = writer.finish().unwrap();
    assert!(!part(&full, "xl/workbook.xml").contains("Dữ liệu 2"));
}

#[test]
fn bytes_go_out_as_rows_come_in() {
    let mut writer = WorkbookWriter::new(texts(&["a", "b"]), columns(["Mã", "Điểm"])).unwrap();
    let (mut sent, mut held) = (0, 0);
    for number in 0..30_000_u32 {
        let scattered = number.wrapping_mul(2_654_435_761);
        writer
            .push(&[format!("{scattered:x}"), scattered.to_string()])
            .unwrap();
        held = held.max(writer.ready_bytes());
        if writer.ready_bytes() >= 32 * 1024 {
            sent += writer.take().len();
        }
    }
    assert!(sent > 300_000, "{sent}");
    assert!(held < 128 * 1024, "{held}");
}
