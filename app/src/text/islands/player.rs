//! What the quiz player says besides what its page holds already.
//!
//! The page brings the words in its own language: the WASM carries none, and is the same for all. A line is one
//! [`Word`]; `#` stands where a number or a text is put in.

/// In the order of their lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Saving,
    Slow,
    Saved,
    Elsewhere,
    WaitingKept,
    WaitingUnkept,
    SignIn,
    BackOnline,
    HandingIn,
    HandingInLater,
    TimeUp,
    TimeLeft,
    ShowClock,
    HideClock,
    Practice,
    Unkept,
    MinutesLeft,
    Refused,
    RefusedKeeping,
    Place,
    SavedOf,
    PractisedOf,
    Waiting,
    SendingRest,
    AnsweredOf,
    DotAnswered,
    DotOpen,
    Marked,
    List,
    ChangedElsewhere,
    NeedsNumber,
    NeedsCount,
}

pub const CLOCK_HIDDEN: &str = "––:––";

/// A word of a page's words.
pub fn of(words: &str, word: Word) -> &str {
    words.split('\n').nth(word as usize).unwrap_or_default()
}

/// A word with what is put into it.
pub fn fill(words: &str, word: Word, values: &[&str]) -> String {
    let mut filled = String::new();
    let mut values = values.iter();
    for (index, part) in of(words, word).split('#').enumerate() {
        if index > 0 {
            filled.push_str(values.next().unwrap_or(&""));
        }
        filled.push_str(part);
    }
    filled
}

#[cfg(feature = "ssr")]
pub use written::words;

#[cfg(feature = "ssr")]
mod written {
    use super::Word;
    use khao_domain::contest::form::Misread;
    use khao_domain::lang::Lang;

    const ALL: [Word; 32] = [
        Word::Saving,
        Word::Slow,
        Word::Saved,
        Word::Elsewhere,
        Word::WaitingKept,
        Word::WaitingUnkept,
        Word::SignIn,
        Word::BackOnline,
        Word::HandingIn,
        Word::HandingInLater,
        Word::TimeUp,
        Word::TimeLeft,
        Word::ShowClock,
        Word::HideClock,
        Word::Practice,
        Word::Unkept,
        Word::MinutesLeft,
        Word::Refused,
        Word::RefusedKeeping,
        Word::Place,
        Word::SavedOf,
        Word::PractisedOf,
        Word::Waiting,
        Word::SendingRest,
        Word::AnsweredOf,
        Word::DotAnswered,
        Word::DotOpen,
        Word::Marked,
        Word::List,
        Word::ChangedElsewhere,
        Word::NeedsNumber,
        Word::NeedsCount,
    ];

    /// What a page in this language brings.
    pub fn words(lang: Lang) -> String {
        let lines = ALL.map(|word| match word {
            Word::NeedsNumber => misread(lang, Misread::Number),
            Word::NeedsCount => misread(lang, Misread::Count),
            word => line(lang, word).to_owned(),
        });
        lines.join("\n")
    }

    fn misread(lang: Lang, misread: Misread) -> String {
        misread.said().in_lang(lang).to_owned()
    }

