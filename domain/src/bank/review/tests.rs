use super::*;
use crate::bank::samples::{item, options, single, text};
use crate::lang::Lang;

fn columns(kind: ItemKind) -> Vec<String> {
    let warnings = warnings(&[(2, item("A", "T", 1, kind))], &[]);
    warnings
        .into_iter()
        .filter_map(|warning| warning.column)
        .collect()
}

#[test]
fn references_matter_only_where_options_move() {
    let all = ["Một", "*Hai", "Tất cả các phương án trên"];
    assert_eq!(columns(single(&all)), ["Phương án C"]);
    assert_eq!(
        columns(ItemKind::SingleChoice {
            options: options(&all),
            shuffle: false
        }),
        [""; 0]
    );
    assert_eq!(
        columns(single(&["Một", "*Hai", "!Tất cả các phương án trên"])),
        [""; 0]
    );
    assert_eq!(
        columns(single(&["Một", "*Hai", "!Cả A và B"])),
        ["Phương án C"],
        "the others still move"
    );
    assert_eq!(columns(single(&["!Một", "*!Hai", "!Cả A và B"])), [""; 0]);
    assert_eq!(
        columns(ItemKind::SingleChoice {
            options: options(&["Một", "Hai", "*Cả A và B"]),
            shuffle: false
        }),
        [""; 0]
    );
    assert_eq!(columns(single(&["*Loại A", "Loại B"])), [""; 0]);
}

#[test]
fn a_conspicuously_long_key_is_noticed() {
    let long = |chars: usize| format!("*{}", "a".repeat(chars));
    assert_eq!(columns(single(&[&long(42), &"b".repeat(21)])), ["Đáp án"]);
    assert_eq!(columns(single(&[&long(42), &"b".repeat(22)])), [""; 0]);
    assert_eq!(columns(single(&[&long(40), "b"])), [""; 0]);
}

#[test]
fn a_missing_source_is_noticed() {
    let mut unsourced = item("A", "T", 1, text(&["x"]));
    unsourced.source = String::new();
    assert_eq!(warnings(&[(2, unsourced.clone())], &[]).len(), 1);
    unsourced.kind = crate::bank::samples::prediction();
    assert_eq!(warnings(&[(2, unsourced)], &[]), []);
}

#[test]
fn options_that_differ_only_in_marks_are_noticed() {
    for (one, other, count) in [
        ("má", "mạ", 1),
        ("≤ 5 ngày", "≥ 5 ngày", 1),
        ("5 ngày", "6 ngày", 0),
    ] {
        let kind = single(&[&format!("*{one}"), other]);
        assert_eq!(
            warnings(&[(2, item("A", "T", 1, kind))], &[]).len(),
            count,
            "{one} / {other}"
        );
    }
}

fn asking(code: &str, stem: &str) -> Item {
    Item {
        stem: stem.to_owned(),
        ..item(code, "T", 1, text(&["x"]))
    }
}

fn pairs(items: &[(&str, &str)], existing: &[(&str, &str)]) -> Vec<(u64, String)> {
    let items: Vec<(u64, Item)> = (2..)
        .zip(items)
        .map(|(row, (code, stem))| (row, asking(code, stem)))
        .collect();
    let existing: Vec<Item> = existing.iter().map(|(code, stem)| asking(code, stem)).collect();
    let named = |warning: RowProblem| {
        (
            warning.row,
            warning
                .detail
                .in_lang(Lang::Vi)
                .split(['“', '”'])
                .nth(1)
                .unwrap()
                .to_owned(),
        )
    };
    warnings(&items, &existing).into_iter().map(named).collect()
}

const STEM: &str =
    "Ngày Chuyển đổi số quốc gia của nước Cộng hoà xã hội chủ nghĩa Việt Nam là ngày nào trong năm?";
const NEAR: &str =
    "ngày chuyển đổi số quốc gia của nước Cộng hòa xã hội chủ nghĩa Việt Nam là ngày nào trong năm nay";
const FAR: &str =
    "Ngày Chuyển đổi số quốc gia được tổ chức lần đầu vào năm nào tại nước ta theo quyết định của Thủ tướng?";

#[test]
fn likely_duplicates_are_named_once_a_pair() {
    assert_eq!(
        pairs(&[("A", STEM), ("B", NEAR), ("C", FAR)], &[]),
        [(3, "A".to_owned())]
    );
    assert_eq!(
        pairs(&[("A", STEM)], &[("X", NEAR), ("Y", FAR)]),
        [(2, "X".to_owned())]
    );
    assert_eq!(
        pairs(&[("A", STEM)], &[("A", NEAR)]),
        [],
        "a new version of the same item"
    );
    assert_eq!(
        pairs(&[("C", FAR)], &[("X", STEM), ("Y", NEAR)]),
        [],
        "old pairs are old news"
    );
    assert_eq!(
        pairs(
            &[("A", "SIPAS là gì?"), ("B", "sipas LÀ GÌ"), ("C", "PAR là gì?")],
            &[]
        ),
        [(3, "A".to_owned())]
    );
    assert_eq!(
        pairs(&[("A", "SIPAS?"), ("B", "Sipas"), ("C", "?"), ("D", "PAR")], &[]),
        [(3, "A".to_owned())]
    );
}

#[test]
fn whatever_likely_asks_the_same_has_a_telling_run() {
    let other = text::fold(NEAR);
    let met = |stem: &str| telling_runs(stem).iter().any(|run| other.contains(run.as_str()));
    assert!(met(STEM) && met(NEAR) && !met("SIPAS là gì?"));
    assert_eq!(telling_runs("SIPAS là gì?"), ["sipas la gi"]);
}

/// Every pair is found although only rare runs are indexed: compared with looking at all pairs.
#[test]
fn no_pair_is_missed() {
    // Five stems of twenty words, each with one word changed: near the ends that leaves a pair alike, elsewhere not.
    let changed = |n: usize| [0, 1, 10, 18, 19][n / 5 % 5];
    let word = |base: usize, place: usize, other: usize| match other {
        0 => format!("từ{}", (base * 7 + place * place) % 40),
        _ => format!("khác{}", other % 3),
    };
    let stem = |n: usize| {
        let words = (0..20).map(|place| word(n % 5, place, if place == changed(n) { 1 + n / 25 } else { 0 }));
        words.collect::<Vec<_>>().join(" ")
    };
    let stems: Vec<String> = (0..150).map(stem).collect();
    let runs = |stem: &str| {
        let words: Vec<String> = crate::text::fold(stem).split(' ').map(str::to_owned).collect();
        words
            .windows(3)
            .map(<[String]>::to_vec)
            .collect::<std::collections::BTreeSet<_>>()
    };
    let mut expected = Vec::new();
    for later in 0..stems.len() {
        for earlier in 0..later {
            let (one, other) = (runs(&stems[earlier]), runs(&stems[later]));
            if 5 * one.intersection(&other).count() >= 4 * one.union(&other).count() {
                expected.push((later as u64 + 2, format!("{earlier}")));
            }
        }
    }
    let codes: Vec<String> = (0..stems.len()).map(|n| n.to_string()).collect();
    let items: Vec<(&str, &str)> = codes
        .iter()
        .zip(&stems)
        .map(|(code, stem)| (code.as_str(), stem.as_str()))
        .collect();
    let found = pairs(&items, &[]);
    assert!((100..5000).contains(&expected.len()), "{}", expected.len());
    assert_eq!(found, expected);
}
