//! What pages share in words; what only one page says stands in that page.

use std::fmt::Display;

use khao_domain::contest::correction::CorrectionKind;
use khao_domain::contest::round::{RoundState, RoundStatus};
use khao_domain::lang::Lang;
use khao_domain::time::CivilDate;

use super::figures::count;

pub const SOFTWARE: &str = "Khảo";
/// Beside everything that takes an irreversible step.
pub const fn understood(lang: Lang) -> &'static str {
    lang.say(
        "Tôi hiểu bước này không quay lại được.",
        "I understand that this cannot be undone.",
    )
}

/// A question by its place in a paper.
pub fn question(lang: Lang, position: impl Display) -> String {
    match lang {
        Lang::Vi => format!("Câu {position}"),
        Lang::En => format!("Question {position}"),
    }
}

/// Points, as they stand behind something.
pub fn points(lang: Lang, points: &str) -> String {
    match lang {
        Lang::Vi => format!(" · {points} điểm"),
        Lang::En => format!(" · {points} points"),
    }
}

/// Where a question is from.
pub fn source(lang: Lang, source: &str) -> String {
    format!("{}: {source}", lang.say("Căn cứ", "Source"))
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
pub const fn round_standing(lang: Lang, state: RoundState, status: Option<RoundStatus>) -> &'static str {
    match (state, status) {
        (RoundState::Announced, Some(RoundStatus::Upcoming)) => {
            lang.say("Đã thông báo, chưa mở", "Announced, not open yet")
        }
        (RoundState::Announced, Some(RoundStatus::Open)) => lang.say("Đang mở", "Open"),
        (RoundState::Announced, _) => lang.say("Đã hết giờ mở, chờ đóng", "Past its time, to be closed"),
        (state, _) => round_state(lang, state),
    }
}

/// A step in the life of a round, whatever the clock says.
pub const fn round_state(lang: Lang, state: RoundState) -> &'static str {
    match state {
        RoundState::Draft => lang.say("Bản nháp", "Draft"),
        RoundState::Announced => lang.say("Đã thông báo", "Announced"),
        RoundState::Closed => lang.say("Đã đóng", "Closed"),
        RoundState::Frozen => lang.say("Đã chốt kết quả", "Results fixed"),
        RoundState::Published => lang.say("Đã công bố", "Published"),
    }
}

/// A birth date; as it is stored where it is none.
pub fn born(lang: Lang, stored: &str) -> String {
    CivilDate::parse(stored).map_or_else(|| stored.to_owned(), |date| date.in_lang(lang))
}

/// What a correction has done to a question, for whoever took it.
pub const fn correction(lang: Lang, kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::NewKey => lang.say("đáp án được thay", "its key was replaced"),
        CorrectionKind::AlsoAccept => lang.say("chấp nhận thêm đáp án", "more answers count as right"),
        CorrectionKind::FullPoints => lang.say(
            "câu bị bỏ, ai gặp cũng được trọn điểm",
            "it was dropped, and everybody who met it gets its points",
        ),
        CorrectionKind::NoPoints => lang.say(
            "câu bị bỏ, không tính điểm cho ai và điểm tối đa giảm theo",
            "it was dropped without points, and the highest possible score is lower",
        ),
        CorrectionKind::AsFrozen => lang.say("giữ như khi khóa đề", "it stands as it was locked"),
    }
}

/// The way to the complaints, and how many wait.
pub fn open_complaints(lang: Lang, open: i64) -> String {
    let open = count(lang, open);
    match lang {
        Lang::Vi => format!("Khiếu nại ({open} chờ trả lời)"),
        Lang::En => format!("Complaints ({open} waiting)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_date_is_written_in_the_language_of_the_page() {
        let words = |stored: &str| Lang::ALL.map(|lang| born(lang, stored));
        assert_eq!(words("1990-01-05"), ["05/01/1990", "5 Jan 1990"]);
        assert_eq!(words("1990"), ["1990", "1990"]);
    }

    #[test]
    fn an_organiser_is_told_what_the_clock_says() {
        let told = |status| round_standing(Lang::Vi, RoundState::Announced, Some(status));
        assert_eq!(told(RoundStatus::Upcoming), "Đã thông báo, chưa mở");
        assert_eq!(told(RoundStatus::Open), "Đang mở");
        assert_eq!(told(RoundStatus::Closed), "Đã hết giờ mở, chờ đóng");
        let frozen = round_standing(Lang::Vi, RoundState::Frozen, Some(RoundStatus::Closed));
        assert_eq!(frozen, round_state(Lang::Vi, RoundState::Frozen));
    }
}
