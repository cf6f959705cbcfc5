//! What is right in form and cannot be done now, in words.

use khao_domain::lang::{Said, said};
use khao_engine::error::Conflict;

use super::Fault;

impl Fault {
    pub(super) fn of_conflict(conflict: Conflict) -> Self {
        // A person who was put on that list has no place here any more, now or later.
        let status = if conflict == Conflict::Excluded { 403 } else { 409 };
        let (title, detail) = words(conflict);
        Self::new(status, kind(conflict), title, detail)
    }
}

/// What programs tell it from others by.
const fn kind(conflict: Conflict) -> &'static str {
    match conflict {
        Conflict::Excluded => "#forbidden",
        Conflict::RoundNotOpen => "#round-not-open",
        Conflict::RoundClosed => "#round-closed",
        Conflict::NoAttemptLeft => "#no-attempt-left",
        Conflict::AttemptClosed => "#attempt-closed",
        Conflict::EnterWithCode => "#enter-with-code",
        Conflict::QuotaFull => "#quota-full",
        Conflict::InvitationUsed => "#invitation-used",
        Conflict::InvitationOver => "#invitation-over",
        _ => "#conflict",
    }
}

/// The title, and what to do about it.
#[expect(clippy::too_many_lines, reason = "a table with a row a conflict")]
const fn words(conflict: Conflict) -> (Said, Said) {
    match conflict {
        Conflict::RoundNotOpen => (
            said("Chưa mở", "Not open"),
            said("Vòng thi chưa mở.", "The round is not open yet."),
        ),
        Conflict::RoundClosed => (
            said("Đã đóng", "Closed"),
            said("Vòng thi đã đóng.", "The round is closed."),
        ),
        Conflict::PreviewOlder => (
            said("Bảng xem trước đã cũ", "The preview is out of date"),
            said(
                "Từ lúc xem trước, vòng thi có đính chính khác hoặc có bài bị hủy, được tính lại. Chưa ghi gì: xin xem lại ai bị ảnh hưởng rồi ghi.",
                "Since the preview there was another correction, or a paper was voided or restored. Nothing was recorded: look at who is affected again.",
            ),
        ),
        Conflict::NoAttemptLeft => (
            said("Hết lượt", "No attempt left"),
            said(
                "Ông/bà đã dùng hết số lượt thi.",
                "You have used all your attempts.",
            ),
        ),
        Conflict::AttemptClosed => (
            said("Bài đã khép lại", "The paper is closed"),
            said(
                "Bài thi đã nộp hoặc đã hết giờ, không sửa được nữa.",
                "The paper is handed in or its time is up; nothing can be changed.",
            ),
        ),
        Conflict::EnterWithCode => (
            said("Vào bằng mã", "Return with your code"),
            said(
                "Không ghi danh được với thông tin này. Nếu đã ghi danh, xin vào lại bằng mã; nếu mất mã, xin liên hệ đầu mối của đơn vị.",
                "You cannot enter with these details. If you have entered before, return with your code; if you have lost it, ask your unit's coordinator.",
            ),
        ),
        Conflict::Excluded => (
            said("Không thuộc diện dự thi", "Not among those who may take part"),
            said(
                "Ban tổ chức đã ghi ông/bà vào danh sách không dự thi. Nếu có nhầm lẫn, xin liên hệ ban tổ chức.",
                "The organisers have put you on the list of those who may not take part. If this is a mistake, please contact them.",
            ),
        ),
        Conflict::SurveyClosed => (
            said("Khảo sát không mở", "The survey is not open"),
            said(
                "Cuộc khảo sát hiện không nhận câu trả lời.",
                "The survey takes no answers now.",
            ),
        ),
        Conflict::QuotaFull => (
            said("Đã đủ số lượng", "Enough answers"),
            said(
                "Đã có đủ câu trả lời của nhóm ông/bà. Xin cảm ơn ông/bà đã dành thời gian.",
                "Enough people of your group have answered already. Thank you for your time.",
            ),
        ),
        Conflict::InvitationUsed => (
            said("Thư mời đã dùng", "The invitation is used"),
            said(
                "Thư mời này đã được dùng để trả lời; mỗi thư mời trả lời một lần. Xin cảm ơn ông/bà.",
                "Somebody has answered with this invitation; each is for one answer. Thank you.",
            ),
        ),
        Conflict::InvitationOver => (
            said("Thư mời hết hiệu lực", "The invitation is over"),
            said(
                "Thư mời này đã hết hạn hoặc đã được thu hồi.",
                "This invitation has run out or was taken back.",
            ),
        ),
        Conflict::NotByInvitation => (
            said("Đợt không dùng thư mời", "Nobody is invited"),
            said(
                "Đợt này ai có đường dẫn cũng trả lời được; việc mời từng người được chọn khi mở đợt.",
                "Anybody with the address can answer this wave; that people are invited is chosen when it is fielded.",
            ),
        ),
        Conflict::SlipsGone => (
            said("Không xem lại được mã mời", "The codes cannot be read again"),
            said(
                "Mã mời chỉ xem được trong một giờ sau khi lập lô, bởi người lập. Nếu chưa in, hãy hủy lô này và lập lô khác.",
                "The codes can be read for an hour, by whoever made the batch. If they were not printed, take it back and make another.",
            ),
        ),
        Conflict::FormChanged => (
            said("Phiếu vừa được sửa", "The form has changed"),
            said(
                "Người khác vừa sửa phiếu này. Hãy mở lại phiếu và sửa trên bản mới.",
                "Somebody else has just changed this form. Open it again and change the newer one.",
            ),
        ),
        Conflict::WrongState => (
            said("Không làm được lúc này", "Not possible now"),
            said(
                "Bước này không hợp với trạng thái hiện tại của vòng thi.",
                "This step does not fit the round's present state.",
            ),
        ),
        Conflict::ComplaintsClosed => (
            said("Không nhận khiếu nại", "No complaints now"),
            said(
                "Khiếu nại chỉ gửi được trong thời hạn sau khi công bố kết quả.",
                "Complaints are taken for a time after the results are published.",
            ),
        ),
        Conflict::AnsweredAlready => (
            said("Đã được trả lời", "Answered already"),
            said(
                "Khiếu nại này vừa được người khác trả lời; câu trả lời ấy ở bên dưới. Nội dung ông/bà đã viết không được gửi.",
                "Somebody else has just answered this complaint; their answer stands below. What you wrote was not sent.",
            ),
        ),
        Conflict::PrizesFixed => (
            said("Giải thưởng đã cố định", "The prizes are fixed"),
            said(
                "Giải thưởng đã cố định vì đã có bảng xếp hạng của cuộc thi được công bố.",
                "The prizes are fixed: a ranking of the contest is public.",
            ),
        ),
        Conflict::NotApproved => (
            said("Chưa được duyệt", "Not approved"),
            said(
                "Bảng xếp hạng phải được một người khác với người đã chốt duyệt trước khi công bố.",
                "Somebody other than the person who fixed the ranking must approve it before it is published.",
            ),
        ),
        Conflict::OwnRanking => (
            said("Cần người thứ hai", "A second person is needed"),
            said(
                "Người đã chốt bảng xếp hạng hoặc đã đính chính điều chưa công bố không tự duyệt được; cần một tài \
                     khoản khác.",
                "Whoever fixed the ranking, or corrected what is not published yet, cannot approve it; it takes \
                     another account.",
            ),
        ),
        Conflict::AttemptsOpen => (
            said("Còn bài đang làm", "Papers are still open"),
            said(
                "Còn bài thi đang làm; bảng xếp hạng chưa chốt được.",
                "Some papers are still being written; the ranking cannot be fixed yet.",
            ),
        ),
        Conflict::Taken => (
            said("Đã có", "Taken"),
            said(
                "Tên hoặc địa chỉ này đã được dùng.",
                "This name or address is in use.",
            ),
        ),
        Conflict::ImportRunning => (
            said("Đang nhập hoặc sửa", "Being imported or changed"),
            said(
                "Một lần nhập hoặc sửa khác của ngân hàng này đang chạy. Xin thử lại sau.",
                "Another import or change of this bank is under way. Try again later.",
            ),
        ),
        Conflict::ItemChanged => (
            said("Câu hỏi đã đổi", "The item has changed"),
            said(
                "Người khác vừa sửa câu hỏi này. Xin xem bản mới rồi sửa lại.",
                "Somebody else has just changed this item. Look at the new version and edit again.",
            ),
        ),
        Conflict::BankChanged => (
            said("Ngân hàng đã đổi", "The bank has changed"),
            said(
                "Chỉ hoàn tác được lần nhập mới nhất, khi ngân hàng chưa thay đổi gì sau đó.",
                "Only the newest import can be undone, while nothing in the bank has changed since.",
            ),
        ),
        Conflict::RankingNewer => (
            said("Có bản xếp hạng mới hơn", "There is a newer ranking"),
            said(
                "Từ lúc mở trang đã có bản xếp hạng khác, nên chưa duyệt hay công bố bản nào. Xin xem bản mới rồi quyết định.",
                "Another ranking has been made since the page was opened, so none was approved or published. Look at the newer one, then decide.",
            ),
        ),
        Conflict::ReviewStale => (
            said("Cuộc thi đã thay đổi", "The contest has changed"),
            said(
                "Vòng, bảng, đề, thể lệ hoặc ngân hàng câu hỏi đã thay đổi từ lúc mở trang rà soát, nên chưa thông báo vòng nào. Xin xem lại rồi thông báo.",
                "Rounds, groups, papers, rules or a question bank have changed since the review was opened, so nothing was announced. Look it through again, then announce.",
            ),
        ),
        Conflict::RulesPromised => (
            said("Thể lệ đã cam kết", "The rules are committed"),
            said(
                "Vòng thi đã công bố cam kết cả nội dung thể lệ; chỉ sửa được thể lệ khi không còn vòng nào đã công bố mà chưa đóng.",
                "An announced round commits to the text of the rules; they can be changed once no announced round is left that is not closed.",
            ),
        ),
        Conflict::InUse => (
            said("Đang dùng", "In use"),
            said(
                "Không đổi được vì cuộc thi đã có vòng công bố, người dự thi hoặc giải thưởng cần đến nó.",
                "This cannot be changed: the contest has announced rounds, participants or prizes that need it.",
            ),
        ),
        Conflict::SamePerson => (
            said("Trùng thí sinh", "The same participant twice"),
            said(
                "Sửa như vậy thì trùng với một thí sinh khác đã ghi danh trong cuộc thi này.",
                "Another participant of this contest has these details.",
            ),
        ),
        Conflict::NoAttemptOpen => (
            said("Không có bài đang làm", "No open paper"),
            said(
                "Trong phạm vi này không có bài nào đang làm, nên không có gì để cộng giờ.",
                "Nobody in this scope is writing a paper, so there is nothing to give time to.",
            ),
        ),
        Conflict::VoidedAlready => (
            said("Không có gì thay đổi", "Nothing to change"),
            said(
                "Bài thi này đã ở trạng thái đó rồi. Xin tải lại trang để xem.",
                "The paper is in this state already. Load the page again to see it.",
            ),
        ),
        Conflict::SecondFactorThere => (
            said("Đã thiết lập", "Set up already"),
            said(
                "Tài khoản này đã xác thực hai bước. Để đổi thiết bị, xin đề nghị quản trị gỡ trước.",
                "This account has a second factor. To change the device, ask an administrator to remove it first.",
            ),
        ),
        Conflict::UnitInUse => (
            said("Đơn vị đang được dùng", "The unit is in use"),
            said(
                "Đã có người hoặc dữ liệu thuộc đơn vị này.",
                "People or data belong to this unit.",
            ),
        ),
        Conflict::RosterChanged => (
            said("Danh sách đã thay đổi", "The roster has changed"),
            said(
                "Danh sách dự thi hoặc đơn vị đã thay đổi từ lúc mở trang, nên chưa nạp gì. Xin xem lại các con số rồi nạp.",
                "The roster or the units have changed since the page was opened, so nothing was loaded. Look at the numbers again, then load it.",
            ),
        ),
        Conflict::UnitsChanged => (
            said("Đơn vị đã thay đổi", "The units have changed"),
            said(
                "Danh mục đơn vị đã được sửa sau lần nhập này, nên không hoàn tác được nữa.",
                "The units were changed after this import, so it cannot be undone any more.",
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use khao_domain::lang::Lang;

    use super::*;

    #[test]
    fn who_has_a_second_factor_is_told_who_takes_it_away() {
        let (_, detail) = words(Conflict::SecondFactorThere);
        assert!(detail.in_lang(Lang::Vi).contains("quản trị gỡ trước"));
        assert!(detail.in_lang(Lang::En).contains("ask an administrator"));
    }
}
