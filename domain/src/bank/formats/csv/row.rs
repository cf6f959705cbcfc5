//! One row of the template: its cells become an item, or problems.

mod choice;

use crate::bank::formats::csv::OPTIONS_MOST;
use crate::bank::formats::csv::columns::{Column, Places};
use crate::bank::formats::csv::words::{KIND_WORDS, KindWord, STATUS_WORDS};
use crate::bank::item::{Difficulty, Item, ItemKind, ItemStatus, PredictionOf};
use crate::bank::written::{TRUTH_WORDS, value_of};
use crate::decimal::Decimal;
use crate::lang::{Lang, Said, said};
use crate::table::{Row, RowProblem, Severity, sentences};
use crate::text;
use crate::time::{CivilDate, NOT_A_DAY};

const CODE_CHARS_MOST: usize = 64;
pub const TOPIC_CHARS_MOST: usize = 120;
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

    /// What items are told apart by.
    pub(super) fn code(&self) -> String {
        text::collapse_spaces(self.get(Column::Code))
    }

    fn get(&self, column: Column) -> &'a str {
        self.places.cell(&self.row.cells, column)
    }
}

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
        .any(|problem| problem.severity == Severity::Error);
    (item.filter(|_| !errors), reader.problems)
}

/// Reads cells one after the other and notes what is wrong with them.
struct RowReader<'a> {
    cells: &'a Cells<'a>,
    problems: Vec<RowProblem>,
}

impl RowReader<'_> {
    fn fail<T>(&mut self, column: Column, detail: Said) -> Option<T> {
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
                said(
                    "Ngày hết hiệu lực đứng trước ngày có hiệu lực.",
                    "The last day stands before the first.",
                ),
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

    fn number(&mut self) -> Option<ItemKind> {
        for column in [Column::Key, Column::Tolerance] {
            if Decimal::looks_grouped(self.cells.get(column)) {
                let detail = said(
                    "Dấu ở đây được hiểu là dấu thập phân; nếu là dấu ngăn cách hàng nghìn, hãy bỏ đi.",
                    "The sign here is taken for a decimal point; if it separates thousands, leave it out.",
                );
                self.problems.push(RowProblem::warning(
                    self.cells.row.number,
                    Some(column.header()),
                    detail,
                ));
            }
        }
        let answer = match Decimal::parse(self.cells.get(Column::Key)) {
            Some(answer) => Some(answer),
            None => self.fail(
                Column::Key,
                said(
                    "Đáp án phải là một số, ví dụ 12,5, không có dấu ngăn cách hàng nghìn.",
                    "The answer is a number, such as 12,5, without a sign between thousands.",
                ),
            ),
        };
        let tolerance = match self.cells.get(Column::Tolerance) {
            "" => Some(Decimal::ZERO),
            typed => match Decimal::parse(typed).filter(|tolerance| *tolerance >= Decimal::ZERO) {
                Some(tolerance) => Some(tolerance),
                None => self.fail(
                    Column::Tolerance,
                    said(
                        "Sai số phải là một số không âm, ví dụ 0,5.",
                        "The tolerance is a number, zero or more, such as 0,5.",
                    ),
                ),
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
                said(
                    "Hãy ghi câu trả lời được chấp nhận; nhiều cách viết cách nhau bằng dấu |.",
                    "Write the answer that is accepted; separate several spellings by |.",
                ),
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
                let detail = said(
                    "Loại câu hỏi này không dùng cột này nên nội dung ở đây bị bỏ qua.",
                    "This kind of item does not use this column, so what stands here is left out.",
                );
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
                Said::of(|lang| match lang {
                    Lang::Vi => {
                        format!("Điểm là số lớn hơn 0, tối đa {POINTS_MOST}, có tối đa hai chữ số thập phân.")
                    }
                    Lang::En => {
                        format!("Points are above 0, at most {POINTS_MOST}, with two decimals at most.")
                    }
                }),
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
            None => self.fail(
                Column::Difficulty,
                said(
                    "Độ khó là số từ 1 (dễ) đến 5 (khó).",
                    "Difficulty is a number from 1 (easy) to 5 (hard).",
                ),
            ),
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
        self.fail(
            Column::Language,
            said(
                "Ngôn ngữ ghi bằng mã, ví dụ vi, en, km.",
                "A language is a code, such as vi, en, km.",
            ),
        )
    }

    /// `None` where the cell is blank, and where it is wrong: then the row is refused anyway.
    fn date(&mut self, column: Column) -> Option<CivilDate> {
        let typed = self.cells.get(column);
        let date = CivilDate::parse(typed);
        if date.is_none() && !typed.is_empty() {
            return self.fail(column, NOT_A_DAY);
        }
        date
    }

    /// A cell that holds one of a few words, read without regard to case and diacritics.
    fn word<T: Copy>(&mut self, column: Column, words: &[(T, &str)], default: Option<T>) -> Option<T> {
        let typed = self.cells.get(column);
        if let (true, Some(default)) = (typed.is_empty(), default) {
            return Some(default);
        }
        if let Some(value) = value_of(words, typed) {
            return Some(value);
        }
        let choices: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
        let choices = choices.join("; ");
        self.fail(
            column,
            Said::of(|lang| match lang {
                Lang::Vi => format!("Ô này nhận một trong các giá trị: {choices}."),
                Lang::En => format!("This cell holds one of these words: {choices}."),
            }),
        )
    }

    /// A required cell of one line.
    fn line(&mut self, column: Column, chars_most: usize) -> Option<String> {
        self.required(column, chars_most)
            .map(|line| text::collapse_spaces(&line))
    }

    fn required(&mut self, column: Column, chars_most: usize) -> Option<String> {
        if self.cells.get(column).is_empty() {
            return self.fail(column, sentences::EMPTY);
        }
        self.bounded(column, chars_most)
    }

    fn bounded(&mut self, column: Column, chars_most: usize) -> Option<String> {
        let typed = self.cells.get(column);
        if typed.chars().count() > chars_most {
            return self.fail(column, sentences::too_long(chars_most));
        }
        Some(typed.to_owned())
    }
}
