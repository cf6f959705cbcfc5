//! The tokens' colours can be read, in both themes: contrast as WCAG 2.2 computes it.

use std::collections::BTreeMap;

use crate::repository::{Finding, Source, expect_none, read};

const TOKENS: &str = "app/style/khao.css";
const DARK: &str = "@media (prefers-color-scheme: dark)";

/// What is drawn, upon what, and the least contrast. 4.5 is what text must have and 3 what a border must; where the
/// look promises more, the promise stands here.
const PAIRS: &[(&str, &[&str], f64)] = &[
    ("ink", &["paper", "sheet", "sunk"], 13.0),
    ("ink", &["act-wash", "gold-wash", "good-wash", "bad-wash"], 10.0),
    ("ink-soft", &["paper", "sheet"], 6.0),
    ("ink-soft", &["sunk", "act-wash", "gold-wash", "bad-wash"], 4.5),
    ("act", &["paper", "sheet"], 6.5),
    ("act", &["sunk", "act-wash", "gold-wash"], 4.5),
    ("act-deep", &["paper", "sheet", "sunk", "act-wash"], 6.5),
    ("act-ink", &["act", "act-deep"], 6.5),
    ("gold", &["paper", "sheet"], 5.0),
    ("gold", &["sunk", "gold-wash"], 4.5),
    ("good", &["paper", "sheet", "good-wash"], 4.5),
    ("bad", &["paper", "sheet", "sunk", "bad-wash"], 4.5),
    ("edge", &["paper", "sheet", "sunk", "act-wash"], 3.0),
];

type Theme = BTreeMap<String, [f64; 3]>;

/// The colours of a sheet's tokens, light and dark.
fn themes(text: &str) -> (Theme, Theme) {
    let (light, dark) = text.split_once(DARK).unwrap_or((text, ""));
    (theme(light), theme(dark))
}

fn theme(text: &str) -> Theme {
    let token = |line: &str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
        Some((name.to_owned(), channels(value.strip_suffix(';')?)?))
    };
    text.lines().filter_map(token).collect()
}

fn channels(hex: &str) -> Option<[f64; 3]> {
    let channel = |at: usize| {
        let byte = u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()?;
        let share = f64::from(byte) / 255.0;
        Some(if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        })
    };
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// Relative luminance and contrast ratio: WCAG 2.2, definitions.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn check(tokens: &Source) -> Vec<Finding> {
    let (light, dark) = themes(&tokens.text);
    let mut findings = Vec::new();
    for (theme_name, theme) in [("light", light), ("dark", dark)] {
        for (drawn, grounds, least) in PAIRS {
            for ground in *grounds {
                let problem = match (theme.get(*drawn), theme.get(*ground)) {
                    (Some(one), Some(other)) if contrast(*one, *other) >= *least => continue,
                    (Some(one), Some(other)) => {
                        format!("{:.2}, and at least {least} is wanted", contrast(*one, *other))
                    }
                    _ => "a token is missing".to_owned(),
                };
                findings.push(Finding {
                    path: tokens.path.clone(),
                    line: 1,
                    problem: format!("{theme_name}: --{drawn} on --{ground}: {problem}"),
                });
            }
        }
    }
    findings
}

#[test]
fn every_token_can_be_read_on_its_grounds() {
    expect_none(&check(&read(TOKENS)));
}

#[test]
fn planted_tokens_are_found() {
    let black_on_white = contrast([0.0; 3], [1.0; 3]);
    assert!((black_on_white - 21.0).abs() < 1e-9, "{black_on_white}");
    let tokens = read(TOKENS);
    let paler = Source::new(
        TOKENS,
        &tokens.text.replace("--ink-soft: #535a60", "--ink-soft: #8c9298"),
    );
    let found = check(&paler);
    assert_eq!(found.len(), 6, "{found:?}");
    assert!(
        found
            .iter()
            .all(|one| one.problem.starts_with("light: --ink-soft"))
    );
}
