//! What pages share in words; what only one page says stands in that page.

use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::decimal::vietnamese_hundredths;
use khao_domain::lang::Lang;
use khao_domain::time::Timestamp;

pub const SOFTWARE: &str = "Khảo";
pub const ABOUT_SOFTWARE: &str = "Khảo, phần mềm thi tìm hiểu và khảo sát trực tuyến";
pub const SKIP: &str = "Chuyển đến nội dung chính";
pub const NAVIGATION: &str = "Điều hướng chính";
pub const CONTESTS: &str = "Cuộc thi";
pub const CONSOLE: &str = "Bảng điều hành";
pub const GUIDE: &str = "Hướng dẫn";
pub const PRIVACY: &str = "Bảo vệ dữ liệu cá nhân";
pub const LOG_IN: &str = "Đăng nhập";
pub const LOG_OUT: &str = "Thoát";
/// Beside everything that takes an irreversible step.
pub const UNDERSTOOD: &str = "Tôi hiểu bước này không quay lại được.";

/// What the public is told of a round.
pub const fn round_status(status: RoundStatus) -> &'static str {
    match status {
        RoundStatus::Upcoming => "Sắp mở",
        RoundStatus::Open => "Đang mở",
        RoundStatus::Closed => "Đã đóng",
        RoundStatus::Published => "Đã công bố kết quả",
    }
}

/// The look of the tag that carries it.
pub const fn round_status_class(status: RoundStatus) -> &'static str {
    match status {
        RoundStatus::Open => "tag",
        RoundStatus::Published => "tag gold",
        RoundStatus::Upcoming | RoundStatus::Closed => "tag off",
    }
}

/// What an organiser is told of a round at one moment: `status` is what the public sees then.
pub const fn round_standing(state: RoundState, status: Option<RoundStatus>) -> &'static str {
    match (state, status) {
        (RoundState::Announced, Some(RoundStatus::Upcoming)) => "Đã thông báo, chưa mở",
        (RoundState::Announced, Some(RoundStatus::Open)) => "Đang mở",
        (RoundState::Announced, _) => "Đã hết giờ mở, chờ đóng",
        (state, _) => round_state(state),
    }
}

/// A step in the life of a round, whatever the clock says.
pub const fn round_state(state: RoundState) -> &'static str {
    match state {
        RoundState::Draft => "Bản nháp",
        RoundState::Announced => "Đã thông báo",
        RoundState::Closed => "Đã đóng",
        RoundState::Frozen => "Đã chốt kết quả",
        RoundState::Published => "Đã công bố",
    }
}

/// The way to the complaints, and how many wait.
pub fn open_complaints(open: i64) -> String {
    format!("Khiếu nại ({} chờ trả lời)", count(open))
}

/// A whole number as it is written in Vietnamese: `11.482`.
pub fn count(number: i64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

/// Points: `13,5`.
pub fn points(hundredths: i64) -> String {
    vietnamese_hundredths(hundredths)
}

/// A share with one place: `101,7 %`.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0).replace('.', ",")
}

/// The size of a document in decimal units, in one piece: `PDF, 1,2 MB`.
pub fn pdf_size(bytes: u64) -> String {
    const NO_BREAK: char = '\u{a0}';
    let size = if bytes < 1_000_000 {
        format!("{}{NO_BREAK}KB", bytes.div_ceil(1_000))
    } else {
        let tenths = bytes.div_ceil(100_000);
        format!("{},{}{NO_BREAK}MB", tenths / 10, tenths % 10)
    };
    format!("PDF,{NO_BREAK}{size}")
}

/// `20 phút`, or with seconds where there are some.
pub fn duration(seconds: i64) -> String {
    duration_in(Lang::Vi, seconds)
}

/// The same in the language of its page.
pub fn duration_in(lang: Lang, seconds: i64) -> String {
    let (minute, second) = (lang.say("phút", "min"), lang.say("giây", "s"));
    match (seconds / 60, seconds % 60) {
        (0, rest) => format!("{rest} {second}"),
        (minutes, 0) => format!("{minutes} {minute}"),
        (minutes, rest) => format!("{minutes} {minute} {rest} {second}"),
    }
}

