//! What the quiz player says besides what its page holds already.
//!
//! The page brings the words in its own language: the WASM carries none, and is the same for all. A line is one
//! [`Word`]; `#` stands where a number or a text is put in.

#[cfg(feature = "ssr")]
use khao_domain::contest::form::Misread;
#[cfg(feature = "ssr")]
use khao_domain::lang::{Lang, Said, said};

/// The words, and for the server what each of them says.
macro_rules! table {
    ($($word:ident => $said:expr,)*) => {
        /// In the order of their lines.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word {
            $($word,)*
        }

        #[cfg(feature = "ssr")]
        fn written() -> Vec<(Word, Said)> {
            vec![$((Word::$word, $said),)*]
        }
    };
}

table! {
    Saving => said("Đang lưu…", "Saving…"),
    Slow => said("Đang chờ máy chủ trả lời", "Waiting for the server"),
    Saved => said("Đã lưu", "Saved"),
    Elsewhere => said("Đã đổi ở trang hoặc thiết bị khác", "Changed on another page or device"),
    WaitingKept => said(
        "Đang chờ mạng, câu trả lời vẫn được giữ trên máy này",
        "Waiting for the network; your answers are kept on this device",
    ),
    WaitingUnkept => said(
        "Đang chờ mạng; xin đừng đóng trang này",
        "Waiting for the network; please do not close this page",
    ),
    SignIn => said("Cần vào lại để lưu tiếp", "Come in again to go on saving"),
    BackOnline => said("Đã có mạng trở lại.", "The network is back."),
    HandingIn => said("Đang nộp bài…", "Handing in…"),
    HandingInLater => said(
        "Đang chờ mạng; bài sẽ được nộp ngay khi có mạng. Xin giữ trang này mở.",
        "Waiting for the network; the paper is handed in as soon as it is back. Please keep this page open.",
    ),
    TimeUp => said("Đã hết giờ", "Time is up"),
    TimeLeft => said("Thời gian còn lại", "Time left"),
    ShowClock => said("Hiện giờ", "Show clock"),
    HideClock => said("Ẩn giờ", "Hide clock"),
    Practice => said("Bài thử", "Practice"),
    Unkept => said(
        "Trình duyệt không cho giữ câu trả lời trên máy: các câu chưa gửi sẽ mất nếu đóng trang.",
        "The browser does not let answers be kept on this device: those not sent are lost if you close the page.",
    ),
    MinutesLeft => said("Thời gian làm bài còn # phút.", "Time left, in minutes: #."),
    Refused => said("Chưa lưu: #", "Not saved: #"),
    RefusedKeeping => said(
        "Chưa lưu: câu trả lời trước (#) vẫn được tính. #",
        "Not saved: your answer before (#) still counts. #",
    ),
    Place => said("Câu #/#", "Question #/#"),
    SavedOf => said("Đã lưu #/# câu", "#/# saved"),
    PractisedOf => said("Bài thử: đã làm #/# câu", "Practice: #/# answered"),
    Waiting => said("Chờ mạng: # câu", "Waiting: #"),
    SendingRest => said("Đang gửi nốt # câu trả lời…", "Sending the last answers: #…"),
    AnsweredOf => said("Đã trả lời #/# câu.", "#/# answered."),
    // For those who hear the list of questions.
    DotAnswered => said("Câu #, đã trả lời", "Question #, answered"),
    DotOpen => said("Câu #, chưa trả lời", "Question #, not answered"),
    Marked => said(", đánh dấu xem lại", ", marked to look at again"),
    List => said("Câu #", "Questions: #"),
    ChangedElsewhere => said(
        "Câu #: đã đổi ở trang hoặc thiết bị khác.",
        "Question #: changed on another page or device.",
    ),
    NeedsNumber => Misread::Number.said(),
    NeedsCount => Misread::Count.said(),
}

/// What a page in this language brings.
#[cfg(feature = "ssr")]
pub fn words(lang: Lang) -> String {
    let written = written();
    let lines: Vec<&str> = written.iter().map(|(_, said)| said.in_lang(lang)).collect();
    lines.join("\n")
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_found_in_its_line() {
        let [vietnamese, english] = Lang::ALL.map(words);
        for (index, word) in written().into_iter().map(|(word, _)| word).enumerate() {
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
