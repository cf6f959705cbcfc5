use super::*;
use crate::bank::samples::{difficulty, item, number, prediction, single};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn cell(topic: &str, level: u8, count: u32) -> BlueprintCell {
    BlueprintCell {
        topic: topic.to_owned(),
        difficulty: difficulty(level),
        count,
    }
}

/// Seeds that are all different; their quality comes from the cipher.
fn seed(number: u32) -> [u8; 32] {
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number.to_le_bytes());
    seed
}

/// Twelve items: every fourth without options, every fourth with its last option pinned, every fourth unshuffled; the
/// last two are predictions.
fn golden_pool() -> Pool {
    let of = |n: u8| {
        let kind = match (n, n % 4) {
            (10.., _) => prediction(),
            (_, 3) => number("34", "0"),
            (_, 1) => single(&["*A", "B", "C", "!D"]),
            (_, rest) => ItemKind::SingleChoice {
                options: options_abcd(),
                shuffle: rest != 2,
            },
        };
        let topic = match n {
            10.. => "Dự đoán",
            _ if n.is_multiple_of(2) => "Thể chế",
            _ => "Chính quyền số",
        };
        item(
            &format!("G-{n:02}"),
            topic,
            if (6..10).contains(&n) { 2 } else { 1 },
            kind,
        )
    };
    Pool::new((0..12).rev().map(of).collect())
}

fn options_abcd() -> Vec<ChoiceOption> {
    crate::bank::samples::options(&["*A", "B", "C", "D"])
}

/// The expected papers were computed by another program from the text of `docs/draw.md` alone.
#[test]
fn papers_are_golden() {
    let blueprint = [
        cell("Thể chế", 1, 2),
        cell("Chính quyền số", 1, 2),
        cell("Thể chế", 2, 1),
        cell("Chính quyền số", 2, 1),
        cell("Dự đoán", 1, 1),
    ];
    let expected = [
        "2[0, 1, 2, 3] 3[] 5[0, 2, 1, 3] 6[0, 1, 2, 3] 4[1, 3, 0, 2] 9[0, 2, 1, 3] 10[]",
        "2[0, 1, 2, 3] 1[2, 0, 1, 3] 9[2, 1, 0, 3] 4[0, 2, 1, 3] 6[0, 1, 2, 3] 3[] 11[]",
        "2[0, 1, 2, 3] 7[] 1[0, 2, 1, 3] 3[] 6[0, 1, 2, 3] 4[0, 1, 2, 3] 11[]",
    ];
    for (first, expected) in (0u8..).zip(expected) {
        let seed = std::array::from_fn(|place| first + u8::try_from(place).unwrap());
        let paper = draw(&golden_pool(), &blueprint, seed).unwrap();
        let shown: Vec<String> = paper
            .questions
            .iter()
            .map(|q| format!("{}{:?}", q.item, q.order))
            .collect();
        assert_eq!(shown.join(" "), expected);
    }
}

#[test]
fn the_order_of_items_and_cells_given_does_not_matter() {
    let forwards = [
        cell("Thể chế", 1, 2),
        cell("Dự đoán", 1, 1),
        cell("Chính quyền số", 1, 2),
    ];
    let mut backwards = forwards.clone();
    backwards.reverse();
    let reordered = Pool::new(golden_pool().items().iter().rev().cloned().collect());
    assert_eq!(
        draw(&golden_pool(), &forwards, seed(1)),
        draw(&reordered, &backwards, seed(1))
    );
}

#[test]
fn shortages_name_the_cell() {
    let short = draw(
        &golden_pool(),
        &[cell("Thể chế", 1, 4), cell("Dự đoán", 1, 2)],
        seed(0),
    )
    .unwrap_err();
    assert_eq!(short.len(), 1);
    assert_eq!(
        (
            short[0].topic.as_str(),
            short[0].difficulty,
            short[0].need,
            short[0].have
        ),
        ("Thể chế", 1, 4, 3)
    );
    let named = shortages("Công chức", &golden_pool(), &[cell("Khác", 5, 1)]);
    assert_eq!((named[0].group.as_str(), named[0].have), ("Công chức", 0));
}

#[test]
fn items_outside_their_dates_status_or_language_are_not_eligible() {
    let day = |text| CivilDate::parse(text).unwrap();
    let rules = Eligibility {
        opens: day("2025-10-06"),
        last_day: day("2025-10-12"),
        allow_drafts: false,
        language: "vi".to_owned(),
    };
    // "24 giờ ngày 12/10" is midnight of the 13th, on which the round is open no more.
    let (opens, closes) = (rules.opens.midnight(), day("2025-10-13").midnight());
    assert_eq!(Eligibility::of_round(opens, closes, false, "vi"), rules);
    let base = item("A", "T", 1, number("1", "0"));
    let changed = |change: &dyn Fn(&mut Item)| {
        let mut item = base.clone();
        change(&mut item);
        item
    };
    let drafts = Eligibility {
        allow_drafts: true,
        ..rules.clone()
    };
    assert!(eligible(&base, &rules));
    for (from, until, fits) in [
        ("2025-10-06", "2025-10-12", true),
        ("2025-10-07", "2025-12-31", false),
        ("2025-01-01", "2025-10-11", false),
    ] {
        let dated =
            changed(&|item| (item.valid_from, item.valid_until) = (Some(day(from)), Some(day(until))));
        assert_eq!(eligible(&dated, &rules), fits, "{from} – {until}");
    }
    let draft = changed(&|item| item.status = ItemStatus::Draft);
    assert!(!eligible(&draft, &rules));
    assert!(eligible(&draft, &drafts));
    assert!(!eligible(
        &changed(&|item| item.status = ItemStatus::Retired),
        &drafts
    ));
    assert!(!eligible(
        &changed(&|item| item.language = "km".to_owned()),
        &rules
    ));
}

