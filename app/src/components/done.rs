//! That a step in the console was taken. The page after a form learns it from one fixed word in its address: nobody
//! can make a page of ours say something of their own.

use khao_domain::lang::Lang;
use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Announced,
    Closed,
    Frozen,
    Published,
    Approved,
    Corrected,
    DocumentAdded,
    DocumentRemoved,
    InstanceSaved,
    EmblemSaved,
    EmblemRemoved,
    TimeGiven,
    AttemptVoided,
    AttemptRestored,
    MessageAdded,
    MessageWithdrawn,
    EntryCorrected,
    ItemSaved,
    ItemsChanged,
    ImportUndone,
    ComplaintAnswered,
    PrizeAdded,
    PrizeRemoved,
}

impl Done {
    const ALL: [Self; 23] = [
        Self::Announced,
        Self::Closed,
        Self::Frozen,
        Self::Published,
        Self::Approved,
        Self::Corrected,
        Self::DocumentAdded,
        Self::DocumentRemoved,
        Self::InstanceSaved,
        Self::EmblemSaved,
        Self::EmblemRemoved,
        Self::TimeGiven,
        Self::AttemptVoided,
        Self::AttemptRestored,
        Self::MessageAdded,
        Self::MessageWithdrawn,
        Self::EntryCorrected,
        Self::ItemSaved,
        Self::ItemsChanged,
        Self::ImportUndone,
        Self::ComplaintAnswered,
        Self::PrizeAdded,
        Self::PrizeRemoved,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Closed => "closed",
            Self::Frozen => "frozen",
            Self::Published => "published",
            Self::Approved => "approved",
            Self::Corrected => "corrected",
            Self::DocumentAdded => "document_added",
            Self::DocumentRemoved => "document_removed",
            Self::InstanceSaved => "instance_saved",
            Self::EmblemSaved => "emblem_saved",
            Self::EmblemRemoved => "emblem_removed",
            Self::TimeGiven => "time_given",
            Self::AttemptVoided => "attempt_voided",
            Self::AttemptRestored => "attempt_restored",
            Self::MessageAdded => "message_added",
            Self::MessageWithdrawn => "message_withdrawn",
            Self::EntryCorrected => "entry_corrected",
            Self::ItemSaved => "item_saved",
            Self::ItemsChanged => "items_changed",
            Self::ImportUndone => "import_undone",
            Self::ComplaintAnswered => "complaint_answered",
            Self::PrizeAdded => "prize_added",
            Self::PrizeRemoved => "prize_removed",
        }
    }

    /// None for every other word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.word() == word)
    }

    /// Where the step leads to.
    pub fn at(self, path: &str) -> String {
        let joint = if path.contains('?') { '&' } else { '?' };
        format!("{path}{joint}done={}", self.word())
    }

    const fn say(self, lang: Lang) -> &'static str {
        match self {
            Self::Announced => lang.say(
                "Đã khóa đề và thông báo vòng thi. Mã cam kết hiện trên trang công khai của cuộc thi.",
                "The paper is locked and the round announced. Its commitment stands on the contest's public page.",
            ),
            Self::Closed => lang.say(
                "Đã đóng vòng thi. Không ai bắt đầu bài mới được nữa.",
                "The round is closed. Nobody can start a new attempt.",
            ),
            Self::Frozen => lang.say(
                "Đã chốt kết quả. Bảng xếp hạng chưa công bố.",
                "The results are fixed. The ranking is not public yet.",
            ),
            Self::Published => lang.say(
                "Đã công bố kết quả. Bảng xếp hạng hiện trên trang công khai.",
                "The results are published. The ranking is public now.",
            ),
            Self::Approved => lang.say(
                "Đã duyệt bảng xếp hạng. Có thể công bố.",
                "The ranking is approved. It can be published.",
            ),
            Self::Corrected => lang.say(
                "Đã ghi đính chính. Các bài đang được chấm lại.",
                "The correction is recorded. Papers are being scored anew.",
            ),
            Self::DocumentAdded => lang.say("Đã thêm tài liệu.", "The document was added."),
            Self::DocumentRemoved => lang.say("Đã xóa tài liệu.", "The document was removed."),
            Self::InstanceSaved => lang.say("Đã lưu thiết lập.", "The settings are saved."),
            Self::EmblemSaved => lang.say("Đã lưu biểu trưng.", "The emblem is saved."),
            Self::EmblemRemoved => lang.say("Đã bỏ biểu trưng.", "The emblem was removed."),
            Self::TimeGiven => lang.say(
                "Đã cộng giờ cho các bài đang làm. Giờ mới hiện ở lần lưu hoặc tải trang kế tiếp của thí sinh.",
                "The open attempts have more time. Participants see it with their next save or page.",
            ),
            Self::AttemptVoided => lang.say(
                "Đã hủy kết quả bài thi. Thí sinh thấy lý do ở biên nhận và trang dự thi.",
                "The attempt is void. Its person sees the reason on the receipt and the own page.",
            ),
            Self::AttemptRestored => lang.say("Bài thi được tính lại.", "The attempt counts again."),
            Self::MessageAdded => lang.say("Đã thêm thông báo.", "The message was added."),
            Self::MessageWithdrawn => lang.say("Đã rút thông báo.", "The message was withdrawn."),
            Self::EntryCorrected => lang.say("Đã sửa thông tin ghi danh.", "The entry was corrected."),
            Self::ItemSaved => lang.say(
                "Đã lưu câu hỏi dưới dạng nháp; người khác cần thẩm định và duyệt.",
                "The item is saved as a draft; somebody else has to review and approve it.",
            ),
            Self::ItemsChanged => lang.say("Đã cập nhật các câu hỏi.", "The items were changed."),
            Self::ImportUndone => lang.say(
                "Đã hoàn tác lần nhập; các câu hỏi trở lại như trước.",
                "The import was undone; the items are as they were before.",
            ),
            Self::ComplaintAnswered | Self::PrizeAdded | Self::PrizeRemoved => self.say_of_results(lang),
        }
    }

    /// What is done once people have handed in.
    const fn say_of_results(self, lang: Lang) -> &'static str {
        match self {
            Self::PrizeAdded => lang.say("Đã thêm giải.", "The prize was added."),
            Self::PrizeRemoved => lang.say("Đã bỏ giải.", "The prize was removed."),
            _ => lang.say(
                "Đã trả lời khiếu nại. Thí sinh đọc được ở trang khiếu nại của mình.",
                "The complaint is answered. Its participant reads it beside the result.",
            ),
        }
    }
}

pub fn notice(lang: Lang, done: Done) -> AnyView {
    view! {
        <div class="note calm" role="status">
            <p>{done.say(lang)}</p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_read_back_and_no_other_is() {
        for done in Done::ALL {
            let address = done.at("/console");
            let word = address.strip_prefix("/console?done=").unwrap_or_default();
            assert_eq!(Done::of_word(word), Some(done));
        }
        assert_eq!(Done::ItemSaved.at("/a?b=c"), "/a?b=c&done=item_saved");
        assert_eq!(Done::of_word("<b>"), None);
        assert_eq!(Done::of_word(""), None);
    }
}
