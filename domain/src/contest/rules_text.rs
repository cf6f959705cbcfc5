//! The rules in words beside the rules that are set: the text a template begins with is made from the settings and
//! follows them, and a text somebody has written is held against them.

use crate::contest::settings::{AttemptsPolicy, ContestSettings, TieBreak};
use crate::time::{CivilDate, Timestamp};

/// Weekdays from Monday on, as texts name them.
const WEEKDAYS: [&str; 7] = [
    "thứ hai",
    "thứ ba",
    "thứ tư",
    "thứ năm",
    "thứ sáu",
    "thứ bảy",
    "chủ nhật",
];
const WORDS: [&str; 10] = [
    "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười",
];

/// The weekly template's rules, as far as settings decide them.
pub fn weekly(settings: &ContestSettings) -> String {
    let attempts = match settings.attempts {
        AttemptsPolicy::One => "Mỗi người thi một lượt trong một vòng.".to_owned(),
        AttemptsPolicy::UpTo(most) => format!("Mỗi người thi tối đa {most} lượt trong một vòng."),
        AttemptsPolicy::Unlimited => "Trong một vòng, mỗi người thi được nhiều lần.".to_owned(),
    };
    let predicts = settings.tie_chain.contains(&TieBreak::Prediction);
    let (paper, unscored) = if predicts {
        ("câu trắc nghiệm và câu dự đoán", "Câu dự đoán không tính điểm. ")
    } else {
        ("câu trắc nghiệm", "")
    };
    let mut order = vec!["điểm cao hơn"];
    order.extend(settings.tie_chain.iter().map(|tie| match tie {
        TieBreak::Prediction => "dự đoán sát hơn",
        TieBreak::Duration => "thời gian làm bài ngắn hơn",
        TieBreak::SubmissionTime => "nộp bài sớm hơn",
    }));
    let order = order.join("; ");
    let complaints = match settings.complaint_days {
        0 => "Thắc mắc về kết quả gửi đến Ban Tổ chức theo địa chỉ ở chân trang.".to_owned(),
        days => format!("Khiếu nại gửi đến Ban Tổ chức trong {days:02} ngày kể từ ngày công bố."),
    };
    format!(
        "## 1. Đối tượng dự thi

- Bảng 1: cán bộ, công chức, viên chức, người lao động trong các cơ quan, đơn vị.
- Bảng 2: người dân đủ tuổi dự thi.
- Thành viên Ban Tổ chức, người soạn câu hỏi và người giúp việc không dự thi.

## 2. Cách thức

- Cuộc thi gồm nhiều vòng; ngày giờ mở, đóng và thời gian làm bài của từng vòng ghi trên trang cuộc thi. {attempts}
- Đề gồm {paper}. Câu hỏi và thứ tự các phương án được rút ngẫu nhiên cho từng người.
- Đồng hồ tính theo máy chủ và không dừng khi mất mạng. Hết giờ, bài được nộp với những câu đã lưu.

## 3. Cách tính điểm và xếp hạng

{unscored}Người dự thi được xếp hạng trong bảng của mình, lần lượt theo: {order}.

## 4. Kết quả và khiếu nại

- Kết quả mỗi vòng được công bố sau khi Ban Tổ chức duyệt.
- {complaints} Đáp án có sai sót thì được sửa và chấm lại cho mọi người.

## 5. Dữ liệu cá nhân

Thông tin đăng ký chỉ dùng để tổ chức cuộc thi, xét giải và trao giải. Họ tên đầy đủ chỉ được công khai khi người dự thi đồng ý.
"
    )
}

/// The text under other settings, where it is the one that was made from the present ones.
pub fn followed(text: &str, present: &ContestSettings, next: &ContestSettings) -> Option<String> {
    // What is stored has no line end at its end.
    let (present, next) = (weekly(present), weekly(next));
    (text.trim() == present.trim() && present != next).then_some(next)
}

/// How often the text lets a person take part, where that is not what is set.
pub fn other_attempts(text: &str, set: AttemptsPolicy) -> Option<u32> {
    let said = text.lines().find_map(|line| number_before(line, "lượt"))?;
    let agrees = match set {
        AttemptsPolicy::One => said == 1,
        AttemptsPolicy::UpTo(most) => said == most,
        AttemptsPolicy::Unlimited => false,
    };
    (!agrees).then_some(said)
}

/// The days in which the text takes complaints, where they are not those that are set.
pub fn other_complaint_days(text: &str, set: u32) -> Option<u32> {
    let mut lines = text.lines().map(str::to_lowercase);
    let said = lines.find_map(|line| {
        let at = line.find("khiếu nại")?;
        number_before(&line[at..], "ngày")
    })?;
    (said != set).then_some(said)
}

