//! Exact decimal numbers: answers and tolerances are compared as people write them, never as floats.

use crate::lang::Lang;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A decimal with up to six places, kept in millionths; its size is at most 10^12.
///
/// At most 15 significant digits, so that every value crosses JSON (and any client's doubles) unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

const MILLIONTHS: i64 = 1_000_000;
const MOST: i64 = 1_000_000_000_000 * MILLIONTHS;
const SIGNIFICANT_DIGITS: u32 = 15;

impl Decimal {
    pub const ZERO: Self = Self(0);

    /// From millionths, as they are stored; none beyond the range.
    pub fn from_millionths(millionths: i64) -> Option<Self> {
        (millionths.unsigned_abs() <= 1_000_000_000_000_000_000).then_some(Self(millionths))
    }

    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// A whole number; any `u32` is in range.
    pub fn whole(number: u32) -> Self {
        Self(i64::from(number) * MILLIONTHS)
    }

    /// Reads `12`, `12.5`, `12,5` or `-3`, with at most six places and no thousands separators.
    ///
    /// `25.000` is refused: nobody writes 25 that way, and many write twenty-five thousand so.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = match digits.split_once(['.', ',']) {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (digits, ""),
        };
        let grouped = Self::looks_grouped(text) && fraction.ends_with('0');
        (fraction.len() <= 6 && !grouped).then_some(())?;
        Self::from_parts(negative, whole, fraction, 0)
    }

    /// Reads a number of people or things: `1500`, and as many write it `1.500` or `1 500`. A whole number has no
    /// fraction, so that a point before three digits can mean only thousands.
    pub fn parse_count(text: &str) -> Option<Self> {
        let text = text.trim();
        let groups: Vec<&str> = text.split(['.', ' ', '\u{a0}']).collect();
        let is_grouped = groups.len() > 1
            && (1..=3).contains(&groups[0].len())
            && groups[1..].iter().all(|group| group.len() == 3);
        let number = if is_grouped {
            Self::parse(&groups.concat())
        } else {
            Self::parse(text)
        }?;
        number.to_count().map(|_| number)
    }

    /// Whether the text may be meant with a thousands separator: `1.234` and `12,500`, but not `0.125` or `1.2345`.
    pub fn looks_grouped(text: &str) -> bool {
        let digits = text.trim().trim_start_matches('-');
        let parts = digits.split_once(['.', ',']);
        parts.is_some_and(|(whole, rest)| (1..=3).contains(&whole.len()) && whole != "0" && rest.len() == 3)
    }

    /// Exact from the number's shortest text; `None` where it has more places or digits than a `Decimal` keeps.
    pub fn from_json(number: &serde_json::Number) -> Option<Self> {
        let text = number.to_string();
        let (negative, digits) = text
            .strip_prefix('-')
            .map_or((false, text.as_str()), |rest| (true, rest));
        let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        Self::from_parts(negative, whole, fraction, exponent.parse().ok()?)
    }

    /// The value `whole.fraction × 10^exponent`, if it is in range and exact.
    fn from_parts(negative: bool, whole: &str, fraction: &str, exponent: i32) -> Option<Self> {
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        (!whole.is_empty() && all_digits(whole) && all_digits(fraction)).then_some(())?;
        let fraction = fraction.trim_end_matches('0');
        let mut units: i64 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            units = units.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
        }
        let shift = 6i32
            .checked_sub(i32::try_from(fraction.len()).ok()?)?
            .checked_add(exponent)?;
        let factor = 10i64.checked_pow(shift.unsigned_abs());
        let units = match (units, shift < 0) {
            (0, _) => 0,
            (units, false) => units.checked_mul(factor?)?,
            (units, true) => (units % factor? == 0).then_some(units / factor?)?,
        };
        let fits = units <= MOST && significant(units) < 10i64.pow(SIGNIFICANT_DIGITS);
        fits.then_some(Self(if negative { -units } else { units }))
    }

    /// The same number in JSON: whole numbers without a point.
    pub fn to_json(self) -> serde_json::Number {
        if self.is_whole() {
            return (self.0 / MILLIONTHS).into();
        }
        let float = self
            .to_string()
            .parse()
            .ok()
            .and_then(serde_json::Number::from_f64);
        float.unwrap_or_else(|| 0.into())
    }

    pub const fn is_whole(self) -> bool {
        self.0 % MILLIONTHS == 0
    }

    /// The number as a count, if it is one (whole and not negative).
    pub fn to_count(self) -> Option<u64> {
        if self.is_whole() {
            u64::try_from(self.0 / MILLIONTHS).ok()
        } else {
            None
        }
    }

    /// The number in hundredths, if it has at most two places and is not negative.
    pub fn to_hundredths(self) -> Option<u64> {
        const UNIT: i64 = MILLIONTHS / 100;
        if self.0 % UNIT == 0 {
            u64::try_from(self.0 / UNIT).ok()
        } else {
            None
        }
    }

    /// |self − other|; may have more digits than [`Decimal::parse`] takes.
    #[must_use]
    pub const fn abs_diff(self, other: Self) -> Self {
        Self((self.0 - other.0).abs())
    }

    /// `12,5`, or `12.5`.
    pub fn in_lang(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => self.vietnamese(),
            Lang::En => self.to_string(),
        }
    }

    /// As people in Việt Nam write it: `12,5`.
    pub fn vietnamese(self) -> String {
        self.to_string().replace('.', ",")
    }
}

