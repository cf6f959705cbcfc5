//! The words that cells of the template may hold.

use crate::bank::item::{Credit, ItemStatus};

/// The kinds as the column "Loại" names them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KindWord {
    Single,
    Multiple,
    TrueFalse,
    Number,
    Text,
    Participants,
    AllCorrect,
}

impl KindWord {
    /// For English pages; files hold the words below.
    pub(super) const fn english(self) -> &'static str {
        match self {
            Self::Single => "One choice",
            Self::Multiple => "Several choices",
            Self::TrueFalse => "True/False",
            Self::Number => "Number",
            Self::Text => "Short answer",
            Self::Participants => "Prediction of how many take part",
            Self::AllCorrect => "Prediction of how many get everything right",
        }
    }
}

pub(super) const KIND_WORDS: [(KindWord, &str); 7] = [
    (KindWord::Single, "Một lựa chọn"),
    (KindWord::Multiple, "Nhiều lựa chọn"),
    (KindWord::TrueFalse, "Đúng/Sai"),
    (KindWord::Number, "Số"),
    (KindWord::Text, "Trả lời ngắn"),
    (KindWord::Participants, "Dự đoán số người dự thi"),
    (KindWord::AllCorrect, "Dự đoán số người đúng hết"),
];
/// The first word of a value is the one we write; the others are what a spreadsheet makes of it.
pub(super) const BOOL_WORDS: [(bool, &str); 4] =
    [(true, "Có"), (false, "Không"), (true, "TRUE"), (false, "FALSE")];
pub(super) const CREDIT_WORDS: [(Credit, &str); 2] =
    [(Credit::AllOrNothing, "Toàn bộ"), (Credit::Partial, "Từng phần")];
pub(super) const STATUS_WORDS: [(ItemStatus, &str); 4] = [
    (ItemStatus::Draft, "Nháp"),
    (ItemStatus::Reviewed, "Đã thẩm định"),
    (ItemStatus::Approved, "Đã duyệt"),
    (ItemStatus::Retired, "Ngừng dùng"),
];
