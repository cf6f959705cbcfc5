//! What pages share in words; what only one page says stands in that page.

use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::lang::Lang;
use khao_domain::people::role::Role;
use khao_domain::time::Timestamp;

use super::figures;

pub const SOFTWARE: &str = "Khảo";
pub const CONSOLE: &str = "Bảng điều hành";
/// Beside everything that takes an irreversible step.
pub const UNDERSTOOD: &str = "Tôi hiểu bước này không quay lại được.";

pub const fn role(role: Role) -> &'static str {
    role.name(Lang::Vi)
}

/// What the public is told of a round.
pub const fn round_status_in(lang: Lang, status: RoundStatus) -> &'static str {
    match status {
        RoundStatus::Upcoming => lang.say("Sắp mở", "Upcoming"),
        RoundStatus::Open => lang.say("Đang mở", "Open"),
        RoundStatus::Closed => lang.say("Đã đóng", "Closed"),
        RoundStatus::Published => lang.say("Đã công bố kết quả", "Results published"),
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

/// As [`figures::count`] in Vietnamese.
pub fn count(number: i64) -> String {
    figures::count(Lang::Vi, number)
}

/// As [`figures::points`] in Vietnamese.
pub fn points(hundredths: i64) -> String {
    figures::points(Lang::Vi, hundredths)
}

/// As [`figures::percent`] in Vietnamese.
pub fn percent(share: f64) -> String {
    figures::percent(Lang::Vi, share)
}

/// As [`figures::pdf_size`] in Vietnamese.
pub fn pdf_size(bytes: u64) -> String {
    figures::pdf_size(Lang::Vi, bytes)
}

/// As [`figures::duration`] in Vietnamese.
pub fn duration(seconds: i64) -> String {
    figures::duration(Lang::Vi, seconds)
}

/// As [`figures::end`] in Vietnamese.
pub fn end(at: Timestamp) -> String {
    figures::end(Lang::Vi, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organiser_is_told_what_the_clock_says() {
        let told = |status| round_standing(RoundState::Announced, Some(status));
        assert_eq!(told(RoundStatus::Upcoming), "Đã thông báo, chưa mở");
        assert_eq!(told(RoundStatus::Open), "Đang mở");
        assert_eq!(told(RoundStatus::Closed), "Đã hết giờ mở, chờ đóng");
        let frozen = round_standing(RoundState::Frozen, Some(RoundStatus::Closed));
        assert_eq!(frozen, round_state(RoundState::Frozen));
    }
}
