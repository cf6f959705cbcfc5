//! Numbers, lengths and moments as each language writes them: the one place for both.

use khao_domain::decimal::format_hundredths;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;

/// A whole number: `11.482`, or `11,482`.
pub fn count(lang: Lang, number: i64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push_str(lang.say(".", ","));
        }
        grouped.push(digit);
    }
    grouped
}

/// Points: `13,5`, or `13.5`.
pub fn points(lang: Lang, hundredths: i64) -> String {
    decimal(lang, &format_hundredths(hundredths))
}

/// A share with one place: `101,7 %`, or `101.7%`.
pub fn percent(lang: Lang, share: f64) -> String {
    let number = decimal(lang, &format!("{:.1}", share * 100.0));
    format!("{number}{}", lang.say(" %", "%"))
}

/// A number that has a decimal point at most.
pub fn decimal(lang: Lang, written: &str) -> String {
    written.replace('.', lang.say(",", "."))
}

/// The size of a document in decimal units, in one piece: `PDF, 1,2 MB`.
pub fn pdf_size(lang: Lang, bytes: u64) -> String {
    const NO_BREAK: char = '\u{a0}';
    let size = if bytes < 1_000_000 {
        format!("{}{NO_BREAK}KB", bytes.div_ceil(1_000))
    } else {
        let tenths = bytes.div_ceil(100_000);
        let number = decimal(lang, &format!("{}.{}", tenths / 10, tenths % 10));
        format!("{number}{NO_BREAK}MB")
    };
    format!("PDF,{NO_BREAK}{size}")
}

/// `20 phút`, or with seconds where there are some.
pub fn duration(lang: Lang, seconds: i64) -> String {
    let (minute, second) = (lang.say("phút", "min"), lang.say("giây", "s"));
    match (seconds / 60, seconds % 60) {
        (0, rest) => format!("{rest} {second}"),
        (minutes, 0) => format!("{minutes} {minute}"),
        (minutes, rest) => format!("{minutes} {minute} {rest} {second}"),
    }
}

/// Of a clock that stands still; a begun minute does not count.
pub fn left(lang: Lang, seconds: i64) -> String {
    match (seconds / 60, seconds) {
        (_, ..=0) => lang.say("Đã hết giờ", "Time is up").to_owned(),
        (0, _) => lang.say("còn dưới 1 phút", "less than 1 minute left").to_owned(),
        (minutes, _) => match lang {
            Lang::Vi => format!("còn {minutes} phút"),
            Lang::En => format!("{minutes} min left"),
        },
    }
}

/// The moment something ends: midnight belongs to the day before, as plans write it (`24:00 ngày 05/10/2025`).
pub fn end(lang: Lang, at: Timestamp) -> String {
    if at != at.local_date().midnight() {
        return at.minute_in(lang);
    }
    let day = at.local_date().plus_days(-1).in_lang(lang);
    match lang {
        Lang::Vi => format!("24:00 ngày {day}"),
        Lang::En => format!("{day}, 24:00"),
    }
}

/// How the end of a round is told; the plan where nobody closed it before.
pub fn closing(lang: Lang, planned: Timestamp, closed_early: Option<Timestamp>) -> String {
    match (lang, closed_early) {
        (Lang::Vi, Some(at)) => format!("đã đóng sớm lúc {}", at.minute_in(lang)),
        (Lang::Vi, None) => format!("đóng {}", end(lang, planned)),
        (Lang::En, Some(at)) => format!("closed early on {}", at.minute_in(lang)),
        (Lang::En, None) => format!("closes {}", end(lang, planned)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Lang::{En, Vi};

    #[test]
    fn figures_are_grouped_by_three() {
        let numbers = [0, 12, 999, 1_000, 11_482, 1_234_567, -123];
        assert_eq!(
            numbers.map(|number| count(Vi, number)),
            ["0", "12", "999", "1.000", "11.482", "1.234.567", "-123"]
        );
        assert_eq!(count(En, 1_234_567), "1,234,567");
        let points_in = |lang| [1_350, 1_500, 5].map(|hundredths| points(lang, hundredths));
        assert_eq!(points_in(Vi), ["13,5", "15", "0,05"]);
        assert_eq!(points_in(En), ["13.5", "15", "0.05"]);
        assert_eq!(percent(Vi, 1.0169), "101,7 %");
        assert_eq!(percent(En, 1.0169), "101.7%");
    }

    #[test]
    fn documents_tell_their_size() {
        let sizes = [1, 27_685, 999_999, 1_150_001, 10_000_000].map(|bytes| pdf_size(Vi, bytes));
        let expected = ["1 KB", "28 KB", "1000 KB", "1,2 MB", "10,0 MB"].map(|size| format!("PDF, {size}"));
        assert_eq!(sizes, expected.map(|size| size.replace(' ', "\u{a0}")));
        assert_eq!(pdf_size(En, 1_150_001), "PDF,\u{a0}1.2\u{a0}MB");
    }

    #[test]
    fn durations_are_spoken() {
        let in_lang = |lang| [1_200, 75, 45].map(|seconds| duration(lang, seconds));
        assert_eq!(in_lang(Vi), ["20 phút", "1 phút 15 giây", "45 giây"]);
        assert_eq!(in_lang(En), ["20 min", "1 min 15 s", "45 s"]);
    }

    #[test]
    fn a_round_that_was_closed_early_says_so() {
        let planned = Timestamp::parse_rfc3339("2025-10-05T17:00:00.000Z").unwrap();
        assert_eq!(closing(Vi, planned, None), "đóng 24:00 ngày 05/10/2025");
        assert_eq!(closing(En, planned, None), "closes 5 Oct 2025, 24:00");
        let early = Some(planned.plus_seconds(-3600));
        assert_eq!(
            closing(Vi, planned, early),
            "đã đóng sớm lúc 23:00 ngày 05/10/2025"
        );
        assert_eq!(closing(En, planned, early), "closed early on 5 Oct 2025, 23:00");
    }

    #[test]
    fn a_clock_that_stands_still_promises_no_begun_minute() {
        let told = [1_200, 1_199, 59, 0, -5].map(|seconds| left(Vi, seconds));
        let expected = [
            "còn 20 phút",
            "còn 19 phút",
            "còn dưới 1 phút",
            "Đã hết giờ",
            "Đã hết giờ",
        ];
        assert_eq!(told, expected);
        assert_eq!(left(En, 1_199), "19 min left");
    }

    #[test]
    fn midnight_ends_the_day_before() {
        let midnight = Timestamp::parse_rfc3339("2025-10-05T17:00:00.000Z").unwrap();
        assert_eq!(end(Vi, midnight), "24:00 ngày 05/10/2025");
        assert_eq!(end(Vi, midnight.plus_seconds(60)), "00:01 ngày 06/10/2025");
    }
}
