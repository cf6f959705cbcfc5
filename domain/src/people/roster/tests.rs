use super::*;
use crate::table;
use proptest::prelude::*;
use uuid::Uuid;

fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

fn known(code: &str) -> Option<UnitId> {
    match code {
        "S01" => Some(unit(1)),
        "086" => Some(unit(86)),
        _ => None,
    }
}

fn parse(file: &str) -> Result<ParsedRoster, Vec<RowProblem>> {
    parse_roster(&table::read(file.as_bytes(), LIMITS).unwrap(), known)
}

type Place = (u64, Option<String>);

fn places(problems: Vec<RowProblem>) -> Vec<Place> {
    let place = |problem: RowProblem| (problem.row, problem.column);
    problems.into_iter().map(place).collect()
}

fn at(row: u64, column: &str) -> Place {
    (row, Some(column.to_owned()))
}

#[test]
fn people_are_read_under_either_header() {
    let vietnamese =
        "Họ và tên,Mã đơn vị,Mã cán bộ,Ngày sinh\nTrần  Thị Minh,S01, cb-01 ,05/01/1990\nLê An,086,,\n";
    let english =
        "birth_date;staff_code;unit_code;full_name\n1990-01-05;cb-01;S01;Trần Thị Minh\n;;086;Lê An\n";
    let people = parse(vietnamese).unwrap();
    assert_eq!(parse(english).unwrap(), people);
    assert!(people.warnings.is_empty());
    let first = &people.rows[0];
    assert_eq!((first.row, first.full_name.as_str()), (2, "Trần Thị Minh"));
    assert_eq!(
        (first.unit, first.staff_code.as_deref()),
        (unit(1), Some("cb-01"))
    );
    assert_eq!(first.birth_date, CivilDate::parse("1990-01-05"));
    assert_eq!(
        (people.rows[1].staff_code.as_deref(), people.rows[1].birth_date),
        (None, None)
    );
}

#[test]
fn mistakes_are_told_with_row_and_column() {
    let header = "Họ và tên,Mã đơn vị,Mã cán bộ,Ngày sinh";
    for (rows, problems) in [
        (",S01,,\n", vec![at(2, "Họ và tên")]),
        ("Lê An 2,S01,,\n", vec![at(2, "Họ và tên")]),
        (
            "Lê An,,,\nLê An,S99,,\n",
            vec![at(2, "Mã đơn vị"), at(3, "Mã đơn vị")],
        ),
        ("Lê An,S01,,31/02/1990\n", vec![at(2, "Ngày sinh")]),
        ("Lê An,S01,CB.1,\nLê Ba,S01,cb 1,\n", vec![at(3, "Mã cán bộ")]),
        (
            "X,S99,,x\n",
            vec![at(2, "Họ và tên"), at(2, "Mã đơn vị"), at(2, "Ngày sinh")],
        ),
    ] {
        let problems_found = places(parse(&format!("{header}\n{rows}")).unwrap_err());
        assert_eq!(problems_found, problems, "{rows:?}");
    }
    let long = format!("{header}\nLê An,S01,{},\n", "x".repeat(41));
    assert_eq!(places(parse(&long).unwrap_err()), [at(2, "Mã cán bộ")]);
    assert_eq!(
        places(parse("Mã đơn vị\nS01\n").unwrap_err()),
        [at(1, "Họ và tên")]
    );
    assert_eq!(
        places(parse("Họ tên,Họ và tên,Mã đơn vị\nLê An,Lê An,S01\n").unwrap_err()),
        [at(1, "Họ và tên")]
    );
}

#[test]
fn what_is_not_kept_and_who_stands_there_twice_is_told() {
    let file = "STT,Họ và tên,Mã đơn vị,Điện thoại\n1,Lê An,S01,0912345678\n2,lê  ân,S01,\n3,Lê An,086,\n";
    let people = parse(file).unwrap();
    assert_eq!(people.rows.len(), 3);
    assert_eq!(
        places(people.warnings),
        [at(1, "STT"), at(1, "Điện thoại"), at(3, "Họ và tên")]
    );
    assert!(!format!("{:?}", people.rows).contains("0912345678"));
}

#[test]
fn a_row_is_written_as_it_is_read() {
    let file = "Họ và tên,Mã đơn vị,Mã cán bộ,Ngày sinh\nTrần Thị Minh,S01,001,05/01/1990\nLê An,086,=1,\n";
    let people = parse(file).unwrap();
    let mut written = vec![HEADERS.map(str::to_owned)];
    written.extend(people.rows.iter().map(RosterRow::cells));
    let written = String::from_utf8(table::write(written)).unwrap();
    assert_eq!(parse(&written).unwrap(), people);
}

fn row(name: &str, code: Option<&str>, born: Option<&str>, of: u128) -> Expected {
    Expected {
        name_folded: text::fold(name),
        staff_folded: code.map(text::fold),
        birth_date: born.and_then(CivilDate::parse),
        unit: unit(of),
    }
}

