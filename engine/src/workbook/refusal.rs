//! Why a workbook is not read at all, in the organiser's words.

use std::fmt;

use khao_domain::table::RowProblem;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    OldOrLocked,
    Encrypted,
    Damaged,
    NotWorkbook,
    ManyParts,
    BadName,
    TooLarge,
    Bomb,
    Declarations,
    NotUtf8,
    NoSheet,
}

impl Refusal {
    const fn detail(self) -> &'static str {
        match self {
            Self::OldOrLocked => {
                "Đây là tệp Excel đời cũ (.xls) hoặc tệp có mật khẩu; hãy lưu lại ở dạng .xlsx không mật khẩu rồi tải \
                 lên lại."
            }
            Self::Encrypted => "Tệp có mật khẩu; hãy bỏ mật khẩu, lưu lại rồi tải lên lại.",
            Self::Damaged => {
                "Tệp Excel bị hỏng hoặc chưa tải lên hết; hãy mở bằng bảng tính, lưu lại ở dạng .xlsx rồi tải lên lại."
            }
            Self::NotWorkbook => {
                "Tệp này không phải là bảng tính .xlsx; hãy lưu lại ở dạng .xlsx hoặc “CSV UTF-8”."
            }
            Self::ManyParts => {
                "Tệp Excel có quá nhiều thành phần bên trong nên không được nhận; hãy chép dữ liệu sang một tệp mới."
            }
            Self::BadName => {
                "Tệp Excel có thành phần mang tên không hợp lệ nên không được nhận; hãy chép dữ liệu sang một tệp mới."
            }
            Self::TooLarge => "Tệp Excel sau khi giải nén lớn hơn 100 MB; hãy chia thành nhiều tệp.",
            Self::Bomb => {
                "Tệp Excel được nén bất thường nên không được nhận; hãy chép dữ liệu sang một tệp mới."
            }
            Self::Declarations => {
                "Tệp Excel có khai báo XML (DTD, thực thể) mà bảng tính không dùng nên không được nhận; hãy chép dữ \
                 liệu sang một tệp mới."
            }
            Self::NotUtf8 => {
                "Chữ trong tệp Excel không phải UTF-8; hãy mở bằng bảng tính, lưu lại ở dạng .xlsx rồi tải lên lại."
            }
            Self::NoSheet => "Tệp Excel không có trang tính nào đang hiện.",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.detail())
    }
}

/// So that a reader can carry it through the layers above.
impl std::error::Error for Refusal {}

impl From<Refusal> for RowProblem {
    fn from(refusal: Refusal) -> Self {
        Self::error(1, None, refusal.detail())
    }
}
