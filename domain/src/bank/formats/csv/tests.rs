use super::*;
use crate::bank::item::{ChoiceOption, Credit, Difficulty, ItemKind, ItemStatus, PredictionOf};
use crate::bank::samples::{multiple, number, single, text};
use crate::decimal::Decimal;
use crate::text::{answer_key, collapse_spaces, nfc};
use crate::time::CivilDate;
use proptest::prelude::*;
use std::collections::BTreeSet;

const HEADER: &str =
    "Mã câu hỏi,Loại,Chủ đề,Độ khó,Nội dung,Phương án A,Phương án B,Phương án C,Phương án D,Đáp án";

fn file(rows: &str) -> String {
    format!("{HEADER}\n{rows}\n")
}

fn errors(file: &str) -> Vec<(u64, String)> {
    let problems = parse(file.as_bytes()).problems.into_iter();
    let errors = problems.filter(|problem| problem.severity == Severity::Error);
    errors
        .map(|problem| (problem.row, problem.column.unwrap_or_default()))
        .collect()
}

fn only_item(file: &str) -> Item {
    let mut parsed = parse(file.as_bytes());
    assert_eq!(parsed.problems, []);
    assert_eq!(parsed.items.len(), 1);
    parsed.items.remove(0).1
}

#[test]
fn each_kind_is_read() {
    for (row, kind) in [
        ("1,Một lựa chọn,T,1,Hỏi?,Một,Hai,,,B", single(&["Một", "*Hai"])),
        ("1,một lựa chọn,T,1,Hỏi?,Một,Hai,,,b", single(&["Một", "*Hai"])),
        (
            "1,NHIỀU LỰA CHỌN,T,1,Hỏi?,Một,Hai,Ba,,\"A, c\"",
            multiple(&["*Một", "Hai", "*Ba"], Credit::AllOrNothing),
        ),
        (
            "1,Đúng/Sai,T,1,Hỏi?,,,,,sai",
            ItemKind::TrueFalse { answer: false },
        ),
        ("1,Số,T,1,Hỏi?,,,,,\"12,5\"", number("12.5", "0")),
        (
            "1,Trả lời ngắn,T,1,Hỏi?,,,,,Hòa Bình | HB |",
            text(&["Hòa Bình", "HB"]),
        ),
        (
            "1,Dự đoán số người dự thi,T,1,Hỏi?,,,,,",
            ItemKind::Prediction {
                of: PredictionOf::Participants,
            },
        ),
        (
            "1,Dự đoán số người đúng hết,T,1,Hỏi?,,,,,",
            ItemKind::Prediction {
                of: PredictionOf::AllCorrect,
            },
        ),
    ] {
        assert_eq!(only_item(&file(row)).kind, kind, "{row}");
    }
}

#[test]
fn missing_columns_have_defaults() {
    let item = only_item(&file("CCHC-001,Một lựa chọn,Thể  chế,3,Hỏi?,Một,Hai,,,A"));
    assert_eq!(
        (item.code.as_str(), item.topic.as_str(), item.difficulty.level()),
        ("CCHC-001", "Thể chế", 3)
    );
    assert_eq!(
        (item.points_hundredths, item.language.as_str(), item.status),
        (100, "vi", ItemStatus::Draft)
    );
    assert_eq!((item.valid_from, item.valid_until), (None, None));
    let prediction = only_item(&file("1,Dự đoán số người dự thi,T,1,Hỏi?,,,,,"));
    assert_eq!(prediction.points_hundredths, 0);
}

#[test]
fn optional_columns_are_read_in_any_order() {
    let item = only_item(
        "\u{feff}trạng thái ;ĐÁP ÁN;Điểm;Hiệu lực đến;Hiệu lực từ;Ngôn ngữ;Nguồn;Giải thích;Cách chấm;Xáo phương án;\
         Phương án cố định;Phương án B;Phương án A;Nội dung;Độ khó;Chủ đề;Loại;Mã câu hỏi\r\n\
         Đã duyệt;A;2,5;2026-12-31;1/7/2025;en;Luật;Vì thế;Từng phần;Không;B, A;Hai;Một;\"Hỏi\r\ngì?\";5;T;Nhiều lựa chọn;X\r\n",
    );
    let ItemKind::MultipleChoice {
        options,
        credit,
        shuffle,
    } = &item.kind
    else {
        panic!("{item:?}")
    };
    assert_eq!((*credit, *shuffle), (Credit::Partial, false));
    assert!(options.iter().all(|option| option.pinned));
    assert_eq!(
        (item.points_hundredths, item.stem.as_str(), item.status),
        (250, "Hỏi\ngì?", ItemStatus::Approved)
    );
    assert_eq!(
        (
            item.source.as_str(),
            item.explanation.as_str(),
            item.language.as_str()
        ),
        ("Luật", "Vì thế", "en")
    );
    let dates = (item.valid_from.unwrap().iso(), item.valid_until.unwrap().iso());
    assert_eq!(dates, ("2025-07-01".to_owned(), "2026-12-31".to_owned()));
}

