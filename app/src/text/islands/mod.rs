//! What islands say.

#[cfg(any(feature = "ssr", feature = "participant"))]
pub mod player;

/// The words of the countdown.
pub struct CountdownText {
    /// Before the figures, for those who hear the page.
    pub label: &'static str,
    pub over: &'static str,
    /// "còn {n} phút"
    left_before: &'static str,
    left_after: &'static str,
}

impl CountdownText {
    /// An announcement: so many minutes are left.
    pub fn left(&self, minutes: i64) -> String {
        format!("{} {minutes} {}", self.left_before, self.left_after)
    }
}

/// Vietnamese unless the language is one we have.
pub fn countdown(lang: &str) -> CountdownText {
    if lang == "en" {
        CountdownText {
            label: "Time left",
            over: "Time is up",
            left_before: "Time left:",
            left_after: "minutes.",
        }
    } else {
        CountdownText {
            label: "Thời gian còn lại",
            over: "Đã hết giờ",
            left_before: "Thời gian làm bài còn",
            left_after: "phút.",
        }
    }
}