/// `units` without its trailing zeros.
fn significant(mut units: i64) -> i64 {
    while units != 0 && units % 10 == 0 {
        units /= 10;
    }
    units
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let units = self.0.unsigned_abs();
        let (whole, fraction) = (units / 1_000_000, units % 1_000_000);
        let text = if fraction == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{}", format!("{fraction:06}").trim_end_matches('0'))
        };
        f.pad(&text)
    }
}

impl Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom("số thập phân có tối đa 6 chữ số sau dấu phẩy"))
    }
}

/// Points kept in hundredths as people in Việt Nam write them: `7,5`.
pub fn vietnamese_hundredths(hundredths: impl Into<i128>) -> String {
    format_hundredths(hundredths).replace('.', ",")
}

/// Points kept in hundredths, as a decimal with at most two places: `15`, `7.5`, `0.33`.
pub fn format_hundredths(hundredths: impl Into<i128>) -> String {
    let hundredths = hundredths.into();
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    match (rest, rest % 10) {
        (0, _) => format!("{sign}{whole}"),
        (_, 0) => format!("{sign}{whole}.{}", rest / 10),
        _ => format!("{sign}{whole}.{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_numbers_as_people_write_them() {
        for (text, shown) in [
            ("12", "12"),
            ("12.5", "12.5"),
            ("12,50", "12.5"),
            ("-3", "-3"),
            ("-0,000001", "-0.000001"),
            (" 007 ", "7"),
            ("1000000000000", "1000000000000"),
            ("-0", "0"),
            ("0.500", "0.5"),
            ("1.2500", "1.25"),
            ("1.234", "1.234"),
        ] {
            assert_eq!(
                Decimal::parse(text).map(|d| d.to_string()).as_deref(),
                Some(shown),
                "{text}"
            );
        }
        assert_eq!(Decimal::parse("12.5").unwrap().vietnamese(), "12,5");
    }

    #[test]
    fn refuses_what_it_cannot_keep_exactly() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1.2345678",
            "1.000.000",
            "1,000,000",
            "25.000",
            "1,500",
            "+3",
            "1e3",
            "12 5",
            "một",
            "٣",
            "1000000000000.000001",
            "1000000000001",
            "123456789012.1234",
            "99999999999999999999999",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn json_numbers_are_exact() {
        let from =
            |text: &str| Decimal::from_json(&serde_json::from_str(text).unwrap()).map(|d| d.to_string());
        assert_eq!(from("12.5").as_deref(), Some("12.5"));
        assert_eq!(from("1e-6").as_deref(), Some("0.000001"));
        assert_eq!(from("1.5e3").as_deref(), Some("1500"));
        assert_eq!(from("0e999").as_deref(), Some("0"));
        assert_eq!(from("-0.0").as_deref(), Some("0"));
        assert_eq!(from("1e-7"), None);
        assert_eq!(from("1e300"), None);
        assert_eq!(from("1e-300"), None);
        assert_eq!(from("0.30000000000000004"), None);
        assert_eq!(Decimal::parse("12").unwrap().to_json().to_string(), "12");
        assert_eq!(Decimal::parse("12,5").unwrap().to_json().to_string(), "12.5");
    }

    #[test]
    fn hundredths_have_at_most_two_places() {
        for (hundredths, shown) in [
            (1500, "15"),
            (750, "7.5"),
            (33, "0.33"),
            (5, "0.05"),
            (0, "0"),
            (-150, "-1.5"),
        ] {
            assert_eq!(format_hundredths(hundredths), shown);
        }
    }

    proptest! {
        #[test]
        fn text_and_json_give_the_same_number_back(whole in -999_999_999i64..=999_999_999, places in 0u32..1_000_000) {
            let decimal = Decimal::parse(&format!("{whole}.{places:06}")).unwrap();
            prop_assert_eq!(Decimal::parse(&decimal.to_string()), Some(decimal));
            prop_assert_eq!(Decimal::parse(&decimal.vietnamese()), Some(decimal));
            let over_the_wire = serde_json::to_string(&decimal.to_json()).unwrap();
            prop_assert_eq!(Decimal::from_json(&serde_json::from_str(&over_the_wire).unwrap()), Some(decimal));
        }
    }
}