    const fn line(lang: Lang, word: Word) -> &'static str {
        match word {
            Word::Saving => lang.say("Đang lưu…", "Saving…"),
            Word::Slow => lang.say("Đang chờ máy chủ trả lời", "Waiting for the server"),
            Word::Saved => lang.say("Đã lưu", "Saved"),
            Word::Elsewhere => lang.say(
                "Đã đổi ở trang hoặc thiết bị khác",
                "Changed on another page or device",
            ),
            Word::WaitingKept => lang.say(
                "Đang chờ mạng, câu trả lời vẫn được giữ trên máy này",
                "Waiting for the network; your answers are kept on this device",
            ),
            Word::WaitingUnkept => lang.say(
                "Đang chờ mạng; xin đừng đóng trang này",
                "Waiting for the network; please do not close this page",
            ),
            Word::SignIn => lang.say("Cần vào lại để lưu tiếp", "Come in again to go on saving"),
            Word::BackOnline => lang.say("Đã có mạng trở lại.", "The network is back."),
            Word::HandingIn => lang.say("Đang nộp bài…", "Handing in…"),
            Word::HandingInLater => lang.say(
                "Đang chờ mạng; bài sẽ được nộp ngay khi có mạng. Xin giữ trang này mở.",
                "Waiting for the network; the paper is handed in as soon as it is back. Please keep this page open.",
            ),
            Word::Unkept => lang.say(
                "Trình duyệt không cho giữ câu trả lời trên máy: các câu chưa gửi sẽ mất nếu đóng trang.",
                "The browser does not let answers be kept on this device: those not sent are lost if you close the page.",
            ),
            clock => of_clock(lang, clock),
        }
    }

    const fn of_clock(lang: Lang, word: Word) -> &'static str {
        match word {
            Word::TimeUp => lang.say("Đã hết giờ", "Time is up"),
            Word::TimeLeft => lang.say("Thời gian còn lại", "Time left"),
            Word::ShowClock => lang.say("Hiện giờ", "Show clock"),
            Word::HideClock => lang.say("Ẩn giờ", "Hide clock"),
            Word::Practice => lang.say("Bài thử", "Practice"),
            Word::MinutesLeft => lang.say("Thời gian làm bài còn # phút.", "Time left, in minutes: #."),
            counts => of_counts(lang, counts),
        }
    }

    const fn of_counts(lang: Lang, word: Word) -> &'static str {
        match word {
            Word::RefusedKeeping => lang.say(
                "Chưa lưu: câu trả lời trước (#) vẫn được tính. #",
                "Not saved: your answer before (#) still counts. #",
            ),
            Word::Place => lang.say("Câu #/#", "Question #/#"),
            Word::SavedOf => lang.say("Đã lưu #/# câu", "#/# saved"),
            Word::PractisedOf => lang.say("Bài thử: đã làm #/# câu", "Practice: #/# answered"),
            Word::Waiting => lang.say("Chờ mạng: # câu", "Waiting: #"),
            Word::SendingRest => lang.say("Đang gửi nốt # câu trả lời…", "Sending the last answers: #…"),
            Word::AnsweredOf => lang.say("Đã trả lời #/# câu.", "#/# answered."),
            // For those who hear the list of questions.
            Word::DotAnswered => lang.say("Câu #, đã trả lời", "Question #, answered"),
            Word::DotOpen => lang.say("Câu #, chưa trả lời", "Question #, not answered"),
            Word::Marked => lang.say(", đánh dấu xem lại", ", marked to look at again"),
            Word::List => lang.say("Câu #", "Questions: #"),
            Word::ChangedElsewhere => lang.say(
                "Câu #: đã đổi ở trang hoặc thiết bị khác.",
                "Question #: changed on another page or device.",
            ),
            _ => lang.say("Chưa lưu: #", "Not saved: #"),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::super::{fill, of};
        use super::*;

        #[test]
        fn each_word_is_found_in_its_line() {
            let [vietnamese, english] = Lang::ALL.map(words);
            for (index, word) in ALL.into_iter().enumerate() {
                assert_eq!(word as usize, index);
                assert!(!of(&vietnamese, word).is_empty());
                let gaps = |words| of(words, word).matches('#').count();
                assert_eq!(gaps(&vietnamese), gaps(&english), "{word:?}");
            }
            assert_eq!(of(&english, Word::Saving), "Saving…");
            assert_eq!(of(&english, Word::Refused), "Not saved: #");
            assert_eq!(
                of(&vietnamese, Word::ChangedElsewhere),
                "Câu #: đã đổi ở trang hoặc thiết bị khác."
            );
            assert!(of(&english, Word::NeedsCount).starts_with("Type a whole number"));
            assert_eq!(fill(&english, Word::SavedOf, &["3", "15"]), "3/15 saved");
            let before = ["một # hai", "vì"];
            let filled = fill(&vietnamese, Word::RefusedKeeping, &before);
            assert_eq!(
                filled,
                "Chưa lưu: câu trả lời trước (một # hai) vẫn được tính. vì"
            );
        }
    }
}
