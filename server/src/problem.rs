//! Errors: a problem document (RFC 9457) under `/api`, a page elsewhere. Causes go to the log, never to the caller.

mod conflicts;

use axum::http::{Extensions, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use khao_domain::problem::Problem;
use khao_engine::error::Error;
use serde_json::{Map, Value, json};

use crate::frame::Frame;
use crate::routes::pages;
use crate::routes::table::BodyKind;
use crate::state::App;

/// Who reads the answer to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Program,
    Person,
}

impl Audience {
    pub fn of(path: &str) -> Self {
        if path.starts_with("/api/") || path == "/api" {
            Self::Program
        } else {
            Self::Person
        }
    }
}

/// An error as the caller may know it.
#[derive(Debug, Clone)]
pub struct Fault {
    pub status: StatusCode,
    /// The stable fragment of `type`.
    pub kind: &'static str,
    pub title: &'static str,
    pub detail: String,
    pub errors: Vec<Problem>,
    pub retry_after_s: Option<u32>,
    /// Members that only this kind has, such as `shortages`.
    pub more: Map<String, Value>,
}

impl Fault {
    fn new(status: u16, kind: &'static str, title: &'static str, detail: &str) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            kind,
            title,
            detail: detail.to_owned(),
            errors: Vec::new(),
            retry_after_s: None,
            more: Map::new(),
        }
    }

    pub fn not_found() -> Self {
        Self::new(
            404,
            "#not-found",
            "Không tìm thấy",
            "Không có gì ở địa chỉ này, hoặc ông/bà không được xem.",
        )
    }

    pub fn method_not_allowed() -> Self {
        Self::new(
            405,
            "#invalid",
            "Không dùng được cách gọi này",
            "Địa chỉ này không nhận phương thức đã dùng.",
        )
    }

    pub fn too_large() -> Self {
        Self::new(
            413,
            "#invalid",
            "Nội dung quá lớn",
            "Nội dung gửi lên lớn hơn giới hạn: tệp có tối đa 10 MB, nội dung khác tối đa 1 MB.",
        )
    }

    pub fn unsupported_media_type(wanted: BodyKind) -> Self {
        let detail = format!("Nội dung phải có kiểu {}.", wanted.media_type().unwrap_or("khác"));
        Self::new(415, "#invalid", "Kiểu nội dung không đúng", &detail)
    }

    pub fn unreadable() -> Self {
        Self::new(
            422,
            "#invalid",
            "Nội dung không đọc được",
            "Không đọc được nội dung gửi lên.",
        )
    }

    pub fn invalid(pointer: &str, detail: &str) -> Self {
        Error::invalid(pointer, detail).into()
    }

    pub fn cross_site() -> Self {
        Self::new(
            403,
            "#forbidden",
            "Yêu cầu bị từ chối",
            "Yêu cầu này đến từ một trang khác nên không được thực hiện.",
        )
    }

    pub fn timed_out() -> Self {
        let mut fault = Self::new(
            503,
            "#busy",
            "Máy chủ đang bận",
            "Máy chủ trả lời quá lâu. Xin thử lại sau ít phút.",
        );
        fault.retry_after_s = Some(5);
        fault
    }

    pub fn internal() -> Self {
        Self::new(
            500,
            "#internal",
            "Lỗi máy chủ",
            "Máy chủ gặp lỗi. Xin thử lại; nếu còn lỗi, hãy báo mã yêu cầu bên dưới.",
        )
    }

    fn with_retry(mut self, after_s: u32) -> Self {
        self.retry_after_s = Some(after_s);
        self
    }

    /// An answer that [`crate::frame`] turns into a document or a page.
    pub fn into_unrendered(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }

    /// The whole answer, in the frame it stands in.
    pub async fn respond(self, app: &App, audience: Audience, request: &Extensions) -> Response {
        let request_id = request
            .get::<Frame>()
            .map(|frame| frame.request_id.to_string())
            .unwrap_or_default();
        let retry_after = self.retry_after_s;
        let mut response = match audience {
            Audience::Program => self.document(&request_id),
            Audience::Person => pages::error::response(app, self, request, &request_id).await,
        };
        if audience == Audience::Program && response.status() == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        if let Some(seconds) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    fn document(self, request_id: &str) -> Response {
        let mut body = json!({
            "type": self.kind,
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
            "request_id": request_id,
        });
        if let Some(members) = body.as_object_mut() {
            if !self.errors.is_empty() {
                members.insert("errors".into(), json!(self.errors));
            }
            members.extend(self.more);
        }
        let kind = HeaderValue::from_static("application/problem+json");
        (self.status, [(header::CONTENT_TYPE, kind)], body.to_string()).into_response()
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        self.into_unrendered()
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(problems) => {
                let mut fault = Self::new(
                    422,
                    "#invalid",
                    "Thông tin chưa đúng",
                    "Xin sửa các chỗ được nêu rồi gửi lại.",
                );
                fault.errors = problems;
                fault
            }
            Error::InvalidRows(rows) => {
                let mut fault = Self::new(
                    422,
                    "#invalid",
                    "Tệp có lỗi",
                    "Tệp có lỗi nên chưa có gì được nhập.",
                );
                fault.more.insert("problems".into(), json!(rows));
                fault
            }
            Error::BankTooSmall(shortages) => {
                let detail = "Ngân hàng câu hỏi không đủ cho ma trận đề; xem số câu còn thiếu.";
                let mut fault = Self::new(409, "#bank-too-small", "Thiếu câu hỏi", detail);
                fault.more.insert("shortages".into(), json!(shortages));
                fault
            }
            Error::Conflict(conflict) => Self::of_conflict(conflict),
            Error::RateLimited { retry_after_s } => Self::new(
                429,
                "#rate-limited",
                "Quá nhiều lần thử",
                "Xin chờ một lát rồi thử lại.",
            )
            .with_retry(retry_after_s),
            Error::Busy { retry_after_s } => {
                Self::new(503, "#busy", "Máy chủ đang bận", "Xin thử lại sau ít giây.")
                    .with_retry(retry_after_s)
            }
            Error::Store(cause) => {
                tracing::error!(%cause, "the store failed");
                Self::internal()
            }
            Error::Internal(cause) => {
                tracing::error!(cause, "an internal error");
                Self::internal()
            }
            plain => Self::of_plain(&plain),
        }
    }
}

