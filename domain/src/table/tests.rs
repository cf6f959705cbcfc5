use super::*;
use crate::lang::Lang;
use crate::text;
use proptest::prelude::*;

const LIMITS: Limits = Limits {
    bytes: 10_000,
    rows: 5,
};

fn rows(file: &str) -> Vec<(u64, Vec<String>)> {
    let table = read(file.as_bytes(), LIMITS).unwrap();
    table
        .rows
        .into_iter()
        .map(|row| (row.number, row.cells))
        .collect()
}

#[test]
fn the_first_rows_are_read_without_those_after_them() {
    let file = "Mã,Tên\n1,A\n\n2,B\n3,C,D\n".as_bytes();
    let first = read_first(file, LIMITS, 2).unwrap();
    assert_eq!(first.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(read_first(file, LIMITS, 3).unwrap_err().row, 5);
    assert_eq!(read(file, LIMITS).unwrap_err().row, 5);
}

#[test]
fn files_of_all_spreadsheets_are_read_alike() {
    let expected = vec![(2, vec!["1".to_owned(), "Xã A, phường B".to_owned()])];
    for file in [
        "\u{feff}Mã,Tên\r\n1,\"Xã A, phường B\"\r\n",
        "Mã,Tên\n1,\"Xã A, phường B\"",
        "Mã;Tên\r\n1;Xã A, phường B\r\n",
        "Mã\tTên\n1\tXã A, phường B\n",
        "Mã,Tên\r1, \u{200b}\"\"Xã A\r",
        "Mã,Tên,,\r\n1,\"Xã A, phường B\",,\r\n",
        "\"Mã\",\"Tên\"\n'1,\"Xa\u{303} A, phường B\"\n",
    ] {
        if file.ends_with('\r') {
            assert_eq!(rows(file).len(), 1, "old line ends");
        } else {
            assert_eq!(rows(file), expected, "{file:?}");
        }
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    for newline in ["\n", "\r\n", "\r"] {
        let file = ["a,b", "1,\"x", "y\"", "", ",", "2,z", "", "", "3,w", ""].join(newline);
        let numbers: Vec<u64> = rows(&file).into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, [2, 5, 8], "{newline:?}");
    }
    assert_eq!(
        rows("\n\na,b\n1,2\n"),
        [(4, vec!["1".to_owned(), "2".to_owned()])]
    );
}

#[test]
fn problems_name_row_and_column() {
    let problem = |bytes: &[u8]| {
        let problem = read(bytes, LIMITS).unwrap_err();
        (problem.row, problem.column)
    };
    assert_eq!(problem(b"ma,ten\n1,x\n2,\xd1\n"), (3, Some("ten".to_owned())));
    assert_eq!(problem(b"ma,\xd1\n1,x\n"), (1, None));
    assert_eq!(problem(b"a,b\n1,2,3\n"), (2, None));
    assert_eq!(problem(b""), (1, None));
    assert_eq!(problem(b"\n,,\n"), (1, None));
    assert_eq!(problem(b"\xff\xfea\0"), (1, None));
    assert_eq!(problem(b"PK\x03\x04"), (1, None));
    assert_eq!(problem(b"a\n1\n2\n3\n4\n5\n6\n"), (7, None));
    assert_eq!(problem(&[b'a'; 10_001]), (1, None));
}

#[test]
fn short_rows_are_filled_up() {
    assert_eq!(
        rows("a,b,c\n1\n"),
        [(2, vec!["1".to_owned(), String::new(), String::new()])]
    );
}

#[test]
fn a_problem_says_what_to_do_in_both_languages() {
    let problem = read(b"a\n1\n2\n3\n4\n5\n6\n", LIMITS).unwrap_err();
    assert_eq!(
        Lang::ALL.map(|lang| problem.detail.in_lang(lang)),
        [
            "Tệp có quá 5 dòng; hãy chia thành nhiều tệp.",
            "The file has more than 5 rows; divide it into several."
        ]
    );
}

proptest! {
    #[test]
    fn guarding_is_undone_exactly(cell in "[=+@'\t\r-]{0,3}.{0,10}") {
        let guarded = guard_cell(&cell);
        prop_assert_eq!(unguard_cell(&guarded), cell.as_str());
        prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r']));
    }

    #[test]
    fn what_is_written_is_read_back(
        cells in prop::collection::vec(prop::array::uniform3("[=+@'\t\r\n\",;a-z-]{0,3}.{0,8}"), 1..5),
    ) {
        let stored: Vec<Vec<String>> = cells.iter().map(|row| row.iter().map(|cell| text::nfc(cell)).collect()).collect();
        let header = vec!["=a".to_owned(), "b".to_owned(), "c".to_owned()];
        let file = write(std::iter::once(header.clone()).chain(stored.clone()));
        let table = read(&file, LIMITS).unwrap();
        prop_assert_eq!(table.headers, header);
        let expected: Vec<Vec<String>> = stored.into_iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
        prop_assert_eq!(table.rows.into_iter().map(|row| row.cells).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, LIMITS);
    }
}

#[test]
fn an_open_quote_is_told_instead_of_swallowing_rows() {
    let limits = Limits { bytes: 1000, rows: 10 };
    let problem = read(b"a,b\n1,\"open\n2,x\n3,y\n", limits).unwrap_err();
    assert_eq!(problem.row, 2);
    for whole in ["a,b\n1,\"x\"\"y\"\n", "a,b\n1,5\" pipe", "a,b\r\n1,\"two\nlines\"", "a,b\n1,\"\"\n"] {
        assert!(read(whole.as_bytes(), limits).is_ok(), "{whole}");
    }
}

/// A header of millions of columns over thousands of short rows would otherwise be gigabytes of blank cells.
#[test]
fn too_many_columns_are_refused_at_their_row() {
    let limits = Limits { bytes: 10_000, rows: 5 };
    let wide = |columns: usize| vec!["a"; columns].join(",");
    assert!(read(wide(COLUMNS_MOST).as_bytes(), limits).is_ok());
    assert_eq!(read(wide(COLUMNS_MOST + 1).as_bytes(), limits).unwrap_err().row, 1);
    let blank = format!("a{}", ",".repeat(5_000));
    assert_eq!(read(blank.as_bytes(), limits).unwrap().headers, ["a"]);
}

#[test]
fn a_short_problem_is_told_before_a_long_file_is_read() {
    let limits = Limits { bytes: 3_000_000, rows: 5 };
    assert!(limits.check_bytes(3_000_000).is_ok());
    let problem = limits.check_bytes(3_000_001).unwrap_err();
    assert!(Lang::ALL.iter().all(|lang| problem.detail.in_lang(*lang).contains("3 MB")));
}

#[test]
fn a_picture_is_not_taken_for_a_table() {
    let problem = read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", LIMITS).unwrap_err();
    assert!(problem.detail.in_lang(crate::lang::Lang::Vi).contains("không phải tệp CSV"));
}
