use super::*;
use crate::bank::blueprint::BlueprintCell;
use crate::bank::item::Credit;
use crate::bank::samples::{difficulty, item, multiple, number, prediction, single, text};
use crate::contest::answer::parse_canonical;
use crate::contest::draw::paper_seed;
use crate::contest::paper::draw;
use crate::contest::scoring::score_paper;
use crate::ids::AttemptId;

fn ruled(kind: ItemKind, change: CorrectionKind, key: &str) -> Ruled {
    let item = item("A", "T", 1, kind);
    Ruled::new(&item, &Change::parse(&item, change, key).unwrap())
}

fn earned(ruled: &Ruled, order: &[u8], answer: &str) -> u32 {
    let value = parse_canonical(answer);
    let score = ruled.score(order, value.as_ref());
    assert_eq!(ruled.is_correct(order, value.as_ref()), score == 100, "{answer}");
    score
}

#[test]
fn a_new_key_replaces_the_old_and_an_accepted_answer_stands_beside_it() {
    use CorrectionKind::{AlsoAccept, NewKey};
    let choice = || single(&["*A", "B", "C"]);
    let order = [2, 0, 1];
    for (kind, expected, ids) in [
        (NewKey, [0, 0, 100], vec!["3"]),
        (AlsoAccept, [0, 100, 100], vec!["2", "3"]),
    ] {
        let ruled = ruled(choice(), kind, "b");
        let given = [1, 2, 3].map(|id| earned(&ruled, &order, &format!(r#"{{"options":["{id}"]}}"#)));
        assert_eq!(given, expected, "{kind:?}");
        assert_eq!(ruled.key_ids(&order), ids);
    }
    let either = ruled(ItemKind::TrueFalse { answer: true }, AlsoAccept, "sai");
    assert_eq!(earned(&either, &[], r#"{"options":["1"]}"#), 100);
    assert_eq!(earned(&either, &[], r#"{"options":["2"]}"#), 100);
    assert_eq!(either.score(&[], None), 0, "nothing is no answer");
    let moved = ruled(number("12,5", "0,5"), NewKey, "20");
    assert_eq!(
        earned(&moved, &[], r#"{"number":20.5}"#),
        100,
        "the tolerance stays"
    );
    assert_eq!(earned(&moved, &[], r#"{"number":12.5}"#), 0);
    let both = ruled(number("12,5", "0,5"), AlsoAccept, "20 ± 0");
    assert_eq!(earned(&both, &[], r#"{"number":12.5}"#), 100);
    assert_eq!(earned(&both, &[], r#"{"number":20}"#), 100);
    assert_eq!(both.score(&[], parse_canonical(r#"{"number":20.5}"#).as_ref()), 0);
    let words = ruled(text(&["Hòa Bình"]), AlsoAccept, "HB | Hoà");
    assert_eq!(earned(&words, &[], r#"{"text":"hb"}"#), 100);
    assert_eq!(words.key_text().as_deref(), Some("Hòa Bình; HB | Hoà"));
}

#[test]
fn an_accepted_option_of_several_neither_helps_nor_harms() {
    let order = [0, 1, 2, 3];
    for credit in [Credit::AllOrNothing, Credit::Partial] {
        let ruled = ruled(
            multiple(&["*A", "*B", "C", "D"], credit),
            CorrectionKind::AlsoAccept,
            "C",
        );
        assert_eq!(earned(&ruled, &order, r#"{"options":["1","2"]}"#), 100);
        assert_eq!(earned(&ruled, &order, r#"{"options":["1","2","3"]}"#), 100);
        assert_eq!(earned(&ruled, &order, r#"{"options":["3"]}"#), 0);
        let half = if credit == Credit::Partial { 50 } else { 0 };
        assert_eq!(
            ruled.score(&order, parse_canonical(r#"{"options":["1","3"]}"#).as_ref()),
            half
        );
    }
}

#[test]
fn a_dropped_item_earns_everybody_its_points_or_nobody() {
    let given = ruled(single(&["*A", "B"]), CorrectionKind::FullPoints, "");
    assert_eq!((given.score(&[0, 1], None), given.max_points()), (100, 100));
    let gone = ruled(single(&["*A", "B"]), CorrectionKind::NoPoints, "");
    let right = parse_canonical(r#"{"options":["1"]}"#);
    assert_eq!((gone.score(&[0, 1], right.as_ref()), gone.max_points()), (0, 0));
    assert!(gone.is_correct(&[0, 1], right.as_ref()));
}

#[test]
fn only_an_answer_to_the_item_is_a_key() {
    use CorrectionKind::{AlsoAccept, AsFrozen, NewKey};
    let choice = || item("A", "T", 1, single(&["*A", "B", "C"]));
    let several = || item("A", "T", 1, multiple(&["*A", "B", "C"], Credit::Partial));
    for (item, kind, key, text) in [
        (choice(), NewKey, "B", Some("B")),
        (choice(), NewKey, "B, C", None),
        (choice(), NewKey, "D", None),
        (choice(), NewKey, "", None),
        (choice(), NewKey, "AB", None),
        (choice(), AlsoAccept, "c; b", Some("B, C")),
        (choice(), AsFrozen, "", Some("")),
        (choice(), AsFrozen, "B", None),
        (several(), NewKey, "C A", Some("A, C")),
        (several(), NewKey, "A/C", Some("A, C")),
        (
            item("A", "T", 1, ItemKind::TrueFalse { answer: true }),
            NewKey,
            "Sai",
            Some("Sai"),
        ),
        (
            item("A", "T", 1, number("1", "0,5")),
            NewKey,
            "12,5",
            Some("12,5 ± 0,5"),
        ),
        (
            item("A", "T", 1, number("1", "0,5")),
            NewKey,
            "12,5 ± 0",
            Some("12,5 ± 0"),
        ),
        (item("A", "T", 1, number("1", "0")), NewKey, "3", Some("3")),
        (item("A", "T", 1, number("1", "0")), NewKey, "3 ± -1", None),
        (
            item("A", "T", 1, text(&["a"])),
            NewKey,
            " b |  c  d ",
            Some("b | c d"),
        ),
        (item("A", "T", 1, text(&["a"])), NewKey, " | ", None),
        (item("A", "T", 1, prediction()), AsFrozen, "", None),
    ] {
        let change = Change::parse(&item, kind, key);
        assert_eq!(
            change.as_ref().map(Change::key_text).as_deref(),
            text,
            "{kind:?} {key:?}"
        );
        if let Some(change) = change {
            let again = Change::parse(&item, kind, &change.key_text());
            assert_eq!(again, Some(change), "the text of a key reads as the key");
        }
    }
}

#[test]
fn a_frozen_key_is_written_as_a_correction_would_write_it() {
    for (kind, written) in [
        (single(&["A", "*B"]), Some("B")),
        (multiple(&["*A", "B", "*C"], Credit::Partial), Some("A, C")),
        (ItemKind::TrueFalse { answer: false }, Some("Sai")),
        (number("12,5", "0,5"), Some("12,5 ± 0,5")),
        (number("12", "0"), Some("12")),
        (text(&["Hoà Bình", "HB"]), Some("Hoà Bình | HB")),
        (prediction(), None),
    ] {
        let key = Key::of(&kind);
        assert_eq!(key.as_ref().map(Key::text).as_deref(), written);
        let item = item("A", "T", 1, kind);
        let read = written.and_then(|written| Key::parse(&item, CorrectionKind::NewKey, written));
        assert_eq!(read, key);
    }
}

#[test]
fn the_newest_correction_of_an_item_counts() {
    let pool = Pool::new(vec![
        item("1", "T", 1, single(&["*A", "B"])),
        item("2", "T", 1, single(&["*A", "B"])),
    ]);
    let mut rulings = Rulings::default();
    rulings.add(&pool, "2", CorrectionKind::NoPoints, "");
    rulings.add(&pool, "2", CorrectionKind::NewKey, "B");
    rulings.add(&pool, "3", CorrectionKind::NoPoints, "");
    assert!(rulings.get(0).is_none());
    assert_eq!(
        rulings.get(1).map(|ruled| ruled.key_ids(&[0, 1])),
        Some(vec!["2".to_owned()])
    );
    rulings.add(&pool, "2", CorrectionKind::AsFrozen, "");
    assert_eq!(
        rulings.get(1).map(|ruled| ruled.key_ids(&[0, 1])),
        Some(vec!["1".to_owned()])
    );
}

/// What re-scoring 100,000 attempts within 10 s leaves for each is 100 µs; a build without optimisation is allowed ten
/// times that (measured: see docs/benchmarks.md).
#[test]
#[expect(clippy::disallowed_methods, reason = "the test is about how long it takes")]
fn a_paper_is_drawn_and_scored_anew_in_no_time() {
    let items = (0..300).map(|number| {
        item(
            &format!("{number:03}"),
            ["T", "U", "V"][number % 3],
            1,
            single(&["*A", "B", "C", "D"]),
        )
    });
    let pool = Pool::new(items.collect());
    let blueprint = ["T", "U", "V"].map(|topic| BlueprintCell {
        topic: topic.to_owned(),
        difficulty: difficulty(1),
        count: 10,
    });
    let mut rulings = Rulings::default();
    rulings.add(&pool, "007", CorrectionKind::NewKey, "B");
    let answers = vec![parse_canonical(r#"{"options":["1"]}"#); 30];
    // The quickest of three thousands, each measured whole: what else the machine does may slow one of them down.
    let thousands = (0..3).map(|thousand| {
        let begun = std::time::Instant::now();
        let mut sum = 0;
        for number in thousand * 1_000..(thousand + 1) * 1_000 {
            let seed = paper_seed(&[7; 32], AttemptId(uuid::Uuid::from_u128(number)), b"");
            let paper = draw(&pool, &blueprint, seed).unwrap();
            sum += score_paper(&pool, &rulings, &paper, &answers).hundredths;
        }
        assert!(sum > 0);
        begun.elapsed()
    });
    let quickest = thousands.min().unwrap();
    println!("1,000 papers: {quickest:?}");
    assert!(quickest.as_millis() < 1_000, "1,000 papers took {quickest:?}");
}
