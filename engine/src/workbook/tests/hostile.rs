//! Files made to do harm: each is refused with a sentence that says what to do, within bounded memory and time.

use super::*;

const SMALL: Bounds = Bounds {
    parts: 20,
    unpacked: 20_000,
    ratio: 1_000_000,
    ratio_from: 1_000_000,
};

fn refused(file: &[u8], why: Refusal) {
    refused_within(file, BOUNDS, why);
}

fn refused_within(file: &[u8], bounds: Bounds, why: Refusal) {
    let problem = read_workbook(file, (LIMITS, usize::MAX), bounds).unwrap_err();
    assert_eq!(problem, RowProblem::from(why));
}

/// Writes over every place where the file holds `old`.
fn patched(mut file: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut found = false;
    for at in 0..=file.len() - old.len() {
        if file[at..].starts_with(old) {
            file[at..at + new.len()].copy_from_slice(new);
            found = true;
        }
    }
    assert!(found, "nothing to change");
    file
}

fn blank_rows(bytes: usize) -> Made {
    Made::of(&"<row/>".repeat(bytes / 6))
}

#[test]
fn a_bomb_is_refused_by_what_it_declares() {
    refused(&blank_rows(1_500_000).bytes(), Refusal::Bomb);
    refused_within(&blank_rows(21_000).bytes(), SMALL, Refusal::TooLarge);
}

/// The directory says that the sheet is small; what comes out is not.
#[test]
fn a_bomb_that_lies_is_refused_while_it_is_unpacked() {
    let made = blank_rows(1_500_000);
    let size = u32::try_from(made.sheet.len()).unwrap().to_le_bytes();
    let file = patched(made.bytes(), &size, &700_u32.to_le_bytes());
    refused(&file, Refusal::Damaged);
    // The same where the ZIP library would let more out than was declared.
    for (packed, unpacked_before, why) in [
        (9_000, 0, Refusal::Bomb),
        (u64::MAX, 99_000_000, Refusal::TooLarge),
    ] {
        let mut total = unpacked_before;
        let mut endless = package::Unpacking {
            inner: std::io::repeat(b' '),
            packed,
            own: 0,
            total: &mut total,
            bounds: BOUNDS,
        };
        let error = std::io::copy(&mut endless, &mut std::io::sink()).unwrap_err();
        assert_eq!(error.get_ref().and_then(|inner| inner.downcast_ref()), Some(&why));
        assert!(total <= BOUNDS.unpacked + 100_000);
    }
    let mut total = 0;
    let sheet = std::io::BufReader::new(package::Unpacking {
        inner: std::io::repeat(b' '),
        packed: 9_000,
        own: 0,
        total: &mut total,
        bounds: BOUNDS,
    });
    assert_eq!(
        strings::read(sheet).unwrap_err(),
        Refusal::Bomb,
        "the reason arrives"
    );
}

