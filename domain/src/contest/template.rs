//! Contests to begin with: the weekly one, after the rules of Huế's contest of 2025, and a blank one.

use crate::contest::settings::{
    AttemptsPolicy, ContestSettings, CountedAttempt, DeadlineRule, Overall, ParticipantsCounted, Release,
    TieBreak,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// Weekly rounds, one attempt each, 15 questions and a prediction, officials and citizens apart.
    Weekly,
    /// Nothing but the usual settings.
    Blank,
}

/// A group as a template proposes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateGroup {
    pub name: &'static str,
    pub min_age: Option<u8>,
}

impl Template {
    pub const ALL: [Self; 2] = [Self::Weekly, Self::Blank];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Blank => "blank",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.as_str() == text)
    }

    pub fn settings(self) -> ContestSettings {
        match self {
            Self::Blank => ContestSettings::default(),
            Self::Weekly => ContestSettings {
                attempts: AttemptsPolicy::One,
                counted: CountedAttempt::First,
                deadline: DeadlineRule::EndOfRound,
                score_shown: Release::AtOnce,
                keys_shown: Release::AfterPublication,
                tie_chain: vec![TieBreak::Prediction, TieBreak::Duration, TieBreak::SubmissionTime],
                participants_counted: ParticipantsCounted::SubmittedPersons,
                overall: Overall::SumOfBest,
                min_age: 16,
                ..ContestSettings::default()
            },
        }
    }

    pub const fn groups(self) -> &'static [TemplateGroup] {
        match self {
            Self::Blank => &[],
            Self::Weekly => &[
                TemplateGroup {
                    name: "Cán bộ, công chức, viên chức",
                    min_age: Some(18),
                },
                TemplateGroup {
                    name: "Người dân",
                    min_age: Some(18),
                },
            ],
        }
    }

    /// Scored questions of a paper, beside one prediction.
    pub const fn questions(self) -> u32 {
        match self {
            Self::Blank => 0,
            Self::Weekly => 15,
        }
    }

    /// Minutes for a paper.
    pub const fn minutes(self) -> u32 {
        20
    }

    /// The contest's rules in Markdown, to be read and changed by the organiser.
    pub const fn rules(self) -> &'static str {
        match self {
            Self::Blank => "",
            Self::Weekly => WEEKLY_RULES,
        }
    }
}

const WEEKLY_RULES: &str = "\
## 1. Đối tượng dự thi

- Bảng 1: cán bộ, công chức, viên chức, người lao động trong các cơ quan, đơn vị.
- Bảng 2: người dân từ đủ 18 tuổi.
- Thành viên Ban Tổ chức, người soạn câu hỏi và người giúp việc không dự thi.

## 2. Cách thức

- Cuộc thi diễn ra hằng tuần, từ 00 giờ thứ Hai đến 24 giờ Chủ nhật. Mỗi người thi một lượt trong một tuần.
- Đề gồm 15 câu trắc nghiệm và 1 câu dự đoán. Câu hỏi và thứ tự các phương án được rút ngẫu nhiên cho từng người.
- Đồng hồ tính theo máy chủ và không dừng khi mất mạng. Hết giờ, bài được nộp với những câu đã lưu.

## 3. Cách tính điểm và xếp hạng

Câu dự đoán không tính điểm. Người dự thi được xếp hạng trong bảng của mình, lần lượt theo: điểm cao hơn; dự đoán sát hơn; \
thời gian làm bài ngắn hơn; nộp bài sớm hơn.

## 4. Kết quả và khiếu nại

- Kết quả mỗi tuần được công bố sau khi Ban Tổ chức duyệt.
- Khiếu nại gửi đến Ban Tổ chức trong 05 ngày kể từ ngày công bố. Đáp án có sai sót thì được sửa và chấm lại cho mọi người.

## 5. Dữ liệu cá nhân

Thông tin đăng ký chỉ dùng để tổ chức cuộc thi, xét giải và trao giải. Họ tên đầy đủ chỉ được công khai khi người dự thi đồng ý.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_in_order() {
        for template in Template::ALL {
            assert_eq!(Template::parse(template.as_str()), Some(template));
            assert_eq!(template.settings().check(), []);
        }
        assert_eq!(Template::parse("monthly"), None);
        assert_eq!(Template::Weekly.groups().len(), 2);
    }
}
