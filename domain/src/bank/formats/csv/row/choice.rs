//! The cells of single and multiple choices: options, their letters, how they are shuffled and scored.

use crate::bank::formats::csv::OPTIONS_MOST;
use crate::bank::formats::csv::columns::Column;
use crate::bank::formats::csv::row::RowReader;
use crate::bank::formats::csv::words::{BOOL_WORDS, CREDIT_WORDS};
use crate::bank::item::{ChoiceOption, Credit, ItemKind};
use crate::bank::written;
use crate::lang::{Lang, Said, said};
use crate::text;

const OPTION_CHARS_MOST: usize = 1_000;

impl RowReader<'_> {
    pub(super) fn single(&mut self) -> Option<ItemKind> {
        let options = self.options();
        let shuffle = self.word(Column::Shuffle, &BOOL_WORDS, Some(true));
        let options = options?;
        if options.iter().filter(|option| option.correct).count() != 1 {
            return self.fail(
                Column::Key,
                said(
                    "Câu một lựa chọn có đúng một đáp án; hãy ghi một chữ cái, ví dụ B.",
                    "An item of one choice has exactly one answer; write one letter, such as B.",
                ),
            );
        }
        Some(ItemKind::SingleChoice {
            options,
            shuffle: shuffle?,
        })
    }

    pub(super) fn multiple(&mut self) -> Option<ItemKind> {
        let options = self.options();
        let shuffle = self.word(Column::Shuffle, &BOOL_WORDS, Some(true));
        let credit = self.word(Column::Credit, &CREDIT_WORDS, Some(Credit::AllOrNothing));
        let options = options?;
        if !options.iter().any(|option| option.correct) {
            return self.fail(
                Column::Key,
                said(
                    "Hãy ghi các đáp án bằng chữ cái, ví dụ A, C.",
                    "Write the answers as letters, such as A, C.",
                ),
            );
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
                Said::of(|lang| match lang {
                    Lang::Vi => format!(
                        "Ô này trống trong khi “{}” có nội dung; hãy dồn các phương án.",
                        later.header()
                    ),
                    Lang::En => format!(
                        "This cell is empty while “{}” is not; leave no gap between options.",
                        later.header()
                    ),
                }),
            );
        }
        texts.truncate(count);
        if count < 2 {
            return self.fail(
                Column::Option(count),
                said(
                    "Câu lựa chọn cần ít nhất hai phương án.",
                    "A choice needs two options at least.",
                ),
            );
        }
        let answer_keys: Vec<String> = texts.iter().map(|text| text::answer_key(text)).collect();
        for (index, key) in answer_keys.iter().enumerate() {
            if let Some(first) = answer_keys[..index].iter().position(|other| other == key) {
                let first = Column::Option(first).header();
                return self.fail(
                    Column::Option(index),
                    Said::of(|lang| match lang {
                        Lang::Vi => format!("Phương án này giống hệt “{first}”."),
                        Lang::En => format!("This option is the same as “{first}”."),
                    }),
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
        for letter in written::letters(typed) {
            let Some(place) = written::place(letter).filter(|place| *place < OPTIONS_MOST) else {
                return self.fail(
                    column,
                    Said::of(|lang| match lang {
                        Lang::Vi => {
                            format!("“{letter}” không phải là chữ cái của phương án; hãy ghi như A, C.")
                        }
                        Lang::En => format!("“{letter}” is no letter of an option; write such as A, C."),
                    }),
                );
            };
            if place >= options {
                let letter = letter.to_ascii_uppercase();
                let detail = Said::of(|lang| match lang {
                    Lang::Vi => format!("Không có phương án {letter} trong câu này."),
                    Lang::En => format!("This item has no option {letter}."),
                });
                return self.fail(column, detail);
            }
            places.push(place);
        }
        Some(places)
    }
}
