//! What is right in form and cannot be done now, in words.

use khao_engine::error::Conflict::{self, ComplaintsClosed, NotApproved, OwnRanking, PrizesFixed};

use super::Fault;

impl Fault {
    /// What stands in the way where a ranking is looked at again.
    fn of_second_look(conflict: Conflict) -> Self {
        let (title, detail) = match conflict {
            Conflict::ComplaintsClosed => (
                "Không nhận khiếu nại",
                "Khiếu nại chỉ gửi được trong thời hạn sau khi công bố kết quả.",
            ),
            Conflict::PrizesFixed => (
                "Giải thưởng đã cố định",
                "Giải thưởng đã cố định vì đã có bảng xếp hạng của cuộc thi được công bố.",
            ),
            Conflict::NotApproved => (
                "Chưa được duyệt",
                "Bảng xếp hạng phải được một người khác với người đã chốt duyệt trước khi công bố.",
            ),
            _ => (
                "Cần người thứ hai",
                "Người đã chốt bảng xếp hạng hoặc đã đính chính điều chưa công bố không tự duyệt được; cần một tài khoản \
                 khác.",
            ),
        };
        Self::new(409, "#conflict", title, detail)
    }

    pub(super) fn of_conflict(conflict: Conflict) -> Self {
        let (kind, title, detail) = match conflict {
            Conflict::Excluded => {
                return Self::new(
                    403,
                    "#forbidden",
                    "Không thuộc diện dự thi",
                    "Ban tổ chức đã ghi ông/bà vào danh sách không dự thi. Nếu có nhầm lẫn, xin liên hệ ban tổ chức.",
                );
            }
            Conflict::RoundNotOpen => ("#round-not-open", "Chưa mở", "Vòng thi chưa mở."),
            Conflict::RoundClosed => ("#round-closed", "Đã đóng", "Vòng thi đã đóng."),
            Conflict::NoAttemptLeft => ("#no-attempt-left", "Hết lượt", "Ông/bà đã dùng hết số lượt thi."),
            Conflict::AttemptClosed => (
                "#attempt-closed",
                "Bài đã khép lại",
                "Bài thi đã nộp hoặc đã hết giờ, không sửa được nữa.",
            ),
            Conflict::EnterWithCode => (
                "#enter-with-code",
                "Vào bằng mã",
                "Không ghi danh được với thông tin này. Nếu đã ghi danh, xin vào lại bằng mã; nếu mất mã, xin liên hệ \
                 đầu mối của đơn vị.",
            ),
            Conflict::RulesPromised => (
                "#conflict",
                "Thể lệ đã cam kết",
                "Vòng thi đã công bố cam kết cả nội dung thể lệ; chỉ sửa được thể lệ khi không còn vòng nào đã công bố mà \
                 chưa đóng.",
            ),
            Conflict::WrongState => (
                "#conflict",
                "Không làm được lúc này",
                "Bước này không hợp với trạng thái hiện tại của vòng thi.",
            ),
            ComplaintsClosed | PrizesFixed | NotApproved | OwnRanking => {
                return Self::of_second_look(conflict);
            }
            Conflict::AttemptsOpen => (
                "#conflict",
                "Còn bài đang làm",
                "Còn bài thi đang làm; bảng xếp hạng chưa chốt được.",
            ),
            Conflict::Taken => ("#conflict", "Đã có", "Tên hoặc địa chỉ này đã được dùng."),
            Conflict::SecondFactorThere => (
                "#conflict",
                "Đã thiết lập",
                "Tài khoản này đã xác thực hai bước. Để đổi thiết bị, xin đề nghị quản trị gỡ trước.",
            ),
            Conflict::InUse => (
                "#conflict",
                "Đang dùng",
                "Không đổi được vì cuộc thi đã có vòng công bố hoặc người dự thi.",
            ),
            live => Self::of_live(live),
        };
        Self::new(409, kind, title, detail)
    }

    /// What stands in the way while a round runs.
    const fn of_live(conflict: Conflict) -> (&'static str, &'static str, &'static str) {
        match conflict {
            Conflict::SamePerson => (
                "#conflict",
                "Trùng thí sinh",
                "Sửa như vậy thì trùng với một thí sinh khác đã ghi danh trong cuộc thi này.",
            ),
            Conflict::NoAttemptOpen => (
                "#conflict",
                "Không có bài đang làm",
                "Trong phạm vi này không có bài nào đang làm, nên không có gì để cộng giờ.",
            ),
            Conflict::RankingFixed => (
                "#conflict",
                "Bảng xếp hạng đã chốt",
                "Bảng xếp hạng của vòng thi đã chốt. Muốn thay đổi bài được tính, cần đính chính bảng xếp hạng.",
            ),
            Conflict::VoidedAlready => (
                "#conflict",
                "Không có gì thay đổi",
                "Bài thi này đã ở trạng thái đó rồi. Xin tải lại trang để xem.",
            ),
            lists => Self::of_lists(lists),
        }
    }

    /// What stands in the way of a change to banks or units.
    const fn of_lists(conflict: Conflict) -> (&'static str, &'static str, &'static str) {
        match conflict {
            Conflict::ImportRunning => (
                "#conflict",
                "Đang nhập hoặc sửa",
                "Một lần nhập hoặc sửa khác của ngân hàng này đang chạy. Xin thử lại sau.",
            ),
            Conflict::ItemChanged => (
                "#conflict",
                "Câu hỏi đã đổi",
                "Người khác vừa sửa câu hỏi này. Xin xem bản mới rồi sửa lại.",
            ),
            Conflict::BankChanged => (
                "#conflict",
                "Ngân hàng đã đổi",
                "Chỉ hoàn tác được lần nhập mới nhất, khi ngân hàng chưa thay đổi gì sau đó.",
            ),
            Conflict::UnitInUse => (
                "#conflict",
                "Đơn vị đang được dùng",
                "Đã có người hoặc dữ liệu thuộc đơn vị này.",
            ),
            Conflict::UnitsChanged => (
                "#conflict",
                "Đơn vị đã thay đổi",
                "Danh mục đơn vị đã được sửa sau lần nhập này, nên không hoàn tác được nữa.",
            ),
            // Named one by one, so that a new conflict is given words of its own: these have theirs above.
            Conflict::RoundNotOpen
            | Conflict::RoundClosed
            | Conflict::NoAttemptLeft
            | Conflict::AttemptClosed
            | Conflict::EnterWithCode
            | Conflict::Excluded
            | Conflict::WrongState
            | Conflict::ComplaintsClosed
            | Conflict::PrizesFixed
            | Conflict::NotApproved
            | Conflict::OwnRanking
            | Conflict::AttemptsOpen
            | Conflict::Taken
            | Conflict::RulesPromised
            | Conflict::InUse
            | Conflict::SamePerson
            | Conflict::NoAttemptOpen
            | Conflict::RankingFixed
            | Conflict::VoidedAlready
            | Conflict::SecondFactorThere => (
                "#conflict",
                "Không làm được lúc này",
                "Việc này không hợp với trạng thái hiện tại.",
            ),
        }
    }
}
