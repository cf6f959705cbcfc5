//! Pages for what went wrong; the causes stay in the log, found by the request's id.

use leptos::prelude::*;

use crate::components::button;

#[derive(Debug, Clone)]
pub struct ErrorView {
    pub status: u16,
    /// A sentence of its own in place of the usual one.
    pub detail: Option<String>,
    pub request_id: String,
    /// For 429 and 503.
    pub retry_after_s: Option<u32>,
    /// Where to go from here, besides the home page.
    pub ways: Vec<WayOn>,
}

#[derive(Debug, Clone)]
pub struct WayOn {
    pub path: String,
    pub label: String,
}

pub fn page(view: ErrorView) -> AnyView {
    let (title, usual) = words(view.status);
    let wait = view.retry_after_s.map(|seconds| {
        view! { <p>{format!("Xin thử lại sau {seconds} giây.")}</p> }
    });
    let ways = view
        .ways
        .into_iter()
        .map(|way| button::quiet_link(way.path, way.label))
        .collect_view();
    view! {
        <div class="narrow">
            <h1>{title}</h1>
            <p>{view.detail.unwrap_or_else(|| usual.to_owned())}</p>
            {wait}
            <div class="row">
                {(view.status == 401).then(|| button::link("/login".to_owned(), "Đăng nhập"))}
                {ways}
                {button::quiet_link("/".to_owned(), "Về trang chủ")}
            </div>
            <p class="soft small">
                {format!("Lỗi {}. Mã yêu cầu: ", view.status)}
                <span class="mono">{view.request_id}</span>
            </p>
        </div>
    }
    .into_any()
}

/// The page's title, also for the document's head.
pub fn title(status: u16) -> &'static str {
    words(status).0
}

const fn words(status: u16) -> (&'static str, &'static str) {
    match status {
        401 => ("Cần đăng nhập", "Phiên làm việc đã hết hoặc chưa bắt đầu."),
        403 => ("Không có quyền", "Tài khoản này không được làm việc đó."),
        404 => (
            "Không tìm thấy",
            "Trang này không có, hoặc không dành cho ông/bà.",
        ),
        405 => ("Cách gửi không hợp lệ", "Trang này không nhận yêu cầu kiểu đó."),
        409 => (
            "Chưa thực hiện được",
            "Tình trạng đã thay đổi. Xin tải lại trang rồi thử lần nữa.",
        ),
        413 => ("Nội dung quá lớn", "Nội dung gửi lên vượt quá giới hạn."),
        422 => ("Nội dung chưa đúng", "Xin kiểm tra lại nội dung đã gửi."),
        429 => ("Quá nhiều yêu cầu", "Có quá nhiều yêu cầu trong thời gian ngắn."),
        503 => ("Máy chủ đang bận", "Những gì đã lưu vẫn còn nguyên."),
        _ => (
            "Có lỗi ở máy chủ",
            "Xin thử lại; nếu vẫn lỗi, gửi mã yêu cầu dưới đây cho ban tổ chức.",
        ),
    }
}
