//! What staff did, in words.

use khao_domain::lang::Lang;

/// What stands before the dot of actions, in the order it is offered.
pub const GROUPS: [&str; 19] = [
    "account",
    "accounts",
    "attachments",
    "attempts",
    "audit",
    "banks",
    "batches",
    "complaints",
    "contests",
    "groups",
    "instance",
    "invitations",
    "messages",
    "participants",
    "roster",
    "rounds",
    "surveys",
    "units",
    "waves",
];

pub fn group(lang: Lang, group: &str) -> &str {
    match group {
        "account" => lang.say("Tài khoản của mình", "One\u{2019}s own account"),
        "accounts" => lang.say("Tài khoản", "Accounts"),
        "invitations" => lang.say("Lời mời", "Invitations"),
        "attempts" => lang.say("Bài thi", "Attempts"),
        "attachments" => lang.say("Tài liệu", "Documents"),
        "audit" => lang.say("Nhật ký", "Audit"),
        "banks" => lang.say("Ngân hàng câu hỏi", "Question banks"),
        "batches" => lang.say("Thư mời khảo sát", "Invitations to surveys"),
        "complaints" => lang.say("Khiếu nại", "Complaints"),
        "messages" => lang.say("Thông báo cho người dự thi", "Messages"),
        "contests" => lang.say("Cuộc thi", "Contests"),
        "groups" => lang.say("Bảng thi", "Groups"),
        "instance" => lang.say("Thiết lập của cơ quan", "The authority\u{2019}s settings"),
        "participants" => lang.say("Thí sinh", "Participants"),
        "roster" => lang.say("Danh sách dự thi", "Rosters"),
        "rounds" => lang.say("Vòng thi", "Rounds"),
        "surveys" => lang.say("Khảo sát", "Surveys"),
        "units" => lang.say("Đơn vị", "Units"),
        "waves" => lang.say("Đợt khảo sát", "Waves of surveys"),
        other => other,
    }
}

/// Who it was that acted without an account.
pub fn nobody(lang: Lang, action: &str) -> &'static str {
    match action {
        "accounts.create" => lang.say("trang khởi tạo", "the first-run page"),
        "rounds.revise" => lang.say("máy chủ", "the server"),
        _ => lang.say("chủ của mã", "the holder of the code"),
    }
}

/// What has no name of its own, or is gone.
pub fn nameless(lang: Lang, action: &str) -> Option<&'static str> {
    Some(match action {
        "messages.add" | "messages.withdraw" => lang.say("thông báo", "a message"),
        "complaints.answer" => lang.say("khiếu nại", "a complaint"),
        "invitations.create" | "invitations.revoke" => lang.say("lời mời", "an invitation"),
        "units.import" | "units.undo_import" => lang.say("một lần nhập đơn vị", "an import of units"),
        "participants.correct" | "participants.reissue_code" => {
            lang.say("thí sinh đã xóa dữ liệu", "a person whose data are erased")
        }
        "instance.change" | "instance.emblem" => lang.say("trang của cơ quan", "the authority\u{2019}s site"),
        "audit.export" => lang.say("nhật ký", "the audit"),
        _ => return None,
    })
}

