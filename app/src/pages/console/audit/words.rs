//! What staff did, in words.

use khao_domain::lang::Lang;

/// What stands before the dot of actions, in the order it is offered.
pub const GROUPS: [&str; 10] = [
    "accounts",
    "attachments",
    "audit",
    "banks",
    "contests",
    "groups",
    "instance",
    "participants",
    "rounds",
    "units",
];

pub fn group(lang: Lang, group: &str) -> &str {
    match group {
        "accounts" => lang.say("Tài khoản", "Accounts"),
        "attachments" => lang.say("Tài liệu", "Documents"),
        "audit" => lang.say("Nhật ký", "Audit"),
        "banks" => lang.say("Ngân hàng câu hỏi", "Question banks"),
        "contests" => lang.say("Cuộc thi", "Contests"),
        "groups" => lang.say("Bảng thi", "Groups"),
        "instance" => lang.say("Thiết lập của cơ quan", "The authority\u{2019}s settings"),
        "participants" => lang.say("Thí sinh", "Participants"),
        "rounds" => lang.say("Vòng thi", "Rounds"),
        "units" => lang.say("Đơn vị", "Units"),
        other => other,
    }
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
        "contests.change" => lang.say("Sửa cuộc thi", "Changed a contest"),
        "contests.exclusions" => lang.say("Sửa danh sách không dự thi", "Changed who is excluded"),
        "groups.create" => lang.say("Tạo bảng thi", "Created a group"),
        "instance.change" => lang.say("Sửa thiết lập", "Changed the settings"),
        "instance.emblem" => lang.say("Đổi biểu trưng", "Changed the emblem"),
        "participants.reissue_code" => lang.say("Cấp lại mã dự thi", "Issued a code anew"),
        "rounds.export" => lang.say("Tải dữ liệu vòng thi", "Downloaded a round\u{2019}s data"),
        _ => step(lang, action),
    }
}

fn step(lang: Lang, action: &str) -> &str {
    match action {
        "rounds.create" => lang.say("Tạo vòng thi", "Created a round"),
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
        "units.remove" => lang.say("Xóa đơn vị", "Removed a unit"),
        "units.headcount" => lang.say("Ghi số người của đơn vị", "Counted a unit\u{2019}s people"),
        "units.remove_headcount" => lang.say("Xóa số người của đơn vị", "Removed a head-count"),
        other => other,
    }
}
