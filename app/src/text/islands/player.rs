//! What the quiz player says besides what its page holds already.

pub const SAVING: &str = "Đang lưu…";
pub const SLOW: &str = "Đang chờ máy chủ trả lời";
pub const SAVED: &str = "Đã lưu";
pub const ELSEWHERE: &str = "Đã đổi ở trang hoặc thiết bị khác";
pub const WAITING_KEPT: &str = "Đang chờ mạng, câu trả lời vẫn được giữ trên máy này";
pub const WAITING_UNKEPT: &str = "Đang chờ mạng; xin đừng đóng trang này";
pub const SIGN_IN: &str = "Cần vào lại để lưu tiếp";
pub const BACK_ONLINE: &str = "Đã có mạng trở lại.";
pub const HANDING_IN: &str = "Đang nộp bài…";
pub const HANDING_IN_LATER: &str = "Đang chờ mạng; bài sẽ được nộp ngay khi có mạng. Xin giữ trang này mở.";
pub const TIME_UP: &str = "Đã hết giờ";
pub const TIME_LEFT: &str = "Thời gian còn lại";
pub const CLOCK_HIDDEN: &str = "––:––";
pub const SHOW_CLOCK: &str = "Hiện giờ";
pub const HIDE_CLOCK: &str = "Ẩn giờ";
pub const PRACTICE: &str = "Bài thử";
pub const UNKEPT: &str =
    "Trình duyệt không cho giữ câu trả lời trên máy: các câu chưa gửi sẽ mất nếu đóng trang.";

pub fn minutes_left(minutes: i64) -> String {
    format!("Thời gian làm bài còn {minutes} phút.")
}

/// `before` is the answer that counts all the same; empty where there is none.
pub fn refused(why: &str, before: &str) -> String {
    if before.is_empty() {
        format!("Chưa lưu: {why}")
    } else {
        format!("Chưa lưu: câu trả lời trước ({before}) vẫn được tính. {why}")
    }
}

pub fn place(number: usize, total: usize) -> String {
    format!("Câu {number}/{total}")
}

pub fn saved(count: usize, total: usize) -> String {
    format!("Đã lưu {count}/{total} câu")
}

pub fn practised(count: usize, total: usize) -> String {
    format!("Bài thử: đã làm {count}/{total} câu")
}

pub fn waiting(count: usize) -> String {
    format!("Chờ mạng: {count} câu")
}

pub fn sending_rest(count: usize) -> String {
    format!("Đang gửi nốt {count} câu trả lời…")
}

pub fn answered(count: usize, total: usize) -> String {
    format!("Đã trả lời {count}/{total} câu.")
}

/// For those who hear the list of questions.
pub fn dot(position: u16, is_answered: bool, is_marked: bool) -> String {
    let answered = if is_answered {
        "đã trả lời"
    } else {
        "chưa trả lời"
    };
    let marked = if is_marked { ", đánh dấu xem lại" } else { "" };
    format!("Câu {position}, {answered}{marked}")
}

pub fn list(positions: &[u16]) -> String {
    let words: Vec<String> = positions.iter().map(u16::to_string).collect();
    format!("Câu {}", words.join(", "))
}

pub fn changed_elsewhere(position: u16) -> String {
    format!("Câu {position}: đã đổi ở trang hoặc thiết bị khác.")
}