/// An action that has no words yet is told as it is recorded.
pub fn action(lang: Lang, action: &str) -> &str {
    match action {
        "accounts.create" => lang.say("Tạo tài khoản", "Created an account"),
        "accounts.disable" => lang.say("Khóa tài khoản", "Locked an account"),
        "accounts.enable" => lang.say("Mở khóa tài khoản", "Unlocked an account"),
        "attachments.add" => lang.say("Thêm tài liệu", "Added a document"),
        "attachments.remove" => lang.say("Xóa tài liệu", "Removed a document"),
        "audit.export" => lang.say("Tải nhật ký", "Downloaded the audit"),
        "banks.create" => lang.say("Tạo ngân hàng câu hỏi", "Created a bank"),
        "banks.import" => lang.say("Nhập câu hỏi", "Imported questions"),
        "contests.create" => lang.say("Tạo cuộc thi", "Created a contest"),
        "contests.add_prize" => lang.say("Thêm giải thưởng", "Added a prize"),
        "contests.change_prize" => lang.say("Sửa giải thưởng", "Changed a prize"),
        "contests.move_prize" => lang.say("Xếp lại giải thưởng", "Put prizes in another order"),
        "contests.remove_prize" => lang.say("Bỏ giải thưởng", "Removed a prize"),
        "contests.change" => lang.say("Sửa cuộc thi", "Changed a contest"),
        "contests.remove" => lang.say("Xóa cuộc thi nháp", "Removed a draft contest"),
        "contests.export" => lang.say("Tải dữ liệu cuộc thi", "Downloaded a contest\u{2019}s data"),
        "contests.exclusions" => lang.say("Sửa danh sách không dự thi", "Changed who is excluded"),
        "groups.create" => lang.say("Tạo bảng thi", "Created a group"),
        "groups.change" => lang.say("Sửa bảng thi", "Changed a group"),
        "groups.remove" => lang.say("Xóa bảng thi", "Removed a group"),
        "instance.change" => lang.say("Sửa thiết lập", "Changed the settings"),
        "instance.emblem" => lang.say("Đổi biểu trưng", "Changed the emblem"),
        "participants.reissue_code" => lang.say("Cấp lại mã dự thi", "Issued a code anew"),
        "rounds.export" => lang.say("Tải dữ liệu vòng thi", "Downloaded a round\u{2019}s data"),
        _ => of_work(lang, action),
    }
}

/// What is done to banks, and while or after a round runs.
fn of_work(lang: Lang, action: &str) -> &str {
    match action {
        "attempts.void" => lang.say("Hủy kết quả một bài", "Voided an attempt"),
        "attempts.restore" => lang.say("Khôi phục một bài", "Restored an attempt"),
        "banks.edit" => lang.say("Sửa câu hỏi", "Edited a question"),
        "banks.owner" => lang.say("Chuyển ngân hàng cho đơn vị khác", "Gave a bank to another unit"),
        "banks.rename" => lang.say("Đổi tên ngân hàng câu hỏi", "Renamed a question bank"),
        "banks.delete" => lang.say("Xóa ngân hàng câu hỏi", "Deleted a question bank"),
        "banks.step" => lang.say("Thẩm định, duyệt câu hỏi", "Reviewed or approved questions"),
        "banks.undo" => lang.say("Hoàn tác một lần nhập", "Took back an import"),
        "contests.owner" => lang.say(
            "Chuyển cuộc thi cho đơn vị khác",
            "Gave a contest to another unit",
        ),
        "complaints.answer" => lang.say("Trả lời khiếu nại", "Answered a complaint"),
        "messages.add" => lang.say("Thông báo cho mọi người", "Told everybody something"),
        "messages.withdraw" => lang.say("Rút thông báo", "Withdrew a message"),
        "participants.correct" => lang.say("Sửa thông tin thí sinh", "Corrected an entry"),
        "roster.load" => lang.say("Nạp danh sách dự thi", "Loaded a roster"),
        "roster.remove" => lang.say("Bỏ một người khỏi danh sách", "Took somebody off a roster"),
        "roster.empty" => lang.say("Xóa danh sách dự thi", "Emptied a roster"),
        "roster.export" => lang.say("Tải danh sách dự thi", "Downloaded a roster"),
        "banks.export" => lang.say("Tải câu hỏi kèm đáp án", "Downloaded items with their keys"),
        "contests.print_key" => lang.say("In đề kèm đáp án", "Printed a paper with its key"),
        "surveys.create" => lang.say("Tạo cuộc khảo sát", "Created a survey"),
        "surveys.change" => lang.say("Sửa cuộc khảo sát", "Changed a survey"),
        "surveys.delete" => lang.say("Xóa cuộc khảo sát", "Deleted a survey"),
        "surveys.publish" => lang.say("Công bố kết quả khảo sát", "Published a survey\u{2019}s figures"),
        "surveys.withdraw" => lang.say(
            "Thôi công bố kết quả khảo sát",
            "Withdrew a survey\u{2019}s figures",
        ),
        "batches.make" => lang.say("Lập một lô thư mời khảo sát", "Made a batch of invitations"),
        "batches.change" => lang.say("Sửa một lô thư mời khảo sát", "Changed a batch of invitations"),
        "waves.field" => lang.say("Mở một đợt khảo sát", "Fielded a wave"),
        "waves.change" => lang.say("Sửa một đợt khảo sát", "Changed a wave"),
        "waves.delete" => lang.say("Xóa một đợt khảo sát", "Deleted a wave"),
        "rounds.approve" => lang.say("Duyệt bảng xếp hạng", "Approved a ranking"),
        "rounds.correct" => lang.say("Đính chính đáp án", "Corrected a key"),
        "rounds.extra_time" => lang.say("Cộng giờ", "Gave extra time"),
        "rounds.remake" => lang.say("Lập lại bảng xếp hạng, có lý do", "Made a ranking anew, by hand"),
        "rounds.revise" => lang.say("Lập lại bảng xếp hạng", "Revised a ranking"),
        _ => of_people(lang, action),
    }
}