/// Of a unit below 1, below 0.
fn comer(name: &str, code: Option<&str>, born: &str, of: u128) -> Comer {
    Comer {
        name_folded: text::fold(name),
        staff_folded: code.map(text::fold),
        birth_date: CivilDate::parse(born),
        units: vec![unit(of), unit(1), unit(0)],
    }
}

#[test]
fn a_code_decides_where_both_have_one_and_else_name_birth_date_and_unit() {
    let born = "1990-01-05";
    let an = |code| comer("Lê  Ân", code, born, 5);
    for (row, code, meets) in [
        (row("Ai Khác", Some("CB-1"), None, 9), Some("cb 1"), true),
        (row("Lê An", Some("CB-1"), None, 5), Some("cb 2"), false),
        (row("Lê An", Some("CB-1"), None, 5), None, true),
        (row("Lê An", None, None, 5), Some("cb 2"), true),
        (row("Lê An", None, None, 1), None, true),
        (row("Lê An", None, None, 6), None, false),
        (row("Lê Anh", None, None, 5), None, false),
        (row("Lê An", None, Some(born), 0), None, true),
        (row("Lê An", None, Some("1990-01-06"), 5), None, false),
        // A code of signs only is none.
        (row("Lê An", Some("CB-1"), None, 5), Some("--"), true),
    ] {
        assert_eq!(first_met([&row], &an(code)).is_some(), meets, "{row:?} {code:?}");
    }
}

#[test]
fn the_closest_row_is_met_first_and_alike_ones_in_their_order() {
    let born = "1990-01-05";
    let an = comer("Lê An", Some("cb 1"), born, 5);
    let far = row("Lê An", None, None, 1);
    let near = row("Lê An", None, None, 5);
    let dated = row("Lê An", None, Some(born), 0);
    let coded = row("Ai Khác", Some("CB 1"), None, 9);
    assert_eq!(first_met([&far, &near, &dated, &coded], &an), Some(3));
    assert_eq!(first_met([&far, &near, &dated], &an), Some(2));
    assert_eq!(first_met([&far, &near], &an), Some(1));
    assert_eq!(first_met([&near, &near], &an), Some(0));
    let two = [
        an.clone(),
        comer("Lê An", None, born, 5),
        comer("Lê An", None, born, 5),
    ];
    assert_eq!(meet_all(&[near.clone(), near], &two), [Some(0), Some(1)]);
}

#[test]
fn no_namesake_takes_the_row_of_a_code() {
    let rows = [row("Lê An", Some("1"), None, 5), row("Lê An", None, None, 5)];
    let comers = [
        comer("Lê An", None, "1990-01-05", 5),
        comer("Lê An", Some("1"), "1991-01-05", 5),
    ];
    assert_eq!(meet_all(&rows, &comers), [Some(1), Some(0)]);
}

prop_compose! {
    fn any_row()(name in 0..3_u8, code in proptest::option::of(0..4_u8), born in proptest::option::of(0..2_u8), of in 0..4_u128) -> Expected {
        Expected {
            name_folded: name.to_string(),
            staff_folded: code.map(|code| code.to_string()),
            birth_date: born.and_then(|born| CivilDate::new(1990 + i32::from(born), 1, 1)),
            unit: unit(of),
        }
    }
}

prop_compose! {
    fn any_comer()(row in any_row(), born in 0..2_u8) -> Comer {
        Comer {
            name_folded: row.name_folded,
            staff_folded: row.staff_folded,
            birth_date: CivilDate::new(1990 + i32::from(born), 1, 1),
            units: vec![row.unit, unit(0)],
        }
    }
}

proptest! {
    #[test]
    fn whoever_meets_a_row_is_meant_by_it_once_and_nobody_is_left_beside_a_free_row(
        rows in proptest::collection::vec(any_row(), 0..8),
        comers in proptest::collection::vec(any_comer(), 0..8),
    ) {
        let met = meet_all(&rows, &comers);
        let mut whom: Vec<usize> = met.iter().flatten().copied().collect();
        whom.sort_unstable();
        let once = whom.len();
        whom.dedup();
        prop_assert_eq!(whom.len(), once, "nobody meets two rows");
        for (row, comer) in rows.iter().zip(&met).filter_map(|(row, met)| Some((row, (*met)?))) {
            prop_assert!(first_met([row], &comers[comer]).is_some());
        }
        let free: Vec<&Expected> = rows.iter().zip(&met).filter(|(_, met)| met.is_none()).map(|(row, _)| row).collect();
        for (place, comer) in comers.iter().enumerate().filter(|(place, _)| !whom.contains(place)) {
            prop_assert_eq!(first_met(free.iter().copied(), comer), None, "{}", place);
        }
    }

    #[test]
    fn rows_that_say_the_same_are_met_in_order(count in 1..6_usize, comers in 0..8_usize) {
        let rows = vec![row("Lê An", None, None, 1); count];
        let all = vec![comer("Lê An", None, "1990-01-05", 5); comers];
        let expected: Vec<Option<usize>> = (0..count).map(|place| (place < comers).then_some(place)).collect();
        prop_assert_eq!(meet_all(&rows, &all), expected);
    }
}
