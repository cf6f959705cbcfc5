//! Why a ranking was made anew: data, put into words where they are read.

use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};

use super::correction::CorrectionKind;
use crate::lang::Lang;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Because {
    /// The round that it comes from, where the ranking is of many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Cause>,
    /// How many people stand in it under another name or unit than in the one before.
    #[serde(skip_serializing_if = "is_default")]
    pub renewed: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    Correction {
        item: String,
        /// None where the kind is not known any more.
        kind: Option<CorrectionKind>,
        reason: String,
    },
    Voided,
    Restored,
    /// In somebody's own words.
    Written(String),
}

/// A part of the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// An organiser wrote it, in the language of the contest.
    pub is_written: bool,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Because {
    pub fn of(cause: Cause) -> Self {
        Self {
            causes: vec![cause],
            ..Self::default()
        }
    }

    /// Older rows are plain words.
    pub fn read(stored: &str) -> Self {
        let data = if stored.starts_with('{') {
            serde_json::from_str(stored).ok()
        } else {
            None
        };
        data.unwrap_or_else(|| Self {
            causes: some_words(stored).into_iter().collect(),
            ..Self::default()
        })
    }

    pub fn is_empty(&self) -> bool {
        self.causes.is_empty() && self.renewed == 0
    }

    /// What is said already is not said again.
    pub fn add(&mut self, cause: Cause) {
        if !self.causes.contains(&cause) {
            self.causes.push(cause);
        }
    }

    /// Without a stop at its end.
    pub fn words(&self, lang: Lang) -> String {
        self.pieces(lang).into_iter().map(|piece| piece.text).collect()
    }

    pub fn pieces(&self, lang: Lang) -> Vec<Piece> {
        let mut pieces = Vec::new();
        if let Some(round) = self.round.as_ref().filter(|_| !self.is_empty()) {
            pieces.extend([written(round), own(": ")]);
        }
        let renewed = (self.renewed > 0).then(|| vec![own(renewed(lang, self.renewed))]);
        let sentences = self.causes.iter().map(|cause| cause.pieces(lang)).chain(renewed);
        for (at, sentence) in sentences.enumerate() {
            pieces.extend((at > 0).then(|| own("; ")));
            pieces.extend(sentence);
        }
        pieces
    }
}

/// As it is stored: JSON, or nothing.
impl Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return Ok(());
        }
        f.write_str(&serde_json::to_string(self).unwrap_or_default())
    }
}

impl Cause {
    fn pieces(&self, lang: Lang) -> Vec<Piece> {
        match self {
            Self::Correction { item, kind, reason } => {
                let how = kind.map_or_else(
                    || lang.say("đính chính", "corrected"),
                    |kind| published_as(lang, kind),
                );
                let head = match lang {
                    Lang::Vi => format!("Câu {item} ({how}): "),
                    Lang::En => format!("Question {item} ({how}): "),
                };
                vec![own(head), written(reason)]
            }
            // The public reads this: what its person did stays between the person and the organisers.
            Self::Voided => vec![own(lang.say("Một bài thi bị hủy kết quả", "A paper was voided"))],
            Self::Restored => vec![own(lang.say("Một bài thi được tính lại", "A paper counts again"))],
            Self::Written(words) => vec![written(words)],
        }
    }
}

fn some_words(text: &str) -> Option<Cause> {
    (!text.is_empty()).then(|| Cause::Written(text.to_owned()))
}

fn own(text: impl Into<String>) -> Piece {
    Piece {
        text: text.into(),
        is_written: false,
    }
}

fn written(text: &str) -> Piece {
    Piece {
        text: text.trim_end_matches('.').to_owned(),
        is_written: true,
    }
}

fn renewed(lang: Lang, people: i64) -> String {
    match (lang, people) {
        (Lang::Vi, _) => format!("Tên hoặc đơn vị của {people} người được cập nhật"),
        (Lang::En, 1) => "The name or unit of 1 person was brought up to date".to_owned(),
        (Lang::En, _) => format!("Names or units of {people} people were brought up to date"),
    }
}

/// How a question was corrected, as the public is told with a ranking: never what the key is.
const fn published_as(lang: Lang, kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::NewKey => lang.say("đổi đáp án", "another key"),
        CorrectionKind::AlsoAccept => lang.say("chấp nhận thêm đáp án", "more answers accepted"),
        CorrectionKind::FullPoints => lang.say(
            "bỏ câu, ai gặp cũng được trọn điểm",
            "dropped, everybody who met it has its points",
        ),
        CorrectionKind::NoPoints => lang.say("bỏ câu, không tính điểm", "dropped, without points"),
        CorrectionKind::AsFrozen => lang.say("giữ như khi khóa đề", "as it was announced"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn because() -> Because {
        Because {
            round: Some("Tuần 1".to_owned()),
            causes: vec![
                Cause::Correction {
                    item: "TC-1".to_owned(),
                    kind: Some(CorrectionKind::NoPoints),
                    reason: "Đề sai.".to_owned(),
                },
                Cause::Voided,
            ],
            renewed: 3,
        }
    }

    #[test]
    fn each_reader_is_told_in_their_language() {
        let because = because();
        assert_eq!(
            Lang::ALL.map(|lang| because.words(lang)),
            [
                "Tuần 1: Câu TC-1 (bỏ câu, không tính điểm): Đề sai; Một bài thi bị hủy kết quả; \
                 Tên hoặc đơn vị của 3 người được cập nhật",
                "Tuần 1: Question TC-1 (dropped, without points): Đề sai; A paper was voided; \
                 Names or units of 3 people were brought up to date",
            ]
        );
        let pieces = because.pieces(Lang::En);
        let written: Vec<&str> = pieces
            .iter()
            .filter(|piece| piece.is_written)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(written, ["Tuần 1", "Đề sai"]);
    }

    #[test]
    fn what_is_stored_reads_as_it_was_and_older_words_stay() {
        assert_eq!(Because::read(&because().to_string()), because());
        assert_eq!(Because::default().to_string(), "");
        assert!(Because::read("").is_empty());
        for words in ["Sửa họ tên", "{ngoặc}"] {
            assert_eq!(Because::read(words).words(Lang::En), words);
        }
    }

    #[test]
    fn what_is_said_already_is_not_said_again() {
        let mut because = because();
        because.add(Cause::Voided);
        because.add(Cause::Restored);
        assert_eq!(because.causes.len(), 3);
    }
}
