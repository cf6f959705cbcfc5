//! The names of what changes and of what it changes to.

use khao_domain::lang::Lang;

/// A field by its name; one without words is told as it is recorded.
pub fn field(lang: Lang, field: &str) -> &str {
    match field.strip_prefix("settings.") {
        Some(setting) => rule(lang, setting).unwrap_or(field),
        None => of_things(lang, field),
    }
}

fn of_things(lang: Lang, field: &str) -> &str {
    match field {
        "name" => lang.say("Tên", "Name"),
        "title" => lang.say("Tên cuộc thi", "Title"),
        "rules" => lang.say("Thể lệ", "Rules"),
        "consents" => lang.say("Văn bản đồng ý", "Texts of consent"),
        "owner" => lang.say("Đơn vị phụ trách", "Unit in charge"),
        "opens_at" => lang.say("Giờ mở", "Opens"),
        "closes_at" => lang.say("Giờ đóng", "Closes"),
        "duration_s" => lang.say("Thời gian làm bài", "Time for a paper"),
        "min_age" => lang.say("Tuổi tối thiểu", "Minimum age"),
        "bank" => lang.say("Ngân hàng câu hỏi", "Question bank"),
        "questions" => lang.say("Số câu của đề", "Questions in a paper"),
        "blueprint" => lang.say("Ma trận đề", "Blueprint"),
        "number" => lang.say("Số giải", "Number"),
        "amount" => lang.say("Tiền thưởng", "Money"),
        "group" => lang.say("Bảng thi", "Group"),
        "given_for" => lang.say("Trao cho", "Given for"),
        "block" => lang.say("Khối đơn vị", "Block"),
        "place" => lang.say("Thứ tự", "Place"),
        "survey_title" => lang.say("Tên cuộc khảo sát", "Title of the survey"),
        "form" => lang.say("Phiếu", "Form"),
        "channels" => lang.say("Cách trả lời", "Ways to answer"),
        _ => of_people(lang, field),
    }
}

fn of_people(lang: Lang, field: &str) -> &str {
    match field {
        "role" => lang.say("Vai trò", "Role"),
        "unit_id" => lang.say("Đơn vị", "Unit"),
        "full_name" => lang.say("Họ và tên", "Full name"),
        "birth_date" => lang.say("Ngày sinh", "Birth date"),
        "phone" => lang.say("Số điện thoại", "Telephone"),
        "email" => lang.say("Thư điện tử", "E-mail"),
        "group_id" => lang.say("Bảng thi", "Group"),
        "staff_code" => lang.say("Mã cán bộ", "Staff code"),
        "parent_code" => lang.say("Mã cấp trên", "Parent\u{2019}s code"),
        "valid_from" => lang.say("Có hiệu lực từ", "Valid from"),
        "valid_until" => lang.say("Hết hiệu lực từ", "Valid until"),
        "predecessor_codes" => lang.say("Mã đơn vị trước đó", "Predecessors\u{2019} codes"),
        "headcount" => lang.say("Số người", "Head-count"),
        _ => of_authority(lang, field),
    }
}

fn of_authority(lang: Lang, field: &str) -> &str {
    match field {
        "authority" => lang.say("Tên cơ quan", "Name of the authority"),
        "short_name" => lang.say("Tên ngắn", "Short name"),
        "welcome" => lang.say("Lời mở đầu trang chủ", "Opening words"),
        "hotline" => lang.say("Đường dây nóng", "Hotline"),
        "address" => lang.say("Địa chỉ", "Address"),
        "controller_name" => lang.say("Bên kiểm soát dữ liệu", "Data controller"),
        "controller_contact" => lang.say("Liên hệ của bên kiểm soát", "Contact of the controller"),
        "privacy" => lang.say("Thông báo bảo vệ dữ liệu cá nhân", "Data protection notice"),
        "consent_participate" => lang.say("Văn bản đồng ý tham gia", "Consent to take part"),
        "consent_publish_name" => lang.say("Văn bản đồng ý công khai họ tên", "Consent to publish the name"),
        "footer" => lang.say("Chân trang", "Foot of the page"),
        "accessibility_contact" => lang.say("Liên hệ hỗ trợ tiếp cận", "Contact for accessibility"),
        "emblem_alt" => lang.say("Biểu trưng nói bằng lời", "The emblem in words"),
        other => other,
    }
}

fn rule(lang: Lang, setting: &str) -> Option<&'static str> {
    Some(match setting {
        "min_age" => lang.say("Tuổi tối thiểu", "Minimum age"),
        "attempts" => lang.say("Số lượt thi trong một vòng", "Attempts a round"),
        "counted" => lang.say("Lượt được tính", "Which attempt counts"),
        "grace_s" => lang.say("Chờ thêm sau giờ nộp", "Grace after the deadline"),
        "deadline" => lang.say("Người vào muộn", "Who starts late"),
        "score_shown" => lang.say("Cho xem điểm", "Score shown"),
        "keys_shown" => lang.say("Cho xem đáp án", "Keys shown"),
        "identity" => lang.say("Nhận ra một người theo", "One person is known by"),
        "tie_chain" => lang.say("Bằng điểm thì xét", "At equal scores"),
        "participants_counted" => lang.say("Số người dự thi là", "Participants are"),
        "overall" => lang.say("Xếp hạng chung cuộc", "Overall ranking"),
        "allow_drafts" => lang.say("Rút cả câu chưa duyệt", "Unapproved questions enter papers"),
        "guardian_below_age" => lang.say("Cần người giám hộ khi dưới (tuổi)", "A guardian consents below"),
        "phone_required" => lang.say("Bắt buộc khai số điện thoại", "Telephone required"),
        "staff_code_asked" => lang.say("Hỏi mã cán bộ", "Staff code asked"),
        "entry" => lang.say("Ai được ghi danh", "Who may enter"),
        "presentation" => lang.say("Trình bày đề", "Presentation"),
        "complaint_days" => lang.say("Số ngày nhận khiếu nại", "Days for complaints"),
        "second_approval" => lang.say("Cần người khác duyệt kết quả", "A second person approves results"),
        _ => return None,
    })
}