impl Fault {
    /// Errors that carry nothing.
    fn of_plain(error: &Error) -> Self {
        match error {
            Error::LogIn => Self::new(
                401,
                "#log-in",
                "Cần đăng nhập",
                "Xin đăng nhập hoặc vào lại bằng mã.",
            ),
            Error::NotRecognised => Self::new(
                401,
                "#not-recognised",
                "Không nhận ra",
                "Thông tin không khớp. Xin kiểm tra và thử lại.",
            ),
            Error::SecondFactorNeeded(_) => Self::new(
                401,
                "#totp-needed",
                "Cần mã xác thực",
                "Tài khoản này xác thực hai bước. Xin gửi kèm mã của ứng dụng xác thực, hoặc một mã khôi phục.",
            ),
            Error::SecondFactorRequired => Self::new(
                403,
                "#totp-required",
                "Cần thiết lập xác thực hai bước",
                "Cơ quan yêu cầu mọi tài khoản xác thực hai bước. Xin mở trang Tài khoản của tôi (/account) để thiết lập trước.",
            ),
            Error::Forbidden => Self::new(
                403,
                "#forbidden",
                "Không có quyền",
                "Tài khoản này không được làm việc đó.",
            ),
            Error::NotFound => Self::not_found(),
            Error::NotPublished => Self::new(
                404,
                "#not-published",
                "Chưa công bố",
                "Kết quả này chưa được công bố.",
            ),
            Error::KeyReused => Self::new(
                422,
                "#key-reused",
                "Khóa đã dùng",
                "Khóa chống gửi lặp này đã dùng cho một nội dung khác.",
            ),
            _ => Self::internal(),
        }
    }
}
