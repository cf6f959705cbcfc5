//! Errors: a problem document (RFC 9457) under `/api`, a page elsewhere. Causes go to the log, never to the caller.

mod conflicts;
mod plain;
mod rows;

use axum::http::{Extensions, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use khao_domain::lang::{Lang, Said, said};
use khao_domain::problem::Problem;
use khao_domain::table::RowProblem;
use khao_engine::error::Error;
use serde_json::{Map, Value, json};

use crate::frame::Frame;
use crate::routes::pages;
use crate::routes::table::BodyKind;
use crate::state::App;

pub use plain::PROOF_NEEDED;
pub use rows::RowProblemShown;

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
    /// Boxed as the detail is, so that results stay small.
    pub title: Box<Said>,
    pub detail: Box<Said>,
    pub errors: Vec<Problem>,
    /// Of a file.
    pub rows: Vec<RowProblem>,
    pub retry_after_s: Option<u32>,
    /// Members that only this kind has, such as `shortages`.
    pub more: Map<String, Value>,
}

impl Fault {
    fn new(status: u16, kind: &'static str, title: Said, detail: Said) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            kind,
            title: Box::new(title),
            detail: Box::new(detail),
            errors: Vec::new(),
            rows: Vec::new(),
            retry_after_s: None,
            more: Map::new(),
        }
    }

    pub fn not_found() -> Self {
        Self::new(
            404,
            "#not-found",
            said("Không tìm thấy", "Not found"),
            said(
                "Không có gì ở địa chỉ này, hoặc ông/bà không được xem.",
                "There is nothing at this address, or you may not see it.",
            ),
        )
    }

    pub fn method_not_allowed() -> Self {
        Self::new(
            405,
            "#invalid",
            said("Không dùng được cách gọi này", "This call is not possible"),
            said(
                "Địa chỉ này không nhận phương thức đã dùng.",
                "This address does not take the method used.",
            ),
        )
    }

    pub fn too_large() -> Self {
        Self::new(
            413,
            "#invalid",
            said("Nội dung quá lớn", "Too large"),
            said(
                "Nội dung gửi lên lớn hơn giới hạn: tệp có tối đa 10 MB, nội dung khác tối đa 1 MB.",
                "What was sent is over the limit: 10 MB for a file, 1 MB for anything else.",
            ),
        )
    }

    pub fn unsupported_media_type(wanted: BodyKind) -> Self {
        let detail = Said::of(|lang| match lang {
            Lang::Vi => format!("Nội dung phải có kiểu {}.", wanted.media_type().unwrap_or("*/*")),
            Lang::En => format!(
                "The content must be of the type {}.",
                wanted.media_type().unwrap_or("*/*")
            ),
        });
        Self::new(
            415,
            "#invalid",
            said("Kiểu nội dung không đúng", "Wrong type of content"),
            detail,
        )
    }

    pub fn unreadable() -> Self {
        Self::new(
            422,
            "#invalid",
            said("Nội dung không đọc được", "Unreadable"),
            said(
                "Không đọc được nội dung gửi lên.",
                "What was sent cannot be read.",
            ),
        )
    }

    pub fn invalid(pointer: &str, detail: impl Into<Said>) -> Self {
        Error::invalid(pointer, detail).into()
    }

    pub fn cross_site() -> Self {
        Self::new(
            403,
            "#forbidden",
            said("Yêu cầu bị từ chối", "Request refused"),
            said(
                "Yêu cầu này đến từ một trang khác nên không được thực hiện.",
                "This request comes from another site and was not carried out.",
            ),
        )
    }

    pub fn timed_out() -> Self {
        let mut fault = Self::new(
            503,
            "#busy",
            said("Máy chủ đang bận", "The server is busy"),
            said(
                "Máy chủ trả lời quá lâu. Xin thử lại sau ít phút.",
                "The server took too long. Try again in a few minutes.",
            ),
        );
        fault.retry_after_s = Some(5);
        fault
    }

    pub fn internal() -> Self {
        Self::new(
            500,
            "#internal",
            said("Lỗi máy chủ", "Server error"),
            said(
                "Máy chủ gặp lỗi. Xin thử lại; nếu còn lỗi, hãy báo mã yêu cầu bên dưới.",
                "Something went wrong on the server. Try again; if it persists, report the request code below.",
            ),
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
        let frame = request.get::<Frame>();
        let request_id = frame
            .map(|frame| frame.request_id.to_string())
            .unwrap_or_default();
        let lang = frame.map(|frame| frame.lang).unwrap_or_default();
        let retry_after = self.retry_after_s;
        let mut response = match audience {
            Audience::Program => self.document(lang, &request_id),
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

    fn document(self, lang: Lang, request_id: &str) -> Response {
        let status = self.status;
        let mut body = self.told(lang);
        body["request_id"] = request_id.into();
        let kind = HeaderValue::from_static("application/problem+json");
        (status, [(header::CONTENT_TYPE, kind)], body.to_string()).into_response()
    }

    /// The members of the document, but for the request's id: also of one part of a call.
    pub fn told(self, lang: Lang) -> Value {
        let mut body = json!({
            "type": self.kind,
            "title": self.title.in_lang(lang),
            "status": self.status.as_u16(),
            "detail": self.detail.in_lang(lang),
        });
        if let Some(members) = body.as_object_mut() {
            if !self.errors.is_empty() {
                members.insert("errors".into(), told(lang, &self.errors));
            }
            if !self.rows.is_empty() {
                let rows = self.rows.into_iter().map(|row| RowProblemShown::of(lang, row));
                members.insert("problems".into(), json!(rows.collect::<Vec<_>>()));
            }
            members.extend(self.more);
        }
        body
    }
}

/// Mistakes as members of a document.
pub fn told(lang: Lang, problems: &[Problem]) -> Value {
    let one =
        |problem: &Problem| json!({ "pointer": problem.pointer, "detail": problem.detail.in_lang(lang) });
    problems.iter().map(one).collect()
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
                    said("Thông tin chưa đúng", "Something is not right"),
                    said(
                        "Xin sửa các chỗ được nêu rồi gửi lại.",
                        "Correct what is named and send it again.",
                    ),
                );
                fault.errors = problems;
                fault
            }
            Error::Stale(problems) => {
                let mut fault = Self::new(
                    409,
                    "#conflict",
                    said("Người khác vừa sửa", "Changed meanwhile"),
                    said(
                        "Người khác vừa sửa các chỗ được nêu; xin xem lại rồi gửi lại.",
                        "Somebody else has just changed what is named; look at it, then send it again.",
                    ),
                );
                fault.errors = problems;
                fault
            }
            Error::InvalidRows(rows) => {
                let mut fault = Self::new(
                    422,
                    "#invalid",
                    said("Tệp có lỗi", "The file has mistakes"),
                    said(
                        "Tệp có lỗi nên chưa có gì được nhập.",
                        "The file has mistakes, so nothing was imported.",
                    ),
                );
                fault.rows = rows;
                fault
            }
            Error::BankTooSmall(shortages) => {
                let detail = said(
                    "Ngân hàng câu hỏi không đủ cho ma trận đề; xem số câu còn thiếu.",
                    "The question bank cannot fill the blueprint; see how many items are missing.",
                );
                let mut fault = Self::new(
                    409,
                    "#bank-too-small",
                    said("Thiếu câu hỏi", "Too few items"),
                    detail,
                );
                fault.more.insert("shortages".into(), json!(shortages));
                fault
            }
            Error::Conflict(conflict) => Self::of_conflict(conflict),
            Error::RateLimited { retry_after_s } => Self::new(
                429,
                "#rate-limited",
                said("Quá nhiều lần thử", "Too many tries"),
                said("Xin chờ một lát rồi thử lại.", "Wait a moment, then try again."),
            )
            .with_retry(retry_after_s),
            Error::Busy { retry_after_s } => Self::new(
                503,
                "#busy",
                said("Máy chủ đang bận", "The server is busy"),
                said("Xin thử lại sau ít giây.", "Try again in a few seconds."),
            )
            .with_retry(retry_after_s),
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
