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

pub(super) const KIND_WORDS: [(KindWord, &str); 7] = [
    (KindWord::Single, "Một lựa chọn"),
    (KindWord::Multiple, "Nhiều lựa chọn"),
    (KindWord::TrueFalse, "Đúng/Sai"),
    (KindWord::Number, "Số"),
    (KindWord::Text, "Trả lời ngắn"),
    (KindWord::Participants, "Dự đoán số người dự thi"),
    (KindWord::AllCorrect, "Dự đoán số người đúng hết"),
];
pub(super) const BOOL_WORDS: [(bool, &str); 2] = [(true, "Có"), (false, "Không")];
pub(super) const TRUTH_WORDS: [(bool, &str); 2] = [(true, "Đúng"), (false, "Sai")];
pub(super) const CREDIT_WORDS: [(Credit, &str); 2] =
    [(Credit::AllOrNothing, "Toàn bộ"), (Credit::Partial, "Từng phần")];
pub(super) const STATUS_WORDS: [(ItemStatus, &str); 3] = [
    (ItemStatus::Draft, "Nháp"),
    (ItemStatus::Approved, "Đã duyệt"),
    (ItemStatus::Retired, "Ngừng dùng"),
];
