use super::*;

fn table(file: &[u8]) -> Table {
    table::read(file, LIMITS).unwrap()
}

fn codes(file: &str) -> Result<Vec<String>, Vec<(u64, Option<String>)>> {
    parse_units(file.as_bytes())
        .map(|units| units.into_iter().map(|unit| unit.code).collect())
        .map_err(|problems| {
            problems
                .into_iter()
                .map(|problem| (problem.row, problem.column))
                .collect()
        })
}

#[test]
fn units_are_read_under_either_header() {
    let vietnamese =
        "Mã,Tên,Mã cấp trên,Số người,Ngày tính\n086,Vĩnh Long,,12000,01/07/2025\n001,Xã  An,086,,\n";
    let english =
        "headcount_date;headcount;parent_code;name;code\n2025-07-01;12000;;Vĩnh Long;086\n;;086;Xã An;001\n";
    let units = parse_units(vietnamese.as_bytes()).unwrap();
    assert_eq!(parse_units(english.as_bytes()).unwrap(), units);
    assert_eq!(units[0].code, "086", "leading zeros stay");
    assert_eq!(
        (units[0].headcount, units[0].headcount_date),
        (Some(12000), CivilDate::parse("2025-07-01"))
    );
    assert_eq!(
        (
            units[1].name.as_str(),
            units[1].parent_code.as_deref(),
            units[1].row
        ),
        ("Xã An", Some("086"), 3)
    );
}

#[test]
fn parents_come_before_their_children() {
    let file = "Mã,Tên,Mã cấp trên\nc,C,b\nb,B,a\nd,D,a\na,A,\n";
    assert_eq!(codes(file).unwrap(), ["a", "b", "d", "c"]);
}

#[test]
fn mistakes_are_told_with_row_and_column() {
    let at = |row, column: &str| (row, Some(column.to_owned()));
    for (file, problems) in [
        ("Mã,Tên\na,A\na,B\n", vec![at(3, "Mã")]),
        ("Mã,Tên\n,A\nb,\n", vec![at(2, "Mã"), at(3, "Tên")]),
        ("Mã,Tên,Mã cấp trên\na,A,x\nb,B,a\n", vec![at(2, "Mã cấp trên")]),
        (
            "Mã,Tên,Mã cấp trên\na,A,b\nb,B,a\nc,C,\n",
            vec![at(2, "Mã cấp trên"), at(3, "Mã cấp trên")],
        ),
        ("Mã,Tên,Mã cấp trên\na,A,a\n", vec![at(2, "Mã cấp trên")]),
        (
            "Mã,Tên,Số người\na,A,nhiều\nb,B,-1\n",
            vec![at(2, "Số người"), at(3, "Số người")],
        ),
        ("Mã,Tên,Ngày tính\na,A,31/11/2025\n", vec![at(2, "Ngày tính")]),
        ("Mã,Tên,Lạ\na,A,1\n", vec![at(1, "Lạ")]),
        ("Mã,code,Tên\na,a,A\n", vec![at(1, "code")]),
        ("Mã\na\n", vec![at(1, "Tên")]),
        ("", vec![(1, None)]),
    ] {
        assert_eq!(codes(file).unwrap_err(), problems, "{file:?}");
    }
}

#[test]
fn known_units_are_parents_too_and_may_close_a_circle() {
    let known = BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some("a".to_owned()))]);
    assert_eq!(
        parse_units_within(&table(b"code,name,parent_code\nc,C,b\n"), &known)
            .unwrap()
            .len(),
        1
    );
    let circle = parse_units_within(&table(b"code,name,parent_code\na,A,b\n"), &known).unwrap_err();
    assert_eq!(circle.len(), 1);
}
