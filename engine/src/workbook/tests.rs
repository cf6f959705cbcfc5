use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use khao_domain::bank::formats::csv::parse_table;
use khao_domain::lang::Lang;
use khao_domain::table::Severity;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

mod hostile;

const LIMITS: Limits = Limits {
    bytes: 10_000_000,
    rows: 20_000,
};
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A ZIP file of these parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook in parts, as tests change them.
struct Made {
    book: String,
    relations: String,
    strings: Vec<u8>,
    styles: String,
    sheet: Vec<u8>,
}

impl Made {
    fn of(rows: &str) -> Self {
        Self {
            book: r#"<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#.into(),
            relations: relations(&[
                ("r1", "worksheet", "worksheets/sheet1.xml"),
                ("r2", "sharedStrings", "sharedStrings.xml"),
                ("r3", "styles", "styles.xml"),
            ]),
            strings: b"<sst><si><t>a</t></si><si><t>b</t></si></sst>".to_vec(),
            styles: r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs>
                <xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#
                .into(),
            sheet: format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        package(&[
            (
                "_rels/.rels",
                relations(&[("r1", "officeDocument", "xl/workbook.xml")]).as_bytes(),
            ),
            ("xl/workbook.xml", self.book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", self.relations.as_bytes()),
            ("xl/sharedStrings.xml", &self.strings),
            ("xl/styles.xml", self.styles.as_bytes()),
            ("xl/worksheets/sheet1.xml", &self.sheet),
            (
                "xl/worksheets/sheet2.xml",
                b"<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>",
            ),
        ])
    }

    fn read(&self) -> std::result::Result<Table, RowProblem> {
        read(&self.bytes(), LIMITS)
    }
}

fn relations(of: &[(&str, &str, &str)]) -> String {
    let relations = of.iter().fold(String::new(), |mut all, (id, kind, target)| {
        let _ = write!(
            all,
            r#"<Relationship Id="{id}" Type="{RELATION}/{kind}" Target="{target}"/>"#
        );
        all
    });
    format!("<Relationships>{relations}</Relationships>")
}

/// The header as row 0, and the rows with their numbers.
fn rows(table: &Table) -> Vec<(u64, Vec<&str>)> {
    let header = (0, &table.headers);
    let all = std::iter::once(header).chain(table.rows.iter().map(|row| (row.number, &row.cells)));
    all.map(|(number, cells)| (number, cells.iter().map(String::as_str).collect()))
        .collect()
}

#[test]
fn every_way_to_keep_a_value_is_read() {
    let mut made = Made::of(
        r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>
        <row r="3" spans="1:2"><c r="A3"><v>1.1000000000000001</v></c><c r="B3" s="1"><v>45839</v></c></row>
        <row r="5"><c r="A5" t="b"><v>1</v></c><c r="B5" t="b"><v>0</v></c></row>
        <row r="6"><c r="A6" t="inlineStr"><is><t>'=trong</t></is></c></row>
        <row r="7"><c r="B7" t="str"><f>"x"&amp;"y"</f><v>x&amp;y &#273;&lt;</v></c></row>
        <row r="8"><c r="A8" t="s"><v>2</v></c><c r="B8"><f>1+1</f><v>2</v></c></row>
        <row r="9"><c r="A9" s="1"/><c r="B9" t="d"><v>2025-07-01T00:00:00</v></c></row>
        <row r="10"><c r="A10" t="inlineStr"><is><r><t>đ</t></r><r><rPr><b/></rPr><t xml:space="preserve"> ậm</t></r></is></c></row>
        <row r="11"><c r="A11" t="str"><v><![CDATA[<b>]]></v></c></row>
        <row><c t="str"><v>a_x000D_b</v></c></row>"#,
    );
    made.strings = "<sst count=\"9\"><si><t>Mã</t></si><si><r><t>Tê</t></r><r><rPr/><t>n</t></r><rPh><t>đọc</t></rPh></si>\
                    <si><t xml:space=\"preserve\"> X\u{00e3}\n&amp; A\u{0301} </t><phoneticPr/></si></sst>"
        .into();
    assert_eq!(
        rows(&made.read().unwrap()),
        [
            (0, vec!["Mã", "Tên"]),
            (3, vec!["1.1", "01/07/2025"]),
            (5, vec!["TRUE", "FALSE"]),
            (6, vec!["=trong", ""]),
            (7, vec!["", "x&y đ<"]),
            (8, vec!["Xã\n& Á", "2"]),
            (9, vec!["", "01/07/2025"]),
            (10, vec!["đ ậm", ""]),
            (11, vec!["<b>", ""]),
            (12, vec!["a\nb", ""]),
        ]
    );
}

/// The cells under a merged one are blank; prefixes, comments and what follows the cells change nothing.
#[test]
fn what_surrounds_the_cells_changes_nothing() {
    let mut made = Made::of("");
    made.sheet = br#"<?xml version="1.0" encoding="UTF-8"?><!-- x --><x:worksheet xmlns:x="y"><x:dimension ref="A1:XFD1048576"/>
        <x:cols><x:col min="1" max="16384"/></x:cols><x:sheetData><x:row x:r="1"><x:c x:r="A1" t="s"><x:v>0</x:v></x:c>
        <x:c r="B1" t="s"><x:v>1</x:v></x:c></x:row><x:row hidden="1"><x:c><x:v>5</x:v></x:c><x:c r="B2"/></x:row></x:sheetData>
        <x:mergeCells count="1"><x:mergeCell ref="A2:B2"/></x:mergeCells></x:worksheet>"#
        .to_vec();
    assert_eq!(
        rows(&made.read().unwrap()),
        [(0, vec!["a", "b"]), (2, vec!["5", ""])]
    );
}

#[test]
fn the_first_sheet_that_is_shown_is_read() {
    let first = |sheets: &str, relation: &[(&str, &str, &str)]| {
        let mut made = Made::of("<row><c><v>1</v></c></row>");
        made.book = format!("<workbook><workbookPr date1904=\"0\"/><sheets>{sheets}</sheets></workbook>");
        made.relations = relations(relation);
        made.read()
            .map(|table| table.headers[0].clone())
            .map_err(|problem| problem.detail.in_lang(Lang::Vi).to_owned())
    };
    let (one, two) = (
        ("r1", "worksheet", "worksheets/sheet1.xml"),
        ("r2", "worksheet", "/xl/worksheets/sheet2.xml"),
    );
    let both = r#"<sheet r:id="r2"/><sheet r:id="r1"/>"#;
    assert_eq!(
        first(both, &[one, two]).unwrap(),
        "2",
        "the order of the tabs counts"
    );
    let hidden = r#"<sheet r:id="r2" state="hidden"/><sheet r:id="r1" state="visible"/>"#;
    assert_eq!(first(hidden, &[one, two]).unwrap(), "1");
    let chart = [one, ("r2", "chartsheet", "worksheets/sheet2.xml")];
    assert_eq!(first(both, &chart).unwrap(), "1");
    let none = r#"<sheet r:id="r2" state="veryHidden"/>"#;
    assert_eq!(
        first(none, &[one, two]).unwrap_err(),
        Refusal::NoSheet.to_string()
    );
}

#[test]
fn days_may_be_counted_from_1904() {
    let mut made = Made::of(r#"<row><c s="1"><v>44377</v></c></row>"#);
    made.book = made
        .book
        .replace("<sheets>", r#"<workbookPr date1904="1"/><sheets>"#);
    assert_eq!(made.read().unwrap().headers, ["01/07/2025"]);
}

#[test]
fn a_workbook_without_shared_texts_and_styles_is_one() {
    let mut made = Made::of(r#"<row><c t="inlineStr"><is><t>a</t></is></c><c s="7"><v>5</v></c></row>"#);
    made.relations = relations(&[("r1", "worksheet", "worksheets/sheet1.xml")]);
    assert_eq!(made.read().unwrap().headers, ["a", "5"]);
}

#[test]
fn a_mistake_in_a_cell_is_told_at_its_row_and_column() {
    let header = r#"<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>"#;
    for (cell, column, word) in [
        (r#"<c r="B5" t="e"><v>#N/A</v></c>"#, "b", "#N/A"),
        (r#"<c r="B5"><f>1+1</f></c>"#, "b", "Công thức"),
        (r#"<c r="B5" t="s"><v>99</v></c>"#, "b", "gõ lại"),
        (r#"<c r="A5"><v>1e999</v></c>"#, "a", "số"),
        (r#"<c r="AC5" t="e"><v>#REF!</v></c>"#, "AC", "#REF!"),
    ] {
        let problem = Made::of(&format!("{header}<row r=\"5\">{cell}</row>"))
            .read()
            .unwrap_err();
        assert_eq!(
            (problem.row, problem.column.as_deref()),
            (5, Some(column)),
            "{cell}"
        );
        assert!(
            problem.detail.in_lang(Lang::Vi).contains(word),
            "{cell}: {:?}",
            problem.detail
        );
    }
}

/// The same checks as for CSV, at the same rows and columns.
#[test]
fn items_are_checked_as_those_of_a_csv_file() {
    let example = csv::rows(&csv::examples()).next().unwrap();
    let mut wrong = example.clone();
    wrong[3] = "9".to_owned();
    let mut rows = vec![example.clone(), wrong, example];
    rows[0][3] = "2".to_owned();
    let header = csv::header();
    let columns = columns::columns(header.iter().map(String::as_str));
    let file = writer::write(&header, columns, rows.clone().into_iter()).unwrap();
    let parsed = parse_items(&file);
    let text = table::write(std::iter::once(header).chain(rows));
    assert_eq!(parsed, csv::parse(&text));
    assert_eq!(parsed, parse_table(&read(&file, LIMITS).unwrap()));
    let told: Vec<_> = parsed
        .problems
        .iter()
        .map(|problem| (problem.row, problem.column.as_deref()))
        .collect();
    // A row that has another mistake repeats a code all the same.
    let code = Some("Mã câu hỏi");
    assert_eq!(told, [(3, Some("Độ khó")), (3, code), (4, code)]);
    assert!(
        parsed
            .problems
            .iter()
            .all(|problem| problem.severity == Severity::Error)
    );
}

#[test]
fn files_are_told_apart_by_what_is_in_them() {
    assert_eq!(read(b"a,b\n1,2\n", LIMITS).unwrap().headers, ["a", "b"]);
    let small = Limits { bytes: 100, rows: 5 };
    let made = Made::of("<row/>").bytes();
    assert_eq!(
        read(&made, small),
        Err(small.check_bytes(made.len()).unwrap_err())
    );
    let few = Limits { rows: 2, ..LIMITS };
    let row = "<row><c><v>1</v></c></row>";
    assert!(read(&Made::of(&row.repeat(3)).bytes(), few).is_ok());
    let first = read_first(&Made::of(&row.repeat(4)).bytes(), few, 1).unwrap();
    assert_eq!(first.rows.len(), 1, "what follows is not met");
    assert_eq!(read(&Made::of(&row.repeat(4)).bytes(), few).unwrap_err().row, 4);
    assert_eq!(
        Made::of("<row/>").read().unwrap_err().detail.in_lang(Lang::Vi),
        "Tệp trống; hãy dùng tệp mẫu."
    );
}
