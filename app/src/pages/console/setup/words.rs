//! The steps and the findings in words.

use khao_domain::contest::feasibility::Waiting;
use khao_domain::contest::review::{Finding, Step, Weight};
use khao_domain::lang::Lang;

use crate::pages::console::banks::waiting_door;
use crate::text::figures;

pub const fn step_name(lang: Lang, step: Step) -> &'static str {
    match step {
        Step::Basics => lang.say("Tên và thể lệ", "Name and rules"),
        Step::Groups => lang.say("Bảng thi", "Groups"),
        Step::Rounds => lang.say("Vòng thi", "Rounds"),
        Step::Papers => lang.say("Đề thi", "Papers"),
        Step::Rules => lang.say("Cách thi, xếp hạng", "Attempts and ranking"),
        Step::Units => lang.say("Đơn vị", "Units"),
        Step::Review => lang.say("Rà soát, thông báo", "Review and announce"),
    }
}

pub const fn weight_name(lang: Lang, weight: Weight) -> &'static str {
    match weight {
        Weight::Missing => lang.say("Phải có trước khi thông báo", "Needed before announcing"),
        Weight::Risky => lang.say("Nên xem lại", "Worth a second look"),
        Weight::Advice => lang.say("Gợi ý", "Advice"),
    }
}

/// A finding as a sentence that also says how to mend it.
pub fn finding(lang: Lang, finding: &Finding) -> String {
    match finding {
        Finding::NoGroups | Finding::NoRounds | Finding::NoUnits | Finding::NoRules => lacking(lang, finding),
        Finding::EmptyBlueprint { group } => match lang {
            Lang::Vi => format!("Bảng «{group}» chưa có ma trận đề."),
            Lang::En => format!("Group “{group}” has no blueprint yet."),
        },
        Finding::ItemsWait {
            bank_name, waiting, ..
        } => waiting_words(lang, bank_name, *waiting),
        Finding::Short {
            group,
            rounds,
            cell,
            have,
        } => {
            let (topic, level, need) = (&cell.topic, cell.difficulty.level(), cell.count);
            let rounds = rounds.join(", ");
            match lang {
                Lang::Vi => format!(
                    "Bảng «{group}», {rounds}: chủ đề «{topic}» mức {level} cần {need} câu, ngân hàng có {have} câu dùng được."
                ),
                Lang::En => format!(
                    "Group “{group}”, {rounds}: “{topic}” at difficulty {level} needs {need} items, the bank has {have}."
                ),
            }
        }
        Finding::Tight { group, cells } => match lang {
            Lang::Vi => format!(
                "Bảng «{group}»: {cells} ô của ma trận có ít hơn hai lần số câu cần, nên đề của nhiều người sẽ giống nhau."
            ),
            Lang::En => format!(
                "Group “{group}”: {cells} cells have fewer than twice the items they need, so many papers will be alike."
            ),
        },
        Finding::NoPrediction { group } => match lang {
            Lang::Vi => {
                format!("Thể lệ xét dự đoán khi bằng điểm, nhưng đề của bảng «{group}» không có câu dự đoán.")
            }
            Lang::En => format!("Ties are broken by a prediction, but papers of “{group}” ask for none."),
        },
        Finding::IdlePrediction { group } => match lang {
            Lang::Vi => {
                format!("Đề của bảng «{group}» có câu dự đoán, nhưng thể lệ không dùng dự đoán để xếp hạng.")
            }
            Lang::En => format!("Papers of “{group}” ask for a prediction that no tie rule uses."),
        },
        Finding::RulesSayAttempts { .. }
        | Finding::RulesSayComplaintDays { .. }
        | Finding::RulesSayWeekdays { .. } => contradicting(lang, finding),
        _ => of_times_and_rules(lang, finding),
    }
}

/// Where a finding is mended outside the guided path.
pub(super) fn finding_door(lang: Lang, finding: &Finding) -> Option<(String, &'static str)> {
    match finding {
        Finding::ItemsWait { bank, waiting, .. } => Some(waiting_door(lang, *bank, *waiting)),
        // From the address of the review.
        Finding::NoPrizes => Some((
            "../prizes".to_owned(),
            lang.say("Khai giải thưởng", "List the prizes"),
        )),
        _ => None,
    }
}

pub(super) fn waiting_words(lang: Lang, bank: &str, waiting: Waiting) -> String {
    let count = figures::count(lang, i64::from(waiting.total()));
    match lang {
        Lang::Vi => format!("Ngân hàng «{bank}» có {count} câu chờ duyệt, chưa được vào đề thi."),
        Lang::En => {
            format!("{count} items of the bank “{bank}” wait for approval and enter no paper yet.")
        }
    }
}

/// What the text of the rules says, and what is set; both cannot be meant.
fn contradicting(lang: Lang, finding: &Finding) -> String {
    match finding {
        Finding::RulesSayAttempts { said } => match lang {
            Lang::Vi => format!("Văn bản thể lệ ghi {said} lượt thi, khác với số lượt đã đặt."),
            Lang::En => format!("The text of the rules speaks of {said} attempts; others are set."),
        },
        Finding::RulesSayComplaintDays { said, set } => match lang {
            Lang::Vi => {
                format!("Văn bản thể lệ ghi khiếu nại trong {said} ngày; cuộc thi đang đặt {set} ngày.")
            }
            Lang::En => {
                format!("The text of the rules gives {said} days for complaints; {set} are set.")
            }
        },
        Finding::RulesSayWeekdays { round } => match lang {
            Lang::Vi => {
                format!("Văn bản thể lệ ghi các thứ trong tuần khác với ngày mở, ngày đóng của {round}.")
            }
            Lang::En => format!("The text of the rules names other weekdays than those of {round}."),
        },
        _ => String::new(),
    }
}

