//! One row of the template: its cells become an item, or problems.

use crate::bank::formats::csv::OPTIONS_MOST;
use crate::bank::formats::csv::columns::{Column, Places};
use crate::bank::item::{ChoiceOption, Credit, Difficulty, Item, ItemKind, ItemStatus, PredictionOf};
use crate::decimal::Decimal;
use crate::table::{Row, RowProblem};
use crate::text;
use crate::time::CivilDate;

const CODE_CHARS_MOST: usize = 64;
const TOPIC_CHARS_MOST: usize = 120;
const OPTION_CHARS_MOST: usize = 1_000;
const TEXT_CHARS_MOST: usize = 4_000;
const POINTS_MOST: u32 = 1_000;

/// The cells of one row by column; a column that is not in the file is blank.
pub(super) struct Cells<'a> {
    row: &'a Row,
    places: &'a Places,
}

impl<'a> Cells<'a> {
    pub(super) fn new(row: &'a Row, places: &'a Places) -> Self {
        Self { row, places }
    }

    fn get(&self, column: Column) -> &'a str {
        self.places
            .of(column)
            .and_then(|place| self.row.cells.get(place))
            .map_or("", String::as_str)
    }
}

/// The kinds as the column "Loại" names them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KindWord {
    Single,
    Multiple,
    TrueFalse,
    Number,
    Text,
    Participants,
    AllCorrect,
}

pub(super) const KIND_WORDS: [(KindWord, &str); 7] = [
    (KindWord::Single, "Một lựa chọn"),
    (KindWord::Multiple, "Nhiều lựa chọn"),
    (KindWord::TrueFalse, "Đúng/Sai"),
    (KindWord::Number, "Số"),
    (KindWord::Text, "Trả lời ngắn"),
    (KindWord::Participants, "Dự đoán số người dự thi"),
    (KindWord::AllCorrect, "Dự đoán số người đúng hết"),
];
pub(super) const BOOL_WORDS: [(bool, &str); 2] = [(true, "Có"), (false, "Không")];
pub(super) const TRUTH_WORDS: [(bool, &str); 2] = [(true, "Đúng"), (false, "Sai")];
pub(super) const CREDIT_WORDS: [(Credit, &str); 2] =
    [(Credit::AllOrNothing, "Toàn bộ"), (Credit::Partial, "Từng phần")];
pub(super) const STATUS_WORDS: [(ItemStatus, &str); 3] = [
    (ItemStatus::Draft, "Nháp"),
    (ItemStatus::Approved, "Đã duyệt"),
    (ItemStatus::Retired, "Ngừng dùng"),
];

/// The item, unless there is an error; problems may be mere warnings.
pub(super) fn parse(cells: &Cells<'_>) -> (Option<Item>, Vec<RowProblem>) {
    let mut reader = RowReader {
        cells,
        problems: Vec::new(),
    };
    let item = reader.item();
    let errors = reader
        .problems
        .iter()
        .any(|problem| problem.severity == crate::table::Severity::Error);
    (item.filter(|_| !errors), reader.problems)
}

/// Reads cells one after the other and notes what is wrong with them.
struct RowReader<'a> {
    cells: &'a Cells<'a>,
    problems: Vec<RowProblem>,
}