/// A pool with `sizes[topic][level - 1]` items, a few of them predictions, and options pinned by the bits of the number.
fn pool_of(sizes: &[[u8; 3]]) -> Pool {
    let mut items = Vec::new();
    for (topic, levels) in sizes.iter().enumerate() {
        for (level, &count) in (1..).zip(levels) {
            for n in 0..count {
                let marked: Vec<String> = (0..5)
                    .map(|bit| format!("{}option {bit}", if n >> bit & 1 == 1 { "!" } else { "" }))
                    .collect();
                let kind = match n % 5 {
                    4 => prediction(),
                    _ => single(&marked.iter().map(String::as_str).collect::<Vec<_>>()),
                };
                items.push(item(
                    &format!("{topic}-{level}-{n}"),
                    &format!("T{topic}"),
                    level,
                    kind,
                ));
            }
        }
    }
    Pool::new(items)
}

proptest! {
    #[test]
    fn every_paper_satisfies_its_blueprint(
        sizes in prop::collection::vec(prop::array::uniform3(0u8..20), 1..4),
        wanted in prop::collection::vec(prop::array::uniform3(0u8..20), 3),
        seed: [u8; 32],
    ) {
        let pool = pool_of(&sizes);
        let mut blueprint = Vec::new();
        for (topic, levels) in sizes.iter().enumerate() {
            for (level, &have) in (1u8..).zip(levels) {
                blueprint.push(cell(&format!("T{topic}"), level, u32::from(have.min(wanted[topic][usize::from(level) - 1]))));
            }
        }
        let paper = draw(&pool, &blueprint, seed).unwrap();
        prop_assert_eq!(&draw(&pool, &blueprint, seed).unwrap(), &paper);

        let drawn: Vec<&Item> = paper.questions.iter().map(|q| pool.get(q.item).unwrap()).collect();
        let distinct: BTreeSet<&str> = drawn.iter().map(|item| item.code.as_str()).collect();
        prop_assert_eq!(distinct.len(), drawn.len(), "no item twice");
        for cell in &blueprint {
            let count = drawn.iter().filter(|i| i.topic == cell.topic && i.difficulty == cell.difficulty).count();
            prop_assert_eq!(count, cell.count as usize);
        }
        let first_prediction = drawn.iter().position(|i| points(i) == 0).unwrap_or(drawn.len());
        prop_assert!(drawn[first_prediction..].iter().all(|i| points(i) == 0), "predictions stand at the end");
        for (question, item) in paper.questions.iter().zip(&drawn) {
            let ItemKind::SingleChoice { options, .. } = &item.kind else {
                prop_assert!(question.order.is_empty());
                continue;
            };
            let mut sorted = question.order.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, vec![0, 1, 2, 3, 4], "every option once");
            for (place, option) in options.iter().enumerate() {
                prop_assert!(!option.pinned || usize::from(question.order[place]) == place, "pinned options stay");
            }
        }
        prop_assert_eq!(max_points_hundredths(&pool, &Rulings::default(), &paper), drawn.iter().map(|i| points(i)).sum::<u32>());
    }
}

const DRAWS: u32 = 100_000;

/// Pearson's statistic of counts that should all be equal.
fn chi_square(counts: &BTreeMap<Vec<u16>, u32>, categories: u32) -> f64 {
    let expected = f64::from(DRAWS) / f64::from(categories);
    let missing = f64::from(categories - u32::try_from(counts.len()).unwrap()) * expected;
    missing
        + counts
            .values()
            .map(|&count| (f64::from(count) - expected).powi(2) / expected)
            .sum::<f64>()
}

fn tally(outcome: impl Fn(u32) -> Vec<u16>) -> BTreeMap<Vec<u16>, u32> {
    let mut counts = BTreeMap::new();
    for number in 0..DRAWS {
        *counts.entry(outcome(number)).or_default() += 1;
    }
    counts
}

/// Critical values are the 1 − 10⁻⁴ quantiles of chi-square with 19 and 23 degrees of freedom.
#[test]
fn every_choice_of_items_in_every_order_is_equally_likely() {
    let pool = Pool::new(
        (0..5)
            .map(|n| item(&format!("{n}"), "T", 1, number("1", "0")))
            .collect(),
    );
    let blueprint = [cell("T", 1, 2)];
    let counts = tally(|number| {
        draw(&pool, &blueprint, seed(number))
            .unwrap()
            .questions
            .iter()
            .map(|q| q.item)
            .collect()
    });
    // 5 × 4 ordered pairs.
    let statistic = chi_square(&counts, 20);
    assert!(statistic < 50.80, "{statistic}: {counts:?}");
}

#[test]
fn every_order_of_options_is_equally_likely() {
    let pool = Pool::new(vec![item("1", "T", 1, single(&["*A", "B", "!C", "D", "E"]))]);
    let blueprint = [cell("T", 1, 1)];
    let order = |number| {
        draw(&pool, &blueprint, seed(number))
            .unwrap()
            .questions
            .remove(0)
            .order
    };
    let counts = tally(|number| order(number).into_iter().map(u16::from).collect());
    let statistic = chi_square(&counts, 24);
    assert!(statistic < 57.07, "{statistic}: {counts:?}");
}
