//! The columns of the template.

use crate::bank::formats::csv::OPTIONS_MOST;
use crate::table::mapping::{Alias, Template};
use crate::table::{RowProblem, places};
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

/// Headers of other files that mean one of ours, folded.
const ALIASES: &[Alias] = &[
    ("Mã câu hỏi", &["ma", "ma cau", "ma so", "so hieu", "id", "code"]),
    (
        "Loại",
        &[
            "loai cau",
            "loai cau hoi",
            "dang",
            "dang cau hoi",
            "hinh thuc",
            "kieu",
            "type",
            "kind",
        ],
    ),
    (
        "Chủ đề",
        &[
            "chuyen de",
            "chu diem",
            "linh vuc",
            "noi dung thi",
            "phan",
            "nhom",
            "topic",
        ],
    ),
    (
        "Độ khó",
        &["muc do", "muc", "cap do", "do kho 1 5", "difficulty", "level"],
    ),
    (
        "Nội dung",
        &[
            "cau hoi",
            "noi dung cau hoi",
            "de bai",
            "cau dan",
            "question",
            "stem",
        ],
    ),
    (
        "Phương án A",
        &["a", "dap an a", "lua chon a", "pa a", "phuong an 1", "option a"],
    ),
    (
        "Phương án B",
        &["b", "dap an b", "lua chon b", "pa b", "phuong an 2", "option b"],
    ),
    (
        "Phương án C",
        &["c", "dap an c", "lua chon c", "pa c", "phuong an 3", "option c"],
    ),
    (
        "Phương án D",
        &["d", "dap an d", "lua chon d", "pa d", "phuong an 4", "option d"],
    ),
    (
        "Phương án E",
        &["e", "dap an e", "lua chon e", "pa e", "phuong an 5", "option e"],
    ),
    (
        "Phương án F",
        &["f", "dap an f", "lua chon f", "pa f", "phuong an 6", "option f"],
    ),
    (
        "Phương án G",
        &["g", "dap an g", "lua chon g", "pa g", "phuong an 7", "option g"],
    ),
    (
        "Phương án H",
        &["h", "dap an h", "lua chon h", "pa h", "phuong an 8", "option h"],
    ),
    (
        "Đáp án",
        &[
            "dap an dung",
            "cau tra loi",
            "tra loi",
            "tra loi dung",
            "key",
            "answer",
            "correct",
        ],
    ),
    ("Điểm", &["so diem", "thang diem", "points"]),
    (
        "Giải thích",
        &["loi giai", "giai dap", "huong dan", "explanation"],
    ),
    (
        "Nguồn",
        &[
            "can cu",
            "can cu phap ly",
            "trich dan",
            "tai lieu",
            "van ban",
            "source",
        ],
    ),
    ("Hiệu lực từ", &["tu ngay", "co hieu luc tu", "valid from"]),
    ("Hiệu lực đến", &["den ngay", "het hieu luc", "valid until"]),
    ("Ngôn ngữ", &["tieng", "language"]),
    ("Trạng thái", &["tinh trang", "status"]),
];

/// For whoever says which column of a file is which of these.
pub fn columns() -> Template {
    Template {
        headers: COLUMNS.iter().map(|(_, header)| *header).collect(),
        required: REQUIRED.map(Column::header).to_vec(),
        understood: &[],
        aliases: ALIASES,
    }
}

impl Column {
    fn index(self) -> Option<usize> {
        COLUMNS.iter().position(|(column, _)| *column == self)
    }

    pub(super) fn header(self) -> &'static str {
        self.index().map_or("", |index| COLUMNS[index].1)
    }
}

/// For each column of [`COLUMNS`] its place in the file.
#[derive(Debug)]
pub(super) struct Places(places::Places<{ COLUMNS.len() }>);

impl Places {
    pub(super) fn cell<'r>(&self, cells: &'r [String], column: Column) -> &'r str {
        let column = column.index().and_then(|column| self.0.cell(cells, column));
        column.unwrap_or_default()
    }
}

pub(super) fn find(headers: &[String]) -> Result<Places, Vec<RowProblem>> {
    let known = COLUMNS.map(|(_, header)| text::fold(header));
    let required: Vec<(usize, &str)> = REQUIRED
        .iter()
        .filter_map(|column| Some((column.index()?, column.header())))
        .collect();
    let means = |folded: &str| known.iter().position(|name| name == folded);
    let (places, _) = places::Places::find(headers, means, &required, None)?;
    Ok(Places(places))
}
