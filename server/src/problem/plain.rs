//! Errors of the engine that carry nothing to tell apart.

use khao_domain::lang::said;
use khao_engine::error::Error;

use super::Fault;

/// The password has to be proved again.
pub const PROOF_NEEDED: &str = "#proof-needed";

impl Fault {
    /// Errors that carry nothing.
    pub(super) fn of_plain(error: &Error) -> Self {
        match error {
            Error::LogIn => Self::new(
                401,
                "#log-in",
                said("Cần đăng nhập", "Please log in"),
                said(
                    "Xin đăng nhập hoặc vào lại bằng mã.",
                    "Log in, or return with your code.",
                ),
            ),
            Error::NotRecognised => Self::new(
                401,
                "#not-recognised",
                said("Không nhận ra", "Not recognised"),
                said(
                    "Thông tin không khớp. Xin kiểm tra và thử lại.",
                    "The details do not match. Check them and try again.",
                ),
            ),
            Error::SecondFactorNeeded(_) => Self::new(
                401,
                "#totp-needed",
                said("Cần mã xác thực", "A code is needed"),
                said(
                    "Tài khoản này xác thực hai bước. Xin gửi kèm mã của ứng dụng xác thực, hoặc một mã khôi phục.",
                    "This account has a second factor. Send a code of the authenticator app as well, or a recovery code.",
                ),
            ),
            Error::SecondFactorRequired => Self::new(
                403,
                "#totp-required",
                said(
                    "Cần thiết lập xác thực hai bước",
                    "A second factor must be set up",
                ),
                said(
                    "Cơ quan yêu cầu mọi tài khoản xác thực hai bước. Xin mở trang Tài khoản của tôi (/account) để thiết lập trước.",
                    "The authority wants a second factor for every account. Open My account (/account) and set it up first.",
                ),
            ),
            Error::ProofNeeded => Self::new(
                403,
                PROOF_NEEDED,
                said("Cần nhập lại mật khẩu", "Your password once more"),
                said(
                    "Việc này chưa được làm: nó cần mật khẩu vừa nhập gần đây. Xin nhập lại mật khẩu, rồi làm lại bước vừa rồi.",
                    "This was not done: it takes a password that was typed lately. Type it again, then repeat the step.",
                ),
            ),
            Error::Forbidden => Self::new(
                403,
                "#forbidden",
                said("Không có quyền", "Not allowed"),
                said(
                    "Tài khoản này không được làm việc đó.",
                    "This account may not do that.",
                ),
            ),
            Error::ForeignBank => Self::new(
                403,
                "#forbidden",
                said("Ngân hàng của đơn vị khác", "Another unit's bank"),
                said(
                    "Ngân hàng này thuộc đơn vị khác; chỉ người mở được ngân hàng mới sửa được đáp án.",
                    "This bank belongs to another unit: only whoever may open it changes its keys.",
                ),
            ),
            Error::NotListed => Self::new(
                403,
                "#forbidden",
                said("Không có trong danh sách", "Not on the list"),
                said(
                    "Cuộc thi này chỉ dành cho người có tên trong danh sách, và chưa tìm thấy ông/bà. Xin kiểm tra lại họ tên, ngày sinh, đơn vị và mã cán bộ (nếu có); nếu vẫn đúng, xin liên hệ ban tổ chức để được bổ sung.",
                    "This contest is for the people on its list, and you were not found there. Check name, date of birth, unit and staff code (if asked); if they are right, ask the organisers to add you.",
                ),
            ),
            Error::NotFound => Self::not_found(),
            Error::NotPublished => Self::new(
                404,
                "#not-published",
                said("Chưa công bố", "Not published"),
                said(
                    "Kết quả này chưa được công bố.",
                    "This result is not published yet.",
                ),
            ),
            Error::KeyReused => Self::new(
                422,
                "#key-reused",
                said("Khóa đã dùng", "Key used before"),
                said(
                    "Khóa chống gửi lặp này đã dùng cho một nội dung khác.",
                    "This idempotency key was used for another content.",
                ),
            ),
            _ => Self::internal(),
        }
    }
}