/// What a setting, a step or a kind is called.
pub fn setting(lang: Lang, field: &str, value: &str) -> Option<&'static str> {
    Some(match (field, value) {
        ("attempts", "one") => lang.say("một lượt", "one"),
        ("attempts", "unlimited") => lang.say("không giới hạn", "unlimited"),
        ("counted", "best") => lang.say("lượt cao điểm nhất", "the best"),
        ("counted", "first") => lang.say("lượt đầu", "the first"),
        ("counted", "last") => lang.say("lượt cuối", "the last"),
        ("deadline", "end_of_round") => lang.say("hết giờ khi vòng đóng", "ends with the round"),
        ("deadline", "full_duration") => lang.say("luôn đủ thời gian", "always the full time"),
        ("score_shown" | "keys_shown", "at_once") => lang.say("ngay khi nộp bài", "at submission"),
        ("score_shown" | "keys_shown", "after_closing") => {
            lang.say("sau khi vòng đóng", "after the round closes")
        }
        ("score_shown" | "keys_shown", "after_publication") => {
            lang.say("sau khi công bố kết quả", "after publication")
        }
        ("score_shown" | "keys_shown", "never") => lang.say("không hiện", "never"),
        ("identity", "name") => lang.say("họ và tên", "full name"),
        ("identity", "birth_date") => lang.say("ngày sinh", "birth date"),
        ("identity", "unit") => lang.say("đơn vị", "unit"),
        ("identity", "phone") => lang.say("số điện thoại", "telephone"),
        ("identity", "email") => lang.say("thư điện tử", "e-mail"),
        ("identity", "staff_code") => lang.say("mã cán bộ", "staff code"),
        _ => return of_ranking(lang, field, value),
    })
}

fn of_ranking(lang: Lang, field: &str, value: &str) -> Option<&'static str> {
    Some(match (field, value) {
        ("tie_chain", "prediction") => lang.say("dự đoán sát hơn", "the closer prediction"),
        ("tie_chain", "duration") => lang.say("thời gian làm bài ngắn hơn", "the shorter time"),
        ("tie_chain", "submission_time") => lang.say("nộp sớm hơn", "the earlier submission"),
        ("participants_counted", "submitted_persons") => lang.say("người đã nộp bài", "people who submitted"),
        ("participants_counted", "started_persons") => lang.say("người đã bắt đầu", "people who started"),
        ("participants_counted", "submitted_attempts") => lang.say("lượt đã nộp", "submitted attempts"),
        ("overall", "sum_of_best") => lang.say("cộng điểm các vòng", "the sum of the rounds"),
        ("overall", "best_round") => lang.say("vòng cao điểm nhất", "the best round"),
        ("entry", "open") => lang.say("mọi người đủ điều kiện", "everybody the groups admit"),
        ("entry", "roster") => lang.say("chỉ người trong danh sách", "people of the roster"),
        ("presentation", "one_at_a_time") => lang.say("từng câu một", "one question at a time"),
        ("presentation", "all") => lang.say("tất cả trên một trang", "all on one page"),
        _ => return of_steps(lang, field, value),
    })
}

fn of_steps(lang: Lang, field: &str, value: &str) -> Option<&'static str> {
    Some(match (field, value) {
        ("kind", "new_key") => lang.say("đáp án mới", "a new key"),
        ("kind", "also_accept") => lang.say("chấp nhận thêm một đáp án", "also accepted"),
        ("kind", "full_points") => lang.say("cho mọi người điểm câu này", "full points for everybody"),
        ("kind", "no_points") => lang.say("bỏ câu, không tính điểm", "dropped"),
        ("kind", "as_frozen") => lang.say("giữ như khi khóa đề", "as it was announced"),
        ("step", "review") => lang.say("thẩm định", "reviewed"),
        ("step", "approve") => lang.say("duyệt", "approved"),
        ("step", "send-back") => lang.say("trả lại", "sent back"),
        ("step", "retire") => lang.say("ngừng dùng", "retired"),
        ("step", "restore") => lang.say("dùng lại", "restored"),
        ("step", "topic") => lang.say("đặt chủ đề", "topic set"),
        ("step", "difficulty") => lang.say("đặt mức độ", "difficulty set"),
        ("mode", "replace") => lang.say("thay cả danh sách", "the whole list replaced"),
        ("mode", "add") => lang.say("thêm vào danh sách", "added to the list"),
        _ => return None,
    })
}

/// Which file was taken away.
pub fn file(lang: Lang, file: &str) -> &str {
    match file {
        "ranking" => lang.say("bảng xếp hạng", "ranking"),
        "attempts" => lang.say("các bài thi", "attempts"),
        "answers" => lang.say("câu trả lời", "answers"),
        "participation" => lang.say("tham gia theo đơn vị", "participation"),
        "items" => lang.say("thống kê câu hỏi", "item figures"),
        "scores" => lang.say("phân bố điểm", "scores"),
        "arrivals" => lang.say("diễn biến vào thi", "arrivals"),
        "units" => lang.say("tỷ lệ theo đơn vị", "units"),
        "roster" => lang.say("danh sách dự thi", "roster"),
        "missing" => lang.say("người chưa vào thi", "people still to come"),
        "winners" => lang.say("danh sách đoạt giải", "winners"),
        "daily-participation" => lang.say("tham gia theo ngày", "daily participation"),
        other => other,
    }
}
