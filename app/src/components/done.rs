//! That a step in the console was taken. The page after a form learns it from one fixed word in its address: nobody
//! can make a page of ours say something of their own.

use khao_domain::lang::Lang;
use leptos::prelude::AnyView;

use super::notice;

macro_rules! steps {
    ($($step:ident $word:literal $vietnamese:literal $english:literal)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Done {
            $($step),+
        }

        impl Done {
            const ALL: &[Self] = &[$(Self::$step),+];

            const fn word(self) -> &'static str {
                match self {
                    $(Self::$step => $word),+
                }
            }

            const fn say(self, lang: Lang) -> &'static str {
                match self {
                    $(Self::$step => lang.say($vietnamese, $english)),+
                }
            }
        }
    };
}

steps! {
    Announced "announced"
        "Đã khóa đề và thông báo vòng thi. Mã cam kết hiện trên trang công khai của cuộc thi."
        "The paper is locked and the round announced. Its commitment stands on the contest's public page."
    ContestRemoved "contest_removed"
        "Đã xóa cuộc thi nháp."
        "The draft contest was removed."
    Closed "closed"
        "Đã đóng vòng thi. Không ai bắt đầu bài mới được nữa."
        "The round is closed. Nobody can start a new attempt."
    Frozen "frozen"
        "Đã chốt kết quả. Bảng xếp hạng chưa công bố."
        "The results are fixed. The ranking is not public yet."
    Published "published"
        "Đã công bố kết quả. Bảng xếp hạng hiện trên trang công khai."
        "The results are published. The ranking is public now."
    Approved "approved"
        "Đã duyệt bảng xếp hạng. Có thể công bố."
        "The ranking is approved. It can be published."
    Remade "remade"
        "Đã lập một bản xếp hạng mới. Bản mới chưa công khai cho đến khi được công bố."
        "A new ranking is made. It is not public before it is published."
    Corrected "corrected"
        "Đã ghi đính chính. Các bài đang được chấm lại."
        "The correction is recorded. Papers are being scored anew."
    DocumentAdded "document_added"
        "Đã thêm tài liệu."
        "The document was added."
    DocumentRemoved "document_removed"
        "Đã xóa tài liệu."
        "The document was removed."
    InstanceSaved "instance_saved"
        "Đã lưu thiết lập."
        "The settings are saved."
    EmblemSaved "emblem_saved"
        "Đã lưu biểu trưng."
        "The emblem is saved."
    EmblemRemoved "emblem_removed"
        "Đã bỏ biểu trưng."
        "The emblem was removed."
    TimeGiven "time_given"
        "Đã cộng giờ cho các bài đang làm. Giờ mới hiện ở lần lưu hoặc tải trang kế tiếp của thí sinh."
        "The open attempts have more time. Participants see it with their next save or page."
    AttemptVoided "attempt_voided"
        "Đã hủy kết quả bài thi. Thí sinh thấy lý do ở biên nhận và trang dự thi."
        "The attempt is void. Its person sees the reason on the receipt and the own page."
    AttemptRestored "attempt_restored"
        "Bài thi được tính lại."
        "The attempt counts again."
    MessageAdded "message_added"
        "Đã thêm thông báo."
        "The message was added."
    MessageWithdrawn "message_withdrawn"
        "Đã rút thông báo."
        "The message was withdrawn."
    EntryCorrected "entry_corrected"
        "Đã sửa thông tin ghi danh."
        "The entry was corrected."
    ItemSaved "item_saved"
        "Đã lưu câu hỏi; trước khi dùng, người khác cần thẩm định và duyệt."
        "The item is saved; somebody else has to review and approve it before it is used."
    ItemsChanged "items_changed"
        "Đã cập nhật các câu hỏi."
        "The items were changed."
    ComplaintAnswered "complaint_answered"
        "Đã trả lời khiếu nại. Thí sinh đọc được ở trang khiếu nại của mình."
        "The complaint is answered. Its participant reads it beside the result."
    RosterFileGone "roster_file_gone"
        "Tệp này đã được nạp trước đó, hoặc không còn được giữ. Danh sách dưới đây là danh sách hiện nay."
        "This file was loaded before, or is not kept any more. The roster below is as it is now."
    RosterLoaded "roster_loaded"
        "Đã nạp danh sách dự thi."
        "The roster is loaded."
    RosterPersonRemoved "roster_person_removed"
        "Đã bỏ một người khỏi danh sách."
        "One person was taken off the roster."
    RosterEmptied "roster_emptied"
        "Đã xóa danh sách dự thi."
        "The roster is empty."
    PrizeAdded "prize_added"
        "Đã thêm giải."
        "The prize was added."
    PrizeSaved "prize_saved"
        "Đã lưu giải."
        "The prize is saved."
    PrizesOrdered "prizes_ordered"
        "Đã xếp lại các giải."
        "The prizes are in another order."
    PrizeRemoved "prize_removed"
        "Đã bỏ giải."
        "The prize was removed."
    ImportUndone "import_undone"
        "Đã hoàn tác lần nhập; các câu hỏi trở lại như trước."
        "The import was undone; the items are as they were before."
    BankCreated "bank_created"
        "Đã tạo ngân hàng câu hỏi."
        "The question bank was created."
    BankRenamed "bank_renamed"
        "Đã đổi tên ngân hàng."
        "The bank has a new name."
    BankGone "bank_gone"
        "Ngân hàng này không còn nữa: đã xóa trước đó."
        "This bank is not there any more: it was deleted before."
    BankDeleted "bank_deleted"
        "Đã xóa ngân hàng cùng các câu hỏi trong đó."
        "The bank and its items were deleted."
    ItemDeleted "item_deleted"
        "Đã xóa câu nháp."
        "The draft was deleted."
    SetupSaved "setup_saved"
        "Đã lưu."
        "Saved."
    OwnerChanged "owner_changed"
        "Đã chuyển cho đơn vị khác."
        "It belongs to another unit now."
    UnitAdded "unit_added"
        "Đã thêm đơn vị."
        "The unit was added."
    UnitSaved "unit_saved"
        "Đã lưu đơn vị."
        "The unit is saved."
    UnitRemoved "unit_removed"
        "Đã xóa đơn vị."
        "The unit was removed."
    UnitClosed "unit_closed"
        "Đã đóng đơn vị; dữ liệu thuộc đơn vị này vẫn còn."
        "The unit was closed; what belongs to it stays."
    UnitReopened "unit_reopened"
        "Đã mở lại đơn vị."
        "The unit is open again."
    HeadcountSaved "headcount_saved"
        "Đã lưu số người."
        "The head-count is saved."
    HeadcountRemoved "headcount_removed"
        "Đã xóa số người."
        "The head-count was removed."
    UnitImportUndone "unit_import_undone"
        "Đã hoàn tác lần nhập; danh mục đơn vị trở lại như trước."
        "The import was undone; the units are as they were before."
    AccountCreated "account_created"
        "Đã tạo tài khoản."
        "The account was created."
    AccountSaved "account_saved"
        "Đã lưu tài khoản."
        "The account is saved."
    AccountLocked "account_locked"
        "Đã khóa tài khoản. Không ai đăng nhập được bằng tài khoản này nữa."
        "The account is locked. Nobody can log in with it any more."
    AccountUnlocked "account_unlocked"
        "Đã mở khóa tài khoản."
        "The account is unlocked."
    SecondFactorRemoved "second_factor_removed"
        "Đã gỡ xác thực hai bước của tài khoản."
        "The account's second factor was removed."
    InvitationRevoked "invitation_revoked"
        "Đã thu hồi lời mời."
        "The invitation was withdrawn."
    SessionEnded "session_ended"
        "Đã kết thúc phiên đăng nhập."
        "The session has ended."
    SessionsEnded "sessions_ended"
        "Đã kết thúc các phiên đăng nhập."
        "The sessions have ended."
    OtherSessionsEnded "other_sessions_ended"
        "Đã kết thúc các phiên đăng nhập khác."
        "Your other sessions have ended."
    SurveyCreated "survey_created"
        "Đã tạo cuộc khảo sát. Người dân chưa thấy gì cho đến khi mở đợt đầu tiên."
        "The survey was created. Citizens see nothing before its first wave is fielded."
    SurveyDeleted "survey_deleted"
        "Đã xóa cuộc khảo sát nháp."
        "The draft survey was deleted."
    SurveyPublished "survey_published"
        "Đã công bố kết quả khảo sát."
        "The survey's figures are public now."
    SurveyWithdrawn "survey_withdrawn"
        "Đã thôi công bố kết quả khảo sát."
        "The survey's figures are not public any more."
    WaveFielded "wave_fielded"
        "Đã mở đợt thu thập: phiếu của đợt được giữ nguyên từ bây giờ, và nhận câu trả lời trong thời gian đã chọn."
        "The wave is fielded: its form stays as it is now, and takes answers for the chosen time."
    WaveSaved "wave_saved"
        "Đã lưu đợt thu thập."
        "The wave is saved."
    WaveClosed "wave_closed"
        "Đã đóng đợt thu thập."
        "The wave is closed."
    BatchSaved "batch_saved"
        "Đã lưu số người từ chối và không liên hệ được."
        "How many refused and were not reached is saved."
    BatchRevoked "batch_revoked"
        "Đã hủy lô thư mời: thư chưa dùng không dùng được nữa."
        "The batch was taken back: what was not used cannot be used any more."
    WaveDeleted "wave_deleted"
        "Đã xóa đợt thu thập."
        "The wave was deleted."
    PaperWaiting "paper_waiting"
        "Đã ghi lần nhập thứ nhất. Phiếu chờ được nhập lần hai để so."
        "The first reading is kept. The paper waits for its second one."
    PaperStored "paper_stored"
        "Đã lưu phiếu giấy."
        "The paper is stored."
    FormSaved "form_saved"
        "Đã lưu phiếu."
        "The form is saved."
    PasswordChanged "password_changed"
        "Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."
        "The password is changed. Your other sessions have ended."
}

impl Done {
    /// None for every other word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|done| done.word() == word)
    }

    /// Where the step leads to: the word stands before the part of the page that is gone to.
    pub fn at(self, path: &str) -> String {
        let (path, part) = path.split_at(path.find('#').unwrap_or(path.len()));
        let joint = if path.contains('?') { '&' } else { '?' };
        format!("{path}{joint}done={}{part}", self.word())
    }
}

pub fn notice(lang: Lang, done: Done) -> AnyView {
    notice::status(done.say(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_read_back_and_no_other_is() {
        for done in Done::ALL.iter().copied() {
            let address = done.at("/console");
            let word = address.strip_prefix("/console?done=").unwrap_or_default();
            assert_eq!(Done::of_word(word), Some(done));
        }
        assert_eq!(Done::ItemSaved.at("/a?b=c"), "/a?b=c&done=item_saved");
        assert_eq!(Done::UnitSaved.at("/a?b=c#d"), "/a?b=c&done=unit_saved#d");
        assert_eq!(Done::HeadcountSaved.at("/a#d?"), "/a?done=headcount_saved#d?");
        assert_eq!(Done::of_word("<b>"), None);
        assert_eq!(Done::of_word(""), None);
    }
}