/// Of a clock that stands still; a begun minute does not count.
pub fn left(seconds: i64) -> String {
    match (seconds / 60, seconds) {
        (_, ..=0) => "Đã hết giờ".to_owned(),
        (0, _) => "còn dưới 1 phút".to_owned(),
        (minutes, _) => format!("còn {minutes} phút"),
    }
}

/// The moment something ends: midnight belongs to the day before, as plans write it (`24:00 ngày 05/10/2025`).
pub fn end(at: Timestamp) -> String {
    if at == at.local_date().midnight() {
        format!("24:00 ngày {}", at.local_date().plus_days(-1).vietnamese())
    } else {
        at.local_minute()
    }
}

/// How the end of a round is told; the plan where nobody closed it before.
pub fn closing(planned: Timestamp, closed_early: Option<Timestamp>) -> String {
    match closed_early {
        Some(at) => format!("đã đóng sớm lúc {}", at.local_minute()),
        None => format!("đóng {}", end(planned)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_by_three() {
        let grouped = [0, 12, 999, 1_000, 11_482, 1_234_567, -123].map(count);
        assert_eq!(
            grouped,
            ["0", "12", "999", "1.000", "11.482", "1.234.567", "-123"]
        );
        assert_eq!([1_350, 1_500, 5].map(points), ["13,5", "15", "0,05"]);
        assert_eq!(percent(1.0169), "101,7 %");
    }

    #[test]
    fn documents_tell_their_size() {
        let sizes = [1, 27_685, 999_999, 1_150_001, 10_000_000].map(pdf_size);
        let expected = ["1 KB", "28 KB", "1000 KB", "1,2 MB", "10,0 MB"].map(|size| format!("PDF, {size}"));
        assert_eq!(sizes, expected.map(|size| size.replace(' ', "\u{a0}")));
    }

    #[test]
    fn durations_are_spoken() {
        assert_eq!(
            [1_200, 75, 45].map(duration),
            ["20 phút", "1 phút 15 giây", "45 giây"]
        );
        assert_eq!(duration_in(Lang::En, 75), "1 min 15 s");
    }

    #[test]
    fn an_organiser_is_told_what_the_clock_says() {
        let told = |status| round_standing(RoundState::Announced, Some(status));
        assert_eq!(told(RoundStatus::Upcoming), "Đã thông báo, chưa mở");
        assert_eq!(told(RoundStatus::Open), "Đang mở");
        assert_eq!(told(RoundStatus::Closed), "Đã hết giờ mở, chờ đóng");
        let frozen = round_standing(RoundState::Frozen, Some(RoundStatus::Closed));
        assert_eq!(frozen, round_state(RoundState::Frozen));
    }

    #[test]
    fn a_round_that_was_closed_early_says_so() {
        let planned = Timestamp::parse_rfc3339("2025-10-05T17:00:00.000Z").unwrap();
        assert_eq!(closing(planned, None), "đóng 24:00 ngày 05/10/2025");
        let early = Some(planned.plus_seconds(-3600));
        assert_eq!(closing(planned, early), "đã đóng sớm lúc 23:00 ngày 05/10/2025");
    }

    #[test]
    fn a_clock_that_stands_still_promises_no_begun_minute() {
        let told = [1_200, 1_199, 59, 0, -5].map(left);
        let expected = [
            "còn 20 phút",
            "còn 19 phút",
            "còn dưới 1 phút",
            "Đã hết giờ",
            "Đã hết giờ",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn midnight_ends_the_day_before() {
        let midnight = Timestamp::parse_rfc3339("2025-10-05T17:00:00.000Z").unwrap();
        assert_eq!(end(midnight), "24:00 ngày 05/10/2025");
        assert_eq!(end(midnight.plus_seconds(60)), "00:01 ngày 06/10/2025");
    }
}
