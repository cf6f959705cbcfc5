//! Writing a bank as CSV, so that reading it again gives equal items.

use crate::bank::formats::csv::columns::{COLUMNS, Column};
use crate::bank::formats::csv::words::{BOOL_WORDS, CREDIT_WORDS, KIND_WORDS, KindWord, STATUS_WORDS};
use crate::bank::item::{ChoiceOption, Credit, Difficulty, Item, ItemKind, ItemStatus, PredictionOf};
use crate::bank::written::{TRUTH_WORDS, lettered, variants, word};
use crate::decimal::{Decimal, format_hundredths};
use crate::lang::Lang;
use crate::table;
use crate::time::CivilDate;

/// The items in the template's columns: UTF-8 with a byte order mark, CRLF, cells guarded against formulas.
pub fn export<'i>(items: impl IntoIterator<Item = &'i Item>) -> Vec<u8> {
    table::write(std::iter::once(header()).chain(rows(items)))
}

/// The template's columns, for a file of any format.
pub fn header() -> Vec<String> {
    COLUMNS.iter().map(|(_, header)| (*header).to_owned()).collect()
}

/// A row per item, its cells in the order of [`header`]; not guarded yet.
pub fn rows<'i>(items: impl IntoIterator<Item = &'i Item>) -> impl Iterator<Item = Vec<String>> {
    items
        .into_iter()
        .map(|item| COLUMNS.iter().map(|(column, _)| cell(item, *column)).collect())
}

fn cell(item: &Item, column: Column) -> String {
    match column {
        Column::Code => item.code.clone(),
        Column::Kind => kind_name(&item.kind).to_owned(),
        Column::Topic => item.topic.clone(),
        Column::Difficulty => item.difficulty.level().to_string(),
        Column::Stem => item.stem.clone(),
        Column::Option(index) => options(item)
            .get(index)
            .map(|option| option.text.clone())
            .unwrap_or_default(),
        Column::Key => key(&item.kind),
        Column::Pinned => letters(options(item).iter().map(|option| option.pinned)),
        Column::Shuffle => match &item.kind {
            ItemKind::SingleChoice { shuffle, .. } | ItemKind::MultipleChoice { shuffle, .. } => {
                word(&BOOL_WORDS, *shuffle)
            }
            _ => String::new(),
        },
        Column::Credit => match &item.kind {
            ItemKind::MultipleChoice { credit, .. } => word(&CREDIT_WORDS, *credit),
            _ => String::new(),
        },
        Column::Tolerance => match &item.kind {
            ItemKind::Number { tolerance, .. } => tolerance.to_string(),
            _ => String::new(),
        },
        Column::Points => match &item.kind {
            ItemKind::Prediction { .. } => String::new(),
            _ => format_hundredths(item.points_hundredths),
        },
        Column::Explanation => item.explanation.clone(),
        Column::Source => item.source.clone(),
        Column::ValidFrom => item.valid_from.map(CivilDate::vietnamese).unwrap_or_default(),
        Column::ValidUntil => item.valid_until.map(CivilDate::vietnamese).unwrap_or_default(),
        Column::Language => item.language.clone(),
        Column::Status => word(&STATUS_WORDS, item.status),
    }
}

/// The kind as the template names it.
pub fn kind_name(kind: &ItemKind) -> &'static str {
    let word = kind_word(kind);
    KIND_WORDS
        .iter()
        .find(|(known, _)| *known == word)
        .map_or("", |(_, name)| name)
}

/// The kind as a page names it.
pub fn kind_name_in(lang: Lang, kind: &ItemKind) -> &'static str {
    lang.say(kind_name(kind), kind_word(kind).english())
}

pub(super) fn kind_word(kind: &ItemKind) -> KindWord {
    match kind {
        ItemKind::SingleChoice { .. } => KindWord::Single,
        ItemKind::MultipleChoice { .. } => KindWord::Multiple,
        ItemKind::TrueFalse { .. } => KindWord::TrueFalse,
        ItemKind::Number { .. } => KindWord::Number,
        ItemKind::Text { .. } => KindWord::Text,
        ItemKind::Prediction {
            of: PredictionOf::Participants,
        } => KindWord::Participants,
        ItemKind::Prediction {
            of: PredictionOf::AllCorrect,
        } => KindWord::AllCorrect,
    }
}