fn lacking(lang: Lang, finding: &Finding) -> String {
    let said = match finding {
        Finding::NoGroups => lang.say(
            "Chưa có bảng thi nào. Mỗi bảng có ngân hàng câu hỏi, ma trận đề và xếp hạng riêng.",
            "There is no group yet. Each group has its own bank, blueprint and ranking.",
        ),
        Finding::NoRounds => lang.say(
            "Chưa có vòng thi nào. Hãy thêm một vòng hoặc một loạt vòng.",
            "There is no round yet. Add one, or a series.",
        ),
        Finding::NoUnits => lang.say(
            "Chưa có đơn vị nào, nên không ai ghi danh được.",
            "There are no units yet, so nobody can enter.",
        ),
        _ => lang.say(
            "Chưa có thể lệ. Người dự thi đọc thể lệ trước khi ghi danh; sau khi thông báo thì không sửa được.",
            "There are no rules yet. They are read before entering, and fixed once a round is announced.",
        ),
    };
    said.to_owned()
}

fn of_times_and_rules(lang: Lang, finding: &Finding) -> String {
    match finding {
        Finding::OpensInPast { round } => match lang {
            Lang::Vi => format!("{round}: giờ mở đã qua. Vòng thi phải được thông báo trước giờ mở."),
            Lang::En => {
                format!("{round}: its opening time has passed. A round is announced before it opens.")
            }
        },
        Finding::Overlap { round, next } => match lang {
            Lang::Vi => format!("{next} mở khi {round} chưa đóng."),
            Lang::En => format!("{next} opens while {round} is still open."),
        },
        Finding::ShortNotice { round } => match lang {
            Lang::Vi => format!("{round} mở trong vòng 24 giờ nữa: nhiều người có thể chưa kịp biết."),
            Lang::En => format!("{round} opens within 24 hours: many may not hear of it in time."),
        },
        Finding::RoundTooShort { round } => match lang {
            Lang::Vi => format!("{round} mở ngắn hơn thời gian làm một bài."),
            Lang::En => format!("{round} is open for less time than a paper takes."),
        },
        Finding::TooFast {
            round,
            seconds_a_question,
        } => pace(lang, round, *seconds_a_question, true),
        Finding::TooSlow {
            round,
            seconds_a_question,
        } => pace(lang, round, *seconds_a_question, false),
        Finding::RosterWithoutUnit { people } => {
            let people = figures::count(lang, i64::from(*people));
            match lang {
                Lang::Vi => format!("{people} người trong danh sách dự thi thuộc đơn vị không còn hiệu lực."),
                Lang::En => {
                    format!("{people} people of the roster belong to units that are no longer there.")
                }
            }
        }
        Finding::NoHeadcounts { units } => {
            let units = figures::count(lang, i64::from(*units));
            match lang {
                Lang::Vi => format!("{units} đơn vị chưa có số người, nên chưa tính được tỷ lệ tham gia."),
                Lang::En => {
                    format!("{units} units have no head-count, so their participation rate is unknown.")
                }
            }
        }
        _ => fixed(lang, finding).to_owned(),
    }
}

fn pace(lang: Lang, round: &str, seconds: u32, is_fast: bool) -> String {
    let judged = if is_fast {
        lang.say("quá ít để đọc kỹ", "too little to read with care")
    } else {
        lang.say("đủ để tra cứu từng câu", "enough to look everything up")
    };
    match lang {
        Lang::Vi => format!("{round}: mỗi câu có khoảng {seconds} giây, {judged}."),
        Lang::En => format!("{round}: about {seconds} seconds a question, {judged}."),
    }
}

const fn fixed(lang: Lang, finding: &Finding) -> &'static str {
    match finding {
        Finding::DraftsAllowed => lang.say(
            "Câu hỏi chưa duyệt cũng được rút vào đề.",
            "Items that nobody has approved may enter papers.",
        ),
        Finding::KeysAtOnce => lang.say(
            "Đáp án hiện ngay khi nộp bài: người thi sau có thể chép lại.",
            "Keys are shown at submission: whoever comes later can copy them.",
        ),
        Finding::NoRoster => lang.say(
            "Chỉ người trong danh sách được dự thi, mà danh sách chưa có ai: không ai ghi danh được.",
            "Only people of the roster may enter, and it is empty: nobody can.",
        ),
        Finding::NoExclusions => lang.say(
            "Chưa có danh sách người không được dự thi (ban tổ chức, người soạn câu hỏi).",
            "Nobody is excluded yet (organisers and writers of questions usually are).",
        ),
        Finding::NoDocuments => lang.say(
            "Chưa có văn bản thể lệ đã ký hoặc tài liệu ôn tập (PDF).",
            "There is no signed copy of the rules and no study material (PDF).",
        ),
        Finding::NoPrizes => lang.say(
            "Chưa khai giải thưởng nào. Danh sách giải cố định khi bảng xếp hạng đầu tiên được công bố.",
            "No prizes are listed. The list is fixed when the first ranking is public.",
        ),
        _ => lang.say(
            "Trang chưa có đường dây nóng hoặc thư điện tử để người dự thi hỏi.",
            "The site names no hotline and no e-mail address.",
        ),
    }
}