#[test]
fn mistakes_are_told_with_row_and_column() {
    for (row, column) in [
        (",Một lựa chọn,T,1,Hỏi?,Một,Hai,,,A", "Mã câu hỏi"),
        ("1,Trắc nghiệm,T,1,Hỏi?,Một,Hai,,,A", "Loại"),
        ("1,Một lựa chọn,,1,Hỏi?,Một,Hai,,,A", "Chủ đề"),
        ("1,Một lựa chọn,T,6,Hỏi?,Một,Hai,,,A", "Độ khó"),
        ("1,Một lựa chọn,T,dễ,Hỏi?,Một,Hai,,,A", "Độ khó"),
        ("1,Một lựa chọn,T,1,,Một,Hai,,,A", "Nội dung"),
        ("1,Một lựa chọn,T,1,Hỏi?,Một,,,,A", "Phương án B"),
        ("1,Một lựa chọn,T,1,Hỏi?,Một,,Ba,,A", "Phương án B"),
        ("1,Một lựa chọn,T,1,Hỏi?,Hoà,  HÒA ,,,A", "Phương án B"),
        ("1,Một lựa chọn,T,1,Hỏi?,Một,Hai,,,", "Đáp án"),
        ("1,Một lựa chọn,T,1,Hỏi?,Một,Hai,,,\"A, B\"", "Đáp án"),
        ("1,Một lựa chọn,T,1,Hỏi?,Một,Hai,,,C", "Đáp án"),
        ("1,Một lựa chọn,T,1,Hỏi?,Một,Hai,,,Một", "Đáp án"),
        ("1,Một lựa chọn,T,1,Hỏi?,Một,Hai,,,1", "Đáp án"),
        ("1,Nhiều lựa chọn,T,1,Hỏi?,Một,Hai,,,", "Đáp án"),
        ("1,Đúng/Sai,T,1,Hỏi?,,,,,A", "Đáp án"),
        ("1,Số,T,1,Hỏi?,,,,,nhiều", "Đáp án"),
        ("1,Số,T,1,Hỏi?,,,,,1.000.000", "Đáp án"),
        ("1,Số,T,1,Hỏi?,,,,,25.000", "Đáp án"),
        ("1,Trả lời ngắn,T,1,Hỏi?,,,,, | ", "Đáp án"),
        ("1,Trả lời ngắn,T,1,Hỏi?,,,,,", "Đáp án"),
    ] {
        assert_eq!(errors(&file(row)), [(2, column.to_owned())], "{row}");
    }
}

#[test]
fn mistakes_in_optional_columns_are_told() {
    for (column, cell) in [
        ("Phương án cố định", "Z"),
        ("Phương án cố định", "C"),
        ("Xáo phương án", "có lẽ"),
        ("Cách chấm", "một nửa"),
        ("Điểm", "0"),
        ("Điểm", "-1"),
        ("Điểm", "0.125"),
        ("Điểm", "1001"),
        ("Hiệu lực từ", "2025"),
        ("Hiệu lực đến", "31/06/2025"),
        ("Ngôn ngữ", "tiếng Việt"),
        ("Trạng thái", "xong"),
    ] {
        let file = format!("{HEADER},{column}\n1,Nhiều lựa chọn,T,1,Hỏi?,Một,Hai,,,A,{cell}\n");
        assert_eq!(errors(&file), [(2, column.to_owned())], "{column}: {cell}");
    }
    let number = |tolerance| format!("{HEADER},Sai số\n1,Số,T,1,Hỏi?,,,,,5,{tolerance}\n");
    assert_eq!(errors(&number("-1")), [(2, "Sai số".to_owned())]);
    assert_eq!(errors(&number("một")), [(2, "Sai số".to_owned())]);
    let dates = format!("{HEADER},Hiệu lực từ,Hiệu lực đến\n1,Số,T,1,Hỏi?,,,,,5,02/01/2025,01/01/2025\n");
    assert_eq!(errors(&dates), [(2, "Hiệu lực đến".to_owned())]);
}

