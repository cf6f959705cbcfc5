//! What islands say.

#[cfg(any(feature = "ssr", feature = "participant"))]
pub mod player;

pub const NONCE_TITLE: &str = "Góp chữ ngẫu nhiên vào việc bốc đề (không bắt buộc)";
pub const NONCE_LABEL: &str = "Đề được bốc từ khóa bí mật của ban tổ chức và các chữ dưới đây, nên không ai chọn trước được \
                               đề. Có thể gõ chữ bất kỳ.";

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