/// Accounts, invitations and log-ins.
fn of_people(lang: Lang, action: &str) -> &str {
    match action {
        "account.password" => lang.say("Đổi mật khẩu của mình", "Changed the own password"),
        "account.second_factor" => lang.say("Bật xác thực hai lớp", "Set up a second factor"),
        "account.recovery_codes" => lang.say("Tạo lại các mã khôi phục", "Renewed the recovery codes"),
        "account.recovery_code" => lang.say("Dùng một mã khôi phục", "Used a recovery code"),
        "account.end_sessions" => lang.say("Kết thúc phiên của mình", "Ended own sessions"),
        "accounts.end_session" | "accounts.end_sessions" => lang.say(
            "Kết thúc phiên của một tài khoản",
            "Ended an account\u{2019}s sessions",
        ),
        "accounts.place" => lang.say("Đổi vai trò hoặc đơn vị", "Changed role or unit"),
        "accounts.rename" => lang.say("Đổi họ tên của tài khoản", "Renamed an account"),
        "accounts.remove_second_factor" => lang.say("Tắt xác thực hai lớp", "Took off a second factor"),
        "accounts.reset_link" => lang.say("Tạo liên kết đặt lại mật khẩu", "Made a reset link"),
        "accounts.reset_password" => lang.say("Đặt lại mật khẩu", "Reset the password"),
        "invitations.create" => lang.say("Mời vào làm việc", "Invited somebody"),
        "invitations.accept" => lang.say("Nhận lời mời", "Accepted an invitation"),
        "invitations.revoke" => lang.say("Rút lời mời", "Revoked an invitation"),
        _ => step(lang, action),
    }
}

fn step(lang: Lang, action: &str) -> &str {
    match action {
        "rounds.create" => lang.say("Tạo vòng thi", "Created a round"),
        "rounds.remove" => lang.say("Xóa vòng thi", "Removed a round"),
        "rounds.change" => lang.say("Sửa vòng thi", "Changed a round"),
        "rounds.announce" => lang.say("Thông báo vòng thi", "Announced a round"),
        "rounds.close" => lang.say("Đóng vòng thi", "Closed a round"),
        "rounds.freeze" => lang.say("Chốt kết quả", "Fixed the results"),
        "rounds.publish" => lang.say("Công bố kết quả", "Published the results"),
        "units.import" => lang.say("Nhập đơn vị", "Imported units"),
        "units.undo_import" => lang.say("Hoàn tác lần nhập đơn vị", "Undid an import of units"),
        "units.create" => lang.say("Thêm đơn vị", "Added a unit"),
        "units.change" => lang.say("Sửa đơn vị", "Changed a unit"),
        "units.close" => lang.say("Đóng đơn vị", "Closed a unit"),
        "units.reopen" => lang.say("Mở lại đơn vị", "Opened a unit again"),
        "units.remove" => lang.say("Xóa đơn vị", "Removed a unit"),
        "units.headcount" => lang.say("Ghi số người của đơn vị", "Counted a unit\u{2019}s people"),
        "units.remove_headcount" => lang.say("Xóa số người của đơn vị", "Removed a head-count"),
        other => other,
    }
}
