use super::*;
use crate::bank::blueprint::BlueprintCell;
use crate::bank::samples::{difficulty, item, multiple, number, prediction, single, text};
use crate::contest::answer::parse_canonical;
use crate::contest::paper::{Question, draw};
use proptest::prelude::*;

fn scored(kind: ItemKind, order: &[u8], answer: &str) -> u32 {
    score(&item("A", "T", 1, kind), order, parse_canonical(answer).as_ref())
}

#[test]
fn ids_are_those_shown_not_those_of_the_item() {
    let kind = || single(&["A", "*B", "C"]);
    for (order, answer, hundredths) in [
        ([0, 1, 2], r#"{"options":["2"]}"#, 100),
        ([1, 2, 0], r#"{"options":["1"]}"#, 100),
        ([1, 2, 0], r#"{"options":["2"]}"#, 0),
        ([0, 1, 2], r#"{"options":["4"]}"#, 0),
        ([0, 1, 2], r#"{"options":["0"]}"#, 0),
        ([0, 1, 2], r#"{"text":"B"}"#, 0),
    ] {
        assert_eq!(scored(kind(), &order, answer), hundredths, "{order:?} {answer}");
    }
    assert_eq!(score(&item("A", "T", 1, kind()), &[0, 1, 2], None), 0);
    assert_eq!(key_ids(&item("A", "T", 1, kind()), &[2, 0, 1]), ["3"]);
}

#[test]
fn multiple_choice_is_all_or_nothing_or_partial() {
    let marked = ["*A", "*B", "*C", "D", "E"];
    for (ids, all, partial) in [
        (r#"["1","2","3"]"#, 100, 100),
        (r#"["1","2"]"#, 0, 66),
        (r#"["1"]"#, 0, 33),
        (r#"["1","2","3","4"]"#, 0, 66),
        (r#"["1","4"]"#, 0, 0),
        (r#"["4","5"]"#, 0, 0),
        (r#"["1","2","9"]"#, 0, 33),
    ] {
        let answer = format!(r#"{{"options":{ids}}}"#);
        assert_eq!(
            scored(multiple(&marked, Credit::AllOrNothing), &[0, 1, 2, 3, 4], &answer),
            all,
            "{ids}"
        );
        assert_eq!(
            scored(multiple(&marked, Credit::Partial), &[0, 1, 2, 3, 4], &answer),
            partial,
            "{ids}"
        );
    }
}

#[test]
fn truth_is_option_one() {
    for (truth, id, hundredths) in [
        (true, "1", 100),
        (true, "2", 0),
        (false, "1", 0),
        (false, "2", 100),
    ] {
        let answer = format!(r#"{{"options":["{id}"]}}"#);
        assert_eq!(
            scored(ItemKind::TrueFalse { answer: truth }, &[], &answer),
            hundredths
        );
    }
    assert_eq!(
        key_ids(&item("A", "T", 1, ItemKind::TrueFalse { answer: false }), &[]),
        ["2"]
    );
}

#[test]
fn numbers_are_right_within_the_tolerance_and_on_its_edge() {
    for (answer, hundredths) in [
        ("12.5", 100),
        ("12", 100),
        ("13.0", 100),
        ("13.000001", 0),
        ("11.99", 0),
        ("-12.5", 0),
    ] {
        assert_eq!(
            scored(number("12,5", "0,5"), &[], &format!(r#"{{"number":{answer}}}"#)),
            hundredths,
            "{answer}"
        );
    }
    assert_eq!(
        key_text(&item("A", "T", 1, number("12,5", "0,5"))).as_deref(),
        Some("12,5 (± 0,5)")
    );
    assert_eq!(
        key_text(&item("A", "T", 1, number("34", "0"))).as_deref(),
        Some("34")
    );
}

#[test]
fn short_answers_ignore_case_spaces_and_tone_place() {
    let kind = || text(&["Hòa Bình", "HB"]);
    for (answer, hundredths) in [
        ("hoà  bình", 100),
        ("HB", 100),
        ("hb ", 100),
        ("hoa bình", 0),
        ("", 0),
    ] {
        assert_eq!(
            scored(kind(), &[], &format!(r#"{{"text":"{answer}"}}"#)),
            hundredths,
            "{answer}"
        );
    }
    assert_eq!(key_text(&item("A", "T", 1, kind())).as_deref(), Some("Hòa Bình"));
}

#[test]
fn a_paper_adds_up_and_keeps_its_first_prediction() {
    let items = vec![
        item("1", "T", 1, single(&["*A", "B"])),
        item("2", "T", 1, number("34", "0")),
        item("3", "T", 1, prediction()),
        item("4", "T", 1, prediction()),
    ];
    let pool = Pool::new(items);
    let question = |index| Question {
        item: index,
        order: if index == 0 { vec![1, 0] } else { vec![] },
    };
    let paper = Paper {
        questions: (0..4).map(question).collect(),
    };
    let answers = |texts: &[&str]| texts.iter().map(|text| parse_canonical(text)).collect::<Vec<_>>();

    let all = answers(&[
        r#"{"options":["2"]}"#,
        r#"{"number":35}"#,
        r#"{"number":100}"#,
        r#"{"number":200}"#,
    ]);
    let result = score_paper(&pool, &Rulings::default(), &paper, &all);
    assert_eq!((result.hundredths, result.max_hundredths), (100, 200));
    assert_eq!(result.per_question, [100, 0, 0, 0]);
    assert_eq!(
        result.prediction,
        Some((PredictionOf::Participants, Decimal::whole(100)))
    );

    let second_only = answers(&["", "", "", r#"{"number":200}"#]);
    assert_eq!(
        score_paper(&pool, &Rulings::default(), &paper, &second_only).prediction,
        None,
        "the first prediction counts, or none"
    );
    let none = score_paper(&pool, &Rulings::default(), &paper, &[]);
    assert_eq!(
        (none.hundredths, none.per_question.len(), none.prediction),
        (0, 4, None)
    );
}

proptest! {
    /// Whatever order the options are shown in, the key earns everything, and no answer earns more.
    #[test]
    fn the_key_earns_full_points(seed: [u8; 32], chosen in prop::collection::btree_set(1u8..=5, 1..5)) {
        let pool = Pool::new(vec![item("1", "T", 1, multiple(&["*A", "B", "*C", "D", "*E"], Credit::Partial))]);
        let blueprint = [BlueprintCell { topic: "T".to_owned(), difficulty: difficulty(1), count: 1 }];
        let paper = draw(&pool, &blueprint, seed).unwrap();
        let (item, order) = (&pool.items()[0], &paper.questions[0].order);
        let key = Value::Options(key_ids(item, order));
        prop_assert_eq!(score(item, order, Some(&key)), 100);
        prop_assert!(is_correct(item, order, Some(&key)));
        let other = Value::Options(chosen.iter().map(u8::to_string).collect());
        let earned = score(item, order, Some(&other));
        prop_assert_eq!(earned == 100, other == key);
        prop_assert_eq!(is_correct(item, order, Some(&other)), other == key);
    }
}