pub(super) fn options(item: &Item) -> &[ChoiceOption] {
    match &item.kind {
        ItemKind::SingleChoice { options, .. } | ItemKind::MultipleChoice { options, .. } => options,
        _ => &[],
    }
}

/// The letters of the options that are chosen.
pub(super) fn letters(chosen: impl Iterator<Item = bool>) -> String {
    let places = (0..=u8::MAX).zip(chosen).filter(|(_, is_chosen)| *is_chosen);
    lettered(places.map(|(place, _)| place))
}

pub(super) fn key(kind: &ItemKind) -> String {
    match kind {
        ItemKind::SingleChoice { options, .. } | ItemKind::MultipleChoice { options, .. } => {
            letters(options.iter().map(|option| option.correct))
        }
        ItemKind::TrueFalse { answer } => word(&TRUTH_WORDS, *answer),
        ItemKind::Number { answer, .. } => answer.to_string(),
        ItemKind::Text { accepted } => variants(accepted),
        ItemKind::Prediction { .. } => String::new(),
    }
}

/// The template: the header and one example of each kind.
pub fn template() -> Vec<u8> {
    export(&examples())
}

/// An item of each kind, as the template shows them.
pub fn examples() -> Vec<Item> {
    let option = |text: &str, correct, pinned| ChoiceOption {
        text: text.to_owned(),
        correct,
        pinned,
    };
    let kinds = [
        (
            "Ngày Chuyển đổi số quốc gia là ngày nào?",
            ItemKind::SingleChoice {
                options: vec![
                    option("Ngày 10 tháng 8", false, false),
                    option("Ngày 10 tháng 10", true, false),
                    option("Ngày 22 tháng 4", false, false),
                    option("Một ngày khác", false, true),
                ],
                shuffle: true,
            },
            "Quyết định 505/QĐ-TTg ngày 22/4/2022",
        ),
        (
            "Những nội dung nào là trụ cột của chuyển đổi số?",
            ItemKind::MultipleChoice {
                options: vec![
                    option("Chính quyền số", true, false),
                    option("Kinh tế số", true, false),
                    option("Xã hội số", true, false),
                    option("Tiền số", false, false),
                ],
                credit: Credit::Partial,
                shuffle: true,
            },
            "Quyết định 749/QĐ-TTg ngày 03/6/2020",
        ),
        (
            "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 – 2030 được ban hành theo Nghị quyết 76/NQ-CP.",
            ItemKind::TrueFalse { answer: true },
            "Nghị quyết 76/NQ-CP ngày 15/7/2021",
        ),
        (
            "Từ ngày 01/7/2025 cả nước có bao nhiêu tỉnh, thành phố trực thuộc trung ương?",
            ItemKind::Number {
                answer: Decimal::whole(34),
                tolerance: Decimal::ZERO,
            },
            "Nghị quyết 202/2025/QH15",
        ),
        (
            "Chỉ số đo lường sự hài lòng của người dân có tên viết tắt là gì?",
            ItemKind::Text {
                accepted: vec!["SIPAS".to_owned(), "Chỉ số SIPAS".to_owned()],
            },
            "Quyết định 1001/QĐ-BNV ngày 11/12/2023",
        ),
        (
            "Có bao nhiêu người tham gia dự thi tuần này?",
            ItemKind::Prediction {
                of: PredictionOf::Participants,
            },
            "",
        ),
        (
            "Có bao nhiêu người trả lời đúng tất cả các câu hỏi?",
            ItemKind::Prediction {
                of: PredictionOf::AllCorrect,
            },
            "",
        ),
    ];
    let numbered = (1..).zip(kinds);
    numbered
        .filter_map(|(number, (stem, kind, source))| example(number, stem, kind, source))
        .collect()
}

fn example(number: u32, stem: &str, kind: ItemKind, source: &str) -> Option<Item> {
    let prediction = matches!(kind, ItemKind::Prediction { .. });
    Some(Item {
        code: format!("VD-{number:03}"),
        topic: if prediction { "Dự đoán" } else { "Ví dụ" }.to_owned(),
        difficulty: Difficulty::new(1)?,
        stem: stem.to_owned(),
        kind,
        points_hundredths: if prediction { 0 } else { 100 },
        explanation: String::new(),
        source: source.to_owned(),
        valid_from: None,
        valid_until: None,
        language: "vi".to_owned(),
        status: ItemStatus::Draft,
    })
}
