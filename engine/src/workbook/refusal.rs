//! Why a workbook is not read at all, in the organiser's words.

use std::fmt;

use khao_domain::lang::{Lang, Said, said};
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
    const fn detail(self) -> Said {
        match self {
            Self::OldOrLocked => said(
                "Đây là tệp Excel đời cũ (.xls) hoặc tệp có mật khẩu; hãy lưu lại ở dạng .xlsx không mật khẩu rồi tải \
                 lên lại.",
                "This is an old Excel file (.xls), or one with a password; save it as .xlsx without a password and \
                 send it again.",
            ),
            Self::Encrypted => said(
                "Tệp có mật khẩu; hãy bỏ mật khẩu, lưu lại rồi tải lên lại.",
                "The file has a password; take it off, save the file and send it again.",
            ),
            Self::Damaged => said(
                "Tệp Excel bị hỏng hoặc chưa tải lên hết; hãy mở bằng bảng tính, lưu lại ở dạng .xlsx rồi tải lên lại.",
                "The Excel file is damaged or did not arrive whole; open it, save it as .xlsx and send it again.",
            ),
            Self::NotWorkbook => said(
                "Tệp này không phải là bảng tính .xlsx; hãy lưu lại ở dạng .xlsx hoặc “CSV UTF-8”.",
                "This file is no .xlsx workbook; save it as .xlsx or “CSV UTF-8”.",
            ),
            Self::ManyParts => said(
                "Tệp Excel có quá nhiều thành phần bên trong nên không được nhận; hãy chép dữ liệu sang một tệp mới.",
                "The Excel file has too many parts and is not taken; copy its data into a new file.",
            ),
            Self::BadName => said(
                "Tệp Excel có thành phần mang tên không hợp lệ nên không được nhận; hãy chép dữ liệu sang một tệp mới.",
                "A part of the Excel file has a name that is not allowed; copy its data into a new file.",
            ),
            Self::TooLarge => said(
                "Tệp Excel sau khi giải nén lớn hơn 100 MB; hãy chia thành nhiều tệp.",
                "Unpacked, the Excel file is larger than 100 MB; divide it into several.",
            ),
            Self::Bomb => said(
                "Tệp Excel được nén bất thường nên không được nhận; hãy chép dữ liệu sang một tệp mới.",
                "The Excel file is packed in an unusual way and is not taken; copy its data into a new file.",
            ),
            Self::Declarations => said(
                "Tệp Excel có khai báo XML (DTD, thực thể) mà bảng tính không dùng nên không được nhận; hãy chép dữ \
                 liệu sang một tệp mới.",
                "The Excel file has XML declarations (DTD, entities) that no workbook needs and is not taken; copy its \
                 data into a new file.",
            ),
            Self::NotUtf8 => said(
                "Chữ trong tệp Excel không phải UTF-8; hãy mở bằng bảng tính, lưu lại ở dạng .xlsx rồi tải lên lại.",
                "The text of the Excel file is not UTF-8; open it, save it as .xlsx and send it again.",
            ),
            Self::NoSheet => said(
                "Tệp Excel không có trang tính nào đang hiện.",
                "The Excel file has no sheet that is shown.",
            ),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.detail().in_lang(Lang::Vi))
    }
}

/// So that a reader can carry it through the layers above.
impl std::error::Error for Refusal {}

impl From<Refusal> for RowProblem {
    fn from(refusal: Refusal) -> Self {
        Self::error(1, None, refusal.detail())
    }
}