#[test]
fn one_row_tells_all_its_mistakes() {
    let found = errors(&file(",Một lựa chọn,,9,,Một,Hai,,,E"));
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn headers_are_checked_first() {
    assert_eq!(
        errors("Mã câu hỏi,Loại\n"),
        ["Chủ đề", "Độ khó", "Nội dung", "Đáp án"].map(|c| (1, c.to_owned()))
    );
    assert_eq!(
        errors(&format!("{HEADER},Ghi chú\n")),
        [(1, "Ghi chú".to_owned())]
    );
    assert_eq!(errors(&format!("{HEADER},dap an\n")), [(1, "dap an".to_owned())]);
    assert_eq!(errors(""), [(1, String::new())]);
}

#[test]
fn codes_are_unique_and_rows_count_as_in_a_spreadsheet() {
    let row = |code: &str, stem: &str| format!("{code},Đúng/Sai,T,1,{stem},,,,,Đúng");
    let file = file(
        &[
            row("1", "\"Một\nhai\""),
            String::new(),
            row("2", "Hỏi?"),
            row("1", "Hỏi?"),
        ]
        .join("\n"),
    );
    assert_eq!(errors(&file), [(5, "Mã câu hỏi".to_owned())]);
    let rows: Vec<u64> = parse(file.as_bytes()).items.iter().map(|(row, _)| *row).collect();
    assert_eq!(rows, [2, 4]);
}

#[test]
fn long_cells_are_refused() {
    let file = |code, stem, option| {
        let (code, stem, option) = ("x".repeat(code), "ệ".repeat(stem), "ệ".repeat(option));
        file(&format!("{code},Một lựa chọn,T,1,{stem},{option},Hai,,,A"))
    };
    assert_eq!(errors(&file(64, 4000, 1000)), []);
    assert_eq!(errors(&file(65, 4000, 1000)), [(2, "Mã câu hỏi".to_owned())]);
    assert_eq!(errors(&file(64, 4001, 1000)), [(2, "Nội dung".to_owned())]);
    assert_eq!(errors(&file(64, 4000, 1001)), [(2, "Phương án A".to_owned())]);
}

#[test]
fn cells_that_may_be_misunderstood_are_warned_of() {
    let parsed = parse(file("1,Đúng/Sai,T,1,Hỏi?,Đúng,Sai,,,Đúng").as_bytes());
    assert_eq!(parsed.items.len(), 1);
    assert_eq!(parsed.problems.len(), 2);
    assert!(!parsed.has_errors());
    let grouped = parse(file("1,Số,T,1,Hỏi?,,,,,1.234").as_bytes());
    assert_eq!((grouped.items.len(), grouped.problems.len()), (1, 1));
}

#[test]
fn the_template_is_an_import_without_problems() {
    let parsed = parse(&template());
    assert_eq!(parsed.problems, []);
    assert_eq!(parsed.items.len(), 7);
    let header = String::from_utf8(template()).unwrap();
    let header = header.lines().next().unwrap();
    assert!(header.starts_with("\u{feff}Mã câu hỏi,Loại,Chủ đề,Độ khó,Nội dung,Phương án A,Phương án B"));
    assert!(header.ends_with("Phương án H,Đáp án,Phương án cố định,Xáo phương án,Cách chấm,Sai số,Điểm,Giải thích,Nguồn,Hiệu lực từ,Hiệu lực đến,Ngôn ngữ,Trạng thái"));
}

#[test]
fn exported_cells_hold_no_formulas() {
    let mut item = only_item(&file("1,Một lựa chọn,T,1,Hỏi?,Một,Hai,,,A"));
    (item.stem, item.source) = ("=1+1".to_owned(), "@SUM(A1)".to_owned());
    let written = String::from_utf8(export(&[item.clone()])).unwrap();
    assert!(
        written.contains(",'=1+1,") && written.contains(",'@SUM(A1),"),
        "{written}"
    );
    assert_eq!(only_item(&written), item);
}

/// Stored text that begins with what spreadsheets and CSV care about.
fn stored() -> impl Strategy<Value = String> {
    "[=+@'\"\n\t,;-]{0,2}[\"\n,;'|a-zA-ZĐđÀ-ỹ0-9 ]{1,12}"
        .prop_map(|raw| nfc(&raw))
        .prop_filter("blank", |stored| !stored.is_empty())
}

fn line() -> impl Strategy<Value = String> {
    stored().prop_map(|text| collapse_spaces(&text))
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (-1_000_000i64..1_000_000, 0u32..1_000_000)
        .prop_map(|(whole, places)| Decimal::parse(&format!("{whole}.{places:06}")).unwrap())
}

fn choice_options() -> impl Strategy<Value = Vec<ChoiceOption>> {
    let option = (stored(), any::<bool>(), any::<bool>());
    let option = option.prop_map(|(text, correct, pinned)| ChoiceOption {
        text,
        correct,
        pinned,
    });
    prop::collection::vec(option, 2..=OPTIONS_MOST).prop_filter("alike", |options| {
        options
            .iter()
            .map(|option| answer_key(&option.text))
            .collect::<BTreeSet<_>>()
            .len()
            == options.len()
    })
}

fn kind() -> impl Strategy<Value = ItemKind> {
    prop_oneof![
        (choice_options(), any::<prop::sample::Index>(), any::<bool>()).prop_map(
            |(mut options, key, shuffle)| {
                let key = key.index(options.len());
                options
                    .iter_mut()
                    .enumerate()
                    .for_each(|(index, option)| option.correct = index == key);
                ItemKind::SingleChoice { options, shuffle }
            }
        ),
        (choice_options(), any::<bool>(), any::<bool>()).prop_map(|(mut options, partial, shuffle)| {
            options[0].correct = true;
            let credit = if partial {
                Credit::Partial
            } else {
                Credit::AllOrNothing
            };
            ItemKind::MultipleChoice {
                options,
                credit,
                shuffle,
            }
        }),
        any::<bool>().prop_map(|answer| ItemKind::TrueFalse { answer }),
        (decimal(), decimal()).prop_map(|(answer, tolerance)| {
            ItemKind::Number {
                answer,
                tolerance: tolerance.abs_diff(Decimal::ZERO),
            }
        }),
        prop::collection::vec(line().prop_filter("bar", |variant| !variant.contains('|')), 1..4)
            .prop_map(|accepted| ItemKind::Text { accepted }),
        Just(ItemKind::Prediction {
            of: PredictionOf::Participants
        }),
        Just(ItemKind::Prediction {
            of: PredictionOf::AllCorrect
        }),
    ]
}

fn date() -> impl Strategy<Value = Option<CivilDate>> {
    prop::option::of((0i64..3000).prop_map(|days| CivilDate::new(2020, 1, 1).unwrap().plus_days(days)))
}

prop_compose! {
    fn items()(
        code in line(), topic in line(), level in 1u8..=5, stem in stored(), kind in kind(), points in 1u32..=100_000,
        explanation in prop_oneof![Just(String::new()), stored()], source in prop_oneof![Just(String::new()), stored()],
        dates in (date(), date()), status in 0usize..3,
    ) -> Item {
        let (one, other) = dates;
        let swap = one.zip(other).is_some_and(|(one, other)| one > other);
        let (valid_from, valid_until) = if swap { (other, one) } else { (one, other) };
        let prediction = matches!(kind, ItemKind::Prediction { .. });
        Item {
            code, topic, difficulty: Difficulty::new(level).unwrap(), stem, kind,
            points_hundredths: if prediction { 0 } else { points },
            explanation, source, valid_from, valid_until,
            language: "vi".to_owned(),
            status: [ItemStatus::Draft, ItemStatus::Approved, ItemStatus::Retired][status],
        }
    }
}

proptest! {
    #[test]
    fn what_is_exported_is_read_back(mut items in prop::collection::vec(items(), 0..6)) {
        for (number, item) in items.iter_mut().enumerate() {
            item.code = format!("{}{number}", item.code);
        }
        let parsed = parse(&export(&items));
        prop_assert!(!parsed.has_errors(), "{:?}", parsed.problems);
        prop_assert_eq!(parsed.items.into_iter().map(|(_, item)| item).collect::<Vec<_>>(), items);
    }

    #[test]
    fn no_file_makes_it_panic(cells in prop::collection::vec("[A-Ha-z,\"';0-9 |.-]{0,30}", 1..6)) {
        let _ = parse(file(&cells.join("\n")).as_bytes());
    }
}

#[test]
fn every_mistake_of_a_file_is_told_at_once() {
    let table = file("Q1,Một lựa chọn,T,9,Hỏi?,Một,Hai,,,A\nQ1,Một lựa chọn,T,8,Hỏi?,Một,,,,Z");
    let problems = parse(table.as_bytes()).problems;
    let told: Vec<(u64, &str)> = problems
        .iter()
        .map(|problem| (problem.row, problem.column.as_deref().unwrap_or_default()))
        .collect();
    let expected = [
        (2, "Độ khó"),
        (3, "Độ khó"),
        (3, "Phương án B"),
        (3, "Đáp án"),
        (3, "Mã câu hỏi"),
    ];
    assert_eq!(told, expected, "{problems:?}");
}
