//! The columns of the template.

use crate::bank::formats::csv::OPTIONS_MOST;
use crate::lang::{Lang, Said};
use crate::table::RowProblem;
use crate::text;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Code,
    Kind,
    Topic,
    Difficulty,
    Stem,
    /// 0 is A.
    Option(usize),
    Key,
    Pinned,
    Shuffle,
    Credit,
    Tolerance,
    Points,
    Explanation,
    Source,
    ValidFrom,
    ValidUntil,
    Language,
    Status,
}

use Column::{
    Code, Credit, Difficulty, Explanation, Key, Kind, Language, Option as Opt, Pinned, Points, Shuffle,
    Source, Status, Stem, Tolerance, Topic, ValidFrom, ValidUntil,
};

/// In the order of the template.
pub(super) const COLUMNS: [(Column, &str); 17 + OPTIONS_MOST] = [
    (Code, "Mã câu hỏi"),
    (Kind, "Loại"),
    (Topic, "Chủ đề"),
    (Difficulty, "Độ khó"),
    (Stem, "Nội dung"),
    (Opt(0), "Phương án A"),
    (Opt(1), "Phương án B"),
    (Opt(2), "Phương án C"),
    (Opt(3), "Phương án D"),
    (Opt(4), "Phương án E"),
    (Opt(5), "Phương án F"),
    (Opt(6), "Phương án G"),
    (Opt(7), "Phương án H"),
    (Key, "Đáp án"),
    (Pinned, "Phương án cố định"),
    (Shuffle, "Xáo phương án"),
    (Credit, "Cách chấm"),
    (Tolerance, "Sai số"),
    (Points, "Điểm"),
    (Explanation, "Giải thích"),
    (Source, "Nguồn"),
    (ValidFrom, "Hiệu lực từ"),
    (ValidUntil, "Hiệu lực đến"),
    (Language, "Ngôn ngữ"),
    (Status, "Trạng thái"),
];

const REQUIRED: [Column; 6] = [Code, Kind, Topic, Difficulty, Stem, Key];

impl Column {
    pub(super) fn header(self) -> &'static str {
        COLUMNS
            .iter()
            .find(|(column, _)| *column == self)
            .map_or("", |(_, header)| header)
    }
}

/// For each column of [`COLUMNS`] its place in the file.
#[derive(Debug)]
pub(super) struct Places([Option<usize>; COLUMNS.len()]);

impl Places {
    pub(super) fn of(&self, column: Column) -> Option<usize> {
        let index = COLUMNS.iter().position(|(known, _)| *known == column)?;
        self.0[index]
    }
}

/// Finds the columns by their headers, without regard to case, diacritics and spaces around them.
pub(super) fn find(headers: &[String]) -> Result<Places, Vec<RowProblem>> {
    let known = COLUMNS.map(|(_, header)| text::fold(header));
    let mut places = Places([None; COLUMNS.len()]);
    let mut problems = Vec::new();
    for (place, header) in headers.iter().enumerate() {
        let folded = text::fold(header);
        match known.iter().position(|name| *name == folded) {
            Some(column) if places.0[column].is_none() => places.0[column] = Some(place),
            Some(_) => problems.push(RowProblem::error(
                1,
                Some(header),
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Cột “{header}” có hai lần."),
                    Lang::En => format!("The column “{header}” stands twice."),
                }),
            )),
            None => {
                let detail = Said::of(|lang| match lang {
                    Lang::Vi => format!("Tệp mẫu không có cột “{header}”; hãy sửa tên hoặc xoá cột này."),
                    Lang::En => format!("The template has no column “{header}”; rename or delete it."),
                });
                problems.push(RowProblem::error(1, Some(header), detail));
            }
        }
    }
    for column in REQUIRED {
        if places.of(column).is_none() {
            let header = column.header();
            problems.push(RowProblem::error(
                1,
                Some(header),
                Said::of(|lang| match lang {
                    Lang::Vi => format!("Tệp thiếu cột “{header}”."),
                    Lang::En => format!("The file lacks the column “{header}”."),
                }),
            ));
        }
    }
    if problems.is_empty() {
        Ok(places)
    } else {
        Err(problems)
    }
}