/// Whether the text names weekdays, "from Monday to Sunday", on others of which the round opens or closes.
pub fn other_weekdays(text: &str, opens: Timestamp, closes: Timestamp) -> bool {
    let said = text.lines().map(str::to_lowercase).find_map(|line| {
        let (before, after) = line.split_once("đến")?;
        Some((weekday_in(before)?, weekday_in(after)?))
    });
    let weekday = |day: CivilDate| usize::from(day.days_since_monday());
    said.is_some_and(|(from, to)| (from, to) != (weekday(opens.local_date()), weekday(closes.local_end().0)))
}

fn weekday_in(text: &str) -> Option<usize> {
    WEEKDAYS.iter().position(|name| text.contains(name))
}

/// The number that stands right before the word, in digits or spelled out up to ten.
fn number_before(line: &str, word: &str) -> Option<u32> {
    let line = line.to_lowercase();
    let words: Vec<&str> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(2).find_map(|pair| {
        let [number, after] = pair else { return None };
        if *after != word {
            return None;
        }
        let spelled = WORDS.iter().position(|word| word == number);
        let spelled = spelled.and_then(|at| u32::try_from(at + 1).ok());
        number.parse().ok().or(spelled)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> ContestSettings {
        ContestSettings {
            attempts: AttemptsPolicy::One,
            tie_chain: vec![TieBreak::Prediction, TieBreak::SubmissionTime],
            complaint_days: 5,
            ..ContestSettings::default()
        }
    }

    #[test]
    fn the_template_says_what_is_set_and_follows_it() {
        let text = weekly(&settings());
        assert!(
            text.contains("thi một lượt") && text.contains("trong 05 ngày"),
            "{text}"
        );
        assert!(
            text.contains("điểm cao hơn; dự đoán sát hơn; nộp bài sớm hơn."),
            "{text}"
        );
        let other = ContestSettings {
            attempts: AttemptsPolicy::Unlimited,
            tie_chain: vec![TieBreak::SubmissionTime],
            complaint_days: 0,
            ..settings()
        };
        let next = followed(&text, &settings(), &other).unwrap();
        assert_eq!(next, weekly(&other));
        for gone in ["một lượt", "05 ngày", "dự đoán"] {
            assert!(!next.contains(gone), "{gone}: {next}");
        }
        assert_eq!(followed(&format!("{text}."), &settings(), &other), None);
        assert_eq!(followed(&text, &settings(), &settings()), None);
    }

    #[test]
    fn the_template_contradicts_no_settings() {
        for attempts in [
            AttemptsPolicy::One,
            AttemptsPolicy::UpTo(3),
            AttemptsPolicy::Unlimited,
        ] {
            for complaint_days in [0, 5, 30] {
                let settings = ContestSettings {
                    attempts,
                    complaint_days,
                    ..settings()
                };
                let text = weekly(&settings);
                assert_eq!(other_attempts(&text, attempts), None, "{text}");
                assert_eq!(other_complaint_days(&text, complaint_days.into()), None, "{text}");
            }
        }
    }

    #[test]
    fn what_a_text_says_is_held_against_the_settings() {
        let text =
            "- Từ 00 giờ thứ Hai đến 24 giờ Chủ nhật.\n- Mỗi người thi Một lượt.\n- Khiếu nại trong 05 ngày.";
        assert_eq!(other_attempts(text, AttemptsPolicy::One), None);
        assert_eq!(other_attempts(text, AttemptsPolicy::Unlimited), Some(1));
        assert_eq!(other_attempts(text, AttemptsPolicy::UpTo(2)), Some(1));
        assert_eq!(other_attempts("thi 02 lượt", AttemptsPolicy::One), Some(2));
        assert_eq!(other_attempts("Lần lượt từng người", AttemptsPolicy::One), None);
        assert_eq!(other_complaint_days(text, 5), None);
        assert_eq!(other_complaint_days(text, 0), Some(5));
        assert_eq!(other_complaint_days("Mở trong 7 ngày.", 5), None);
        // A Monday, and the Wednesday after it.
        let monday = CivilDate::parse("2026-11-23").unwrap();
        let week = |first: CivilDate| (first.midnight(), first.plus_days(7).midnight());
        let (opens, closes) = week(monday);
        assert!(!other_weekdays(text, opens, closes));
        let (opens, closes) = week(monday.plus_days(2));
        assert!(other_weekdays(text, opens, closes));
        assert!(!other_weekdays("Không nói gì.", opens, closes));
    }
}
