//! Numbers as they are said within figures.

use khao_domain::lang::Lang;

use crate::text::figures;

/// With one place; nothing out of nothing is nothing.
pub(crate) fn percent(lang: Lang, part: i64, whole: i64) -> String {
    share(lang, part as f64 / whole.max(1) as f64)
}

pub(crate) fn share(lang: Lang, share: f64) -> String {
    figures::percent(lang, share).replace(' ', "\u{a0}")
}

/// With two places.
pub(crate) fn decimal(lang: Lang, number: f64) -> String {
    // What is rounded to nothing has no sign.
    let number = if number.abs() < 0.005 { 0.0 } else { number };
    figures::decimal(lang, &format!("{number:.2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_the_language_says_them() {
        assert_eq!(
            [Lang::Vi, Lang::En].map(|lang| percent(lang, 1, 8)),
            ["12,5\u{a0}%", "12.5%"]
        );
        assert_eq!(percent(Lang::En, 0, 0), "0.0%");
        assert_eq!(
            [0.314, -0.001].map(|number| decimal(Lang::Vi, number)),
            ["0,31", "0,00"]
        );
    }
}
