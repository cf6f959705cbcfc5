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
    let below = KnownUnit {
        parent_code: Some("a".to_owned()),
        ..KnownUnit::default()
    };
    let known = BTreeMap::from([("a".to_owned(), KnownUnit::default()), ("b".to_owned(), below)]);
    assert_eq!(
        parse_units_within(&table(b"code,name,parent_code\nc,C,b\n"), &known)
            .unwrap()
            .len(),
        1
    );
    let circle = parse_units_within(&table(b"code,name,parent_code\na,A,b\n"), &known).unwrap_err();
    assert_eq!(circle.len(), 1);
}

#[test]
fn validity_ends_before_its_last_day_and_not_before_it_began() {
    let day = |text| CivilDate::parse(text).unwrap();
    let validity = Validity {
        from: Some(day("2025-07-01")),
        until: Some(day("2026-01-01")),
    };
    let days = ["2025-06-30", "2025-07-01", "2025-12-31", "2026-01-01"];
    assert_eq!(
        days.map(|text| validity.holds_on(day(text))),
        [false, true, true, false]
    );
    assert!(Validity::default().holds_on(day("2025-06-30")));
    let file = "code,name,valid_from,valid_until\na,A,02/01/2026,01/01/2026\n";
    assert_eq!(
        codes(file).unwrap_err(),
        [(2, Some("Hết hiệu lực từ".to_owned()))]
    );
}

#[test]
fn no_unit_was_made_from_itself() {
    let at = |row| (row, Some("Mã đơn vị trước đó".to_owned()));
    for (rows, problems) in [
        ("a,A,a\n", vec![at(2)]),
        ("a,A,b\nb,B,a\n", vec![at(2), at(3)]),
        ("a,A,x\n", vec![at(2)]),
    ] {
        let file = format!("code,name,predecessor_codes\n{rows}");
        assert_eq!(codes(&file).unwrap_err(), problems, "{rows:?}");
    }
    let file = "code;name;predecessor_codes\na;A;\"c; b;c\"\nb;B;\nc;C;\n";
    assert_eq!(parse_units(file.as_bytes()).unwrap()[0].predecessors, ["b", "c"]);
}

#[test]
fn what_a_file_has_no_column_for_stays() {
    let old = KnownUnit {
        parent_code: Some("b".to_owned()),
        validity: Validity {
            from: CivilDate::parse("2025-07-01"),
            until: None,
        },
        predecessors: vec!["b".to_owned()],
    };
    let known = BTreeMap::from([
        ("a".to_owned(), old.clone()),
        ("b".to_owned(), KnownUnit::default()),
    ]);
    let row = |file: &[u8]| {
        let mut rows = parse_units_within(&table(file), &known).unwrap();
        rows.pop().unwrap()
    };
    let kept = row(b"code,name\na,A\n");
    assert_eq!(
        (kept.parent_code, kept.validity, kept.predecessors),
        (old.parent_code, old.validity, old.predecessors)
    );
    let emptied = row(b"code,name,parent_code,valid_from,predecessor_codes\na,A,,,\n");
    assert_eq!(
        (emptied.parent_code, emptied.validity, emptied.predecessors.len()),
        (None, Validity::default(), 0)
    );
}

#[test]
fn a_row_is_written_as_it_is_read() {
    let file = "Mã,Tên,Mã cấp trên,Số người,Ngày tính,Có hiệu lực từ,Hết hiệu lực từ,Mã đơn vị trước đó\n\
                086,Vĩnh Long,,12000,01/07/2025,01/07/2025,31/12/2030,83;84\n83,Bến Tre,,,,,,\n84,Trà Vinh,,,,,,\n";
    let units = parse_units(file.as_bytes()).unwrap();
    let mut written = vec![HEADERS.map(str::to_owned)];
    written.extend(units.iter().map(UnitRow::cells));
    assert_eq!(parse_units(&table::write(written)).unwrap(), units);
}

#[test]
fn a_head_count_is_a_day_and_a_number() {
    let day = CivilDate::parse("2026-01-01").unwrap();
    assert_eq!(parse_headcount("01/01/2026", " 7 "), Ok((day, 7)));
    let pointers = |day, count| {
        let problems = parse_headcount(day, count).unwrap_err();
        problems.into_iter().map(|one| one.pointer).collect::<Vec<_>>()
    };
    assert_eq!(pointers("", ""), ["/headcount_date", "/headcount"]);
    assert_eq!(pointers("01/01/2026", "-1"), ["/headcount"]);
    for typed in ["1.200", "1 200", "1200"] {
        assert_eq!(parse_headcount("01/01/2026", typed), Ok((day, 1_200)), "{typed}");
    }
    for typed in ["1.20", "1200.000", "1..200", ".200", "1,200"] {
        assert_eq!(pointers("01/01/2026", typed), ["/headcount"], "{typed}");
    }
    assert_eq!(parse_headcount("01/01/2026", "100000000"), Ok((day, 100_000_000)));
    assert_eq!(pointers("01/01/2026", "100000001"), ["/headcount"]);
}

#[test]
fn a_file_counts_no_more_people_than_a_form() {
    let file = |count: &str| format!("Mã,Tên,Số người,Ngày tính\n086,Vĩnh Long,{count},01/07/2025\n");
    let most = parse_units(file("100000000").as_bytes()).unwrap();
    assert_eq!(most[0].headcount, Some(100_000_000));
    let problems = parse_units(file("100000001").as_bytes()).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(
        crate::lang::Lang::ALL.map(|lang| problems[0].detail.in_lang(lang)),
        [
            "Số người tối đa là 100.000.000.",
            "The head-count is at most 100,000,000."
        ]
    );
}

#[test]
fn every_mistake_is_told_at_once() {
    let file = "code,name,parent_code,headcount,predecessor_codes\n\
        A,Một,,x,\nB,Hai,A,,\nB,Ba,A,,\nC,Bốn,KHÔNG CÓ,,\nD,Năm,E,,\nE,Sáu,D,,\nF,Bảy,A,,LẠ\n";
    let problems = parse_units(file.as_bytes()).unwrap_err();
    let told: Vec<(u64, &str)> = problems
        .iter()
        .map(|problem| (problem.row, problem.column.as_deref().unwrap_or_default()))
        .collect();
    let expected = [
        (2, "Số người"),
        (4, "Mã"),
        (5, "Mã cấp trên"),
        (6, "Mã cấp trên"),
        (7, "Mã cấp trên"),
        (8, "Mã đơn vị trước đó"),
    ];
    assert_eq!(told, expected, "{problems:?}");
}

#[test]
fn a_new_code_can_be_typed_and_read_out_everywhere() {
    for code in ["086", "VL.S1.P1", "tw-01_a/2"] {
        assert_eq!(
            codes(&format!("code,name\n{code},A\n")),
            Ok(vec![code.to_owned()])
        );
    }
    for code in ["mã", "a b", "a&b", "a;b"] {
        let refused = codes(&format!("code;name\n\"{code}\";A\n"));
        assert_eq!(refused, Err(vec![(2, Some("Mã".to_owned()))]), "{code}");
    }
    // One from before stays what it was.
    let known = BTreeMap::from([("mã cũ".to_owned(), KnownUnit::default())]);
    let file = table("code,name\nmã cũ,Tên mới\n".as_bytes());
    assert_eq!(parse_units_within(&file, &known).unwrap()[0].name, "Tên mới");
}