impl RowReader<'_> {
    fn fail<T>(&mut self, column: Column, detail: impl Into<String>) -> Option<T> {
        self.problems.push(RowProblem::error(
            self.cells.row.number,
            Some(column.header()),
            detail,
        ));
        None
    }

    fn item(&mut self) -> Option<Item> {
        // Every cell is read before the first `?`, so that one upload shows all mistakes.
        let code = self.line(Column::Code, CODE_CHARS_MOST);
        let topic = self.line(Column::Topic, TOPIC_CHARS_MOST);
        let difficulty = self.difficulty();
        let stem = self.required(Column::Stem, TEXT_CHARS_MOST);
        let word = self.word(Column::Kind, &KIND_WORDS, None);
        let kind = word.and_then(|word| self.kind(word));
        let points_hundredths = word.and_then(|word| self.points(word));
        let explanation = self.bounded(Column::Explanation, TEXT_CHARS_MOST);
        let source = self.bounded(Column::Source, TEXT_CHARS_MOST);
        let valid_from = self.date(Column::ValidFrom);
        let valid_until = self.date(Column::ValidUntil);
        let language = self.language();
        let status = self.word(Column::Status, &STATUS_WORDS, Some(ItemStatus::Draft));
        if valid_from
            .zip(valid_until)
            .is_some_and(|(from, until)| from > until)
        {
            self.fail::<()>(
                Column::ValidUntil,
                "Ngày hết hiệu lực đứng trước ngày có hiệu lực.",
            );
        }
        Some(Item {
            code: code?,
            topic: topic?,
            difficulty: difficulty?,
            stem: stem?,
            kind: kind?,
            points_hundredths: points_hundredths?,
            explanation: explanation?,
            source: source?,
            valid_from,
            valid_until,
            language: language?,
            status: status?,
        })
    }

    fn kind(&mut self, word: KindWord) -> Option<ItemKind> {
        self.warn_of_unused(word);
        match word {
            KindWord::Single => self.single(),
            KindWord::Multiple => self.multiple(),
            KindWord::TrueFalse => {
                let answer = self.word(Column::Key, &TRUTH_WORDS, None)?;
                Some(ItemKind::TrueFalse { answer })
            }
            KindWord::Number => self.number(),
            KindWord::Text => self.text(),
            KindWord::Participants => Some(ItemKind::Prediction {
                of: PredictionOf::Participants,
            }),
            KindWord::AllCorrect => Some(ItemKind::Prediction {
                of: PredictionOf::AllCorrect,
            }),
        }
    }

    fn single(&mut self) -> Option<ItemKind> {
        let options = self.options();
        let shuffle = self.word(Column::Shuffle, &BOOL_WORDS, Some(true));
        let options = options?;
        if options.iter().filter(|option| option.correct).count() != 1 {
            return self.fail(
                Column::Key,
                "Câu một lựa chọn có đúng một đáp án; hãy ghi một chữ cái, ví dụ B.",
            );
        }
        Some(ItemKind::SingleChoice {
            options,
            shuffle: shuffle?,
        })
    }

    fn multiple(&mut self) -> Option<ItemKind> {
        let options = self.options();
        let shuffle = self.word(Column::Shuffle, &BOOL_WORDS, Some(true));
        let credit = self.word(Column::Credit, &CREDIT_WORDS, Some(Credit::AllOrNothing));
        let options = options?;
        if !options.iter().any(|option| option.correct) {
            return self.fail(Column::Key, "Hãy ghi các đáp án bằng chữ cái, ví dụ A, C.");
        }
        Some(ItemKind::MultipleChoice {
            options,
            credit: credit?,
            shuffle: shuffle?,
        })
    }

    /// Options A, B, … without gaps, at least two, no two alike, with what the letters of other columns say of them.
    fn options(&mut self) -> Option<Vec<ChoiceOption>> {
        let texts: Option<Vec<String>> = (0..OPTIONS_MOST)
            .map(|index| self.bounded(Column::Option(index), OPTION_CHARS_MOST))
            .collect();
        let mut texts = texts?;
        let count = texts.iter().position(String::is_empty).unwrap_or(OPTIONS_MOST);
        if let Some(later) = texts.iter().skip(count).position(|text| !text.is_empty()) {
            let (gap, later) = (Column::Option(count), Column::Option(count + later));
            return self.fail(
                gap,
                format!(
                    "Ô này trống trong khi “{}” có nội dung; hãy dồn các phương án.",
                    later.header()
                ),
            );
        }
        texts.truncate(count);
        if count < 2 {
            return self.fail(Column::Option(count), "Câu lựa chọn cần ít nhất hai phương án.");
        }
        let answer_keys: Vec<String> = texts.iter().map(|text| text::answer_key(text)).collect();
        for (index, key) in answer_keys.iter().enumerate() {
            if let Some(first) = answer_keys[..index].iter().position(|other| other == key) {
                let first = Column::Option(first).header();
                return self.fail(
                    Column::Option(index),
                    format!("Phương án này giống hệt “{first}”."),
                );
            }
        }
        let correct = self.letters(Column::Key, count)?;
        let pinned = self.letters(Column::Pinned, count)?;
        let option = |(index, text)| ChoiceOption {
            text,
            correct: correct.contains(&index),
            pinned: pinned.contains(&index),
        };
        Some(texts.into_iter().enumerate().map(option).collect())
    }

    /// Letters such as `A, C` as places of options.
    fn letters(&mut self, column: Column, options: usize) -> Option<Vec<usize>> {
        let typed = self.cells.get(column);
        let mut places = Vec::new();
        for letter in typed
            .split([',', ';', ' ', '/', '\n'])
            .filter(|letter| !letter.is_empty())
        {
            let mut chars = letter.chars().map(|c| c.to_ascii_uppercase());
            let place = match (chars.next(), chars.next()) {
                (Some(letter @ 'A'..='H'), None) => letter as usize - 'A' as usize,
                _ => {
                    return self.fail(
                        column,
                        format!("“{letter}” không phải là chữ cái của phương án; hãy ghi như A, C."),
                    );
                }
            };
            if place >= options {
                return self.fail(column, format!("Không có phương án {letter} trong câu này."));
            }
            places.push(place);
        }
        Some(places)
    }

    fn number(&mut self) -> Option<ItemKind> {
        let answer = match Decimal::parse(self.cells.get(Column::Key)) {
            Some(answer) => Some(answer),
            None => self.fail(
                Column::Key,
                "Đáp án phải là một số, ví dụ 12,5, không có dấu ngăn cách hàng nghìn.",
            ),
        };
        let tolerance = match self.cells.get(Column::Tolerance) {
            "" => Some(Decimal::ZERO),
            typed => match Decimal::parse(typed).filter(|tolerance| *tolerance >= Decimal::ZERO) {
                Some(tolerance) => Some(tolerance),
                None => self.fail(Column::Tolerance, "Sai số phải là một số không âm, ví dụ 0,5."),
            },
        };
        Some(ItemKind::Number {
            answer: answer?,
            tolerance: tolerance?,
        })
    }

    fn text(&mut self) -> Option<ItemKind> {
        let key = self.required(Column::Key, TEXT_CHARS_MOST)?;
        let variants = key
            .split('|')
            .map(text::collapse_spaces)
            .filter(|variant| !variant.is_empty());
        let accepted: Vec<String> = variants.collect();
        if accepted.is_empty() {
            return self.fail(
                Column::Key,
                "Hãy ghi câu trả lời được chấp nhận; nhiều cách viết cách nhau bằng dấu |.",
            );
        }
        Some(ItemKind::Text { accepted })
    }

    /// Cells that the kind has no use for are left out of the item; the organiser is told.
    fn warn_of_unused(&mut self, word: KindWord) {
        let choice = matches!(word, KindWord::Single | KindWord::Multiple);
        let prediction = matches!(word, KindWord::Participants | KindWord::AllCorrect);
        let options = (0..OPTIONS_MOST).map(|index| (Column::Option(index), !choice));
        let others = [
            (Column::Key, prediction),
            (Column::Pinned, !choice),
            (Column::Credit, word != KindWord::Multiple),
            (Column::Tolerance, word != KindWord::Number),
            (Column::Points, prediction),
        ];
        for (column, unused) in options.chain(others) {
            if unused && !self.cells.get(column).is_empty() {
                let detail = "Loại câu hỏi này không dùng cột này nên nội dung ở đây bị bỏ qua.";
                self.problems.push(RowProblem::warning(
                    self.cells.row.number,
                    Some(column.header()),
                    detail,
                ));
            }
        }
    }

    /// In hundredths; predictions have none.
    fn points(&mut self, word: KindWord) -> Option<u32> {
        let typed = match (word, self.cells.get(Column::Points)) {
            (KindWord::Participants | KindWord::AllCorrect, _) => return Some(0),
            (_, "") => return Some(100),
            (_, typed) => typed,
        };
        let hundredths = Decimal::parse(typed)
            .and_then(Decimal::to_hundredths)
            .filter(|hundredths| (1..=u64::from(POINTS_MOST) * 100).contains(hundredths));
        match hundredths.and_then(|hundredths| u32::try_from(hundredths).ok()) {
            Some(hundredths) => Some(hundredths),
            None => self.fail(
                Column::Points,
                format!("Điểm là số lớn hơn 0, tối đa {POINTS_MOST}, có tối đa hai chữ số thập phân."),
            ),
        }
    }

    fn difficulty(&mut self) -> Option<Difficulty> {
        match self
            .cells
            .get(Column::Difficulty)
            .parse()
            .ok()
            .and_then(Difficulty::new)
        {
            Some(difficulty) => Some(difficulty),
            None => self.fail(Column::Difficulty, "Độ khó là số từ 1 (dễ) đến 5 (khó)."),
        }
    }

    /// A BCP 47 tag in its simplest forms: `vi`, `en`, `km`, `zh-Hant`.
    fn language(&mut self) -> Option<String> {
        let tag = match self.cells.get(Column::Language) {
            "" => "vi",
            typed => typed,
        };
        let mut parts = tag.split('-');
        let primary = parts
            .next()
            .is_some_and(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|b| b.is_ascii_lowercase()));
        let rest = parts
            .all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if primary && rest && tag.len() <= 35 {
            return Some(tag.to_owned());
        }
        self.fail(Column::Language, "Ngôn ngữ ghi bằng mã, ví dụ vi, en, km.")
    }

    /// `None` where the cell is blank, and where it is wrong: then the row is refused anyway.
    fn date(&mut self, column: Column) -> Option<CivilDate> {
        let typed = self.cells.get(column);
        let date = CivilDate::parse(typed);
        if date.is_none() && !typed.is_empty() {
            return self.fail(column, "Ngày phải có dạng ngày/tháng/năm, ví dụ 01/07/2025.");
        }
        date
    }

    /// A cell that holds one of a few words, read without regard to case and diacritics.
    fn word<T: Copy>(&mut self, column: Column, words: &[(T, &str)], default: Option<T>) -> Option<T> {
        let typed = self.cells.get(column);
        if let (true, Some(default)) = (typed.is_empty(), default) {
            return Some(default);
        }
        let folded = text::fold(typed);
        if let Some((value, _)) = words.iter().find(|(_, word)| text::fold(word) == folded) {
            return Some(*value);
        }
        let choices: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
        self.fail(
            column,
            format!("Ô này nhận một trong các giá trị: {}.", choices.join("; ")),
        )
    }

    /// A required cell of one line.
    fn line(&mut self, column: Column, chars_most: usize) -> Option<String> {
        self.required(column, chars_most)
            .map(|line| text::collapse_spaces(&line))
    }

    fn required(&mut self, column: Column, chars_most: usize) -> Option<String> {
        if self.cells.get(column).is_empty() {
            return self.fail(column, "Ô này không được để trống.");
        }
        self.bounded(column, chars_most)
    }

    fn bounded(&mut self, column: Column, chars_most: usize) -> Option<String> {
        let typed = self.cells.get(column);
        if typed.chars().count() > chars_most {
            return self.fail(column, format!("Ô này dài quá {chars_most} ký tự."));
        }
        Some(typed.to_owned())
    }
}