#[test]
fn parts_are_counted_before_they_are_listed() {
    let names: Vec<String> = (0..2_001).map(|number| format!("xl/{number}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    refused(&package(&parts), Refusal::ManyParts);
    refused(&package(&parts[..2_000]), Refusal::NotWorkbook);
}

#[test]
fn parts_have_plain_names_and_each_has_one() {
    let long = "a".repeat(24);
    for name in [
        "../../../../etc/passwd01",
        "/etc/passwd01234567890ab",
        "xl/../../../../etc/passwd",
        "C:\\Windows\\system32\\a.xml",
        "xl\\worksheets\\sheet9.xml",
        "C:/Windows/system32/a.xml",
        "xl/a\0bcdefghijklmnopqrst",
    ] {
        let name = &name[..name.len().min(24)];
        let plain = &long[..name.len()];
        let file = patched(package(&[(plain, b"x")]), plain.as_bytes(), name.as_bytes());
        refused(&file, Refusal::BadName);
    }
    let twice = package(&[("xl/one.xml", b"1"), ("xl/two.xml", b"2")]);
    refused(&patched(twice, b"xl/two.xml", b"xl/one.xml"), Refusal::BadName);
}

#[test]
fn locked_and_old_files_are_told_from_broken_ones() {
    let old = |file: &[u8]| assert_eq!(read(file, LIMITS), Err(Refusal::OldOrLocked.into()));
    old(&COMPOUND_FILE);
    old(&[&COMPOUND_FILE[..], &[0; 4_000]].concat());
    // The lowest bit of a part's flags, behind the signature and the version in the directory.
    let plain = Made::of("<row/>").bytes();
    let at = plain
        .windows(4)
        .position(|window| window == b"PK\x01\x02")
        .unwrap();
    let mut locked = plain;
    locked[at + 8] |= 1;
    refused(&locked, Refusal::Encrypted);
}

#[test]
fn other_packages_are_no_workbooks() {
    refused(
        &package(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]),
        Refusal::NotWorkbook,
    );
    refused(&package(&[]), Refusal::NotWorkbook);
    let document = relations(&[("r1", "officeDocument", "word/document.xml")]);
    refused(
        &package(&[("_rels/.rels", document.as_bytes())]),
        Refusal::NotWorkbook,
    );
    let mut outside = Made::of("<row><c><v>1</v></c></row>");
    outside.relations = relations(&[("r1", "worksheet", "../../../etc/passwd")]);
    refused(&outside.bytes(), Refusal::NotWorkbook);
    outside.relations = outside.relations.replace("/>", r#" TargetMode="External"/>"#);
    refused(&outside.bytes(), Refusal::NoSheet);
}

/// Whatever is cut off or flipped: an answer, and never the rows of a file that broke off.
#[test]
fn a_broken_file_is_refused() {
    let whole = Made::of(r#"<row><c><v>1</v></c></row><row><c t="s"><v>0</v></c></row>"#).bytes();
    let table = read(&whole, LIMITS).unwrap();
    for length in (4..whole.len()).step_by(7) {
        let answer = read(&whole[..length], LIMITS);
        assert!(answer.is_err(), "{length} of {} bytes", whole.len());
    }
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x55;
        // A date in the directory may change without harm.
        if let Ok(read) = read(&flipped, LIMITS) {
            assert_eq!(read, table, "byte {at}");
        }
    }
}

#[test]
fn document_types_and_entities_are_refused_in_every_part() {
    let laughs = (1..10).fold(String::from(r#"<!ENTITY l0 "ha">"#), |mut all, level| {
        let _ = write!(
            all,
            r#"<!ENTITY l{level} "{}">"#,
            format!("&l{};", level - 1).repeat(10)
        );
        all
    });
    let outside = r#"<!ENTITY l9 SYSTEM "file:///etc/passwd">"#;
    for declarations in [laughs.as_str(), outside, ""] {
        let kind = if declarations.is_empty() {
            String::new()
        } else {
            format!("<!DOCTYPE x [{declarations}]>")
        };
        let rows = "<row><c t=\"str\"><v>&l9;</v></c></row>";
        let mut sheet = Made::of(rows);
        sheet.sheet.splice(0..0, kind.bytes());
        refused(&sheet.bytes(), Refusal::Declarations);
        let mut strings = Made::of("<row/>");
        strings.strings = format!("{kind}<sst><si><t>&l9;</t></si></sst>").into_bytes();
        refused(&strings.bytes(), Refusal::Declarations);
        let mut styles = Made::of("<row/>");
        styles.styles = format!(r#"{kind}<s><numFmt numFmtId="9" formatCode="&l9;"/></s>"#);
        refused(&styles.bytes(), Refusal::Declarations);
        let mut book = Made::of("<row/>");
        book.book = format!(r#"{kind}<workbook><sheet id="&l9;"/></workbook>"#);
        refused(&book.bytes(), Refusal::Declarations);
        let mut links = Made::of("<row/>");
        links.relations = format!(r#"{kind}<R><Relationship Id="a" Type="b" Target="&l9;"/></R>"#);
        refused(&links.bytes(), Refusal::Declarations);
    }
}

/// The 17,179,869,184 cells that this sheet claims are not made room for, and neither are its texts.
#[test]
fn claims_are_not_believed() {
    let mut made = Made::of("");
    made.sheet = br#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>
        <row r="1048576" spans="1:16384"><c r="A1048576"><v>7</v></c></row></sheetData></worksheet>"#
        .to_vec();
    made.strings =
        br#"<sst count="4294967295" uniqueCount="18446744073709551615"><si><t>a</t></si></sst>"#.to_vec();
    made.styles =
        r#"<styleSheet><cellXfs count="4294967295"><xf numFmtId="0"/></cellXfs></styleSheet>"#.into();
    assert_eq!(
        rows(&made.read().unwrap()),
        [(0, vec!["a"]), (1_048_576, vec!["7"])]
    );
}

#[test]
fn cells_stay_within_the_limits() {
    let wide = Made::of(r#"<row><c><v>1</v></c></row><row><c r="XFD2"><v>1</v></c></row>"#);
    let problem = wide.read().unwrap_err();
    assert_eq!(problem.row, 2);
    assert!(
        problem.detail.in_lang(Lang::Vi).contains("200 cột"),
        "{problem:?}"
    );
    for damaged in [
        r#"<row r="1048577"/>"#,
        r#"<row r="99999999999999999999"/>"#,
        r#"<row r="2"/><row r="2"/>"#,
        r#"<row r="2"/><row r="1"/>"#,
        r#"<row r="0"/>"#,
        r#"<row><c r="XFE1"><v>1</v></c></row>"#,
        r#"<row><c r="B1"/><c r="A1"/></row>"#,
        r#"<row><c r="A1"/><c r="A1"/></row>"#,
        r#"<row><c s="-1"><v>1</v></c></row>"#,
        "<row><c><v>1</v></row>",
        "<row",
    ] {
        refused(&Made::of(damaged).bytes(), Refusal::Damaged);
    }
}

/// A text that is kept once may be shown by every cell.
#[test]
fn what_cells_show_together_is_bounded() {
    let mut made = Made::of(&r#"<row><c t="s"><v>0</v></c></row>"#.repeat(101));
    // Digits that do not repeat themselves, so that the package is no bomb.
    let mut text = String::new();
    let mut seed = 1_u32;
    while text.len() < 500_000 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let _ = write!(text, "{seed}");
    }
    made.strings = format!("<sst><si><t>{text}</t></si></sst>").into_bytes();
    refused(&made.bytes(), Refusal::TooLarge);
}

#[test]
fn only_utf_8_is_read() {
    let mut made = Made::of(r#"<row><c t="s"><v>0</v></c></row>"#);
    made.strings = b"<sst><si><t>V\xec</t></si></sst>".to_vec();
    refused(&made.bytes(), Refusal::NotUtf8);
    let mut wide = Made::of("");
    let text = r#"<?xml version="1.0" encoding="UTF-16"?><worksheet/>"#;
    wide.sheet = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(wide.read().is_err());
}

#[test]
fn nesting_and_attributes_without_end_are_survived() {
    let mut deep = Made::of("");
    deep.sheet = "<a>".repeat(100_000).into_bytes();
    refused(&deep.bytes(), Refusal::Damaged);
    // Compared with each other they would take hours.
    let attributes: String = (0..60_000).fold(String::new(), |mut all, number| {
        let _ = write!(all, " a{number}=\"\"");
        all
    });
    let many = Made::of(&format!("<row{attributes}><c{attributes}><v>1</v></c></row>"));
    assert_eq!(many.read().unwrap().headers, ["1"]);
}
